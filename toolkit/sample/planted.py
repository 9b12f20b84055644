"""What was planted in the sample, so that a reader can check that the audits find it?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from toolkit.sample.defects import PlacedDefect
from toolkit.sample.findings import PLANTED, STAFFING, Planted
from toolkit.sample.provider import TWELVE
from toolkit.sample.stories import Service
from toolkit.sample.timeline import Timeline

DEFAULT_SEED = 20261031


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


def _claimed(seed: int) -> Iterator[tuple[str, Planted]]:
    """Every planted finding that this seed must show, with its audit."""
    for audit, planted in PLANTED.items():
        yield from ((audit, one) for one in planted if one.any_seed or seed == DEFAULT_SEED)


def _struggling(services: tuple[Service, ...]) -> Iterator[tuple[str, Planted]]:
    """What the further services that struggle must show."""
    ids = [s.service_id for s in services[len(TWELVE) :] if s.standing == "fragile"]
    what = "More than one planned care in twenty was missed, shortened or late."
    codes = ("needs-not-met", "filled-but-missed")
    yield from ((STAFFING, Planted(service_id, code, "action", what)) for service_id in ids for code in codes)


def _as_json(
    planted: Iterable[tuple[str, Planted]], ids: set[str], timeline: Timeline
) -> list[dict[str, str]]:
    months = int(timeline.months_before_end.max()) + 1
    return [
        {"service": p.service_id, "month": timeline.end.month, "audit": audit, "code": p.code,
         "outcome": p.outcome, "what": p.what}
        for audit, p in planted
        if p.service_id in ids and months >= p.months
    ]  # fmt: skip
