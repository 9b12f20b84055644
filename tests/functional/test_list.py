"""`grip list` prints the names that every other command takes."""

from __future__ import annotations

import json


def test_services_months_and_audits_are_listed(grip):
    ran = grip("list")

    assert ran.returncode == 0
    assert ran.stderr == ""
    assert ran.stdout == (
        "Services\n"
        "  birch-lodge  residential  Birch Lodge\n"
        "  oakfield     residential  Oakfield House\n"
        "\n"
        "Audits\n"
        "  staffing_missed_care   Staffing and missed care\n"
        "  complaints_care_plans  Complaints learning and care plans\n"
        "  oversight_evidence     Provider oversight and frontline evidence\n"
        "  recovery_map           Recovery map\n"
        "\n"
        "Months with records\n"
        "  2026-09\n"
        "  2026-10\n"
        "\n"
    )


def test_a_program_reads_the_same_as_json(grip):
    held = json.loads(grip("list", "--json").stdout)

    assert held == {
        "services": {
            "birch-lodge": {"name": "Birch Lodge", "kind": "residential"},
            "oakfield": {"name": "Oakfield House", "kind": "residential"},
        },
        "audits": {
            "staffing_missed_care": "Staffing and missed care",
            "complaints_care_plans": "Complaints learning and care plans",
            "oversight_evidence": "Provider oversight and frontline evidence",
            "recovery_map": "Recovery map",
        },
        "months": ["2026-09", "2026-10"],
        "states": {},
    }
