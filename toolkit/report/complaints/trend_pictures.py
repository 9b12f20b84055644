"""Is learning reaching the plans sooner, and which concerns come back?

The share over time, the wait until a plan is changed, and recurrence by theme. Months in which nothing
fell due are striped: no evidence, not nought and not all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from toolkit import wording
from toolkit.audits.complaints.audit import ComplaintsAudit
from toolkit.report import pictures, words
from toolkit.report.absence import is_missing
from toolkit.report.complaints import charts
from toolkit.report.complaints.items import (
    is_in_plan,
    is_overdue,
    nothing_in_twelve_months,
    plans_known,
    returns_known,
)
from toolkit.report.days import as_date
from toolkit.report.piece import Piece, said_only
from toolkit.report.rows import Record, records_of
from toolkit.report.tables import Heading, render_long_table, render_table
from toolkit.report.templates import render_macro
from toolkit.report.words import verb

MONTHS_QUESTION = "Is learning reaching the care plans in time, month by month?"
WAIT_QUESTION = "How long does it take until the plan is changed?"
THEMES_QUESTION = "Which concerns come back?"
DUE_DAYS, LONGEST_DRAWN, STEP_DRAWN = 56, 168, 28


def draw_due_months(audit: ComplaintsAudit) -> Piece:
    """The share in the plan in time by the month in which items fell due, with 95 % intervals and n."""
    if not plans_known(audit):
        return _nothing(audit, MONTHS_QUESTION)
    months = records_of(audit.due_months)
    told = [month for month in months if month["share"] is not None]
    if not told:
        said = "No item of learning fell due in these 12 months, so no share can be drawn."
        return said_only(said)
    aim = _aim(audit)
    points = [_month_point(month, place == 0) for place, month in enumerate(months)]
    answer = _months_words(told, len(months), aim)
    chart = charts.share_by_month(points, [point["month"] for point in points], aim)
    svg = pictures.to_svg(chart, name="due-months", title=MONTHS_QUESTION, description=answer)
    key = [
        ("point", "share in the plan in time"),
        ("band", "95% interval: how far chance alone could move it"),
        ("aimline", f"the aim, {wording.share(aim)}"),
    ]
    key += [("unknown", "nothing fell due: no evidence")] if len(told) < len(months) else []
    table = _months_table(months)
    html = render_macro("picture", MONTHS_QUESTION, answer, svg, key, "The months as a table", table)
    return Piece(html, f"{MONTHS_QUESTION} {answer}")


def draw_wait_for_update(audit: ComplaintsAudit) -> Piece:
    """The share in the plan by each day since the start (Kaplan-Meier), with its n still waiting."""
    if not plans_known(audit):
        return _nothing(audit, WAIT_QUESTION)
    figure = audit.measures["learning_km_56"]
    curve = records_of(audit.curve)
    if figure.value is None or not curve:
        said = (
            "Too few items started eight weeks or more ago to draw how long it takes: fewer than five. "
            "The dates of each stand in the pictures and tables of this report."
        )
        return said_only(said)
    steps = _turning_points([_step(row) for row in curve if int(row["day"]) <= LONGEST_DRAWN])
    with_others = any(abs(step["others"] - step["share"]) > 0.0005 for step in steps)
    at_risk = _at_risk(curve, int(steps[-1]["day"]))
    answer = _wait_words(audit, with_others)
    chart = charts.share_by_day(steps, at_risk, DUE_DAYS, with_others)
    svg = pictures.to_svg(chart, name="wait-for-update", title=WAIT_QUESTION, description=answer)
    key = [
        ("step", "share in the plan by that day"),
        ("band", "95% interval"),
        ("aimline", "day 56, the end of eight weeks"),
    ]
    key += [("dots", "the same, people who left before it counted as never reached")] if with_others else []
    table = _wait_table(curve, at_risk)
    html = render_macro("picture", WAIT_QUESTION, answer, svg, key, "The days as a table", table)
    return Piece(html, f"{WAIT_QUESTION} {answer}")


def draw_themes(audit: ComplaintsAudit) -> Piece:
    """For each theme, the items that came back, those in a plan, and those not; complaints beside them."""
    if is_missing(audit, "complaints"):
        return nothing_in_twelve_months(audit, THEMES_QUESTION, "No picture can be drawn", ("complaints",))
    themes = records_of(audit.themes)
    if not themes:
        said = "No complaint was received in 12 months, so there is no theme to draw."
        return said_only(said)
    known = plans_known(audit)
    counts = _theme_counts(records_of(audit.items) if known else [])
    answer = _themes_words(audit, themes, known)
    names = [_theme_name(row) for row in themes]
    parts = [part for row in themes for part in _theme_parts(row, counts)]
    reach = {part["theme"]: part["end"] for part in parts}
    ends = [_theme_end(row, known, reach.get(_theme_name(row), 0)) for row in themes]
    chart = charts.items_by_theme(parts, names, ends)
    svg = pictures.to_svg(chart, name="themes", title=THEMES_QUESTION, description=answer)
    key = [
        ("back", "items whose concern came back"),
        ("bar", "items in a plan, not come back so far"),
        ("short", "items missing from a plan, past the due day"),
        ("open", "items not yet due, or no longer applicable"),
    ]
    html = render_macro(
        "picture", THEMES_QUESTION, answer, svg, key if parts else [], "The themes as a table",
        _themes_table(themes, known),
    )  # fmt: skip
    return Piece(html, f"{THEMES_QUESTION} {answer}")


def _nothing(audit: ComplaintsAudit, question: str) -> Piece:
    return nothing_in_twelve_months(audit, question, "No picture can be drawn")


def _aim(audit: ComplaintsAudit) -> float:
    """The share that is aimed at, as the check of the measure holds it."""
    return float(audit.check("learning-in-eight-weeks").threshold["at_least"])


def _month_point(month: Record, first: bool) -> dict[str, Any]:
    day = as_date(month["month"])
    year = f"|{day.year}" if first or day.month == 1 else ""
    told = month["share"] is not None
    count = f"{int(month['reflected'])} of {int(month['due'])}" if told else "none"
    return {
        "month": f"{wording.MONTHS[day.month - 1][:3]}|{count}{year}",
        **{name: float(month[name]) if told else None for name in ("share", "low", "high")},
    }


def _months_words(told: Sequence[Record], months: int, aim: float) -> str:
    due, reached = (sum(int(month[name]) for month in told) for name in ("due", "reflected"))
    said = [
        f"In these {wording.count(months, 'month')}, {wording.count(due, 'item')} fell due and "
        f"{wording.share_of(reached, due)} {verb(reached, 'was')} in the plan in time; the aim is "
        f"{wording.share(aim)}."
    ]
    last = told[-1]
    said.append(
        f"Last, in {wording.month_name(as_date(last['month']))}, "
        f"{wording.of(int(last['reflected']), int(last['due']))} {verb(int(last['reflected']), 'was')}."
    )
    if len(told) < months:
        said.append(
            f"In {wording.count(months - len(told), 'month')} nothing fell due: no evidence, good or bad."
        )
    if all(int(month["due"]) < 5 for month in told):
        said.append("No month has five items or more, so one month alone says little.")
    return " ".join(said)


def _months_table(months: Sequence[Record]) -> Any:
    headings = [Heading("Month due"), *(Heading(name, is_number=True) for name in
                ("Items due", "In time", "Share", "95% interval"))]  # fmt: skip
    rows = []
    for month in months:
        told = month["share"] is not None
        rows.append(
            (
                wording.month_name(as_date(month["month"])),
                wording.number(int(month["due"])),
                wording.number(int(month["reflected"])) if told else "–",
                wording.share(month["share"]) if told else "No evidence",
                f"{wording.share(month['low'])} to {wording.share(month['high'])}" if told else "–",
            )
        )
    return render_table("Items in the plan in time, by the month in which they fell due", headings, rows)


def _step(row: Record) -> dict[str, Any]:
    return {
        "day": int(row["day"]),
        "share": float(row["share_done"]),
        **{limit: None if row[limit] is None else float(row[limit]) for limit in ("low", "high")},
        "others": float(row["cumulative_incidence"]),
    }


def _turning_points(steps: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The days on which the picture changes, and the last: the others only repeat the day before."""
    kept = [step for before, step in pairwise(steps) if {**step, "day": before["day"]} != before]
    return [steps[0], *kept, *([steps[-1]] if kept[-1:] != [steps[-1]] and len(steps) > 1 else [])]


def _row_at(curve: Sequence[Record], day: int) -> Record:
    """The curve as it stands on a day: a step holds until the next one."""
    return [row for row in curve if int(row["day"]) <= day][-1]


def _at_risk(curve: Sequence[Record], last: int) -> list[dict[str, Any]]:
    days = range(0, last + 1, STEP_DRAWN)
    return [{"day": day, "n": wording.number(int(_row_at(curve, day)["at_risk"]))} for day in days]


def _wait_words(audit: ComplaintsAudit, with_others: bool) -> str:
    figure = audit.measures["learning_km_56"]
    said = (
        f"By day {DUE_DAYS}, {wording.share(figure.value)} of the items started in 12 months were in the "
        f"plan ({wording.interval(figure.low, figure.high)}, n = {wording.number(figure.n)}). "
        "Items still waiting count for as long as they have waited."
    )
    if with_others:
        said += " Those whose person left before the change leave the count on that day."
    return f"{said} The numbers under the picture are the items still waiting."


def _wait_table(curve: Sequence[Record], at_risk: Sequence[Mapping[str, Any]]) -> Any:
    headings = [Heading("Day"), Heading("Still waiting", "n", is_number=True),
                Heading("In the plan", is_number=True), Heading("95% interval", is_number=True)]  # fmt: skip
    rows = []
    for place in at_risk:
        row = _row_at(curve, int(place["day"]))
        has_limits = row["low"] is not None and row["high"] is not None
        limits = f"{wording.share(row['low'])} to {wording.share(row['high'])}" if has_limits else "–"
        rows.append((wording.number(place["day"]), place["n"], wording.share(row["share_done"]), limits))
    return render_table("Share of items in the plan, by days since the start", headings, rows)


def _theme_name(row: Record) -> str:
    return wording.first_capital(words.plain(row["theme"]))


def _part_of(item: Record) -> str:
    if item["recurred_on"] is not None:
        return "back"
    return "in" if is_in_plan(item) else "missing" if is_overdue(item) else "waiting"


def _theme_counts(items: Sequence[Record]) -> dict[tuple[str, str], int]:
    """Items of each theme by what became of them."""
    counts: dict[tuple[str, str], int] = {}
    for item in items:
        place = (_theme_name(item), _part_of(item))
        counts[place] = counts.get(place, 0) + 1
    return counts


def _theme_parts(row: Record, counts: Mapping[tuple[str, str], int]) -> list[dict[str, Any]]:
    parts, start, name = [], 0, _theme_name(row)
    for part in charts.PARTS:
        n = counts.get((name, part), 0)
        if n:
            parts.append({"theme": name, "part": part, "start": start, "end": start + n,
                          "middle": start + n / 2, "n": str(n)})  # fmt: skip
        start += n
    return parts


def _theme_end(row: Record, known: bool, end: int) -> dict[str, Any]:
    said = wording.count(int(row["complaints"]), "complaint")
    if known and not end:
        said += ", no learning drawn"
    said += ", repeated" if row["repeated"] else ""
    return {"theme": _theme_name(row), "end": end, "text": said}


def _themes_words(audit: ComplaintsAudit, themes: Sequence[Record], known: bool) -> str:
    complaints = sum(int(row["complaints"]) for row in themes)
    heard = f"{verb(complaints, 'was')} {wording.count(complaints, 'complaint')}"
    said = f"In 12 months there {heard} about {wording.count(len(themes), 'theme')}."
    repeated = [words.plain(row["theme"]) for row in themes if row["repeated"]]
    if repeated:
        said += f" Complaints were repeated about {wording.join_words(repeated)}."
    if not known:
        return f"{said} What was learned from them, and whether a plan was changed, is not known."
    back = [row for row in themes if int(row["recurred"])]
    if not back and not returns_known(audit):
        return f"{said} Whether a concern came back is not wholly known: there is no feedback to look in."
    if not back:
        return f"{said} No concern learned from has come back so far."
    parts = [
        f"{words.plain(row['theme'])} ({wording.of(int(row['recurred']), int(row['items']), 'item')})"
        for row in back
    ]
    return (
        f"{said} After the plan was changed, or else the complaint answered, the concern came back for "
        f"{wording.join_words(parts)}."
    )


def _themes_table(themes: Sequence[Record], known: bool) -> Any:
    counted = ("Complaints", "Items of learning", "In a plan", "Came back")
    headings = [
        Heading("Theme"), *(Heading(name, is_number=True) for name in counted), Heading("Repeated")
    ]  # fmt: skip
    rows = [
        (
            _theme_name(row),
            wording.number(int(row["complaints"])),
            *(
                wording.number(int(row[name])) if known else wording.NOT_KNOWN
                for name in ("items", "reflected", "recurred")
            ),
            "Yes" if row["repeated"] else "No",
        )
        for row in themes
    ]
    return render_long_table("Complaints and learning of 12 months, by theme", headings, rows, one="theme")
