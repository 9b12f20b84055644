"""Which rows of `services.csv` make a service, which stop the run, and which only leave a problem?"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.unit.parameters.files import load_from, mistakes_in
from toolkit.parameters import Service
from toolkit.parameters.services import looks_like_a_telephone_number, why_not_an_id
from toolkit.problems import HIDDEN, Effect

HEADER = (
    "service_id,name,kind,location_id,former_location_ids,capacity,region,"
    "registered_manager,nominated_individual,opened_on,closed_on\n"
)


def test_every_column_is_read(tmp_path: Path) -> None:
    row = "oak,Oak,Home Care,1-101614751,1-264989953; 1-123456789,40,Essex,A. One,B. Two,"
    row += "01/04/2011,2026-05-31\n"

    parameters = load_from(tmp_path, services=HEADER + row)

    assert parameters.problems == ()
    assert parameters.services["oak"] == Service(
        "oak", "Oak", "home_care", "1-101614751", ("1-264989953", "1-123456789"), 40, "Essex",
        "A. One", "B. Two", date(2011, 4, 1), date(2026, 5, 31),
    )  # fmt: skip


def test_only_id_name_and_kind_are_needed(tmp_path: Path) -> None:
    assert load_from(tmp_path).services["oakfield"] == Service("oakfield", "Oakfield House", "residential")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("\ufeffservice_id,name,kind\r\ncafe,Café,nursing\r\n".encode(), id="byte order mark"),
        pytest.param("service_id;name;kind\ncafe;Café;nursing\n".encode(), id="semicolons"),
        pytest.param("service_id\tname\tkind\ncafe\tCafé\tnursing\n".encode("cp1252"), id="tabs, cp1252"),
        pytest.param(
            "Service ID,Name,Kind\ncafe,Café,NURSING\n".encode(), id="headings as people write them"
        ),
        pytest.param("service_id,name,kind\n\ncafe,Café,nursing\n,,\n".encode(), id="blank rows"),
    ],
)
def test_the_file_is_read_whatever_wrote_it(tmp_path: Path, content: bytes) -> None:
    services = load_from(tmp_path, services=content).services

    assert dict(services) == {"cafe": Service("cafe", "Café", "nursing")}


def test_services_come_in_the_order_of_their_ids(tmp_path: Path) -> None:
    rows = "service_id,name,kind\nb,B,nursing\na,A,nursing\n"

    assert list(load_from(tmp_path, services=rows).services) == ["a", "b"]


def test_rows_equal_in_every_column_are_one_service(tmp_path: Path) -> None:
    rows = "service_id,name,kind\na,A,nursing\na,A,nursing\n"

    assert list(load_from(tmp_path, services=rows).services) == ["a"]


def test_every_row_that_cannot_be_used_is_named_at_once(tmp_path: Path) -> None:
    rows = (
        "Oak Field,,care home,,,,,,,,\n"
        "con,Con,nursing,,,,,,,,\n"
        "oak,Oak,nurse,,,,,,,2020-01-01,2019-01-01\n"
        "oak,Oak 2,nursing,,,,,,,,\n"
        ",Blank,,,,,,,,,\n"
    )

    assert mistakes_in(tmp_path, services=HEADER + rows) == [
        'parameters/services.csv, row 2, column "kind": "care home" is not a kind of service.\n'
        "  Known: extra_care, home_care, nursing, residential, supported_living.",
        'parameters/services.csv, row 2, column "name": it is blank.\n'
        "  Write the service's name as registered.",
        'parameters/services.csv, row 2, column "service_id": "Oak Field" is not an id: only a-z, 0-9 and '
        "hyphens between them.\n  Write oak-field, here and in the exports.",
        'parameters/services.csv, row 3, column "service_id": "con" is a name that computers keep for '
        "themselves.\n  Choose another id.",
        'parameters/services.csv, row 4, column "closed_on": 2019-01-01 is before opened_on, 2020-01-01.\n'
        "  Correct one of the two days.",
        'parameters/services.csv, row 4, column "kind": "nurse" is not a kind of service.\n'
        '  Did you mean "nursing"?',
        'parameters/services.csv, row 5, column "service_id": "oak" stands in row 4 too.\n'
        "  Give each service an id of its own, or delete one of the two rows.",
        'parameters/services.csv, row 6, column "kind": it is blank.\n'
        "  Write one of residential, nursing, home_care, supported_living, extra_care.",
        'parameters/services.csv, row 6, column "service_id": it is blank.\n'
        "  Give the service a short id: a-z, 0-9 and hyphens.",
    ]


def test_what_nobody_depends_on_is_a_problem_and_the_service_is_used(tmp_path: Path) -> None:
    rows = "oak,Oak,nursing,1-12,x,ten,07700 900123,,,soon,31/02/2026\n"

    parameters = load_from(tmp_path, services=HEADER + rows)

    assert parameters.services["oak"] == Service("oak", "Oak", "nursing", "1-12", ("x",))
    assert [(p.code, p.column, p.value, p.effect, str(p.origin)) for p in parameters.problems] == [
        ("unreadable-date", "opened_on", "soon", Effect.CELL_LEFT_BLANK, "parameters/services.csv, row 2"),
        (
            "unreadable-date",
            "closed_on",
            "31/02/2026",
            Effect.CELL_LEFT_BLANK,
            "parameters/services.csv, row 2",
        ),
        ("not-a-location-id", "location_id", "1-12", Effect.ROW_USED, "parameters/services.csv, row 2"),
        ("not-a-location-id", "former_location_ids", "x", Effect.ROW_USED, "parameters/services.csv, row 2"),
        ("unreadable-number", "capacity", "ten", Effect.CELL_LEFT_BLANK, "parameters/services.csv, row 2"),
        (
            "looks-like-a-phone-number",
            "region",
            HIDDEN,
            Effect.CELL_LEFT_BLANK,
            "parameters/services.csv, row 2",
        ),
    ]


@pytest.mark.parametrize("capacity", ["-1", "12.5"])
def test_a_capacity_that_cannot_be_is_left_blank(tmp_path: Path, capacity: str) -> None:
    parameters = load_from(tmp_path, services=f"service_id,name,kind,capacity\na,A,nursing,{capacity}\n")

    assert parameters.services["a"].capacity is None
    assert [str(p) for p in parameters.problems] == [
        'parameters/services.csv, row 2, column "capacity": It should be a whole number, 0 or more.\n'
        "  Correct the number."
    ]


def test_a_telephone_number_in_region_says_what_to_write_instead(tmp_path: Path) -> None:
    parameters = load_from(tmp_path, services="service_id,name,kind,region\na,A,nursing,(541) 926-8300\n")

    assert [str(p) for p in parameters.problems] == [
        'parameters/services.csv, row 2, column "region": This looks like a telephone number, not a region.\n'
        "  Write the county or area there, or nothing."
    ]


@pytest.mark.parametrize("text", ["", "Lane", "E12", "2026-27", "North East (2)", "Area 1 / 2 / 3"])
def test_a_region_is_not_taken_for_a_telephone_number(text: str) -> None:
    assert not looks_like_a_telephone_number(text)


@pytest.mark.parametrize("text", ["07700 900123", "+44 (0)20 7946 0958", "541.926.8300", "0117/496-0000"])
def test_a_telephone_number_is_known_however_it_is_written(text: str) -> None:
    assert looks_like_a_telephone_number(text)


@pytest.mark.parametrize("service_id", ["a", "oak-field", "home-2", "1", "a" * 64, "com10", "console"])
def test_a_plain_id_is_accepted(service_id: str) -> None:
    assert why_not_an_id(service_id) is None


@pytest.mark.parametrize(
    "service_id",
    ["", "Oak", "oak field", "../oak", "a/b", "a\\b", "-oak", "oak-", "oak--field", "nul", "com1", "packs",
     "é", "a" * 65, ".", "~"],
)  # fmt: skip
def test_an_id_that_could_not_name_a_folder_everywhere_is_refused(service_id: str) -> None:
    assert why_not_an_id(service_id) is not None


def test_a_column_that_must_be_there_is_named(tmp_path: Path) -> None:
    (mistake,) = mistakes_in(tmp_path, services="service_id,name\noak,Oak\n")

    assert mistake.startswith("parameters/services.csv: ")
    assert "kind" in mistake


@pytest.mark.parametrize("content", ["", "\n\n", "service_id,name,kind\n", "service_id,name,kind\n,,\n"])
def test_a_file_without_a_service_says_what_to_write(tmp_path: Path, content: str) -> None:
    assert mistakes_in(tmp_path, services=content) == [
        "parameters/services.csv: no service is listed there.\n"
        "  Add a row for each service below the column names service_id,name,kind."
    ]


def test_nobody_s_name_stands_in_a_mistake(tmp_path: Path) -> None:
    rows = "service_id,name,kind,registered_manager\nBad Id,A,care home,Zebedee Quill\n"

    assert "Zebedee" not in "\n".join(mistakes_in(tmp_path, services=rows))
