"""How does the explorer look, and what are its controls called for those who hear the page?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import anywidget
import ipywidgets as widgets

from toolkit.report.templates import style

_HERE = Path(__file__).parent
# What the pictures fill the unknown with. It stands once, outside the tabs: in a tab that is not on show
# no picture would find it.
_HATCH = (
    '<svg width="0" height="0" aria-hidden="true" style="position:absolute"><defs><pattern id="hatch" '
    'width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="6" height="6" fill="var(--band-unknown)"/>'
    '<path d="M0,0V6" stroke="var(--none)" stroke-width="1.6" opacity=".4"/></pattern></defs></svg>'
)


class Names(anywidget.AnyWidget):
    """Shows nothing; names what ipywidgets leaves nameless, leads to a control, and tells of clicks."""

    _esm = (_HERE / "names.js").read_text(encoding="utf-8")

    def lead_to(self, name: str) -> None:
        """Bring the slider or list of that name into sight, and the keyboard to it."""
        self.send({"lead_to": name})

    def when_clicked(self, act: Callable[[Mapping[str, str]], None]) -> None:
        """Told the words that the clicked mark of a picture is drawn from."""
        self.on_msg(lambda _, told, __: act(told["clicked"]))


def looks() -> widgets.Widget:
    """The style sheets, as a part of the page that shows nothing."""
    sheet = (_HERE / "explore.css").read_text(encoding="utf-8")
    return widgets.HTML(f"<style>{style('pieces.css')}{sheet}</style>{_HATCH}")
