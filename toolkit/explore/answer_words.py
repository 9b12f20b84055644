"""How is an answer told beside the report's, in words and as a piece of the page?"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

from toolkit.explore.what_if import Answered, WhatIf
from toolkit.report.templates import render_macro
from toolkit.report.words import OUTCOME_WORDS
from toolkit.wording import count, join_words

STANDING = "This is a what-if. The report is unchanged."


def option_of(answered: Answered) -> str:
    """The question in the list of questions, with its answer before it."""
    now = OUTCOME_WORDS[answered.now.outcome]
    beside = f" (report: {OUTCOME_WORDS[answered.report.outcome]})" if answered.differs else ""
    return f"{now}{beside} · {answered.now.question.question}"


def answer_html(answered: Answered) -> Markup:
    """The answer of now and, where it is another one, the report's beside it."""
    check = answered.now
    parts = [
        Markup('<h3 class="grip-asked">{}</h3>').format(check.question.question),
        Markup('<p class="grip-answer">{} {}</p>').format(render_macro("badge", check.outcome), check.says),
    ]
    if answered.differs or check.says != answered.report.says:
        parts.append(
            Markup('<p class="grip-report"><strong>{}</strong> {} {}</p>').format(
                "The report says:", render_macro("badge", answered.report.outcome), answered.report.says
            )
        )
    seen = f"Reviewed by: {check.question.reviewed_by}. How the report judges it: {check.question.how}"
    parts.append(Markup('<p class="note">{}</p>').format(seen))
    return Markup('<div class="grip">{}</div>').format(Markup("").join(parts))


def standing_html(what_if: WhatIf, answers: Sequence[Answered]) -> str:
    """Nothing differs from the report; or the standing sentence, what was moved, and what follows of it."""
    if what_if.is_report:
        return '<p class="grip-standing same">Thresholds as in the report.</p>'
    report, now = what_if.service_month.thresholds, what_if.thresholds
    lines = [
        f"“{one.label}” ({one.section.replace('-', ' ')}): {one.shown(one.of(now))} instead of "
        f"{one.shown(one.of(report))}"
        for one in what_if.moved()
    ]
    if not answers:
        said = "Thresholds were moved on another page. This one is as in the report."
        return f'<p class="grip-standing same">{said}</p>'
    differing = [one for one in answers if one.differs]
    follows = f"{count(len(differing), 'answer')} of {len(answers)} on this page differ from the report."
    if len(differing) == 1:
        follows = f"1 answer of {len(answers)} on this page differs from the report."
    said = f"{join_words(lines)}. {follows}"
    return f'<p class="grip-standing moved"><strong>{STANDING}</strong> {escape(said)}</p>'
