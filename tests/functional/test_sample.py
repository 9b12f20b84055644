"""The sample provider: its stories hold, read plainly and by the audits; its bytes are the same anywhere."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.functional import sample_read_plainly as plain
from toolkit.audits import AUDITS
from toolkit.audits.checks import Outcome
from toolkit.evidence import Evidence
from toolkit.parameters import Parameters, load
from toolkit.period import Period
from toolkit.sample import SampleWritten, write_sample
from toolkit.sources.store import Store

MONTH = "2026-10"
HOME_CARE = ("northgate-home-care", "harbour-home-care")
RECORDED_STEADY = (
    "birch-lodge",
    "rowan-house",
    "harbour-home-care",
    "linden-close",
    "willow-mews",
    "cedar-court",
)
NOT_AS_PLANNED = ("missed", "shortened", "delayed")


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> SampleWritten:
    """The whole default sample, written once."""
    return write_sample(tmp_path_factory.mktemp("sample") / "provider")


@pytest.fixture(scope="session")
def folder(sample: SampleWritten) -> Path:
    return sample.folder


@pytest.fixture(scope="session")
def planted(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "planted.json").read_text(encoding="utf-8"))


@cache
def outcomes_of(folder: Path, service: str) -> pd.DataFrame:
    return plain.care_outcomes(folder, service, MONTH, home_care=service in HOME_CARE)


@cache
def windows_of(folder: Path, service: str, month: str = MONTH) -> pd.DataFrame:
    return plain.windows(folder, service, month)


# The stories, read plainly.


def test_oakfields_nights_run_short_three_months_running(folder: Path) -> None:
    nights = [
        int(
            plain.short_days(windows_of(folder, "oakfield", month)).get(("Willow", "care_worker", "Night"), 0)
        )
        for month in ("2026-08", "2026-09", MONTH)
    ]

    assert nights[2] >= 6
    assert min(nights) >= 2


def test_oakfield_misses_far_more_than_one_in_twenty_and_one_persons_medication(folder: Path) -> None:
    outcomes = outcomes_of(folder, "oakfield")
    missed = outcomes[(outcomes["outcome"] == "missed") & (outcomes["time_critical"] == "yes")]

    assert plain.share(outcomes, *NOT_AS_PLANNED) > 0.08
    assert missed.groupby("person_id").size().max() >= 3


def test_at_oakfield_care_goes_wrong_most_on_short_nights(folder: Path) -> None:
    of = windows_of(folder, "oakfield").query("unit == 'Willow' and shift == 'Night'")
    short = of[of["attended"] < 0.9 * of["required"]]["day"]
    rows = outcomes_of(folder, "oakfield").query("unit == 'Willow'")
    at_night = (rows["due_at"].dt.hour >= 22) | (rows["due_at"].dt.hour < 7)
    began = (rows["due_at"] - pd.Timedelta(hours=8)).dt.normalize()

    on_short = plain.share(rows[at_night & began.isin(short)], *NOT_AS_PLANNED)
    on_others = plain.share(rows[at_night & ~began.isin(short)], *NOT_AS_PLANNED)

    assert on_short > 1.8 * on_others


def test_hawthorns_shifts_are_filled_and_its_hours_are_too_few(folder: Path) -> None:
    of = windows_of(folder, "hawthorn-court")

    assert of["attended"].sum() / of["required"].sum() > 0.97
    assert plain.days_with_too_few_hours(folder, "hawthorn-court", MONTH) >= 0.25
    assert plain.days_with_too_few_hours(folder, "hawthorn-court", "2026-03") == 0


def test_meadowbanks_full_rota_hides_agency_and_missed_care(folder: Path) -> None:
    of = windows_of(folder, "meadowbank")

    assert of["rostered"].sum() / of["required"].sum() >= 0.97
    assert of["agency"].sum() / of["clocked"].sum() > 0.42
    assert plain.share(outcomes_of(folder, "meadowbank"), *NOT_AS_PLANNED) >= 0.05


def test_elm_granges_records_are_rushed_while_its_care_is_given(folder: Path) -> None:
    outcomes = outcomes_of(folder, "elm-grange")
    done = outcomes[~outcomes["outcome"].isin(["excluded", "missed"])]

    assert (done["outcome"] == "poorly evidenced").mean() >= 0.15
    assert plain.share(outcomes, *NOT_AS_PLANNED) < 0.03


def test_northgates_visits_run_late(folder: Path) -> None:
    assert plain.share(outcomes_of(folder, "northgate-home-care"), "delayed") >= 0.07


@pytest.mark.parametrize("service", RECORDED_STEADY)
def test_a_steady_service_gives_its_care_and_writes_it_down(folder: Path, service: str) -> None:
    outcomes = outcomes_of(folder, service)
    done = outcomes[~outcomes["outcome"].isin(["excluded", "missed"])]

    assert 0.005 < plain.share(outcomes, *NOT_AS_PLANNED) < 0.03
    assert (done["outcome"] == "poorly evidenced").mean() < 0.05


@pytest.mark.parametrize("service", ["birch-lodge", "rowan-house", "harbour-home-care", "linden-close"])
def test_a_steady_service_fills_its_shifts_and_never_the_same_gap_again(folder: Path, service: str) -> None:
    of = windows_of(folder, service)

    assert of["attended"].sum() / of["required"].sum() > 0.97
    assert plain.short_days(of).max() <= 3


def test_rowan_houses_bad_week_is_bad_and_the_rest_is_not(folder: Path) -> None:
    outcomes = outcomes_of(folder, "rowan-house")
    bad = outcomes["due_at"].dt.day.between(12, 18)

    assert plain.share(outcomes[bad], *NOT_AS_PLANNED) > 0.04
    assert plain.share(outcomes[~bad], *NOT_AS_PLANNED) < 0.025


def test_cedar_courts_care_records_stop_on_the_19th(folder: Path) -> None:
    assert outcomes_of(folder, "cedar-court")["due_at"].dt.day.max() == 19


def test_willow_mews_has_no_clock_and_kestrel_house_no_care_records(folder: Path) -> None:
    assert not {"attended_from", "attended_to"} & set(plain.read(folder, "willow-mews", "shifts").columns)
    assert not list((folder / "data" / "kestrel-house").glob("care[.-]*"))


@pytest.fixture(scope="session")
def items(sample: SampleWritten) -> pd.DataFrame:
    return plain.due_in_six_months(
        plain.learning_items(sample.folder, sample.services, MONTH), MONTH
    ).set_index("service_id")


def test_little_of_oakfields_learning_reached_the_plans_in_time(items: pd.DataFrame) -> None:
    due = items.loc["oakfield"]

    assert len(due) >= 9
    assert (due["reflected"] <= due["due"]).mean() < 0.6
    assert due["reflected"].isna().sum() >= 6


def test_white_space_alone_is_no_change_of_oakfields_plan(folder: Path, items: pd.DataFrame) -> None:
    moved = items.loc["oakfield"].query("learning_id == 'LE-01-0131'").iloc[0]
    log = plain.read(folder, "oakfield", "care_plan_changes")
    entries = log[(log["person_id"] == moved.person_id) & (log["plan_section"] == moved.plan_section)]

    assert "updated" in set(entries["change_type"])
    assert pd.isna(moved.reflected)


@pytest.mark.parametrize("service", RECORDED_STEADY)
def test_a_steady_service_writes_what_it_learned_into_the_plans_in_time(
    folder: Path, items: pd.DataFrame, service: str
) -> None:
    due = items.loc[[service]]
    people = plain.read_shared(folder, "people").groupby("person_id")["moved_out"]
    left = due["person_id"].isin([person for person, days in people if days.notna().all()])

    assert len(due) >= 5
    assert ((due["reflected"] <= due["due"]) | left).all()


def test_learning_follows_the_person_who_moved(items: pd.DataFrame) -> None:
    moved = items.loc["birch-lodge"].query("person_id == 'P0254'").iloc[0]

    assert moved.reflected == pd.Timestamp("2026-06-25")


# The stories, told by the audits.


@pytest.fixture(scope="session")
def parameters(folder: Path) -> Parameters:
    return load(folder)


@pytest.fixture(scope="session")
def store(folder: Path, parameters: Parameters) -> Store:
    return Store.build(folder, service_ids=set(parameters.services), themes=parameters.themes)


Answers = dict[tuple[str, str, str], Outcome]


@pytest.fixture(scope="session")
def answers(parameters: Parameters, store: Store) -> Answers:
    """The outcome of every check, by audit, service and code."""
    month = Period.parse(MONTH)
    return {
        (kind.name, service, check.code): check.outcome
        for service in parameters.services
        for kind in AUDITS.values()
        for check in kind.run(Evidence.open(parameters, store, service, month)).checks
    }


def told_of(planted: dict[str, Any]) -> dict[tuple[str, str, str], str]:
    """The planted outcomes, each of an audit there is."""
    assert {p["audit"] for p in planted["planted"]} == set(AUDITS)
    return {(p["audit"], p["service"], p["code"]): p["outcome"] for p in planted["planted"]}


@pytest.mark.slow
def test_every_planted_finding_is_found(planted: dict[str, Any], answers: Answers) -> None:
    told = told_of(planted)

    assert len(told) >= 20
    assert {key: answers[key].value for key in told} == told


def test_every_question_of_every_audit_is_planted_somewhere(planted: dict[str, Any]) -> None:
    asked = {(kind.name, question.code) for kind in AUDITS.values() for question in kind.questions}

    assert {(audit, code) for audit, _, code in told_of(planted)} == asked


@pytest.mark.slow
def test_no_action_is_found_that_was_not_planted(planted: dict[str, Any], answers: Answers) -> None:
    assert {key for key, outcome in answers.items() if outcome is Outcome.ACTION} <= set(told_of(planted))


@pytest.mark.slow
def test_steady_services_have_no_action(planted: dict[str, Any], answers: Answers) -> None:
    steady = planted["steady"]

    assert len(steady) == 6
    assert not [key for key, outcome in answers.items() if key[1] in steady and outcome is Outcome.ACTION]


@pytest.mark.slow
def test_nothing_that_rests_on_missing_records_is_clear(answers: Answers) -> None:
    staffing = "staffing_missed_care"

    assert answers[staffing, "cedar-court", "needs-not-met"] is Outcome.NO_EVIDENCE
    assert answers[staffing, "kestrel-house", "needs-not-met"] is Outcome.NO_EVIDENCE
    assert answers[staffing, "willow-mews", "repeated-staffing-gaps"] is Outcome.NO_EVIDENCE


@pytest.mark.slow
def test_the_planted_mistakes_are_found_where_they_stand_and_no_others(
    planted: dict[str, Any], store: Store
) -> None:
    told = places_of(planted)

    assert len(told) == 8
    assert found_in(store) == told


def test_the_planted_mistake_of_one_service_is_found_where_it_stands_and_no_other(tmp_path: Path) -> None:
    folder = write_sample(tmp_path / "provider", services=1, months=1).folder
    parameters = load(folder)

    store = Store.build(folder, service_ids=set(parameters.services), themes=parameters.themes)

    told = places_of(json.loads((folder / "planted.json").read_text(encoding="utf-8")))
    assert {code for _, _, code in told} == {"one-clock-of-two"}
    assert found_in(store) == told


def places_of(planted: dict[str, Any]) -> set[tuple[str, int, str]]:
    return {(p["file"], p["row"], p["code"]) for p in planted["problems"]}


def found_in(store: Store) -> set[tuple[str, int | None, str]]:
    return {(p.origin.file, p.origin.row, p.code) for p in store.problems}


@pytest.mark.slow
def test_the_theme_word_that_themes_yaml_knows_is_no_problem(store: Store) -> None:
    rows = store.rows("complaints", service="birch-lodge")

    assert "nutrition" in set(rows["theme"])


# Size and bytes.


def test_the_default_sample_has_twelve_services_thirteen_months_and_at_most_450_000_care_rows(
    sample: SampleWritten,
) -> None:
    assert len(sample.services) == 12
    assert (sample.first_month, sample.last_month) == ("2025-10", MONTH)
    assert 300_000 < sample.rows["care"] <= 450_000


def test_the_repositorys_parameters_are_what_the_sample_writes(repository: Path, folder: Path) -> None:
    def contents(top: Path) -> dict[str, bytes]:
        return {p.relative_to(top).as_posix(): p.read_bytes() for p in sorted(top.rglob("*")) if p.is_file()}

    assert contents(repository / "parameters") == contents(folder / "parameters")


@pytest.mark.parametrize(("services", "files"), [(2, 30), pytest.param(12, 80, marks=pytest.mark.slow)])
def test_hash_seed_and_time_zone_change_no_byte(
    tmp_path: Path, repository: Path, services: int, files: int
) -> None:
    program = (
        "import sys; from pathlib import Path; from toolkit.sample import write_sample; "
        f"write_sample(Path(sys.argv[1]), services={services}, months=1)"
    )
    digests = []
    for number, zone in enumerate(("UTC", "Pacific/Auckland")):
        place = tmp_path / zone.replace("/", "-")
        settings = {**os.environ, "PYTHONHASHSEED": str(number), "TZ": zone, "PYTHONPATH": str(repository)}
        subprocess.run([sys.executable, "-W", "error", "-c", program, str(place)], check=True, env=settings)
        written = {p.relative_to(place): p.read_bytes() for p in sorted(place.rglob("*")) if p.is_file()}
        digests.append({path: hashlib.sha256(content).hexdigest() for path, content in written.items()})

    assert digests[0] == digests[1]
    assert len(digests[0]) > files
