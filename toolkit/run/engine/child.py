"""What does a forked child do, from the fork to its end?

It makes itself private (folder, temporary files, random numbers, limits) and does one task for whoever
holds the other end of its line: run the cells it is sent, or the audits of one service, or draw.
"""

from __future__ import annotations

import os
import random
import socket
import sys
import tempfile
from pathlib import Path
from typing import Any

from toolkit.run.engine.channel import Channel, Json
from toolkit.run.limits import limit_this_process


def live(end: socket.socket, settings: Json) -> None:
    """Do the task of the settings; returns when nothing more is wanted."""
    folder = Path(settings["folder"])
    make_private(folder)
    limit_this_process(settings.get("memory_set_aside"), settings.get("file_size"))
    if settings.get("import_here"):
        sys.path.insert(0, "")  # as in a kernel that papermill starts
    TASKS[settings["task"]](Channel(end), folder, settings)


def make_private(folder: Path) -> None:
    """Nothing random, temporary or of the user's own is shared with another child."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.environ.update(TMPDIR=str(folder), IPYTHONDIR=str(folder / "ipython"))
    tempfile.tempdir = None
    random.seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()


def run_cells(channel: Channel, folder: Path, settings: Json) -> None:
    """Run each cell that comes, and tell what it shows and how it went."""
    from toolkit.run.engine.shell import CellsHere

    def deliver(kind: str, content: Json) -> None:
        channel.send({"kind": kind, "content": content})

    cells = CellsHere(folder, output_limit=settings.get("output"))
    while (told := channel.receive()) is not None:
        channel.send({"reply": cells.run(told["code"], deliver)})


def run_audits(channel: Channel, folder: Path, settings: Json) -> None:
    """Run each audit that comes, as a worker does (`toolkit.run.worker`)."""
    from toolkit.run.worker import serve_audits

    serve_audits(channel, folder)


def draw_pictures(channel: Channel, folder: Path, settings: Json) -> None:
    """Draw each picture that comes (`toolkit.run.drawer`)."""
    from toolkit.run.drawer import draw_for

    draw_for(channel)


TASKS: dict[str, Any] = {"cells": run_cells, "audits": run_audits, "pictures": draw_pictures}
