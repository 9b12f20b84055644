"""One oversight question asked of rows in memory, and the months in which nights were filled or not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tests.factories import Row, days_of, make_evidence, make_need, nights
from toolkit.audits.checks import Check
from toolkit.audits.oversight.audit import CHECKS
from toolkit.audits.oversight.facts import OversightFacts

_BY_CODE = {check.__name__.removeprefix("check_").replace("_", "-"): check for check in CHECKS}

BEFORE = [*days_of("2026-07"), *days_of("2026-08"), *days_of("2026-09")]
OCTOBER = days_of("2026-10")


def facts_of(tables: Mapping[str, Iterable[Row]], **more: Any) -> OversightFacts:
    """The facts of October 2026; `more` as for `make_evidence`."""
    return OversightFacts(make_evidence(tables, **more))


def ask(code: str, tables: Mapping[str, Iterable[Row]], **more: Any) -> Check:
    """The answer to one check of the oversight audit."""
    return _BY_CODE[code](facts_of(tables, **more))


def rota(*, missed_before: int = 0, missed_in_october: int = 0) -> dict[str, list[Row]]:
    """One worker needed every night from July; on so many nights of each month nobody came."""
    shifts: list[Row] = []
    for month in ("2026-07", "2026-08", "2026-09", "2026-10"):
        days = days_of(month)
        gone = missed_in_october if month == "2026-10" else missed_before
        shifts += [*nights(days[:gone], attended=False), *nights(days[gone:])]
    # Somebody else clocks every day, so that a night nobody came is a gap in cover, not in recording.
    shifts += [{**row, "shift_id": f"{row['shift_id']}-k", "role": "cook", "staff_id": "K1",
                "attended_from": row["starts_at"], "attended_to": row["ends_at"]} for row in shifts]  # fmt: skip
    return {"staffing_needs": [make_need()], "shifts": shifts}
