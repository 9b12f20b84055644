"""A long file comes in blocks and a large table is merged in portions.

Nothing that is said or stored depends on where a block or a portion ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from random import Random

import pandas as pd
import pytest

from toolkit.sources import encodings, parquet_files, pieces, store_parts, text_files
from toolkit.sources.contract import DATA_TABLES
from toolkit.sources.store import Store

SERVICES = ("birch-lodge", "elm-court", "oakfield")
CARE = "care_id,service_id,person_id,activity,due_at,started_at,ended_at,status,note,batch"
SHIFTS = "shift_id,service_id,role,staff_id,starts_at,ends_at,attended_from"
COMPLAINTS = "complaint_id,service_id,received_on,theme,person_id,outcome"


@pytest.fixture
def few_rows_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_files, "BLOCK_BYTES", 900)
    monkeypatch.setattr(text_files, "ROWS_AT_ONCE", 3)
    monkeypatch.setattr(encodings, "PIECE_BYTES", 101)
    monkeypatch.setattr(parquet_files, "ROWS_AT_ONCE", 4)
    monkeypatch.setattr(pieces, "GROUP_ROWS", 5)
    monkeypatch.setattr(pieces, "WAITING_ROWS", 12)
    monkeypatch.setattr(store_parts, "ROWS_AT_ONCE", 9)


def care_lines(draw: Random, count: int, note: str = "fine") -> list[str]:
    lines = []
    for _ in range(count):
        day = f"2026-{draw.randint(1, 4):02d}-{draw.randint(1, 28):02d}"
        service = draw.choice([*SERVICES, *SERVICES, "nowhere", " Oakfeld"])
        person = draw.choice(["P1", "P2", "Jane Smith", "943 476 5919", " "])
        due = draw.choice(
            [f"{day} 09:30", f"{day} 09:30", f"{day[8:]}/{day[5:7]}/2026 10:00", "?", "2026-03-29 01:30"]
        )
        end = draw.choice([f"{day} 11:00", f"{day} 09:00", ""])
        said = draw.choice([note, '"on two\nlines"', '"said ""yes"""', ""])
        status = draw.choice(["done", "Done", "whatever"])
        lines.append(
            f"C{draw.randint(1, 40)},{service},{person},drinks,{due},{day} 10:00,{end},{status},{said},A"
        )
    return lines


def exports(draw: Random) -> Mapping[str, bytes]:
    """Exports with a bit of everything that can be wrong, some of it late in a file."""
    first, second = care_lines(draw, 60), care_lines(draw, 30, note="café")
    shifts = []
    for number in range(36):
        day = f"2026-0{number % 3 + 1}-03"
        clock = draw.choice([f"{day} 08:01", ""])
        shifts.append(f"S{number // 2},{draw.choice(SERVICES)},carer,A1,{day} 08:00,{day} 20:00,{clock}")
    complaints = [
        f"K-{draw.randint(1, 20)},{draw.choice(SERVICES)},2026-01-0{draw.randint(1, 3)},falls,P{number % 2},"
        for number in range(40)
    ]
    more = "C98" + "," * 9 + "more,more"
    opened = 'C97,oakfield,P1,drinks,2026-01-01 09:00,,,done,"never closed,A'
    files = {
        "care.csv": [CARE, *first, "", "Total,,,,,,,,,"],
        "care-again.csv": ["sep=,", CARE, *first[10:40], *second],
        "care-uneven.csv": [CARE, *care_lines(draw, 30), "C99,oakfield", *care_lines(draw, 3), more],
        "care-open.csv": [CARE, *care_lines(draw, 30), opened, "C96,oakfield,P1,drinks"],
        "shifts.csv": ["The rota", "", SHIFTS, *shifts],
        "complaints.csv": [COMPLAINTS, *complaints],
    }  # fmt: skip
    latin = "\r\n".join([CARE, *care_lines(draw, 30), *care_lines(draw, 5, note="déjà vu")])
    return {
        **{name: ("\n".join(lines) + "\n").encode() for name, lines in files.items()},
        "care-latin.csv": latin.encode("cp1252"),
        "care-wide.csv": latin.encode("utf-16"),
    }


def store_of(workspace: Path, seed: int) -> Store:
    draw = Random(seed)
    data = workspace / "data"
    data.mkdir(parents=True)
    for name, content in exports(draw).items():
        (data / name).write_bytes(content)
    incidents = {
        "incident_id": [f"I-{draw.randint(1, 9)}" for _ in range(15)], "service_id": ["oakfield"] * 15,
        "occurred_at": ["2026-01-05 09:00"] * 14 + ["x"], "kind": ["fall"] * 15,
    }  # fmt: skip
    pd.DataFrame(incidents, dtype="str").to_parquet(data / "incidents.parquet")
    return Store.build(workspace, service_ids=SERVICES, themes={})


def all_of(store: Store) -> list[object]:
    """All a store tells: the digest of every part, every problem, what was read of each file."""
    digests = {
        (table, service): dict(store.digest(table, service)) for table in DATA_TABLES for service in SERVICES
    }
    problems = [(str(problem), problem.value, problem.effect) for problem in store.problems]
    return [digests, problems, store.files, store.months(), [store.supplied(table) for table in DATA_TABLES]]


@pytest.fixture(scope="module")
def read_whole(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return store_of(tmp_path_factory.mktemp("whole"), seed=1)


@pytest.mark.usefixtures("few_rows_at_once")
def test_a_store_is_the_same_however_few_rows_are_read_and_merged_at_once(
    read_whole: Store, tmp_path: Path
) -> None:
    assert all_of(store_of(tmp_path, seed=1)) == all_of(read_whole)


def test_the_exports_compared_hold_what_may_go_wrong_at_a_border(read_whole: Store) -> None:
    assert {problem.code for problem in read_whole.problems} >= {
        "same-row-twice", "duplicate-id", "ragged-row", "unclosed-quote", "total-row", "one-clock-of-two",
        "looks-like-a-name", "looks-like-nhs-number", "possible-duplicate-complaint", "unknown-column",
        "ends-before-it-starts", "unknown-service", "missing-value",
    }  # fmt: skip
    read = {file.path: [table.rows_used for table in file.tables] for file in read_whole.files}
    assert read["data/care-open.csv"] == []  # a file that cannot be read to its end is not read in part
    assert read["data/care-wide.csv"] == [0]  # the rows of care-latin.csv over again, in another encoding


@pytest.mark.usefixtures("few_rows_at_once")
def test_rows_are_numbered_as_in_excel_across_blocks_whichever_way_they_are_read(tmp_path: Path) -> None:
    lines = [
        f'C{at},oakfield,P1,drinks,2026-01-01 09:00,,,done,"{"x" * (at % 7)}\n",A' for at in range(2, 60)
    ]
    uneven = [*lines, "C60,oakfield,P1,drinks,2026-01-01 09:00,,,done"]
    data = tmp_path / "data"
    data.mkdir()
    for name, rows in (("care-fast.csv", lines), ("care-slow.csv", uneven)):
        (data / name).write_text("\n".join([CARE, *rows]) + "\n", encoding="utf-8")
        store = Store.build(tmp_path, service_ids=SERVICES, themes={})
        found = store.rows("care", service="oakfield")
        assert found["_row"].tolist() == found["care_id"].str[1:].astype(int).tolist()
        assert len(found) == len(rows)
        (data / name).unlink()
