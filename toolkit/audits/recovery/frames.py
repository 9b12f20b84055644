"""Which rows stand behind the map, its pictures and the meeting's agenda?

Each function gives one small frame, empty (with its columns) where the records are missing.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from toolkit.audits.oversight.indicator_words import says_of
from toolkit.audits.recovery.facts import RecoveryFacts
from toolkit.audits.recovery.hold_open import asked_for, first_asked, next_forum, reviewed_at
from toolkit.audits.recovery.words import CLAIMED, role_or_person, source_words
from toolkit.measures.recovery.links import MISSING, compute_connectedness
from toolkit.measures.recovery.sources import SILENT
from toolkit.wording import join_words

PRIORITIES = ("high", "medium", "low")
AGENDA_ITEMS = 10
HELD = {"risk": "Risk", "action": "Action", "claimed": "Statement"}
MAP_COLUMNS = (
    "risk_id", "title", "theme", "priority", "state", "opened_on", "action_ids", "actions", "sources",
    "owner", "review_route", "present", "expected", "connectedness", "missing", "next_step",
)  # fmt: skip
AGENDA_COLUMNS = ("place", "risk_id", "about", "why", "decision", "from_whom")
LEADER_COLUMNS = ("risk_id", "statement_id", "made_on", "made_by", "claims", "level")
STORY_COLUMNS = ("risk_id", "source", "age", "newest_on", "says", "figure")


def map_of(facts: RecoveryFacts) -> pd.DataFrame:
    """One row an open risk, and a closed one while it is held open, most serious first (MAP_COLUMNS).

    `state` is open or held open; `actions` the number of open actions and `action_ids` which; `missing`
    the broken links; `next_step` what should happen next. Texts of actions are not in it.
    """
    held = set(facts.risks_closed_early["risk_id"])
    risks = pd.concat([facts.open_risks, facts.risks_closed_early])
    rows = [_map_row(facts, risk, held) for risk in risks.to_dict("records")]
    frame = pd.DataFrame(rows, columns=list(MAP_COLUMNS))
    whole = {"present": "int64", "expected": "int64", "actions": "int64", "connectedness": "float64",
             "opened_on": "datetime64[us]"}  # fmt: skip
    frame = frame.astype({name: whole.get(name, "str") for name in MAP_COLUMNS})
    order = frame["priority"].map({name: place for place, name in enumerate(PRIORITIES)})
    broken = frame["missing"].fillna("") != ""
    keyed = frame.assign(_order=order, _whole=~broken).sort_values(["_order", "_whole", "risk_id"])
    return keyed[list(MAP_COLUMNS)].reset_index(drop=True)


def _map_row(facts: RecoveryFacts, risk: dict[Any, Any], held: set[str]) -> tuple[object, ...]:
    links = facts.links[facts.links["risk_id"] == risk["risk_id"]]
    joined = compute_connectedness(links["state"])
    missing = list(links.loc[links["state"] == MISSING, "link"])
    actions = sorted(facts.open_actions.loc[facts.open_actions["risk_id"] == risk["risk_id"], "action_id"])
    return (
        risk["risk_id"], risk["title"], risk["theme"], risk["priority"],
        "held open" if risk["risk_id"] in held else "open", risk["opened_on"],
        "; ".join(actions), len(actions),
        "; ".join(facts.named_sources(risk["risk_id"])), risk["owner"], risk["review_route"],
        joined.present, joined.expected, joined.share, "; ".join(missing),
        _next_step(facts, risk, missing, actions),
    )  # fmt: skip


def _next_step(facts: RecoveryFacts, risk: dict[Any, Any], missing: list[str], actions: list[str]) -> str:
    """What should happen next: what is missing in the row first, then in its chain, then in its story."""
    blank = [name for name, column in (("an owner", "owner"), ("a review route", "review_route"),
                                       ("its evidence sources", "evidence_sources"))
             if pd.isna(risk[column]) and facts.evidence.known("risks", column)]  # fmt: skip
    if blank:
        return f"Name {blank[0]}."
    if not actions and pd.isna(risk["closed_on"]) and facts.evidence.supplied("actions"):
        return "Agree an action."
    if missing:
        return f"Ask for {first_asked(facts, risk['risk_id'], missing)}."
    if risk["risk_id"] in facts.in_conflict:
        return "Read its sources side by side."
    sources = facts.sources[facts.sources["risk_id"] == risk["risk_id"]]
    silent = list(sources.loc[sources["says"] == SILENT, "source"])
    if silent:
        return f"Ask for the {source_words(silent)} records."
    return "Review as planned."


def stories_of(facts: RecoveryFacts) -> pd.DataFrame:
    """What each source of each risk says, with its figure in words (STORY_COLUMNS)."""
    rows = facts.sources
    figures = [_figure_words(facts, row) for row in rows.to_dict("records")]
    told = rows.assign(figure=pd.Series(figures, index=rows.index, dtype="str"))
    return told[list(STORY_COLUMNS)].reset_index(drop=True)


def _figure_words(facts: RecoveryFacts, row: dict[Any, Any]) -> str:
    key = (row["indicator"], row["theme"])
    verdict = facts.source_verdicts.get(key)
    if not row["indicator"] or verdict is None or verdict.value is None:
        return ""
    return says_of(verdict, *key)


def chains_of(facts: RecoveryFacts) -> pd.DataFrame:
    """The links of the risks on the map: risk_id, link, state, by, missing_record."""
    shown = set(facts.open_risks["risk_id"]) | set(facts.risks_closed_early["risk_id"])
    rows = facts.links[facts.links["risk_id"].isin(shown)]
    records = [
        asked_for(facts, row["risk_id"], row["link"]) if row["state"] == MISSING else ""
        for row in rows.to_dict("records")
    ]
    return rows.assign(missing_record=pd.Series(records, index=rows.index, dtype="str")).reset_index(
        drop=True
    )


def leaders_of(facts: RecoveryFacts) -> pd.DataFrame:
    """What leaders said of each open risk this month (LEADER_COLUMNS); `level` is what it is worth.

    `made_by` holds roles only, and never a person's name.
    """
    about = facts.statements[facts.statements["risk_id"].isin(set(facts.open_risks["risk_id"]))]
    level = facts.support[["statement_id", "level"]].drop_duplicates("statement_id")
    rows = about.merge(level, on="statement_id", how="left")
    titles = facts.evidence.titles
    by = rows["made_by"].map(lambda words: role_or_person(words, titles), na_action="ignore").astype("str")
    rows = rows.assign(made_by=by)
    return rows[list(LEADER_COLUMNS)].sort_values(["risk_id", "made_on", "statement_id"], ignore_index=True)


def agenda_of(facts: RecoveryFacts, hold: pd.DataFrame, rows: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """At most ten items for the meeting, most serious first, and how many more found no room.

    Each has the decision needed and from whom. A risk with a broken chain that is also told in two
    stories is one item: ten places are not spent on five risks.
    """
    told = _two_stories(facts)
    broken = _broken_items(facts, rows, told)
    apart = {risk: said for risk, said in told.items() if risk not in {item[0] for item in broken}}
    items = [*broken, *_story_items(facts, apart), *_hold_items(hold), *_again_items(facts),
             *_owner_items(facts)]  # fmt: skip
    kept = items[:AGENDA_ITEMS]
    frame = pd.DataFrame(
        [(place, *item) for place, item in enumerate(kept, start=1)], columns=list(AGENDA_COLUMNS)
    )
    frame = frame.astype({name: "int64" if name == "place" else "str" for name in AGENDA_COLUMNS})
    return frame, len(items) - len(kept)


Item = tuple[str, str, str, str, str]
Stories = dict[str, list[str]]  # open risk -> who says what of it, in sentences


def _broken_items(facts: RecoveryFacts, rows: pd.DataFrame, told: Stories) -> list[Item]:
    """High-priority risks with a broken chain, and the two stories told of them."""
    broken = rows[(rows["priority"] == "high") & (rows["state"] == "open")]
    broken = broken[broken["missing"].fillna("") != ""]
    items = []
    for row in broken.to_dict("records"):
        risk, missing = row["risk_id"], row["missing"].split("; ")
        why = " ".join([f"No link from {join_words(missing)}.", *told.get(risk, [])])
        asked = f"Who brings {first_asked(facts, risk, missing)}, and by when?"
        items.append((risk, row["title"], why, asked, reviewed_at(facts, risk)))
    return items


def _story_items(facts: RecoveryFacts, told: Stories) -> list[Item]:
    """Open risks of which the sources, or the leaders, tell two stories."""
    return [
        (risk, _title(facts, risk), " ".join(told[risk]),
         "Which story holds, and what is done until it is known?", reviewed_at(facts, risk))
        for risk in sorted(told)
    ]  # fmt: skip


def _two_stories(facts: RecoveryFacts) -> Stories:
    told: Stories = {}
    for row in facts.conflicts.to_dict("records"):
        if row["risk_id"] in set(facts.open_risks["risk_id"]):
            better, worse = (source_words(row[side].split("; ")) for side in ("better", "worse"))
            told.setdefault(row["risk_id"], []).append(
                f"Its sources disagree: {better} got better, {worse} got worse."
            )
    claims = facts.contradicted_claims.sort_values("statement_id").drop_duplicates(["risk_id", "claims"])
    for row in claims.to_dict("records"):
        worse = source_words(facts.worse_sources[row["risk_id"]])
        told.setdefault(row["risk_id"], []).append(
            f"Leaders say it {CLAIMED[row['claims']]}, and {worse} got worse."
        )
    for row in facts.messages.to_dict("records"):
        ids = join_words(row["statement_ids"].split("; "))
        told.setdefault(row["risk_id"], []).append(f"Statements say different things of it ({ids}).")
    return told


def _hold_items(hold: pd.DataFrame) -> list[Item]:
    return [
        (row["risk_id"] if isinstance(row["risk_id"], str) else "", f"{HELD[row['kind']]} {row['id']}",
         f"{row['reason'][:1].upper()}{row['reason'][1:]}.", f"Hold it open, and ask for {row['ask_for']}.",
         row["forum"])
        for row in hold.to_dict("records")
    ]  # fmt: skip


def _again_items(facts: RecoveryFacts) -> list[Item]:
    return [
        (row["risk_id"], _title(facts, row["risk_id"]), f"{row['earlier_risk_id']} was closed and came back.",
         "What will be done differently this time?", next_forum(facts, row["risk_id"]))
        for row in facts.repeat_failures.to_dict("records")
    ]  # fmt: skip


def _owner_items(facts: RecoveryFacts) -> list[Item]:
    """Pairs with two owners."""
    return [
        (str(row["about"]) if row["kind"] == "actions" else row["first"],
         f"{row['first']} and {row['second']}", "Two owners do the same.", "Who owns it from now on?",
         "quality_meeting")
        for row in facts.overlaps.to_dict("records")
    ]  # fmt: skip


def _title(facts: RecoveryFacts, risk_id: str) -> str:
    return str(facts.risks.loc[facts.risks["risk_id"] == risk_id, "title"].iloc[-1])
