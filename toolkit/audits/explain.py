"""What does one code mean: what is asked, where is the line drawn and why, and who sees to it?

The words are those of the questions, thresholds and problem codes; here they are put side by side
(`grip explain`). Nothing is computed, and no record is read.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from toolkit.audits.checks import Question
from toolkit.audits.complaints.questions import QUESTIONS as COMPLAINTS
from toolkit.audits.oversight.questions import QUESTIONS as OVERSIGHT
from toolkit.audits.recovery.questions import QUESTIONS as RECOVERY
from toolkit.audits.staffing.questions import QUESTIONS as STAFFING
from toolkit.errors import WrongUse
from toolkit.parameters.framework import REGULATIONS
from toolkit.parameters.overrides import SECTIONS, shown_value
from toolkit.problems import Effect
from toolkit.sources.contract import TABLES
from toolkit.sources.problem_codes import PROBLEM_CODES, ProblemCode, mending_of

if TYPE_CHECKING:  # reading parameter files takes pandas, and the defaults need none
    from toolkit.parameters import Parameters

QUESTIONS: Mapping[str, Question] = {
    question.code: question for question in (*STAFFING, *COMPLAINTS, *OVERSIGHT, *RECOVERY)
}
# The definitions a check rests on, by the tables that are read with them.
DEFINITIONS = {
    "staffing-definitions": {"staffing_needs", "shifts"},
    "care-definitions": {"care"},
    "learning-definitions": {"learning"},
    "oversight-definitions": {"evidence"},
    "recovery-definitions": {"risks", "actions"},
}
WIDTH = 100
LONG = 40  # a list of words is let out of its column, or it would push the reasons off the screen
BECOMES = {
    Effect.FILE_NOT_READ: "The file, or the sheet, is not read.",
    Effect.ROW_NOT_USED: "The row is not used; the other rows are.",
    Effect.CELL_LEFT_BLANK: "The cell is read as blank; the rest of the row is used.",
    Effect.ROW_USED: "The row is used.",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One threshold in force: its value, its default, why the default is there, and why it was changed."""

    section: str
    key: str
    value: Any
    default: Any
    why: str
    changed_because: str = ""

    @property
    def changed(self) -> bool:
        return bool(self.value != self.default)

    def as_json(self) -> dict[str, object]:
        return {
            "section": self.section,
            "key": self.key,
            "value": _plain(self.value),
            "default": _plain(self.default),
            "why": self.why,
            "changed_because": self.changed_because or None,
        }


@dataclass(frozen=True, slots=True)
class CheckExplained:
    """One check with the thresholds in force: the defaults, or those of one service ("" = defaults)."""

    question: Question
    service: str
    reviewed_by: str
    escalates_to: str
    regulations: Mapping[str, str]
    lines: tuple[Line, ...]

    def as_text(self) -> str:
        question = self.question
        parts = [
            f"{question.code}\n{question.question}\n",
            _block("How it is calculated", [question.how, *self._numbers_note()]),
            _block("What it can say", [_levels(question)]),
            *self._thresholds(),
            _block("Who sees to it", [f"Reviewed by: {self.reviewed_by}. Escalates to: {self.escalates_to}.",
                                      f"Next step: {question.next_step}"]),
            _block("Records it needs", [f"{name}: a row is {TABLES[name].row_is}"
                                        for name in question.tables]),
            _block("Quality statements", question.quality_statements),
            _block("Regulations", [f"{code}: {title}" for code, title in self.regulations.items()]),
        ]  # fmt: skip
        return "\n".join(part for part in parts if part)

    def _numbers_note(self) -> list[str]:
        if not any(line.changed for line in self.lines):
            return []
        return [f"Its numbers are the defaults; those in force at {self.service} stand below."]

    def _thresholds(self) -> list[str]:
        whose = f"at {self.service}" if self.service else "by default"
        sections: dict[str, list[Line]] = {}
        for line in self.lines:
            sections.setdefault(line.section, []).append(line)
        return [
            _block(f"Thresholds {whose} ({section})", _columns(lines)) for section, lines in sections.items()
        ]

    def as_json(self) -> dict[str, object]:
        question = self.question
        return {
            "code": question.code,
            "is": "check",
            "kind": question.kind.value,
            "level": question.kind.level.value,
            "question": question.question,
            "how": question.how,
            "service": self.service or None,
            "thresholds": [line.as_json() for line in self.lines],
            "reviewed_by": self.reviewed_by,
            "escalates_to": self.escalates_to,
            "next_step": question.next_step,
            "tables": list(question.tables),
            "quality_statements": list(question.quality_statements),
            "regulations": dict(self.regulations),
        }


@dataclass(frozen=True, slots=True)
class ProblemExplained:
    """One kind of problem: what it means, what becomes of the row, and how to mend it."""

    entry: ProblemCode

    def as_text(self) -> str:
        return "\n".join([
            f"{self.entry.code}\n{self.entry.means}\n",
            _block("What becomes of it", [BECOMES[self.entry.effect]]),
            _block("How to mend it", [mending_of(self.entry)]),
        ])  # fmt: skip

    def as_json(self) -> dict[str, object]:
        return {
            "code": self.entry.code,
            "is": "problem",
            "means": self.entry.means,
            "effect": self.entry.effect.value,
            "mend": mending_of(self.entry),
        }


def explain_code(
    code: str, parameters: Parameters | None = None, service: str = ""
) -> CheckExplained | ProblemExplained:
    """What a check or problem code means; with parameters, as it stands at that service.

    Raises WrongUse, with the nearest code or service, for one that is not known.

    >>> explain_code("total-row").as_json()["effect"]
    'row not used'
    >>> explain_code("rushed-record")
    Traceback (most recent call last):
    ...
    toolkit.errors.WrongUse: There is no check or problem code "rushed-record".
      Did you mean "rushed-records"?
    """
    if parameters is not None:
        parameters.service(service)
    if code in QUESTIONS:
        return _explain_check(QUESTIONS[code], parameters, service)
    if code in PROBLEM_CODES:
        return ProblemExplained(PROBLEM_CODES[code])
    raise WrongUse.unknown("check or problem code", code, [*QUESTIONS, *PROBLEM_CODES])


def _explain_check(question: Question, parameters: Parameters | None, service: str) -> CheckExplained:
    roles, titles = (question.reviewed_by, question.escalates_to), REGULATIONS
    changed: dict[tuple[str, str], tuple[Any, str]] = {}
    if parameters is not None:
        roles = (parameters.title(roles[0], service), parameters.title(roles[1], service))
        titles = parameters.framework.regulations
        for section, key, _, value, reason in parameters.changed_thresholds(service):
            changed[section, key] = (value, reason)
    lines = []
    for section in sections_of(question):
        for key, field in SECTIONS[section].model_fields.items():
            value, reason = changed.get((section, key), (field.default, ""))
            lines.append(Line(section, key, value, field.default, str(field.description), reason))
    regulations = {name: titles.get(name, "") for name in question.regulations}
    return CheckExplained(question, service, *roles, regulations, tuple(lines))


def sections_of(question: Question) -> list[str]:
    """The threshold sections a check is judged by: its own, then the definitions it rests on.

    A check of other checks has neither.
    """
    if question.code not in SECTIONS:
        return []
    tables = set(question.tables)
    return [question.code, *(section for section, needed in DEFINITIONS.items() if needed <= tables)]


def _levels(question: Question) -> str:
    level = question.kind.level.value
    few = "" if level == "watch" else " On too few records to be sure it says watch."
    return (
        f"It is a {question.kind.value}: when it fires it says {level}.{few} What could not be tested says "
        "no_evidence, which is never good news; clear is said only of what was tested."
    )


def _columns(lines: Iterable[Line]) -> list[str]:
    """Key, value and why, in columns; a value that was set says what it stands in place of."""
    rows = [(one.key, _shown(one), one.changed_because if one.changed else one.why) for one in lines]
    keys, values = (max(len(row[place]) for row in rows if len(row[place]) < LONG) for place in (0, 1))
    return [f"{key:<{keys}}  {value:<{values}}  {why}" for key, value, why in rows]


def _shown(line: Line) -> str:
    value = shown_value(line.value)
    return f"{value} (default {shown_value(line.default)})" if line.changed else value


def _block(heading: str, paragraphs: Iterable[str]) -> str:
    """A heading with its paragraphs indented below it; nothing where there is none."""
    wrapped = [
        textwrap.fill(paragraph, WIDTH, initial_indent="  ", subsequent_indent="    ", break_long_words=False)
        if "  " not in paragraph else f"  {paragraph}"
        for paragraph in paragraphs
    ]  # fmt: skip
    return "\n".join([heading, *wrapped, ""]) if wrapped else ""


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
