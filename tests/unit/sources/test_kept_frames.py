"""Is what was worked out before given back exactly, and never anything else in its place?"""

from __future__ import annotations

import multiprocessing
import os
from pathlib import Path

import pandas as pd
import pytest

from toolkit.sources import kept as kept_module
from toolkit.sources.kept import KeptFrames, content_key, digest_of_frame
from toolkit.sources.store_files import digest_of_code

FRAME = pd.DataFrame(
    {
        "indicator": pd.Series(["attended_fill", "own_fill", None], dtype="str"),
        "month": pd.to_datetime(["2026-09-01", "2026-10-01", None]).astype("datetime64[us]"),
        "value": [0.1 + 0.2, float("nan"), -0.0],
        "whole": [True, False, True],
    }
)


class Computing:
    """A computation that says how often it was done."""

    def __init__(self, frame: pd.DataFrame = FRAME) -> None:
        self.frame, self.times = frame, 0

    def __call__(self) -> pd.DataFrame:
        self.times += 1
        return self.frame.copy()


@pytest.mark.parametrize("frame", [FRAME, FRAME.iloc[:0]], ids=["rows", "no rows"])
def test_a_kept_frame_comes_back_cell_for_cell_and_type_for_type(tmp_path: Path, frame: pd.DataFrame) -> None:
    compute = Computing(frame)

    first = KeptFrames(tmp_path / "kept").keep("oakfield", "key", compute)
    again = KeptFrames(tmp_path / "kept").keep("oakfield", "key", compute)

    assert compute.times == 1
    pd.testing.assert_frame_equal(first, frame, check_exact=True)
    pd.testing.assert_frame_equal(again, frame, check_exact=True)


def test_another_key_or_another_service_is_computed_apart(tmp_path: Path) -> None:
    kept, compute, other = KeptFrames(tmp_path), Computing(), Computing(FRAME.iloc[:1])
    kept.keep("oakfield", "key", compute)

    assert len(kept.keep("oakfield", "other key", other)) == 1
    assert len(kept.keep("oak", "key", other)) == 1
    assert (compute.times, other.times) == (1, 2)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _other_value(path: Path) -> None:
    """A sound Parquet file of other numbers, behind the digest of what was written."""
    written = path.read_bytes()
    FRAME.assign(value=[0.3, 0.4, 0.5]).to_parquet(path, index=False)
    path.write_bytes(written[:32] + path.read_bytes())


def _folder_instead(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("damage", [_cut, _empty, _other_value, _folder_instead])
def test_a_damaged_file_is_as_if_it_was_not_there(tmp_path: Path, damage) -> None:
    compute = Computing()
    KeptFrames(tmp_path).keep("oakfield", "key", compute)
    damage(tmp_path / "oakfield" / "key.frame")

    found = KeptFrames(tmp_path).keep("oakfield", "key", compute)

    assert compute.times == 2
    pd.testing.assert_frame_equal(found, FRAME, check_exact=True)


def test_one_changed_byte_anywhere_is_never_shown(tmp_path: Path) -> None:
    KeptFrames(tmp_path).keep("oakfield", "key", Computing())
    path = tmp_path / "oakfield" / "key.frame"
    whole = path.read_bytes()

    for place in range(0, len(whole), 41):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        found = KeptFrames(tmp_path).keep("oakfield", "key", Computing())
        pd.testing.assert_frame_equal(found, FRAME, check_exact=True)


def test_a_folder_that_cannot_be_written_costs_no_answer(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("a file where the folder should be")
    compute = Computing()

    found = KeptFrames(tmp_path / "kept").keep("oakfield", "key", compute)

    pd.testing.assert_frame_equal(found, FRAME, check_exact=True)
    assert (tmp_path / "kept").read_text() == "a file where the folder should be"


def _keep_often(folder: str) -> None:
    for number in range(40):
        found = KeptFrames(Path(folder)).keep("oakfield", f"key {number % 4}", Computing())
        pd.testing.assert_frame_equal(found, FRAME, check_exact=True)


def test_two_processes_keep_the_same_frames_at_once(tmp_path: Path) -> None:
    spawning = multiprocessing.get_context("spawn")
    both = [spawning.Process(target=_keep_often, args=(str(tmp_path),)) for _ in range(2)]
    for process in both:
        process.start()
    for process in both:
        process.join()

    assert [process.exitcode for process in both] == [0, 0]
    assert sorted(path.name for path in (tmp_path / "oakfield").iterdir()) == [
        f"key {number}.frame" for number in range(4)
    ]


def test_the_frames_kept_longest_are_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_module, "MOST_OF_A_SERVICE", 3)
    for number in range(5):
        KeptFrames(tmp_path).keep("oakfield", f"{number}", Computing())
        os.utime(tmp_path / "oakfield" / f"{number}.frame", ns=(number, number))

    KeptFrames(tmp_path).keep("oakfield", "last", Computing())

    assert sorted(path.stem for path in (tmp_path / "oakfield").iterdir()) == ["3", "4", "last"]


@pytest.mark.parametrize(
    "changed",
    [
        FRAME.assign(value=[0.3, float("nan"), 0.0]),
        FRAME.rename(columns={"value": "share"}),
        FRAME.astype({"whole": "int64"}),
        FRAME.iloc[:2],
        FRAME.iloc[::-1],
        FRAME[["month", "indicator", "value", "whole"]],
    ],
    ids=["a cell", "a name", "a type", "a row less", "the order of rows", "the order of columns"],
)
def test_a_digest_holds_every_cell_name_and_type(changed: pd.DataFrame) -> None:
    assert digest_of_frame(changed) != digest_of_frame(FRAME)
    assert digest_of_frame(FRAME.copy()) == digest_of_frame(FRAME)


def test_a_key_holds_where_one_part_ends_and_the_next_begins() -> None:
    assert content_key(["a", "b"]) != content_key(["ab"])
    assert content_key(["1"]) != content_key([1])
    assert content_key([FRAME, "x"]) != content_key(["x", FRAME])


def test_a_digest_of_code_follows_every_file_and_its_name(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "one.py").write_text("A = 1\n")
    before = digest_of_code(tmp_path / "rules")

    (tmp_path / "rules" / "notes.txt").write_text("not code")
    assert digest_of_code(tmp_path / "rules") == before
    (tmp_path / "rules" / "one.py").write_text("A = 2\n")
    changed = digest_of_code(tmp_path / "rules")
    (tmp_path / "rules" / "one.py").rename(tmp_path / "rules" / "two.py")
    assert len({before, changed, digest_of_code(tmp_path / "rules")}) == 3
