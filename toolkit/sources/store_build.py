"""How does the store come to hold what lies in data/, reading only what changed?

Three steps, each kept: a file is read and checked (again only when its bytes, the reading code, the
themes or the services changed); the files of a table are merged (again only when one of them
changed); parts whose content stayed the same are not touched.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from toolkit.problems import Effect, Origin, Problem
from toolkit.sources.contract import DATA_TABLES, ORIGIN_COLUMNS, Table
from toolkit.sources.files import read_table_file
from toolkit.sources.found_files import could_be_table, find_files, nearest_table_words
from toolkit.sources.inventory import SourceFile, TableRead
from toolkit.sources.merging import find_complaints_before_incidents, merge_files
from toolkit.sources.problem_codes import describe
from toolkit.sources.stays import find_people_without_stays
from toolkit.sources.store_files import (
    as_parquet,
    code_version,
    empty_folder,
    folder_name,
    make_folder,
    only_builder,
    problems_as_parquet,
    read_parquet,
    read_problems,
    sha256_of,
    sorted_rows,
    write_if_changed,
    write_whole,
)
from toolkit.sources.store_index import (
    ALL_TIMES,
    PROVIDER,
    Index,
    read_index,
    schema_of,
    table_read,
    write_index,
)
from toolkit.sources.validation import check_rows
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
        if index is not None and index.inputs == inputs:
            return
        (folder / "_index.json").unlink(missing_ok=True)
        for file in files:
            if not (folder / "_files" / file.key).is_dir():
                _read_file(folder, file, settings)
        write_index(folder, _merge_all(folder, files, inputs))
        _forget_unused_files(folder, {file.key for file in files})


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


def _read_file(folder: Path, file: _FileKey, settings: _Settings) -> None:
    """Read and check one file, and keep what came of it under its key."""
    part = make_folder(folder / "_files" / f"{file.key}.{os.getpid()}.part")
    tables: list[dict[str, Any]] = []
    problems: list[Problem] = []
    if not could_be_table(file.path):
        words = nearest_table_words(file.path)
        problems.append(describe("unknown-file", Origin(file.label), nearest=words))
    else:
        read = read_table_file(file.path, DATA_TABLES, label=file.label)
        problems += read.problems
        for number, raw in enumerate(read.tables):
            checked = check_rows(raw, service_ids=settings.service_ids, themes=settings.themes)
            problems += checked.problems
            schema = schema_of(raw.table)
            rows = pa.Table.from_pandas(checked.frame[schema.names], schema=schema, preserve_index=False)
            pq.write_table(rows.replace_schema_metadata(None), part / f"{number}.parquet", compression="zstd")
            done = TableRead(
                raw.table.name, raw.origin.sheet, rows.num_rows, checked.refused, raw.unknown_columns
            )
            tables.append(asdict(done))
    write_whole(part / "problems.parquet", problems_as_parquet(tuple(problems)))
    write_whole(part / "tables.json", json.dumps(tables).encode())
    os.replace(part, folder / "_files" / file.key)


def _merge_all(folder: Path, files: list[_FileKey], inputs: str) -> Index:
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
        facts = _merge_table(folder, table, parts)
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


def _merge_table(folder: Path, table: Table, parts: list[tuple[str, int]]) -> dict[str, Any]:
    """Bring one table's parts up to its files, unless they are so already."""
    record = folder / "_merged" / f"{table.name}.json"
    inputs = _digest([f"{key}/{number}" for key, number in parts])
    if record.is_file():
        known: dict[str, Any] = json.loads(record.read_text())
        if known["inputs"] == inputs:
            return known
        record.unlink()  # until the new one is written, the parts belong to no known input
    rows, problems = _merged_rows(folder, table, parts)
    partitions, months = _write_parts(folder, table, rows)
    write_whole(folder / "_merged" / f"{table.name}.parquet", problems_as_parquet(problems))
    facts = {"inputs": inputs, "partitions": partitions, "months": months}
    write_whole(record, json.dumps(facts, sort_keys=True).encode())
    return facts


def _merged_rows(
    folder: Path, table: Table, parts: list[tuple[str, int]]
) -> tuple[pa.Table, tuple[Problem, ...]]:
    schema = schema_of(table)
    pieces = [read_parquet(folder / "_files" / key / f"{number}.parquet") for key, number in parts]
    if not pieces:
        return schema.empty_table(), ()
    rows = pa.concat_tables(pieces)
    del pieces
    order = list(ORIGIN_COLUMNS)
    frame = (sorted_rows(rows, order) if len(parts) > 1 else rows).to_pandas()
    del rows
    merged = merge_files(table, frame)
    del frame
    kept = pa.Table.from_pandas(merged.frame, schema=schema, preserve_index=False).replace_schema_metadata(
        None
    )
    return kept, merged.problems


def _write_parts(
    folder: Path, table: Table, rows: pa.Table
) -> tuple[dict[str, dict[str, str]], dict[str, list[str]]]:
    """Write each service's rows (each service's month, where a table is kept by month) to its own file."""
    keys = [name for name in ("service_id", table.own_day, table.key, "_file", "_sheet", "_row") if name]
    ordered = sorted_rows(rows, keys)
    services = pc.fill_null(ordered["service_id"], PROVIDER)
    months = pc.strftime(ordered[table.own_day], format="%Y-%m") if table.own_day else None
    names = pd.Series(services.to_pandas())
    own = (
        pd.Series(months.to_pandas(), dtype="str")
        if months is not None
        else pd.Series(ALL_TIMES, names.index)
    )
    part_of = own if table.by_month else pd.Series(ALL_TIMES, index=names.index, dtype="str")
    written: dict[str, dict[str, str]] = {}
    for start, stop in _runs(names, part_of):
        service, part = str(names.iloc[start]), str(part_of.iloc[start])
        content = as_parquet(ordered.slice(start, stop - start).combine_chunks())
        write_if_changed(folder / table.name / folder_name(service) / f"{part}.parquet", content)
        written.setdefault(service, {})[part] = hashlib.sha256(content).hexdigest()
    _remove_stale_parts(folder / table.name, written)
    return written, _months_of(names, own) if table.own_day else {}


def _months_of(names: pd.Series, own: pd.Series) -> dict[str, list[str]]:
    """The months in which each service has rows."""
    found: dict[str, list[str]] = {}
    pairs = pd.DataFrame({"service": names, "month": own}).dropna().drop_duplicates()
    for service, month in sorted(pairs.itertuples(index=False, name=None)):
        found.setdefault(service, []).append(month)
    return found


def _runs(names: pd.Series, part_of: pd.Series) -> list[tuple[int, int]]:
    """Where each stretch of rows of one service and part begins and ends; the rows are sorted by both."""
    if names.empty:
        return []
    changes = (names != names.shift()) | (part_of != part_of.shift())
    starts = np.flatnonzero(changes.to_numpy()).tolist()
    return list(zip(starts, [*starts[1:], len(names)], strict=True))


def _remove_stale_parts(folder: Path, written: Mapping[str, Mapping[str, str]]) -> None:
    if not folder.is_dir():
        return
    wanted = {
        folder / folder_name(service) / f"{part}.parquet"
        for service, parts in written.items()
        for part in parts
    }
    for path in folder.glob("*/*"):
        if path not in wanted:
            path.unlink()
    for place in folder.iterdir():
        if not any(place.iterdir()):
            place.rmdir()


def _find_across_tables(
    folder: Path, partitions: Mapping[str, Mapping[str, Mapping[str, str]]]
) -> tuple[Problem, ...]:
    frames = {}
    for name in ("complaints", "incidents"):
        paths = [
            folder / name / folder_name(s) / f"{part}.parquet"
            for s, parts in partitions[name].items()
            for part in parts
        ]
        pieces = [read_parquet(path) for path in sorted(paths)]
        table = pa.concat_tables(pieces) if pieces else schema_of(DATA_TABLES[name]).empty_table()
        frames[name] = table.to_pandas()
    return find_complaints_before_incidents(frames["complaints"], frames["incidents"])
