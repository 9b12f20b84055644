"""Laws the store obeys, however the same rows are cut into files."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from tests.properties.how_many import examples
from toolkit.sources.contract import DATA_TABLES
from toolkit.sources.store import Store

SERVICES = ("birch-lodge", "oakfield")
ROW = st.tuples(
    st.integers(1, 8),
    st.sampled_from([*SERVICES, "nowhere"]),
    st.sampled_from(["2026-09-30 23:30", "2026-10-01 09:00", "01/10/2026 09:00", "2026-11-02 10:00", "?"]),
    st.sampled_from(["fall", "burn"]),
)
FILES = st.lists(st.lists(ROW, max_size=6), min_size=1, max_size=3)


def store_of(folder: Path, files: list[list[tuple[int, str, str, str]]]) -> Store:
    (folder / "data").mkdir(parents=True)
    for number, rows in enumerate(files):
        lines = [f"I-{key},{service},{moment},{kind}" for key, service, moment, kind in rows]
        text = "\n".join(["incident_id,service_id,occurred_at,kind", *lines, ""])
        (folder / "data" / f"incidents-{number}.csv").write_text(text, encoding="utf-8")
    return Store.build(folder, service_ids=SERVICES, themes={})


@examples(2, at_most=5)
@given(files=FILES)
def test_every_row_supplied_is_used_or_has_a_problem_and_one_file_says_the_same_as_many(
    files: list[list[tuple[int, str, str, str]]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        many = store_of(Path(folder, "many"), files)
        one = store_of(Path(folder, "one"), [[row for rows in files for row in rows]])
        names = list(DATA_TABLES["incidents"].names)
        pd.testing.assert_frame_equal(many.rows("incidents")[names], one.rows("incidents")[names])
        used = many.rows("incidents")
        places = set(zip(used["_file"], used["_row"], strict=True))
        left_out = {(p.origin.file, p.origin.row) for p in many.problems if p.effect.value == "row not used"}
        assert places | left_out == {
            (f"data/incidents-{number}.csv", at + 2)
            for number, rows in enumerate(files)
            for at in range(len(rows))
        }
        assert not places & left_out
        assert sum(table.rows_used for file in many.files for table in file.tables) == len(used)


@examples(3, at_most=5)
@given(files=FILES)
def test_the_rows_of_a_month_are_those_of_all_time_that_fall_in_it(
    files: list[list[tuple[int, str, str, str]]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = store_of(Path(folder, "w"), files)
        everything = store.rows("incidents", service="oakfield")
        first, last = pd.Timestamp("2026-10-01"), pd.Timestamp("2026-10-31")
        month = store.rows("incidents", service="oakfield", first=first.date(), last=last.date())
        inside = everything[
            everything["occurred_at"].between(first, last + pd.Timedelta(days=1), inclusive="left")
        ]
        pd.testing.assert_frame_equal(month, inside.reset_index(drop=True))
