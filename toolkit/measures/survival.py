"""How many were done by the eighth week, when for some the eighth week has not come yet?

A learning still open, and not yet eight weeks old, is neither done nor failed: it is *censored*.
Counting it as failed, or leaving out only the open ones, gives a false share (Kaplan & Meier 1958).
Someone who left or died can no longer have their plan changed: a *competing end*, which the cumulative
incidence of Aalen & Johansen counts apart (Putter, Fiocco & Geskus 2007).

Days are whole days from the start; of ends on one day those of the event come before those that are
censored, so an item last seen on a day is at risk on it. Nothing is claimed past the last day on which
anybody was followed. R's `survfit` and `survdiff` give the same figures.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from toolkit.measures.uncertainty import Interval, clopper_pearson, normal_quantile

End = Literal["open", "done", "ended"]

_ROUNDING = 1e-12  # a product of shares is taken for one half, or for none, within this


@dataclass(frozen=True, slots=True)
class DoneBy:
    """The share done by a day, with its limits, and how many were still followed on that day."""

    share: float | None
    low: float | None
    high: float | None
    at_risk: int


@dataclass(frozen=True, slots=True)
class KaplanMeier:
    """The share still open after each day on which something was done.

    `days`, `at_risk`, `done`, `open_share` and `greenwood` have one entry a day with something done;
    `greenwood` is the sum of d / (n (n - d)), None from the day on which nothing is left open.
    `followed` holds every item's last day, in order, and `censored` those of the items left open.
    """

    days: tuple[int, ...]
    at_risk: tuple[int, ...]
    done: tuple[int, ...]
    open_share: tuple[float, ...]
    greenwood: tuple[float | None, ...]
    followed: tuple[int, ...]
    censored: tuple[int, ...]

    @property
    def standard_errors(self) -> tuple[float | None, ...]:
        """Greenwood's standard error of each open share; None where nothing is left open."""
        return tuple(None if v is None else share * math.sqrt(v)
                     for share, v in zip(self.open_share, self.greenwood, strict=True))  # fmt: skip

    def limits(self, confidence: float = 0.95) -> tuple[Interval, ...]:
        """Log-log limits of each open share (Kalbfleisch & Prentice); None at nothing and at all."""
        return tuple(_log_log(share, v, confidence)
                     for share, v in zip(self.open_share, self.greenwood, strict=True))  # fmt: skip

    def done_by(self, day: int, confidence: float = 0.95) -> DoneBy:
        """The share done by the end of a day: 1 - S(day).

        Past the last day followed it is not estimable, unless nothing was left open before: then all
        are done. At nothing and at all the log-log limits do not exist; where no item was censored
        before the day they are Clopper & Pearson's, the exact limits of a plain share.
        """
        at_risk = sum(last >= day for last in self.followed)
        past = [position for position, one in enumerate(self.days) if one <= day]
        open_share = self.open_share[past[-1]] if past else 1.0
        if not self.followed or (open_share > 0 and day > self.followed[-1]):
            return DoneBy(None, None, None, at_risk)
        variance = self.greenwood[past[-1]] if past else 0.0
        limits = _log_log(open_share, variance, confidence)
        if open_share in (0.0, 1.0) and not any(last < day for last in self.censored):
            done = sum(self.done[position] for position in past)
            limits = _mirrored(clopper_pearson(done, len(self.followed), confidence))
        low, high = _mirrored(limits).low, _mirrored(limits).high
        return DoneBy(1 - open_share, low, high, at_risk)

    @property
    def median(self) -> float | None:
        """The day by which half are done; None when fewer than half are known to be.

        Where exactly half stay open from one day to the next, the middle of the two, as R has it.
        """
        for position, share in enumerate(self.open_share):
            if abs(share - 0.5) <= _ROUNDING and position + 1 < len(self.days):
                return (self.days[position] + self.days[position + 1]) / 2
            if share <= 0.5 + _ROUNDING:
                return float(self.days[position])
        return None


def kaplan_meier(days: Sequence[int], done: Sequence[bool]) -> KaplanMeier:
    """The share of items still open, day by day, when some are open at the end of what is known.

    One entry an item, in any order: the days from its start until it was done or was last seen, from
    0, and whether it was done. Raises ValueError for a day below 0 and for lists of unequal length.

    >>> curve = kaplan_meier([14] * 20 + [56] * 20, [True] * 4 + [False] * 16 + [True] * 16 + [False] * 4)
    >>> round(curve.done_by(56).share, 2)   # 20 of 40 is not it: 16 are only 14 days old
    0.82
    >>> kaplan_meier([3, 8, 12, 20], [False] * 4).done_by(56)   # nobody was followed for 56 days
    DoneBy(share=None, low=None, high=None, at_risk=0)
    """
    _check(days, done)
    items = sorted((day, bool(was_done)) for day, was_done in zip(days, done, strict=True))
    followed = tuple(day for day, _ in items)
    event_days = sorted({day for day, was_done in items if was_done})
    at_risk = tuple(sum(last >= day for last in followed) for day in event_days)
    events = tuple(sum(was_done for last, was_done in items if last == day) for day in event_days)
    open_share, variance = 1.0, 0.0
    shares: list[float] = []
    greenwood: list[float | None] = []
    for n, d in zip(at_risk, events, strict=True):
        open_share *= (n - d) / n
        shares.append(open_share)
        variance += d / (n * (n - d)) if n > d else math.inf
        greenwood.append(variance if n > d else None)
    censored = tuple(day for day, was_done in items if not was_done)
    return KaplanMeier(
        tuple(event_days), at_risk, events, tuple(shares), tuple(greenwood), followed, censored
    )


@dataclass(frozen=True, slots=True)
class CumulativeIncidence:
    """How items ended, day by day, when an end of another kind makes the awaited one impossible.

    One entry a day with an end of either kind; the shares done, ended otherwise and still open add up
    to 1. `variance` is that of `done_share`.
    """

    days: tuple[int, ...]
    done_share: tuple[float, ...]
    ended_share: tuple[float, ...]
    open_share: tuple[float, ...]
    variance: tuple[float, ...]
    followed: tuple[int, ...]

    def done_by(self, day: int, confidence: float = 0.95) -> DoneBy:
        """The share done by the end of a day, with log-log limits.

        Not estimable past the last day followed, unless nothing was open any more.
        """
        at_risk = sum(last >= day for last in self.followed)
        position = self._position(day)
        if position is None:
            return DoneBy(None, None, None, at_risk)
        if position < 0:
            return DoneBy(0.0, None, None, at_risk)
        share = self.done_share[position]
        if not 0 < share < 1 - _ROUNDING:
            return DoneBy(share, None, None, at_risk)
        # The log-log limits of 1 - share would hold too; these keep to the side that is being told.
        reach = normal_quantile(confidence) * math.sqrt(self.variance[position]) / (share * math.log(share))
        return DoneBy(share, share ** math.exp(-reach), share ** math.exp(reach), at_risk)

    def ended_by(self, day: int) -> float | None:
        """The share that ended otherwise by the end of a day."""
        position = self._position(day)
        return None if position is None else 0.0 if position < 0 else self.ended_share[position]

    def open_after(self, day: int) -> float | None:
        """The share for which nothing had happened by the end of a day."""
        position = self._position(day)
        return None if position is None else 1.0 if position < 0 else self.open_share[position]

    def _position(self, day: int) -> int | None:
        """Which entry holds on a day: -1 before the first, None where nothing is known."""
        position = sum(one <= day for one in self.days) - 1
        open_share = self.open_share[position] if position >= 0 else 1.0
        if not self.followed or (open_share > 0 and day > self.followed[-1]):
            return None
        return position


def aalen_johansen(days: Sequence[int], ends: Sequence[End]) -> CumulativeIncidence:
    """The share done day by day, where leaving or dying is counted as an end of its own.

    One entry an item, in any order: the days until it was `done`, `ended` otherwise, or was last seen
    `open`. Taking those who left for merely unseen would overstate what was done. The variance is the
    delta method's (Marubini & Valsecchi 1995). Raises ValueError as `kaplan_meier` does, and for
    another word.

    >>> curve = aalen_johansen([10, 20, 30, 40], ["done", "ended", "done", "open"])
    >>> curve.done_by(30).share, curve.ended_by(30), curve.open_after(30)
    (0.5, 0.25, 0.25)
    """
    _check(days, ends)
    if unknown := set(ends) - {"open", "done", "ended"}:
        raise ValueError(f"an item is open, done or ended, not {sorted(unknown)}")
    event_days = sorted({day for day, end in zip(days, ends, strict=True) if end != "open"})
    counts = [_counts_on(one, days, ends) for one in event_days]
    done_share, ended_share, open_share = 0.0, 0.0, 1.0
    shares: list[tuple[float, float, float]] = []
    for at_risk, done, ended in counts:
        done_share += open_share * done / at_risk
        ended_share += open_share * ended / at_risk
        open_share *= (at_risk - done - ended) / at_risk
        shares.append((done_share, ended_share, open_share))
    return CumulativeIncidence(
        tuple(event_days),
        tuple(share[0] for share in shares),
        tuple(share[1] for share in shares),
        tuple(share[2] for share in shares),
        tuple(_variance_of_done(counts, shares, position) for position in range(len(shares))),
        tuple(sorted(days)),
    )


@dataclass(frozen=True, slots=True)
class LogRank:
    """Do two groups end at one pace? Events seen and expected in each, and the test that they do."""

    observed: tuple[int, int]
    expected: tuple[float, float]
    chi_squared: float | None
    p: float | None


def log_rank(days_a: Sequence[int], done_a: Sequence[bool],
             days_b: Sequence[int], done_b: Sequence[bool]) -> LogRank:  # fmt: skip
    """Whether two groups of items get done at one pace (log-rank test, 1 degree of freedom).

    Where no day has items of both groups at risk and something done, nothing is compared: None.

    >>> log_rank([5, 9], [True, True], [5, 9], [True, True]).chi_squared
    0.0
    """
    _check(days_a, done_a)
    _check(days_b, done_b)
    done_days = [*(d for d, was in zip(days_a, done_a, strict=True) if was),
                 *(d for d, was in zip(days_b, done_b, strict=True) if was)]  # fmt: skip
    expected, variance = 0.0, 0.0
    for day in sorted(set(done_days)):
        in_a, in_b = sum(d >= day for d in days_a), sum(d >= day for d in days_b)
        n, events = in_a + in_b, done_days.count(day)
        expected += events * in_a / n
        if n > 1:
            variance += events * in_a / n * in_b / n * (n - events) / (n - 1)
    observed = sum(map(bool, done_a))
    both = (observed, len(done_days) - observed), (expected, len(done_days) - expected)
    if variance <= 0:
        return LogRank(*both, None, None)
    chi_squared = (observed - expected) ** 2 / variance
    return LogRank(*both, chi_squared, math.erfc(math.sqrt(chi_squared / 2)))


def _counts_on(day: int, days: Sequence[int], ends: Sequence[End]) -> tuple[int, int, int]:
    """At risk, done and ended on one day."""
    on_day = [end for one, end in zip(days, ends, strict=True) if one == day]
    return sum(one >= day for one in days), on_day.count("done"), on_day.count("ended")


def _variance_of_done(counts: Sequence[tuple[int, int, int]], shares: Sequence[tuple[float, float, float]],
                      at: int) -> float:  # fmt: skip
    before = [1.0, *(share[2] for share in shares[:at])]  # open just before each day
    terms = []
    for (n, done, ended), open_before, (done_by_then, _, _) in zip(
        counts[: at + 1], before, shares[: at + 1], strict=True
    ):
        since, ends = shares[at][0] - done_by_then, done + ended
        if n > ends:  # after a day that left nothing open nothing more was done: `since` is 0
            terms.append(since * since * ends / (n * (n - ends)))
        terms.append(open_before * open_before * done * (n - done) / n**3)
        terms.append(-2 * since * open_before * done / n**2)
    return max(math.fsum(terms), 0.0)


def _log_log(share: float, variance: float | None, confidence: float) -> Interval:
    if variance is None or not 0 < share < 1:
        return Interval(None, None)
    reach = normal_quantile(confidence) * math.sqrt(variance) / math.log(share)
    return Interval(share ** math.exp(-reach), share ** math.exp(reach))


def _mirrored(limits: Interval) -> Interval:
    """The limits of what is not in the share."""
    return Interval(None if limits.high is None else 1 - limits.high,
                    None if limits.low is None else 1 - limits.low)  # fmt: skip


def _check(days: Sequence[int], ends: Sequence[object]) -> None:
    if len(days) != len(ends):
        raise ValueError(f"{len(days)} items with days and {len(ends)} with an end")
    if any(day < 0 for day in days):
        raise ValueError("days are counted from the start, from 0 upwards")
