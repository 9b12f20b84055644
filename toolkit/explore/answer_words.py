"""How is an answer told beside the report's, in words and as a piece of the page?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from markupsafe import Markup, escape

from toolkit.explore.thresholds import Threshold, moved
from toolkit.explore.what_if import Answered, WhatIf
from toolkit.parameters.thresholds import Thresholds
from toolkit.report.templates import render_macro
from toolkit.report.words import OUTCOME_WORDS
from toolkit.wording import count, join_words

STANDING = "This is a what-if. The report is unchanged."
_NAMED = 2


def option_of(answered: Answered) -> str:
    """The question in the list of questions, with its answer before it."""
    now = OUTCOME_WORDS[answered.now.outcome]
    beside = ""
    if answered.differs:
        beside = f" (report: {OUTCOME_WORDS[answered.report.outcome]})"
    elif answered.has_other_figures:
        beside = " (other figures)"
    return f"{now}{beside} · {answered.now.question.question}"


def answer_html(answered: Answered, what_if: WhatIf) -> Markup:
    """The answer of now and, where it is another one, the report's beside it; and how each is judged."""
    check = answered.now
    parts = [
        Markup('<h3 class="grip-asked">{}</h3>').format(check.question.question),
        Markup('<p class="grip-answer">{} {}</p>').format(render_macro("badge", check.outcome), check.says),
    ]
    if answered.differs or answered.has_other_figures:
        parts.append(
            Markup('<p class="grip-report"><strong>{}</strong> {} {}</p>').format(
                "The report says:", render_macro("badge", answered.report.outcome), answered.report.says
            )
        )
    seen = f"Reviewed by: {check.question.reviewed_by}. How it is judged: {check.question.how}"
    parts.append(Markup('<p class="note">{}</p>').format(seen))
    parts += [
        Markup('<p class="note">{}</p>').format(said) for said in _judged_otherwise(answered.code, what_if)
    ]
    return Markup('<div class="grip">{}</div>').format(Markup("").join(parts))


def _judged_otherwise(code: str, what_if: WhatIf) -> Iterator[str]:
    """The numbers that stand in the sentence before are those a question is written with: which others hold?

    Those of the provider or the service, which the report uses too; and those moved here.
    """
    usual, report, now = Thresholds(), what_if.service_month.thresholds, what_if.thresholds
    own = moved(what_if.thresholds_of(code), usual, report)
    if own:
        yield f"Here the report uses {join_words(_values(own, report, usual))}."
    if here := what_if.moved_of(code):
        yield f"With the sliders as they stand: {join_words(_values(here, now, report))}."


def _values(thresholds: Iterable[Threshold], now: Thresholds, before: Thresholds) -> list[str]:
    return [
        f"“{one.label}” {one.shown(one.of(now))} instead of {one.shown(one.of(before))}" for one in thresholds
    ]


def standing_html(what_if: WhatIf, follows: str) -> str:
    """Nothing differs from the report; or the standing sentence, what was moved, and what follows of it.

    `follows` is empty on a page that no threshold moves.
    """
    if what_if.is_report:
        return '<p class="grip-standing same">Thresholds as in the report.</p>'
    if not follows:
        said = "Thresholds were moved on another page. This one is as in the report."
        return f'<p class="grip-standing same">{said}</p>'
    lines = _values(what_if.moved(), what_if.thresholds, what_if.service_month.thresholds)
    said = f"{join_words(lines)}. {follows}"
    return f'<p class="grip-standing moved"><strong>{STANDING}</strong> {escape(said)}</p>'


def follows_of(answers: Sequence[Answered]) -> str:
    """How many answers of a page are other ones than in the report, and which, where they are few.

    >>> follows_of([])
    'No answer of 0 on this page differs from the report.'
    """
    differing = [one for one in answers if one.differs]
    figures = [one for one in answers if one.has_other_figures]
    differ = "differs" if len(differing) < 2 else "differ"
    many = count(len(differing), "answer") if differing else "No answer"
    said = f"{many} of {len(answers)} on this page {differ} from the report{_named(differing)}."
    if figures:
        more = " more" if differing else ""
        said += f" In {len(figures)}{more} the answer is the same, with other figures{_named(figures)}."
    return said


def _named(answers: Sequence[Answered]) -> str:
    """Which questions, where they are few; the list of questions marks them all."""
    if not 0 < len(answers) <= _NAMED:
        return ""
    return ": " + join_words([f"“{one.now.question.question}”" for one in answers])
