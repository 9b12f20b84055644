# ruff: noqa: E501  (the whole of what is said stands on one line)
"""Files as people have them: every kind, every usual defect, read into the store."""

from __future__ import annotations

import csv
import io
import shutil
import zipfile
from collections.abc import Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from toolkit.sources.contract import DATA_TABLES
from toolkit.sources.files import read_table_file
from toolkit.sources.store import Store

SERVICES = ("birch-lodge", "oakfield")
HEAD = ("incident_id", "service_id", "occurred_at", "kind", "harm")
PLAIN = [
    ("I-1", "oakfield", "2026-10-01 09:30", "fall, no injury", "low"),
    ("I-2", "oakfield", "2026-10-02 10:00", "café spill", "none"),
]


def text_of(rows: list[tuple[str, ...]], delimiter: str = ",", end: str = "\n") -> str:
    sink = io.StringIO()
    csv.writer(sink, delimiter=delimiter, lineterminator=end).writerows([HEAD, *rows])
    return sink.getvalue()


def build(workspace: Path, files: Mapping[str, bytes | str], **options: Any) -> Store:
    for name, content in files.items():
        path = workspace / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return Store.build(workspace, service_ids=SERVICES, themes=options.get("themes", {}))


def workbook(sheets: Mapping[str, list[list[Any]]]) -> bytes:
    """A workbook; None leaves a cell out, dates and times are real ones."""
    sink = io.BytesIO()
    with xlsxwriter.Workbook(sink, {"in_memory": True}) as book:
        formats = {
            datetime: book.add_format({"num_format": "dd/mm/yyyy hh:mm"}),
            date: book.add_format({"num_format": "dd/mm/yyyy"}),
            time: book.add_format({"num_format": "hh:mm"}),
        }
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if type(cell) in formats:
                        sheet.write_datetime(at, column, cell, formats[type(cell)])
                    elif cell is not None:
                        sheet.write(at, column, cell)
    return sink.getvalue()


def codes(store: Store) -> list[str]:
    return [problem.code for problem in store.problems]


ENCODINGS = {
    "UTF-8": text_of(PLAIN).encode(),
    "UTF-8 with a mark": text_of(PLAIN).encode("utf-8-sig"),
    "Windows-1252": text_of(PLAIN).encode("cp1252"),
    "UTF-16": text_of(PLAIN).encode("utf-16"),
    "UTF-16 without a mark": text_of(PLAIN).encode("utf-16-le"),
    "semicolons": text_of(PLAIN, ";").encode(),
    "tabs": text_of(PLAIN, "\t").encode(),
    "tabs and UTF-16": text_of(PLAIN, "\t").encode("utf-16"),
    "Windows line ends": text_of(PLAIN, end="\r\n").encode(),
    "the separator in a line of its own": ("sep=;\r\n" + text_of(PLAIN, ";", "\r\n")).encode(),
}


@pytest.mark.parametrize("content", ENCODINGS.values(), ids=ENCODINGS)
def test_the_same_records_are_read_from_every_usual_text_file(tmp_path: Path, content: bytes) -> None:
    store = build(tmp_path, {"incidents.csv": content})
    rows = store.rows("incidents")
    assert rows["kind"].tolist() == ["fall, no injury", "café spill"]
    assert rows["harm"].tolist() == ["low", "none"]
    assert rows["_row"].tolist() == [2, 3]
    assert store.problems == ()


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_row_numbers_are_those_of_excel_past_blank_rows_and_cells_of_many_lines(
    tmp_path: Path, encoding: str
) -> None:
    text = (
        "incident_id,service_id,occurred_at,kind,harm\n"
        'I-1,oakfield,2026-10-01 09:30,"fall\n\nby the café",low\n'
        "\n"
        ",,,,\n"
        "I-2,oakfield,2026-10-02 09:30,fall,low\n"
    )
    store = build(tmp_path, {"incidents.csv": text.encode(encoding)})
    assert store.rows("incidents")["_row"].tolist() == [2, 5]
    assert store.problems == ()


def test_a_workbook_keeps_excels_row_numbers_ids_and_dates(tmp_path: Path) -> None:
    rows = [
        [],
        list(HEAD),
        [],
        [1234.0, "oakfield", datetime(2026, 10, 3), "fall", None],
        ["0007", "oakfield", datetime(2026, 10, 3, 14, 30), "fall", "low"],
    ]
    store = build(tmp_path, {"any name.xlsx": workbook({"Notes": [["hello"]], "Incidents": rows})})
    found = store.rows("incidents")
    assert store.problems == ()
    assert found["incident_id"].tolist() == ["1234", "0007"]
    assert found["occurred_at"].tolist() == [pd.Timestamp("2026-10-03"), pd.Timestamp("2026-10-03 14:30")]
    assert found["_row"].tolist() == [4, 5]
    assert found["_sheet"].tolist() == ["Incidents", "Incidents"]


def test_an_id_that_excel_made_a_date_is_a_problem_and_never_a_guess(tmp_path: Path) -> None:
    rows = [list(HEAD), [date(2026, 10, 3), "oakfield", datetime(2026, 10, 3, 9), "fall", "low"]]
    store = build(tmp_path, {"incidents.xlsx": workbook({"Sheet1": rows})})
    assert [str(problem) for problem in store.problems] == [
        'data/incidents.xlsx, sheet "Sheet1", row 2, column "incident_id": The id was changed by Excel and cannot be '
        "known: the cell holds a date or a rounded number.\n"
        "  Format the column as text before the ids are typed or pasted in, and export again."
    ]
    assert store.rows("incidents").empty


def test_times_of_day_in_a_workbook_are_read(tmp_path: Path) -> None:
    head = ["service_id", "role", "shift_name", "from_time", "to_time", "staff_needed", "valid_from"]
    row = ["oakfield", "carer", "Early", time(7, 30), "14:30", 3, date(2026, 1, 1)]
    store = build(tmp_path, {"staffing_needs.xlsx": workbook({"staffing_needs": [head, row]})})
    found = store.rows("staffing_needs")
    assert (found["from_time"].tolist(), found["to_time"].tolist()) == (["07:30"], ["14:30"])
    assert found["staff_needed"].tolist() == [3.0]


def test_a_parquet_file_is_read_like_any_other(tmp_path: Path) -> None:
    table = pa.table({
        "incident_id": pa.array([101.0, None]),
        "service_id": ["oakfield", "oakfield"],
        "occurred_at": pa.array([datetime(2026, 7, 3, 13, 30), datetime(2026, 7, 4)], pa.timestamp("ms", tz="UTC")),
        "kind": pa.array(["fall", "fall"]).dictionary_encode(),
        "harm": ["low", "high"],
    })  # fmt: skip
    sink = io.BytesIO()
    pq.write_table(table, sink)
    store = build(tmp_path, {"incidents-july.parquet": sink.getvalue()})
    found = store.rows("incidents")
    assert found["incident_id"].tolist() == ["101"]
    assert found["occurred_at"].tolist() == [pd.Timestamp("2026-07-03 14:30")]
    assert [(p.code, p.column, p.origin.row) for p in store.problems] == [
        ("unknown-choice", "harm", 3), ("missing-value", "incident_id", 3),
    ]  # fmt: skip


def test_title_rows_above_the_header_are_passed_over(tmp_path: Path) -> None:
    text = "Incident report,,,,\nprinted for the board\n\n" + text_of(PLAIN)
    store = build(tmp_path, {"incidents.csv": text})
    assert store.rows("incidents")["_row"].tolist() == [5, 6]
    assert store.problems == ()


def test_names_of_files_columns_and_sheets_are_read_whatever_their_case_and_spaces(tmp_path: Path) -> None:
    text = text_of(PLAIN).replace("incident_id", "Incident ID").replace("occurred_at", "OCCURRED-AT")
    store = build(tmp_path, {"oakfield/Incidents-2026-10.CSV": text})
    assert len(store.rows("incidents")) == 2


def test_hidden_files_and_excels_lock_files_are_passed_over(tmp_path: Path) -> None:
    files = {
        "incidents.csv": text_of(PLAIN),
        "~$incidents.xlsx": b"lock",
        ".incidents.csv": b"x",
        ".old/care.csv": b"x",
    }
    store = build(tmp_path, files)
    assert [file.path for file in store.files] == ["data/incidents.csv"]
    assert store.problems == ()


NOT_READ = {
    "unknown-file": (
        "shfts.csv", b"a,b\n1,2\n",
        'data/shfts.csv: The file was not read: its name is not the name of a table. Did you mean "shifts"?\n'
        "  Name it after the table it holds, for example shifts.csv or shifts-2026-10.xlsx, or move it out of data/.",
    ),
    "empty-file": (
        "shifts.csv", b" \n\n",
        "data/shifts.csv: There is nothing in it.\n"
        "  Export it again, or remove it if there is nothing to supply.",
    ),
    "damaged-file": (
        "shifts.csv", b"PK\x03\x04\x00\x01\x02\x03rest",
        "data/shifts.csv: It cannot be opened as CSV: it does not hold text.\n"
        "  Open it in the program it came from, save it again, and put the new copy in its place.",
    ),
    "wrong-encoding": (
        "shifts.csv", b"shift_id,service_id\nS\x81,oakfield\n",
        "data/shifts.csv: Its text is in an encoding that cannot be told: line 2 is neither UTF-8 nor Windows-1252.\n"
        '  In Excel choose "Save as", then "CSV UTF-8 (comma delimited)".',
    ),
    "unclosed-quote": (
        "incidents.csv",
        (text_of(PLAIN) + 'I-3,oakfield,2026-10-03 09:00,"fall,low\nI-4,oakfield,2026-10-04 09:00,fall,low\n').encode(),
        "data/incidents.csv: A quotation mark opened in or after row 4 is never closed, so the rows behind it cannot "
        "be told apart.\n"
        "  Add the missing quotation mark in that row, or export the file again.",
    ),
    "missing-column": (
        "incidents.csv", b"incident_id,service_id,when,kind\nI-1,oakfield,2026-10-01 09:00,fall\n",
        "data/incidents.csv, column \"occurred_at\": It cannot be read as incidents: occurred_at is missing. Its columns "
        'are: "incident_id", "service_id", "when", "kind".\n'
        "  Add what is missing, or rename the column that holds it.",
    ),
    "no-header": (
        "incidents.csv", b"Reference,Home,Happened\n1,oakfield,2026-10-01\n",
        "data/incidents.csv: No row of column names was found; incidents needs incident_id, service_id, occurred_at, "
        'kind. Row 1 reads: "Reference", "Home", "Happened".\n'
        "  Put the column names in the first row, spelled as in the data contract.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("code", NOT_READ)
def test_a_file_that_cannot_be_read_says_why_and_what_to_do_and_the_others_go_on(
    tmp_path: Path, code: str
) -> None:
    name, content, text = NOT_READ[code]
    good = "complaint_id,service_id,received_on,theme\nK-1,oakfield,2026-10-01,falls\n"
    store = build(tmp_path, {name: content, "complaints.csv": good})
    assert [(problem.code, str(problem)) for problem in store.problems] == [(code, text)]
    assert len(store.rows("complaints")) == 1


def test_a_file_of_records_without_a_header_does_not_print_them(tmp_path: Path) -> None:
    store = build(
        tmp_path, {"people.csv": "P1,oakfield,Jane Smith,2026-01-01\nP2,oakfield,Tom Brown,2026-01-01\n"}
    )
    assert codes(store) == ["no-header"]
    assert "Jane" not in str(store.problems)


def test_a_workbook_of_which_no_sheet_is_a_table_is_said_and_not_passed_over(tmp_path: Path) -> None:
    store = build(tmp_path, {"october.xlsx": workbook({"Incidents 2026": [list(HEAD)], "Notes": [["x"]]})})
    assert [(p.code, p.says) for p in store.problems] == [
        ("unknown-file",
         "The file was not read: its name is not the name of a table. Nor is that of any of its sheets: "
         '"Incidents 2026", "Notes".')
    ]  # fmt: skip


def test_a_damaged_workbook_is_one_problem(tmp_path: Path) -> None:
    whole = workbook({"incidents": [list(HEAD)]})
    store = build(tmp_path, {"incidents.xlsx": whole[: len(whole) // 2]})
    assert codes(store) == ["damaged-file"]
    assert store.problems[0].says.startswith("It cannot be opened as XLSX: ")


def test_a_password_on_a_workbook_is_named(tmp_path: Path) -> None:
    ole = (
        bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 512
    )
    store = build(tmp_path, {"incidents.xlsx": ole})
    assert [str(problem) for problem in store.problems] == [
        "data/incidents.xlsx: It is protected with a password.\n"
        "  Save a copy without the password and put that in its place."
    ]


def test_a_workbook_that_unfolds_to_more_than_memory_is_refused_unopened(tmp_path: Path) -> None:
    sink = io.BytesIO()
    with (
        zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as package,
        package.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as stream,
    ):
        for _ in range(1100):
            stream.write(b" " * 1024**2)
    store = build(tmp_path, {"incidents.xlsx": sink.getvalue()})
    assert [str(problem) for problem in store.problems] == [
        "data/incidents.xlsx: It was not opened because it unfolds to 1,100 MB.\n"
        "  Export fewer months a file, or delete the empty rows and columns beyond the last record."
    ]


def test_one_stray_cell_in_the_last_corner_of_a_sheet_is_refused_by_area(tmp_path: Path) -> None:
    sink = io.BytesIO()
    with xlsxwriter.Workbook(sink, {"in_memory": True}) as book:
        sheet = book.add_worksheet("incidents")
        sheet.write_row(0, 0, HEAD)
        sheet.write(1_048_575, 16_383, "x")
    store = build(tmp_path, {"incidents.xlsx": sink.getvalue()})
    assert codes(store) == ["too-large"]
    assert store.problems[0].says == (
        "It was not opened because one of its sheets has filled cells as far as row 1,048,576 and column 16,384."
    )


def test_rows_longer_than_the_header_are_not_guessed_at_and_shorter_ones_are_filled(tmp_path: Path) -> None:
    text = (
        text_of(PLAIN)
        + "I-3,oakfield,2026-10-03 09:00,fall, in the hall,low\nI-4,oakfield,2026-10-04 09:00,fall\n"
    )
    store = build(tmp_path, {"incidents.csv": text})
    assert store.rows("incidents")["incident_id"].tolist() == ["I-1", "I-2", "I-4"]
    assert [(p.code, p.origin.row, p.says, p.effect.value) for p in store.problems] == [
        (
            "ragged-row",
            4,
            "The row has 6 cells and the header has 5, so its cells cannot be told apart.",
            "row not used",
        ),
        (
            "ragged-row",
            5,
            "The row has 4 cells and the header has 5; the missing ones are read as blank.",
            "row used",
        ),
    ]


def test_columns_the_contract_does_not_know_are_listed_once_with_a_hint(tmp_path: Path) -> None:
    text = "incident_id,service_id,occurred_at,kind,reported,Ward\nI-1,oakfield,2026-10-01 09:00,fall,x,y\n"
    store = build(tmp_path, {"incidents.csv": text})
    assert [(p.code, p.value, p.says) for p in store.problems] == [
        ("unknown-column", "reported; Ward",
         'Not used, because the contract of incidents does not know them: "reported", "Ward". '
         'Is "reported" meant to be reported_at?')
    ]  # fmt: skip
    assert store.files[0].tables[0].unknown_columns == ("reported", "Ward")


def test_a_column_there_twice_is_said(tmp_path: Path) -> None:
    text = "incident_id,service_id,occurred_at,kind,Kind\nI-1,oakfield,2026-10-01 09:00,fall,burn\n"
    store = build(tmp_path, {"incidents.csv": text})
    assert [problem.says for problem in store.problems] == [
        'The column "kind" is there 2 times; the first is used.'
    ]
    assert store.rows("incidents")["kind"].tolist() == ["fall"]


REAL = {
    "cso_f4005_bom_quoted.csv": 'Row 1 reads: "Statistic Label", "CensusYear", "Sex", "Administrative Counties"',
    "ofsted_childrens_homes_mar_2022_nonutf8.csv": 'Row 5 reads: "Web link", "URN", "Linked Education URN"',
    "oregon_narratives_title_rows.xlsx": 'Row 4 reads: "Abuse_Number", "Facility ID", "Date Received"',
    "cassr_activity_2013_14_nonutf8.csv": "No row of column names was found; incidents needs incident_id",
    "pss_exp_2008_09_bom.csv": "No row of column names was found; incidents needs incident_id",
    "pss_expend_2006_07_merged_headers.xls": "No row of column names was found; incidents needs incident_id",
}


@pytest.mark.parametrize("name", REAL)
def test_a_real_published_file_put_in_as_incidents_is_one_problem_naming_its_columns(
    tmp_path: Path, shared: Path, name: str
) -> None:
    (tmp_path / "data").mkdir()
    shutil.copyfile(shared / "data" / "messy" / name, tmp_path / "data" / f"incidents{Path(name).suffix}")
    store = Store.build(tmp_path, service_ids=SERVICES, themes={})
    assert [problem.code for problem in store.problems] == ["no-header"]
    assert REAL[name] in store.problems[0].says
    assert not store.supplied("incidents")


OFSTED_AS_FEEDBACK = {
    "URN": "feedback_id", "Provision type": "service_id", "Registration date": "received_on",
    "Web link": "source", "Registration status": "theme",
}  # fmt: skip


def test_a_real_windows_file_with_title_rows_is_read_under_its_fifth_row(
    tmp_path: Path, shared: Path
) -> None:
    content = (shared / "data" / "messy" / "ofsted_childrens_homes_mar_2022_nonutf8.csv").read_bytes()
    lines = content.replace(b"\r\n", b"\n").split(b"\n")
    for export, canonical in OFSTED_AS_FEEDBACK.items():
        lines[4] = lines[4].replace(export.encode(), canonical.encode(), 1)
    (tmp_path / "feedback.csv").write_bytes(b"\n".join(lines))
    read = read_table_file(tmp_path / "feedback.csv", DATA_TABLES)
    assert read.problems == ()
    expected = list(csv.reader(io.StringIO(b"\n".join(lines).decode("cp1252"), newline="")))
    at = expected[4].index("feedback_id")
    filled = [(number, row[at].strip()) for number, row in enumerate(expected[5:], start=6) if any(row)]
    table = read.tables[0]
    assert list(zip(table.rows.tolist(), table.cells["feedback_id"].tolist(), strict=True)) == filled


def test_real_homes_are_read_without_loss_and_their_defects_are_named(tmp_path: Path, shared: Path) -> None:
    source = shared / "data" / "oregon_homes"
    (tmp_path / "data").mkdir()
    for path in (source / "data").iterdir():
        shutil.copyfile(path, tmp_path / "data" / path.name)
    services = pd.read_csv(source / "parameters" / "services.csv")["service_id"].tolist()
    store = Store.build(tmp_path, service_ids=services, themes={})
    assert [(t.table, t.rows_used, t.rows_refused) for f in store.files for t in f.tables] == [
        ("complaints", 4473, 0), ("incidents", 4473, 0),
    ]  # fmt: skip
    assert {code: codes(store).count(code) for code in codes(store)} == {
        "possible-duplicate-complaint": 439, "complaint-before-incident": 1,
    }  # fmt: skip
