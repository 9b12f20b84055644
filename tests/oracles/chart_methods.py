"""The worked cases on charts over time."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import date

import numpy as np

from toolkit.measures.charts_over_time.icons import (
    POINTS_FOR_AN_ICON,
    assurance_of,
    latest_variation,
    variation_of,
)
from toolkit.measures.charts_over_time.individuals import (
    i_limits,
    mr_limits,
    weighted_i_limits,
    xmr_limits,
)
from toolkit.measures.charts_over_time.limits import (
    Limits,
    c_limits,
    laney_p_limits,
    laney_u_limits,
    p_limits,
    ratios,
    u_limits,
)
from toolkit.measures.charts_over_time.rare_events import g_limits, t_limits
from toolkit.measures.charts_over_time.rules import (
    ends_run,
    ends_trend,
    mark_points,
    two_of_three,
)
from toolkit.measures.charts_over_time.run_chart import autocorrelation, run_chart

Given = Mapping[str, object]

BETTER = {"increase": "higher", "decrease": "lower", "neutral": "neither"}
SIGNALS = {
    None: "Common Cause",
    "above_limit": "Above UCL",
    "below_limit": "Below LCL",
    "rising": "7 Point Trend (Increasing)",
    "falling": "7 Point Trend (Decreasing)",
    "two_of_three_above": "2 in 3 Above CL",
    "two_of_three_below": "2 in 3 Below CL",
    "run_above": "7 Points Above CL",
    "run_below": "7 Points Below CL",
}
VARIATIONS = {
    None: None,
    "no_data": "no_data",
    "common_cause": "common_cause",
    "improvement": "special_cause_improvement",
    "concern": "special_cause_concern",
    "neutral_high": "special_cause_neutral_high",
    "neutral_low": "special_cause_neutral_low",
}


def _numbers(values: list) -> np.ndarray:
    return np.array([np.nan if value is None else value for value in values], dtype=float)


def _plain(values: np.ndarray) -> list[float | None]:
    return [None if math.isnan(value) else float(value) for value in values]


# XmR with the NHS rules ------------------------------------------------------------------------------


def _with_missing_months(given: Given) -> tuple[np.ndarray, list[int]]:
    """The values with a gap for every month that is not there, and where each given value stands."""
    days = [date.fromisoformat(day) for day in given["dates"]]
    if any(day.day != 1 for day in days):
        return _numbers(given["values"]), list(range(len(days)))
    places = [(d.year - days[0].year) * 12 + d.month - days[0].month for d in days]
    values = np.full(places[-1] + 1, np.nan)
    values[places] = _numbers(given["values"])
    return values, places


def _xmr(given: Given) -> dict:
    values, places = _with_missing_months(given)
    better, fixed = BETTER[given["improvement_direction"]], given["fix_after_n_points"]
    starts = [0, *(given["rebase_start_index0"] or [])]
    ends = [*starts[1:], len(values)]
    columns: dict[str, list] = {}
    for group, (start, end) in enumerate(zip(starts, ends, strict=True)):
        part = values[start:end]
        baseline = np.arange(len(part)) < (fixed or len(part))
        limits = xmr_limits(part, baseline, given["screen_outliers"])
        marks, points = mark_points(part, limits), int(np.count_nonzero(~np.isnan(part)))
        for name, column in {
            "mean": _plain(limits.centre),
            "lpl": _plain(limits.low),
            "upl": _plain(limits.high),
            "rebase_group": [group] * len(part),
            "outside_limits": list(marks.outside),
            "close_to_limits": list(marks.near),
            "relative_to_mean": list(marks.side),
            "special_cause_type": [SIGNALS[signal] for signal in marks.signal],
            "point_type": [VARIATIONS[variation_of(signal, better)] for signal in marks.signal],
            "short_group_warning": [points < POINTS_FOR_AN_ICON] * len(part),
        }.items():
            columns.setdefault(name, []).extend(column)
        latest = latest_variation(part[-1], marks.signal[-1], better, points=points,
                                  has_limits=not np.isnan(limits.high[-1]))  # fmt: skip
    got = {name: [column[place] for place in places] for name, column in columns.items()}
    got |= {"n": len(places), "latest_variation": VARIATIONS[latest]}
    if given["target"] is not None:
        got["assurance_type"] = assurance_of(limits.low[-1], limits.high[-1], given["target"], better)
    return got


def _xmr_limits(given: Given) -> dict:
    got = {}
    for name, values in given.get("series", {"": given.get("values")}).items():
        limits = xmr_limits(values)
        got |= {
            f"{name}.{part}".strip("."): float(line[0])
            for part, line in {
                "mean": limits.centre,
                "lpl": limits.low,
                "upl": limits.high,
                "near_lpl": limits.near_low,
                "near_upl": limits.near_high,
            }.items()
        }
    if "values" in given:
        marks = mark_points(_numbers(given["values"]), xmr_limits(given["values"]))
        got["special_cause"] = [signal is not None for signal in marks.signal]
        got = {name: value for name, value in got.items() if not name.startswith("near")}
    return got


def _screened_away(given: Given) -> dict:
    limits = xmr_limits(given["values"])
    marks = mark_points(_numbers(given["values"]), limits)
    return {
        "peer_upl": _plain(limits.high)[0],
        "peer_lpl": _plain(limits.low)[0],
        "peer_special_cause": [signal is not None for signal in marks.signal],
    }


def _trends(given: Given) -> dict:
    return {"ends_trend": [ends_trend(values) for values in given["series"]]}


def _runs(given: Given) -> dict:
    return {"ends_run": [[abs(end) for end in ends_run(side)] for side in given["relative_to_mean"]]}


def _two_of_three(given: Given) -> dict:
    found = [two_of_three(*pair)
             for pair in zip(given["close_to_limits"], given["relative_to_mean"], strict=True)]  # fmt: skip
    return {"in_window": [inside for inside, _ in found], "flagged": [flagged for _, flagged in found]}


# Charts of counts, shares, rates and gaps ------------------------------------------------------------


def _limits_of(given: Given, x: np.ndarray, n: np.ndarray | None, baseline: np.ndarray) -> Limits:
    match given["chart"]:
        case "i":
            return i_limits(x, baseline, given["screen_moving_ranges"])
        case "mr":
            return mr_limits(x, baseline)
        case "p":
            return p_limits(x, n, baseline)
        case "pp":
            return laney_p_limits(x, n, baseline)
        case "u":
            return u_limits(x, n, baseline)
        case "up":
            return laney_u_limits(x, n, baseline)
        case "ip":
            return weighted_i_limits(x, n, baseline)
        case "c":
            return c_limits(x, baseline)
        case "g":
            return g_limits(x, baseline)
        case "t":
            return t_limits(x, baseline)
    raise ValueError(given["chart"])


def _drawn(given: Given, x: np.ndarray, n: np.ndarray | None) -> np.ndarray:
    if given["chart"] == "mr":
        return np.concatenate([[np.nan], np.abs(np.diff(x))])
    return x if n is None else ratios(x, n)


def _chart(given: Given) -> dict:
    x = _numbers(given["y"])
    n = None if given["n"] is None else _numbers(given["n"])
    excluded = np.isin(np.arange(len(x)), given["exclude_index0"] or [])
    frozen = np.arange(len(x)) < (given["freeze_first_n"] or len(x))
    split = given["part_after"] or 0
    parts = [slice(0, split), slice(split, len(x))] if split else [slice(0, len(x))]
    drawn, per = _drawn(given, x, n), given["multiply"]
    found = [
        _limits_of(given, x[part], None if n is None else n[part], (frozen & ~excluded)[part])
        for part in parts
    ]
    centre, low, high = (
        np.concatenate([getattr(limits, name) for limits in found]) for name in ("centre", "low", "high")
    )
    kept = ~excluded & (np.arange(len(x)) >= split)
    return {
        "y": _plain(drawn * per),
        "cl": _plain(centre * per),
        "lcl": _plain(low * per),
        "ucl": _plain(high * per),
        "sigma_signal": [bool(outside) for limits, part in zip(found, parts, strict=True)
                         for outside in mark_points(drawn[part], limits).outside],
        **_runs_about(drawn[kept], centre[kept]),
    }  # fmt: skip


def _run(given: Given) -> dict:
    x = _numbers(given["y"])
    found = run_chart(x)
    return {
        "y": _plain(x),
        "cl": [found.centre] * len(x),
        **_runs_about(x, np.full(len(x), found.centre)),
    }


def _runs_about(values: np.ndarray, centre: np.ndarray) -> dict:
    found = run_chart(values, centre)
    return {
        "n_obs": len(values),
        "n_useful": found.useful,
        "longest_run": found.longest_run,
        "longest_run_max": found.longest_run_max,
        "n_crossings": found.crossings,
        "n_crossings_min": found.crossings_min,
        "runs_signal": found.signal,
    }


def _qcc(kind: str) -> Callable[[Given], dict]:
    def compute(given: Given) -> dict:
        x, n = _numbers(given["counts"]), _numbers(given["sizes"])
        limits = {
            "p": lambda: p_limits(x, n, given["trial"]),
            "np": lambda: p_limits(x, n, given["trial"]),
            "c": lambda: c_limits(x, given["trial"]),
            "u": lambda: u_limits(x, n, given["trial"]),
            "g": lambda: g_limits(x, given["trial"]),
        }[kind]()
        # An np chart is a p chart in numbers of cases; all its samples have one size.
        times = n[0] if kind == "np" else 1.0
        each = len(x) if kind == "p" else 1
        got = {
            "lcl": _plain(limits.low * times)[:each],
            "ucl": _plain(limits.high * times)[:each],
            "center": float(limits.centre[0] * times),
        }
        if kind == "g":
            return got
        of_one = {"p": np.sqrt(n[0]), "np": n[0], "c": 1.0, "u": np.sqrt(n[0])}[kind]
        return got | {"std_dev": float(limits.sigma[0] * of_one)}

    return compute


def _autocorrelation(given: Given) -> dict:
    return {"acf_lag1_3": [autocorrelation(given["values"], lag) for lag in (1, 2, 3)]}


IMPLEMENTED: Mapping[str, Callable[[Given], dict]] = {
    "xmr": _xmr,
    "xmr.hazard": _xmr,
    "xmr.defect": _screened_away,
    "xmr.limits": _xmr_limits,
    "xmr.rule.seven_point_trend": _trends,
    "xmr.rule.seven_one_side": _runs,
    "xmr.rule.two_in_three": _two_of_three,
    **dict.fromkeys(
        ("spc.i", "spc.mr", "spc.p", "spc.pp", "spc.c", "spc.u", "spc.up", "spc.ip", "spc.g", "spc.t"),
        _chart,
    ),
    "spc.run": _run,
    **{f"spc.qcc.{kind}": _qcc(kind) for kind in ("p", "np", "c", "u", "g")},
    "autocorrelation": _autocorrelation,
}

NOT_OFFERED: Mapping[str, Mapping[str, str]] = {
    "xmr.defect": {"recommended": "the sentence of the case that our results here follow"},
    "spc.run": {"sigma_signal": "a run chart has no limits to lie outside of"},
    "spc.qcc.g": {"std_dev": "gaps are lopsided, so the spread of them is not told as a sigma"},
    "autocorrelation": {name: "the rule is r1 > 2 / sqrt(n)" for name in ("ljung_box_lag1", "p")},
}  # fmt: skip


def _without_limits(case_id: str, n: int) -> dict[tuple[str, str], object]:
    """The mean range is 0 once the leap is left out: no limits, no flag, no icon."""
    return {
        (case_id, "lpl"): [None] * n,
        (case_id, "upl"): [None] * n,
        (case_id, "outside_limits"): [None] * n,
        (case_id, "close_to_limits"): [None] * n,
        (case_id, "special_cause_type"): ["Common Cause"] * n,
        (case_id, "point_type"): ["common_cause"] * n,
        (case_id, "latest_variation"): None,
    }


DEVIATIONS: Mapping[tuple[str, str], object] = {
    **_without_limits("case-057", 12),
    **_without_limits("case-059", 5),
    ("case-195", "peer_upl"): None,
    ("case-195", "peer_lpl"): None,
    ("case-195", "peer_special_cause"): [False] * 5,
    # Fewer than 13 points since the last rebase, or no limits: no icon, not "common cause"
    **{(case, "latest_variation"): None
       for case in ("case-008", "case-010", "case-011", "case-013", "case-015", "case-036")},
    # April is missing: March and May are no neighbours, so their range (2) is not one of the ranges
    ("case-025", "lpl"): [150 / 14 - 2.66 * 1.4] * 14,
    ("case-025", "upl"): [150 / 14 + 2.66 * 1.4] * 14,
    # qcc estimates as if gaps were counted from 1, m (m - 1), and draws the mean; ours is in case-092
    ("case-176", "ucl"): [33.5 + 3 * math.sqrt(33.5 * 34.5)],
    ("case-176", "center"): 19,
}  # fmt: skip
