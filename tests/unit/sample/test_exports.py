"""Bytes of an export: quoting, encodings, dates, and the same bytes each time."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from toolkit.sample.exports import as_text, csv_bytes, workbook_bytes
from toolkit.sample.stories import Layout


def handover(risk: str = "Unsteady", control: str = "") -> pd.DataFrame:
    return pd.DataFrame(
        {
            "entry_id": pd.Series(["HO-1"], dtype="str"),
            "service_id": pd.Series(["oakfield"], dtype="str"),
            "logged_at": pd.to_datetime(["2026-04-03 21:35"]),
            "theme": pd.Series(["falls"], dtype="str"),
            "risk": pd.Series([risk], dtype="str"),
            "control": pd.Series([control], dtype="str"),
            "resolved_on": pd.to_datetime([None]),
        }
    )


def written(frame: pd.DataFrame, layout: Layout) -> bytes:
    return csv_bytes(as_text("handover", frame, layout), layout)


def test_times_are_iso_and_blanks_are_empty() -> None:
    assert written(handover(), Layout()) == (
        b"entry_id,service_id,logged_at,theme,risk,control,resolved_on\n"
        b"HO-1,oakfield,2026-04-03 21:35,falls,Unsteady,,\n"
    )


def test_a_cell_is_quoted_only_where_it_must_be() -> None:
    text = written(handover(risk='Says "ouch", limps'), Layout()).decode()

    assert text.splitlines()[1] == 'HO-1,oakfield,2026-04-03 21:35,falls,"Says ""ouch"", limps",,'


def test_a_comma_needs_no_quotes_between_semicolons() -> None:
    text = written(handover(risk="Unsteady, limps"), Layout(delimiter=";")).decode()

    assert text.splitlines()[1] == "HO-1;oakfield;2026-04-03 21:35;falls;Unsteady, limps;;"


def test_day_first_dates_put_the_day_first() -> None:
    assert b"03/04/2026 21:35" in written(handover(), Layout(day_first=True))


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [("utf-8", "Purée".encode()), ("cp1252", b"Pur\xe9e"), ("utf-8-sig", "Purée".encode())],
)
def test_letters_beyond_english_are_written_in_the_encoding_of_the_layout(
    encoding: str, expected: bytes
) -> None:
    content = written(handover(risk="Purée"), Layout(encoding=encoding))

    assert expected in content
    assert content.startswith(b"\xef\xbb\xbf") == (encoding == "utf-8-sig")


def test_columns_that_a_system_does_not_export_are_left_out() -> None:
    text = written(handover(), Layout(without=("control", "resolved_on"))).decode()

    assert text.splitlines()[0] == "entry_id,service_id,logged_at,theme,risk"


def test_a_workbook_has_the_same_bytes_each_time() -> None:
    first, second = (workbook_bytes({"handover": handover()}, Layout()) for _ in range(2))

    assert first == second


def test_a_workbook_holds_ids_as_text_and_times_as_excels_own(tmp_path: Path) -> None:
    frame = handover().assign(entry_id=pd.Series(["00017"], dtype="str"))
    (tmp_path / "records.xlsx").write_bytes(workbook_bytes({"handover": frame}, Layout()))

    read = pd.read_excel(
        tmp_path / "records.xlsx", sheet_name="handover", dtype={"entry_id": "str"}, engine="calamine"
    )

    assert read["entry_id"].tolist() == ["00017"]
    assert read["logged_at"].tolist() == [pd.Timestamp("2026-04-03 21:35")]
