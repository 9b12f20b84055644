"""Which tables and columns does an audit read? (The data contract, declared once, as data.)"""

from toolkit.sources.contract import care, governance, voices
from toolkit.sources.contract.columns import THEMES, Blank, Column, Kind, Moment, Table

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        care.SERVICES,
        care.PEOPLE,
        care.STAFFING_NEEDS,
        care.SHIFTS,
        care.DEPENDENCY,
        care.CARE,
        care.INCIDENTS,
        care.HANDOVER,
        voices.COMPLAINTS,
        voices.LEARNING,
        voices.CARE_PLAN_CHANGES,
        voices.OBSERVATIONS,
        voices.FEEDBACK,
        voices.AUDITS,
        governance.RISKS,
        governance.ACTIONS,
        governance.MEETINGS,
        governance.EVIDENCE,
        governance.STATEMENTS,
        governance.CHALLENGES,
        governance.DECISIONS,
        voices.CARE_REVIEWS,
        voices.VERDICTS,
    )
}

DATA_TABLES: dict[str, Table] = {name: table for name, table in TABLES.items() if name != "services"}
ORIGIN_COLUMNS = ("_file", "_sheet", "_row")

__all__ = ["DATA_TABLES", "ORIGIN_COLUMNS", "TABLES", "THEMES", "Blank", "Column", "Kind", "Moment", "Table"]
