"""Is what was kept given again only while it is what would be computed now?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from toolkit.explore.remembered import Memory
from toolkit.parameters.overrides import with_value
from toolkit.parameters.thresholds import Thresholds

KEYS = ("grace_minutes", "grace_minutes_critical", "early_minutes", "burst_minutes")


@dataclass
class Asked:
    """Answers made of answers, each in a memory, and how often each was computed."""

    memory: Memory = field(default_factory=lambda: Memory(Thresholds()))
    times: dict[str, int] = field(default_factory=dict)

    def threshold(self, key: str) -> int:
        return int(getattr(self.memory.watched.care_definitions, key))

    def ask(self, name: str, compute: Callable[[], object]) -> object:
        def counted() -> object:
            self.times[name] = self.times.get(name, 0) + 1
            return compute()

        return self.memory.remember(name, counted)

    def move(self, key: str, value: int) -> None:
        self.memory.current = with_value(self.memory.current, "care-definitions", key, value)

    def late_rows(self) -> pd.DataFrame:
        def compute() -> pd.DataFrame:
            minutes = pd.Series([10, 50, 90], name="minutes")
            return minutes[minutes > self.threshold("grace_minutes")].to_frame()

        found = self.ask("late", compute)
        assert isinstance(found, pd.DataFrame)
        return found

    def words(self) -> object:
        return self.ask("words", lambda: f"{len(self.late_rows())} late")


def test_an_answer_stands_when_what_it_rests_on_comes_out_the_same() -> None:
    asked = Asked()
    assert asked.words() == "1 late"

    asked.move("grace_minutes", 70)

    assert asked.words() == "1 late"
    assert asked.times == {"late": 2, "words": 1}


def test_an_answer_is_computed_anew_when_what_it_rests_on_comes_out_otherwise() -> None:
    asked = Asked()
    asked.words()

    asked.move("grace_minutes", 20)

    assert asked.words() == "2 late"
    assert asked.times == {"late": 2, "words": 2}


def test_rows_of_the_same_number_are_not_the_same_rows() -> None:
    asked = Asked()
    shown = asked.memory.remember("shown", lambda: asked.late_rows()["minutes"].tolist())
    asked.move("grace_minutes", 100)
    asked.memory.remember("shown", lambda: asked.late_rows()["minutes"].tolist())
    asked.move("grace_minutes", 20)

    assert shown == [90]
    assert asked.memory.remember("shown", lambda: asked.late_rows()["minutes"].tolist()) == [50, 90]


def test_what_would_not_be_asked_now_is_not_asked_again() -> None:
    asked = Asked()

    def only_where_early_counts() -> object:
        if not asked.threshold("early_minutes"):
            return "nothing is early"
        return asked.ask("early", lambda: asked.threshold("burst_minutes"))

    asked.memory.remember("told", only_where_early_counts)
    asked.move("burst_minutes", 9)
    asked.move("early_minutes", 0)

    assert asked.memory.remember("told", only_where_early_counts) == "nothing is early"
    assert asked.times == {"early": 1}


Node = tuple[str, int, int, int]  # a threshold; the nodes asked when it is even, and odd; what is divided by


@st.composite
def programs(draw: st.DrawFn) -> list[Node]:
    """Answers that ask for earlier ones, which ones depending on thresholds; many come out the same."""
    nodes = (
        st.tuples(st.sampled_from(KEYS), st.integers(0, at), st.integers(0, at), st.integers(1, 9))
        for at in range(6)
    )
    return [draw(node) for node in nodes]


def _answer(asked: Asked, nodes: list[Node], at: int, *, plainly: bool) -> object:
    """The answer of a node (node 0 of its numbering is none), from the memory or computed from scratch."""
    if at == 0:
        return ("nothing",)
    key, even, odd, divided_by = nodes[at - 1]

    def compute() -> object:
        value = asked.threshold(key)
        return value // divided_by, _answer(asked, nodes, odd if value % 2 else even, plainly=plainly)

    return compute() if plainly else asked.ask(f"node {at}", compute)


@given(programs(), st.lists(st.tuples(st.sampled_from(KEYS), st.integers(0, 12)), max_size=12))
def test_after_any_moves_every_answer_is_the_one_computed_from_scratch(
    nodes: list[Node], moves: list[tuple[str, int]]
) -> None:
    asked = Asked()
    for key, value in [("early_minutes", 3), *moves]:
        asked.move(key, value)
        for at in range(len(nodes), 0, -1):
            assert _answer(asked, nodes, at, plainly=False) == _answer(asked, nodes, at, plainly=True)
