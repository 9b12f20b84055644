"""Writing into a folder: the same bytes, no stranger harmed, nothing left over."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from toolkit.errors import WrongUse
from toolkit.sample import write_sample


def small(folder: Path, **options: int) -> None:
    write_sample(folder, **{"services": 1, "months": 1, **options})


@pytest.fixture(scope="module")
def written_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small sample; to be looked at, or copied."""
    folder = tmp_path_factory.mktemp("written-once") / "provider"
    small(folder)
    return folder


@pytest.fixture
def written(written_once: Path, tmp_path: Path) -> Path:
    """A folder of its own in which a small sample was written before."""
    return Path(shutil.copytree(written_once, tmp_path / "written"))


def files_of(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_what_was_written_is_named_in_planted_json(written_once: Path) -> None:
    named = json.loads((written_once / "planted.json").read_text())["files"]

    assert named == {
        path: digest for path, digest in files_of(written_once).items() if path != "planted.json"
    }


def test_a_second_run_gives_the_same_bytes(written: Path) -> None:
    first = files_of(written)

    small(written)

    assert files_of(written) == first


def test_another_seed_gives_other_records_and_the_same_parameters(tmp_path: Path, written_once: Path) -> None:
    small(tmp_path / "other", seed=5)

    one, other = files_of(written_once), files_of(tmp_path / "other")
    assert one["data/oakfield/care-2026.csv"] != other["data/oakfield/care-2026.csv"]
    assert one["parameters/services.csv"] == other["parameters/services.csv"]


def test_a_further_service_changes_no_file_of_the_others(tmp_path: Path, written_once: Path) -> None:
    small(tmp_path / "two", services=2)

    one, two = files_of(written_once), files_of(tmp_path / "two")

    own = [path for path in one if path.startswith("data/oakfield/")]
    assert len(own) == 9
    assert all(one[path] == two[path] for path in own)


def test_files_of_an_earlier_sample_that_this_one_does_not_have_are_removed(tmp_path: Path) -> None:
    small(tmp_path, services=2)

    small(tmp_path)

    assert not (tmp_path / "data/birch-lodge").exists()
    assert (tmp_path / "data/oakfield").is_dir()


def test_a_folder_with_a_file_that_the_sample_did_not_write_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "incidents.csv").write_text("incident_id\n")

    with pytest.raises(WrongUse) as refused:
        small(tmp_path)

    assert str(refused.value) == (
        f"{tmp_path} holds files that were written or changed by someone else: data/incidents.csv.\n"
        "  Nothing was written. Name an empty folder (grip sample try-out), or move these files away first."
    )
    assert files_of(tmp_path).keys() == {"data/incidents.csv"}


def test_a_parameter_file_that_someone_edited_is_refused_and_kept(written: Path) -> None:
    edited = written / "parameters" / "provider.yaml"
    edited.write_text("name: Ours\n")
    before = files_of(written)

    with pytest.raises(WrongUse, match=r"someone else: parameters/provider\.yaml\."):
        small(written, seed=9)

    assert files_of(written) == before


def test_many_strangers_are_counted_not_listed(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    for number in range(5):
        (tmp_path / "data" / f"care-{number}.csv").write_text("x")

    with pytest.raises(WrongUse, match=r"data/care-0\.csv, data/care-1\.csv, data/care-2\.csv and 2 more\."):
        small(tmp_path)


def test_a_sample_whose_planted_json_was_lost_is_known_by_its_bytes(written: Path) -> None:
    (written / "planted.json").unlink()

    small(written)

    assert (written / "planted.json").exists()


def test_a_planted_json_that_cannot_be_read_remembers_nothing(written: Path) -> None:
    (written / "planted.json").write_text("not json")

    with pytest.raises(WrongUse, match="someone else: data/"):
        small(written, seed=2)


def test_parameters_alone_without_data_are_enough(written: Path, tmp_path: Path) -> None:
    (written / "parameters").rename(tmp_path / "parameters")
    shutil.rmtree(written)

    small(tmp_path, seed=3)

    assert (tmp_path / "data/oakfield/care-2026.csv").exists()


def test_hidden_files_are_nobodys_records(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / ".gitkeep").write_text("")

    small(tmp_path)

    assert (tmp_path / "data" / ".gitkeep").exists()


@pytest.mark.parametrize(
    ("option", "value", "most"), [("services", 0, 300), ("services", 301, 300), ("months", 61, 60)]
)
def test_a_number_out_of_range_is_refused(tmp_path: Path, option: str, value: int, most: int) -> None:
    with pytest.raises(WrongUse) as refused:
        small(tmp_path, **{option: value})

    assert str(refused.value) == (
        f"A sample cannot have {value} {option}.\n  Choose a number from 1 to {most}."
    )
    assert files_of(tmp_path) == {}
