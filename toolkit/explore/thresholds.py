"""Which thresholds can be moved for a question, from where to where, and what do they mean?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from annotated_types import Ge

from toolkit.audits.checks import Question
from toolkit.audits.explain import sections_of
from toolkit.explore.threshold_words import label_of
from toolkit.parameters.overrides import SECTIONS, limits
from toolkit.parameters.thresholds import Thresholds
from toolkit.wording import number, share

Value = int | float
_ROOM = 3  # a slider of a number without a natural end reaches to three times the report's value
_LEAST_ROOM = 27  # and at least far enough to span a month
_STEPS_OF_SHARES = (0.01, 0.005)  # the first that meets the report's value, else the finest
_FINEST = 0.001


@dataclass(frozen=True, slots=True)
class Threshold:
    """One threshold that can be moved: its place in the parameter files, its range and its reason."""

    section: str
    key: str
    least: Value
    most: Value
    step: Value
    why: str

    @property
    def is_share(self) -> bool:
        return self.most == 1 and isinstance(self.most, float)

    @property
    def is_definition(self) -> bool:
        """True where the threshold says how records are counted, not when a question is answered."""
        return self.section.endswith("-definitions")

    @property
    def label(self) -> str:
        return label_of(self.section, self.key)

    def of(self, thresholds: Thresholds) -> Value:
        """Its value among these thresholds."""
        value: Value = getattr(getattr(thresholds, self.section.replace("-", "_")), self.key)
        return value

    def shown(self, value: Value) -> str:
        """The value as a person reads it."""
        return share(float(value)) if self.is_share else number(value, 2)


def thresholds_of(question: Question, report: Thresholds) -> tuple[Threshold, ...]:
    """The thresholds a question is judged by, its own before those of how records are counted."""
    return tuple(
        _threshold(section, key, field, report)
        for section in sections_of(question)
        for key, field in SECTIONS[section].model_fields.items()
        if _is_number(field)
    )


def moved(thresholds: Iterable[Threshold], report: Thresholds, now: Thresholds) -> list[Threshold]:
    """Those that do not stand where the report has them."""
    return [one for one in thresholds if one.of(report) != one.of(now)]


def _is_number(field: Any) -> bool:
    return field.annotation in (int, float) and any(isinstance(limit, Ge) for limit in field.metadata)


def _step_of_share(value: float) -> float:
    """How far one press of a key moves a share: whoever moves it away must be able to move it back.

    >>> _step_of_share(0.05), _step_of_share(0.045), _step_of_share(0.042), _step_of_share(1 / 3)
    (0.01, 0.005, 0.001, 0.001)
    """
    met = (step for step in _STEPS_OF_SHARES if abs(value / step - round(value / step)) < 1e-9)
    return next(met, _FINEST)


def _threshold(section: str, key: str, field: Any, report: Thresholds) -> Threshold:
    least, most = limits(field)
    value = getattr(getattr(report, section.replace("-", "_")), key)
    if field.annotation is float and most == 1:
        return Threshold(section, key, 0.0, 1.0, _step_of_share(value), str(field.description))
    far = min(most, max(value * _ROOM, value + _LEAST_ROOM))
    if field.annotation is int:
        return Threshold(section, key, int(least), int(far), 1, str(field.description))
    return Threshold(
        section, key, float(least), float(far), 0.05 if far <= 20 else 0.5, str(field.description)
    )
