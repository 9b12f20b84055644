"""Who gives which piece of care."""

from __future__ import annotations

from toolkit.sample.rounds import Rounds


def deal(rounds: Rounds, start: int, *, stay: int = 1, pool: tuple[str, ...] = ("S0001", "S0002")) -> str:
    return rounds.deal(pool, stay, start, start + 30, True, 0.5)


def test_the_usual_worker_comes_back() -> None:
    days = [deal(Rounds(), start) for start in (0, 1440, 2880)]

    assert len(set(days)) == 1


def test_a_worker_who_is_busy_is_not_sent_elsewhere_while_another_is_free() -> None:
    rounds = Rounds()

    first, second = deal(rounds, 100), deal(rounds, 110)

    assert {first, second} == {"S0001", "S0002"}


def test_when_nobody_is_free_it_is_whoever_will_be_soonest() -> None:
    rounds = Rounds()
    first, _ = deal(rounds, 100), deal(rounds, 110)

    assert deal(rounds, 115) == first


def test_without_anyone_on_duty_nobody_is_named() -> None:
    assert deal(Rounds(), 100, pool=()) == ""


def test_agency_workers_are_nobodys_usual_worker() -> None:
    assert all(deal(Rounds(), 0, stay=stay, pool=("A0001", "S0002")) == "S0002" for stay in range(20))
