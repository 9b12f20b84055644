"""Are the same things said again: by the same person, by the same family, by the whole service?"""

from __future__ import annotations

import pandas as pd

from toolkit.measures.uncertainty import rate_ratio
from toolkit.period import Period

_RISES = {"theme": "str", "recent": "int64", "before": "int64", "ratio": "float64", "low": "float64",
          "high": "float64", "repeated": "bool"}  # fmt: skip


def repeats_of_people(live: pd.DataFrame, first_day: pd.Timestamp, *, at_least: int) -> pd.DataFrame:
    """People with so many complaints on one theme since the first day: person_id, theme, complaints.

    `live` are complaints that stand, each once. Complaints that name nobody do not count.
    """
    rows = live[(live["received_on"] >= first_day) & live["person_id"].notna()]
    counted = rows.groupby(["person_id", "theme"]).size().rename("complaints").reset_index()
    found = counted[counted["complaints"] >= at_least]
    return found.sort_values(["complaints", "person_id", "theme"], ascending=[False, True, True],
                             ignore_index=True)  # fmt: skip


def rises_of_themes(
    live: pd.DataFrame, period: Period, *, months: int, months_before: int, at_least: int, above: float
) -> pd.DataFrame:
    """Themes with so many complaints in the last months, against the months before those.

    A theme that had none before is repeated by its number alone; one that had is repeated when the
    lower limit of the exact Poisson rate ratio, days against days, is above `above`. `other` is no theme.
    Columns: theme, recent, before, ratio, low, high (NaN where none came before), repeated.
    """
    recent_from = pd.Timestamp(period.first_day_of_months(months))
    before_from = pd.Timestamp(period.first_day_of_months(months + months_before))
    days = (period.end - recent_from).days
    days_before = (recent_from - before_from).days
    rows = live[(live["received_on"] >= before_from) & live["theme"].notna() & (live["theme"] != "other")]
    found = []
    for theme, group in rows.groupby("theme", sort=True):
        recent = int((group["received_on"] >= recent_from).sum())
        before = len(group) - recent
        ratio = rate_ratio(recent, days, before, days_before)
        more = not before or (ratio.low is not None and ratio.low > above)
        limits = (ratio.ratio, ratio.low, ratio.high) if before else (None, None, None)
        found.append((theme, recent, before, *limits, recent >= at_least and more))
    rises = pd.DataFrame(found, columns=list(_RISES)).astype(_RISES)
    return rises.sort_values(["recent", "theme"], ascending=[False, True], ignore_index=True)


def repeated_concerns(concerns: pd.DataFrame, period: Period, *, days: int) -> pd.DataFrame:
    """Concerns of one person within so many days of each other, the later in the month.

    `concerns` are a family's, each with its person; the rows of every such pair come back, once.
    """
    rows = concerns.sort_values(["person_id", "received_on", "feedback_id"], kind="stable")
    within = pd.Timedelta(days=days)
    chosen: set[object] = set()
    for _, said in rows.groupby("person_id"):
        received = said["received_on"]
        for place in range(1, len(said)):
            later = received.iloc[place]
            earlier = received.iloc[:place]
            near = earlier[later - earlier <= within]
            if later >= period.start and len(near):
                chosen |= {said.index[place], *near.index}
    return rows.loc[[index for index in rows.index if index in chosen]]
