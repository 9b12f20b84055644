"""The worked cases of funnels and of many tests at once, in the form `methods.py` asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from toolkit.measures.funnel import (
    Dispersion,
    benjamini_hochberg,
    binomial_limits,
    poisson_limits,
    ratio_dispersion,
    share_dispersion,
    widened_ratio_limits,
    widened_share_limits,
)

Given = Mapping[str, object]
Limits = Callable[[float, float], tuple[float, float]]  # of an exposure and a confidence
ENDS = (("95", 0.95), ("998", 0.998))


def _both_ends(exposures: list[float], limits: Limits, low: str, high: str) -> dict:
    found = {}
    for suffix, confidence in ENDS:
        pairs = [limits(exposure, confidence) for exposure in exposures]
        found |= {f"{low}{suffix}": [a for a, _ in pairs], f"{high}{suffix}": [b for _, b in pairs]}
    return found


def _poisson(given: Given) -> dict:
    return _both_ends(given["expected"], poisson_limits, "ll", "ul")


def _binomial(given: Given) -> dict:
    target = given["target"]
    return _both_ends(given["n"], lambda n, c: binomial_limits(int(n), target, c), "lower", "upper")


def _scores(spread: Dispersion) -> dict:
    return {"z_unadjusted": list(spread.z), "z_winsorised_or_truncated": list(spread.winsorised),
            "n_used": len(spread.z), "phi": spread.phi, "tau2": spread.tau2}  # fmt: skip


def _ratios(given: Given) -> dict:
    observed, expected = np.array(given["numerator"], float), np.array(given["denominator"], float)
    spread = ratio_dispersion(observed, expected, given["trim_by"])
    found = {"target": 1.0, "ratio": list(observed / expected), "s": list(1 / (2 * np.sqrt(expected)))}
    found |= _scores(spread) | _both_ends(list(expected), poisson_limits, "unadjusted.ll", "unadjusted.ul")
    if spread.tau2 is not None:
        tau2 = spread.tau2
        found |= _both_ends(list(expected), lambda e, c: widened_ratio_limits(e, tau2, c),
                            "recommended_od_adjusted.ll", "recommended_od_adjusted.ul")  # fmt: skip
    return found


def _shares(given: Given) -> dict:
    counts, totals = np.array(given["numerator"], float), np.array(given["denominator"], float)
    target = float(counts.sum() / totals.sum())
    spread = share_dispersion(counts, totals, target, given["trim_by"])
    found = {"target": target, "ratio": list(counts / totals), "s": list(1 / (2 * np.sqrt(totals)))}
    found |= _scores(spread)
    for name, one in (("unadjusted", replace(spread, tau2=0.0)), ("od_adjusted", spread)):
        limits = _widened(target, one.tau2)
        found |= _both_ends(list(totals), limits, f"{name}.ll", f"{name}.ul")
    return found


def _widened(target: float, tau2: float) -> Limits:
    return lambda n, confidence: widened_share_limits(n, target, tau2, confidence)


IMPLEMENTED: Mapping[str, Callable[[Given], dict]] = {
    "funnel.poisson_limits": _poisson,
    "funnel.binomial_exact": _binomial,
    "funnel.SR.CQC": _ratios,
    "funnel.PR": _shares,
    "multiple_testing": lambda given: {"bh": benjamini_hochberg(given["p"])},
}

_ONE_CORRECTION = "one correction for many tests, and its q is shown instead of a count of rejections"
_UNSQUARED = "the peer leaves these on the root scale, narrower than chance; the recommended form is compared"

NOT_OFFERED: Mapping[str, Mapping[str, str]] = {
    "funnel.SR.CQC": {f"od_adjusted.{name}": _UNSQUARED for name in ("ll95", "ul95", "ll998", "ul998")},
    "multiple_testing": dict.fromkeys(("holm", "bonferroni", "rejected_bh", "rejected_bonferroni"),
                                      _ONE_CORRECTION),
}  # fmt: skip

# (case, part) -> position -> what our documented rule gives there instead
DEVIATIONS: Mapping[tuple[str, str], Mapping[int, float]] = {
    # beyond the end of the arcsine scale the peer folds the limit back below 1; a share's limit stays at 1
    ("case-107", "unadjusted.ul95"): {0: 1.0},
    ("case-107", "unadjusted.ul998"): {1: 1.0},
    ("case-107", "od_adjusted.ul998"): {2: 1.0},
}

_NOT_STANDARDISED = "no figure is standardised: dependency is shown beside a figure, never adjusted away"

NOT_OFFERED_METHODS: Mapping[str, str] = {
    "funnel.SR.SHMI": "its logarithm drops a service without any event; the square-root form does not",
    "funnel.RC": "no figure of ours is a ratio of two counts",
    "funnel.proportion_wilson_style": "shares of few records get exact binomial limits instead",
    "standardisation.direct": _NOT_STANDARDISED,
    "standardisation.direct_dobson": _NOT_STANDARDISED,
}
