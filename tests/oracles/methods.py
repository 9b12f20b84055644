"""Which of the worked methods does the toolkit have, and which issue brings the others?

`IMPLEMENTED` computes, from a case's input, the results that the toolkit offers, under the case's own
names. `NOT_YET` names the issue of every method still to come, `NOT_OFFERED_METHODS` why there will be
none. `NOT_OFFERED` and `DEVIATIONS` say why a part of a case is not compared, or is compared with our
documented rule instead.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.oracles import chart_methods, survival_methods, text_methods
from toolkit.measures.uncertainty import (
    Interval,
    Stratum,
    byar_rate,
    clopper_pearson,
    exact_rate,
    homogeneity,
    mantel_haenszel_rate_ratio,
    newcombe_difference,
    pooled_ratio,
    rate_interval,
    rate_ratio,
    wilson,
)

Given = Mapping[str, object]
OUTER = 0.998  # the 99.8 % limits of funnels


def _limits(intervals: list[Interval], suffix: str = "", scale: list[float] | None = None) -> dict:
    scale = scale or [1.0] * len(intervals)
    return {
        f"lower{suffix}": [_times(i.low, s) for i, s in zip(intervals, scale, strict=True)],
        f"upper{suffix}": [_times(i.high, s) for i, s in zip(intervals, scale, strict=True)],
    }


def _times(limit: float | None, scale: float) -> float | None:
    return None if limit is None else limit * scale


def _proportion(given: Given) -> dict:
    count, n, confidence = given["count"], given["n"], given["conf"]
    w, exact = wilson(count, n, confidence), clopper_pearson(count, n, confidence)
    return {"wilson": [w.low, w.high], "clopper_pearson": [exact.low, exact.high]}


def _wilson_lists(given: Given) -> dict:
    pairs = list(zip(given["count"], given["n"], strict=True))
    if "conf" in given:
        return _limits([wilson(x, n, given["conf"]) for x, n in pairs])
    return {
        "value": [None if x is None else x / n for x, n in pairs],
        **_limits([wilson(x, n) for x, n in pairs], "95"),
        **_limits([wilson(x, n, OUTER) for x, n in pairs], "998"),
    }


def _difference(given: Given) -> dict:
    found = [newcombe_difference(*pair[0:2], *pair[2:4]) for pair in given["pairs"]]
    return {
        "difference": [d.value for d in found],
        "lower": [d.low for d in found],
        "upper": [d.high for d in found],
    }


def _exact_counts(given: Given) -> dict:
    return _limits([exact_rate(x, confidence=given["conf"]) for x in given["count"]])


def _byar_counts(given: Given) -> dict:
    return _limits([byar_rate(x, confidence=given["conf"]) for x in given["count"]])


def _standardised_ratio(given: Given) -> dict:
    pairs = list(zip(given["observed"], given["expected"], strict=True))
    return {"ratio": [o / e for o, e in pairs], **_limits([exact_rate(o, e) for o, e in pairs])}


def _standardised_rate(given: Given) -> dict:
    pairs = list(zip(given["observed"], given["expected"], strict=True))
    reference = given["ref_rate"]
    return {
        "value": [o / e * r for (o, e), r in zip(pairs, reference, strict=True)],
        **_limits([rate_interval(o, e) for o, e in pairs], "95_0cl", reference),
        **_limits([rate_interval(o, e, OUTER) for o, e in pairs], "99_8cl", reference),
    }


def _crude_rates(given: Given) -> dict:
    pairs = list(zip(given["count"], given["denominator"], strict=True))
    per = given["multiplier"]
    return {
        "value": [None if x is None else x / n * m for (x, n), m in zip(pairs, per, strict=True)],
        **_limits([rate_interval(x, n) for x, n in pairs], "95", per),
        **_limits([rate_interval(x, n, OUTER) for x, n in pairs], "998", per),
    }


def _two_groups(given: Given) -> dict:
    ratio = rate_ratio(given["events_exposed"], given["time_exposed"],
                       given["events_unexposed"], given["time_unexposed"], given["conf"])  # fmt: skip
    return {
        "exact_conditional.rate_ratio": ratio.ratio,
        "exact_conditional.lower": ratio.low,
        "exact_conditional.upper": ratio.high,
    }


def _mantel_haenszel(given: Given) -> dict:
    strata = [
        Stratum(*row)
        for row in zip(given["events_exposed"], given["time_exposed"],
                       given["events_unexposed"], given["time_unexposed"], strict=True)
    ]  # fmt: skip
    ratio, same = mantel_haenszel_rate_ratio(strata), homogeneity(strata)
    return {
        "crude_rr": pooled_ratio(strata).ratio,
        "mh_rr": ratio.ratio,
        "se_log": ratio.se_log,
        "lower": ratio.low,
        "upper": ratio.high,
        "mh_chi2": ratio.chi_squared,
        "mh_p": ratio.p,
        "epiR_mh": [ratio.ratio, ratio.low, ratio.high],
        "inverse_variance_rr": same.inverse_variance_ratio,
        "homogeneity_Q": same.q,
        "homogeneity_df": same.degrees,
        "homogeneity_p": same.p,
    }


IMPLEMENTED: Mapping[str, Callable[[Given], dict]] = {
    "proportion.ci": _proportion,
    "proportion.ci.wilson": _wilson_lists,
    "proportion.difference_newcombe": _difference,
    "poisson.exact_ci": _exact_counts,
    "poisson.byar_ci": _byar_counts,
    "smr.exact": _standardised_ratio,
    "isr.exact_or_byar": _standardised_rate,
    "rate.ci_exact_or_byar": _crude_rates,
    "rate_ratio.two_group": _two_groups,
    "mantel_haenszel.rate_ratio": _mantel_haenszel,
    **survival_methods.IMPLEMENTED,
    **chart_methods.IMPLEMENTED,
    **text_methods.IMPLEMENTED,
}

_INTERVALS_NOT_USED = "one interval for proportions: Wilson's, with the exact one as a check on it"
_NO_P = "the toolkit shows intervals, not p-values, of single rates and ratios"

# method -> part of a case -> why the toolkit has no such figure
NOT_OFFERED: Mapping[str, Mapping[str, str]] = {
    "proportion.ci": {
        name: _INTERVALS_NOT_USED
        for name in ("wilson_continuity", "mid_p", "agresti_coull_untruncated", "wald_untruncated",
                     "jeffreys_bayes")
    },
    "smr.exact": {"p": _NO_P},
    "rate.ci_exact_or_byar": {"method": "the rule is one function; which branch it took is not told"},
    "rate_ratio.two_group": {
        "exact_conditional.p": _NO_P,
        "wald_log": "the ratio's interval is conditional exact, also where there are many events",
        "wald_log.rate_ratio": "the same ratio as the exact one",
        "wald_log.se_log": "the ratio's interval is conditional exact",
        "wald_log.lower": "the ratio's interval is conditional exact",
        "wald_log.upper": "the ratio's interval is conditional exact",
    },
    **survival_methods.NOT_OFFERED,
    **chart_methods.NOT_OFFERED,
    **text_methods.NOT_OFFERED,
}  # fmt: skip

# (case, part) -> what our documented rule gives instead
DEVIATIONS: Mapping[tuple[str, str], object] = {
    # R says 0 to infinity; no event anywhere compares nothing, so nothing is claimed, not even 0
    ("case-123", "exact_conditional.lower"): None,
    **survival_methods.DEVIATIONS,
    **chart_methods.DEVIATIONS,
}

# whole cases that hold a form we do not follow; the right form has cases of its own
VARIANTS_NOT_FOLLOWED: Mapping[str, str] = {
    "case-115": "R's epitools adds half an event on both sides; OHID and Breslow & Day do not",
}

_RATES_NOT_ODDS = (
    "every comparison here is of rates or of shares (rate ratio, Newcombe's difference); an odds ratio "
    "is read as if it were one, and overstates it where what is counted is common"
)
_STRATA_NOT_MODELS = (
    "the link between pressure and missed care is stratified, which a care manager can check by hand, "
    "and its strata are shown; no check reads a regression, and a service's month has too few events "
    "for one (ten a parameter), so the library it needs is not a dependency"
)

# whole methods of which no measure has a use; a figure that nothing reads would be tested and never seen
NOT_OFFERED_METHODS: Mapping[str, str] = {
    "two_by_two": _RATES_NOT_ODDS,
    "mantel_haenszel.odds_ratio": _RATES_NOT_ODDS,
    **dict.fromkeys(
        ("glm.poisson_offset", "glm.quasipoisson", "glm.negative_binomial", "glm.poisson_cluster_robust"),
        _STRATA_NOT_MODELS,
    ),
    **text_methods.NOT_OFFERED_METHODS,
}

NOT_YET: Mapping[str, str] = {
    **dict.fromkeys(
        ("funnel.SR.CQC", "funnel.SR.SHMI", "funnel.PR", "funnel.RC", "funnel.poisson_limits",
         "funnel.binomial_exact", "funnel.proportion_wilson_style", "multiple_testing",
         "standardisation.direct", "standardisation.direct_dobson"),
        "issue 6: One recovery map, and the whole provider on a page",
    ),
}  # fmt: skip
