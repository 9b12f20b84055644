"""Does a service stand apart from the others by more than chance? One funnel a figure, nobody ranked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from toolkit import wording
from toolkit.audits.checks import Figure
from toolkit.audits.provider_patterns import FUNNEL_RATE, ServiceFunnel, funnels
from toolkit.audits.summaries import ProviderSummary
from toolkit.measures.funnel import LEAST_UNITS, Funnel, FunnelPoint
from toolkit.report import pictures, words
from toolkit.report.piece import Piece, said_only
from toolkit.report.provider.services import named
from toolkit.report.tables import Heading, render_table
from toolkit.report.templates import join_markup, render_macro

if TYPE_CHECKING:
    from markupsafe import Markup

NOBODY = "No figure of this month can be compared between services."
_OUTSIDE = ("outside", "a service beyond the outer limits: chance alone hardly explains it")
_BY_CHANCE = ("usual", "full line: outer limits, beyond which chance puts 1 service in 500; dashed: 1 in 20")
_WIDENED = ("usual", "full and dashed lines: limits widened for how much these services differ")


def draw_funnels(provider: ProviderSummary) -> Piece:
    """One funnel plot for each figure that ten or more services have, with the services outside named."""
    found = funnels(provider.services)
    if not found:
        return said_only(NOBODY)
    drawn = [_drawn(one, one.funnel) for one in found if one.funnel]
    parts = [html for html, _ in drawn]
    too_few = _too_few([one for one in found if not one.funnel])
    if too_few:
        parts.append(render_macro("paragraph", too_few))
    return Piece(join_markup(parts), "\n".join([*(text for _, text in drawn), too_few]).strip())


def _too_few(groups: list[ServiceFunnel]) -> str:
    if not groups:
        return ""
    named = wording.join_words(
        [f"{_name(one)} ({wording.count(len(one.services), 'service')})" for one in groups]
    )
    return (
        f"Not compared, because fewer than {LEAST_UNITS} services have the figure: {named}. Among so few "
        "nobody can tell a service that differs from one that had a bad month."
    )


# Some names of figures need their table beside them to be understood.
_NAMES = {"missed_care_rate": "Missed care", "shortened_rate": "Shortened care", "delayed_rate": "Late care",
          "poorly_evidenced_rate": "Poorly evidenced care"}  # fmt: skip


def _name(one: ServiceFunnel) -> str:
    name = _NAMES.get(one.name) or words.figure_name(one.name)
    return f"{name}, {one.group}" if one.group else name


def _question(one: ServiceFunnel) -> str:
    return f"{_name(one)}: does a service stand apart?"


def _drawn(one: ServiceFunnel, funnel: Funnel) -> tuple[Markup, str]:
    outside = dict(one.outside())
    scale = 1000.0 if one.name == FUNNEL_RATE else 1.0
    points = [
        _point(point, service if service in outside else "", scale)
        for service, point in zip(one.services, funnel.points, strict=True)
    ]
    # The outer limits of the smallest services may lie far off: the picture is not stretched for them.
    outer = sorted(point["high"] for point in points)[len(points) // 2]
    highest = max([outer, *(max(point["value"], point["inner_high"]) for point in points)])
    lowest = min(min(point["value"], point["inner_low"]) for point in points)
    answer = _answer(one, funnel, outside, scale)
    chart = pictures.funnel_points(
        points,
        (funnel.target or 0.0) * scale,
        (max(0.0, lowest * 0.9), highest * 1.08 or 0.01),
        "~%" if one.name != FUNNEL_RATE else "~g",
        _base(one),
    )
    name = "-".join(["funnel", one.name.replace("_", "-"), *one.group.split()])
    svg = pictures.to_svg(chart, name=name, title=_question(one), description=answer)
    table = _table(one, funnel, outside, scale)
    key = (_OUTSIDE, _WIDENED if funnel.adjusted else _BY_CHANCE)
    html = render_macro("picture", _question(one), answer, svg, key, "The services as a table", table)
    return html, f"{_question(one)} {answer}"


def _point(point: FunnelPoint, name: str, scale: float) -> dict[str, Any]:
    ends = {end: (getattr(point, end) or 0.0) * scale for end in ("low", "high", "inner_low", "inner_high")}
    return {"n": point.exposure, "value": (point.value or 0.0) * scale, "name": name, **ends}


def _base(one: ServiceFunnel) -> str:
    if one.name != FUNNEL_RATE:
        return "records the share rests on"
    return "visits" if one.group == "home care" else "days people lived there"


def _answer(one: ServiceFunnel, funnel: Funnel, outside: dict[str, str], scale: float) -> str:
    together = _shown(one, (funnel.target or 0.0) * scale)
    services = wording.count(len(one.services), "service")
    said = f"Together the {services} have {together}."
    if not outside:
        said += " None lies beyond the outer limits."
    for side in ("above", "below"):
        far = [service for service, where in outside.items() if where == side]
        if far:
            lie = "lies" if len(far) == 1 else "lie"
            said += f" {wording.join_words(far)} {lie} {side} the outer limits."
    if one.unknown:
        said += f" Not known, so not among them: {named(list(one.unknown))}."
    if funnel.adjusted and funnel.dispersion:
        said += (
            f" They vary {wording.number(funnel.dispersion.phi)} times as much as chance explains (phi), so "
            "the limits are widened: a service within them is not shown to be like the others."
        )
    return said


def _shown(one: ServiceFunnel, value: float) -> str:
    return words.figure_value(Figure(one.name, value, "per 1,000" if one.name == FUNNEL_RATE else "share"))


def _table(one: ServiceFunnel, funnel: Funnel, outside: dict[str, str], scale: float) -> Markup:
    headings = [Heading("Service"), Heading("Figure", is_number=True),
                Heading("Based on", _base(one), is_number=True), Heading("Outer limits", is_number=True),
                Heading("Stands apart")]  # fmt: skip
    unknown = [(service, wording.NOT_KNOWN, "–", "–", "Not known") for service in one.unknown]
    rows = [
        (
            service,
            _shown(one, (point.value or 0.0) * scale),
            wording.number(point.exposure, 0),
            f"{_shown(one, (point.low or 0.0) * scale)} to {_shown(one, (point.high or 0.0) * scale)}",
            wording.first_capital(outside.get(service, "no")),
        )
        for service, point in zip(one.services, funnel.points, strict=True)
    ]
    return render_table(f"{_name(one)}, services by name", headings, [*rows, *unknown])
