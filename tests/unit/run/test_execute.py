"""A notebook runs with this interpreter, and every way of failing is told in one sentence."""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from toolkit.errors import WrongUse
from toolkit.run.execute import execute_notebook
from toolkit.run.failure import NotebookFailed, RunFailure
from toolkit.run.limits import Limits
from toolkit.run.normalise import write_notebook


@pytest.fixture
def notebook(tmp_path: Path, repository: Path, monkeypatch):
    """Writes a notebook with a parameters cell and one cell of the given code."""

    def write(code: str) -> Path:
        cells = [
            new_markdown_cell("# Tiny", id="title"),
            new_code_cell(
                'service: str = "oakfield"  # which', id="parameters", metadata={"tags": ["parameters"]}
            ),
            new_markdown_cell("## Fill by day", id="fill-about"),
            new_code_cell(code, id="fill"),
            new_code_cell('print("after")', id="after"),
        ]
        path = tmp_path / "tiny.ipynb"
        nbformat.write(new_notebook(cells=cells), path)
        return path

    monkeypatch.setenv("PYTHONPATH", str(repository))
    return write


def failure_of(path: Path, engine: str = "kernel", **limits: float) -> RunFailure:
    with pytest.raises(NotebookFailed) as caught:
        execute_notebook(path, {}, workspace=path.parent, limits=Limits(**limits), engine=engine)
    return caught.value.failure


def text_of(executed: nbformat.NotebookNode) -> str:
    return "".join(output.text for cell in executed.cells for output in cell.get("outputs", []))


def test_parameters_reach_the_cells_and_the_injected_cell_has_a_fixed_id(notebook):
    executed = execute_notebook(notebook("print(service)"), {"service": "birch"}, workspace=Path("/w"))

    assert text_of(executed) == "birch\nafter\n"
    assert executed.cells[2].id == "injected-parameters"


def test_parameter_that_is_not_declared_is_refused_before_anything_runs(notebook, tmp_path):
    path = notebook(f"open({str(tmp_path / 'ran')!r}, 'w')")

    with pytest.raises(WrongUse) as caught:
        execute_notebook(path, {"servise": "birch"}, workspace=tmp_path)

    assert str(caught.value) == (
        'The notebook tiny.ipynb declares no parameter "servise".\n  Did you mean "service"?'
    )
    assert not (tmp_path / "ran").exists()


def test_kernel_is_the_interpreter_that_runs_the_batch_whatever_kernels_the_machine_offers(
    notebook, tmp_path, monkeypatch
):
    other = tmp_path / "jupyter" / "kernels" / "python3"
    other.mkdir(parents=True)
    (other / "kernel.json").write_text('{"argv": ["/bin/false"], "display_name": "x", "language": "python"}')
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))

    executed = execute_notebook(
        notebook(f"import sys; print(sys.executable == {sys.executable!r})"), {}, workspace=tmp_path
    )

    assert text_of(executed) == "True\nafter\n"


def test_same_run_twice_gives_the_same_bytes(notebook, tmp_path):
    path = notebook("print({'b', 'a'} == {'a', 'b'})")
    for name in ("one", "two"):
        write_notebook(execute_notebook(path, {"service": "x"}, workspace=tmp_path), tmp_path / name)

    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_no_path_of_the_machine_is_kept(notebook, tmp_path):
    code = f"print({str(tmp_path)!r} + '/data/x.csv'); import sys; print(sys.prefix, file=sys.stderr)"

    executed = execute_notebook(notebook(code), {}, workspace=tmp_path)

    kept = text_of(executed)
    assert "./data/x.csv" in kept
    assert str(tmp_path) not in kept
    assert sys.prefix not in kept


def test_error_in_a_cell_is_told_by_its_kind_and_place_and_never_by_its_words(notebook):
    failure = failure_of(notebook("raise ValueError('Mrs Marker fell')"))

    assert failure == RunFailure(
        "failed",
        "An error of the kind ValueError stopped the notebook.",
        'cell "fill", section "Fill by day"',
    )


def test_mistake_of_a_user_is_told_in_its_own_words(notebook):
    code = "from toolkit.errors import WrongUse\nraise WrongUse.unknown('service', 'x', ['oakfield'])"

    failure = failure_of(notebook(code))

    assert (failure.what, failure.mend) == ('There is no service "x".', "Known: oakfield.")


def test_notebook_that_ends_itself_early_is_a_failed_run(notebook):
    failure = failure_of(notebook("import sys; sys.exit()"))

    assert failure == RunFailure(
        "failed", "The notebook ended before its last cell.", 'cell "fill", section "Fill by day"'
    )


@pytest.mark.parametrize(
    "code",
    ["import os; os._exit(0)", "import os; os.kill(os.getpid(), 9)"],
    ids=["os._exit", "kill -9"],
)
def test_kernel_that_dies_is_a_killed_run(notebook, code):
    failure = failure_of(notebook(code))

    assert (failure.state, failure.what, failure.where) == (
        "killed",
        "The program that runs the notebook ended without a word.",
        'cell "fill", section "Fill by day"',
    )


def test_run_past_its_time_is_stopped(notebook):
    failure = failure_of(notebook("import time; time.sleep(60)"), run=5)

    assert (failure.state, failure.what) == ("timed out", "The notebook was stopped after 5 seconds.")


def test_cell_past_its_time_is_stopped(notebook):
    failure = failure_of(notebook("import time; time.sleep(60)"), cell=1)

    assert (failure.state, failure.what) == ("timed out", "One cell was stopped after 1 seconds.")


FAILING = {
    "an error": ("raise ValueError('Mrs Marker fell')", {}),
    "a user's mistake": (
        "from toolkit.errors import WrongUse\nraise WrongUse.unknown('service', 'x', ['oakfield'])", {}
    ),
    "sys.exit": ("import sys; sys.exit()", {}),
    "os._exit": ("import os; os._exit(0)", {}),
    "a cell too long": ("import time; time.sleep(60)", {"cell": 3}),
    "a run too long": ("import time; time.sleep(60)", {"run": 8}),
    "too much shown": ("print('x' * 2_000_000)", {"output": 1_000_000}),
    "too much displayed": (
        "from IPython.display import HTML, display\ndisplay(HTML('x' * 2_000_000))", {"output": 1_000_000}
    ),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", FAILING)
def test_failure_is_told_in_the_same_words_on_both_engines(notebook, name):
    code, limits = FAILING[name]
    path = notebook(code)

    assert failure_of(path, "grip", **limits) == failure_of(path, "kernel", **limits)
