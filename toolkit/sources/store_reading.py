"""What comes of reading and checking one file, and how is it kept?

Blocks of rows are judged by two threads while the next ones are read, and written in their order.
"""

from __future__ import annotations

import json
import os
from collections import deque
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path

import pyarrow as pa

from toolkit.problems import Origin, Problem
from toolkit.sources.contract import DATA_TABLES
from toolkit.sources.files import read_blocks
from toolkit.sources.found_files import could_be_table, nearest_table_words
from toolkit.sources.identifiers import RevealingIds
from toolkit.sources.inventory import TableRead
from toolkit.sources.pieces import PieceWriter
from toolkit.sources.problem_codes import describe
from toolkit.sources.raw import RawTable
from toolkit.sources.row_checks import said_once
from toolkit.sources.store_files import make_folder, problems_as_parquet, write_whole
from toolkit.sources.store_index import schema_of
from toolkit.sources.validation import check_block, in_order

THREADS = 2
BLOCKS_IN_HAND = 4


@dataclass(frozen=True, slots=True)
class Judged:
    """One block after checking: the rows that can be used, what was found, how many rows cannot."""

    rows: pa.Table
    problems: tuple[Problem, ...]
    refused: int


@dataclass(slots=True)
class _TableInHand:
    """One table of one sheet while its blocks come in."""

    first: RawTable
    writer: PieceWriter
    path: Path
    used: int = 0
    refused: int = 0
    problems: list[Problem] = field(default_factory=list)
    ids: RevealingIds = field(default_factory=RevealingIds)

    def add(self, block: RawTable, judged: Judged) -> None:
        self.ids.look_at(block)
        self.writer.add(judged.rows)
        self.used += judged.rows.num_rows
        self.refused += judged.refused
        self.problems += judged.problems

    def facts(self) -> TableRead:
        raw = self.first
        return TableRead(raw.table.name, raw.origin.sheet, self.used, self.refused, raw.unknown_columns)

    def told(self) -> tuple[Problem, ...]:
        return in_order([*said_once(self.problems), *self.ids.problems()])


class _Keeper:
    """Takes the blocks of one file, has them judged, and writes what can be used to the folder."""

    def __init__(
        self, folder: Path, pool: ThreadPoolExecutor, services: frozenset[str], themes: Mapping[str, str]
    ) -> None:
        self._folder, self._pool = folder, pool
        self._services, self._themes = services, themes
        self._judging: deque[tuple[RawTable, Future[Judged]]] = deque()
        self.tables: list[_TableInHand] = []

    def take(self, block: RawTable) -> None:
        self._judging.append((block, self._pool.submit(_judge, block, self._services, self._themes)))
        if len(self._judging) == BLOCKS_IN_HAND:
            self._settle()

    def forget(self) -> None:
        while self._judging:
            self._judging.popleft()[1].cancel()
        for table in self.tables:
            table.writer.close()
            table.path.unlink()
        self.tables.clear()

    def close(self) -> None:
        while self._judging:
            self._settle()
        for table in self.tables:
            table.writer.close()

    def _settle(self) -> None:
        block, judging = self._judging.popleft()
        judged = judging.result()
        if not self.tables or not _are_of_one_table(self.tables[-1].first, block):
            path = self._folder / f"{len(self.tables)}.parquet"
            self.tables.append(_TableInHand(block, PieceWriter(path, block.table), path))
        self.tables[-1].add(block, judged)


def _are_of_one_table(one: RawTable, other: RawTable) -> bool:
    return (one.table.name, one.origin.sheet) == (other.table.name, other.origin.sheet)


def _judge(block: RawTable, services: frozenset[str], themes: Mapping[str, str]) -> Judged:
    checked = check_block(block, service_ids=services, themes=themes)
    schema = schema_of(block.table)
    # One thread: these run beside each other already.
    rows = pa.Table.from_pandas(checked.frame[schema.names], schema, preserve_index=False, nthreads=1)
    return Judged(rows.replace_schema_metadata(None), checked.problems, checked.refused)


def keep_file(
    path: Path,
    label: str,
    folder: Path,
    *,
    service_ids: frozenset[str],
    themes: Mapping[str, str],
    pool: ThreadPoolExecutor,
) -> None:
    """Read and check one file, and keep what came of it in a folder that appears when all is there."""
    part = make_folder(folder.with_name(f"{folder.name}.{os.getpid()}.part"))
    keeper = _Keeper(part, pool, service_ids, themes)
    if could_be_table(path):
        problems = [*read_blocks(path, DATA_TABLES, keeper, label=label)]
        keeper.close()
    else:
        problems = [describe("unknown-file", Origin(label), nearest=nearest_table_words(path))]
    for table in keeper.tables:
        problems += table.told()
    write_whole(part / "problems.parquet", problems_as_parquet(tuple(problems)))
    write_whole(part / "tables.json", json.dumps([asdict(table.facts()) for table in keeper.tables]).encode())
    os.replace(part, folder)
