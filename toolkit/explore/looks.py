"""How does the explorer look, and what are its controls called for those who hear the page?"""

from __future__ import annotations

from pathlib import Path

import anywidget
import ipywidgets as widgets

from toolkit.report.templates import style

_HERE = Path(__file__).parent


class Names(anywidget.AnyWidget):
    """Shows nothing; gives every slider of the page its name and its value."""

    _esm = (_HERE / "names.js").read_text(encoding="utf-8")


def looks_and_names() -> list[widgets.Widget]:
    """The style sheets and the names, as parts of the page that show nothing."""
    sheet = (_HERE / "explore.css").read_text(encoding="utf-8")
    return [widgets.HTML(f"<style>{style('pieces.css')}{sheet}</style>"), Names()]
