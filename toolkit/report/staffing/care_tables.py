"""What do the care records say of each high-pressure shift, and of each person?

Tables of the staffing audit that people work through one by one: the deputy manager the shifts, the
registered manager the people. Each opens with the answer in a sentence; the most serious come first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from toolkit import wording
from toolkit.audits.staffing.audit import StaffingAudit
from toolkit.report.absence import (
    FAILURES,
    counted,
    failures_known,
    is_missing,
    is_number,
    nothing_known,
    outcome_known,
)
from toolkit.report.piece import Piece, said_only
from toolkit.report.staffing.rota_pictures import Record, reason_of, shift_key, whole_percent
from toolkit.report.tables import Heading, render_long_table
from toolkit.report.templates import render_macro

if TYPE_CHECKING:
    import pandas as pd

HIGH_PRESSURE_QUESTION = "Which shifts were under high pressure?"
AFFECTED_QUESTION = "Who was affected?"
CONTINUITY_QUESTION = "How many different workers does each person meet?"
_OUTCOMES = (*FAILURES, "poorly_evidenced")
_CARE_HEADINGS = ("Care planned", "Missed", "Shortened", "Delayed", "Poorly evidenced")


def show_high_pressure(audit: StaffingAudit) -> Piece:
    """The shifts under high pressure with what their care records say; where most went wrong comes first."""
    shifts = audit.shifts_by_day
    if shifts.empty:
        tables = ("staffing_needs", "shifts")
        return nothing_known(audit, HIGH_PRESSURE_QUESTION, "This cannot be said", tables)
    pressed = audit.pressed_shifts
    if pressed.empty:
        said = _no_pressure_words(bool(shifts["attendance_known"].astype(bool).all()))
        return said_only(said)
    known = failures_known(audit)
    ordered = _most_wrong_first(pressed, known)
    said = f"{wording.of(len(pressed), len(shifts), 'shift')} ran under high pressure."
    wrong, with_care = int((ordered["wrong"] > 0).sum()), int((pressed["planned"] > 0).sum())
    said = f"{said} {_care_of_pressed(wrong, with_care, known)}"
    clocked = _clocked(shifts)
    rows = [_pressed_row(record, clocked) for record in ordered.to_dict("records")]
    headings = [Heading("Day"), Heading("Shift"), Heading("Why"), Heading("Hours there", is_number=True)]
    caption, note = "Shifts under high pressure", "Hours there: of the hours needed."
    if known:  # without care records a column of "not known" for each outcome would only crowd the page
        recorded = _days_recorded(audit)
        cells = [_care_cells(audit, record, recorded) for record in ordered.to_dict("records")]
        rows = [(*row, *care) for row, care in zip(rows, cells, strict=True)]
        headings += [Heading(name, is_number=True) for name in _CARE_HEADINGS]
        caption += ", and the care due in them"
        note += " –: no care record is tied to this shift." if with_care < len(pressed) else ""
    table = render_long_table(caption, headings, rows, one="shift", note=note)
    return Piece(render_macro("paragraph", said) + table, said)


def show_people_affected(audit: StaffingAudit) -> Piece:
    """Everyone whose care was missed, shortened or delayed, one by one, most affected first."""
    known = failures_known(audit)
    if not known:
        return nothing_known(audit, AFFECTED_QUESTION, "This cannot be said", ("care",))
    people = audit.people_affected
    went = wording.join_words(known, "or")
    if people.empty:
        said = f"No care of this month is recorded as {went}."
        return said_only(said)
    said = _affected_words(people, went)
    headings = [Heading("Person"), Heading("Care planned", is_number=True), Heading("Missed", is_number=True),
                Heading("Missed, time-critical", is_number=True), Heading("Shortened", is_number=True),
                Heading("Delayed", is_number=True), Heading("Days affected", is_number=True)]  # fmt: skip
    rows = [
        (
            str(record["person_id"]),
            counted(record["planned"]),
            counted(record["missed"], "missed" in known),
            counted(record["critical_missed"]),
            counted(record["shortened"], "shortened" in known),
            counted(record["delayed"], "delayed" in known),
            counted(record["days"]),
        )
        for record in people.to_dict("records")
    ]
    table = render_long_table(f"People whose care was {went}", headings, rows, one="person")
    return Piece(render_macro("paragraph", said) + table, said)


def show_continuity(audit: StaffingAudit) -> Piece:
    """How many different workers each person had in 28 days, and how much the three who came most gave."""
    people = audit.continuity
    if people.empty and is_missing(audit, "care"):
        return nothing_known(audit, CONTINUITY_QUESTION, "This cannot be said", ("care",))
    if people.empty:
        said = "The care records of the last 28 days name no worker: how many came is not known."
        return Piece(render_macro("nothing", CONTINUITY_QUESTION, said), said)
    said = _continuity_words(audit, len(people))
    headings = [Heading("Person"), Heading("Different workers", is_number=True),
                Heading("Help by the three who came most", is_number=True),
                Heading("Times a worker helped", is_number=True)]  # fmt: skip
    ordered = people.sort_values(["workers", "top_three", "person_id"], ascending=[False, True, True])
    rows = [
        (str(r["person_id"]), counted(r["workers"]), wording.share(r["top_three"]), counted(r["rows"]))
        for r in ordered.to_dict("records")
    ]
    table = render_long_table("Workers of each person in 28 days, most first", headings, rows, one="person")
    return Piece(render_macro("paragraph", said) + table, said)


def _continuity_words(audit: StaffingAudit, people: int) -> str:
    middle, top = audit.measures["workers_per_person"], audit.measures["top_three_share"]
    until = wording.long_day(audit.period.as_of)
    met = (
        f"half of the {people} people were helped by {wording.number(middle.value)} or more different workers"
    )
    if people == 1:
        met = f"the one person on record was helped by {wording.count(middle.value, 'different worker')}"
    return (
        f"In the 28 days to {until}, {met}. The three who came most to a person gave "
        f"{wording.share(top.value)} of the help."
    )


def _no_pressure_words(attendance_known: bool) -> str:
    if attendance_known:
        return "No shift was under high pressure."
    return (
        "No shift was under high pressure by the rota; attendance was not recorded on every day, "
        "so this is not certain."
    )


def _care_of_pressed(wrong: int, shifts: int, known: list[str]) -> str:
    """In how many of the shifts with care due in them something went wrong.

    Not a share of the care: the link below has that, with the night that began the day before day 1.
    """
    if not known:
        return "What became of the care due in them is not known: there are no care records to read."
    if not shifts:
        return "No care record is tied to them."
    went = wording.join_words(known, "or")
    if not wrong:
        return f"None of the care due in them was {went}."
    if shifts == 1:
        return f"Some of the care due there was {went}."
    which = "each" if wrong == shifts else wording.number(wrong)
    return f"In {which} of the {wording.number(shifts)} in which care was due, some was {went}."


def _days_recorded(audit: StaffingAudit) -> dict[Any, bool]:
    recording = audit.recording
    return dict(zip(recording["day"], recording["recorded"].astype(bool), strict=True))


def _clocked(shifts: pd.DataFrame) -> dict[tuple[Any, ...], bool]:
    return {
        (r["day"], *shift_key(r)): bool(r["attendance_known"])
        for r in shifts[["day", "unit", "shift_name", "attendance_known"]].to_dict("records")
    }


def _most_wrong_first(pressed: pd.DataFrame, known: list[str]) -> pd.DataFrame:
    return pressed.assign(wrong=pressed[known].sum(axis=1)).sort_values(
        ["wrong", "day", "unit", "shift_name"], ascending=[False, True, True, True]
    )


def _pressed_row(record: Record, clocked: dict[tuple[Any, ...], bool]) -> tuple[str, ...]:
    unit, name = shift_key(record)
    there = f"{whole_percent(record['fill'])}%" if is_number(record["fill"]) else wording.NOT_KNOWN
    if not clocked.get((record["day"], unit, name), True):
        there += " (rota)"
    day = record["day"].date()
    return (
        f"{wording.DAYS[day.weekday()][:3]} {wording.short_day(day)}".replace(" ", "\u00a0"),
        f"{name}, {unit}" if unit else name,
        wording.first_capital(reason_of(record)),
        there,
    )


def _care_cells(audit: StaffingAudit, record: Record, recorded: dict[Any, bool]) -> list[str]:
    """What became of the care due in one shift; on a day without records, not known."""
    known = recorded.get(record["day"], True)
    if known and not int(record["planned"]):
        return ["–"] * len(_CARE_HEADINGS)
    told = [outcome_known(audit, outcome) for outcome in _OUTCOMES]
    pairs = zip(_OUTCOMES, told, strict=True)
    cells = [counted(record[outcome], known and is_told) for outcome, is_told in pairs]
    return [counted(record["planned"], known), *cells]


def _affected_words(people: pd.DataFrame, went: str) -> str:
    said = f"Care was {went} for {wording.count(len(people), 'person')}."
    critical = people["critical_missed"]
    if critical.isna().all():
        return f"{said} The records do not say which care was time-critical."
    missed = people[critical > 0]
    if missed.empty:
        return f"{said} Nobody missed time-critical care."
    first = missed.iloc[0]
    most = wording.count(int(first["critical_missed"]), "time")
    who = f"one of them, {first['person_id']}"
    if len(missed) > 1:
        who = f"{len(missed)} of them, most often by {first['person_id']}"
    return f"{said} Time-critical care was missed by {who}: {most}."
