"""What was planted in the sample, so that a reader can check that the audits find it?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from toolkit.sample.defects import PlacedDefect
from toolkit.sample.provider import TWELVE
from toolkit.sample.stories import Service
from toolkit.sample.timeline import Timeline

STAFFING = "staffing_missed_care"
DEFAULT_SEED = 20261031


@dataclass(frozen=True, slots=True)
class Planted:
    """One finding that the last month must show."""

    service_id: str
    code: str
    outcome: str
    what: str
    months: int = 1  # how many months of records it takes
    any_seed: bool = True  # False: it hangs on where chance puts a few events, so only this seed is claimed


PLANTED = (
    Planted("oakfield", "repeated-staffing-gaps", "action",
            "Nights on Willow run a care worker short, more of them each month since the summer."),
    Planted("oakfield", "needs-not-met", "action",
            "About one planned care in ten was missed, shortened or late, and one person's bedtime "
            "medication was missed again and again on short nights."),
    Planted("hawthorn-court", "needs-not-met", "action",
            "People need far more hours than in spring and the rota has not grown: hours given fall below "
            "nine tenths of hours assessed on most days."),
    Planted("meadowbank", "filled-but-missed", "action",
            "The rota is full, nearly half of the hours come from agencies, and care is missed."),
    Planted("meadowbank", "needs-not-met", "action",
            "More than one planned care in twenty was missed, shortened or late."),
    Planted("elm-grange", "rushed-records", "watch",
            "Whole shifts were written up within minutes before the handover, and notes repeat a stock "
            "phrase."),
    Planted("northgate-home-care", "delayed-support", "watch",
            "About one visit in ten began over half an hour late."),
    Planted("northgate-home-care", "needs-not-met", "action",
            "Late, short and missed visits together are more than one in twenty."),
    Planted("northgate-home-care", "filled-but-missed", "action",
            "The rounds are filled on paper, and the visits run late, short or not at all."),
    Planted("oakfield", "increased-incidents", "action",
            "Incidents have more than doubled against the half year before.", 4),
    Planted("oakfield", "poor-feedback", "action",
            "More than half of what people and families say is a concern."),
    Planted("oakfield", "pressure-linked-missed-care", "watch", "Missed care gathers on the short nights."),
    Planted("oakfield", "control-missing", "watch",
            "Handover risks stand for a week and more without a control."),
    Planted("oakfield", "unresolved-staffing-risk", "action",
            "Nights were short last month too, and nothing was decided on staffing.", 2),
    Planted("northgate-home-care", "poor-feedback", "action", "More than half of the feedback is a concern."),
    Planted("northgate-home-care", "inconsistent-care-feedback", "watch",
            "Families speak of strangers at the door and of visits that come when they come."),
    Planted("meadowbank", "dependency-out-of-date", "watch",
            "Reviews of dependency have lapsed since summer."),
    Planted("kestrel-house", "staff-fatigue", "watch",
            "A small team works long runs of days with short rests, and says so at handover."),
    Planted("hawthorn-court", "unresolved-staffing-risk", "clear",
            "The same trigger as last month, answered by a decision to recruit.", 3),
    Planted("rowan-house", "staffing-feedback-link", "watch",
            "What families said and what went wrong fell on the week of sickness and the days after it.",
            any_seed=False),
)  # fmt: skip


def planted_json(services: tuple[Service, ...], timeline: Timeline, seed: int, defects: list[PlacedDefect],
                 files: Mapping[str, str]) -> dict[str, object]:  # fmt: skip
    """The content of `planted.json`; `files` holds the SHA-256 of every file written."""
    ids = {service.service_id for service in services}
    return {
        "schema": 1,
        "seed": seed,
        "end": timeline.end.month,
        "services": {s.service_id: {"name": s.name, "kind": s.kind, "standing": s.standing, "story": s.story}
                     for s in services},
        "planted": _as_json((*_claimed(seed), *_struggling(services)), ids, timeline),
        "steady": [s.service_id for s in services if s.standing == "steady"],
        "problems": [
            {"service": d.service_id, "file": d.file, "row": d.row, "column": d.column, "code": d.code}
            for d in sorted(defects, key=lambda d: (d.file, d.row, d.code))
        ],
        "files": dict(sorted(files.items())),
    }  # fmt: skip


def _claimed(seed: int) -> tuple[Planted, ...]:
    return tuple(one for one in PLANTED if one.any_seed or seed == DEFAULT_SEED)


def _struggling(services: tuple[Service, ...]) -> tuple[Planted, ...]:
    """What the further services that struggle must show."""
    ids = [s.service_id for s in services[len(TWELVE) :] if s.standing == "fragile"]
    what = "More than one planned care in twenty was missed, shortened or late."
    codes = ("needs-not-met", "filled-but-missed")
    return tuple(Planted(service_id, code, "action", what) for service_id in ids for code in codes)


def _as_json(planted: tuple[Planted, ...], ids: set[str], timeline: Timeline) -> list[dict[str, str]]:
    months = int(timeline.months_before_end.max()) + 1
    return [
        {"service": p.service_id, "month": timeline.end.month, "audit": STAFFING, "code": p.code,
         "outcome": p.outcome, "what": p.what}
        for p in planted
        if p.service_id in ids and months >= p.months
    ]  # fmt: skip
