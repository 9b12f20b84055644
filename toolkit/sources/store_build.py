"""How does the store come to hold what lies in data/, reading only what changed?

Three steps, each kept: a file is read and checked (again only when its bytes, the reading code, the
themes or the services changed); the files of a table are merged (again only when one of them
changed); parts whose content stayed the same are not touched.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from toolkit.problems import Effect, Problem
from toolkit.sources.contract import DATA_TABLES, ORIGIN_COLUMNS, Table
from toolkit.sources.found_files import find_files
from toolkit.sources.inventory import SourceFile
from toolkit.sources.merging import find_complaints_before_incidents
from toolkit.sources.stays import find_people_without_stays
from toolkit.sources.store_files import (
    code_version,
    connect,
    empty_folder,
    folder_name,
    only_builder,
    problems_as_parquet,
    read_parquet,
    read_problems,
    sha256_of,
    write_whole,
)
from toolkit.sources.store_index import (
    Index,
    read_index,
    read_record,
    schema_of,
    table_read,
    write_index,
)
from toolkit.sources.store_parts import write_parts
from toolkit.sources.store_reading import THREADS, keep_file
from toolkit.sources.values import plain_word

LEFT_OUT_IN_MERGING = ("same-row-twice", "duplicate-id")


@dataclass(frozen=True, slots=True)
class _FileKey:
    """One source file, and the folder in the store that holds what was read from it."""

    path: Path
    label: str
    sha256: str
    key: str


@dataclass(frozen=True, slots=True)
class _Settings:
    """What else decides how a file is read."""

    service_ids: frozenset[str]
    themes: Mapping[str, str]
    version: str

    def key_of(self, label: str, sha256: str) -> str:
        facts = [label, sha256, self.version, sorted(self.service_ids), sorted(self.themes.items())]
        return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class _Tools:
    """What merging works with: threads, and a database in memory."""

    pool: ThreadPoolExecutor
    duck: duckdb.DuckDBPyConnection


def build_store(workspace: Path, service_ids: frozenset[str], themes: Mapping[str, str]) -> None:
    """Bring `workspace/outputs/.store` up to what lies in `workspace/data`."""
    folder = workspace / "outputs" / ".store"
    plain_themes = {plain_word(word): theme for word, theme in themes.items()}
    settings = _Settings(service_ids, plain_themes, code_version())
    with only_builder(folder):
        _forget_other_version(folder, settings.version)
        files = [_key_of(path, workspace, settings) for path in find_files(workspace / "data")]
        inputs = _digest([file.key for file in files])
        index = read_index(folder)
        if index is not None and index.inputs == inputs and _all_there(folder, index):
            return
        (folder / "_index.json").unlink(missing_ok=True)
        with ThreadPoolExecutor(THREADS, "store") as pool, connect() as duck:
            for file in files:
                place = folder / "_files" / file.key
                if not _is_kept(place):
                    shutil.rmtree(place, ignore_errors=True)
                    keep_file(file.path, file.label, place, service_ids=settings.service_ids,
                              themes=settings.themes, pool=pool)  # fmt: skip
            write_index(folder, _merge_all(folder, files, inputs, _Tools(pool, duck)))
        _forget_unused_files(folder, {file.key for file in files})


def _all_there(folder: Path, index: Index) -> bool:
    """Whether every part that the index names lies where it should; somebody may have tidied up."""
    return (folder / "_problems.parquet").is_file() and all(
        _parts_there(folder / table, services) for table, services in index.partitions.items()
    )


def _parts_there(place: Path, services: Mapping[str, Mapping[str, str]]) -> bool:
    return all(
        (place / folder_name(service) / f"{part}.parquet").is_file()
        for service, parts in services.items()
        for part in parts
    )


def _is_kept(place: Path) -> bool:
    """Whether a source file was read to the end, and what came of it can be read."""
    try:
        return isinstance(json.loads((place / "tables.json").read_text(encoding="utf-8")), list)
    except (OSError, ValueError):
        return False


def _digest(texts: list[str]) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()


def _forget_other_version(folder: Path, version: str) -> None:
    mark = folder / "_version"
    if mark.is_file() and mark.read_text() == version:
        return
    empty_folder(folder)
    write_whole(mark, version.encode())


def _forget_unused_files(folder: Path, keys: set[str]) -> None:
    for path in (folder / "_files").glob("*"):
        if path.name not in keys:
            shutil.rmtree(path)


def _key_of(path: Path, workspace: Path, settings: _Settings) -> _FileKey:
    label = path.relative_to(workspace).as_posix()
    try:
        sha256 = sha256_of(path)
    except OSError:
        sha256 = ""  # read_table_file says why it cannot be opened
    return _FileKey(path, label, sha256, settings.key_of(label, sha256))


def _merge_all(folder: Path, files: list[_FileKey], inputs: str, tools: _Tools) -> Index:
    """Merge every table, gather every problem, and say what lies where."""
    read = {
        file.key: json.loads((folder / "_files" / file.key / "tables.json").read_text()) for file in files
    }
    problems = [p for file in files for p in read_problems(folder / "_files" / file.key / "problems.parquet")]
    partitions: dict[str, dict[str, dict[str, str]]] = {}
    months: dict[str, dict[str, list[str]]] = {}
    supplied = []
    for table in DATA_TABLES.values():
        parts = [
            (file.key, number)
            for file in files
            for number, found in enumerate(read[file.key])
            if found["table"] == table.name
        ]
        if parts:
            supplied.append(table.name)
        facts = _merge_table(folder, table, parts, tools)
        partitions[table.name], months[table.name] = facts["partitions"], facts["months"]
        problems += read_problems(folder / "_merged" / f"{table.name}.parquet")
    problems += _find_across_tables(folder, partitions)
    problems += find_people_without_stays(folder, partitions)
    ordered = tuple(sorted(problems, key=_place))
    write_whole(folder / "_problems.parquet", problems_as_parquet(ordered))
    sources = tuple(_source_file(file, read[file.key], ordered) for file in files)
    return Index(inputs, sources, tuple(supplied), partitions, months)


def _place(problem: Problem) -> tuple[str, str, int, str, str, str]:
    origin = problem.origin
    return (origin.file, origin.sheet or "", origin.row or 0, problem.column, problem.code, problem.says)


def _source_file(file: _FileKey, read: list[dict[str, Any]], problems: tuple[Problem, ...]) -> SourceFile:
    """A file's row counts, less the rows that merging with other files left out."""
    merged_away: dict[tuple[str, str | None], set[int]] = {}
    for problem in problems:
        origin = problem.origin
        left_out = problem.code in LEFT_OUT_IN_MERGING and problem.effect is Effect.ROW_NOT_USED
        if left_out and origin.file == file.label and origin.row:
            merged_away.setdefault((problem.table, origin.sheet), set()).add(origin.row)
    tables = []
    for one in map(table_read, read):
        less = len(merged_away.get((one.table, one.sheet), ()))
        tables.append(replace(one, rows_used=one.rows_used - less, rows_refused=one.rows_refused + less))
    return SourceFile(file.label, file.sha256, tuple(tables))


def _merge_table(folder: Path, table: Table, parts: list[tuple[str, int]], tools: _Tools) -> dict[str, Any]:
    """Bring one table's parts up to its files, unless they are so already."""
    record = folder / "_merged" / f"{table.name}.json"
    inputs = _digest([f"{key}/{number}" for key, number in parts])
    known = read_record(record)
    if known.get("inputs") == inputs and _parts_there(folder / table.name, known["partitions"]):
        return known
    record.unlink(missing_ok=True)  # until the new one is written, the parts belong to no known input
    paths = [folder / "_files" / key / f"{number}.parquet" for key, number in parts]
    written = write_parts(folder, table, paths, tools.duck, tools.pool)
    write_whole(folder / "_merged" / f"{table.name}.parquet", problems_as_parquet(tuple(written.problems)))
    facts = {"inputs": inputs, "partitions": written.partitions, "months": written.months}
    write_whole(record, json.dumps(facts, sort_keys=True).encode())
    return facts


def _find_across_tables(
    folder: Path, partitions: Mapping[str, Mapping[str, Mapping[str, str]]]
) -> tuple[Problem, ...]:
    def frame_of(name: str, columns: list[str]) -> pd.DataFrame:
        paths = [
            folder / name / folder_name(s) / f"{part}.parquet"
            for s, parts in partitions[name].items()
            for part in parts
        ]
        pieces = [read_parquet(path, columns) for path in sorted(paths)]
        empty = schema_of(DATA_TABLES[name]).empty_table().select(columns)
        return pa.concat_tables([empty, *pieces]).to_pandas()

    complaints = frame_of("complaints", ["service_id", "complaint_id", "received_on", *ORIGIN_COLUMNS])
    incidents = frame_of("incidents", ["service_id", "incident_id", "occurred_at", *ORIGIN_COLUMNS])
    return find_complaints_before_incidents(complaints, incidents)
