"""The list of what is planted: whole, and of things there are."""

from __future__ import annotations

from toolkit.sample.findings import PLANTED
from toolkit.sample.provider import TWELVE

RECOVERY_CODES = {
    "map-row-incomplete", "disconnected-evidence", "conflicting-story", "closed-while-disconnected",
    "overlapping-actions", "staffing-not-linked-to-missed-care", "complaints-not-linked-to-care-plans",
    "repeat-failure",
}  # fmt: skip


def test_a_finding_is_planted_once_in_a_service_there_is() -> None:
    keys = [(audit, one.service_id, one.code) for audit, planted in PLANTED.items() for one in planted]

    assert len(set(keys)) == len(keys)
    assert {service_id for _, service_id, _ in keys} <= {service.service_id for service in TWELVE}


def test_every_audit_has_something_planted_that_must_be_clear() -> None:
    for audit, planted in PLANTED.items():
        assert "clear" in {one.outcome for one in planted}, audit
        assert {one.outcome for one in planted} <= {"action", "watch", "clear", "no_evidence"}


def test_every_code_of_the_recovery_map_is_planted() -> None:
    assert {one.code for one in PLANTED["recovery_map"]} == RECOVERY_CODES


def test_a_steady_service_has_only_clear_ones_and_early_warnings() -> None:
    steady = {service.service_id for service in TWELVE if service.standing == "steady"}

    found = [one for planted in PLANTED.values() for one in planted if one.service_id in steady]
    assert {one.outcome for one in found} <= {"clear", "watch"}
