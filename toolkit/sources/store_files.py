"""How do the store's own files come to lie on disk, whole or not at all?

Every file is written under a temporary name and moved into place, in folders only their owner can
open. Two builds on one workspace take turns.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path
from urllib.parse import quote

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from filelock import FileLock

from toolkit.problems import Effect, Origin, Problem

PRIVATE = 0o700
TEMPORARY = ".part"
DUCKDB_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "threads": "2",
    "memory_limit": "1GB",
}


def make_folder(folder: Path) -> Path:
    """The folder, made if need be with those it lies in; what is made is private to the user."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(mode=PRIVATE, exist_ok=True)
    return folder


def write_whole(path: Path, content: bytes) -> None:
    """Put the content at the path in one move."""
    if not path.parent.is_dir():
        make_folder(path.parent)
    part = path.with_name(f"{path.name}.{os.getpid()}{TEMPORARY}")
    part.write_bytes(content)
    os.replace(part, path)


def write_if_changed(path: Path, content: bytes) -> bool:
    """Put the content at the path unless it is there already; say whether it was put."""
    if path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content:
        return False
    write_whole(path, content)
    return True


@contextmanager
def only_builder(folder: Path) -> Iterator[None]:
    """Wait until no other process builds this store, then keep others out."""
    with FileLock(make_folder(folder) / "_lock"):
        yield


def empty_folder(folder: Path) -> None:
    """Take away everything in the folder but the lock."""
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name != "_lock":
            path.unlink()


def sha256_of(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def code_version() -> str:
    """A digest of the code that reads, and of the libraries it reads with: another one, another store."""
    return _CODE_VERSION


def digest_of_code(*places: Path) -> str:
    """A digest of Python files, of folders of them, and of what they are run and read with."""
    digest = hashlib.sha256()
    libraries = [sys.version, pd.__version__, pa.__version__, np.__version__, duckdb.__version__]
    libraries.append(metadata.version("python-calamine"))
    digest.update(" ".join(libraries).encode() + b"\n")
    for place in places:
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            digest.update(f"{path.relative_to(place.parent).as_posix()}\0".encode() + path.read_bytes())
    return digest.hexdigest()


_HERE = Path(__file__).parent
_BESIDE = [_HERE.parent / f"{name}.py" for name in ("clock", "errors", "period", "problems")]
# Taken when the code is loaded: a notebook left open while the code is mended must not put the name of the
# mended code on what the old code read.
_CODE_VERSION = digest_of_code(_HERE, *_BESIDE)


def folder_name(service: str) -> str:
    """A service id as the name of a folder; whatever it holds, it names a folder right here.

    >>> folder_name("oakfield"), folder_name("../x")
    ('oakfield', '%2E%2E%2Fx')
    """
    return quote(service, safe="").replace(".", "%2E")


def connect() -> duckdb.DuckDBPyConnection:
    """A DuckDB of its own, that fetches nothing; one opened before a fork would hang after it."""
    duck = duckdb.connect(":memory:", config=DUCKDB_SETTINGS)
    duck.execute("SET enable_progress_bar_print = false")  # it would write into what a slow command prints
    return duck


def as_pattern(path: Path) -> str:
    """The path as DuckDB takes it: as a pattern, in which a workspace called `[x]` would match `x`.

    >>> as_pattern(Path("[x]/care.parquet"))
    '[[]x]/care.parquet'
    """
    return re.sub(r"[\[*?]", r"[\g<0>]", str(path))


def as_parquet(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd")
    return sink.getvalue().to_pybytes()


_PROBLEM_COLUMNS = (
    "code",
    "file",
    "sheet",
    "row",
    "table",
    "column",
    "value",
    "says",
    "mend",
    "effect",
    "service",
)


def problems_as_parquet(problems: tuple[Problem, ...]) -> bytes:
    columns: dict[str, list[object]] = {name: [] for name in _PROBLEM_COLUMNS}
    for problem in problems:
        origin = problem.origin
        for name in _PROBLEM_COLUMNS:
            place = origin if name in ("file", "sheet", "row") else problem
            columns[name].append(getattr(place, name))
    types = {"row": pa.int64()}
    return as_parquet(
        pa.table({name: pa.array(found, types.get(name, pa.string())) for name, found in columns.items()})
    )


def read_parquet(path: Path, columns: Sequence[str] | None = None, *, use_threads: bool = True) -> pa.Table:
    """A file of the store, or some of its columns.

    Never through Python bytes: Arrow's worker threads may let go of what they read a moment after the
    caller has it, and letting go of a Python object while the interpreter ends aborts the process.
    """
    with pq.ParquetFile(path) as file:
        return file.read(columns=columns, use_threads=use_threads)


def sorted_rows(rows: pa.Table, names: Sequence[str]) -> pa.Table:
    """The rows in the order of the columns named, by this thread alone (`read_parquet` says why)."""
    return rows.take(pc.sort_indices(rows, [(name, "ascending") for name in names]))


def read_problems(path: Path) -> tuple[Problem, ...]:
    found = read_parquet(path).to_pydict()
    rows = zip(*(found[name] for name in _PROBLEM_COLUMNS), strict=True)
    return tuple(
        Problem(code, Origin(file, sheet, row), table, column, value, says, mend, Effect(effect), service)
        for code, file, sheet, row, table, column, value, says, mend, effect, service in rows
    )
