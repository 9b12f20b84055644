"""Does each risk hold together, from the decision to what people experience? (the map as a picture)

A link says that one record names or follows another; that the one caused the other is not shown.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from toolkit import wording
from toolkit.audits.recovery.audit import RecoveryMap
from toolkit.measures.recovery.links import LINKS as IN_ORDER
from toolkit.measures.recovery.links import MISSING, NOT_KNOWN, NOT_YET_DUE, PRESENT
from toolkit.report import pictures
from toolkit.report.oversight.signs import sign
from toolkit.report.piece import Piece, said_only
from toolkit.report.recovery.chain_picture import chain_lines
from toolkit.report.recovery.signs import LINKS, no_register, record_called, risk_titles
from toolkit.report.rows import Record, records_of
from toolkit.report.tables import Heading, render_long_table
from toolkit.report.templates import render_macro
from toolkit.report.words import verb

if TYPE_CHECKING:
    from markupsafe import Markup

CHAINS_QUESTION = "Does each risk hold together, from the decision to what people experience?"
MISSING_QUESTION = "Which record would mend each broken link?"
CHAINS_DRAWN = 15
_KEY = {
    PRESENT: "the link is there",
    MISSING: "the link is missing",
    NOT_YET_DUE: "not yet due",
    NOT_KNOWN: "nobody can tell: records not supplied",
}
_NAME_LINES, _NAME_WIDTH = 2, 27
Chains = Mapping[str, Mapping[str, Record]]  # risk -> link -> its row


def draw_chains(audit: RecoveryMap) -> Piece:
    """A line for each risk on the map, from decision to outcome: whole, broken, not yet due, not known."""
    absent = no_register(audit, CHAINS_QUESTION, "No picture can be drawn")
    if absent:
        return absent
    chains = _chains_of(audit)
    if not chains:
        return said_only("No risk is open, so there is no chain to follow.")
    names = {risk: _name(risk, risk_titles(audit)[risk]) for risk in list(chains)[:CHAINS_DRAWN]}
    links: list[dict[str, Any]] = [
        {"row": names[risk], "place": IN_ORDER.index(link), "state": str(chains[risk][link]["state"])}
        for risk in names for link in chains[risk]
    ]  # fmt: skip
    touched = sorted({(link["row"], link["place"] + far) for link in links for far in (0, 1)})
    stations = [{"row": row, "place": place} for row, place in touched]
    words = [{"row": name, "words": _end_words(chains[risk])} for risk, name in names.items()]
    answer = _chains_words(audit, chains)
    chart = chain_lines(links, stations, list(names.values()), words)
    svg = pictures.to_svg(chart, name="chains", title=CHAINS_QUESTION, description=answer)
    html = render_macro("picture", CHAINS_QUESTION, answer, svg, _key_of(links), "The chains as a table",
                        _chains_table(audit, chains))  # fmt: skip
    return Piece(html, f"{CHAINS_QUESTION} {answer}")


def show_missing_records(audit: RecoveryMap) -> Piece:
    """Each broken link with the record that would mend it, risk by risk."""
    absent = no_register(audit, MISSING_QUESTION)
    if absent:
        return absent
    chains, titles = _chains_of(audit), risk_titles(audit)
    broken = [row for links in chains.values() for row in links.values() if row["state"] == MISSING]
    unknown = sum(row["state"] == NOT_KNOWN for links in chains.values() for row in links.values())
    if not broken:
        return said_only(_nothing_broken(chains, unknown))
    n, risks = len(broken), len({row["risk_id"] for row in broken})
    said = f"{wording.count(n, 'link')} of {wording.count(risks, 'risk')} {verb(n, 'is')} missing."
    if unknown:
        said += f" {wording.count(unknown, 'more link')} cannot be followed: records were not supplied."
    headings = [Heading("Risk"), Heading("Missing link, and the record that would make it")]
    rows = [
        (render_macro("narrow_cell", titles[risk], risk), _missing_cell(links))
        for risk, links in chains.items()
        if any(row["state"] == MISSING for row in links.values())
    ]
    table = render_long_table("Broken links, in the order of the map", headings, rows, one="risk")
    return Piece(render_macro("paragraph", said) + render_macro("stacked", table), said)


def _missing_cell(links: Mapping[str, Record]) -> Markup:
    items = [
        {
            "name": "",
            "state": render_macro("state", "missing", wording.first_capital(str(row["link"]))),
            "says": wording.first_capital(str(row["missing_record"] or "")),
            "aside": "",
        }
        for row in links.values()
        if row["state"] == MISSING
    ]
    return render_macro("told_by", items)


def _chains_of(audit: RecoveryMap) -> Chains:
    """The chains of the risks on the map, in its order."""
    rows = records_of(audit.chains)
    made = {
        str(risk): {str(row["link"]): row for row in rows if row["risk_id"] == risk}
        for risk in audit.risks["risk_id"]
    }
    return {risk: links for risk, links in made.items() if links}


def _name(risk: str, title: str) -> str:
    lines = textwrap.wrap(title.replace("|", "/"), _NAME_WIDTH, max_lines=_NAME_LINES, placeholder=" …")
    # The id keeps two risks of one title apart.
    return "|".join([*lines, risk.replace("|", "/")] if title != risk else [risk.replace("|", "/")])


def _key_of(links: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    there = {link["state"] for link in links}
    return [(f"link-{state.replace(' ', '_')}", said) for state, said in _KEY.items() if state in there]


def _end_words(links: Mapping[str, Record]) -> str:
    counts = Counter(str(row["state"]) for row in links.values())
    due = len(links) - counts[NOT_YET_DUE]
    if not due:
        return "not yet due"
    if counts[NOT_KNOWN]:
        return f"{counts[PRESENT]} of {due} there, {counts[NOT_KNOWN]} not known"
    return f"{counts[PRESENT]} of {due} there"


def _chains_words(audit: RecoveryMap, chains: Chains) -> str:
    counts = {risk: Counter(str(row["state"]) for row in links.values()) for risk, links in chains.items()}
    n = len(chains)
    broken = sum(bool(one[MISSING]) for one in counts.values())
    unknown = sum(bool(one[NOT_KNOWN]) and not one[MISSING] for one in counts.values())
    waiting = sum(set(one) == {NOT_YET_DUE} for one in counts.values())
    whole = n - broken - unknown - waiting
    parts = [
        f"{number} {words}"
        for number, words in (
            (broken, f"{verb(broken, 'has')} a missing link"),
            (unknown, f"cannot be followed to {'its' if unknown == 1 else 'their'} end"),
            (waiting, f"{verb(waiting, 'is')} too new for links to be due"),
            (whole, f"{'holds' if whole == 1 else 'hold'} together"),
        )
        if number
    ]
    said = f"Of {wording.count(n, 'risk')} on the map, {wording.join_words(parts)}."
    if broken == n > 1:
        said = f"Each of {n} risks on the map has a missing link."
    if all("decision to action" in links for links in chains.values()):
        decided = ""
    else:
        decided = " A decision is expected of high-priority risks only."
    if n > CHAINS_DRAWN:
        left = wording.count(n - CHAINS_DRAWN, "other")
        decided += f" The {CHAINS_DRAWN} most serious are drawn; {left} stand only in the table."
    return said + decided


def _nothing_broken(chains: Chains, unknown: int) -> str:
    if not chains:
        return "No risk is open, so no link is missing."
    if unknown:
        return (
            f"No link is shown to be missing, but {wording.count(unknown, 'link')} cannot be followed: "
            "records were not supplied. That is unknown, not good."
        )
    return "No link that is due is missing."


def _chains_table(audit: RecoveryMap, chains: Chains) -> Markup:
    headings = [Heading("Risk"), *(Heading(wording.first_capital(link)) for link in IN_ORDER)]
    titles = risk_titles(audit)
    rows = [
        (
            render_macro("narrow_cell", titles[risk], risk),
            *(_link_cell(links.get(link)) for link in IN_ORDER),
        )
        for risk, links in chains.items()
    ]
    note = "–: not expected, as the risk is not of high priority."
    return render_long_table("Each link, and the record that makes it", headings, rows, one="risk", note=note)


def _link_cell(row: Record | None) -> Markup | str:
    if row is None:
        return "–"
    return render_macro("with_aside", sign(LINKS, row["state"]), record_called(row["by"]))
