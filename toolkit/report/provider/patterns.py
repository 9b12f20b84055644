"""What do the services show together: which triggers, how many by chance, which gaps, what changed?"""

from __future__ import annotations

from collections import Counter

from toolkit import wording
from toolkit.audits.changes import Change
from toolkit.audits.provider_patterns import chance_lines, open_gaps, triggers_by_theme
from toolkit.audits.summaries import ProviderSummary
from toolkit.period import Period
from toolkit.report import words
from toolkit.report.changes import CHANGE_WORDS
from toolkit.report.piece import Piece, said_only
from toolkit.report.provider.services import named
from toolkit.report.tables import Heading, render_long_table, render_table
from toolkit.report.templates import render_macro

GAP_OPTIONS = "additional support, external audit or leadership escalation"
_TOLD = (
    Change.NEW,
    Change.WORSE,
    Change.UNTESTABLE,
    Change.DEFINITION_CHANGED,
    Change.BETTER,
    Change.SETTLED,
)


def show_triggers_by_theme(provider: ProviderSummary) -> Piece:
    """Every trigger that needs action somewhere, with the services it fired at and those nobody can tell."""
    lines = triggers_by_theme(provider.services)
    if not lines:
        said = "No trigger needs action at any service."
        return said_only(said)
    most = lines[0]
    said = (
        f"{wording.count(len(lines), 'question')} {'needs' if len(lines) == 1 else 'need'} action somewhere. "
        f"The most widespread: “{most.question}” ({wording.of(len(most.action), most.services, 'service')})."
    )
    headings = [Heading("Theme"), Heading("Question"), Heading("Needs action", "services", is_number=True),
                Heading("Where"), Heading("Not known", "services", is_number=True)]  # fmt: skip
    rows = [
        (
            wording.first_capital(words.plain(line.theme)),
            line.question,
            wording.of(len(line.action), line.services),
            named(list(line.action)),
            wording.number(len(line.untested)),
        )
        for line in lines
    ]
    table = render_table(
        "Questions that need action, with their theme, the most widespread first", headings, rows
    )
    return Piece(render_macro("paragraph", said) + table, said)


def show_chance(provider: ProviderSummary) -> Piece:
    """How many of the answers that rest on chance would come of chance alone."""
    lines = chance_lines(provider.services)
    if not lines:
        said = "No check that is judged against chance could be tested this month."
        return said_only(said)
    expected = sum(line.expected for line in lines)
    fired = sum(len(line.fired) for line in lines)
    said = (
        f"{wording.count(fired, 'answer')} of those below fired. If nothing had changed anywhere, chance "
        f"alone would still make about {wording.number(expected)} of them fire. Answers that rest on charts "
        "over time are not counted here; chance moves a few of those too."
    )
    headings = [Heading("Question"), Heading("Tested", "services", is_number=True),
                Heading("Fired", "services", is_number=True),
                Heading("By chance alone, about", is_number=True), Heading("Where")]  # fmt: skip
    rows = [
        (
            line.question,
            wording.number(line.tested),
            wording.number(len(line.fired)),
            wording.number(line.expected, 2),
            named(list(line.fired)) or "–",
        )
        for line in lines
    ]
    table = render_table("Answers that are judged against chance", headings, rows)
    return Piece(render_macro("paragraph", said) + table, said)


def show_gaps(provider: ProviderSummary) -> Piece:
    """Gaps in evidence that stayed open for a quarter, with the board's three options."""
    gaps = open_gaps(provider.services)
    if not gaps:
        said = "No gap in evidence is known to have stayed open for a quarter."
        return said_only(said)
    said = (
        f"{wording.count(len(gaps), 'service')} {'has' if len(gaps) == 1 else 'have'} a gap in evidence open "
        f"for a quarter or longer. For each the board decides: {GAP_OPTIONS}."
    )
    headings = [Heading("Service"), Heading("What is open")]
    table = render_long_table(
        "Gaps open for a quarter", headings, [(name, check.says) for name, check in gaps], one="gap"
    )
    return Piece(render_macro("paragraph", said) + table, said)


def show_provider_changes(provider: ProviderSummary) -> Piece:
    """What changed since the month before, service by service."""
    before = wording.month_name(Period.parse(provider.month).earlier(1))
    held = [(service, service.changes) for service in provider.services if service.changes]
    if not held:
        said = f"{before} was not audited here, so nothing can be compared with it."
        return said_only(said)
    totals = Counter(one.change for _, changes in held for one in changes.checks)
    parts = [f"{totals[change]} {CHANGE_WORDS[change].lower()}" for change in _TOLD if totals[change]]
    said = f"Since {before}, of {wording.count(len(held), 'service')} audited in both months: "
    said += f"{wording.join_words(parts)}." if parts else "no answer has changed."
    missing = len(provider.services) - len(held)
    if missing:
        said += f" {wording.count(missing, 'service')} cannot be compared."
    headings = [Heading("Service"), *(Heading(CHANGE_WORDS[change], is_number=True) for change in _TOLD),
                Heading("New and worse")]  # fmt: skip
    rows = []
    for service, changes in sorted(held, key=lambda pair: pair[0].name):
        counts = Counter(one.change for one in changes.checks)
        if not any(counts[change] for change in _TOLD):
            continue
        worse = [one.question for one in (*changes.of(Change.NEW), *changes.of(Change.WORSE))]
        way = render_macro("way", service.name, f"{service.service_id}/index.html#changes")
        rows.append((way, *(wording.number(counts[change]) for change in _TOLD), " ".join(worse) or "–"))
    table = (
        render_long_table(f"Answers that changed since {before}", headings, rows, one="service")
        if rows
        else ""
    )
    return Piece(render_macro("paragraph", said) + table, said)
