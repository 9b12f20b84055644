"""Both engines leave the same executed notebook, byte for byte, whatever its cells show."""

from __future__ import annotations

import difflib
import os
from pathlib import Path

import nbformat
import papermill
import pytest
from papermill.exceptions import PapermillExecutionError

from tests.functional.tricky_notebooks import TRICKY, tricky
from toolkit.run.normalise import normalise, write_notebook

pytestmark = pytest.mark.filterwarnings("ignore:.*TCP transport.*")  # a kernel as papermill starts it


@pytest.fixture(autouse=True)
def own_folder(repository: Path, tmp_path: Path, monkeypatch):
    """The toolkit of this checkout, and a folder of its own."""
    monkeypatch.setenv("PYTHONPATH", str(repository))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
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
