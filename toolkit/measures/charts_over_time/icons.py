"""Which of the NHS's icons does the newest point get, and can the target be relied on?

The words are those of NHSRplotthedots. There is no icon where there is nothing to judge by: fewer than
13 points since the last rebase, or no limits. A month without data says so and is never *common cause*.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from toolkit.measures.charts_over_time.rules import UPWARDS, Signal

Better = Literal["higher", "lower", "neither"]
Variation = Literal["common_cause", "improvement", "concern", "neutral_high", "neutral_low", "no_data"]
Assurance = Literal["consistent_pass", "consistent_fail", "inconsistent"]

POINTS_FOR_AN_ICON = 13  # 12 that set the limits, and one that is judged by them


def variation_of(signal: Signal | None, better: Better) -> Variation:
    """What a point that is more, or no more, than chance means where higher, lower or neither is better.

    >>> variation_of("falling", "lower"), variation_of("run_above", "neither"), variation_of(None, "lower")
    ('improvement', 'neutral_high', 'common_cause')
    """
    if signal is None:
        return "common_cause"
    upwards = signal in UPWARDS
    if better == "neither":
        return "neutral_high" if upwards else "neutral_low"
    return "improvement" if upwards == (better == "higher") else "concern"


def latest_variation(value: float | None, signal: Signal | None, better: Better, *,
                     points: int, has_limits: bool) -> Variation | None:  # fmt: skip
    """The icon of the newest point; None where too few points, or none with limits, stand behind it.

    `points` counts those with a value since the last rebase, the newest included.

    >>> latest_variation(None, None, "lower", points=20, has_limits=True)
    'no_data'
    >>> latest_variation(7.0, "rising", "lower", points=7, has_limits=True) is None
    True
    """
    if value is None or np.isnan(value):
        return "no_data"
    if points < POINTS_FOR_AN_ICON or not has_limits:
        return None
    return variation_of(signal, better)


def assurance_of(low: float, high: float, target: float, better: Better) -> Assurance | None:
    """Will the target be met, or missed, every month as things are? Between the limits it is hit or miss.

    On a limit counts as between. None without limits, or where neither direction is better.

    >>> assurance_of(0.91, 0.99, 0.9, "higher"), assurance_of(0.85, 0.99, 0.9, "higher")
    ('consistent_pass', 'inconsistent')
    """
    if better == "neither" or np.isnan(low) or np.isnan(high):
        return None
    if low <= target <= high:
        return "inconsistent"
    return "consistent_pass" if (target < low) == (better == "higher") else "consistent_fail"
