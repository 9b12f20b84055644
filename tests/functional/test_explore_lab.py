"""Does the explorer's JupyterLab stay on this machine and keep its token, whatever is set elsewhere?"""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import threading
import time
import venv
import webbrowser
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import SimpleNamespace
from urllib.error import HTTPError
from urllib.parse import unquote, urlsplit
from urllib.request import ProxyHandler, build_opener

import pytest

from toolkit.explore import lab as labs
from toolkit.explore import opening
from toolkit.explore.lab import Lab, LabMissing, LabUnguarded, running_lab, turns_strangers_away
from toolkit.explore.lab_settings import write_settings
from toolkit.explore.running import Ended, start

# What somebody may have written for a container, or for a lecture hall.
HOSTILE = {
    "ServerApp": {
        "ip": "0.0.0.0",
        "allow_remote_access": True,
        "allow_unauthenticated_access": True,
        "base_url": "/elsewhere/",
        "open_browser": True,
        "token": "",
        "password": "",
    },
    "IdentityProvider": {"token": ""},
    "PasswordIdentityProvider": {"hashed_password": "", "password_required": False},
    "LabApp": {"news_url": "https://news.example/feed.xml", "extension_manager": "pypi"},
}


@pytest.fixture
def hostile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same settings beside Python, at home, on the path set for Jupyter, and in the environment."""
    home, path, python = tmp_path / "home", tmp_path / "path", tmp_path / "python"
    venv.create(python, symlinks=True)
    for folder in (home / ".jupyter", path, python / "etc" / "jupyter"):
        folder.mkdir(parents=True)
        for name in ("jupyter_server_config", "jupyter_lab_config", "jupyter_config"):
            (folder / f"{name}.json").write_text(json.dumps(HOSTILE), encoding="utf-8")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", str(path))
    monkeypatch.setenv("JUPYTER_TOKEN", "known-to-all")
    monkeypatch.setenv("JUPYTER_GATEWAY_URL", "http://127.0.0.1:9/another-machine")
    monkeypatch.setenv("JUPYTER_PATH", str(path))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(place for place in sys.path if place))
    monkeypatch.setattr(labs.sys, "executable", str(python / "bin" / "python"))


def status_without_token(lab: Lab, way: str) -> int:
    try:
        with build_opener(ProxyHandler({})).open(f"{lab.root}{way}", timeout=30) as told:
            return int(told.status)
    except HTTPError as refused:
        return refused.code


@pytest.mark.skipif(os.name == "nt", reason="Python stands elsewhere in its environment there")
@pytest.mark.usefixtures("hostile")
def test_settings_that_stand_elsewhere_neither_open_it_nor_move_it(workspace: Path) -> None:
    with running_lab(workspace, {"explore": {}}) as lab:
        folder = (workspace / lab.work).parent
        said = json.loads((folder / "runtime" / f"jpserver-{lab.process.pid}.json").read_text())

        assert said["hostname"] == "127.0.0.1"
        assert said["base_url"] == "/"
        assert lab.ask("status")["kernels"] == 0
        for way in ("contents", "status", "kernels"):
            assert status_without_token(lab, f"api/{way}") == 403
        assert "news.example" not in (folder / "jupyterlab.log").read_text(encoding="utf-8")
        assert status_without_token(lab, "api/contents?token=known-to-all") == 403


@pytest.mark.skipif(sys.platform != "linux", reason="reads the command lines in /proc")
def test_the_token_stands_in_no_command_line_and_no_environment_and_in_files_of_this_user_only(
    workspace: Path,
) -> None:
    with running_lab(workspace, {"explore": {}}) as lab:
        folder = (workspace / lab.work).parent
        process = Path("/proc") / str(lab.process.pid)
        holders = [
            path for path in folder.rglob("*") if path.is_file() and lab.token.encode() in path.read_bytes()
        ]

        assert lab.token.encode() not in (process / "cmdline").read_bytes()
        assert lab.token.encode() not in (process / "environ").read_bytes()
        assert folder / "config" / "jupyter_server_config.json" in holders
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert [path for path in holders if stat.S_IMODE(path.stat().st_mode) != 0o600] == []


class Anybody(BaseHTTPRequestHandler):
    """A server that tells everything to whoever asks."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def open_to_all() -> Iterator[Lab]:
    server = HTTPServer(("127.0.0.1", 0), Anybody)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Lab(f"http://127.0.0.1:{server.server_port}/", "token", "work", None)  # type: ignore[arg-type]
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_server_that_answers_without_the_token_is_known_as_one(open_to_all: Lab) -> None:
    assert open_to_all.ask("status") == {}
    assert not turns_strangers_away(open_to_all)


def test_a_server_that_answers_anybody_is_ended_and_nothing_is_opened(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = []
    end = labs._end
    monkeypatch.setattr(labs, "turns_strangers_away", lambda lab: False)
    monkeypatch.setattr(labs, "_end", lambda process: (end(process), ended.append(process.poll())))

    with pytest.raises(LabUnguarded) as refused, running_lab(workspace, {"explore": {}}):
        pytest.fail("it was opened")

    assert str(refused.value) == (
        "JupyterLab was ended again: it answers without its token, or beyond this machine.\n"
        "  Something on this machine overrules its settings: ask whoever looks after its Python."
    )
    assert refused.value.exit_code == 2
    assert [code is not None for code in ended] == [True]
    assert list((workspace / "outputs" / ".explore").iterdir()) == []


SILENT = "exec sleep 60"
HALF_SAID = """printf '{"url": "ht' > "$JUPYTER_RUNTIME_DIR/jpserver-$$.json"; exec sleep 60"""
GONE_AGAIN = (
    """printf '{"url": "http://127.0.0.1:9/", "hostname": "127.0.0.1"}' """
    """> "$JUPYTER_RUNTIME_DIR/jpserver-$$.json"; exec sleep 60"""
)
on_posix = pytest.mark.skipif(os.name == "nt", reason="a shell script stands for the server")


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """The processes that were started; one that is left is ended after the test by its own clock."""
    processes = []
    popen = subprocess.Popen

    def remembered(*words: object, **settings: object) -> subprocess.Popen[bytes]:
        processes.append(popen(*words, **settings))  # type: ignore[call-overload]
        return processes[-1]

    monkeypatch.setattr(labs.subprocess, "Popen", remembered)
    return processes


def stand_in(monkeypatch: pytest.MonkeyPatch, folder: Path, script: str) -> None:
    """A server that does only what the script says."""
    server = folder / "server"
    server.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    server.chmod(0o700)
    monkeypatch.setattr(labs.sys, "executable", str(server))


@on_posix
@pytest.mark.parametrize("script", [SILENT, HALF_SAID])
def test_a_server_is_ended_when_somebody_presses_ctrl_c_while_it_starts(
    workspace: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    started: list[subprocess.Popen[bytes]],
    script: str,
) -> None:
    waits = []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 10:
            raise KeyboardInterrupt
        time.sleep(seconds)

    stand_in(monkeypatch, tmp_path, script)
    monkeypatch.setattr(labs, "time", SimpleNamespace(sleep=sleep, monotonic=time.monotonic))

    with pytest.raises(KeyboardInterrupt), running_lab(workspace, {"explore": {}}):
        pytest.fail("it was opened")

    assert [process.poll() is not None for process in started] == [True]
    assert list((workspace / "outputs" / ".explore").iterdir()) == []


@on_posix
def test_a_server_of_which_nobody_can_say_whom_it_answers_is_ended(
    workspace: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    started: list[subprocess.Popen[bytes]],
) -> None:
    stand_in(monkeypatch, tmp_path, GONE_AGAIN)
    monkeypatch.setattr(labs, "_answers", lambda lab: True)  # and then is silent
    monkeypatch.setattr(labs, "_SECONDS_TO_START", 1)

    with pytest.raises(LabMissing, match="did not start"), running_lab(workspace, {"explore": {}}):
        pytest.fail("it was opened")

    assert [process.poll() is not None for process in started] == [True]


def test_of_a_server_that_is_silent_nobody_knows_whether_it_turns_strangers_away() -> None:
    silent = Lab("http://127.0.0.1:9/", "token", "work", None)  # type: ignore[arg-type]

    assert turns_strangers_away(silent) is None


def test_nothing_that_is_set_for_another_jupyter_reaches_this_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = ("JUPYTER_GATEWAY_URL", "JUPYTER_PATH", "JUPYTERLAB_DIR", "JPY_PARENT_PID", "IPYTHON_ARGS")
    for name in (*others, "IPYTHONDIR"):
        monkeypatch.setenv(name, "elsewhere")
    monkeypatch.setenv("UNRELATED", "kept")

    settings = write_settings(tmp_path, tmp_path, "token")

    assert [name for name in others if name in settings] == []
    assert settings["IPYTHONDIR"] == str(tmp_path / "ipython")
    assert settings["UNRELATED"] == "kept"


def test_a_file_of_the_workspace_is_not_run_in_the_place_of_a_library(
    workspace: Path, tmp_path: Path
) -> None:
    """Neither by the server, nor by its kernels, nor by a command that START HERE runs."""
    for library in ("nbformat", "jupyter_server", "pandas"):
        (workspace / f"{library}.py").write_text("raise SystemExit('the wrong file')", encoding="utf-8")
    ends: list[Ended] = []

    with running_lab(workspace, {"explore": {}}) as lab:
        assert lab.ask("status")["kernels"] == 0
    start(workspace, ["list"], lambda _: None, ends.append).join()

    assert [one.code for one in ends] == [0], ends
    assert write_settings(tmp_path, workspace, "token")["PYTHONSAFEPATH"] == "1"


def test_the_browser_is_told_a_file_and_not_the_token(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file leads to the page, is for this user only, and is gone when the command has ended."""
    told: list[str] = []
    kept: list[tuple[str, int]] = []
    addresses: list[str] = []

    def open_browser(address: str) -> bool:
        told.append(address)
        file = Path(unquote(urlsplit(address).path))
        kept.append((file.read_text(encoding="utf-8"), stat.S_IMODE(file.stat().st_mode)))
        return True

    monkeypatch.setattr(webbrowser, "open", open_browser)
    monkeypatch.setattr(opening, "run_notebook", lambda *_: None)
    monkeypatch.setattr(opening.signal, "signal", lambda *_: None)

    def say(words: str) -> None:
        if words.startswith("Nothing done there"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        opening.open_in_lab(workspace, service="oakfield", say=say, address=addresses.append)

    token = addresses[0].partition("token=")[2]
    assert len(token) > 30
    assert told[0].startswith("file:///")
    assert token not in told[0]
    page, mode = kept[0]
    assert f'content="0;url={addresses[0]}"' in page
    assert mode == 0o600 or os.name == "nt"
    assert not Path(unquote(urlsplit(told[0]).path)).exists()
