"""One learning item to vary: complained of on 1 June 2026, agreed on 8 June, so due on 3 August.

The audit looks back from 31 October 2026 unless a test says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from tests.factories import Row, make_complaint, make_evidence, make_learning, make_plan_change, make_stay
from toolkit.audits.checks import Check
from toolkit.audits.complaints.audit import CHECKS, ComplaintsAudit, run
from toolkit.audits.complaints.facts import LearningFacts
from toolkit.audits.complaints.frames import items_of

Tables = Mapping[str, Iterable[Row]]
RECEIVED, AGREED, DUE = "2026-06-01", "2026-06-08", "2026-08-03"
_BY_CODE = {check.__name__.removeprefix("check_").replace("_", "-"): check for check in CHECKS}


def ask(code: str, tables: Tables, **more: Any) -> Check:
    """The answer to one check; `more` as for `make_evidence`."""
    return _BY_CODE[code](LearningFacts(make_evidence(tables, **more)))


def audit(tables: Tables, **more: Any) -> ComplaintsAudit:
    return run(make_evidence(tables, **more))


def tracker(tables: Tables, **more: Any) -> pd.DataFrame:
    """The audit's learning items, without its other parts."""
    return items_of(LearningFacts(make_evidence(tables, **more)))


def complaint(**given: Any) -> dict[str, Any]:
    """The family's complaint about P001's dignity, upheld, with a response on 15 June."""
    usual = {"complaint_id": "C1", "outcome": "upheld", "response_sent_on": "2026-06-15"}
    return make_complaint(given.pop("received_on", RECEIVED), **(usual | given))


def learning(**given: Any) -> dict[str, Any]:
    """What it taught: ask P001 before washing (section personal care)."""
    usual = {"complaint_id": "C1", "agreed_on": AGREED, "learning_id": "L1"}
    return make_learning(**(usual | given))


def change(changed_at: str, **given: Any) -> dict[str, Any]:
    return make_plan_change(changed_at, **given)


# Another person's plan is kept up to date, so that the change log is never missing.
OTHER_CHANGE = make_plan_change("2026-01-05 10:00", person_id="P099", plan_section="mobility",
                                change_id="PC-other")  # fmt: skip


def service(**tables: Iterable[Row]) -> dict[str, Iterable[Row]]:
    """The complaint, its learning, a plan log without the change, and P001 living there."""
    usual: dict[str, Iterable[Row]] = {
        "complaints": [complaint()],
        "learning": [learning()],
        "care_plan_changes": [OTHER_CHANGE],
        "people": [make_stay("P001")],
    }
    return usual | tables


def changed(*changes: Row, **tables: Iterable[Row]) -> dict[str, Iterable[Row]]:
    """The same with these entries in the change log."""
    return service(care_plan_changes=[OTHER_CHANGE, *changes], **tables)


def the_item(tables: Tables, **more: Any) -> pd.Series:
    """The one learning item."""
    items = tracker(tables, **more)
    assert len(items) == 1
    return items.iloc[0]


def day(moment: Any) -> str | None:
    """A day as the tables write it; None for a blank.

    >>> day(pd.Timestamp("2026-06-08 10:00")), day(pd.NaT)
    ('2026-06-08', None)
    """
    return None if pd.isna(moment) else f"{moment:%Y-%m-%d}"


def word(cell: Any) -> Any:
    """A cell of a result with its blank as None."""
    return None if pd.isna(cell) else cell


def many_items(number: int, done: int, **given: Any) -> dict[str, list[Row]]:
    """So many complaints with one item each, all due on 3 August; the first `done` are in the plan in time."""
    persons = [f"P{n:03d}" for n in range(1, number + 1)]
    themes = ("dignity", "falls", "skin", "nutrition", "routines", "records", "activities")
    return {
        "complaints": [complaint(complaint_id=f"C{n}", person_id=one, theme=themes[n % 7])
                       for n, one in enumerate(persons)],
        "learning": [learning(complaint_id=f"C{n}", learning_id=f"L{n}", person_id=one, theme=themes[n % 7],
                              **given) for n, one in enumerate(persons)],
        "care_plan_changes": [OTHER_CHANGE, *(change("2026-07-01 10:00", person_id=one, change_id=f"PC{n}")
                                              for n, one in enumerate(persons[:done]))],
        "people": [make_stay(one) for one in persons],
    }  # fmt: skip
