# ruff: noqa: E501  (the whole of what is said stands on one line)
"""The store over many builds: what is merged, what is kept, what is read again."""

from __future__ import annotations

import itertools
import os
import pickle
import stat
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

from toolkit.errors import NoUsableInput, WrongUse
from toolkit.sources import store_build, store_reading
from toolkit.sources.contract import DATA_TABLES, Kind
from toolkit.sources.store import Store
from toolkit.sources.store_files import connect

SERVICES = ("birch-lodge", "oakfield")
INCIDENTS = "incident_id,service_id,occurred_at,kind\n"
COMPLAINTS = "complaint_id,service_id,received_on,theme,person_id,outcome,duplicate_of\n"


def write(workspace: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = workspace / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def build(workspace: Path, files: Mapping[str, str] | None = None) -> Store:
    write(workspace, files or {})
    return Store.build(workspace, service_ids=SERVICES, themes={})


def parts(workspace: Path) -> dict[str, int]:
    """Every stored part and when it was last written."""
    folder = workspace / "outputs" / ".store"
    return {
        path.relative_to(folder).as_posix(): path.stat().st_mtime_ns
        for path in folder.rglob("*.parquet")
        if path.relative_to(folder).parts[0] in DATA_TABLES
    }


def said(store: Store) -> list[tuple[str, str, str]]:
    return [(problem.code, str(problem), problem.effect.value) for problem in store.problems]


def test_the_same_row_in_two_files_is_one_row_and_said_so(tmp_path: Path) -> None:
    row = "I-1,oakfield,2026-10-01 09:00,fall\n"
    store = build(
        tmp_path,
        {
            "incidents.csv": INCIDENTS + row,
            "old/incidents-a.csv": INCIDENTS + row.replace("2026-10-01", "01/10/2026"),
        },
    )
    assert store.rows("incidents")["_file"].tolist() == ["data/incidents.csv"]
    assert said(store) == [
        ("same-row-twice",
         'data/old/incidents-a.csv, row 2, column "incident_id": The same row is also in data/incidents.csv, row 2; '
         "one of the two is used.\n  Nothing need be done; leave one of them out next time.",
         "row not used")
    ]  # fmt: skip
    assert [(t.rows_used, t.rows_refused) for f in store.files for t in f.tables] == [(1, 0), (0, 1)]


def test_of_two_different_rows_with_one_id_the_last_is_used_and_both_are_problems(tmp_path: Path) -> None:
    text = INCIDENTS + "I-1,oakfield,2026-10-01 09:00,fall\nI-1,oakfield,2026-10-01 09:00,burn\n"
    store = build(tmp_path, {"incidents.csv": text})
    assert store.rows("incidents")["kind"].tolist() == ["burn"]
    mend = "\n  Find out which is right, and delete the other or give it its own id."
    place = (
        'column "incident_id": Another row has the same id but says something else: data/incidents.csv, row'
    )
    assert said(store) == [
        (
            "duplicate-id",
            f"data/incidents.csv, row 2, {place} 3. That one, the last, is used.{mend}",
            "row not used",
        ),
        (
            "duplicate-id",
            f"data/incidents.csv, row 3, {place} 2. This one, the last, is used.{mend}",
            "row used",
        ),
    ]


def test_one_id_in_two_services_is_two_records(tmp_path: Path) -> None:
    text = INCIDENTS + "I-1,oakfield,2026-10-01 09:00,fall\nI-1,birch-lodge,2026-10-01 09:00,burn\n"
    store = build(tmp_path, {"incidents.csv": text})
    assert (len(store.rows("incidents")), store.problems) == (2, ())


def test_a_table_without_ids_keeps_unlike_rows_and_drops_the_same_row(tmp_path: Path) -> None:
    head = "person_id,service_id,moved_in\n"
    rows = "P1,oakfield,2026-01-01\nP1,birch-lodge,2026-05-01\nP1,oakfield,2026-01-01\n"
    store = build(tmp_path, {"people.csv": head + rows})
    assert len(store.rows("people")) == 2
    assert [(p.code, p.origin.row) for p in store.problems] == [("same-row-twice", 4)]


def test_complaints_alike_under_two_ids_are_both_counted_and_asked_about(tmp_path: Path) -> None:
    rows = "K-1,oakfield,2026-10-01,falls,,upheld,\nK-2,oakfield,2026-10-01,falls,,upheld,\n"
    linked = "K-3,oakfield,2026-10-01,falls,,upheld,K-1\n"
    store = build(tmp_path, {"complaints.csv": COMPLAINTS + rows + linked})
    assert len(store.rows("complaints")) == 3
    assert said(store) == [
        ("possible-duplicate-complaint",
         'data/complaints.csv, row 3, column "complaint_id": It is like complaint K-1 in data/complaints.csv, row 2: '
         "same day, theme, person and outcome. Both are counted.\n"
         "  If they are one complaint, write K-1 in duplicate_of; otherwise nothing need be done.",
         "row used")
    ]  # fmt: skip


def test_an_incident_after_the_complaint_about_it_is_named(tmp_path: Path) -> None:
    incidents = INCIDENTS + "K-1-I,oakfield,2026-10-03 00:00,fall\nK-2-I,oakfield,2026-10-01 09:00,fall\n"
    complaints = COMPLAINTS + "K-1,oakfield,2026-10-01,falls,,,\nK-2,oakfield,2026-10-01,skin,,,\n"
    store = build(tmp_path, {"incidents.csv": incidents, "complaints.csv": complaints})
    assert said(store) == [
        ("complaint-before-incident",
         'data/incidents.csv, row 2, column "occurred_at": It happened after complaint K-1 in data/complaints.csv, row '
         "2, which seems to be about it, was received on 2026-10-01.\n"
         "  Check the two days; correct the one that is wrong.",
         "row used")
    ]  # fmt: skip


def test_rows_come_by_service_and_own_day_in_order_with_every_column_typed(tmp_path: Path) -> None:
    head = "shift_id,service_id,role,starts_at,ends_at\n"
    rows = [
        "S3,oakfield,carer,2026-11-01 08:00,2026-11-01 20:00",
        "S2,oakfield,carer,2026-10-31 20:00,2026-11-01 08:00",
        "S1,oakfield,carer,2026-10-31 20:00,2026-11-01 08:00",
        "S9,birch-lodge,carer,2026-10-31 20:00,2026-11-01 08:00",
    ]
    store = build(tmp_path, {"shifts.csv": head + "\n".join(rows) + "\n"})
    found = store.rows("shifts", service="oakfield", first=date(2026, 10, 1), last=date(2026, 10, 31))
    assert found["shift_id"].tolist() == ["S1", "S2"]
    assert found["_row"].tolist() == [4, 3]
    assert list(found.columns) == [*DATA_TABLES["shifts"].names, "_file", "_sheet", "_row"]
    assert store.months("oakfield") == ("2026-10", "2026-11")
    assert store.months("birch-lodge") == ("2026-10",)


def test_every_table_has_its_types_with_and_without_rows(tmp_path: Path) -> None:
    full = build(tmp_path, {"incidents.csv": INCIDENTS + "I-1,oakfield,2026-10-01 09:00,fall\n"})
    kinds = {Kind.DATE: "datetime64[us]", Kind.TIME: "datetime64[us]", Kind.NUMBER: "float64"}
    for name, table in DATA_TABLES.items():
        wanted = {column.name: kinds.get(column.kind, "str") for column in table.columns}
        wanted |= {"_file": "str", "_sheet": "str", "_row": "int64"}
        assert {column: str(dtype) for column, dtype in full.rows(name).dtypes.items()} == wanted


def test_rows_of_the_whole_provider_come_for_every_service(tmp_path: Path) -> None:
    text = "meeting_id,service_id,forum,due_on\nM-1,,board,2026-10-05\nM-2,oakfield,oversight,2026-10-06\n"
    store = build(tmp_path, {"meetings.csv": text})
    assert store.rows("meetings", service="birch-lodge")["meeting_id"].tolist() == ["M-1"]
    assert store.rows("meetings", service="oakfield")["meeting_id"].tolist() == ["M-1", "M-2"]
    assert store.rows("meetings")["meeting_id"].tolist() == ["M-1", "M-2"]


def test_rows_without_an_own_day_are_always_in(tmp_path: Path) -> None:
    text = "learning_id,complaint_id,service_id,relevant,agreed_on\nL1,K1,oakfield,yes,\nL2,K1,oakfield,yes,2026-01-01\n"
    store = build(tmp_path, {"learning.csv": text})
    assert store.rows("learning", first=date(2026, 10, 1), last=date(2026, 10, 31))[
        "learning_id"
    ].tolist() == ["L1"]


def test_a_file_with_a_header_and_no_rows_is_supplied(tmp_path: Path) -> None:
    store = build(tmp_path, {"incidents.csv": INCIDENTS, "care.csv": "not,a,header\n"})
    assert store.supplied("incidents")
    assert not store.supplied("care")
    assert not store.supplied("shifts")


def test_only_the_part_that_changed_is_written_again(tmp_path: Path) -> None:
    head = "shift_id,service_id,role,starts_at,ends_at\n"
    october = "S1,oakfield,carer,2026-10-01 08:00,2026-10-01 20:00\n"
    november = "S2,oakfield,carer,2026-11-01 08:00,2026-11-01 20:00\n"
    build(tmp_path, {"shifts.csv": head + october + november, "incidents.csv": INCIDENTS})
    before = parts(tmp_path)
    build(tmp_path, {"shifts.csv": head + october + november.replace("carer", "nurse")})
    after = parts(tmp_path)
    assert {name for name in after if after[name] != before.get(name)} == {"shifts/oakfield/2026-11.parquet"}


def test_a_month_taken_out_of_the_exports_leaves_the_store(tmp_path: Path) -> None:
    head = "shift_id,service_id,role,starts_at,ends_at\n"
    build(tmp_path, {"shifts.csv": head + "S1,oakfield,carer,2026-10-01 08:00,2026-10-01 20:00\n"})
    store = build(tmp_path, {"shifts.csv": head})
    assert store.rows("shifts").empty
    assert parts(tmp_path) == {}


def test_arrow_is_never_lent_a_python_object_that_its_threads_would_have_to_give_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A worker thread that gives one back while the interpreter ends aborts the process (exit code -6),
    # after everything was done and said. It happens once in dozens of runs, so what is held here is the
    # cause: no bytes, buffer or file of Python's goes in.
    def lent(*_: object, **__: object) -> object:
        raise AssertionError("lent to Arrow's threads")

    for name in ("BufferReader", "PythonFile", "py_buffer", "input_stream", "foreign_buffer"):
        monkeypatch.setattr(pa, name, lent)
    row = "I-1,oakfield,2026-10-01 09:00,fall\n"
    store = build(tmp_path, {
        "incidents.csv": INCIDENTS + row,
        "incidents-b.csv": "sep=,\n" + INCIDENTS + row,
        "people.csv": "person_id,service_id,moved_in\nP-1,oakfield,2025-01-01\n",
        "care.csv": "care_id,service_id,person_id,activity,due_at,status\n"
        "C-1,oakfield,P-2,drinks,2026-10-01 09:00,done\n",
    })  # fmt: skip
    assert {code for code, _, _ in said(store)} == {"same-row-twice", "person-without-stay"}
    assert len(store.rows("incidents")) == 1


def test_a_slow_query_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    with connect() as duck:
        duck.execute("SET progress_bar_time = 0")  # every query is a slow one
        duck.sql("SELECT hash(a.range + b.range) AS x FROM range(1000) a, range(1000) b").to_arrow_table()
    assert capfd.readouterr().out == ""


KEPT_AS_JSON = ("_index.json", "_merged/incidents.json", "_files/*/tables.json")


@pytest.mark.parametrize(
    ("lost", "how"),
    [
        *itertools.product(KEPT_AS_JSON, ("deleted", "empty", "cut short")),
        ("incidents/*/*.parquet", "deleted"),
    ],
)
def test_a_store_that_lost_something_is_made_whole_by_the_next_reading(
    tmp_path: Path, lost: str, how: str
) -> None:
    files = {"incidents.csv": INCIDENTS + "I-1,oakfield,2026-10-01 09:00,fall\n"}
    before = build(tmp_path, files).rows("incidents")
    path = next((tmp_path / "outputs" / ".store").glob(lost))
    whole = path.read_bytes()
    path.unlink() if how == "deleted" else path.write_bytes(
        b"" if how == "empty" else whole[: len(whole) // 2]
    )
    if not lost.startswith("_index"):  # a power cut takes what was written last
        (tmp_path / "outputs" / ".store" / "_index.json").write_text("")

    pd.testing.assert_frame_equal(build(tmp_path, files).rows("incidents"), before)


def test_a_file_is_read_once_while_nothing_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(tmp_path, {"incidents.csv": INCIDENTS, "care.csv": "x\n"})
    read: list[str] = []
    reader = store_reading.read_blocks

    def noting(path: Path, *args: object, **kwargs: object) -> object:
        read.append(path.name)
        return reader(path, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(store_reading, "read_blocks", noting)
    build(tmp_path)
    build(tmp_path, {"incidents.csv": INCIDENTS + "I-1,oakfield,2026-10-01 09:00,fall\n"})
    assert read == ["incidents.csv"]


def test_other_services_or_themes_mean_reading_again(tmp_path: Path) -> None:
    row = "I-1,elm-court,2026-10-01 09:00,fall\n"
    assert build(tmp_path, {"incidents.csv": INCIDENTS + row}).rows("incidents").empty
    store = Store.build(tmp_path, service_ids=("elm-court",), themes={})
    assert len(store.rows("incidents")) == 1


def test_a_build_broken_off_anywhere_is_made_good_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = INCIDENTS + "I-1,oakfield,2026-10-01 09:00,fall\n"
    build(tmp_path, {"incidents.csv": first})

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    write(tmp_path, {"incidents.csv": INCIDENTS + "I-2,oakfield,2026-10-01 09:00,fall\n"})
    with monkeypatch.context() as patch:
        patch.setattr(store_build, "write_index", stop)
        with pytest.raises(KeyboardInterrupt):
            build(tmp_path)
    with pytest.raises(NoUsableInput, match="have not been read yet"):
        Store.open(tmp_path)
    assert build(tmp_path, {"incidents.csv": first}).rows("incidents")["incident_id"].tolist() == ["I-1"]


def test_a_store_of_another_version_is_built_again(tmp_path: Path) -> None:
    build(tmp_path, {"incidents.csv": INCIDENTS + "I-1,oakfield,2026-10-01 09:00,fall\n"})
    folder = tmp_path / "outputs" / ".store"
    (folder / "_version").write_text("older")
    (folder / "leftover").mkdir()
    store = build(tmp_path)
    assert len(store.rows("incidents")) == 1
    assert not (folder / "leftover").exists()


def test_two_builds_of_the_same_data_give_the_same_bytes(tmp_path: Path) -> None:
    text = INCIDENTS + "I-2,oakfield,2026-10-01 09:00,fall\nI-1,birch-lodge,2026-10-01 09:00,burn\n"
    contents = []
    for name in ("one", "two"):
        build(tmp_path / name, {"incidents.csv": text})
        folder = tmp_path / name / "outputs" / ".store"
        contents.append(
            {
                path.relative_to(folder).as_posix(): path.read_bytes()
                for path in folder.rglob("*")
                if path.is_file()
            }
        )
    assert contents[0] == contents[1]


@pytest.mark.parametrize("name", ["a 'quoted' one", "[x]", "50% off, all*", 'say "hi"', "x;y --", "ü=é"])
def test_a_workspace_may_have_any_name(tmp_path: Path, name: str) -> None:
    build(tmp_path / "x", {"incidents.csv": INCIDENTS + "I-9,oakfield,2026-10-01 09:00,other home\n"})
    store = build(tmp_path / name, {"incidents.csv": INCIDENTS + "I-1,oakfield,2026-10-01 09:00,fall\n"})
    assert store.rows("incidents", service="oakfield")["incident_id"].tolist() == ["I-1"]


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps access in lists, not in modes")
def test_the_stores_folders_are_private_to_the_user(tmp_path: Path) -> None:
    build(tmp_path, {"incidents.csv": INCIDENTS + "I-1,oakfield,2026-10-01 09:00,fall\n"})
    folder = tmp_path / "outputs" / ".store"
    modes = {stat.S_IMODE(path.stat().st_mode) for path in [folder, *folder.rglob("*")] if path.is_dir()}
    assert modes == {0o700}


def test_a_store_travels_to_another_process(tmp_path: Path) -> None:
    store = build(tmp_path, {"incidents.csv": INCIDENTS + "I-1,oakfield,2026-10-01 09:00,fall\n"})
    store.rows("incidents")
    pd.testing.assert_frame_equal(
        pickle.loads(pickle.dumps(store)).rows("incidents"), store.rows("incidents")
    )


def test_an_unknown_table_is_refused_with_the_nearest_name(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match='There is no table "shfts"'):
        build(tmp_path).rows("shfts")


def test_a_store_never_built_says_so(tmp_path: Path) -> None:
    with pytest.raises(NoUsableInput) as caught:
        Store.open(tmp_path)
    assert str(caught.value) == "The records in data/ have not been read yet.\n  Run grip check first."


def test_digests_change_with_the_rows_of_that_service_and_month_only(tmp_path: Path) -> None:
    head = "shift_id,service_id,role,starts_at,ends_at\n"
    october = "S1,oakfield,carer,2026-10-01 08:00,2026-10-01 20:00\n"
    november = "S2,oakfield,carer,2026-11-01 08:00,2026-11-01 20:00\n"
    before = build(tmp_path, {"shifts.csv": head + october + november}).digest("shifts", "oakfield")
    after = build(tmp_path, {"shifts.csv": head + october + november.replace("carer", "nurse")}).digest(
        "shifts", "oakfield"
    )
    assert [month for month in after if after[month] != before[month]] == ["2026-11"]
