"""Which library does no process of ours wait for before it is asked something?

jsonschema, which nbformat and Altair import, has `rfc3987_syntax` build a parser of international web
addresses while it is imported: more than a second, a third of what a notebook or report needs to start.
Nothing here has such an address checked. A stand-in waits for the first one and then gives the
library's own answer, so that whoever does is served as before.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

GRAMMAR = "rfc3987_syntax"


def put_off(name: str, function: str) -> None:
    """Have the library `name` imported when its `function` is first called, or anything else is asked of it.

    A library that is not there, or imported already, is left alone.
    """
    if name in sys.modules:
        return
    spec = find_spec(name)
    if spec is None:
        return
    stand_in = ModuleType(name)
    stand_in.__spec__ = spec
    stand_in.__path__ = list(spec.submodule_search_locations or ())  # so that its parts can be imported

    def real() -> ModuleType:
        if sys.modules.get(name) is stand_in:
            sys.modules.pop(name, None)  # another thread may have come first
        return import_module(name)

    def answer(*values: Any, **named: Any) -> Any:
        return getattr(real(), function)(*values, **named)

    def other(asked: str) -> Any:
        if asked.startswith("__"):  # what Python itself looks for in every module
            raise AttributeError(asked)
        return getattr(real(), asked)

    vars(stand_in).update({function: answer, "__getattr__": other})
    sys.modules[name] = stand_in


def put_off_grammar_of_addresses() -> None:
    put_off(GRAMMAR, "is_valid_syntax")
