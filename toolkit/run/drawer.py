"""Who draws the pictures of a batch?

The engine that turns a described picture into SVG takes most of a second to start, draws its first
pictures four times as slowly as later ones, and cannot be started before a fork. So it is not started
in the child of each service: one child a worker only draws, for one service after the other. It is
told the picture and answers the SVG, and keeps nothing of either; the same description gives the same
bytes whatever was drawn before (`test_drawer`).
"""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from toolkit.run.engine.channel import Channel
from toolkit.run.engine.forks import Fork, LastingTemplate, TemplateFailed
from toolkit.run.limits import Limits

_PICTURE_SECONDS = 30.0  # a hundred times what the slowest takes


class Drawer:
    """A child of the template that draws; a new one when it dies or hangs."""

    def __init__(self, template: LastingTemplate, folder: Path) -> None:
        """`folder` is private; the child has a folder of its own in it for as long as it lives."""
        self._template = template
        self._folder = folder
        self._home = folder
        self._fork: Fork | None = None

    def draw(self, spec: dict[str, Any], limits: Limits) -> str:
        """The picture as SVG; "" when it could not be had here, and whoever wants it is to draw it."""
        try:
            fork = self._ready(limits)
            fork.channel.send({"spec": spec}, _PICTURE_SECONDS)
            told = fork.channel.receive(_PICTURE_SECONDS)
        except (TemplateFailed, OSError):  # TimeoutError is an OSError
            told = None
        if told is None:
            self.end()
            return ""
        return str(told["svg"])

    def stop(self) -> None:
        """End the process at once, from any thread; whoever waits for a picture learns that it has ended."""
        fork = self._fork
        if fork is not None:
            with suppress(TemplateFailed):
                fork.kill()

    def end(self) -> None:
        fork, self._fork = self._fork, None
        if fork is not None:
            with suppress(TemplateFailed):
                fork.kill()
            fork.channel.close()
            shutil.rmtree(self._home, ignore_errors=True)

    def _ready(self, limits: Limits) -> Fork:
        if self._fork is None:
            self._home = Path(tempfile.mkdtemp(dir=self._folder))
            self._fork = self._template.fork(
                "pictures",
                folder=str(self._home),
                memory_set_aside=limits.memory_set_aside,
                file_size=limits.file_size,
            )
        return self._fork


def draw_for(channel: Channel) -> None:
    """In the child that draws: one picture after the other, until nobody wants another."""
    from toolkit.report.drawing import draw_here

    while (told := channel.receive()) is not None:
        try:
            svg = draw_here(told["spec"])
        except ValueError:  # it cannot be drawn: whoever described it will find out by drawing it
            svg = ""
        channel.send({"svg": svg})


def have_drawn(channel: Channel, spec: dict[str, Any]) -> str:
    """In a child that runs audits: the picture as the supervisor has it drawn, else drawn here."""
    from toolkit.report.drawing import draw_here

    channel.send({"draw": spec})
    told = channel.receive()
    return (told or {}).get("svg") or draw_here(spec)
