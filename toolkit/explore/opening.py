"""How does one command bring a service's month, or START HERE, onto the screen?"""

from __future__ import annotations

import signal
import sys
import webbrowser
from collections.abc import Callable
from pathlib import Path

from toolkit.explore.choice import Choice
from toolkit.explore.lab import run_notebook, running_lab

Say = Callable[[str], None]


def open_in_lab(
    workspace: Path,
    *,
    service: str = "",
    month: str = "",
    start_here: bool = False,
    browser: bool = True,
    say: Say = print,
    address: Say = print,
) -> None:
    """Open the explorer at one service and month, or START HERE, and stay until JupyterLab ends.

    `say` is told how far it has come, `address` where the page stands. Raises WrongUse for a service or
    month there is not, NoUsableInput where there is nothing to explore, LabMissing without JupyterLab,
    LabUnguarded where it would answer anybody.
    """
    chosen = {"service": service, "month": month}
    if not start_here:
        say("Reading the records…")
        named, newest = Choice.of_workspace(str(workspace)).first_choice(service, month)
        chosen = {"service": named, "month": newest}
    notebook = "start_here" if start_here else "explore"
    signal.signal(signal.SIGTERM, _stop)  # so that JupyterLab is ended, and its folder removed
    say("Starting JupyterLab on this machine…")
    with running_lab(workspace, {notebook: {} if start_here else chosen}) as lab:
        say("Opening the page…")
        run_notebook(lab, workspace, notebook)
        address(lab.page(notebook))
        if browser:
            webbrowser.open(lab.redirect((workspace / lab.work).parent, notebook).as_uri())
        say("Nothing done there alters a report. Press Ctrl-C here when you have finished.")
        lab.process.wait()


def _stop(*_: object) -> None:
    sys.exit(0)
