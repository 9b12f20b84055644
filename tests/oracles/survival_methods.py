"""The worked cases on time until something is done, and on a share against its target."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from toolkit.measures.survival import aalen_johansen, kaplan_meier, log_rank
from toolkit.measures.target import target_verdict
from toolkit.measures.uncertainty import clopper_pearson

Given = Mapping[str, object]
ENDS = {0: "open", 1: "done", 2: "ended"}


def _kaplan_meier(given: Given) -> dict:
    curve = kaplan_meier(given["time"], given["event"])
    limits = curve.limits()
    at = [curve.done_by(day) for day in given["asked_at"]]
    return {
        "event_times": curve.days,
        "n_risk": curve.at_risk,
        "n_event": curve.done,
        "survival": curve.open_share,
        "se": curve.standard_errors,
        "ci_loglog.lower": [one.low for one in limits],
        "ci_loglog.upper": [one.high for one in limits],
        "median": curve.median,
        "at.survival": [None if one.share is None else 1 - one.share for one in at],
        "at.done": [one.share for one in at],
        "at.n_risk": [one.at_risk for one in at],
        "at.done_ci_loglog.lower": [one.low for one in at],
        "at.done_ci_loglog.upper": [one.high for one in at],
    }


def _aalen_johansen(given: Given) -> dict:
    curve = aalen_johansen(given["time"], [ENDS[status] for status in given["status"]])
    unseen = kaplan_meier(given["time"], [status == 1 for status in given["status"]])
    done = [curve.done_by(day).share for day in given["asked_at"]]
    return {
        "cif_reflected": done,
        "cmprsk_reflected": done,
        "cif_competing": [curve.ended_by(day) for day in given["asked_at"]],
        "event_free": [curve.open_after(day) for day in given["asked_at"]],
        "naive_one_minus_km": [unseen.done_by(day).share for day in given["asked_at"]],
    }


def _log_rank(given: Given) -> dict:
    found = log_rank(given["time_a"], given["event_a"], given["time_b"], given["event_b"])
    return {
        "chi2": found.chi_squared,
        "p": found.p,
        "observed": found.observed,
        "expected": found.expected,
    }


def _against_target(given: Given) -> dict:
    verdicts = [
        target_verdict(count, n, given["target"]) for count, n in zip(given["count"], given["n"], strict=True)
    ]
    return {"p_less": [verdict.chance_of_so_few for verdict in verdicts]}


IMPLEMENTED: Mapping[str, Callable[[Given], dict]] = {
    "kaplan_meier": _kaplan_meier,
    "aalen_johansen": _aalen_johansen,
    "logrank": _log_rank,
    "proportion.test_against_target": _against_target,
}

_LOG_LOG_ONLY = "the limits are log-log ones, which stay between nothing and all"
_THE_QUESTION = "the days that are asked about, not an answer"

NOT_OFFERED: Mapping[str, Mapping[str, str]] = {
    "kaplan_meier": {
        "ci_log.lower": _LOG_LOG_ONLY,
        "ci_log.upper": _LOG_LOG_ONLY,
        "at.times": _THE_QUESTION,
    },
    "aalen_johansen": {"at": _THE_QUESTION},
    "logrank": {"df": "two groups always have 1 degree of freedom"},
    "proportion.test_against_target": {
        "p_two_sided": "only falling short of a promise is a concern, so the chance told is one-sided"
    },
}

_NONE_OF_FIVE, _ALL_OF_FIVE = clopper_pearson(0, 5), clopper_pearson(5, 5)

DEVIATIONS: Mapping[tuple[str, str], object] = {
    # R carries the last value forward; nobody was followed to day 56, so nothing is claimed of it
    ("case-162", "at.survival"): [1, None],
    ("case-162", "at.done"): [0, None],
    # None and all of five, with nobody censored before: a plain share has its exact limits, R has none
    ("case-163", "at.done_ci_loglog.lower"): [_NONE_OF_FIVE.low, _ALL_OF_FIVE.low],
    ("case-163", "at.done_ci_loglog.upper"): [_NONE_OF_FIVE.high, _ALL_OF_FIVE.high],
}
