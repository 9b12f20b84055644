"""`grip compare` says what changed between two months already audited, and refuses what it cannot compare."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from toolkit.parameters.thresholds import Thresholds

AUDIT = "staffing_missed_care"


def publish(workspace: Path, service: str, month: str, outcome: str, missed: int, *, says: str) -> None:
    """One service's month as an audit leaves it: one answer, one figure."""
    check = {"code": "rushed-records", "outcome": outcome, "question": "Are records rushed?", "says": says}
    share = {"value": missed / 200, "low": 0.0, "high": 1.0, "n": 200, "unit": "share"}
    entry = {"status": outcome, "checks": [check], "measures": {"missed_care_rate": share}}
    folder = workspace / "outputs" / month / service
    folder.mkdir(parents=True)
    findings = {"schema": 1, "service": service, "month": month, "as_of": f"{month}-30", "status": outcome,
                "audits": {AUDIT: entry}}  # fmt: skip
    (folder / "findings.json").write_text(json.dumps(findings), encoding="utf-8")
    manifest = {"toolkit": "0.1.0", "thresholds": Thresholds().model_dump(mode="json", by_alias=True)}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


@pytest.fixture
def two_months(workspace: Path) -> Path:
    publish(workspace, "oakfield", "2026-09", "clear", 10, says="Few records were rushed.")
    publish(workspace, "oakfield", "2026-10", "watch", 40, says="One record in six was rushed.")
    publish(workspace, "birch-lodge", "2026-09", "clear", 10, says="Few records were rushed.")
    return workspace


def test_what_is_new_and_what_moved_beyond_chance_is_told_service_by_service(grip, two_months) -> None:
    ran = grip("compare", "2026-09", "2026-10")

    assert ran.returncode == 0
    assert ran.stdout == (
        "birch-lodge: cannot be compared, because it was not audited in both 2026-09 and 2026-10.\n"
        "oakfield: Since September 2026: 1 new.\n"
        "  New: Are records rushed? (rushed-records)\n"
        "    2026-09: Clear. Few records were rushed.\n"
        "    2026-10: Watch. One record in six was rushed.\n"
        "  Missed: higher, 5% (0% to 100%; n = 200) to 20% (0% to 100%; n = 200)\n"
    )


def test_one_service_is_compared_alone_and_a_program_reads_the_same(grip, two_months) -> None:
    held = json.loads(grip("compare", "2026-09", "2026-10", "--service", "oakfield", "--json").stdout)

    assert list(held["services"]) == ["oakfield"]
    (check,) = held["services"]["oakfield"]["checks"]
    assert (check["change"], check["before"], check["after"]) == ("new", "clear", "watch")
    (figure,) = held["services"]["oakfield"]["figures"]
    assert figure["difference"] == "higher"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("2026-09", "2026-09"),
            "A month cannot be compared with itself.\n  Name two months, the earlier one first.\n",
        ),
        (
            ("2026-08", "2026-10"),
            "2026-08 has not been audited here.\n"
            "  Run grip audit 2026-08 first. Audited so far: 2026-09, 2026-10.\n",
        ),
        (
            ("2026-09", "October"),
            '"October" is not a month.\n  Write year and month, for example 2026-10.\n',
        ),
        (
            ("2026-09", "2026-10", "--service", "oakfeild"),
            'There is no service "oakfeild".\n  Did you mean "oakfield"?\n',
        ),
    ],
)
def test_what_cannot_be_compared_is_refused_with_the_way_out(grip, two_months, arguments, said) -> None:
    ran = grip("compare", *arguments)

    assert (ran.returncode, ran.stderr) == (2, said)


def test_before_any_audit_nothing_can_be_compared(grip) -> None:
    ran = grip("compare", "2026-09", "2026-10")

    assert ran.returncode == 2
    assert "Audited so far: none." in ran.stderr
