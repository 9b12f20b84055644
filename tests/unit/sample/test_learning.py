"""What becomes of complaints: learning, plan changes, observations and verdicts."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.unit.sample.made import LAST, SEED, records
from toolkit.sample.learning_stories import cases_of
from toolkit.sample.provider import KESTREL_HOUSE, OAKFIELD, TWELVE
from toolkit.sample.records import records_of
from toolkit.sample.timeline import Timeline

STORIES = ("oakfield", "birch-lodge", "meadowbank")


@pytest.mark.parametrize("service", STORIES)
def test_learning_ids_are_used_once_and_name_a_complaint_of_the_service(service: str) -> None:
    learning, complaints = records(service)["learning"], records(service)["complaints"]

    assert learning["learning_id"].is_unique
    assert set(learning["complaint_id"]) <= set(complaints["complaint_id"])


@pytest.mark.parametrize("service", STORIES)
@pytest.mark.parametrize(
    ("table", "day"),
    [("learning", "agreed_on"), ("learning", "briefed_on"), ("care_plan_changes", "changed_at"),
     ("care_plan_changes", "confirmed_on"), ("observations", "observed_at"), ("verdicts", "decided_on"),
     ("complaints", "closed_on"), ("audits", "audited_on")],
)  # fmt: skip
def test_nothing_is_known_of_days_to_come(service: str, table: str, day: str) -> None:
    assert (records(service)[table][day].dropna() < LAST + pd.Timedelta(days=1)).all()


def test_a_story_older_than_the_sample_is_left_out() -> None:
    short = records_of(OAKFIELD, Timeline.of("2026-10", 1), SEED)

    told = short["complaints"]["complaint_id"].str.fullmatch(r"CO-01-01\d\d")
    assert all(case.month > 0 for case in cases_of(OAKFIELD))
    assert not told.any()


def test_a_complaint_said_twice_names_the_one_it_repeats() -> None:
    complaints = records("birch-lodge")["complaints"].set_index("complaint_id")
    twin = complaints[complaints["duplicate_of"] != ""].iloc[0]
    first = complaints.loc[twin["duplicate_of"]]

    assert twin["person_id"] == first["person_id"]
    assert twin["received_on"] == first["received_on"] + pd.Timedelta(days=2)


def test_hawthorns_reopened_complaint_stays_open() -> None:
    complaints = records("hawthorn-court")["complaints"]
    reopened = complaints[complaints["reopened_on"].notna()]

    assert (reopened["reopened_on"] > reopened["closed_on"]).any()


def test_learning_about_someone_who_died_reaches_no_plan() -> None:
    tables = records("hawthorn-court")
    left = tables["people"].query("reason_left == 'died'").set_index("person_id")["moved_out"]
    learning = tables["learning"]
    about = learning[learning["person_id"].isin(left.index)]
    changes = tables["care_plan_changes"]

    assert len(about) >= 1
    assert not changes["learning_id"].isin(about["learning_id"]).any()


def test_no_plan_is_changed_after_the_person_left() -> None:
    for service in STORIES:
        left = records(service)["people"].set_index("person_id")["moved_out"].dropna()
        changes = records(service)["care_plan_changes"]
        gone = changes[changes["person_id"].isin(left.index)]

        assert (gone["changed_at"] < gone["person_id"].map(left)).all()


def test_at_kestrel_house_no_complaint_was_written_down_in_the_last_half_year() -> None:
    tables = records(KESTREL_HOUSE.service_id)
    concerns = tables["feedback"].query("kind == 'concern' and received_on >= '2026-05-01'")

    assert (tables["complaints"]["received_on"] < "2026-05-01").all()
    assert len(concerns) >= 5
    assert "learning" not in tables


def test_every_story_is_of_one_of_the_twelve() -> None:
    assert all(cases_of(service) for service in TWELVE if service is not KESTREL_HOUSE)
