"""How do results come to stand in `outputs/` whole or not at all?

Everything is written to a private work folder first and then moved, file by file, onto its final
name. A reader never meets half a file, and never a report of an earlier run beside a failed one.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from toolkit.problems import Problem

MANIFEST = "manifest.json"
WORK = ".work"
KEYS = ".keys"
WORKERS = "workers"  # the folder in WORK of what workers write for themselves
TEMPORARY = "temporary-folder"
_TEMPORARY_PREFIX = "grip-"
_PRIVATE = 0o700
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_PROBLEM_COLUMNS = (
    "code", "service", "file", "sheet", "row", "table", "column", "value", "says", "mend", "effect",
)  # fmt: skip


def make_private_folder(path: Path) -> Path:
    """The folder, made if need be; new folders are closed to other users of the machine."""
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir(mode=_PRIVATE, exist_ok=True)
    return path


def write_text(path: Path, text: str) -> None:
    """Write the whole file under a temporary name beside it, then move it into place."""
    make_private_folder(path.parent)
    temporary = path.with_name(f".{path.name}.part")
    try:
        temporary.write_text(text, encoding="utf-8", newline="")
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)  # half of it, when the disk is full


def publish_folder(work: Path, target: Path, *, stale: Iterable[str] = ()) -> None:
    """Move every file of `work` to the same name below `target`, the manifest last.

    The old manifest goes first and the files named in `stale` next: a folder without a manifest is
    one whose publishing was cut short. Files nobody named (people's own) stay.
    """
    make_private_folder(target)
    (target / MANIFEST).unlink(missing_ok=True)
    for name in sorted(stale):
        (target / name).unlink(missing_ok=True)
    names = sorted(path.relative_to(work) for path in work.rglob("*") if path.is_file())
    for part in sorted(names, key=lambda part: part.as_posix() == MANIFEST):
        make_private_folder((target / part).parent)
        os.replace(work / part, target / part)


def is_whole(folder: Path) -> bool:
    """Whether the folder of a service was published to its end."""
    return (folder / MANIFEST).is_file()


def make_temporary_folder(work: Path) -> Path:
    """The run's private temporary folder, the same one each time it is asked for.

    It lies where temporary folders do and not below `work`, because sockets are made in it and the
    name of a socket must be short; a note in `work` tells `sweep` of it.
    """
    note = make_private_folder(work) / TEMPORARY
    if not note.is_file():
        note.write_text(tempfile.mkdtemp(prefix=_TEMPORARY_PREFIX), encoding="utf-8")
    return Path(note.read_text(encoding="utf-8"))


def sweep(outputs: Path) -> None:
    """Remove what a run left, ended or interrupted; only the holder of the lock may do so."""
    for note in (outputs / WORK).glob(f"*/{TEMPORARY}"):
        folder = Path(note.read_text(encoding="utf-8"))
        if folder.name.startswith(_TEMPORARY_PREFIX):
            shutil.rmtree(folder, ignore_errors=True)
    shutil.rmtree(outputs / WORK, ignore_errors=True)
    for path in outputs.glob("[0-9]*/**/.*.part"):
        path.unlink(missing_ok=True)


def sha256_of(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def problems_as_csv(problems: Iterable[Problem]) -> str:
    """`problems.csv`: one row a problem, safe to open in Excel (no cell is read as a formula)."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_PROBLEM_COLUMNS)
    for problem in problems:
        origin = problem.origin
        row = "" if origin.row is None else str(origin.row)
        cells = (
            problem.code, problem.service, origin.file, origin.sheet or "", row, problem.table,
            problem.column, problem.value, problem.says, problem.mend, problem.effect.value,
        )  # fmt: skip
        writer.writerow(as_plain_cell(cell) for cell in cells)
    return "\ufeff" + text.getvalue()  # the mark that tells Excel the file is UTF-8


def as_plain_cell(text: str) -> str:
    """A cell that a spreadsheet shows and never calculates.

    >>> as_plain_cell("=HYPERLINK(1)")
    "'=HYPERLINK(1)"
    >>> as_plain_cell("oakfield")
    'oakfield'
    """
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA_STARTS) else text
