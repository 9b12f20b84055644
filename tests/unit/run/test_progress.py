"""A person sees how much is done, how long the rest takes, and every failure as it happens."""

from __future__ import annotations

import io

from rich.console import Console

from toolkit.run.progress import BarProgress, PlainProgress, make_bar
from toolkit.run.register import RunRecord


def ended(service: str, state: str = "done", reason: str = "") -> RunRecord:
    return RunRecord(service, "tiny", "2026-10", "2026-10-31", "", "", 2.34, state, reason)


def test_bar_shows_the_time_left_at_the_pace_so_far_and_names_failures_only():
    now = 0.0
    screen = io.StringIO()
    with make_bar(Console(file=screen, width=100, force_terminal=True), lambda: now) as bar:
        progress = BarProgress(bar)
        progress.begin(10)
        for service in ("oakfield", "birch-lodge"):
            now += 60
            progress.ended(ended(service))
        now += 60
        progress.ended(ended("northgate", "failed", "An error of the kind KeyError stopped the notebook."))
        bar.refresh()

        assert bar.tasks[0].time_remaining == 7 * 60
        progress.draining(1)

    shown = screen.getvalue()
    assert "northgate  tiny  failed: An error of the kind KeyError stopped the notebook." in shown
    assert "oakfield" not in shown
    assert "3/10" in shown
    assert "0:07:00" in shown
    assert "Stopping: 1 service that has begun is finished first." in shown


def test_log_has_one_line_an_audit(capsys):
    progress = PlainProgress()
    progress.begin(2)

    progress.ended(ended("oakfield"))
    progress.ended(ended("birch-lodge", "timed out", "One cell was stopped after 600 seconds."))
    progress.draining(2)

    assert capsys.readouterr().err.splitlines() == [
        "1 of 2  oakfield  tiny  done in 2.3 s",
        "2 of 2  birch-lodge  tiny  timed out: One cell was stopped after 600 seconds.",
        "Stopping: 2 services that have begun are finished first. Press Ctrl-C again to stop at once.",
    ]
