"""Who lives where, and how much care they need."""

from __future__ import annotations

from itertools import pairwise

import pytest

from toolkit.sample.provider import BIRCH_LODGE, LINDEN_CLOSE, MEADOWBANK, OAKFIELD, ROWAN_HOUSE, TWELVE
from toolkit.sample.residents import MOVE, Stay, dependency_table, people_table, person_id, stays_of
from toolkit.sample.stories import Service
from toolkit.sample.timeline import Timeline, day_number

TIMELINE = Timeline.of("2026-10", 13)
SEED = 20261031


@pytest.mark.parametrize("service", TWELVE, ids=lambda service: service.service_id)
def test_a_place_holds_one_person_at_a_time(service: Service) -> None:
    stays = stays_of(service, TIMELINE, SEED)

    for place in range(service.people):
        there = sorted((s for s in stays if s.place == place), key=lambda s: s.moved_in)
        for earlier, later in pairwise(there):
            assert earlier.left is not None
            assert earlier.left < later.moved_in


def test_person_ids_are_used_once_in_the_provider_but_for_the_one_who_moves() -> None:
    ids = [stay.person_id for service in TWELVE for stay in stays_of(service, TIMELINE, SEED)]

    assert [identity for identity in sorted(set(ids)) if ids.count(identity) > 1] == [MOVE.person_id]


def test_the_person_who_moves_arrives_on_the_day_they_leave() -> None:
    def stay(service: Service) -> Stay:
        return next(s for s in stays_of(service, TIMELINE, SEED) if s.person_id == MOVE.person_id)

    assert stay(BIRCH_LODGE).left == stay(ROWAN_HOUSE).moved_in
    assert stay(ROWAN_HOUSE).left is None


def test_leading_zeros_stand_in_the_ids() -> None:
    assert person_id(OAKFIELD, 6) == "P0007"
    assert person_id(LINDEN_CLOSE, 16) == "00017"


def test_nobody_moves_in_before_the_service_opened() -> None:
    for service in TWELVE:
        opened = day_number(service.opened_on)
        assert all(stay.moved_in >= opened for stay in stays_of(service, TIMELINE, SEED))


def test_steady_services_review_everyone_within_92_days() -> None:
    stays = stays_of(BIRCH_LODGE, TIMELINE, SEED)
    reviews = dependency_table(BIRCH_LODGE, stays, TIMELINE, 96.0, SEED)
    people = people_table(BIRCH_LODGE, stays)

    here = people[people["moved_out"].isna()]["person_id"]
    newest = reviews.groupby("person_id")["reviewed_on"].max().reindex(here)

    assert (TIMELINE.end.end - newest).dt.days.max() <= 93


def test_reviews_lapse_where_the_story_says_so() -> None:
    stays = stays_of(MEADOWBANK, TIMELINE, SEED)
    reviews = dependency_table(MEADOWBANK, stays, TIMELINE, 180.0, SEED)

    here = [stay.person_id for stay in stays if stay.left is None]
    newest = reviews.groupby("person_id")["reviewed_on"].max().reindex(here)

    assert ((TIMELINE.end.end - newest).dt.days > 93).mean() >= 0.2
