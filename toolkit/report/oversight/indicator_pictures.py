"""Did anything get better or worse by more than chance?

A small picture for each figure with its months, its usual level and the limits chance keeps within. Where
the limits decide nothing (too few months, or too few cases), no point is marked and the words say why.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from toolkit import wording
from toolkit.audits.oversight.audit import OversightAudit
from toolkit.measures.indicators import INDICATORS
from toolkit.report import pictures
from toolkit.report.absence import nothing_known
from toolkit.report.days import as_date
from toolkit.report.oversight.signs import DIRECTIONS, figure_called, sign
from toolkit.report.pictures_over_time import small_months
from toolkit.report.piece import Piece
from toolkit.report.rows import Record, records_of
from toolkit.report.tables import Heading, render_table
from toolkit.report.templates import render_macro
from toolkit.report.words import plain

if TYPE_CHECKING:
    from markupsafe import Markup

FIRM_MONTHS = 12
INDICATORS_QUESTION = "Did anything get better or worse by more than chance?"
INDICATOR_TABLES = ("care", "shifts", "incidents", "feedback", "complaints", "audits", "learning")
MONTHS_DRAWN = 24
_BETTER = {"higher": "higher is better", "lower": "lower is better", "neither": "neither is better"}
_NO_CHART = {
    "few_months": "fewer than 12 earlier months",
    "baseline_without_spread": "its first months were all alike",
    "few_expected": "too few cases a month",
}
_OUTSIDE = ("above limit", "below limit")


def draw_indicators(audit: OversightAudit) -> Piece:
    """A small picture for each indicator: its months, centre, limits, the months they rest on, the signal."""
    series = _series_of(audit)
    if not series:
        return nothing_known(audit, INDICATORS_QUESTION, "No picture can be drawn", INDICATOR_TABLES,
                             when="in the last 12 months")  # fmt: skip
    verdicts = {str(row["indicator"]): row for row in records_of(audit.verdicts_on_indicators)}
    drawn = [name for name in series if _is_drawn(audit, name, series, verdicts)]
    answer = _answer(audit, verdicts)
    panels = [_panel(name, series[name][-MONTHS_DRAWN:], verdicts.get(name, {})) for name in drawn]
    html = render_macro(
        "small_pictures", INDICATORS_QUESTION, answer, panels, _key(drawn, series, verdicts),
        _not_drawn(audit, drawn, series), _months_table(drawn, series, verdicts),
    )  # fmt: skip
    lines = [f"{figure_called(name)}: {row['says']}" for name, row in verdicts.items()]
    return Piece(html, "\n".join([f"{INDICATORS_QUESTION} {answer}", *lines]))


def _series_of(audit: OversightAudit) -> dict[str, list[dict[str, Any]]]:
    """The months of each indicator that has a value in any, in order."""
    series: dict[str, list[dict[str, Any]]] = {}
    for row in records_of(audit.indicators.sort_values(["indicator", "month"])):
        series.setdefault(str(row["indicator"]), []).append(row)
    order = [str(name) for name in audit.indicators["indicator"].drop_duplicates()]
    return {name: series[name] for name in order if any(row["value"] is not None for row in series[name])}


def _is_drawn(
    audit: OversightAudit,
    name: str,
    series: dict[str, list[dict[str, Any]]],
    verdicts: dict[str, dict[str, Any]],
) -> bool:
    """Two values make a picture. Audit scores of one theme are drawn for open risks, or when they moved."""
    if sum(row["value"] is not None for row in series[name]) < 2:
        return False
    base, _, theme = name.partition(":")
    if not theme:
        return True
    risks = audit.risks
    asked = bool(((risks["indicator"] == base) & (risks["theme"] == theme)).any())
    return asked or verdicts.get(name, {}).get("direction") in ("worse", "better")


def _is_charted(verdict: Record) -> bool:
    """Do the limits on the chart decide? Only then is a point marked."""
    return bool(verdict) and verdict["why_no_chart"] is None


def _limits_drawn(verdict: Record) -> bool:
    """Limits that chance alone cannot give (too few cases, no spread) are not drawn; trial limits are."""
    return bool(verdict) and verdict["why_no_chart"] in (None, "few_months")


def _panel(name: str, months: Sequence[Record], verdict: Record) -> dict[str, Any]:
    kind = INDICATORS[name.partition(":")[0]].kind
    points = [_point(name, place, month, months, verdict) for place, month in enumerate(months)]
    form = "~%" if kind in ("share", "fill") else "~r"
    svg = pictures.to_svg(
        small_months(points, _reach(points, kind), form, _named(months)),
        name=f"over-time-{name.replace(':', '-').replace('_', '-')}",
        title=f"{figure_called(name)}, month by month",
        description=_description(months, verdict),
    )  # fmt: skip
    return {
        "name": figure_called(name),
        "aside": ("per 1,000; " if kind == "rate" else "")
        + _BETTER[INDICATORS[name.partition(":")[0]].better],
        "state": sign(DIRECTIONS, verdict.get("direction", "unknown")),
        "svg": svg,
        "says": str(verdict.get("says", "")),
        "limits": _limits_words(months, verdict),
    }


def _point(name: str, place: int, month: Record, months: Sequence[Record], verdict: Record) -> dict[str, Any]:
    charted, limits = _is_charted(verdict), _limits_drawn(verdict)
    flag, last = str(month["flag"] or ""), place == len(months) - 1
    told = month["value"] is not None
    return {
        "place": place,
        "value": _clipped(name, month["value"]),
        "centre": _clipped(name, month["centre"]) if limits else None,
        **{end: _clipped(name, month[end]) if limits else None for end in ("low", "high")},
        "sign": _sign(name, flag) if charted and flag in _OUTSIDE else "inside",
        "baseline": bool(month["baseline"]) and limits,
        "latest": last and charted and told and bool(flag),
        "words": value_of(name, month["value"]) if last and told else "",
    }


def _clipped(name: str, value: float | None) -> float | None:
    """A share lies between 0 and 1, a rate above 0, whatever the arithmetic of limits says."""
    if value is None:
        return None
    kind = INDICATORS[name.partition(":")[0]].kind
    return min(max(float(value), 0.0), 1.0) if kind in ("share", "fill") else max(float(value), 0.0)


def _sign(name: str, flag: str) -> str:
    better = INDICATORS[name.partition(":")[0]].better
    if better == "neither":
        return "moved"
    return "better" if flag.startswith("above") == (better == "higher") else "worse"


def value_of(name: str, value: float | None) -> str:
    """A value of the frame in words; a rate in it is per 1,000 already.

    >>> value_of("missed_care_rate", 0.0449), value_of("incident_rate", 18.6), value_of("own_fill", None)
    ('4.5%', '18.6', 'not known')
    """
    if value is None:
        return wording.NOT_KNOWN
    kind = INDICATORS[name.partition(":")[0]].kind
    return wording.share(value) if kind in ("share", "fill") else wording.number(value)


def _reach(points: Sequence[Record], kind: str) -> tuple[float, float]:
    """The extent of all that is drawn, with a little air, inside what is possible."""
    values = [
        float(point[part])
        for point in points
        for part in ("value", "low", "high", "centre")
        if point[part] is not None
    ]
    low, high = min(values), max(values)
    air = (high - low) * 0.12 or max(abs(high) * 0.1, 0.05)
    highest = 1.0 if kind in ("share", "fill") else float("inf")
    return max(0.0, low - air), min(highest, high + air)


def _named(months: Sequence[Record]) -> list[dict[str, Any]]:
    """Every third month, or sixth where there are many, by its name; counted from the last."""
    step = 3 if len(months) <= 15 else 6
    found = []
    for place in range(len(months) - 1, -1, -step):
        day = as_date(months[place]["month"])
        found.append({"place": place, "name": f"{wording.MONTHS[day.month - 1][:3]} {day.year % 100:02d}"})
    return found[::-1]


def _limits_words(months: Sequence[Record], verdict: Record) -> str:
    """On what the limits rest; trial limits are said to be so, and why they decide nothing."""
    if not verdict or not months or months[-1]["value"] is None:
        return "No data this month: unknown, not steady."
    base = sum(bool(month["baseline"]) for month in months)
    why = verdict["why_no_chart"]
    if (
        why is None and base > FIRM_MONTHS
    ):  # limits were declared anew: the months of the old ones are shaded too
        return f"The limits in force rest on the last {wording.count(FIRM_MONTHS, 'month')} shaded."
    if why is None:
        return f"Limits rest on {wording.count(base, 'month')}, shaded." if base else ""
    reason = _NO_CHART.get(str(why), "")
    if why == "few_months":
        return f"Trial limits: {reason}. No point is marked; the month is held against the three before."
    return f"No limits: {reason}. The month is held against the three before."


def _description(months: Sequence[Record], verdict: Record) -> str:
    """What the figure did in the month, with its n; two ends of a line would tell a change that is none."""
    return f"{verdict.get('says') or ''} {_limits_words(months, verdict)}".strip()


def _answer(audit: OversightAudit, verdicts: dict[str, dict[str, Any]]) -> str:
    """How many figures moved by more than chance, and which way; themes of audits are not counted twice."""
    main = {name: row for name, row in verdicts.items() if ":" not in name}
    groups: dict[str, list[str]] = {}
    for name, row in main.items():
        groups.setdefault(str(row["direction"]), []).append(figure_called(name).lower())
    counts = Counter({direction: len(names) for direction, names in groups.items()})
    month = wording.month_name(audit.period)
    said = [f"Of {wording.count(len(main), 'figure')} of this service in {month}:"]
    parts = [
        f"{counts[direction]} {words} ({', '.join(groups[direction])})"
        for direction, words in (("worse", "got worse"), ("better", "got better"))
        if counts[direction]
    ]
    parts += ["none got worse"] if not counts["worse"] else []
    parts += ["none got better"] if not counts["better"] else []
    moved = counts["higher"] + counts["lower"]
    parts += [f"{moved} moved in a way that is neither good nor bad by itself"] if moved else []
    parts += [f"{counts['steady']} moved no more than chance explains"] if counts["steady"] else []
    said.append(f"{'; '.join(parts)}.")
    if counts["unknown"]:
        n, named = counts["unknown"], ", ".join(groups["unknown"])
        said.append(f"What {n} did in the month cannot be told ({named}): that is unknown, not steady.")
    return " ".join(said)


def _key(
    drawn: Sequence[str], series: dict[str, list[dict[str, Any]]], verdicts: dict[str, dict[str, Any]]
) -> list[tuple[str, str]]:
    points = [
        _point(name, place, month, series[name], verdicts.get(name, {}))
        for name in drawn
        for place, month in enumerate(series[name])
    ]
    signs = {point["sign"] for point in points}
    key = [("usual", "its usual level"), ("aimline", "the limits chance keeps within"),
           ("shade", "the months these rest on")]  # fmt: skip
    key += [("worse-sign", "outside the limits, the worse way")] if "worse" in signs else []
    key += [("better-sign", "outside the limits, the better way")] if "better" in signs else []
    key += [("moved-sign", "outside the limits, neither better nor worse")] if "moved" in signs else []
    key += [("ring", "this month is part of a signal")] if any(point["latest"] for point in points) else []
    gaps = any(point["value"] is None for point in points)
    return [*key, ("unknown", "no data: unknown")] if gaps else key


def _not_drawn(audit: OversightAudit, drawn: Sequence[str], series: dict[str, list[dict[str, Any]]]) -> Any:
    """What the figures without a picture did: audits of one theme, and what has no two months."""
    others = [row for row in records_of(audit.verdicts_on_indicators) if str(row["indicator"]) not in drawn]
    if not others:
        return ""
    headings = [Heading("Figure"), Heading("What it did"), Heading("In words"), Heading("Limits")]
    rows = [
        (
            figure_called(row["indicator"]),
            sign(DIRECTIONS, row["direction"]),
            render_macro("long_cell", str(row["says"])),
            _limits_words(series.get(str(row["indicator"]), []), row),
        )
        for row in others
    ]
    table = render_table("Figures without a picture", headings, rows)
    summary = f"{wording.count(len(others), 'more figure')}, without a picture"
    return render_macro("folded", summary, render_macro("stacked", table))


def _months_table(
    drawn: Sequence[str], series: dict[str, list[dict[str, Any]]], verdicts: dict[str, dict[str, Any]]
) -> Markup:
    """A month a row, a figure a column; what a rule found stands behind the value if the chart decides."""
    by_month: dict[Any, dict[str, str]] = {}
    for name in drawn:
        charted = _is_charted(verdicts.get(name, {}))
        for row in series[name][-MONTHS_DRAWN:]:
            flag = f" ({plain(row['flag'])})" if charted and row["flag"] else ""
            shown = value_of(name, row["value"]) if row["value"] is not None else "–"
            by_month.setdefault(row["month"], {})[name] = f"{shown}{flag}"
    headings = [Heading("Month"), *(Heading(figure_called(name)) for name in drawn)]
    rows = [
        (wording.month_name(as_date(month)), *(by_month[month].get(name, "–") for name in drawn))
        for month in sorted(by_month)
    ]
    note = "Incidents: per 1,000. –: no data. In brackets: the rule that found more than chance."
    return render_table("Every figure, month by month", headings, rows, note=note)
