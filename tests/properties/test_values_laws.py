"""Laws that reading one cell obeys, whatever the cell."""

from __future__ import annotations

from datetime import date, datetime
from string import ascii_letters

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.sources import values
from toolkit.sources.values import Unreadable

MESSY = st.one_of(
    st.text(max_size=40),
    st.text(alphabet="0123456789/-:. TZe+,;%apmAPM", max_size=25),
    st.from_regex(
        r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}( \d{1,2}:\d{2}(:\d{2})?( ?[ap]m)?)?(Z|[+-]\d{2}:?\d{2})?"
    ),
)
DAYS = st.dates(date(1901, 1, 2), date(2199, 12, 30))


@given(MESSY)
def test_no_text_makes_a_cell_parser_raise(text: str) -> None:
    assert isinstance(values.parse_date(text), date | Unreadable | None)
    assert isinstance(values.parse_time(text), datetime | Unreadable | None)
    assert isinstance(values.parse_time(text, day_is_enough=True), datetime | Unreadable | None)
    assert isinstance(values.parse_clock(text), str | Unreadable | None)
    assert isinstance(values.parse_number(text), float | Unreadable | None)
    assert isinstance(values.parse_choice(text, ("yes", "no")), str | Unreadable | None)
    assert isinstance(values.parse_list(text), str | None)
    assert isinstance(values.parse_days(text), tuple | Unreadable | None)
    assert isinstance(values.parse_reference(text, frozenset({"audits"})), str | Unreadable | None)
    assert isinstance(values.parse_id(text), str | Unreadable | None)


@pytest.mark.parametrize(
    "form",
    ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d %B %Y", "%d-%b-%Y", "%Y%m%d", "%d/%m/%Y 23:59"],
)
@given(day=DAYS)
def test_a_day_written_in_any_usual_form_is_read_back(form: str, day: date) -> None:
    assert values.parse_date(day.strftime(form)) == day


@given(day=DAYS)
def test_a_day_first_date_is_never_read_as_month_first(day: date) -> None:
    assert values.parse_date(f"{day.day}/{day.month}/{day.year}") == day


@given(st.datetimes(datetime(1972, 1, 1), datetime(2199, 12, 30)))
def test_a_moment_is_read_back_unless_the_clocks_skipped_it(moment: datetime) -> None:
    moment = moment.replace(microsecond=0)
    read = values.parse_time(moment.strftime("%d/%m/%Y %H:%M:%S"))
    if values.is_skipped_by_the_clock(moment):
        assert read == Unreadable("nonexistent-time")
    else:
        assert read == moment


@given(st.integers(20_000, 79_999))
def test_an_excel_serial_counts_days_from_the_end_of_1899(serial: int) -> None:
    read = values.parse_date(str(serial))
    assert isinstance(read, date)
    assert (read - date(1899, 12, 30)).days == serial


@given(st.text(alphabet=ascii_letters + "0123456789-_/", min_size=1, max_size=20))
def test_an_id_without_a_trace_of_excel_stays_as_it_is(text: str) -> None:
    if not values.is_blank(text):
        assert values.parse_id(text) == text


@given(st.lists(st.text(alphabet=ascii_letters + "0123456789", min_size=6, max_size=9), max_size=6))
def test_a_list_keeps_its_items_and_their_order(items: list[str]) -> None:
    assert (values.parse_list(" ; ".join(items)) or "").split(";") == (items or [""])
