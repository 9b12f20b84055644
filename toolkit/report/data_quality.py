"""What is wrong with the records supplied, where does it stand, and how is it mended?

One section a kind of problem, the most frequent first, each with its places. Values of personal
columns are hidden before they come here (`problems.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from toolkit import wording
from toolkit.problems import Problem
from toolkit.report.page import render_page
from toolkit.report.page_facts import DataQuality
from toolkit.report.tables import Heading, render_table

if TYPE_CHECKING:
    from markupsafe import Markup

PLACES_SHOWN = 25  # a kind of problem; problems.csv has them all


def render_data_quality(quality: DataQuality) -> str:
    """The page of everything that is wrong with a month's records, for those who can mend them."""
    codes = Counter(problem.code for problem in quality.problems)
    ordered = sorted(codes, key=lambda code: (-codes[code], code))
    groups = [_group(quality, [p for p in quality.problems if p.code == code]) for code in ordered]
    return render_page(
        "data_quality.html.j2",
        page_title=f"Data quality: {quality.provider}, {wording.month_name(quality.month)}",
        provider=quality.provider,
        ways=[("All services", "index.html")],
        kicker=f"{quality.provider} · {wording.month_name(quality.month)}",
        heading="Data quality",
        contents=[(group["id"], group["title"]) for group in groups],
        quality=quality,
        sentence=_sentence(quality, len(groups)),
        groups=groups,
    )


def _sentence(quality: DataQuality, kinds: int) -> str:
    files = wording.count(quality.files_read, "file")
    if not quality.problems:
        return f"No problem was found in the {files} read."
    found = wording.count(len(quality.problems), "problem")
    return f"{found} of {wording.count(kinds, 'kind')} in the {files} read."


def _group(quality: DataQuality, problems: Sequence[Problem]) -> dict[str, Any]:
    code = problems[0].code
    mends = {problem.mend for problem in problems}
    return {
        "id": f"problem-{code}",
        "title": wording.first_capital(code.replace("-", " ")),
        "count": len(problems),
        "files": len({problem.origin.file for problem in problems}),
        "mend": problems[0].mend if len(mends) == 1 else "",
        "table": _places_table(quality, problems, with_mend=len(mends) > 1),
    }


def _places_table(quality: DataQuality, problems: Sequence[Problem], *, with_mend: bool) -> Markup:
    headings = [Heading("File"), Heading("Row", is_number=True), Heading("Column"), Heading("Service"),
                Heading("What is wrong"), Heading("What became of it")]  # fmt: skip
    if with_mend:
        headings.append(Heading("How to mend it"))
    rows = []
    for problem in problems[:PLACES_SHOWN]:
        origin = problem.origin
        place = f"{origin.file}, sheet {origin.sheet}" if origin.sheet else origin.file
        row = "" if origin.row is None else str(origin.row)
        service = quality.service_names.get(problem.service, problem.service)
        cells = (
            place,
            row,
            problem.column,
            service,
            problem.says,
            wording.first_capital(problem.effect.value),
        )
        rows.append((*cells, problem.mend) if with_mend else cells)
    more = len(problems) - PLACES_SHOWN
    note = f"and {wording.number(more)} more, all of them in {quality.csv_href}" if more > 0 else ""
    return render_table(f"Where it stands ({problems[0].code})", headings, rows, note=note)
