"""From an answer to its shifts, from a shift to its care records, from either to the row in the export."""

from __future__ import annotations

import ipywidgets as widgets
from markupsafe import Markup

from toolkit.audits.checks import Check, Reference
from toolkit.explore.export_row import ExportRow, Exports
from toolkit.explore.records import SHOWN, Record, Records, counted
from toolkit.explore.square import Square
from toolkit.explore.working import Working
from toolkit.report.tables import Heading, render_table
from toolkit.wording import count

_WIDE = {"width": "100%"}
_ROWS = 7  # of a list: the row in the export stands on the same screen


class RecordPanel:
    """The records behind one answer, and the way down from each."""

    def __init__(self, title: str, working: Working) -> None:
        self.title = title
        style = {"description_width": "initial"}
        self.about = widgets.HTML("")
        self.behind = widgets.Select(description=self._of_the_answer, rows=_ROWS, layout=_WIDE, style=style)
        self.care = widgets.Select(
            description=f"{title}: care due in that shift", rows=_ROWS, layout=_WIDE, style=style
        )
        self.personal = widgets.Checkbox(
            description="Show personal cells too (names, notes)", value=False, indent=False, layout=_WIDE
        )
        self.cells = widgets.HTML("")
        for one in (self.behind, self.care):
            one.add_class("grip-stacked")
        self.records: Records | None = None
        self.exports: Exports | None = None
        self._shown: tuple[Reference, ...] | None = None
        self._row: Reference | None = None
        working.watch(self.behind, self._record_chosen)
        working.watch(self.care, self._care_chosen)
        working.watch(self.personal, lambda _: self._show_row())
        self.box = widgets.VBox([self.about, self.behind, self.care, self.personal, self.cells])

    @property
    def _of_the_answer(self) -> str:
        return f"{self.title}: records behind this answer"

    def show(self, records: Records, exports: Exports, check: Check) -> None:
        """The records behind this answer; nothing is chosen among them yet."""
        if records is self.records and check.evidence == self._shown:
            return
        self.records, self.exports, self._shown = records, exports, check.evidence
        found = records.of(check.evidence)
        self._list(found, self._of_the_answer, _about(found, len(check.evidence)))

    def show_square(self, square: Square) -> str:
        """The shifts of one square of the calendar, until another answer is asked for; the list's name."""
        found = self.records.shifts_of(square) if self.records is not None else []
        self._shown = None
        name = f"{self.title}: shifts of {square.says}"
        self._list(found, name, _about_square(square, found))
        return name

    def _list(self, found: list[Record], name: str, about: str) -> None:
        self.about.value, self.behind.description = about, name
        _fill(self.behind, found)
        _fill(self.care, [])
        self._choose_row(None)

    def _record_chosen(self, reference: Reference | None) -> None:
        if reference is None or self.records is None:
            return
        is_shift = reference.ref.startswith("shifts:")
        _fill(self.care, self.records.care_of_shift(reference) if is_shift else [])
        self._choose_row(reference)

    def _care_chosen(self, reference: Reference | None) -> None:
        if reference is not None:
            self._choose_row(reference)

    def _choose_row(self, reference: Reference | None) -> None:
        """Another row: what is personal in it is hidden again, whatever was shown of the last one."""
        self._row = reference
        if self.personal.value:
            self.personal.value = False  # shows the row, as the box being unticked by hand does
        else:
            self._show_row()

    def _show_row(self) -> None:
        reference = self._row
        self.personal.layout.display = None if reference else "none"
        if reference is None or self.exports is None:
            self.cells.value = ""
            return
        self.cells.value = _row_html(self.exports.row(reference, personal=self.personal.value))


def _fill(control: widgets.Select, records: list[Record]) -> None:
    """A list with nothing chosen; a list of nothing is not there."""
    control.options = [(one.says, one.reference) for one in records]
    control.value = None
    control.rows = min(max(len(records), 2), _ROWS)
    control.layout.display = None if records else "none"


def _about(records: list[Record], behind: int) -> str:
    if not behind:
        return _why("No single record stands behind this answer.")
    more = f" The first {count(SHOWN, 'record')} are listed." if behind > SHOWN else ""
    return _why(f"{counted(records)}. {_next(records)}{more}")


def _about_square(square: Square, records: list[Record]) -> str:
    if not records:
        return _why(f"{square.says}: No shift of the rota lies mostly in this square.")
    return _why(f"{square.says}: {counted(records)}. {_next(records)}")


def _next(records: list[Record]) -> str:
    shifts = any(one.table == "shifts" for one in records)
    care = "; of a shift, its care too, as the report judges it" if shifts else ""
    return f"Choose a record to see its row in the export{care}."


def _why(said: str) -> str:
    return str(Markup('<p class="grip-why wide">{}</p>').format(said))


def _row_html(row: ExportRow) -> str:
    reference = row.reference
    sheet = f", sheet {reference.sheet}" if reference.sheet else ""
    where = f"{reference.file}{sheet}, row {reference.row}"
    parts = []
    if row.note:
        parts.append(Markup('<p class="grip-alert" role="alert">{}</p>').format(row.note))
    if row.cells:
        headings = [Heading("Column"), Heading("What stands in the export")]
        parts.append(render_table(f"{where} ({reference.ref})", headings, row.cells))
    return str(Markup('<div class="grip grip-row">{}</div>').format(Markup("").join(parts)))
