"""Does a notebook find the toolkit when the checkout is its own workspace?"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

from toolkit.run.environment import worker_environment

RUN_IT = """
from pathlib import Path
from toolkit.run.execute import execute_notebook
execute_notebook(Path({path!r}), {{}}, workspace=Path.cwd())
print("done")
"""


def test_kernel_whose_working_folder_is_the_checkout_imports_the_toolkit(
    tmp_path: Path, repository: Path
) -> None:
    path = tmp_path / "imports.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell("import toolkit", id="setup")]), path)

    done = subprocess.run(
        [sys.executable, "-c", RUN_IT.format(path=str(path))],
        cwd=repository, env=worker_environment(tmp_path), capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.stdout.splitlines()[-1:] == ["done"], done.stderr
