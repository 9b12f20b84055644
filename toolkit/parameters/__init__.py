"""What did the provider settle, once and for every audit? (the folder `parameters/`)

`load` gives frozen, checked values; `find_workspace` finds the folder; `write` renders the files.
The names are loaded when first asked for: the defaults alone (`thresholds.py`) need no file read.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # for type checkers and editors; at run time __getattr__ does the same, later
    from toolkit.parameters.framework import Framework as Framework
    from toolkit.parameters.loading import Parameters as Parameters
    from toolkit.parameters.loading import load as load
    from toolkit.parameters.provider import Provider as Provider
    from toolkit.parameters.services import Service as Service
    from toolkit.parameters.thresholds import Thresholds as Thresholds
    from toolkit.parameters.workspace import find_workspace as find_workspace

_HOME = {
    "Framework": "framework",
    "Parameters": "loading",
    "Provider": "provider",
    "Service": "services",
    "Thresholds": "thresholds",
    "find_workspace": "workspace",
    "load": "loading",
}

__all__ = ["Framework", "Parameters", "Provider", "Service", "Thresholds", "find_workspace", "load"]


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"toolkit.parameters has no public name {name!r}")
    return getattr(import_module(f"toolkit.parameters.{_HOME[name]}"), name)
