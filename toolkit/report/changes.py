"""How is it said what changed since another month: on a page, in a terminal, for a program?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from toolkit import wording
from toolkit.audits.changes import Change, Changes, CheckChange, Difference, FigureChange
from toolkit.audits.checks import Figure
from toolkit.report import words
from toolkit.report.tables import Heading, render_table
from toolkit.report.templates import join_markup, render_macro

if TYPE_CHECKING:
    from markupsafe import Markup

CHANGE_WORDS = {
    Change.NEW: "New",
    Change.WORSE: "Worse",
    Change.UNTESTABLE: "No longer answered",
    Change.DEFINITION_CHANGED: "Judged differently",
    Change.BETTER: "Better, not settled",
    Change.SETTLED: "Settled",
    Change.NOW_TESTED: "Answered now, and clear",
    Change.SAME: "The same",
}
NOT_A_TREND = "The threshold or definition was changed in between, so this is no trend."
UNTESTABLE_NOTE = "That is not good news: nobody knows whether it is still so."
_NOTES = {Change.DEFINITION_CHANGED: NOT_A_TREND, Change.UNTESTABLE: UNTESTABLE_NOTE}


def summary_sentence(changes: Changes) -> str:
    """What changed, in one sentence.

    >>> summary_sentence(Changes("oakfield", "2026-09", "2026-10", (), (), ("1", "1")))
    'Since September 2026 no answer has changed.'
    """
    since = f"Since {wording.month_name(changes.before)}"
    counted = [(change, len(changes.of(change))) for change in Change if change is not Change.SAME]
    said = [f"{n} {_COUNT_WORDS[change]}" for change, n in counted if n]
    if not said:
        return f"{since} no answer has changed."
    return f"{since}: {wording.join_words(said)}."


_COUNT_WORDS = {
    Change.NEW: "new",
    Change.WORSE: "worse",
    Change.UNTESTABLE: "no longer answered",
    Change.DEFINITION_CHANGED: "judged differently",
    Change.BETTER: "better but not settled",
    Change.SETTLED: "settled",
    Change.NOW_TESTED: "answered now and clear",
}


def version_note(changes: Changes) -> str:
    """Says when the two months come from different versions of the toolkit; "" when they do not."""
    if not changes.other_version:
        return ""
    return (
        f"The two months were computed by different versions of the toolkit ({changes.versions[0]} and "
        f"{changes.versions[1]}). Its changelog says which figures that alters; to be sure, audit "
        f"{wording.month_name(changes.before)} again."
    )


def render_changes(changes: Changes) -> Markup:
    """What changed for one service: answers, then figures beyond chance, each with both months."""
    said = summary_sentence(changes)
    parts = [render_macro("paragraph", text) for text in (said, version_note(changes)) if text]
    moved = [one for one in changes.checks if one.change is not Change.SAME]
    if moved:
        parts.append(_checks_table(changes, moved))
    beyond = [one for one in changes.figures if one.difference in (Difference.HIGHER, Difference.LOWER)]
    if beyond:
        parts.append(_figures_table(changes, beyond))
    return join_markup(parts)


def _checks_table(changes: Changes, moved: list[CheckChange]) -> Markup:
    before, after = wording.month_name(changes.before), wording.month_name(changes.after)
    headings = [Heading("Question"), Heading("Change"), Heading(before), Heading(after)]
    rows = [
        (
            one.question,
            CHANGE_WORDS[one.change],
            _badge(one.before),
            render_macro("figure_cell", _answer(one), _NOTES.get(one.change, "")),
        )
        for one in moved
    ]
    return render_table(f"Answers that changed since {before}", headings, rows)


def _badge(outcome: Any) -> Markup:
    return render_macro("badge", outcome.value) if outcome else render_macro("failed_badge", "Not run")


def _answer(one: CheckChange) -> str:
    word = words.OUTCOME_WORDS[one.after] if one.after else "Not run"
    return f"{word}. {one.says_after}".strip()


def _figures_table(changes: Changes, beyond: list[FigureChange]) -> Markup:
    before, after = wording.month_name(changes.before), wording.month_name(changes.after)
    headings = [Heading("Figure"), Heading(before, is_number=True), Heading(after, is_number=True),
                Heading("Change")]  # fmt: skip
    rows = [
        (words.figure_name(one.name), _figure(one, one.before), _figure(one, one.after), one.difference.value)
        for one in beyond
    ]
    caption = f"Figures that moved since {before} by more than chance explains"
    return render_table(caption, headings, rows)


def _figure(one: FigureChange, held: Mapping[str, Any] | None) -> str:
    if held is None:
        return wording.NOT_KNOWN
    figure = Figure(one.name, held["value"], one.unit, held["n"], held["low"], held["high"])
    return f"{words.figure_value(figure)} ({words.figure_interval(figure)}; n = {wording.number(figure.n)})"


def changes_as_text(compared: Mapping[str, Changes | None], before: str, after: str) -> str:
    """What changed for each service, in lines for a terminal."""
    return "\n".join(_service_lines(service, changes, before, after) for service, changes in compared.items())


def _service_lines(service: str, changes: Changes | None, before: str, after: str) -> str:
    if changes is None:
        return f"{service}: cannot be compared, because it was not audited in both {before} and {after}."
    lines = [f"{service}: {summary_sentence(changes)}"]
    lines += [
        f"  {CHANGE_WORDS[one.change]}: {one.question} ({one.code})\n"
        f"    {before}: {_said(one.before, one.says_before)}\n    {after}: {_said(one.after, one.says_after)}"
        + (f"\n    {_NOTES[one.change]}" if one.change in _NOTES else "")
        for one in changes.checks
        if one.change is not Change.SAME
    ]
    lines += [
        f"  {words.figure_name(one.name)}: {one.difference.value}, {_figure(one, one.before)} to "
        f"{_figure(one, one.after)}"
        for one in changes.figures
        if one.difference in (Difference.HIGHER, Difference.LOWER)
    ]
    note = version_note(changes)
    return "\n".join([*lines, f"  {note}"] if note else lines)


def _said(outcome: Any, says: str) -> str:
    return f"{words.OUTCOME_WORDS[outcome] if outcome else 'Not run'}. {says}".strip()


def changes_as_json(compared: Mapping[str, Changes | None], before: str, after: str) -> dict[str, Any]:
    """The same for a program; a service that cannot be compared is null."""
    return {
        "schema": 1,
        "before": before,
        "after": after,
        "services": {service: _as_json(changes) for service, changes in compared.items()},
    }


def _as_json(changes: Changes | None) -> dict[str, Any] | None:
    if changes is None:
        return None
    return {
        "checks": [
            {
                "audit": one.audit, "code": one.code, "change": one.change.value,
                "before": one.before.value if one.before else None,
                "after": one.after.value if one.after else None,
                "says_before": one.says_before, "says_after": one.says_after,
            }
            for one in changes.checks
        ],
        "figures": [
            {"audit": one.audit, "name": one.name, "unit": one.unit, "difference": one.difference.value,
             "before": dict(one.before) if one.before else None,
             "after": dict(one.after) if one.after else None}
            for one in changes.figures
        ],
        "toolkit": {"before": changes.versions[0], "after": changes.versions[1]},
    }  # fmt: skip
