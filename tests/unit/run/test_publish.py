"""Results appear whole or not at all, and no cell of a table is read as a formula."""

from __future__ import annotations

import csv
import io

import pytest

from toolkit.problems import Effect, Origin, Problem
from toolkit.run.publish import is_whole, problems_as_csv, publish_folder, sweep, write_text


def make_folder(path, **files):
    for name, text in files.items():
        target = path / name.replace("__", "/").replace("_", ".")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
    return path


def test_every_file_is_moved_and_the_manifest_makes_the_folder_whole(tmp_path):
    work = make_folder(tmp_path / "work", index_html="new", notebooks__a_ipynb="{}", manifest_json="{}")

    publish_folder(work, tmp_path / "oakfield")

    assert (tmp_path / "oakfield" / "notebooks" / "a.ipynb").read_text() == "{}"
    assert is_whole(tmp_path / "oakfield")


def test_stale_files_go_and_peoples_own_files_stay(tmp_path):
    target = make_folder(tmp_path / "oakfield", notebooks__a_ipynb="old", notes_txt="mine")

    publish_folder(make_folder(tmp_path / "work", a_html="failed"), target, stale=["notebooks/a.ipynb"])

    assert sorted(path.name for path in target.rglob("*") if path.is_file()) == ["a.html", "notes.txt"]


def test_publishing_that_is_cut_short_leaves_no_manifest(tmp_path):
    target = make_folder(tmp_path / "oakfield", manifest_json="old")
    (target / "b.html").mkdir()  # nothing can be moved onto a folder
    work = make_folder(tmp_path / "work", a_html="new", b_html="new", manifest_json="new")

    with pytest.raises(OSError):
        publish_folder(work, target)

    assert not is_whole(target)


def test_new_folders_are_private(tmp_path):
    publish_folder(make_folder(tmp_path / "work", a_html="new"), tmp_path / "2026-10" / "oakfield")

    assert (tmp_path / "2026-10").stat().st_mode & 0o077 == 0
    assert (tmp_path / "2026-10" / "oakfield").stat().st_mode & 0o077 == 0


def test_leftovers_of_an_interrupted_run_are_swept(tmp_path):
    make_folder(tmp_path / ".work" / "services", a_html="half")
    write_text(tmp_path / "2026-10" / "index.html", "whole")
    (tmp_path / "2026-10" / ".index.html.part").write_text("half")

    sweep(tmp_path)

    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["index.html"]


@pytest.mark.parametrize("value", ["=1+1", "+44", "-x", "@SUM(A1)", "\tx", " =x"])
def test_cell_that_a_spreadsheet_would_calculate_is_made_plain_text(value):
    problem = Problem("code", Origin("data/x.csv", None, 2), "care", "note", value, "s", "m", Effect.ROW_USED)

    rows = list(csv.DictReader(io.StringIO(problems_as_csv([problem]).lstrip("\ufeff"))))

    assert rows[0]["value"] == "'" + value
    assert (rows[0]["file"], rows[0]["row"], rows[0]["effect"]) == ("data/x.csv", "2", "row used")
