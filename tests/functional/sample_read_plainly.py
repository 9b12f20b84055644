"""The sample's stories, told by plain pandas: the toolkit's own measures take no part here.

Each function follows `measures-and-checks.md` in the simplest way that is right for the sample.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

TIMES = (
    "starts_at", "ends_at", "attended_from", "attended_to", "due_at", "due_until", "started_at", "ended_at",
    "recorded_at", "reviewed_on", "moved_in", "moved_out", "valid_from", "valid_to", "agreed_on",
    "changed_at", "observed_at", "received_on",
)  # fmt: skip
ROUTINE = ("drinks", "checks", "repositioning")
HOUR, MINUTE, DAY = pd.Timedelta(hours=1), pd.Timedelta(minutes=1), pd.Timedelta(days=1)


@dataclass(frozen=True)
class Form:
    """How one service's exports are written."""

    separator: str = ","
    encoding: str = "utf-8-sig"
    day_first: bool = False


FORMS = {"cedar-court": Form(";", "cp1252", True), "kestrel-house": Form("\t")}


def read(folder: Path, service: str, table: str) -> pd.DataFrame:
    """All rows of one service's table, times as times."""
    form = FORMS.get(service, Form())
    parts = [
        pd.read_csv(path, sep=form.separator, encoding=form.encoding, dtype="str")
        for pattern in (f"{table}.[ct]sv", f"{table}-*.[ct]sv")
        for path in sorted((folder / "data" / service).glob(pattern))
    ]
    for path in sorted((folder / "data" / service).glob("records-*.xlsx")):
        if table in ("care", "shifts"):
            ids = {"person_id": "str"}
            parts.append(pd.read_excel(path, sheet_name=table, dtype=ids, engine="calamine"))
    return _timed(pd.concat(parts, ignore_index=True).drop_duplicates(), form.day_first)


def read_shared(folder: Path, table: str) -> pd.DataFrame:
    return _timed(pd.read_csv(folder / "data" / f"{table}.csv", dtype="str"), day_first=False)


def _timed(frame: pd.DataFrame, day_first: bool) -> pd.DataFrame:
    names = [name for name in TIMES if name in frame.columns]
    return frame.assign(
        **{
            name: pd.to_datetime(frame[name], errors="coerce", dayfirst=day_first, format="mixed")
            for name in names
        }
    )


def utc(local: pd.Series) -> pd.Series:
    first = np.ones(len(local), dtype=bool)
    zoned = local.dt.tz_localize("Europe/London", ambiguous=first, nonexistent="shift_forward")
    return zoned.dt.tz_convert("UTC").dt.tz_localize(None)


def windows(folder: Path, service: str, month: str) -> pd.DataFrame:
    """One row a need and day: required, rostered, attended and agency hours."""
    needs = (
        read_shared(folder, "staffing_needs").query("service_id == @service").fillna({"unit": "", "days": ""})
    )
    shifts = read(folder, service, "shifts")
    shifts = shifts[shifts["staff_id"].notna() & shifts["status"].fillna("planned").eq("planned")]
    shifts = shifts.assign(unit=shifts["unit"].fillna(""))
    rows = []
    for need, start, end in _needed(needs, month):
        edge = utc(pd.Series([start, end]))
        near = shifts[(shifts["role"] == need.role) & (shifts["unit"] == need.unit)]
        near = near[(near["starts_at"] < end + 6 * HOUR) & (near["ends_at"] > start - 6 * HOUR)]
        required = (edge[1] - edge[0]) / HOUR * float(need.staff_needed)
        clocked = near[near["attended_from"].notna()] if "attended_from" in near else near.iloc[:0]
        rostered = _hours(near["starts_at"], near["ends_at"], edge)
        attended = _hours(clocked["attended_from"], clocked["attended_to"].fillna(clocked["ends_at"]), edge)
        rows.append((need.unit, need.role, need.shift_name, start.normalize(), required,
                     min(rostered.sum(), required), min(attended.sum(), required), attended.sum(),
                     attended[clocked["cover"] == "agency"].sum()))  # fmt: skip
    names = ("unit", "role", "shift", "day", "required", "rostered", "attended", "clocked", "agency")
    return pd.DataFrame(rows, columns=list(names))


def _needed(needs: pd.DataFrame, month: str) -> Iterator[tuple[object, pd.Timestamp, pd.Timestamp]]:
    for need in needs.itertuples():
        for number in range(pd.Period(month).days_in_month):
            day = pd.Period(month).start_time + number * DAY
            weekend = day.day_of_week >= 5
            off = (need.days == "Mon-Fri" and weekend) or (need.days == "Sat,Sun" and not weekend)
            if off or day < need.valid_from or day > (need.valid_to if pd.notna(need.valid_to) else day):
                continue
            start, end = day + pd.Timedelta(f"{need.from_time}:00"), day + pd.Timedelta(f"{need.to_time}:00")
            yield need, start, end + DAY if end <= start else end


def _hours(start: pd.Series, end: pd.Series, edge: pd.Series) -> pd.Series:
    inside = utc(end).clip(upper=edge[1]) - utc(start).clip(lower=edge[0])
    return (inside / HOUR).clip(lower=0)


def short_days(of: pd.DataFrame) -> pd.Series:
    """How many days each shift was short: under nine tenths of the hours, and by at least one hour."""
    short = of[(of["attended"] < 0.9 * of["required"]) & (of["required"] - of["attended"] >= 1)]
    return short.groupby(["unit", "role", "shift"])["day"].nunique()


def care_outcomes(folder: Path, service: str, month: str, *, home_care: bool = False) -> pd.DataFrame:
    """The care of a month with a column `outcome`; the rules in the order of the design."""
    care = read(folder, service, "care")
    care = care[care["due_at"].dt.strftime("%Y-%m") == month].reset_index(drop=True)
    planned = care["planned_minutes"].astype(float)
    lasted = (care["ended_at"] - care["started_at"]) / MINUTE
    why = care["reason"].isin(["person_cancelled", "hospital", "away", "died"])
    excluded = care["status"].eq("declined") | (care["status"].isin(["cancelled", "not_done"]) & why)
    status = care["status"].mask(care["status"].eq("planned") & care["started_at"].notna(), "done")
    brief = status.eq("done") & (planned >= 15) & ((lasted < 2) | (lasted < 0.1 * planned))
    missed = status.isin(["not_done", "cancelled", "planned"]) | brief | _merged_away(care, home_care)
    carers = care["staff_ids"].fillna("").str.split(";").map(lambda ids: len({i for i in ids if i}))
    alone = (carers > 0) & (carers < care["carers_planned"].astype(float))
    shortened = (
        status.eq("part_done") | (status.eq("done") & (planned >= 10) & (lasted < planned / 2)) | alone
    )
    grace = np.where(care["time_critical"].eq("yes") | home_care, 30, 60)
    delayed = (care["started_at"] - care["due_until"].fillna(care["due_at"])) / MINUTE > grace
    poor = _poorly_evidenced(care)
    names = ["excluded", "missed", "shortened", "delayed", "poorly evidenced"]
    outcome = np.select([excluded, missed, shortened, delayed, poor], names, "well evidenced")
    return care.assign(outcome=outcome)


def _merged_away(care: pd.DataFrame, home_care: bool) -> pd.Series:
    keys = ["person_id", "started_at", "ended_at"] + ([] if home_care else ["activity"])
    done = care[care["status"].isin(["done", "part_done"]) & care["started_at"].notna()]
    away = (done["due_at"] - done["started_at"]).abs().rename("away")
    nearest = pd.concat([done[keys], away], axis=1).groupby(keys)["away"].transform("min")
    together = done.duplicated(keys, keep=False) & (away > nearest)
    return together.reindex(care.index, fill_value=False)


def _poorly_evidenced(care: pd.DataFrame) -> pd.Series:
    thin = care["note"].fillna("").str.split().map(len) < 3
    day_late = care["recorded_at"] - care["ended_at"] > DAY
    return thin | day_late | _in_a_burst(care) | _copied(care)


def _in_a_burst(care: pd.DataFrame) -> pd.Series:
    burst = pd.Series(False, index=care.index)
    worker = care["staff_ids"].fillna("").str.split(";").str[0]
    for _, rows in care[care["recorded_at"].notna() & (worker != "")].groupby(worker):
        rows = rows.sort_values("recorded_at")
        times = rows["recorded_at"].to_numpy()
        until = np.searchsorted(times, times + np.timedelta64(5, "m"), side="right")
        for first, last in enumerate(until):
            started = rows["started_at"].iloc[first:last]
            if last - first >= 10 and started.max() - started.min() > pd.Timedelta(minutes=60):
                burst.loc[rows.index[first:last]] = True
    return burst


def _copied(care: pd.DataFrame) -> pd.Series:
    note = care["note"].fillna("").str.lower().str.split().str.join(" ")
    counts = care["status"].isin(["done", "part_done"]) & (note != "") & ~care["activity"].isin(ROUTINE)
    by = care[counts].groupby([care["due_at"].dt.date[counts], note[counts]])["person_id"]
    same = (by.transform("size") >= 5) & (by.transform("nunique") >= 3)
    return same.reindex(care.index, fill_value=False)


def share(outcomes: pd.DataFrame, *categories: str) -> float:
    """The share of planned, not excluded care that ended so."""
    counted = outcomes[outcomes["outcome"] != "excluded"]
    return float(counted["outcome"].isin(categories).mean())


def days_with_too_few_hours(folder: Path, service: str, month: str) -> float:
    """The share of days on which fewer than nine tenths of the assessed hours were worked."""
    people = read_shared(folder, "people").query("service_id == @service")
    reviews = read(folder, service, "dependency").sort_values("reviewed_on")
    shifts = read(folder, service, "shifts")
    shifts = shifts[shifts["attended_from"].notna() & shifts["attended_to"].notna()]
    too_few = []
    for number in range(pd.Period(month).days_in_month):
        day = pd.Period(month).start_time + number * DAY
        here = people[(people["moved_in"] <= day) & ~(people["moved_out"] <= day)]["person_id"]
        known = reviews[(reviews["reviewed_on"] <= day) & reviews["person_id"].isin(here)]
        need = known.groupby("person_id")["care_hours_per_day"].last().astype(float).sum()
        worked = _hours(
            shifts["attended_from"], shifts["attended_to"], utc(pd.Series([day, day + DAY]))
        ).sum()
        too_few.append(worked < 0.9 * need)
    return float(np.mean(too_few))


def learning_items(folder: Path, services: tuple[str, ...], month: str) -> pd.DataFrame:
    """Each thing to change in a person's plan: when it was due, and when it was reflected anywhere.

    The sample's learning always has the day on which it was agreed, and a row is an item of its own.
    """
    items = read_shared(folder, "learning").query("relevant == 'yes'")
    items = items[items["agreed_on"] < (pd.Period(month) + 1).start_time].reset_index(drop=True)
    changes = pd.concat([read(folder, service, "care_plan_changes") for service in services])
    changes = changes.sort_values("changed_at")
    words = changes["text"].str.split().str.join(" ")
    same = words == words.groupby([changes["person_id"], changes["plan_section"]]).shift()
    written = changes[changes["change_type"].isin(["created", "updated"]) & ~same]
    reflected = []
    for item in items.itertuples():
        about = (written["person_id"] == item.person_id) & (written["plan_section"] == item.plan_section)
        reflected.append(written["changed_at"][about & (written["changed_at"] >= item.agreed_on)].min())
    return items.assign(
        due=items["agreed_on"] + 56 * DAY, reflected=pd.to_datetime(pd.Series(reflected)).dt.normalize()
    )


def due_in_six_months(items: pd.DataFrame, month: str) -> pd.DataFrame:
    first, after = (pd.Period(month) - 5).start_time, (pd.Period(month) + 1).start_time
    return items[(items["due"] >= first) & (items["due"] < after)]
