"""How does a page speak of what is not known?

No picture is made of no evidence, and a figure that was not told reads "not known", never 0. The
pieces of the staffing audit share these words.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from toolkit import wording
from toolkit.audits.checks import Outcome
from toolkit.audits.result import Audit
from toolkit.audits.staffing.audit import StaffingAudit
from toolkit.report import words
from toolkit.report.piece import Piece
from toolkit.report.templates import render_macro

FAILURES = ("missed", "shortened", "delayed")


def nothing_known(
    audit: Audit, question: str, what: str, tables: Sequence[str], *, when: str = "for this month"
) -> Piece:
    """A piece that says which records are missing, in the place of a picture or table."""
    missing = [s.table for s in audit.sources if s.table in tables and not s.rows_used] or list(tables)
    named = wording.join_words(f"“{words.table_name(table)}”" for table in missing)
    says = f"{what}: there are no usable records of {named} {when}. What happened is unknown, not good."
    return Piece(render_macro("nothing", question, says), f"{question} {says}")


def unanswered(audit: Audit) -> str:
    """What follows where nothing is asked for: how many questions could not be answered; "" of none."""
    n = sum(check.outcome is Outcome.NO_EVIDENCE for check in audit.checks)
    return f" But {wording.count(n, 'question')} could not be answered: that is not good news." if n else ""


def is_missing(audit: Audit, table: str) -> bool:
    """True when the audit used no row of the table in 12 months."""
    return not any(source.table == table and source.rows_used for source in audit.sources)


def is_supplied(audit: Audit, table: str) -> bool:
    return any(source.table == table and source.supplied for source in audit.sources)


def failures_known(audit: StaffingAudit) -> list[str]:
    """Which of missed, shortened and delayed the month's care records can tell; none of no records."""
    return [name for name in FAILURES if outcome_known(audit, name)]


def outcome_known(audit: StaffingAudit, category: str) -> bool:
    """Can the month's care records tell this category at all?"""
    outcomes = audit.care_outcomes
    return bool(outcomes.loc[outcomes["category"] == category, "share"].notna().any())


def counted(value: Any, is_known: bool = True) -> str:
    """A count in a cell of a table: "not known" where it was not told.

    >>> counted(3), counted(0), counted(0, False), counted(float("nan"))
    ('3', '0', 'not known', 'not known')
    """
    return wording.number(float(value)) if is_known and is_number(value) else wording.NOT_KNOWN


def is_number(value: Any) -> bool:
    """False for None and NaN, the two ways a frame says "not told"."""
    return value is not None and value == value
