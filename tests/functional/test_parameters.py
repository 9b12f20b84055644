"""What does a person see whose parameters are wrong, and does a bare workspace just work?"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.parameters.files import load_from, write_workspace
from toolkit.errors import NoUsableInput, WrongParameters
from toolkit.parameters import Thresholds, load
from toolkit.parameters.framework import VERSION


def test_services_csv_alone_is_enough(tmp_path: Path) -> None:
    parameters = load_from(tmp_path)

    assert list(parameters.services) == ["oakfield"]
    assert parameters.thresholds("oakfield") == Thresholds()
    assert parameters.framework.version == VERSION
    assert (parameters.problems, parameters.files) == ((), ("parameters/services.csv",))


def test_every_file_that_was_read_is_named(tmp_path: Path) -> None:
    files = {
        "themes.yaml": "",
        "services/oakfield.yaml": "",
        "provider.yaml": "name: Oak Care\n",
        "notes.txt": "",
    }

    assert load_from(tmp_path, files).files == (
        "parameters/provider.yaml",
        "parameters/services.csv",
        "parameters/services/oakfield.yaml",
        "parameters/themes.yaml",
    )


def test_no_services_csv_stops_with_exit_code_4(tmp_path: Path) -> None:
    with pytest.raises(NoUsableInput) as raised:
        load(tmp_path)

    assert raised.value.exit_code == 4
    assert str(raised.value) == (
        f"There is no parameters/services.csv in {tmp_path.resolve()}.\n"
        "  List the services there, one a row, under the column names service_id,name,kind; "
        'or write a sample with "grip sample".'
    )


def test_services_in_a_workbook_are_to_be_saved_as_csv(tmp_path: Path) -> None:
    write_workspace(tmp_path, {"services.xlsx": b""}, services=None)

    with pytest.raises(NoUsableInput) as raised:
        load(tmp_path)

    assert str(raised.value) == (
        f"There is no parameters/services.csv in {tmp_path.resolve()}.\n"
        "  There is services.xlsx; save it as services.csv (in Excel: Save as, CSV UTF-8)."
    )


def test_a_services_csv_without_services_stops_with_exit_code_3(tmp_path: Path) -> None:
    with pytest.raises(WrongParameters) as raised:
        load_from(tmp_path, services="service_id,name,kind\n")

    assert raised.value.exit_code == 3
    assert str(raised.value) == (
        "1 mistake in the parameters:\n"
        "parameters/services.csv: no service is listed there.\n"
        "  Add a row for each service below the column names service_id,name,kind."
    )


def test_all_mistakes_of_all_files_are_shown_at_once(tmp_path: Path) -> None:
    files = {
        "provider.yaml": "nam: Oak Care\n",
        "services/oakfeild.yaml": "thresholds:\n",
        "services/oakfield.yaml": "thresholds:\n  rushed-records:\n    rate: 20%\n",
        "services/oakfield.yml": "",
        "themes.yaml": "Late runs: missed care\n",
        "threshold.yaml": "",
        "thresholds.yaml": "repeated-staffing-gaps:\n  days_in_mnth: 5\n  days_in_mnth: 6\n",
    }

    with pytest.raises(WrongParameters) as raised:
        load_from(tmp_path, files)

    assert str(raised.value) == (
        "8 mistakes in the parameters:\n"
        'parameters/provider.yaml, line 1: unknown key "nam".\n'
        '  Did you mean "name"?\n'
        'parameters/services/oakfeild.yaml: there is no service "oakfeild" in parameters/services.csv.\n'
        '  Did you mean "oakfield"?\n'
        'parameters/services/oakfield.yaml, line 3: rushed-records > rate: "20%" is not a number '
        "from 0 to 1.\n"
        "  Write 0.2, or leave the line out for the default, 0.1.\n"
        "parameters/services/oakfield.yml: this is not the name of a parameter file.\n"
        '  Did you mean "oakfield.yaml"?\n'
        'parameters/themes.yaml, line 1: "Late runs": "missed care" is not a theme.\n'
        '  Did you mean "missed_care"?\n'
        "parameters/threshold.yaml: this is not the name of a parameter file.\n"
        '  Did you mean "thresholds.yaml"?\n'
        'parameters/thresholds.yaml, line 2: unknown key "days_in_mnth" under repeated-staffing-gaps.\n'
        '  Did you mean "days_in_month"?\n'
        'parameters/thresholds.yaml, line 3: "days_in_mnth" is written a second time; '
        "it stands on line 2 too.\n"
        "  Keep one of the two."
    )


def test_a_service_refused_in_services_csv_is_not_complained_of_twice(tmp_path: Path) -> None:
    services = "service_id,name,kind\nOakfield,Oakfield House,residential\nbirch,Birch,nursing\n"

    with pytest.raises(WrongParameters) as raised:
        load_from(tmp_path, {"services/oakfield.yaml": ""}, services=services)

    assert [mistake.split(":")[0] for mistake in raised.value.mistakes] == [
        'parameters/services.csv, row 2, column "service_id"'
    ]


def test_a_hidden_file_of_an_editor_is_left_alone(tmp_path: Path) -> None:
    assert load_from(tmp_path, {".thresholds.yaml": ": : :"}).files == ("parameters/services.csv",)


def test_the_59_oregon_homes_load_and_their_telephone_numbers_are_named(shared: Path) -> None:
    folder = shared / "data" / "oregon_homes"
    lines = (folder / "parameters" / "services.csv").read_text(encoding="utf-8").splitlines()
    numbers = {row for row, line in enumerate(lines, start=1) if line.rsplit(",", 1)[1].startswith("(5")}

    parameters = load(folder)

    assert len(parameters.services) == 59
    assert {p.origin.row for p in parameters.problems} == numbers
    assert {(p.code, p.column) for p in parameters.problems} == {("looks-like-a-phone-number", "region")}
    assert {service.region for service in parameters.services.values()} == {
        None, "Multnomah", "Clackamas", "Washington", "Yamhill", "Marion", "Lane", "Klamath",
    }  # fmt: skip
