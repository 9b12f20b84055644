"""Which shifts ran short, what became of the care, and which days were recorded?

The three pictures of the staffing audit, each with the question it answers, the answer in words, and
a table that says the same. They differ from `pictures.py`, which knows no audit and only draws.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from toolkit import wording
from toolkit.audits.result import Audit
from toolkit.audits.staffing.audit import StaffingAudit
from toolkit.report import pictures
from toolkit.report.absence import is_number, nothing_known
from toolkit.report.piece import Piece
from toolkit.report.tables import Heading, render_table
from toolkit.report.templates import render_macro

if TYPE_CHECKING:
    import pandas as pd

Record = Mapping[Any, Any]  # one row of a frame, by column

FILL_QUESTION = "Which shifts ran short, and when?"
CARE_QUESTION = "What became of the care that was planned?"
RECORDING_QUESTION = "On which days was care recorded?"
_WEEKDAY_LETTERS = "MTWTFSS"
_NEAR, _SHORT, _VERY = 1.0, 0.90, 0.75
_FILL_KEY = (
    ("full", "all hours needed were there"),
    ("near", "90% to under 100%"),
    ("short", "75% to under 90%"),
    ("very", "under 75%"),
    ("unknown", "? attendance not recorded: the rota only, never good"),
    ("pressure", "high pressure"),
)
REASONS = {"hours": "too few hours", "agency": "mostly agency", "role empty": "a role with nobody"}
_OUTCOMES = {
    "missed": "Missed",
    "shortened": "Shortened",
    "delayed": "Delayed",
    "poorly_evidenced": "Poorly evidenced",
    "well_evidenced": "Done, with a good record",
    "excluded": "Left out",
}
_BARS = ("missed", "shortened", "delayed", "poorly_evidenced")


def draw_fill_calendar(audit: StaffingAudit) -> Piece:
    """A calendar of fill by day and shift; days without attendance are striped and never look good."""
    shifts = audit.shifts_by_day
    if shifts.empty:
        return nothing_known(audit, FILL_QUESTION, "No calendar can be drawn", ("staffing_needs", "shifts"))
    days = audit.period.days
    rows = calendar_rows(shifts)
    cells = [_cell(record, rows) for record in shifts.to_dict("records")]
    answer = _fill_answer(shifts)
    chart = pictures.fill_calendar(cells, [day_label(day) for day in days], list(rows.values()))
    svg = pictures.to_svg(chart, name="fill-calendar", title=FILL_QUESTION, description=answer)
    table = _calendar_table(audit, shifts, rows)
    html = render_macro("picture", FILL_QUESTION, answer, svg, _FILL_KEY, "The calendar as a table", table)
    return Piece(html, f"{FILL_QUESTION} {answer}")


def draw_care_outcomes(audit: StaffingAudit) -> Piece:
    """Bars of care missed, shortened, delayed and poorly evidenced, with 95 % intervals and n."""
    outcomes = audit.care_outcomes
    rows = {str(row["category"]): row for row in outcomes.to_dict("records")}
    known = [name for name in _BARS if name in rows and is_number(rows[name]["share"])]
    if not known:
        return nothing_known(audit, CARE_QUESTION, "No picture can be drawn", ("care",))
    bars = [_bar(name, rows[name]) for name in known]
    most = max([0.05, *(bar["high"] * 1.02 for bar in bars)])
    answer = _care_answer(rows, known)
    chart = pictures.outcome_bars(bars, [bar["name"] for bar in bars], most)
    svg = pictures.to_svg(chart, name="care-outcomes", title=CARE_QUESTION, description=answer)
    table = _outcomes_table(rows)
    key = (("bar", "share of care"), ("usual", "95% interval: how far chance alone could move it"))
    html = render_macro("picture", CARE_QUESTION, answer, svg, key, "The same as a table", table)
    return Piece(html, f"{CARE_QUESTION} {answer}")


def draw_recording(audit: StaffingAudit) -> Piece:
    """A column for each day of care records, with what is usual for that weekday; gaps are striped."""
    recording = audit.recording
    if recording.empty or not recording["rows"].sum():
        return nothing_known(audit, RECORDING_QUESTION, "No picture can be drawn", ("care",))
    records = recording.sort_values("day").to_dict("records")
    most = max(max(float(r["rows"]), _or_zero(r["usual"])) for r in records)
    columns = [_column(record, most) for record in records]
    answer = _recording_answer(records)
    chart = pictures.recording_columns(columns, [column["day"] for column in columns])
    svg = pictures.to_svg(chart, name="recording", title=RECORDING_QUESTION, description=answer)
    key = (
        ("bar", "care records that day"),
        ("usual", "usual for that weekday"),
        ("unknown", "? not recorded: unknown, not missed"),
    )
    html = render_macro(
        "picture", RECORDING_QUESTION, answer, svg, key, "The days as a table", _recording_table(records)
    )
    return Piece(html, f"{RECORDING_QUESTION} {answer}")


def day_label(day: date) -> str:
    return f"{day.day}|{_WEEKDAY_LETTERS[day.weekday()]}"


def calendar_rows(shifts: pd.DataFrame) -> dict[tuple[str, str], str]:
    """(unit, shift name) -> label, unit by unit in the order of the day."""
    ordered = shifts.assign(
        unit=shifts["unit"].fillna(""), clock=shifts["starts_at"].dt.strftime("%H:%M")
    ).sort_values(["unit", "clock", "shift_name"])
    labels: dict[tuple[str, str], str] = {}
    for record in ordered.to_dict("records"):
        key = (str(record["unit"]), str(record["shift_name"]))
        under = key[0] or f"{record['starts_at']:%H:%M} to {record['ends_at']:%H:%M}"
        labels.setdefault(key, "|".join(part.replace("|", "/") for part in (key[1], under)))
    return labels


def shift_key(record: Record) -> tuple[str, str]:
    unit = record["unit"]
    return ("" if unit != unit or unit is None else str(unit), str(record["shift_name"]))


def _cell(record: Record, rows: dict[tuple[str, str], str]) -> dict[str, Any]:
    band = _band(record)
    return {
        "day": day_label(record["day"]),
        "row": rows[shift_key(record)],
        "band": band,
        "text": _cell_text(record, band),
        "pressure": bool(record["high_pressure"]),
    }


def _band(record: Record) -> str:
    fill = record["fill"]
    if not record["attendance_known"] or not is_number(fill):
        return "unknown"
    if fill >= _NEAR:
        return "full"
    return "near" if fill >= _SHORT else "short" if fill >= _VERY else "very"


def whole_percent(fill: float) -> str:
    """Whole per cent, rounded down: 99.6 % is not full, and 89.7 % is not nine tenths."""
    return str(math.floor(fill * 100 + 1e-9))


def _cell_text(record: Record, band: str) -> str:
    if band == "full":
        return "·"
    fill = record["fill"]
    known = is_number(fill) and fill < _NEAR
    return (whole_percent(fill) if known else "") + ("?" if band == "unknown" else "")


def _fill_answer(shifts: pd.DataFrame) -> str:
    known = shifts["attendance_known"].astype(bool) & shifts["fill"].notna()
    attended, rota = shifts[known], shifts[~known]
    parts = []
    if len(attended):
        short = _short(attended)
        full = int((attended["fill"] >= _NEAR - 1e-12).sum())
        of_all = wording.of(len(short), len(attended), "shift")
        parts.append(f"{of_all} had under 90% of the hours needed{_worst(short)}.")
        parts.append(f"All the hours needed were there on {wording.number(full)}.")
    if len(rota):
        parts.append(
            f"For {wording.count(len(rota), 'shift')} attendance is not recorded: nobody can say who came. "
            f"By the rota alone, {wording.number(len(_short(rota)))} of them ran short."
        )
    return " ".join(parts)


def _short(shifts: pd.DataFrame) -> pd.DataFrame:
    return shifts[shifts["fill"] < _SHORT - 1e-12]


def _worst(short: pd.DataFrame) -> str:
    """The shift that was short most often, if one stands out."""
    if len(short) < 3:
        return ""
    counts = short.assign(unit=short["unit"].fillna("")).groupby(["unit", "shift_name"]).size()
    most = int(counts.max())
    unit, name = counts.index[int(counts.to_numpy().argmax())]
    if (counts == most).sum() > 1:
        return ""
    where = f"{name} ({unit})" if unit else str(name)
    return f", most often {where}, {wording.count(most, 'time')}"


def _calendar_table(audit: Audit, shifts: pd.DataFrame, rows: dict[tuple[str, str], str]) -> Any:
    cells = {
        (record["day"].date(), shift_key(record)): _cell_words(record) for record in shifts.to_dict("records")
    }
    headings = [Heading("Day"), *(Heading(label.replace("|", ", ")) for label in rows.values())]
    body = [
        (
            f"{wording.DAYS[day.weekday()][:3]} {wording.short_day(day)}",
            *(cells.get((day, key), "–") for key in rows),
        )
        for day in audit.period.days
    ]
    return render_table(
        "Share of the hours needed that were there", headings, body, note="–: no shift was needed."
    )


def _cell_words(record: Record) -> str:
    fill = record["fill"]
    said = f"{whole_percent(fill)}%" if is_number(fill) else wording.NOT_KNOWN
    if not record["attendance_known"]:
        said += " by the rota, attendance not recorded"
    return f"{said}, high pressure: {reason_of(record)}" if record["high_pressure"] else said


def reason_of(record: Record) -> str:
    return REASONS.get(str(record["why"]), str(record["why"]))


def _bar(name: str, row: Record) -> dict[str, Any]:
    return {
        "name": _OUTCOMES[name],
        "share": float(row["share"]),
        "low": float(row["low"]),
        "high": float(row["high"]),
        "words": f"{wording.share(row['share'])}  ({wording.of(int(row['rows']), int(row['n']))})",
    }


def _care_answer(rows: Mapping[str, Record], known: Sequence[str]) -> str:
    planned = int(rows["missed"]["n"])
    failed = [name for name in known if rows[name]["of"] == "planned"]
    said = [f"{_OUTCOMES[name].lower()} {wording.share(rows[name]['share'])}" for name in failed]
    answer = (
        f"Of {wording.count(planned, 'piece of care', 'pieces of care')} planned: {wording.join_words(said)}."
    )
    if "poorly_evidenced" in known:
        row = rows["poorly_evidenced"]
        share = wording.share_of(int(row["rows"]), int(row["n"]))
        answer += f" Of those given, {share} left a record too poor to show what was done."
    unknown = [_OUTCOMES[name].lower() for name in _BARS if name not in known]
    return answer + (f" Not known: {wording.join_words(unknown)}." if unknown else "")


def _outcomes_table(rows: Mapping[str, Record]) -> Any:
    headings = [Heading("What became of it"), Heading("Care records", is_number=True), Heading("Of"),
                Heading("Share", is_number=True), Heading("95% interval", is_number=True)]  # fmt: skip
    body = []
    for name, label in _OUTCOMES.items():
        if name not in rows:
            continue
        row = rows[name]
        has_share, has_limits = is_number(row["share"]), is_number(row["low"]) and is_number(row["high"])
        whole = f"{wording.number(int(row['n']))} {'in all' if name == 'excluded' else row['of']}"
        limits = f"{wording.share(row['low'])} to {wording.share(row['high'])}" if has_limits else "–"
        share = wording.share(row["share"]) if has_share else wording.NOT_KNOWN
        body.append((label, wording.number(int(row["rows"])), whole, share, limits))
    return render_table("Care planned this month, by what became of it", headings, body)


def _column(record: Record, most: float) -> dict[str, Any]:
    gap = bool(record["expected"]) and not bool(record["recorded"])
    return {
        "day": day_label(record["day"]),
        "rows": int(record["rows"]),
        "usual": float(record["usual"]) if is_number(record["usual"]) else None,
        "gap": gap,
        "reach": most * 0.9 if gap else None,
    }


def _recording_answer(records: Sequence[Record]) -> str:
    expected = [r for r in records if r["expected"]]
    gaps = [r for r in expected if not r["recorded"]]
    if not gaps:
        return f"Care was recorded on all {wording.count(len(expected), 'day')} on which it was expected."
    days = wording.join_words([wording.short_day(r["day"].date()) for r in gaps[:6]])
    more = f" and {len(gaps) - 6} more" if len(gaps) > 6 else ""
    kept = wording.of(len(expected) - len(gaps), len(expected), "day")
    gaps_said = f"Not on {days}{more}: what happened then is unknown."
    return f"Care was recorded on {kept} on which it was expected. {gaps_said}"


def _recording_table(records: Sequence[Record]) -> Any:
    headings = [Heading("Day"), Heading("Care records", is_number=True), Heading("Usual", is_number=True),
                Heading("Recorded")]  # fmt: skip
    body = [
        (
            wording.day_name(record["day"].date()),
            wording.number(int(record["rows"])),
            wording.number(record["usual"]) if is_number(record["usual"]) else "–",
            "Yes" if record["recorded"] else "No" if record["expected"] else "Not expected",
        )
        for record in records
    ]
    return render_table("Care records a day", headings, body)


def _or_zero(value: Any) -> float:
    return float(value) if is_number(value) else 0.0
