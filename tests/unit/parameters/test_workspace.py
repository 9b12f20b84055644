"""Is the workspace found from where one stands?"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.parameters.files import write_workspace
from toolkit.errors import NoUsableInput, WrongUse
from toolkit.parameters import find_workspace


@pytest.fixture(autouse=True)
def no_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GRIP_WORKSPACE", raising=False)


def test_a_folder_that_is_named_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRIP_WORKSPACE", "/nowhere")
    monkeypatch.chdir(tmp_path)

    assert find_workspace(".") == find_workspace(str(tmp_path)) == tmp_path.resolve()


def test_the_variable_comes_before_the_folders_upward(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = write_workspace(tmp_path / "here")
    there = write_workspace(tmp_path / "there")
    monkeypatch.chdir(here)
    monkeypatch.setenv("GRIP_WORKSPACE", str(there))

    assert find_workspace("") == there.resolve()


def test_the_nearest_folder_upward_with_services_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outer = write_workspace(tmp_path)
    inner = write_workspace(outer / "inner")
    (inner / "notebooks").mkdir()
    monkeypatch.chdir(inner / "notebooks")

    assert find_workspace("") == inner.resolve()


def test_a_folder_that_is_not_there_is_wrong_use() -> None:
    with pytest.raises(WrongUse) as raised:
        find_workspace("no-such-folder")

    assert str(raised.value) == (
        'There is no folder "no-such-folder".\n  Name the folder that holds parameters/.'
    )


def test_a_variable_that_names_no_folder_is_named_as_the_cause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRIP_WORKSPACE", "no-such-folder")

    with pytest.raises(WrongUse) as raised:
        find_workspace("")

    assert str(raised.value) == (
        'There is no folder "no-such-folder" (named by GRIP_WORKSPACE).\n'
        "  Name the folder that holds parameters/."
    )


def test_nothing_found_says_how_to_get_a_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    with pytest.raises(NoUsableInput) as raised:
        find_workspace("")

    assert raised.value.exit_code == 4
    assert str(raised.value) == (
        f"Neither {tmp_path.resolve()} nor any folder above it holds parameters/services.csv.\n"
        '  Go to the folder that does, name it with --workspace, or write a sample with "grip sample".'
    )
