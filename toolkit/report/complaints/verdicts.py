"""Is the learning embedded, or still fragmented, and does the quality meeting see it as the records do?

What the records show and what the meeting decided stand beside each other. Neither changes the other;
where they differ, somebody must ask why.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from toolkit import wording
from toolkit.audits.complaints.audit import ComplaintsAudit
from toolkit.report.absence import is_missing, is_supplied
from toolkit.report.complaints.items import (
    MEETING_VERDICTS,
    VERDICTS,
    briefings_known,
    is_gone,
    is_in_plan,
    is_waiting,
    nothing_in_twelve_months,
    plan_cell,
    plans_known,
    returns_known,
    verdict_cell,
)
from toolkit.report.days import as_date, day_cell
from toolkit.report.piece import Piece, said_only
from toolkit.report.rows import Record, records_of
from toolkit.report.tables import Heading, render_long_table, render_table
from toolkit.report.templates import render_macro
from toolkit.report.words import verb

VERDICT_QUESTION = "Is the learning embedded, or still fragmented?"


def show_verdicts(audit: ComplaintsAudit) -> Piece:
    """What the records show of every item, what it still lacks, and the quality meeting's own verdict."""
    if not plans_known(audit):
        return nothing_in_twelve_months(audit, VERDICT_QUESTION, "This cannot be said")
    items = records_of(audit.items)
    if not items:
        said = "No learning has started in 12 months, so there is nothing to judge."
        return said_only(said)
    said = f"{_records_words(items)} {_meeting_words(audit, items)}"
    html = render_macro("paragraph", said) + _counts_table(items) + _items_table(audit, items)
    return Piece(html, said)


def _records_words(items: Sequence[Record]) -> str:
    counts = Counter(str(item["verdict"]) for item in items)
    embedded, total = counts["embedded"], len(items)
    some = wording.of(embedded, total, "item") if embedded else f"none of {wording.count(total, 'item')}"
    said = f"By the records, {some} of learning {'are' if embedded > 1 else 'is'} embedded."
    open_still = total - embedded - counts["no_longer_applicable"] - counts["not_yet_due"]
    if open_still:
        said += (
            f" {wording.number(open_still)} {verb(open_still, 'is')} still fragmented: "
            "one step or more is not shown."
        )
    return said


def _meeting_words(audit: ComplaintsAudit, items: Sequence[Record]) -> str:
    judged = [item for item in items if item["meeting_verdict"] is not None]
    if not is_supplied(audit, "verdicts"):
        return "What the quality meeting decided is not known: its verdicts were not supplied."
    if not judged:
        return "The quality meeting has recorded no verdict on any of them."
    differ = sum(bool(item["disagrees"]) for item in judged)
    said = f"The quality meeting has judged {wording.of(len(judged), len(items))}"
    if not differ:
        return f"{said}, each as the records do."
    which = f"on {wording.number(differ)} of these" if differ < len(judged) else "on each of these"
    return f"{said}; {which} it differs from the records."


def _counts_table(items: Sequence[Record]) -> Any:
    counts = Counter(str(item["verdict"]) for item in items)
    headings = [Heading("By the records"), Heading("Items", is_number=True), Heading("What it means")]
    rows = [
        (verdict_cell(verdict), wording.number(counts[verdict]), wording.first_capital(meaning))
        for verdict, (_, meaning) in VERDICTS.items()
    ]
    return render_table("How far each item of learning has come", headings, rows)


def _items_table(audit: ComplaintsAudit, items: Sequence[Record]) -> Any:
    told = briefings_known(items)
    headings = [Heading("In whose plan"), Heading("By the records"), Heading("Not shown yet"),
                Heading("By the quality meeting")]  # fmt: skip
    rows = [
        (
            plan_cell(item),
            verdict_cell(str(item["verdict"])),
            _lacks_cell(audit, item, told),
            _meeting_cell(item),
        )
        for item in sorted(items, key=_differing_first)
    ]
    caption = "Item by item, those first on which records and meeting differ"
    return render_long_table(caption, headings, rows, one="item")


def _differing_first(item: Record) -> tuple[bool, bool]:
    """The order of the audit (most urgent first) within those that differ, are judged, and are not."""
    return not item["disagrees"], item["meeting_verdict"] is None


def _lacks_cell(audit: ComplaintsAudit, item: Record, told: bool) -> Any:
    if is_gone(item):
        return "–"
    if is_waiting(item):
        return "The change itself"
    lacks = lacking(audit, item, told)
    return render_macro("long_cell", wording.first_capital("; ".join(lacks))) if lacks else "–"


def lacking(audit: ComplaintsAudit, item: Record, told: bool) -> list[str]:
    """What keeps an item from being embedded, in the order of the steps."""
    if not is_in_plan(item):
        return ["the change itself"]
    lacks = []
    if item["confirmed"] is None:
        lacks.append("whether it was confirmed is not known")
    elif not item["confirmed"]:
        lacks.append("not confirmed with the person")
    if item["briefed_on"] is None:
        lacks.append("staff not briefed" if told else "whether staff were briefed is not known")
    if is_missing(audit, "observations"):
        lacks.append("no observations on record")
    elif not int(item["observations"]):
        lacks.append("not observed in practice")
    elif item["latest_finding"] != "applied":
        lacks.append("last seen not or only partly applied")
    if not returns_known(audit) or item["theme"] is None:
        lacks.append("whether the concern came back is not known")
    elif item["recurred_on"] is not None:
        lacks.append(f"the concern came back on {wording.short_day(as_date(item['recurred_on']))}")
    if item["reopened"]:
        lacks.append("the complaint is open again")
    return lacks


def _meeting_cell(item: Record) -> Any:
    verdict = item["meeting_verdict"]
    if verdict is None:
        return "No verdict recorded"
    name = MEETING_VERDICTS.get(str(verdict), str(verdict))
    day = day_cell(item["meeting_decided_on"], "")
    if item["disagrees"]:
        return render_macro("with_aside", render_macro("state", "late", f"{name}: differs"), day)
    return render_macro("with_aside", name, day)
