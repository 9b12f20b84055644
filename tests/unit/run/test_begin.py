"""What is forked from begins to load at once where something will surely run, and ends whatever happens."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from toolkit.errors import WrongUse
from toolkit.run import batch, begin
from toolkit.run.engine import forks
from toolkit.run.plan import BatchRequest
from toolkit.run.publish import KEYS

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="there is no fork elsewhere")


class Loading:
    """In place of a template: when it began and when it was closed."""

    told: list[str]

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        self.told.append("begun")

    def close(self) -> None:
        self.told.append("closed")


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []
    monkeypatch.setattr(Loading, "told", found, raising=False)
    monkeypatch.setattr(forks, "LastingTemplate", Loading)

    def audited(request: BatchRequest, progress: Any, template: Any) -> Any:
        found.append("audited" if template is not None else "audited without")
        return "result"

    monkeypatch.setattr(batch, "audit_month", audited)
    return found


def run(workspace: Path, **asked: Any) -> Any:
    return begin.audit_month(BatchRequest(workspace=workspace, month="2026-10", **asked), None)  # type: ignore[arg-type]


def test_a_month_never_audited_has_it_load_at_once(tmp_path: Path, told: list[str]) -> None:
    assert run(tmp_path) == "result"
    assert told == ["begun", "audited", "closed"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("asked", "steps"),
    [
        ({}, ["audited without"]),
        ({"force": True}, ["begun", "audited", "closed"]),
        ({"force": True, "engine": "kernel"}, ["audited without"]),
        ({"force": True, "engine": "no such engine"}, ["audited without"]),
    ],
)
def test_a_month_audited_before_has_it_load_only_when_all_is_asked_for(
    tmp_path: Path, told: list[str], asked: dict[str, Any], steps: list[str]
) -> None:
    (tmp_path / "outputs" / KEYS / "2026-10").mkdir(parents=True)

    run(tmp_path, **asked)

    assert told == steps


def test_it_ends_when_the_request_is_refused(
    tmp_path: Path, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(request: BatchRequest, progress: Any, template: Any) -> Any:
        raise WrongUse("No such month.", "Give another.")

    monkeypatch.setattr(batch, "audit_month", refused)

    with pytest.raises(WrongUse):
        run(tmp_path)
    assert told == ["begun", "closed"]
