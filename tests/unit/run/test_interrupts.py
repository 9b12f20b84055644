"""Ctrl-C waits for what must not be cut in two, once."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator

import pytest

from toolkit.run.interrupts import interrupted_afterwards


@pytest.fixture(autouse=True)
def heard() -> Iterator[None]:
    """Ctrl-C as Python hears it, also where the tests were started in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def press() -> None:
    os.kill(os.getpid(), signal.SIGINT)


@pytest.mark.skipif(os.name != "posix", reason="a signal to oneself ends the process elsewhere")
def test_what_has_begun_is_done_before_ctrl_c_is_heard() -> None:
    done = []

    with pytest.raises(KeyboardInterrupt), interrupted_afterwards():
        press()
        done.append("published")

    assert done == ["published"]
    with pytest.raises(KeyboardInterrupt):  # and afterwards it is heard as before
        press()


@pytest.mark.skipif(os.name != "posix", reason="a signal to oneself ends the process elsewhere")
def test_a_second_ctrl_c_is_heard_at_once() -> None:
    done = []

    with pytest.raises(KeyboardInterrupt), interrupted_afterwards():
        press()
        press()
        done.append("published")

    assert done == []


def test_an_error_of_the_block_is_raised_as_it_is() -> None:
    with pytest.raises(OSError, match="no room"), interrupted_afterwards():
        raise OSError("no room")


def test_another_thread_hears_no_ctrl_c_and_is_left_alone() -> None:
    done = []

    def work() -> None:
        with interrupted_afterwards():
            done.append("published")

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(5)
    assert done == ["published"]
