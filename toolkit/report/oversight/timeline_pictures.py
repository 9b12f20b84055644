"""What did leaders decide, who carried it out, and did anything change? (each on one time line)

One picture has a line for each decision, the other a line for each open risk. What follows a decision is
not proved to come of it.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from toolkit import wording
from toolkit.audits.oversight.audit import OversightAudit
from toolkit.audits.oversight.indicator_words import level_words
from toolkit.measures.indicators import INDICATORS
from toolkit.report import pictures
from toolkit.report.absence import is_missing, is_supplied, nothing_known
from toolkit.report.days import as_date, day_cell, month_marks
from toolkit.report.oversight.signs import (
    DIRECTIONS,
    EFFECTS,
    about_whom,
    decisions_known,
    figure_called,
    sign,
)
from toolkit.report.pictures_over_time import GOVERNANCE, event_lines
from toolkit.report.piece import Piece, said_only
from toolkit.report.rows import Record, records_of
from toolkit.report.tables import Heading, render_long_table
from toolkit.report.templates import render_macro
from toolkit.report.words import plain, verb

if TYPE_CHECKING:
    from markupsafe import Markup

DECISIONS_QUESTION = "What did leaders decide, and did anything change?"
RISKS_QUESTION = "What was said, asked, decided and done about each risk?"
DECISIONS_DRAWN, RISKS_DRAWN = 15, 8
_MEETINGS, _OTHERS = "Meetings held|of every forum", "Everything else|no open risk named"
_REVIEWS = {"better": "better", "not better": "not better"}
_KEY = {
    "statement": "statement to leaders",
    "challenge": "challenge",
    "decision": "decision",
    "action opened": "action opened",
    "action closed": "action closed",
    "meeting": "meeting held",
    "better": "its figure got better",
    "not better": "its figure did not get better",
    "review": "review day, effect not known or not yet due",
}
_DONE = {
    "statement": "Statements",
    "challenge": "Challenges",
    "decision": "Decisions",
    "action opened": "Actions opened",
    "action closed": "Actions closed",
}


def draw_decisions(audit: OversightAudit) -> Piece:
    """A line for each decision: its day, the actions that carry it out, its review day, what changed."""
    if not is_supplied(audit, "decisions"):
        return nothing_known(audit, DECISIONS_QUESTION, "No picture can be drawn", ("decisions",),
                             when="in the last 12 months")  # fmt: skip
    decisions = records_of(audit.decisions)
    if not decisions:
        return said_only("No decision is on record in the last 12 months.")
    drawn = decisions[:DECISIONS_DRAWN]
    names = {str(row["decision_id"]): _decision_name(row) for row in drawn}
    first = min(as_date(row["decided_on"]) for row in drawn).replace(day=1)
    marks = _decision_marks(audit, drawn, names, first)
    answer = _decisions_words(audit, decisions)
    spans = [_decision_span(row, names, first, marks) for row in drawn]
    svg = _drawn(audit, marks, spans, list(names.values()), first, "decisions", DECISIONS_QUESTION, answer)
    table = _decisions_table(audit, decisions)
    html = render_macro(
        "picture", DECISIONS_QUESTION, answer, svg, _key_of(marks), "The decisions as a table",
        table,
    )  # fmt: skip
    return Piece(html, f"{DECISIONS_QUESTION} {answer}")


def draw_risks_over_time(audit: OversightAudit) -> Piece:
    """A line for each open risk: statements, challenges, decisions, actions; and the meetings held."""
    if audit.timeline.empty:
        tables = ("statements", "challenges", "decisions", "actions", "meetings")
        return nothing_known(audit, RISKS_QUESTION, "No picture can be drawn", tables,
                             when="in the last 12 months")  # fmt: skip
    events = records_of(audit.timeline)
    risks = records_of(audit.risks)
    drawn = risks[:RISKS_DRAWN]
    names = {str(row["risk_id"]): _risk_name(row) for row in drawn}
    first = audit.period.first_day_of_year()
    marks = [
        {
            "row": _line_of(event, names),
            "day": (as_date(event["day"]) - first).days,
            "kind": str(event["kind"]),
        }
        for event in events
        if str(event["kind"]) in GOVERNANCE
    ]
    there = {mark["row"] for mark in marks}
    rows = [*names.values(), *(line for line in (_OTHERS, _MEETINGS) if line in there)]
    spans = [_risk_span(row, names, first, audit.period.as_of) for row in drawn]
    answer = _risks_words(audit, events, risks)
    svg = _drawn(audit, marks, spans, rows, first, "risks-over-time", RISKS_QUESTION, answer)
    table = _risks_table(events, risks)
    html = render_macro("picture", RISKS_QUESTION, answer, svg, _key_of(marks), "The risks as a table", table)
    return Piece(html, f"{RISKS_QUESTION} {answer}")


def _drawn(
    audit: OversightAudit, marks: Sequence[Record], spans: Sequence[Record], rows: Sequence[str], first: date,
    name: str, question: str, answer: str,
) -> Markup:  # fmt: skip
    until = audit.period.as_of
    today = {"day": (until - first).days, "name": wording.short_day(until)}
    months = [
        {**month, "name": month["name"].replace(" ", "|")}
        for month in month_marks(first, until)
        if month["day"] < (until - first).days - 14
    ]
    chart = event_lines([dict(mark) for mark in marks], [dict(span) for span in spans], rows, months, today)
    return pictures.to_svg(chart, name=name, title=question, description=answer)


def _key_of(marks: Sequence[Record]) -> list[tuple[str, str]]:
    there = {mark["kind"] for mark in marks}
    key = [(f"sign-{kind.replace(' ', '_')}", name) for kind, name in _KEY.items() if kind in there]
    return [*key, ("todayline", "the last day of this report")]


def _decision_name(row: Record) -> str:
    parts = (str(row["decision_id"]), wording.first_capital(plain(row["kind"])) + about_whom(row))
    return "|".join(part.replace("|", "/") for part in parts)


def _decision_marks(
    audit: OversightAudit, decisions: Sequence[Record], names: Mapping[str, str], first: date
) -> list[dict[str, Any]]:
    acted: dict[str, list[Record]] = {}
    for event in records_of(audit.timeline):
        if event["kind"] in ("action opened", "action closed"):
            acted.setdefault(str(event["id"]), []).append(event)
    marks = []
    for row in decisions:
        line = names[str(row["decision_id"])]
        marks.append({"row": line, "day": (as_date(row["decided_on"]) - first).days, "kind": "decision"})
        review = _REVIEWS.get(str(row["effect"]), "review")
        marks.append({"row": line, "day": (as_date(row["judged_on"]) - first).days, "kind": review})
        for action in _ids_of(row["action_ids"]):
            marks += [
                {"row": line, "day": (as_date(event["day"]) - first).days, "kind": str(event["kind"])}
                for event in acted.get(action, [])
                if as_date(event["day"]) >= first
            ]
    return marks


def _ids_of(listed: object) -> list[str]:
    return [one for one in str(listed).split("; ") if one] if listed is not None else []


def _decision_span(
    row: Record, names: Mapping[str, str], first: date, marks: Sequence[Record]
) -> dict[str, Any]:
    line = names[str(row["decision_id"])]
    days = [mark["day"] for mark in marks if mark["row"] == line]
    said = "no action" if row["action_ids"] is None else EFFECTS.get(str(row["effect"]), ("", ""))[1].lower()
    return {"row": line, "start": min(days), "end": max(days), "words": said}


def _decisions_words(audit: OversightAudit, decisions: Sequence[Record]) -> str:
    n = len(decisions)
    said = [
        f"{wording.count(n, 'decision')} {verb(n, 'was')} made, or due for review, in the last 12 months."
    ]
    carried = sum(row["action_ids"] is not None for row in decisions)
    if is_missing(audit, "actions"):
        said.append("Whether any was carried out is not known: there are no usable records of actions.")
    else:
        said.append(f"An action carries out {wording.of(carried, n)}.")
    effects = Counter(str(row["effect"]) for row in decisions)
    tested = effects["better"] + effects["not better"]
    if tested:
        said.append(
            f"The effect of {wording.number(tested)} could be tested: the figure got better after "
            f"{wording.number(effects['better'])} and not after {wording.number(effects['not better'])}."
        )
    else:
        said.append("The effect of none could be tested, so nobody can say that anything changed.")
    unnamed = sum(row["indicator"] is None for row in decisions)
    if unnamed:
        said.append(f"{unnamed} {'names' if unnamed == 1 else 'name'} no figure to judge by.")
    if n > DECISIONS_DRAWN:
        said.append(f"The newest {DECISIONS_DRAWN} are drawn; all of them stand in the table.")
    return " ".join(said)


def _decisions_table(audit: OversightAudit, decisions: Sequence[Record]) -> Markup:
    acts = not is_missing(audit, "actions")
    headings = [Heading("Decision"), Heading("Action"), Heading("Effect")]
    rows = [
        (
            _decision_cell(row),
            _action_cell(row, acts),
            _effect_cell(row),
        )
        for row in sorted(decisions, key=_without_effect_first)
    ]  # fmt: skip
    caption = "Decisions of 12 months, those without an action or an effect first, then the newest"
    table = render_long_table(caption, headings, rows, one="decision")
    return render_macro("stacked", table)


def _decision_cell(row: Record) -> Markup:
    """What was decided, in its own words, and under it when, where and of what kind."""
    about = f"{row['decision_id']}, {day_cell(row['decided_on'])}, {plain(row['forum'])}{about_whom(row)}"
    kind = "" if row["kind"] == "other" else f"; {plain(row['kind'])}"
    return render_macro("long_cell", str(row["decision"] or ""), f"{about}{kind}")


def _without_effect_first(row: Record) -> tuple[bool, bool]:
    return not row["without_action"], row["effect"] != "not better"


def _action_cell(row: Record, acts: bool) -> Markup:
    if not acts:
        return render_macro("state", "unknown", "Not known")
    if row["action_ids"] is None:
        if row["without_action"]:
            return render_macro("state", "missing", "No action")
        return render_macro("with_aside", render_macro("state", "waiting", "None yet"), "under 30 days old")
    n = int(row["actions_open"])
    still = f"{wording.number(n)} still open" if n else "all done"
    return render_macro("with_aside", str(row["action_ids"]).replace("; ", ", "), still)


def _effect_cell(row: Record) -> Markup:
    due = f"reviewed {day_cell(row['judged_on'])}"
    if row["effect"] == "not yet due":
        due = f"due {day_cell(row['judged_on'])}"
    if row["indicator"] is None:
        return render_macro("with_aside", sign(EFFECTS, row["effect"]), f"{due}; no figure named")
    before, after = (_level(str(row["indicator"]), row[side]) for side in ("before", "after"))
    figure = f"{figure_called(row['indicator'])}: {before} when decided, {after} at the review"
    return render_macro("with_aside", sign(EFFECTS, row["effect"]), f"{due}; {figure}")


def _level(indicator: str, value: float | None) -> str:
    if value is None or indicator not in INDICATORS:
        return wording.NOT_KNOWN
    return level_words(indicator, float(value))


def _risk_name(row: Record) -> str:
    """The id over the title in two lines, cut where they have no room."""
    lines = textwrap.wrap(str(row["title"]).replace("|", "/"), 27, max_lines=2, placeholder=" …")
    return "|".join([str(row["risk_id"]).replace("|", "/"), *lines])


def _line_of(event: Record, names: Mapping[str, str]) -> str:
    if event["kind"] == "meeting":
        return _MEETINGS
    return names.get(str(event["risk_id"]), _OTHERS)


def _risk_span(row: Record, names: Mapping[str, str], first: date, until: date) -> dict[str, Any]:
    """The line begins when the risk was opened and ends with what its figure does now."""
    opened = max(0, (as_date(row["opened_on"]) - first).days)
    name = DIRECTIONS.get(str(row["direction"]), DIRECTIONS["unknown"])[1]
    said = f"figure: {name.lower()}"
    return {"row": names[str(row["risk_id"])], "start": opened, "end": (until - first).days, "words": said}


def _counts_of(events: Sequence[Record]) -> dict[str, Counter[str]]:
    counts: dict[str, Counter[str]] = {}
    for event in events:
        counts.setdefault(str(event["risk_id"]), Counter())[str(event["kind"])] += 1
    return counts


def _risks_words(audit: OversightAudit, events: Sequence[Record], risks: Sequence[Record]) -> str:
    if not risks:
        return "No open risk is on record: what was said and done cannot be tied to one."
    counts = _counts_of(events)
    said = [f"{wording.count(len(risks), 'risk')} {verb(len(risks), 'is')} open."]
    worse = [row for row in risks if row["direction"] == "worse"]
    if worse:
        ids = wording.join_words(str(row["risk_id"]) for row in worse)
        said.append(f"The figure of {len(worse)} got worse ({ids}).")
    unknown = sum(row["direction"] == "unknown" for row in risks)
    if unknown:
        said.append(f"For {wording.number(unknown)} it is not known which way it goes.")
    spoken = [row for row in risks if counts.get(str(row["risk_id"]), Counter())["statement"]]
    bare = [row for row in spoken if not counts[str(row["risk_id"])]["decision"]]
    if bare and decisions_known(audit):
        n, it = len(bare), "it" if len(bare) == 1 else "them"
        said.append(f"{n} {verb(n, 'was')} spoken of, and nothing was decided about {it} in 12 months.")
    elif spoken and not decisions_known(audit):
        said.append("No decision names a risk, so decisions cannot be tied to one.")
    if len(risks) > RISKS_DRAWN:
        said.append(f"The {RISKS_DRAWN} of highest priority are drawn; all of them stand in the table.")
    return " ".join(said)


def _risks_table(events: Sequence[Record], risks: Sequence[Record]) -> Markup:
    counts = _counts_of(events)
    known = {str(row["risk_id"]) for row in risks}
    headings = [Heading("Risk"), *(Heading(name, is_number=True) for name in _DONE.values()),
                Heading("Its figure")]  # fmt: skip
    rows: list[tuple[object, ...]] = [
        (
            render_macro("with_aside", str(row["title"]), str(row["risk_id"])),
            *(wording.number(counts.get(str(row["risk_id"]), Counter())[kind]) for kind in _DONE),
            sign(DIRECTIONS, row["direction"]),
        )
        for row in risks
    ]
    rest = sum((n for risk, n in counts.items() if risk not in known), Counter())
    if any(rest[kind] for kind in _DONE):
        rows.append(("No open risk named", *(wording.number(rest[kind]) for kind in _DONE), "–"))
    caption = "Statements, challenges, decisions and actions of 12 months, by open risk"
    return render_long_table(caption, headings, rows, one="line")
