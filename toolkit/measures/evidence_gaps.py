"""Which gaps in evidence have stayed open, and since when?

A gap opens on the day of the first record of an unbroken run that shows it, and closes with the first
later record that fills it. A challenge does not close a gap; only evidence does.
"""

from __future__ import annotations

from datetime import date

import pandas as pd

from toolkit.measures.frontline import FRONTLINE, split_ids
from toolkit.measures.support import is_assurance

GAP_COLUMNS = ("what", "subject", "opened_on", "records")
STATEMENTS, PACK, CLOSURE = "statements", "pack", "closure"


def statement_gaps(statements: pd.DataFrame, support: pd.DataFrame) -> pd.DataFrame:
    """One row a risk whose newest assurance statements all rest on no current frontline evidence.

    `support` as `judge_support` gives it for the same rows. What the evidence is worth decides, also
    where a statement is contradicted: a contradiction fills no gap.
    """
    levels = support.set_index("statement_id")["evidence_level"]
    rows = statements[is_assurance(statements) & statements["risk_id"].notna()]
    rows = rows.assign(
        day=rows["made_on"], fills=~rows["statement_id"].map(levels).isin(["unsupported", "stale"])
    )
    return _open_runs(rows, "risk_id", STATEMENTS)


def pack_gaps(pack: pd.DataFrame) -> pd.DataFrame:
    """One row a required kind missing or not current at every oversight meeting back from the newest.

    `pack` as `judge_pack` gives it; meetings that do not require the kind say nothing about it.
    """
    return _open_runs(pack.assign(day=pack["judged_on"], fills=pack["current"]), "kind", PACK)


def closure_gaps(closed: pd.DataFrame, evidence: pd.DataFrame) -> pd.DataFrame:
    """One row an action closed without any frontline evidence at all, open since the day it was closed."""
    frontline = evidence.loc[evidence["kind"].isin(FRONTLINE), "evidence_id"]
    ids = split_ids(closed["evidence_ids"])
    shown = closed.index.isin(ids[ids.isin(frontline)].index)
    rows = closed[~shown]
    return pd.DataFrame(
        {
            "what": CLOSURE,
            "subject": rows["action_id"],
            "opened_on": rows["closed_on"],
            "records": rows["action_id"],
        }
    ).sort_values(["opened_on", "subject"], ignore_index=True)


def add_days_open(gaps: pd.DataFrame, as_of: date, board_after: int) -> pd.DataFrame:
    """The gaps with `days_open` (as_of less the day each opened) and `for_board`, longest open first."""
    days = (pd.Timestamp(as_of) - gaps["opened_on"]).dt.days
    return gaps.assign(days_open=days, for_board=days >= board_after).sort_values(
        ["days_open", "what", "subject"], ascending=[False, True, True], ignore_index=True
    )


def _open_runs(rows: pd.DataFrame, subject: str, what: str) -> pd.DataFrame:
    """Of each subject the run of records at its newest end that fill nothing, if there is one.

    Records of one day stand together: the day is filled when one of them fills it.
    """
    key = "statement_id" if what == STATEMENTS else "meeting_id"
    found = []
    for name, of_subject in rows.groupby(subject):
        filled = of_subject.loc[of_subject["fills"], "day"].max()
        run = of_subject if pd.isna(filled) else of_subject[of_subject["day"] > filled]
        if len(run):
            found.append((what, str(name), run["day"].min(), "; ".join(sorted(set(run[key])))))
    frame = pd.DataFrame(found, columns=list(GAP_COLUMNS))
    return frame.astype({"what": "str", "subject": "str", "opened_on": "datetime64[us]", "records": "str"})
