"""Does care go wrong under pressure, to whom, and more in some weeks than chance explains?

The pictures of the staffing audit that set care beside pressure, people and weeks. Like those of
`staffing_pictures.py`, each comes with its question, the answer in words, and a table that says the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from toolkit import wording
from toolkit.audits.staffing.audit import StaffingAudit
from toolkit.report import pictures
from toolkit.report.absence import failures_known, is_number, nothing_known
from toolkit.report.piece import Piece, said_only
from toolkit.report.staffing.rota_pictures import Record, day_label
from toolkit.report.tables import MOST_ROWS, Heading, render_table
from toolkit.report.templates import render_macro

if TYPE_CHECKING:
    import pandas as pd

PRESSURE_QUESTION = "Does care go wrong more often in high-pressure shifts?"
PEOPLE_QUESTION = "On which days did each person's care go wrong?"
WEEKS_QUESTION = "Does care go wrong more in some weeks than chance explains?"
PEOPLE_DRAWN = 25
FIRM_WEEKS = 12  # limits that rest on fewer are trial limits
_PRESSED, _OTHERS = "high pressure", "other shifts"
_WRONG = "missed, shortened or delayed"


def draw_care_by_pressure(audit: StaffingAudit) -> Piece:
    """Care that went wrong in high-pressure shifts beside the others, with 95 % intervals and n."""
    sides = {
        (str(row["side"]), str(row["category"])): row for row in audit.care_by_pressure.to_dict("records")
    }
    known = [name for name in failures_known(audit) if (_PRESSED, name) in sides]
    if not known:
        tables = ("care", "staffing_needs", "shifts")
        return nothing_known(audit, PRESSURE_QUESTION, "No picture can be drawn", tables)
    there = {side: int(sides[side, known[0]]["n"]) for side in (_PRESSED, _OTHERS)}
    if not all(there.values()):
        return _one_side_only(audit, there)
    bars = [_side_bar(sides[side, name], name) for name in known for side in (_PRESSED, _OTHERS)]
    most = max([0.05, *(bar["high"] * 1.02 for bar in bars)])
    answer = _pressure_answer(sides, known, there)
    chart = pictures.paired_bars(bars, [wording.first_capital(name) for name in known], most)
    svg = pictures.to_svg(chart, name="care-by-pressure", title=PRESSURE_QUESTION, description=answer)
    key = (
        ("side", "high-pressure shifts (upper bar)"),
        ("bar", "other shifts (lower bar)"),
        ("usual", "95% interval: how far chance alone could move it"),
    )
    table = _pressure_table(sides, known)
    html = render_macro("picture", PRESSURE_QUESTION, answer, svg, key, "The same as a table", table)
    return Piece(html, f"{PRESSURE_QUESTION} {answer}")


def draw_people_days(audit: StaffingAudit) -> Piece:
    """A square for each person and day on which care went wrong; the most affected people first."""
    if not failures_known(audit):
        return nothing_known(audit, PEOPLE_QUESTION, "No picture can be drawn", ("care",))
    people = [str(person) for person in audit.people_affected["person_id"]]
    wrong = _days_of_people(audit.people_days)
    if not people:
        said = f"No care of this month is recorded as {_WRONG}, so there is nothing to draw."
        return said_only(said)
    drawn, gaps = people[:PEOPLE_DRAWN], _days_not_recorded(audit)
    cells = [
        {"day": day_label(day), "person": person, **_square(rows)}
        for person in drawn
        for day, rows in wrong.get(person, {}).items()
    ]
    answer = _people_answer(people, wrong, gaps)
    chart = pictures.people_calendar(
        cells, [day_label(day) for day in audit.period.days], drawn, [day_label(day) for day in gaps]
    )
    svg = pictures.to_svg(chart, name="people-days", title=PEOPLE_QUESTION, description=answer)
    key = [("one", "1 piece of care that day"), ("two", "2"), ("more", "3 or more")]
    key += [("unknown", "not recorded: unknown, not good")] if gaps else []
    html = render_macro(
        "picture", PEOPLE_QUESTION, answer, svg, key, "The days as a table", _people_table(people, wrong)
    )
    return Piece(html, f"{PEOPLE_QUESTION} {answer}")


def draw_weeks(audit: StaffingAudit) -> Piece:
    """The share of planned care that went wrong, week by week, with the limits chance keeps within."""
    weeks = audit.weeks.to_dict("records")
    if not weeks:
        return nothing_known(
            audit, WEEKS_QUESTION, "No picture can be drawn", ("care",), when="for the last three months"
        )
    if len(weeks) < 2:
        week = weeks[0]
        part = wording.share_of(int(week["failed"]), int(week["planned"]))
        said = (
            f"There is only one week on record, to {wording.long_day(week['week_ending'].date())}: "
            f"{part} of the care planned was {_WRONG}. One week shows no change."
        )
        return said_only(said)
    points = [_week_point(week) for week in weeks]
    answer = _weeks_answer(weeks)
    most = max([0.02, *(max(float(week["share"]), float(week["high"])) * 1.08 for week in weeks)])
    trial = "" if len(weeks) >= FIRM_WEEKS else "trial "
    labels = (f"upper {trial}limit", f"all {len(weeks)} weeks", f"lower {trial}limit")
    chart = pictures.weekly_line(points, [point["week"] for point in points], most, labels)
    svg = pictures.to_svg(chart, name="weeks", title=WEEKS_QUESTION, description=answer)
    key = [("outside", "a week outside the limits: more, or less, than chance explains")]
    key = key if any(point["outside"] for point in points) else []
    html = render_macro(
        "picture", WEEKS_QUESTION, answer, svg, key, "The weeks as a table", _weeks_table(weeks)
    )
    return Piece(html, f"{WEEKS_QUESTION} {answer}")


def _one_side_only(audit: StaffingAudit, there: Mapping[str, int]) -> Piece:
    """Nothing to compare: no care fell in shifts under pressure, or all of it did."""
    said = "All the care planned fell in high-pressure shifts: there are no others to compare with."
    if not there[_PRESSED]:
        said = "No care was planned in a high-pressure shift: there is nothing to compare."
        if not audit.shifts_by_day["attendance_known"].astype(bool).all():
            said += " Attendance was not recorded on every day, so this is not certain."
    return said_only(said)


def _side_bar(row: Record, name: str) -> dict[str, Any]:
    return {
        "name": wording.first_capital(name),
        "side": "first" if row["side"] == _PRESSED else "second",
        "share": float(row["share"]),
        "low": float(row["low"]),
        "high": float(row["high"]),
        "words": f"{wording.share(row['share'])}  ({wording.of(int(row['rows']), int(row['n']))})",
    }


def _pressure_answer(
    sides: Mapping[tuple[str, str], Record], known: Sequence[str], there: Mapping[str, int]
) -> str:
    shares = {place: wording.share(row["share"]) for place, row in sides.items()}
    parts = [f"{name} {shares[_PRESSED, name]} against {shares[_OTHERS, name]}" for name in known]
    return (
        f"Of {wording.count(there[_PRESSED], 'piece of care', 'pieces of care')} planned in high-pressure "
        f"shifts and {wording.number(there[_OTHERS])} in the others: {wording.join_words(parts)}."
    )


def _pressure_table(sides: Mapping[tuple[str, str], Record], known: Sequence[str]) -> Any:
    headings = [Heading("Care"), Heading("Shifts"), Heading("Care records", is_number=True), Heading("Of"),
                Heading("Share", is_number=True), Heading("95% interval", is_number=True)]  # fmt: skip
    rows = []
    for name in known:
        for side in (_PRESSED, _OTHERS):
            row = sides[side, name]
            cells = (
                wording.first_capital(name),
                wording.first_capital(side),
                wording.number(int(row["rows"])),
                f"{wording.number(int(row['n']))} planned",
                wording.share(row["share"]),
                f"{wording.share(row['low'])} to {wording.share(row['high'])}",
            )
            rows.append(cells)
    return render_table("Care that went wrong, by pressure on the shift it was due in", headings, rows)


def _days_of_people(people_days: pd.DataFrame) -> dict[str, dict[date, int]]:
    found: dict[str, dict[date, int]] = {}
    for record in people_days.sort_values(["person_id", "day"]).to_dict("records"):
        found.setdefault(str(record["person_id"]), {})[record["day"].date()] = int(record["rows"])
    return found


def _days_not_recorded(audit: StaffingAudit) -> list[date]:
    recording = audit.recording
    if recording.empty:
        return []
    gaps = recording[recording["expected"].astype(bool) & ~recording["recorded"].astype(bool)]
    return sorted(day.date() for day in gaps["day"])


def _square(rows: int) -> dict[str, str]:
    return {
        "band": "near" if rows == 1 else "short" if rows == 2 else "very",
        "text": str(rows) if rows > 1 else "",
    }


def _people_answer(
    people: Sequence[str], wrong: Mapping[str, Mapping[date, int]], gaps: Sequence[date]
) -> str:
    most = max(people, key=lambda person: len(wrong.get(person, {})))
    days = wording.count(len(wrong.get(most, {})), "day")
    said = (
        f"Something went wrong for {wording.count(len(people), 'person')}, on most days for {most}: {days}."
    )
    if len(people) > PEOPLE_DRAWN:
        left = wording.count(len(people) - PEOPLE_DRAWN, "other person", "other people")
        said += f" The {PEOPLE_DRAWN} most affected are drawn; {left} are only in the table."
    if gaps:
        said += (
            f" On {wording.count(len(gaps), 'day')} care was not recorded: nobody knows what happened then."
        )
    return said


def _people_table(people: Sequence[str], wrong: Mapping[str, Mapping[date, int]]) -> Any:
    headings = [Heading("Person"), Heading("Days", is_number=True), Heading("Which days of the month")]
    rows = []
    for person in people[:MOST_ROWS]:
        days = wrong.get(person, {})
        listed = ", ".join(
            f"{day.day}" + (f" ({rows_}×)" if rows_ > 1 else "") for day, rows_ in days.items()
        )
        rows.append((person, wording.number(len(days)), listed))
    note = "(2×): two pieces of care that day."
    if len(people) > MOST_ROWS:
        note += (
            f" And {wording.count(len(people) - MOST_ROWS, 'more person', 'more people')}, not listed here."
        )
    return render_table(f"Days on which care was {_WRONG}", headings, rows, note=note)


def _is_outside(week: Record) -> bool:
    return bool(week["share"] > week["high"] or week["share"] < week["low"])


def _week_point(week: Record) -> dict[str, Any]:
    ending = week["week_ending"]
    return {
        "week": wording.short_day(ending.date()).replace(" ", "|"),
        **{name: float(week[name]) for name in ("share", "centre", "low", "high")},
        "outside": _is_outside(week),
        "words": wording.share(week["share"]),
    }


def _weeks_answer(weeks: Sequence[Record]) -> str:
    last = weeks[-1]
    said = [
        f"In the week to {wording.long_day(last['week_ending'].date())}, "
        f"{wording.share_of(int(last['failed']), int(last['planned']))} of the care planned was {_WRONG}; "
        f"in these {wording.number(len(weeks))} weeks together, {wording.share(last['centre'])}."
    ]
    above = [week for week in weeks if week["share"] > week["high"]]
    below = [week for week in weeks if week["share"] < week["low"]]
    if above:
        said.append(f"More than chance explains: {_named(above)}.")
    if below:
        said.append(f"Less than chance explains: {_named(below)}.")
    if not above and not below:
        said.append("No week lies outside the limits: chance alone could explain the ups and downs.")
    if len(weeks) < FIRM_WEEKS:
        said.append(
            f"These are trial limits: they rest on {len(weeks)} weeks, fewer than {FIRM_WEEKS}, "
            "and will move as weeks are added."
        )
    else:
        said.append(f"The limits rest on these {wording.number(len(weeks))} weeks.")
    return " ".join(said)


def _named(weeks: Sequence[Record]) -> str:
    days = wording.join_words(wording.short_day(week["week_ending"].date()) for week in weeks)
    return f"the {'week' if len(weeks) == 1 else 'weeks'} to {days}"


def _weeks_table(weeks: Sequence[Record]) -> Any:
    numbers = (Heading(name, is_number=True) for name in ("Planned", "Went wrong", "Share", "Limits"))
    headings = [Heading("Week to"), *numbers, Heading("Outside")]
    rows = [
        (
            wording.long_day(week["week_ending"].date()),
            wording.number(int(week["planned"])),
            wording.number(int(week["failed"])),
            wording.share(week["share"]) if is_number(week["share"]) else wording.NOT_KNOWN,
            f"{wording.share(week['low'])} to {wording.share(week['high'])}",
            "Above" if week["share"] > week["high"] else "Below" if week["share"] < week["low"] else "–",
        )
        for week in weeks
    ]
    return render_table(f"Care {_WRONG}, week by week", headings, rows)
