"""Which worked cases are there, and when does a number agree with one?

The cases stand outside the repository, in ../shared/oracles; where they are absent nothing is
collected and the tests say so. `null` in a case means not estimable and is never taken for 0.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2].parent / "shared" / "oracles"


@dataclass(frozen=True)
class Case:
    """One worked case: what goes in, what another program got, and how close is close."""

    case_id: str
    method: str
    title: str
    source: str
    given: Mapping[str, object]
    expected: Mapping[str, object]
    tolerance: float

    def __str__(self) -> str:
        return f"{self.method}-{self.case_id}"


def load_cases() -> tuple[Case, ...]:
    """Every case that the index names; none where the folder is absent."""
    index = FOLDER / "index.json"
    if not index.is_file():
        return ()
    listed = json.loads(index.read_text(encoding="utf-8"))["cases"]
    return tuple(_load_case(FOLDER / f"{entry['id']}.json") for entry in listed)


def _load_case(path: Path) -> Case:
    raw = json.loads(path.read_text(encoding="utf-8"))
    expected = flatten(raw["expected"])
    # The days that a survival case asks about stand among its answers.
    asked = expected.get("at.times", expected.get("at"))
    given = raw["input"] if asked is None else raw["input"] | {"asked_at": asked}
    return Case(raw["id"], raw["method"], raw["title"], raw["source"], given, expected,
                float(raw["tolerance"]))  # fmt: skip


def flatten(values: Mapping[str, object], prefix: str = "") -> dict[str, object]:
    """Nested results under dotted names: {"exact": {"low": 1}} is {"exact.low": 1}."""
    flat: dict[str, object] = {}
    for name, value in values.items():
        if isinstance(value, Mapping):
            flat |= flatten(value, f"{prefix}{name}.")
        else:
            flat[prefix + name] = value
    return flat


def disagreements(got: object, expected: object, tolerance: float) -> Iterator[str]:
    """Where a result is not within tolerance * max(1, abs(expected)) of the case."""
    if isinstance(expected, list):
        if not isinstance(got, list | tuple) or len(got) != len(expected):
            yield f"{got} is not a list of {len(expected)}"
            return
        for position, (one, other) in enumerate(zip(got, expected, strict=True)):
            yield from (f"[{position}] {told}" for told in disagreements(one, other, tolerance))
    elif expected is None or isinstance(expected, str):
        if got != expected:
            yield f"{got} instead of {expected}"
    elif got is None or not abs(got - expected) <= tolerance * max(1.0, abs(expected)):
        yield f"{got} instead of {expected}"
