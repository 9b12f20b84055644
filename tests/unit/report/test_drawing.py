"""Are the pictures right Vega-Lite, although a report does not wait to hold them against its schema?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from altair.utils.schemapi import SchemaValidationError

from tests.browser.audit_with_everything import audit_with_everything
from tests.browser.complaints_with_everything import complaints_with_everything
from tests.browser.oversight_with_everything import oversight_with_everything
from tests.unit.report.executed import full_notebook
from tests.unit.report.recovery.factory import full_map
from toolkit.audits.result import Audit
from toolkit.report import drawing, pictures, recovery
from toolkit.report.drawing import chart_of, spec_of, unchecked


def specs_drawn(audit: Audit, repository: Path, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The pictures of the audit's notebook, as they are handed to be drawn."""
    specs = []

    def kept(chart: Any) -> dict[str, Any]:
        specs.append(spec_of(chart))
        return specs[-1]

    with monkeypatch.context() as patched:
        patched.setattr(pictures, "spec_of", kept)
        if audit.name == "recovery_map":
            recovery.draw_chains(audit)
        else:
            full_notebook(audit, nbformat.read(repository / "notebooks" / f"{audit.name}.ipynb", 4))
    return specs


@pytest.mark.slow
@pytest.mark.parametrize(
    ("audit", "at_least"),
    [
        (audit_with_everything, 6),
        (complaints_with_everything, 4),
        (oversight_with_everything, 4),
        (full_map, 1),
    ],
)
def test_every_picture_holds_against_the_schema_and_is_the_same_without_it(
    audit: Callable[[], Audit], at_least: int, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_in_a_report = specs_drawn(audit(), repository, monkeypatch)
    monkeypatch.setattr(drawing, "HELD_AGAINST_SCHEMA", True)
    held_against_schema = specs_drawn(audit(), repository, monkeypatch)

    assert len(as_in_a_report) >= at_least
    assert as_in_a_report == held_against_schema


@unchecked
def wrong_picture() -> Any:
    return chart_of([{"day": 1}]).mark_bar(height="tall").encode(x="day:Q")


def test_a_wrong_picture_does_not_hold_against_the_schema(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong_picture()
    monkeypatch.setattr(drawing, "HELD_AGAINST_SCHEMA", True)
    with pytest.raises(SchemaValidationError, match="tall"):
        wrong_picture()


def test_a_users_own_charts_are_still_checked() -> None:
    import altair as alt

    wrong_picture()
    with pytest.raises(SchemaValidationError, match="tall"):
        alt.Chart(alt.Data(values=[{"day": 1}])).mark_bar(height="tall")


def test_layers_of_one_picture_share_its_rows() -> None:
    import altair as alt

    base = chart_of([{"day": day} for day in range(3)])
    drawn = alt.layer(base.mark_bar().encode(x="day:Q"), base.mark_rule().encode(x="day:Q"))

    copied = drawn.properties(width=100)
    assert copied.to_dict() == drawn.properties(width=100).to_dict()
    assert list(spec_of(copied)["datasets"].values()) == [[{"day": 0}, {"day": 1}, {"day": 2}]]
