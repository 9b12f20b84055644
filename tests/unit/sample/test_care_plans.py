"""The change log of the care plans: reviews, updates, preferences."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.unit.sample.made import LAST, records


def with_before(service: str) -> pd.DataFrame:
    """The change log with the text and version of the entry before in the same section of the same plan."""
    changes = records(service)["care_plan_changes"]
    before = changes.groupby(["person_id", "plan_section"])[["text", "version"]].shift()
    return changes.assign(text_before=before["text"], version_before=before["version"])


def test_a_review_without_change_keeps_words_and_version() -> None:
    changes = with_before("birch-lodge")
    reviews = changes[(changes["change_type"] == "reviewed_no_change") & changes["text_before"].notna()]

    assert len(reviews) > 15
    assert (reviews["text"] == reviews["text_before"]).all()
    assert (reviews["version"] == reviews["version_before"]).all()


def test_an_update_changes_words_and_version() -> None:
    changes = with_before("birch-lodge")
    updates = changes[(changes["change_type"] == "updated") & changes["text_before"].notna()]

    assert len(updates) > 5
    assert (updates["text"].str.split() != updates["text_before"].str.split()).all()
    assert (updates["version"].astype(int) == updates["version_before"].astype(int) + 1).all()


def test_one_of_oakfields_updates_moved_white_space_only() -> None:
    changes = with_before("oakfield")
    updates = changes[(changes["change_type"] == "updated") & changes["text_before"].notna()]
    moved = updates[updates["text"].str.split() == updates["text_before"].str.split()]

    assert len(moved) == 1
    assert (moved["text"] != moved["text_before"]).all()


def test_everybody_is_reviewed_most_months() -> None:
    changes = records("rowan-house")["care_plan_changes"]
    people = records("rowan-house")["people"]
    here = people[people["moved_out"].isna() & (people["moved_in"] < "2026-09-01")]["person_id"]
    october = changes[changes["changed_at"] >= "2026-10-01"]["person_id"]

    assert here.isin(october).mean() > 0.9


def test_whoever_moves_in_gets_a_plan_within_days() -> None:
    tables = records("meadowbank")
    people = tables["people"]
    new = people[(people["moved_in"] >= "2026-03-01") & (people["moved_in"] < LAST - pd.Timedelta(days=5))]
    created = tables["care_plan_changes"].query("change_type == 'created'")

    assert len(new) >= 1
    assert set(new["person_id"]) <= set(created["person_id"])


@pytest.mark.parametrize(("service", "kept"), [("rowan-house", True), ("elm-grange", False)])
def test_preferences_are_taken_up_where_the_service_listens(service: str, *, kept: bool) -> None:
    tables = records(service)
    told = tables["feedback"].query("kind == 'preference' and received_on < '2026-10-01'")
    recent = told[told["received_on"] >= "2026-05-01"]
    updates = tables["care_plan_changes"].query("change_type == 'updated'")

    def taken_up(row: pd.Series) -> bool:
        same = (updates["person_id"] == row["person_id"]) & (updates["plan_section"] == row["plan_section"])
        return bool((updates["changed_at"][same] >= row["received_on"]).any())

    assert len(recent) >= 2
    assert all(taken_up(row) for _, row in recent.iterrows()) == kept
