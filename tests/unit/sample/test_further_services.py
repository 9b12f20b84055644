"""Beyond the twelve: names, ids, and that nobody else changes."""

from __future__ import annotations

import re

import pytest

from toolkit.sample.further_services import services_of
from toolkit.sample.provider import TWELVE


def test_three_hundred_services_have_names_ids_and_location_ids_of_their_own() -> None:
    services = services_of(300)

    for part in ("service_id", "name", "location_id", "number"):
        assert len({getattr(service, part) for service in services}) == 300


def test_every_id_is_a_slug_and_every_location_id_has_cqcs_form() -> None:
    for service in services_of(300):
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", service.service_id)
        assert re.fullmatch(r"1-\d{10}", service.location_id)


def test_fewer_services_are_the_first_of_the_twelve() -> None:
    assert services_of(4) == TWELVE[:4]


def test_a_service_is_the_same_however_many_follow_it() -> None:
    assert services_of(300)[:40] == services_of(40)


@pytest.mark.parametrize("kind", ["residential", "nursing", "home_care", "extra_care", "supported_living"])
def test_every_kind_of_service_is_among_the_twelve_and_among_the_rest(kind: str) -> None:
    kinds = [service.kind for service in services_of(40)]

    assert kind in kinds[:12]
    assert kind in kinds[12:]


def test_most_further_services_are_steady_and_some_struggle() -> None:
    standings = [service.standing for service in services_of(300)[12:]]

    assert 0.08 < standings.count("fragile") / len(standings) < 0.15
    assert set(standings) == {"steady", "fragile"}
