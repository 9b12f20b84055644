"""How are the cells of a notebook run in a kernel that is already there, before anybody looks?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
from jupyter_client.blocking.client import BlockingKernelClient
from nbformat.v4 import output_from_msg

_SHOWN = ("display_data", "error", "execute_result", "stream")
_SECONDS = 300
_SECONDS_TO_BE_READY = 120


def run_cells(notebook: Path, connection_file: Path) -> None:
    """Run every code cell in the kernel of that connection file; the outputs stand in the notebook then.

    A cell that fails ends the run: its words stand in the notebook for whoever opens it.
    """
    copy = nbformat.read(notebook, as_version=4)
    client = BlockingKernelClient(connection_file=str(connection_file))
    client.load_connection_file()
    client.start_channels(hb=False)  # on a busy machine a late heartbeat is no sign of death
    try:
        client.wait_for_ready(timeout=_SECONDS_TO_BE_READY)
        for cell in copy.cells:
            if cell.cell_type == "code" and not _run(client, cell):
                break
    finally:
        client.stop_channels()
    nbformat.write(copy, notebook)


def _run(client: Any, cell: nbformat.NotebookNode) -> bool:
    outputs: list[nbformat.NotebookNode] = []

    def keep(message: Any) -> None:
        if message["msg_type"] in _SHOWN:
            outputs.append(output_from_msg(message))

    reply = client.execute_interactive(cell.source, output_hook=keep, timeout=_SECONDS, allow_stdin=False)
    cell.outputs, cell.execution_count = outputs, reply["content"]["execution_count"]
    return bool(reply["content"]["status"] == "ok")
