"""What was decided in a month, and what followed: actions, a review, and did the figure move?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from toolkit.audits.oversight.indicator_words import level_words
from toolkit.explore.service_month import ServiceMonth
from toolkit.measures.indicators import INDICATORS
from toolkit.wording import day_name, first_capital, month_name

_EFFECTS = {
    "better": "Its figure got better.",
    "not better": "Its figure did not get better.",
    "unknown": "Whether its figure got better is not known.",
}


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision with what followed it, each a sentence, in the order of the days."""

    decision_id: str
    decided_on: pd.Timestamp
    what: str
    followed: tuple[str, ...]


def months_of_decisions(service_month: ServiceMonth) -> list[tuple[str, str]]:
    """(words, month) of each month with a decision in the last year, newest first."""
    decisions = service_month.facts("oversight_evidence").decisions
    months = sorted({f"{day:%Y-%m}" for day in decisions["decided_on"].dropna()}, reverse=True)
    return [(month_name(month), month) for month in months]


def decided_in(service_month: ServiceMonth, month: str) -> list[Decided]:
    """The decisions of one month and what followed them, seen from the month that is explored."""
    rows = pd.DataFrame(service_month.frame("oversight_evidence", "decisions"))
    rows = rows[rows["decided_on"].dt.strftime("%Y-%m") == month].sort_values(["decided_on", "decision_id"])
    actions = service_month.evidence.rows("actions").set_index("action_id", drop=False)
    return [_decided(row, actions, service_month) for row in rows.to_dict("records")]


def _decided(row: Mapping[Any, Any], actions: pd.DataFrame, service_month: ServiceMonth) -> Decided:
    about = f" on risk {row['risk_id']}" if isinstance(row["risk_id"], str) else ""
    whole = ", for the whole provider" if row["whole_provider"] else ""
    kind = "Decision" if row["kind"] == "other" else first_capital(str(row["kind"]).replace("_", " "))
    forum = service_month.evidence.forums.get(str(row["forum"]), str(row["forum"]))
    what = f"{kind}{about}{whole}, taken by the {forum.lower()} on {_day(row['decided_on'])}."
    as_of = pd.Timestamp(service_month.evidence.period.as_of)
    named = row["action_ids"].split(";") if isinstance(row["action_ids"], str) else []
    ids = [one.strip() for one in named if one.strip() in actions.index]
    followed = tuple(_action_words(actions.loc[one], as_of) for one in sorted(ids))
    if not followed:
        followed = ("No action names this decision." if row["without_action"] else "No action is on record.",)
    said = f" {row['decision']}" if isinstance(row["decision"], str) else ""
    followed = (*followed, *_effect_words(row))
    return Decided(str(row["decision_id"]), row["decided_on"], f"{what}{said}", followed)


def _action_words(action: Any, as_of: pd.Timestamp) -> str:
    """Not what the action says: names stand in such texts, and a meeting looks on."""
    owner = "" if isinstance(action["owner"], str) else ", without an owner"
    overdue = "" if pd.isna(action["due_on"]) or action["due_on"] >= as_of else ", and is overdue"
    state = f"open, due {_day(action['due_on'])}{overdue}"
    for column, word in (("completed_on", "completed"), ("closed_on", "closed")):
        if not pd.isna(action[column]):
            state = f"{word} on {_day(action[column])}"
    return f"Action {action['action_id']}{owner}: opened on {_day(action['opened_on'])}, {state}."


def _effect_words(row: Mapping[Any, Any]) -> tuple[str, ...]:
    if not isinstance(row["indicator"], str):
        return ("It names no figure by which its effect could be judged.",)
    name = row["indicator"].replace("_", " ")
    if pd.isna(row["after"]):
        return (f"Its figure, {name}, is due for review on {_day(row['judged_on'])}.",)
    levels = " to ".join(_level(row["indicator"], row[end]) for end in ("before", "after"))
    effect = _EFFECTS.get(str(row["effect"]), _EFFECTS["unknown"])
    return (f"{first_capital(name)}: {levels}, reviewed on {_day(row['judged_on'])}. {effect}",)


def _level(indicator: str, value: Any) -> str:
    if pd.isna(value) or indicator not in INDICATORS:
        return "not known"
    return level_words(indicator, float(value))


def _day(moment: Any) -> str:
    return "an unknown day" if pd.isna(moment) else day_name(moment.date())
