"""What is one thing a notebook cell shows?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from toolkit.report.templates import render_macro, style


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing a cell shows: HTML for people, plain text for a terminal, data where it carries any."""

    html: str
    text: str
    data: Mapping[str, Any] = field(default_factory=dict)
    styled: bool = False  # brings the style sheet of the pieces into a notebook; a page has its own

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        sheet = f"<style data-grip>{style('pieces.css')}</style>" if self.styled else ""
        return {
            "text/html": f'{sheet}<div class="grip">{self.html}</div>',
            "text/plain": self.text,
            **self.data,
        }


def said_only(said: str) -> Piece:
    """An answer without a table: there is nothing to list."""
    return Piece(render_macro("paragraph", said), said)
