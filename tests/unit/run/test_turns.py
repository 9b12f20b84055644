"""Who runs which audit next, by hand: no process, no notebook."""

from __future__ import annotations

import threading
from concurrent.futures import wait

import pytest

from toolkit.run.turns import Turn, Turns

AUDITS = ("staffing", "complaints", "oversight")


def run_next(turns: Turns[str], current: str | None) -> Turn | None:
    """Take a turn and end it at once."""
    turn = turns.next(current)
    if turn is not None:
        turns.ended(turn, f"{turn.service} {turn.audit}")
    return turn


def test_a_worker_goes_on_with_its_service_then_begins_the_next() -> None:
    turns = Turns[str]({"oakfield": AUDITS[:2], "birch": AUDITS[:1]})

    taken = [run_next(turns, None), run_next(turns, "oakfield"), run_next(turns, "oakfield")]

    assert taken == [Turn("oakfield", "staffing"), Turn("oakfield", "complaints"), Turn("birch", "staffing")]
    assert turns.next("birch") is None


def test_another_worker_begins_a_service_of_its_own_while_there_is_one() -> None:
    turns = Turns[str]({"oakfield": AUDITS, "birch": AUDITS})

    assert [turns.next(None), turns.next(None)] == [Turn("oakfield", "staffing"), Turn("birch", "staffing")]


def test_a_worker_without_a_service_to_begin_helps_where_most_is_left() -> None:
    turns = Turns[str]({"oakfield": AUDITS[:2], "birch": AUDITS})
    turns.next(None)
    turns.next(None)

    assert turns.next(None) == Turn("birch", "complaints")


def test_a_service_is_done_when_its_last_audit_has_ended_whoever_ran_it() -> None:
    turns = Turns[str]({"oakfield": AUDITS[:2]})
    first, second = turns.next(None), turns.next(None)
    assert first is not None
    assert second is not None
    turns.ended(second, "second")
    assert not turns.futures["oakfield"].done()

    turns.ended(first, "first")

    assert turns.futures["oakfield"].result(0) == {"staffing": "first", "complaints": "second"}
    assert list(turns.futures["oakfield"].result(0)) == ["staffing", "complaints"]


def test_a_service_waits_until_its_last_audit_has_been_begun() -> None:
    turns = Turns[str]({"oakfield": AUDITS[:2]})

    turns.next(None)
    assert turns.waits("oakfield")
    turns.next("oakfield")
    assert not turns.waits("oakfield")


def test_a_service_that_was_cancelled_is_not_begun_and_one_that_has_begun_goes_on() -> None:
    turns = Turns[str]({"oakfield": AUDITS[:2], "birch": AUDITS})
    run_next(turns, None)

    cancelled = [future.cancel() for future in turns.futures.values()]

    assert cancelled == [False, True]
    assert run_next(turns, "oakfield") == Turn("oakfield", "complaints")
    assert turns.next("oakfield") is None


def test_after_a_stop_not_even_a_service_that_has_begun_goes_on() -> None:
    turns = Turns[str]({"oakfield": AUDITS})
    turns.next(None)

    turns.stop()

    assert turns.next("oakfield") is None


def test_a_fault_of_ours_reaches_whoever_waits_for_any_service() -> None:
    turns = Turns[str]({"oakfield": AUDITS, "birch": AUDITS})
    turns.next(None)

    turns.broke(RuntimeError("the template is gone"))

    for future in turns.futures.values():
        with pytest.raises(RuntimeError, match="the template is gone"):
            future.result(0)
    assert turns.next("oakfield") is None


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_every_audit_is_run_once_by_any_number_of_threads(workers: int) -> None:
    services = {f"service-{number}": AUDITS for number in range(20)}
    turns = Turns[str](services)
    taken: list[Turn] = []

    def work() -> None:
        current = None
        while (turn := run_next(turns, current)) is not None:
            taken.append(turn)
            current = turn.service

    threads = [threading.Thread(target=work) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert sorted(taken) == sorted(Turn(name, audit) for name, audits in services.items() for audit in audits)
    assert not wait(turns.futures.values(), 0).not_done


def test_a_fault_settles_every_service_even_beside_one_that_was_cancelled() -> None:
    turns = Turns[str]({"oakfield": AUDITS, "birch": AUDITS, "cedar": AUDITS})
    turns.next(None)
    turns.futures["birch"].cancel()

    turns.broke(RuntimeError("the template is gone"))

    assert [turns.futures[name].done() for name in ("oakfield", "birch", "cedar")] == [True, True, True]
    with pytest.raises(RuntimeError):
        turns.futures["cedar"].result(0)
