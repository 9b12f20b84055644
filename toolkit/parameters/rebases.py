"""Since when do new limits hold for an indicator of a service, why, and who decided it?

Limits on a chart do not move on their own. Where a named, lasting change of the work made an indicator
another figure (a unit opened, nights staffed anew), a service declares so in its own file; nothing looks
for a better place to start. What a declared start does is the business of `measures/charts_over_time`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict, field_validator

from toolkit.errors import nearest
from toolkit.parameters.mistakes import Mistakes, shown
from toolkit.parameters.yaml_files import YamlFile
from toolkit.sources.contract.governance import INDICATORS

KNOWN_INDICATORS = tuple(INDICATORS.split())
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


class DeclaredRebase(BaseModel):
    """The limits of one indicator set anew from a month (`YYYY-MM`) on, with the reason and who decided it.

    A start declared for `audit_score` holds for the scores of every theme as well.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    indicator: str
    month: str
    reason: str
    decided_by: str

    @field_validator("indicator", mode="before")
    @classmethod
    def _is_known(cls, written: object) -> str:
        if isinstance(written, str) and written in KNOWN_INDICATORS:
            return written
        what = "there is no value." if written is None else f"{shown(written)} is not an indicator."
        raise ValueError(f"{what}\n{nearest(written if isinstance(written, str) else '', KNOWN_INDICATORS)}")

    @field_validator("month", mode="before")
    @classmethod
    def _is_a_month(cls, written: object) -> str:
        if isinstance(written, str) and _MONTH.fullmatch(written):
            return written
        what = "there is no value." if written is None else f"{shown(written)} is not a month."
        raise ValueError(f"{what}\nWrite the first month of the new limits as YYYY-MM, such as 2026-04.")

    @field_validator("reason", mode="before")
    @classmethod
    def _has_a_reason(cls, written: object) -> str:
        return _one_text(written, "Write what changed in the work: limits do not move because figures did.")

    @field_validator("decided_by", mode="before")
    @classmethod
    def _was_decided(cls, written: object) -> str:
        return _one_text(written, "Write which meeting or role decided it.")


def refuse_twice(rebases: Iterable[DeclaredRebase], file: YamlFile, mistakes: Mistakes) -> None:
    """Note every start declared a second time: of two reasons, nobody could tell which one holds."""
    seen: dict[tuple[str, str], int] = {}
    for number, one in enumerate(rebases):
        first = seen.setdefault((one.indicator, one.month), number)
        if first != number:
            mistakes.add(
                file.name, file.line(("rebases", number)),
                f"rebases > number {number + 1}: {one.indicator} is set anew from {one.month} in number "
                f"{first + 1} too.", "Keep one of the two.",
            )  # fmt: skip


def _one_text(written: object, mend: str) -> str:
    text = " ".join(written.split()) if isinstance(written, str) else ""
    if text:
        return text
    is_blank = written is None or isinstance(written, str)
    raise ValueError(f"{'there is no value.' if is_blank else f'{shown(written)} is not a text.'}\n{mend}")
