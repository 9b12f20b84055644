"""Is work done twice, said in two ways, or has a risk that was closed come back? (§4)"""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pandas as pd
from rapidfuzz import fuzz

from toolkit.measures.repeated_text import mask_text

OTHER = "other"
IMPROVING = ("improved", "embedded")
OVERLAP_COLUMNS = ("kind", "first", "second", "first_owner", "second_owner", "about", "ratio")
REPEAT_COLUMNS = ("risk_id", "opened_on", "earlier_risk_id", "closed_on", "theme", "days")
MESSAGE_COLUMNS = ("risk_id", "statement_ids", "claims")


def same_name(one: object, other: object) -> bool:
    """Both named, and the same but for case and white space.

    >>> same_name("Ruth  Carmody", "ruth carmody"), same_name(None, None)
    (True, False)
    """
    if not (isinstance(one, str) and isinstance(other, str)):
        return False
    return one.casefold().split() == other.casefold().split()


def find_overlaps(open_risks: pd.DataFrame, open_actions: pd.DataFrame, ratio: float) -> pd.DataFrame:
    """Two open actions on one risk, or two open risks of one theme, with two owners (OVERLAP_COLUMNS).

    Actions overlap when their masked texts are alike by rapidfuzz's `ratio` (0 to 100). An action
    without an owner is nobody's, and overlaps with none: who should do it is another question.
    """
    rows: list[tuple[object, ...]] = []
    for risk, group in open_actions.dropna(subset=["risk_id"]).groupby("risk_id", sort=True):
        for one, two in _pairs(group, "action_id"):
            alike = fuzz.ratio(mask_text(str(one["action"])), mask_text(str(two["action"])))
            owners = (one["owner"], two["owner"])
            if alike >= ratio:
                rows.append(("actions", one["action_id"], two["action_id"], *owners, risk, alike))
    themed = open_risks[open_risks["theme"].notna() & (open_risks["theme"] != OTHER)]
    for theme, group in themed.groupby("theme", sort=True):
        for one, two in _pairs(group, "risk_id"):
            rows.append(("risks", one["risk_id"], two["risk_id"], one["owner"], two["owner"], theme, None))
    frame = pd.DataFrame(rows, columns=list(OVERLAP_COLUMNS))
    return frame.astype(dict.fromkeys(OVERLAP_COLUMNS[:-1], "str") | {"ratio": "float64"})


def _pairs(rows: pd.DataFrame, key: str) -> list[tuple[dict[Any, Any], dict[Any, Any]]]:
    """Every two rows with two different named owners, in the order of their ids."""
    owned = rows.dropna(subset=["owner"]).sort_values(key).to_dict("records")
    return [(one, two) for one, two in combinations(owned, 2) if not same_name(one["owner"], two["owner"])]


def find_repeat_failures(risks: pd.DataFrame, since: pd.Timestamp, days: int) -> pd.DataFrame:
    """Risks opened since a day, on or within so many days after another of the theme was closed.

    Columns REPEAT_COLUMNS, one row a risk and the latest such risk before it; theme `other` says too
    little to be a repeat.
    """
    themed = risks[risks["theme"].notna() & (risks["theme"] != OTHER)]
    closed = themed.dropna(subset=["closed_on"])[["risk_id", "theme", "closed_on"]]
    opened = themed.loc[themed["opened_on"] >= since, ["risk_id", "theme", "opened_on"]]
    pairs = opened.merge(closed.rename(columns={"risk_id": "earlier_risk_id"}), on="theme")
    gap = (pairs["opened_on"] - pairs["closed_on"]).dt.days
    another = pairs["risk_id"] != pairs["earlier_risk_id"]
    pairs = pairs.assign(days=gap)[(gap >= 0) & (gap <= days) & another]
    newest = pairs.sort_values(["risk_id", "closed_on", "earlier_risk_id"])
    newest = newest.drop_duplicates("risk_id", keep="last")
    return newest[list(REPEAT_COLUMNS)].reset_index(drop=True)


def find_different_messages(statements: pd.DataFrame) -> pd.DataFrame:
    """Risks of which one statement says improved or embedded and another says worse (MESSAGE_COLUMNS)."""
    rows = []
    for risk, group in statements.dropna(subset=["risk_id"]).groupby("risk_id", sort=True):
        good = group[group["claims"].isin(IMPROVING)]
        bad = group[group["claims"] == "worse"]
        if len(good) and len(bad):
            told = pd.concat([good, bad]).sort_values("statement_id")
            rows.append((risk, "; ".join(told["statement_id"]), "; ".join(told["claims"])))
    return pd.DataFrame(rows, columns=list(MESSAGE_COLUMNS)).astype("str")
