"""One oversight audit in which everything its page can show occurs, in numbers a large service reaches."""

from __future__ import annotations

from dataclasses import replace
from itertools import cycle
from typing import Any

from tests.unit.report.factory import make_changed_threshold, make_check, make_references
from tests.unit.report.oversight.factory import (
    AGAINST,
    day,
    make_audit,
    make_frame,
    make_measures,
    make_months,
    make_sources,
    make_weak,
)
from toolkit.audits.checks import Figure, Outcome
from toolkit.audits.oversight.audit import OversightAudit
from toolkit.audits.oversight.questions import QUESTIONS
from toolkit.measures.indicators import INDICATORS

_OUTCOMES = (Outcome.ACTION, Outcome.WATCH, Outcome.CLEAR, Outcome.ACTION, Outcome.NO_EVIDENCE)
_SAYS = "Staffing improved in October; ninety shifts were filled and the team feels well supported. " * 3
_SHARES = (0.02, 0.03, 0.02, 0.01, 0.02, 0.03, 0.02, 0.02, 0.01, 0.04, 0.02, None, 0.09)
_ANSWERS = ("worse", "steady", "better", "unknown", "higher")


def oversight_with_everything() -> OversightAudit:
    """Every outcome and level, 24 statements, 26 decisions, 12 risks, 13 months of 11 figures."""
    checks = [
        replace(make_check(outcome, evidence=make_references(30)), question=question)
        for question, outcome in zip(QUESTIONS, cycle(_OUTCOMES), strict=False)
    ]
    return make_audit(
        checks=tuple(checks),
        measures=make_measures(supported_share=Figure("supported_share", 0.25, "share", 40, 0.14, 0.4)),
        statements=make_frame("statements", *_statements()),
        repeats=make_frame(
            "repeats", *({"text": _SAYS, "earlier_text": _SAYS + "Again."} for _ in range(12))
        ),
        pack=make_frame("pack", *_pack()),
        challenges=make_frame("challenges", *_challenges()),
        decisions=make_frame("decisions", *_decisions()),
        closures=make_frame(
            "closures", *({"weak": n % 2 == 0, "why": "nobody verified it"} for n in range(14))
        ),
        drifting=make_frame("drifting", *({"action_id": f"AC-{n}"} for n in range(14))),
        meetings=make_frame(
            "meetings",
            {},
            {"state": "not held", "held_on": None, "minuted_on": None},
            {"state": "held not minuted", "minuted_on": None},
        ),
        gaps=make_frame(
            "gaps",
            {},
            {"what": "pack", "subject": "observation"},
            {"what": "closure", "subject": "AC-1", "for_board": False},
        ),
        risks=make_frame(
            "risks",
            *(
                {
                    "risk_id": f"RK-{n}",
                    "direction": _ANSWERS[n % 4],
                    "decided": n % 2 == 0,
                    "title": "Medicines at night are given late on Willow",
                }
                for n in range(12)
            ),
        ),
        indicators=make_frame("indicators", *_months()),
        verdicts_on_indicators=make_frame("verdicts_on_indicators", *_verdicts()),
        timeline=make_frame("timeline", *_timeline()),
        sources=make_sources("feedback"),
        changed_thresholds=(make_changed_threshold(),),
        problems_count=3,
    )


def _statements() -> list[dict[str, Any]]:
    levels = ("contradicted", "unsupported", "stale")
    weak = [make_weak(f"ST-1{n:02d}", levels[n % 3], text=_SAYS) for n in range(14)]
    asked = {"challenged": True, "challenge_ids": "CH-1", "who_should_challenge": None}
    return [
        *weak,
        make_weak("ST-2", "stale", **asked),
        {"level": "triangulated"},
        {"claims": None, "level": None},
        *({"statement_id": f"ST-3{n}"} for n in range(7)),
    ]


def _pack() -> list[dict[str, Any]]:
    absent = {
        "present": False,
        "current": False,
        "newest_event_on": None,
        "age_days": None,
        "evidence_ids": None,
    }
    return [{}, {"kind": "incident", "current": False, "age_days": 90.0}, {"kind": "observation", **absent}]


def _challenges() -> list[dict[str, Any]]:
    states = ("answered with evidence", "answered without evidence", "overdue", "not yet due")
    return [{"challenge_id": f"CH-{n}", "state": states[n % 4], "challenge": _SAYS} for n in range(14)]


def _decisions() -> list[dict[str, Any]]:
    effects = ("better", "not better", "replaced", "not tested", "not yet due")
    return [
        {
            "decision_id": f"DE-{n}",
            "effect": effects[n % 5],
            "action_ids": None if n % 7 == 0 else "AC-1",
            "without_action": n % 7 == 0,
            "whole_provider": n % 6 == 0,
            "decided_on": day("2026-10-01") - 10 * n * (day("2026-01-02") - day("2026-01-01")),
        }
        for n in range(26)
    ]


def _months() -> list[dict[str, Any]]:
    made = []
    for name, indicator in INDICATORS.items():
        scale = {"share": 1.0, "fill": 10.0, "rate": 300.0, "count": 100.0}[indicator.kind]
        values = [None if one is None else one * scale for one in _SHARES]
        limits = {"centre": 0.02 * scale, "low": -0.01 * scale, "high": 0.05 * scale}
        months = make_months(name, values, **limits)
        months[-1]["flag"], months[5]["flag"] = "above limit", "below limit"
        made += months
    return made


def _verdicts() -> list[dict[str, Any]]:
    named = [*INDICATORS, "audit_score:falls", "audit_score:dignity"]
    whys = (None, None, "few_months", "few_expected", None)
    return [
        {"indicator": name, "direction": _ANSWERS[n % 5], "says": AGAINST, "why_no_chart": whys[n % 5]}
        for n, name in enumerate(named)
    ]


def _timeline() -> list[dict[str, Any]]:
    kinds = ("statement", "challenge", "decision", "action opened", "action closed", "meeting")
    return [
        {
            "kind": kinds[n % 6],
            "id": f"AC-{n % 3}",
            "risk_id": f"RK-{n % 14}",
            "day": day("2025-11-02") + n * (day("2026-01-04") - day("2026-01-01")),
        }
        for n in range(120)
    ]
