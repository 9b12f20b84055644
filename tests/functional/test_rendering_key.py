"""A changed style gives new pages from the notebooks that are there; what a cell loads is no mere style."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.functional.small_provider import hashes, write_provider
from toolkit.run.code import PAGE_ONLY

MONTH = "2026-10"

# Runs the cells of every audit's notebook, and prints the files of the toolkit that were opened for it.
OPENED = """
import ast, json, sys
from pathlib import Path

repository = Path(sys.argv[1])
opened = set()
sys.addaudithook(lambda event, facts: opened.add(str(facts[0])) if event == "open" else None)
for name in sys.argv[2:]:
    cells = json.loads((repository / "notebooks" / f"{name}.ipynb").read_text())["cells"]
    names = dict(service="oakfield", month="2026-10", as_of="", workspace=".")
    for cell in cells:
        if cell["cell_type"] == "code" and "parameters" not in cell["metadata"].get("tags", []):
            *before, last = ast.parse("".join(cell["source"])).body
            exec(compile(ast.Module(before, []), name, "exec"), names)
            if isinstance(last, ast.Expr):
                shown = eval(compile(ast.Expression(last.value), name, "eval"), names)
                getattr(shown, "_repr_mimebundle_", getattr(shown, "_repr_html_", str))()
            else:
                exec(compile(ast.Module([last], []), name, "exec"), names)
package = repository / "toolkit"
found = [Path(name) for name in opened if Path(name).is_relative_to(package)]
print("\\n".join(sorted(path.relative_to(package).as_posix() for path in found)))
"""


def test_nothing_that_a_notebook_loads_counts_as_mere_style(workspace: Path, repository: Path) -> None:
    from toolkit.audits import AUDITS

    ran = subprocess.run(
        [sys.executable, "-c", OPENED, str(repository), *AUDITS],
        cwd=workspace,
        env={**os.environ, "PYTHONPATH": str(repository)},
        capture_output=True,
        text=True,
        check=True,
    )

    opened = ran.stdout.splitlines()
    compiled = {
        f"report/{Path(name).name.split('.')[0]}.py"
        for name in opened
        if name.startswith("report/__pycache__/")
    }
    assert "report/template/pieces.html.j2" in opened
    assert not PAGE_ONLY & {*opened, *compiled}
    assert {name for name in PAGE_ONLY if not (repository / "toolkit" / name).is_file()} == set()


def audit(workspace: Path, code: Path, *more: str) -> str:
    """`grip audit` of one service with the toolkit that lies in `code`; what it said."""
    ran = subprocess.run(
        [sys.executable, "-m", "toolkit", "audit", MONTH, "--service", "oakfield", *more],
        cwd=workspace,
        env={**os.environ, "PYTHONPATH": str(code)},
        capture_output=True,
        text=True,
        check=True,
    )
    return ran.stdout if more else ran.stderr


@pytest.mark.slow
def test_a_changed_style_makes_new_pages_and_runs_no_notebook(tmp_path: Path, repository: Path) -> None:
    code, workspace = tmp_path / "code", write_provider(tmp_path / "provider")
    for part in ("toolkit", "notebooks"):
        shutil.copytree(repository / part, code / part, ignore=shutil.ignore_patterns("__pycache__"))
    audit(workspace, code)
    folder = workspace / "outputs" / MONTH / "oakfield"
    notebooks = {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in folder.glob("notebooks/*")}
    with (code / "toolkit/report/template/page.css").open("a", encoding="utf-8") as style:
        style.write("main { max-width: 71rem; }\n")

    planned = audit(workspace, code, "--plan")
    said = audit(workspace, code)

    assert planned.count("render  the pages' style changed") == 4
    assert "0 run, 4 rendered anew, 0 skipped as unchanged." in said
    assert all("max-width: 71rem" in path.read_text() for path in folder.glob("*.html"))
    assert {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in notebooks} == notebooks
    fresh = write_provider(tmp_path / "fresh")
    audit(fresh, code)
    assert hashes(folder.parent) == hashes(fresh / "outputs" / MONTH)
