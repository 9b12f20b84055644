"""What does the audit say of a real provider's complaints, with everything else missing?

59 homes in Oregon, 2005 to 2016 (The Oregonian, MIT): complaints and incidents, and no learning, care
plan change, observation or feedback. What needs those has no evidence, and is never clear.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from toolkit.audits.checks import Outcome
from toolkit.audits.complaints.audit import ComplaintsAudit, run
from toolkit.evidence import Evidence
from toolkit.parameters import Parameters, load
from toolkit.period import Period
from toolkit.sources.store import Store


@pytest.fixture(scope="module")
def homes(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Parameters, Store]:
    workspace = tmp_path_factory.mktemp("homes")
    for part in ("parameters", "data"):
        source = shared / "data" / "oregon_homes" / part
        shutil.copytree(source, workspace / part, copy_function=shutil.copyfile)
    parameters = load(workspace)
    store = Store.build(workspace, service_ids=tuple(parameters.services), themes=parameters.themes)
    return parameters, store


def audit(homes: tuple[Parameters, Store], service: str, month: str) -> ComplaintsAudit:
    return run(Evidence.open(*homes, service, Period.parse(month)))


def test_a_theme_that_rises_is_found_in_the_real_records(homes: tuple[Parameters, Store]) -> None:
    found = audit(homes, "brookdale-bend-50a263", "2013-09").check("repeated-complaints")

    assert (found.outcome, found.says) == (
        Outcome.ACTION,
        "In the 3 months to 30 September 2013 complaints gathered on safeguarding (4, against 1 in the 9 "
        "months before: 11.87 times the rate, 95% interval 1.17 to 584.55). Not tested: the complaints do "
        "not say whom they are about.",
    )
    assert [one.file for one in found.evidence] == ["data/complaints.csv"] * 4


@pytest.mark.slow
def test_what_needs_records_that_are_not_there_is_no_evidence_in_every_home(
    homes: tuple[Parameters, Store],
) -> None:
    audits = [audit(homes, service, "2014-12") for service in homes[0].services]

    others = {check.outcome for one in audits for check in one.checks if check.code != "repeated-complaints"}
    repeated = [one.check("repeated-complaints").outcome for one in audits]
    assert others == {Outcome.NO_EVIDENCE}
    assert (repeated.count(Outcome.ACTION), repeated.count(Outcome.NO_EVIDENCE)) == (1, 58)
    assert {one.measures["learning_in_eight_weeks"].value for one in audits} == {None}
