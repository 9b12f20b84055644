"""What must be run for a service, what only rendered again, and what is left as it is: and why?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from toolkit.audits.published import FAILED, FINDINGS
from toolkit.run.fingerprints import TABLE, Fingerprints
from toolkit.run.kept import NOT_YET, AuditKept, Kept, Parts, Published, files_of, notebook_of, page_of
from toolkit.wording import join_words

UNCHANGED = "nothing it rests on changed"
FORCED = "asked for with --force"
_PARTS = {
    "notebook": "the notebook changed",
    "code": "the toolkit's code changed",
    "versions": "Python or a library changed",
    "as_of": "another day was asked for",
    "thresholds": "its thresholds changed",
    "settings": "the service's or the provider's settings changed",
    "problems": "other problems were found in its records",
    "page code": "the pages' style changed",
    "names": "a name on the page changed",
    "audits": "there are other audits",
    "parameters": "a parameter file changed",
    "files": "a file changed, in rows that this month does not rest on",
    "month before": "the month before changed",
    "services": "a service's findings changed",
}


class Do(StrEnum):
    """What becomes of one audit."""

    RUN = "run"
    RENDER = "render"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Step:
    """What is done with one audit of one service, and why."""

    do: Do
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceTodo:
    """What is done with one service.

    `pages` says why its page and manifest are made again though no audit is ("" when they are not);
    `fresh` are the audits, asked for or not, that a run would leave as they are.
    """

    service: str
    steps: Mapping[str, Step]
    pages: str
    published: Published
    kept: Kept
    fresh: frozenset[str]

    def audits(self, do: Do) -> tuple[str, ...]:
        return tuple(name for name, step in self.steps.items() if step.do is do)

    @property
    def untouched(self) -> bool:
        return not self.pages and all(step.do is Do.SKIP for step in self.steps.values())


class PlanRow(NamedTuple):
    """One line of what `grip audit --plan` tells."""

    service: str
    audit: str
    do: str
    why: str


def rows_of_plan(todo: Mapping[str, ServiceTodo]) -> list[PlanRow]:
    """Every audit with what would be done with it, and a service's own page where only that is made again."""
    rows = []
    for one in todo.values():
        rows += [
            PlanRow(one.service, name, step.do, step.why or UNCHANGED) for name, step in one.steps.items()
        ]
        if one.pages:
            rows.append(PlanRow(one.service, "(its own page)", "write", one.pages))
    return rows


def decide(
    service: str, published: Published, prints: Fingerprints, *, audits: Iterable[str],
    known: Iterable[str], force: bool,
) -> ServiceTodo:  # fmt: skip
    """Hold what is there against what would be made now. `audits` are those asked for, `known` all."""
    every = tuple(known)
    held = {name: _held(service, name, published, prints) for name in every}
    steps = {name: Step(Do.RUN, FORCED) if force else held[name] for name in audits}
    fresh = frozenset(name for name, step in held.items() if step.do is not Do.RUN)
    outlined = {name: replace(one, outline=prints.outline(name)) if name in fresh else one
                for name, one in published.kept.audits.items() if name in held}  # fmt: skip
    kept = replace(published.kept, audits=outlined)
    untouched = all(step.do is Do.SKIP for step in steps.values())
    pages = _pages(service, published, prints, every) if untouched else ""
    return ServiceTodo(
        service=service, steps=steps, pages=pages, published=published, kept=kept,
        fresh=fresh - {name for name, step in steps.items() if step.do is Do.RUN},
    )  # fmt: skip


def _held(service: str, audit: str, published: Published, prints: Fingerprints) -> Step:
    before = published.kept.audits.get(audit)
    why = _why_run(service, audit, published, before, prints)
    if why or before is None:
        return Step(Do.RUN, why)
    why = published.wrong_with(page_of(audit)) or changed_parts(before.render, prints.render(service, audit))
    return Step(Do.RENDER, why) if why else Step(Do.SKIP)


def _why_run(
    service: str, audit: str, published: Published, before: AuditKept | None, prints: Fingerprints
) -> str:
    entry = published.findings.get(audit)
    if published.unknown or entry is None:
        return published.unknown or published.wrong_with(FINDINGS) or NOT_YET
    if entry["status"] == FAILED:
        return "failed the last time"
    if before is None:
        return "nobody noted what it rests on"
    why = published.wrong_with(notebook_of(audit))
    why = why or changed_parts(before.run, prints.run(service, audit))
    if why or before.outline == prints.outline(audit):
        return why
    other = before.elsewhere != prints.elsewhere(service, audit)
    return "records of other services that bear on it changed" if other else ""


def _pages(service: str, published: Published, prints: Fingerprints, known: Iterable[str]) -> str:
    """Why the service's own page, findings and manifest are made again; an audit's files have their step."""
    of_audits = {part for name in known for part in files_of(name)}
    names = [*dict.fromkeys([*published.outputs, FINDINGS, "index.html"])]
    wrong = [published.wrong_with(name) for name in names if name not in of_audits]
    files = {file for one in published.kept.audits.values() for file in one.files}
    said = next(filter(None, wrong), "")
    return said or changed_parts(published.kept.pages, prints.pages(service, files))


def changed_parts(before: Parts, now: Parts) -> str:
    """What of it changed, in words; "" when nothing did."""
    changed = [name for name in (*now, *before) if before.get(name) != now.get(name)]
    names = dict.fromkeys(changed)
    tables = sorted(name.removeprefix(TABLE).replace("_", " ") for name in names if name.startswith(TABLE))
    said = [_PARTS.get(name, name) for name in names if not name.startswith(TABLE)]
    if tables:
        said.insert(0, f"{join_words(tables)} changed")
    return "; ".join(said)
