"""How many different workers does each person meet, and what happened to each person?"""

from __future__ import annotations

import pandas as pd

from toolkit.measures.care_rates import FAILED

GIVEN = ("done", "part_done")


def compute_continuity(care: pd.DataFrame) -> pd.DataFrame:
    """One row a person over the care given: `rows`, `workers`, `top_three` (their three who came most).

    A double-handed visit counts once for each worker. `care` are the rows of 28 days.
    """
    given = care[care["status"].isin(GIVEN) & care["staff_ids"].notna()]
    each = given.assign(worker=given["staff_ids"].str.split(";").astype(object)).explode("worker")
    each = each.assign(worker=each["worker"].astype("str").str.strip())
    each = each[each["worker"].notna() & (each["worker"] != "")]
    each = each.drop_duplicates(["person_id", "worker", "due_at", "care_id"])
    visits = each.groupby(["person_id", "worker"]).size().rename("visits").reset_index()
    top = visits.sort_values("visits", ascending=False).groupby("person_id").head(3)
    people = visits.groupby("person_id").agg(workers=("worker", "size"), rows=("visits", "sum"))
    share = top.groupby("person_id")["visits"].sum() / people["rows"]
    return people.assign(top_three=share).reset_index()[["person_id", "rows", "workers", "top_three"]]


def people_affected(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a person whose care was missed, shortened or delayed, most affected first.

    `rows` are the month's judged care rows. Columns: person_id, planned, missed, shortened, delayed,
    critical_missed, days (on which something went wrong).
    """
    counted = rows[rows["category"] != "excluded"]
    wrong = counted["category"].isin(FAILED)
    flags = counted.assign(
        missed=counted["category"] == "missed",
        shortened=counted["category"] == "shortened",
        delayed=counted["category"] == "delayed",
        critical_missed=(counted["category"] == "missed") & (counted["time_critical"] == "yes"),
        bad_day=counted["due_at"].dt.normalize().where(wrong),
    )
    people = flags.groupby("person_id", as_index=False).agg(
        planned=("category", "size"), missed=("missed", "sum"), shortened=("shortened", "sum"),
        delayed=("delayed", "sum"), critical_missed=("critical_missed", "sum"), days=("bad_day", "nunique"),
    )  # fmt: skip
    people = people.assign(affected=people["missed"] + people["shortened"] + people["delayed"])
    affected = people[people["affected"] > 0]
    return affected.sort_values(["critical_missed", "affected", "person_id"], ascending=[False, False, True],
                                ignore_index=True)  # fmt: skip


def provider_information_counts(rows: pd.DataFrame, minutes: pd.Series) -> dict[str, int]:
    """What the homecare provider information return asks: visits planned, missed, under 15 minutes."""
    counted = rows[rows["category"] != "excluded"]
    # Two rows of one person, activity and due time are one double-handed visit.
    visit = counted.groupby(["person_id", "activity_key", "due_at"])
    missed = (counted["category"] == "missed").groupby(visit.ngroup()).all()
    given = counted["state"].isin(GIVEN) & (counted["category"] != "missed")
    longest = minutes.reindex(counted.index).where(given).groupby(visit.ngroup()).max()
    return {
        "visits_28_days": int(visit.ngroups),
        "missed_28_days": int(missed.sum()),
        "under_15_minutes_28_days": int((longest < 15).sum()),
    }
