"""What do we tell a user who made a mistake, and with which exit code do we stop?

`AuditError` and its children are shown plainly, without a traceback. Anything else is a bug of ours
and is shown whole. Wrong data is neither: it is a `Problem` (problems.py), and the audit goes on.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, known: Iterable[str]) -> str:
    """A sentence that names the nearest known word, or all of them when none is near.

    >>> nearest("oakfeild", ["oakfield", "birch-lodge"])
    'Did you mean "oakfield"?'
    >>> nearest("x", ["oakfield", "birch-lodge"])
    'Known: birch-lodge, oakfield.'
    """
    names = sorted(known)
    close = get_close_matches(word, names, n=1)
    if close:
        return f'Did you mean "{close[0]}"?'
    shown = ", ".join(names[:20]) + (f" and {len(names) - 20} more" if len(names) > 20 else "")
    return f"Known: {shown}." if names else "None are known yet."


class AuditError(Exception):
    """A mistake a user can mend; the message says what, where and how."""

    exit_code = 2

    def __init__(self, what: str, mend: str = "") -> None:
        self.what = what
        self.mend = mend
        super().__init__(f"{what}\n  {mend}" if mend else what)


class WrongUse(AuditError):
    """The command, notebook or function was asked for something that does not exist."""

    exit_code = 2

    @classmethod
    def month_not_understood(cls, month: str) -> WrongUse:
        return cls(f'"{month}" is not a month.', "Write year and month, for example 2026-10.")

    @classmethod
    def day_not_understood(cls, day: str) -> WrongUse:
        return cls(f'"{day}" is not a day.', "Write year, month and day, for example 2026-10-31.")

    @classmethod
    def as_of_outside_month(cls, day: str, month: str) -> WrongUse:
        return cls(
            f"The day {day} lies outside the month {month}.",
            f"Choose a day in {month}, or leave it out to look back from the month's last day.",
        )

    @classmethod
    def unknown(cls, what: str, word: str, known: Iterable[str]) -> WrongUse:
        return cls(f'There is no {what} "{word}".', nearest(word, known))


class WrongParameters(AuditError):
    """The parameter files hold mistakes; all of them are listed, each with its file and key."""

    exit_code = 3

    def __init__(self, mistakes: Iterable[str]) -> None:
        self.mistakes = tuple(mistakes)
        count = len(self.mistakes)
        heading = "1 mistake in the parameters:" if count == 1 else f"{count} mistakes in the parameters:"
        super().__init__("\n".join([heading, *self.mistakes]))


class NoUsableInput(AuditError):
    """There is nothing to read."""

    exit_code = 4


class OutputsUnwritable(AuditError):
    """Results cannot be written: the disk is full, or the folder belongs to somebody else."""

    exit_code = 2


class WorkspaceBusy(AuditError):
    """Another batch is running on the same workspace."""

    exit_code = 2
