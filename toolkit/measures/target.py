"""Was a promise such as "90 % within eight weeks" kept, or are there too few records to say?

Ten of ten do not show 90 %: with so few, a service that keeps three promises in four would show ten of
ten now and then. The verdict therefore comes from the interval and never from the share alone.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from toolkit.measures.uncertainty import normal_quantile, wilson

Verdict = Literal["met", "missed", "cannot_tell"]


@dataclass(frozen=True, slots=True)
class TargetVerdict:
    """A share against its target; `verdict` is None when there is nothing to judge.

    `needed` is how many records would settle it if the share stayed what it is; None when it is
    settled, or when the share is the target itself, which no number of records tells from a miss.
    `chance_of_so_few` is how often a service that keeps exactly to the target would show so few or
    fewer of n by chance alone.
    """

    verdict: Verdict | None
    share: float | None
    low: float | None
    high: float | None
    needed: int | None
    chance_of_so_few: float | None


def target_verdict(count: int | None, n: int, target: float = 0.9,
                   confidence: float = 0.95) -> TargetVerdict:  # fmt: skip
    """Is a share of `count` in `n` at or above its target, below it, or can it not be told?

    Met: the lower Wilson limit is at least the target. Missed: the upper one is under it. Between the
    two it cannot be told, and `needed` says how many records could: the n at which Wilson's limit
    reaches the target, z^2 t (1 - t) / (share - t)^2. Raises ValueError for a target that is not
    between 0 and 1.

    >>> verdict = target_verdict(10, 10)
    >>> verdict.verdict, round(verdict.low, 3), verdict.needed
    ('cannot_tell', 0.722, 35)
    >>> target_verdict(80, 100).verdict, target_verdict(0, 0).verdict
    ('missed', None)
    """
    if not 0 < target < 1:
        raise ValueError(f"a target lies between 0 and 1, not at {target}")
    limits = wilson(count, n, confidence)
    if count is None or limits.low is None or limits.high is None:
        return TargetVerdict(None, None, None, None, None, None)
    share = count / n
    verdict: Verdict = "cannot_tell"
    if limits.low >= target:
        verdict = "met"
    elif limits.high < target:
        verdict = "missed"
    needed = _records_needed(share, target, confidence) if verdict == "cannot_tell" else None
    chance = _chance_of_at_most(count, n, target)
    return TargetVerdict(verdict, share, limits.low, limits.high, needed, chance)


def _records_needed(share: float, target: float, confidence: float) -> int | None:
    distance = abs(share - target)
    if distance < 1e-12:
        return None
    z = normal_quantile(confidence)
    return math.ceil(z * z * target * (1 - target) / distance**2)


def _chance_of_at_most(count: int, n: int, share: float) -> float:
    from scipy.special import bdtr  # a fifth of a second to import, so only where it is used

    return float(bdtr(count, n, share))
