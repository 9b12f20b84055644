"""The rota: who may work, and what a steady service looks like."""

from __future__ import annotations

from itertools import pairwise

import pytest

from toolkit.sample.provider import BIRCH_LODGE, KESTREL_HOUSE, OAKFIELD, ROWAN_HOUSE, TWELVE
from toolkit.sample.rota import Line, Rota, needs_table, rota_of, shifts_table
from toolkit.sample.stories import Service
from toolkit.sample.timeline import Timeline

TIMELINE = Timeline.of("2026-10", 4)
SEED = 20261031
STEADY = [service for service in TWELVE if service.standing == "steady"]


def shifts_by_worker(rota: Rota) -> dict[str, list[Line]]:
    workers: dict[str, list[Line]] = {}
    for line in sorted(rota.lines, key=lambda line: line.starts):
        if line.staff_id:
            workers.setdefault(line.staff_id, []).append(line)
    return workers


@pytest.mark.parametrize("service", STEADY, ids=lambda service: service.service_id)
def test_in_a_steady_service_everyone_has_eleven_hours_of_rest(service: Service) -> None:
    for lines in shifts_by_worker(rota_of(service, TIMELINE, SEED)).values():
        assert all(later.starts - earlier.ends >= 660 for earlier, later in pairwise(lines))


def test_in_the_tired_service_rests_are_shorter() -> None:
    workers = shifts_by_worker(rota_of(KESTREL_HOUSE, TIMELINE, SEED))

    short = [
        1
        for lines in workers.values()
        for earlier, later in pairwise(lines)
        if 60 < later.starts - earlier.ends < 660
    ]

    assert len(short) > 20


def test_nobody_works_two_shifts_at_once() -> None:
    for service in TWELVE:
        for lines in shifts_by_worker(rota_of(service, TIMELINE, SEED)).values():
            assert all(later.starts >= earlier.ends for earlier, later in pairwise(lines))


def test_a_line_that_is_not_planned_has_no_worker_no_clock_and_no_cover() -> None:
    for line in rota_of(OAKFIELD, TIMELINE, SEED).lines:
        if line.status != "planned":
            assert (line.staff_id, line.clocked_in, line.clocked_out, line.cover) == ("", -1, -1, "")


def test_open_cancelled_unpublished_and_deleted_lines_all_occur() -> None:
    found = {line.status for service in TWELVE for line in rota_of(service, TIMELINE, SEED).lines}

    assert found == {"planned", "open", "cancelled", "unpublished", "deleted"}


def test_weekday_needs_ask_for_more_than_weekend_needs() -> None:
    early = [
        n for n in rota_of(ROWAN_HOUSE, TIMELINE, SEED).lines if (n.shift, n.role) == ("Early", "care_worker")
    ]
    per_day = [sum(line.day == day and not line.is_draft for line in early) for day in range(TIMELINE.count)]

    assert set(per_day) == {4, 5}


def test_someone_of_the_shift_before_stays_on_now_and_then() -> None:
    lines = rota_of(OAKFIELD, TIMELINE, SEED).lines

    assert any(line.clocked_out - line.ends >= 60 for line in lines if line.worked)


def test_the_rota_of_a_service_is_the_same_each_time() -> None:
    first, second = (shifts_table(rota_of(BIRCH_LODGE, TIMELINE, SEED)) for _ in range(2))

    assert first.equals(second)


def test_needs_that_changed_have_a_last_day_and_a_first_one() -> None:
    harbour = next(service for service in TWELVE if service.service_id == "harbour-home-care")
    needs = needs_table(harbour, Timeline.of("2026-10", 13))

    hill = needs[(needs["unit"] == "Hill") & (needs["shift_name"] == "Morning run")]

    assert hill["valid_to"].dt.strftime("%Y-%m-%d").tolist()[0] == "2026-04-30"
    assert hill["valid_from"].dt.strftime("%Y-%m-%d").tolist()[1] == "2026-05-01"
    assert hill["staff_needed"].tolist() == [2, 3]
