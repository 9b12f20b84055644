"""Both engines leave the same executed notebook, byte for byte, whatever its cells show."""

from __future__ import annotations

import difflib
import os
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import nbformat
import papermill
import pytest
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat.v4 import new_code_cell, new_notebook
from papermill.engines import papermill_engines
from papermill.exceptions import PapermillExecutionError

from tests.functional.tricky_notebooks import TRICKY, tricky
from toolkit.audits import AUDITS
from toolkit.errors import WrongUse
from toolkit.run.engine.papermill_engine import GripEngine
from toolkit.run.normalise import normalise, write_notebook


@pytest.fixture(autouse=True)
def own_folder(repository: Path, tmp_path: Path, monkeypatch):
    """The toolkit of this checkout, and a folder of its own."""
    monkeypatch.setenv("PYTHONPATH", str(repository))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    papermill_engines.register("grip", GripEngine)  # in a checkout that is not installed
    monkeypatch.chdir(tmp_path)


def run(source: Path, engine: str | None, parameters: dict[str, object]) -> list[str]:
    """The notebook as it is kept after this engine has run it, in lines."""
    out = source.with_suffix(f".{engine}.ipynb")
    os.environ.pop("PYTEST_CURRENT_TEST", None)  # it keeps kernels from catching what other programs print
    try:
        papermill.execute_notebook(str(source), str(out), parameters, engine_name=engine, progress_bar=False)
        ended = "ended well"
    except PapermillExecutionError as error:
        ended = f"{error.cell_index} {error.exec_count} {error.ename} {error.evalue} {error.traceback}"
    kept = normalise(nbformat.read(out, as_version=4), source.parent)
    write_notebook(kept, out)
    return [ended.replace("\n", " / "), *out.read_text(encoding="utf-8").splitlines()]


@pytest.mark.slow
@pytest.mark.parametrize("name", TRICKY)
def test_tricky_notebook_is_the_same_on_both_engines(name, tmp_path):
    source = tmp_path / "tricky.ipynb"
    nbformat.write(tricky(name), source)

    forked = run(source, "grip", {"n": 3})
    (tmp_path / "made.txt").unlink(missing_ok=True)
    kernel = run(source, "nbclient", {"n": 3})

    assert "\n".join(difflib.unified_diff(kernel, forked, "kernel", "grip", lineterm="", n=4)) == ""
    assert len(forked) > 100


OURS = sorted(f"{name}.ipynb" for name in AUDITS)


@pytest.mark.slow
@pytest.mark.parametrize("name", OURS)
def test_our_notebook_is_the_same_on_both_engines(name, workspace, repository, monkeypatch):
    monkeypatch.chdir(workspace)
    source = Path(shutil.copy(repository / "notebooks" / name, workspace))
    asked = {"service": "oakfield", "month": "2026-10", "workspace": "."}

    forked = run(source, "grip", asked)
    kernel = run(source, "nbclient", asked)

    assert forked[0] == "ended well"
    assert forked == kernel


@pytest.mark.slow
def test_notebook_of_all_services_is_the_same_on_both_engines(undisturbed, repository, tmp_path, monkeypatch):
    provider = shutil.copytree(undisturbed, tmp_path / "provider")
    monkeypatch.chdir(provider)
    source = Path(shutil.copy(repository / "notebooks" / "provider_overview.ipynb", provider))
    asked = {"month": "2026-10", "workspace": "."}

    forked = run(source, "grip", asked)
    kernel = run(source, "nbclient", asked)

    assert forked[0] == "ended well"
    assert forked == kernel


def test_papermill_command_knows_the_engine(tmp_path):
    installed = [point.name for point in metadata.entry_points(group="papermill.engine")]
    if "grip" not in installed:
        pytest.skip("an entry point needs an installed distribution")
    nbformat.write(tricky("stops at an error"), tmp_path / "in.ipynb")

    ran = subprocess.run(
        [sys.executable, "-m", "papermill", "--engine", "grip", "in.ipynb", "out.ipynb", "-p", "n", "3"],
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )

    executed = nbformat.read(tmp_path / "out.ipynb", as_version=4)
    assert "LookupError: here" in ran.stderr
    texts = [output.get("text") for cell in executed.cells for output in cell.get("outputs", [])]
    assert texts == ["shown\n", None]
    assert executed.metadata.papermill.exception is True
    assert executed.metadata.language_info.name == "python"


def test_parameter_that_is_not_declared_is_refused_by_the_engine_before_anything_runs(tmp_path):
    notebook = tricky("shapes")
    notebook.cells.append(new_code_cell("open('ran', 'w')"))
    nbformat.write(notebook, tmp_path / "in.ipynb")

    with pytest.raises(WrongUse, match=r'in\.ipynb declares no parameter "servise"'):
        papermill.execute_notebook(
            "in.ipynb", "out.ipynb", {"servise": "x"}, engine_name="grip", progress_bar=False
        )

    assert not (tmp_path / "ran").exists()


@pytest.mark.slow
@pytest.mark.parametrize(
    "imports", ["import ipywidgets", "ipywidgets = __import__('ipywidgets')"], ids=["seen", "found out"]
)
def test_notebook_with_widgets_goes_to_the_kernel_and_keeps_their_state(imports, tmp_path):
    code = f"{imports}\nipywidgets.IntSlider(value=7, description='Shifts')"
    nbformat.write(new_notebook(cells=[new_code_cell(code)], metadata=tricky("shapes").metadata), "in.ipynb")

    papermill.execute_notebook("in.ipynb", "out.ipynb", engine_name="grip", progress_bar=False)

    executed = nbformat.read("out.ipynb", as_version=4)
    assert "application/vnd.jupyter.widget-view+json" in executed.cells[0].outputs[0].data
    states = executed.metadata.widgets["application/vnd.jupyter.widget-state+json"]["state"].values()
    assert 7 in [state["state"].get("value") for state in states]


def test_cell_past_its_time_is_stopped_and_nothing_of_it_is_left(tmp_path):
    code = "import os, time\nopen('pid', 'w').write(str(os.getpid()))\ntime.sleep(600)"
    nbformat.write(new_notebook(cells=[new_code_cell(code)], metadata=tricky("shapes").metadata), "in.ipynb")

    with pytest.raises(CellTimeoutError):
        papermill.execute_notebook(
            "in.ipynb", None, engine_name="grip", progress_bar=False, execution_timeout=2
        )

    assert not Path(f"/proc/{(tmp_path / 'pid').read_text()}").exists()


def test_process_that_dies_is_told_as_a_dead_kernel_is(tmp_path):
    nbformat.write(
        new_notebook(cells=[new_code_cell("import os; os._exit(0)")], metadata=tricky("shapes").metadata),
        "in.ipynb",
    )

    with pytest.raises(DeadKernelError):
        papermill.execute_notebook("in.ipynb", None, engine_name="grip", progress_bar=False)
