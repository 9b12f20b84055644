"""One process draws for many services: the same bytes, whatever it drew before, and never in the way."""

from __future__ import annotations

import os
import re
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from toolkit.report.drawing import draw_here, drawn_by, svg_of
from toolkit.report.dressing import dressed
from toolkit.run.drawer import Drawer, have_drawn
from toolkit.run.engine.channel import Channel
from toolkit.run.engine.forks import Template
from toolkit.run.environment import own_environment
from toolkit.run.limits import Limits

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="there is no fork elsewhere")


def bars(*heights: float) -> dict[str, Any]:
    """A picture as Vega-Lite reads it, with a clipped mark, a gradient and words: what ids are made for."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "data": {"values": [{"day": f"Day {day}", "hours": height} for day, height in enumerate(heights)]},
        "mark": {
            "type": "bar",
            "clip": True,
            "color": {"gradient": "linear", "stops": [{"offset": 0, "color": "red"},
                                                      {"offset": 1, "color": "blue"}]},
        },
        "encoding": {"x": {"field": "day"}, "y": {"field": "hours", "type": "quantitative"}},
    }  # fmt: skip


def as_shown(svg: str) -> str:
    """The picture as it stands in a page."""
    return dressed(svg, name="hours", title="Hours", description="Hours by day")


def here(spec: dict[str, Any]) -> str:
    return as_shown(draw_here(spec))


@pytest.fixture
def drawer(tmp_path: Path) -> Iterator[Drawer]:
    with own_environment() as (_, environment), Template(environment, load="shell") as template:
        drawing_apart = Drawer(template, tmp_path)
        yield drawing_apart
        drawing_apart.end()


def test_a_picture_is_the_same_to_the_byte_whatever_was_drawn_before(drawer: Drawer) -> None:
    one, other = bars(1, 2.5, 0.1), bars(7, 1)

    drawn = [drawer.draw(spec, Limits()) for spec in (one, other, one)]

    assert drawn[0] != drawn[2]  # vl-convert counts on
    assert [as_shown(svg) for svg in drawn] == [here(one), here(other), here(one)]


def test_what_cannot_be_drawn_is_left_to_whoever_described_it_and_the_next_is_drawn(drawer: Drawer) -> None:
    drawn = [drawer.draw({"mark": {"type": "no such mark"}}, Limits()), drawer.draw(bars(1), Limits())]

    assert (drawn[0], as_shown(drawn[1])) == ("", here(bars(1)))


def test_a_drawer_that_was_killed_is_followed_by_a_new_one_and_leaves_nothing(
    drawer: Drawer, tmp_path: Path
) -> None:
    drawer.draw(bars(1), Limits())
    assert drawer._fork is not None
    drawer._fork.kill()

    drawn = [drawer.draw(bars(2), Limits()), drawer.draw(bars(2), Limits())]

    assert (drawn[0], as_shown(drawn[1])) == ("", here(bars(2)))
    drawer.end()
    assert list(tmp_path.iterdir()) == []


def test_a_drawer_that_hangs_is_given_up(drawer: Drawer, monkeypatch: pytest.MonkeyPatch) -> None:
    drawer.draw(bars(1), Limits())
    monkeypatch.setattr("toolkit.run.drawer._PICTURE_SECONDS", 0.0)

    assert drawer.draw(bars(*range(500)), Limits()) == ""
    assert drawer._fork is None


@pytest.mark.parametrize("answer", [{"svg": draw_here(bars(3))}, {"svg": ""}, None])
def test_a_child_that_runs_audits_draws_itself_what_nobody_draws_for_it(
    answer: dict[str, str] | None,
) -> None:
    ours, theirs = socket.socketpair()
    supervisor = Channel(theirs)

    def tell() -> None:
        assert supervisor.receive() == {"draw": bars(1)}
        if answer is not None:
            supervisor.send(answer)
        supervisor.close()

    thread = threading.Thread(target=tell)
    thread.start()
    drawn = have_drawn(Channel(ours), bars(1))
    thread.join()
    ours.close()

    assert as_shown(drawn) == here(bars(3) if answer and answer["svg"] else bars(1))


def test_somebody_else_draws_only_while_it_was_offered() -> None:
    with drawn_by(lambda spec: "drawn elsewhere"):
        assert svg_of(bars(1)) == "drawn elsewhere"

    assert as_shown(svg_of(bars(1))) == here(bars(1))


def test_two_pictures_of_a_page_share_no_id() -> None:
    named = [dressed(draw_here(bars(1)), name=name, title="", description="") for name in ("one", "two")]

    ids = [set(re.findall(r'id="([^"]+)"', svg)) for svg in named]
    used = [set(re.findall(r"url\(#([^)]+)\)", svg)) for svg in named]
    assert not ids[0] & ids[1]
    assert len(used[0]) == 2
    assert used[0] <= ids[0]
    assert used[1] <= ids[1]


def test_a_drawer_that_takes_nothing_in_is_given_up_too(
    drawer: Drawer, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawer.draw(bars(1), Limits())
    assert drawer._fork is not None
    os.kill(drawer._fork.pid.result(5), signal.SIGSTOP)
    monkeypatch.setattr("toolkit.run.drawer._PICTURE_SECONDS", 0.5)

    assert drawer.draw(bars(*range(20_000)), Limits()) == ""  # more than a socket holds
    assert drawer._fork is None


def test_a_drawer_that_is_stopped_lets_go_of_whoever_waits(drawer: Drawer) -> None:
    drawer.draw(bars(1), Limits())
    assert drawer._fork is not None
    os.kill(drawer._fork.pid.result(5), signal.SIGSTOP)
    given: list[str] = []
    waiting = threading.Thread(target=lambda: given.append(drawer.draw(bars(2), Limits())))
    waiting.start()

    drawer.stop()

    waiting.join(10)
    assert given == [""]
