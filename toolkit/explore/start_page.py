"""START HERE: choose the month, check the data, run the audits, open the reports. No terminal needed."""

from __future__ import annotations

import html
import os
from pathlib import Path
from urllib.parse import quote

import ipywidgets as widgets

from toolkit.audits.published import read_service
from toolkit.errors import AuditError
from toolkit.explore.choice import Choice
from toolkit.explore.looks import Names, looks
from toolkit.explore.page import Explorer
from toolkit.explore.running import Ended, Step, start
from toolkit.explore.working import Working
from toolkit.parameters import find_workspace
from toolkit.wording import count, month_name

LAB_ROOT = "GRIP_LAB_ROOT"  # set by `grip explore`: the folder whose files its JupyterLab can show
_WIDE = {"width": "auto"}
_ALL = ""


class StartPage:
    """The month's work in the order in which it is done."""

    def __init__(self, workspace: Path) -> None:
        self.workspace, self.working = workspace, Working()
        self.choice: Choice | None = None
        self.month = widgets.Dropdown(description="Month")
        self.service = widgets.Dropdown(description="Services")
        self.again = widgets.Button(description="Read the records again", layout=_WIDE)
        self.check = widgets.Button(description="1. Check the data", layout=_WIDE)
        self.audit = widgets.Button(description="2. Run the audits", layout=_WIDE)
        self.explore = widgets.Button(description="4. Explore this month", layout=_WIDE)
        self.progress = widgets.IntProgress(description="Progress", min=0, max=1, layout={"width": "24rem"})
        self.told = widgets.HTML("")
        self.reports = widgets.HTML("")
        self.below = widgets.VBox([])
        self.progress.layout.display = "none"
        for button, act in (
            (self.again, self._read), (self.check, self._check), (self.audit, self._audit),
            (self.explore, self._explore),
        ):  # fmt: skip
            self.working.press(button, act)
        self.working.watch(self.month, lambda _: self._show_reports())
        self.box = widgets.VBox([
            looks(),
            Names(),
            widgets.HBox([self.month, self.service, self.again, self.working.sign]),
            self.working.said,
            widgets.HBox([self.check, self.audit]),
            self.progress,
            self.told,
            self.reports,
            widgets.HBox([self.explore]),
            self.below,
        ])  # fmt: skip
        self.box.add_class("grip-explorer")
        self.working.do(lambda _: self._read(), None)

    def _read(self) -> None:
        """Read what changed in the records; without any, say what is missing and offer nothing else."""
        try:
            self.choice = Choice.of_workspace(str(self.workspace))
        except AuditError:
            self.choice = None
            self._allow(False)
            raise
        months = [(month_name(one), one) for one in reversed(self.choice.store.months())]
        self.month.options = months
        self.month.value = months[0][1]
        self.service.options = [
            ("All services", _ALL), *((name, key) for key, name in self.choice.services.items()),
        ]  # fmt: skip
        self.service.value = _ALL
        self._allow(True)
        self._show_reports()

    def _check(self) -> None:
        self._begin(f"Checking the data of {month_name(self.month.value)}…")
        start(self.workspace, ["check", "--month", self.month.value], self._step, self._checked)

    def _audit(self) -> None:
        self._begin("Reading the records…")
        chosen = ["--service", self.service.value] if self.service.value else []
        start(self.workspace, ["audit", self.month.value, *chosen], self._step, self._audited)

    def _explore(self) -> None:
        if self.choice is not None:
            first = self.choice.first_choice(self.service.value, "")
            months = self.choice.months(first[0])
            month = self.month.value if self.month.value in months else first[1]
            self.below.children = (Explorer(self.choice, first[0], month).box,)

    def _begin(self, words: str) -> None:
        self._allow(False)
        self.progress.max, self.progress.value, self.progress.bar_style = 1, 0, ""
        self.progress.layout.display = None
        self._tell([words])

    def _step(self, step: Step) -> None:
        self.progress.max, self.progress.value = step.of, step.number
        self._tell([f"{step.number} of {step.of}: {step.what}"])

    def _checked(self, ended: Ended) -> None:
        page = f"outputs/{self.month.value}/data-quality.html"
        self._end(ended, list(ended.said[-1:]) if ended.done else list(ended.said), page)

    def _audited(self, ended: Ended) -> None:
        lines = [*ended.said] if not ended.done else [
            line for line in ended.said if not line.startswith(("Start here", "Failed"))
        ]  # fmt: skip
        if ended.failed:
            lines.append(f"{count(len(ended.failed), 'audit')} failed; the others are done:")
            lines += ended.failed
        self._end(ended, lines, f"outputs/{self.month.value}/data-quality.html")

    def _end(self, ended: Ended, lines: list[str], page: str) -> None:
        self.progress.value = self.progress.max
        self.progress.bar_style = "success" if ended.code == 0 else "danger"
        self._tell(lines, page if ended.done else "")
        self._allow(True)
        self._show_reports()

    def _tell(self, lines: list[str], page: str = "") -> None:
        said = "<br>".join(html.escape(line) for line in lines)
        link = f" {self._link(page, 'What was found in the data')}" if page else ""
        self.told.value = f'<p class="grip-answer" role="status" aria-live="polite">{said}{link}</p>'

    def _allow(self, allowed: bool) -> None:
        for one in (self.check, self.audit, self.explore, self.month, self.service):
            one.disabled = not allowed
        self.again.disabled = not allowed and self.choice is not None

    def _show_reports(self) -> None:
        """Links to what stands in outputs/ for the month, or that nothing does yet."""
        if self.choice is None or self.month.value is None:
            return
        folder = self.workspace / "outputs" / self.month.value
        heading = '<h3 class="grip-asked">3. Open the reports</h3>'
        if not (folder / "index.html").is_file():
            self.reports.value = f'{heading}<p class="grip-answer">None yet for this month.</p>'
            return
        links = [self._link(f"outputs/{self.month.value}/index.html", "All services on one page")]
        links += [
            self._link(f"outputs/{self.month.value}/{key}/index.html", name)
            for key, name in self.choice.services.items()
            if read_service(folder / key) is not None
        ]
        items = "".join(f"<li>{link}</li>" for link in links)
        self.reports.value = f'{heading}<ul class="grip-links">{items}</ul>'

    def _link(self, way: str, words: str) -> str:
        """A link where JupyterLab can show the file; elsewhere its place, to be opened by hand."""
        root = os.environ.get(LAB_ROOT)
        if root is None or Path(root) != self.workspace:
            return f"{html.escape(words)}: <code>{html.escape(str(self.workspace / way))}</code>"
        return f'<a href="/files/{quote(way)}" target="_blank" rel="noopener">{html.escape(words)}</a>'


def show_start_page(workspace: str = "") -> widgets.Widget:
    """The page from which a month is checked, audited, read and explored without a terminal."""
    return StartPage(find_workspace(workspace)).box
