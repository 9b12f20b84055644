"""`grip audit` leaves what it promises, for every service, from parameters and exports alone."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing

import pytest

from tests.functional.small_provider import hashes
from toolkit.audits import AUDITS

SERVICE_FILES = [
    "findings.json", "index.html", "manifest.json", *(f"{name}.html" for name in AUDITS),
    *(f"notebooks/{name}.ipynb" for name in AUDITS),
]  # fmt: skip


@pytest.fixture
def audited(grip, workspace):
    """The small provider after `grip audit 2026-10`, and what the command said."""
    ran = grip("audit", "2026-10")
    assert ran.returncode == 0, ran.stderr
    return workspace, ran


def test_an_audit_of_a_month_end_to_end(audited):
    """One run, held against each thing it promises: a run costs too much to have one for each."""
    workspace, ran = audited
    month = workspace / "outputs" / "2026-10"

    check_files_and_messages(month, ran)
    check_findings_and_roll_up(month)
    check_manifest(workspace, month)
    check_what_is_left_behind(workspace / "outputs")


def check_files_and_messages(month, ran):

    # the files of the contract, and no others
    expected = ["data-quality.html", "index.html", "problems.csv", "provider.json"]
    expected += [f"{service}/{name}" for service in ("birch-lodge", "oakfield") for name in SERVICE_FILES]
    assert sorted(hashes(month)) == sorted(expected)

    # results on stdout, progress and messages on stderr
    assert ran.stdout.splitlines()[0].startswith("birch-lodge  ")
    assert "2 of 2 services have every audit." in ran.stderr
    assert "Start here: outputs/2026-10/index.html" in ran.stderr


def check_findings_and_roll_up(month):
    # findings: every check of the audit, whatever its outcome
    findings = json.loads((month / "oakfield" / "findings.json").read_text())
    assert (findings["schema"], findings["service"], findings["month"]) == (1, "oakfield", "2026-10")
    assert findings["as_of"] == "2026-10-31"
    codes = [check["code"] for check in findings["audits"]["staffing_missed_care"]["checks"]]
    assert set(codes) >= {"repeated-staffing-gaps", "needs-not-met", "filled-but-missed"}

    # the roll-up says the same
    provider = json.loads((month / "provider.json").read_text())
    assert (provider["n_run"], provider["n_of"]) == (2, 2)
    assert provider["services"]["oakfield"]["status"] == findings["status"]


def check_manifest(workspace, month):
    # every input and output, with its hash
    manifest = json.loads((month / "oakfield" / "manifest.json").read_text())
    assert [entry["path"] for entry in manifest["inputs"]] == [
        "data/oakfield/care.csv",
        "data/oakfield/shifts.csv",
        "data/oakfield/staffing_needs.csv",
    ]
    shifts = manifest["inputs"][1]
    assert shifts["sha256"] == hashlib.sha256((workspace / shifts["path"]).read_bytes()).hexdigest()
    assert (shifts["rows_used"], shifts["rows_refused"]) == (122, 0)
    assert [entry["path"] for entry in manifest["parameters"]] == ["parameters/services.csv"]
    assert "repeated-staffing-gaps" in manifest["thresholds"]
    found = hashes(month / "oakfield")
    assert {e["path"]: e["sha256"] for e in manifest["outputs"]} == {
        name: value for name, value in found.items() if name != "manifest.json"
    }


def check_what_is_left_behind(outputs):
    left = {path.name for path in outputs.iterdir()}
    assert left == {".keys", ".lock", ".store", "2026-10", "runs.sqlite"}

    # only the register knows the time
    with closing(sqlite3.connect(outputs / "runs.sqlite")) as connection:
        runs = connection.execute("select service, audit, state from runs order by service, audit").fetchall()
    assert runs == [
        (service, audit, "done") for service in ("birch-lodge", "oakfield") for audit in sorted(AUDITS)
    ]


def test_as_of_looks_back_from_that_day(grip, workspace):
    options = ["--as-of", "2026-10-15", "--service", "oakfield", "--audit", "staffing_missed_care"]
    ran = grip("audit", "2026-10", *options, "--json")

    assert ran.returncode == 0, ran.stderr
    provider = json.loads(ran.stdout)
    assert provider["services"]["birch-lodge"]["status"] == "not_run"
    findings = json.loads((workspace / "outputs/2026-10/oakfield/findings.json").read_text())
    assert findings["as_of"] == "2026-10-15"


def test_second_batch_is_told_who_is_there(grip, workspace):
    from toolkit.run.lock import workspace_lock

    (workspace / "outputs").mkdir()
    with workspace_lock(workspace / "outputs", "grip audit 2026-09"):
        ran = grip("audit", "2026-10")

    assert ran.returncode == 2
    assert ran.stderr.startswith('This workspace is in use by "grip audit 2026-09" (process ')


@pytest.mark.slow
def test_failed_service_gives_exit_code_5_and_is_named(grip, workspace):
    (workspace / "outputs" / "2026-10").mkdir(parents=True)
    (workspace / "outputs" / "2026-10" / "oakfield").write_text("in the way")

    ran = grip("audit", "2026-10")

    assert ran.returncode == 5
    assert "Failed: oakfield, staffing_missed_care: The results could not be written to outputs" in ran.stderr
    assert "1 of 2 services have every audit." in ran.stderr


def test_check_writes_the_problems_and_runs_no_audit(grip, workspace):
    with (workspace / "data" / "oakfield" / "care.csv").open("a") as stream:
        stream.write("oa-X,oakfield,P1,personal care,31/02/2026 09:00,30,,,done,,Mrs Marker\n")

    ran = grip("check")

    assert ran.returncode == 0
    assert "data/oakfield/care.csv, row 185" in ran.stdout
    assert "Marker" not in ran.stdout + ran.stderr
    names = {path.name for path in (workspace / "outputs" / "2026-10").iterdir()}
    assert names == {"problems.csv", "data-quality.html"}


def test_real_homes_with_complaints_and_incidents_only_give_no_evidence(grip, shared, tmp_path):
    import shutil

    homes = tmp_path / "homes"
    for part in ("parameters", "data"):
        shutil.copytree(shared / "data" / "oregon_homes" / part, homes / part, copy_function=shutil.copyfile)
    service = (homes / "parameters" / "services.csv").read_text().splitlines()[1].split(",")[0]

    options = ["--service", service, "--audit", "staffing_missed_care", "--workspace", str(homes)]
    ran = grip("audit", "2015-06", *options, "--json")

    assert ran.returncode == 0, ran.stderr
    findings = json.loads((homes / "outputs" / "2015-06" / service / "findings.json").read_text())
    checks = findings["audits"]["staffing_missed_care"]["checks"]
    assert {check["outcome"] for check in checks} == {"no_evidence"}
