"""A batch's process reads a service's records once for all its audits, and never shows old ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from toolkit.audits import AUDITS, opening
from toolkit.evidence import Evidence, known_rows
from toolkit.parameters import load
from toolkit.period import Period
from toolkit.run.rows_read import rows_held, rows_read
from toolkit.sources.store import Store

SERVICE, MONTH = "oakfield", "2026-10"


@pytest.fixture
def opened(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> list[Evidence]:
    """Every evidence that audits of the workspace are given from now on."""
    parameters = load(workspace)
    Store.build(workspace, service_ids=tuple(parameters.services), themes=parameters.themes)
    given: list[Evidence] = []
    open_it = Evidence.open

    def noted(*args: object) -> Evidence:
        given.append(open_it(*args))  # type: ignore[arg-type]
        return given[-1]

    monkeypatch.setattr(Evidence, "open", noted)
    opening._HELD.clear()
    return given


def test_the_audits_of_a_service_share_its_evidence_in_a_batch(
    workspace: Path, opened: list[Evidence], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(opening.STORE_IS_BUILT, "1")
    shared = [
        opening.open_audit(name, SERVICE, MONTH, workspace=str(workspace))
        for name in ("complaints_care_plans", "recovery_map")
    ]
    assert len(opened) == 1

    opening._HELD.clear()
    alone = opening.open_audit("recovery_map", SERVICE, MONTH, workspace=str(workspace))
    assert (alone.checks, alone.measures) == (shared[1].checks, shared[1].measures)


def test_a_threshold_that_changed_is_read_anew(
    workspace: Path, opened: list[Evidence], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(opening.STORE_IS_BUILT, "1")
    opening.open_audit("recovery_map", SERVICE, MONTH, workspace=str(workspace))
    services = workspace / "parameters" / "services"
    services.mkdir(exist_ok=True)
    (services / f"{SERVICE}.yaml").write_text(
        "reviewers:\n  registered manager: Team lead\n", encoding="utf-8"
    )
    opening.open_audit("recovery_map", SERVICE, MONTH, workspace=str(workspace))

    before, after = opened
    assert "Team lead" not in before.titles
    assert "Team lead" in after.titles


def test_a_lone_notebook_reads_its_own(workspace: Path, opened: list[Evidence]) -> None:
    for _ in range(2):
        opening.open_audit("recovery_map", SERVICE, MONTH, workspace=str(workspace))
    assert len(opened) == 2


def test_a_parameter_file_half_saved_does_not_hide_what_an_audit_has_read(
    workspace: Path, opened: list[Evidence], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(opening.STORE_IS_BUILT, "1")
    period = Period.parse(MONTH, None)
    opening.open_audit("recovery_map", SERVICE, MONTH, workspace=str(workspace))
    services = workspace / "parameters" / "services"
    services.mkdir(exist_ok=True)
    (services / f"{SERVICE}.yaml").write_text("reviewers: [", encoding="utf-8")

    assert opening.evidence_held(SERVICE, period, workspace) is opened[0]
    assert opening.evidence_held("birch-lodge", period, workspace) is None


def test_the_rows_an_audit_read_are_told_the_same_without_its_evidence(
    workspace: Path, opened: list[Evidence], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(opening.STORE_IS_BUILT, "1")
    opening.open_audit("recovery_map", SERVICE, MONTH, workspace=str(workspace))
    store, tables = Store.open(workspace), AUDITS["recovery_map"].tables

    alone = rows_read(tables, lambda table: known_rows(store, table, SERVICE, Period.parse(MONTH, None)))

    assert alone == rows_held(tables, opened[0])
    assert alone.files
