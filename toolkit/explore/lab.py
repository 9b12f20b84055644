"""How does the explorer come to stand in a browser, without a word typed in JupyterLab?

JupyterLab is started with settings of its own on a private copy of the notebook. The notebook's kernel
is started and its cells are run before the browser opens: JupyterLab finds the kernel of a notebook by
its path, and the widgets by the kernel.
"""

from __future__ import annotations

import html
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http.client import HTTPException
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import nbformat
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook

from toolkit.errors import AuditError
from toolkit.explore.lab_settings import write_private, write_settings
from toolkit.explore.prerun import run_cells
from toolkit.run.notebooks import find_notebooks
from toolkit.run.publish import make_private_folder

FOLDER = ".explore"
_SECONDS_TO_START = 60


class LabMissing(AuditError):
    """JupyterLab is not installed, or does not start."""

    exit_code = 2

    @classmethod
    def not_installed(cls) -> LabMissing:
        return cls(
            "JupyterLab is not installed beside the toolkit.",
            "Install it: python -m pip install jupyterlab ipywidgets",
        )

    @classmethod
    def did_not_start(cls, said: str) -> LabMissing:
        last = f" It said: {said}" if said else ""
        return cls(
            f"JupyterLab did not start.{last}", 'Try "jupyter lab" in this folder to see what it lacks.'
        )


class LabUnguarded(AuditError):
    """JupyterLab runs, but anybody who finds it could use it."""

    exit_code = 2

    @classmethod
    def answers_anybody(cls) -> LabUnguarded:
        return cls(
            "JupyterLab was ended again: it answers without its token, or beyond this machine.",
            "Something on this machine overrules its settings: ask whoever looks after its Python.",
        )


@dataclass(frozen=True, slots=True)
class Lab:
    """A JupyterLab that runs: where it answers, its token, and the folder of its working copies."""

    root: str  # http://127.0.0.1:1234/
    token: str
    work: str  # the folder of the working copies, relative to the workspace
    process: subprocess.Popen[bytes]

    def page(self, notebook: str) -> str:
        """The address at which a notebook opens, alone on the screen."""
        return f"{self.root}doc/tree/{quote(self.work)}/{notebook}.ipynb?token={self.token}"

    def redirect(self, folder: Path, notebook: str) -> Path:
        """A page, readable by this user only, that leads to the notebook.

        It is what a browser is told to open: what stands on a command line, every user of the machine
        can read, and the address holds the token.
        """
        address = html.escape(self.page(notebook))
        page = folder / f"{notebook}.html"
        write_private(
            page,
            '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Opening the page</title>'
            f'<meta http-equiv="refresh" content="0;url={address}"></head>'
            f'<body><p><a href="{address}">Open the page</a></p></body></html>',
        )
        return page

    def ask(self, way: str, body: Mapping[str, Any] | None = None) -> Any:
        """One question to the server's own interface."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"token {self.token}", "Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.root}api/{way}", data=data, headers=headers)
        # No proxy: the question is put to this machine.
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=30) as told:
            text = told.read()
        return json.loads(text) if text else None


@contextmanager
def running_lab(workspace: Path, parameters: Mapping[str, Mapping[str, str]]) -> Iterator[Lab]:
    """JupyterLab on private copies of the notebooks, each with these parameters; ended afterwards.

    Raises LabMissing when JupyterLab is not installed or does not start, LabUnguarded when it would
    answer others than whoever holds the token, on this machine.
    """
    if find_spec("jupyterlab") is None or find_spec("ipywidgets") is None:
        raise LabMissing.not_installed()
    base = make_private_folder(workspace / "outputs" / FOLDER)
    _sweep(base)
    folder = Path(tempfile.mkdtemp(prefix=f"{os.getpid()}-", dir=base))
    try:
        work = folder / "work"
        work.mkdir(mode=0o700)
        for name, given in parameters.items():
            copy = parameterize_notebook(load_notebook_node(str(find_notebooks() / f"{name}.ipynb")), given)
            nbformat.write(copy, work / f"{name}.ipynb")
        lab = _start(workspace, folder)
        try:
            yield lab
        finally:
            _end(lab.process)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(base: Path) -> None:
    """Remove what a run left that was killed: the folder is named after its process."""
    for left in base.iterdir():
        number = left.name.partition("-")[0]
        if number.isdigit() and not _is_running(int(number)):
            shutil.rmtree(left, ignore_errors=True)


def _is_running(process: int) -> bool:
    if os.name == "nt":  # there, asking a process this way would end it
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def run_notebook(lab: Lab, workspace: Path, notebook: str) -> None:
    """Start the notebook's kernel, run its cells, and keep what they show in the working copy."""
    way = f"{lab.work}/{notebook}.ipynb"
    session = lab.ask(
        "sessions",
        {"path": way, "name": notebook, "type": "notebook", "kernel": {"name": "python3"}},
    )
    runtime = (workspace / lab.work).parent / "runtime"
    run_cells(workspace / way, runtime / f"kernel-{session['kernel']['id']}.json")
    lab.ask(f"contents/{quote(way)}/trust", {})


def _start(workspace: Path, folder: Path) -> Lab:
    """A server that answers, stays on this machine and turns strangers away; else there is none."""
    token = secrets.token_urlsafe(32)
    environment = write_settings(folder, workspace, token)
    # -P: a file of the workspace that is named like a library is not run in its place.
    command = [sys.executable, "-P", "-m", "toolkit.explore.lab_server"]
    with (folder / "jupyterlab.log").open("wb") as log:
        process = subprocess.Popen(
            [*command, f"--ServerApp.root_dir={workspace}"], env=environment, cwd=workspace,
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
        try:
            return _when_guarded(process, workspace, folder, token)
        except BaseException:  # Ctrl-C too: the server is in a session of its own, and does not hear it
            _end(process)
            raise


def _when_guarded(process: subprocess.Popen[bytes], workspace: Path, folder: Path, token: str) -> Lab:
    """Wait until the server answers and is sure to turn strangers away."""
    work = (folder / "work").relative_to(workspace).as_posix()
    until = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < until and process.poll() is None:
        said = _what_it_says(folder / "runtime" / f"jpserver-{process.pid}.json")
        if said is not None:
            lab = Lab(f"http://127.0.0.1:{urlsplit(said['url']).port}/", token, work, process)
            if _answers(lab):
                guarded = turns_strangers_away(lab)
                if guarded is False or said["hostname"] != "127.0.0.1":
                    raise LabUnguarded.answers_anybody()
                if guarded:
                    return lab
        time.sleep(0.1)
    lines = (folder / "jupyterlab.log").read_text(encoding="utf-8", errors="replace").strip().splitlines()
    raise LabMissing.did_not_start(lines[-1].replace(token, "...") if lines else "")


def _what_it_says(runtime: Path) -> Mapping[str, Any] | None:
    """Where the server says it listens; None while it has not written that to the end."""
    try:
        said: Mapping[str, Any] = json.loads(runtime.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return said


def turns_strangers_away(lab: Lab) -> bool | None:
    """Whether its own interface is refused to whoever comes without the token; None while it is silent."""
    try:
        replace(lab, token="").ask("contents")
    except urllib.error.HTTPError as refused:
        return refused.code in (401, 403)
    except (OSError, HTTPException):
        return None
    except ValueError:  # it answered, in whatever words
        return False
    return False


def _answers(lab: Lab) -> bool:
    try:
        lab.ask("status")
    except (OSError, HTTPException, ValueError):
        return False
    return True


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the server and its kernels, which it takes along."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=10)
