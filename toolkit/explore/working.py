"""How does a person see that the page is working, and hear in words what went wrong?

Widgets swallow what goes wrong in a callback. Here it is said on the page: a mistake with how to mend
it, a fault of ours with its place and nothing of the records.
"""

from __future__ import annotations

import atexit
import gc
import html
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ipywidgets as widgets

from toolkit.errors import AuditError

Act = Callable[[Any], None]


class Working:
    """The sign that something is being worked out, and the words about what could not be."""

    def __init__(self) -> None:
        self.sign = widgets.HTML(_sign("Ready"))
        self.said = widgets.HTML("")
        self._depth = 0

    def watch(self, control: widgets.Widget, act: Act, trait: str = "value") -> None:
        """Do something with each new value of a control."""
        control.observe(lambda change: self.do(act, change["new"]), names=trait)

    def press(self, button: widgets.Button, act: Callable[[], None]) -> None:
        """Do something when a button is pressed."""
        button.on_click(lambda _: self.do(lambda _: act(), None))

    def do(self, act: Act, value: Any) -> None:
        """Do it, saying that it is being done and what came of it."""
        if self._depth:  # a control that another one has just set: part of the same step
            act(value)
            return
        self._depth += 1
        self.sign.value = _sign("Working…")
        said = ""
        try:
            act(value)
        except AuditError as error:
            said = f"{error.what} {error.mend}".strip()
        except Exception as error:  # noqa: BLE001  the page must say so: a widget would keep it to itself
            said = _fault(error)
        finally:
            self._depth -= 1
        self.sign.value = _sign("Ready")
        if self.said.value != _alert(said):
            self.said.value = _alert(said)


def settle() -> None:
    """Let the interpreter look past all that is loaded by now: it stays, and no cycle in it will be freed.

    Else its collector goes through every record and picture in the midst of a move, for a fifth of a second.
    """
    gc.unfreeze()  # what was closed since is freed
    gc.collect()
    gc.freeze()


def set_aside() -> None:
    """The same of what was made since, at once: what it leaves unfreed is freed when all settles again."""
    gc.freeze()


atexit.register(gc.unfreeze)  # or what is left at the end would be reported as leaked


def _sign(words: str) -> str:
    kind = "busy" if words != "Ready" else "ready"
    return f'<p class="grip-sign {kind}" role="status" aria-live="polite">{html.escape(words)}</p>'


def _alert(words: str) -> str:
    return f'<p class="grip-alert" role="alert">{html.escape(words)}</p>' if words else ""


def _fault(error: Exception) -> str:
    """The kind and the place of a fault; its own words may hold values of the records."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = ""
    if trace is not None:
        place = f" ({Path(trace.tb_frame.f_code.co_filename).name}, line {trace.tb_lineno})"
    return (
        f"This could not be worked out, through a fault of the toolkit: {type(error).__name__}{place}. "
        "What stands below is as it was before. Please report the words above."
    )
