"""Which audits are there, and what does each ask?

`AUDITS` is loaded when first asked for, so that who only wants the words of a question
(`grip explain`) does not wait for everything that answers it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # for type checkers and editors; at run time __getattr__ does the same, later
    from toolkit.audits.kinds import AUDITS as AUDITS
    from toolkit.audits.kinds import AuditKind as AuditKind

__all__ = ["AUDITS", "STORE_IS_BUILT", "AuditKind"]

# Set by a batch for its notebooks: it has built the store, and an export that arrives while it runs
# must not make half of the reports differ from the other half.
STORE_IS_BUILT = "GRIP_STORE_IS_BUILT"


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"toolkit.audits has no public name {name!r}")
    from toolkit.audits import kinds

    return getattr(kinds, name)
