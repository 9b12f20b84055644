"""Do the cells of one row agree with each other?

Each cell has been read (`casting.py`); here an end before its start, half a clocking, a name on an
open shift or a complaint closed before it came in are found, mended where the rule says how, and said.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from toolkit.clock import HOUR
from toolkit.problems import Effect, Origin, Problem
from toolkit.sources.contract import Table
from toolkit.sources.contract.care import NOT_COVER
from toolkit.sources.problem_codes import describe
from toolkit.sources.values import is_repeated_by_the_clock

DAY = pd.Timedelta(days=1)
_ONE_CLOCK = "one-clock-of-two"


@dataclass(frozen=True, slots=True)
class Span:
    """Two columns that begin and end one thing; `needed`: without them the row says nothing."""

    start: str
    end: str
    needed: bool = False


LONGEST_OVERNIGHT = pd.Timedelta(hours=16)

SPANS = {
    "shifts": (Span("starts_at", "ends_at", needed=True), Span("attended_from", "attended_to")),
    "care": (Span("started_at", "ended_at"),),
}


def check_row_order(
    table: Table, frame: pd.DataFrame, supplied: Collection[str]
) -> tuple[pd.DataFrame, list[Problem]]:
    """The rows with what can be mended mended, rows past mending left out, and the problems found.

    `supplied` names the columns that the file has.
    """
    problems: list[Problem] = []
    for span in SPANS.get(table.name, ()):
        frame, found = _check_span(table.name, frame, span)
        problems += found
    if table.name == "shifts":
        problems += _find_names_on_open_shifts(frame)
        frame, found = _stand_in_for_one_clock(frame, supplied)
        problems += found
    if table.name == "complaints":
        for column in ("response_sent_on", "closed_on"):
            frame, found = _check_not_before_received(frame, column)
            problems += found
    return frame, problems


def said_once(problems: Iterable[Problem]) -> list[Problem]:
    """The problems of all blocks of a table: a clock column the file lacks is said once, or by its rows."""
    problems = list(problems)
    by_row = {p.column for p in problems if p.code == _ONE_CLOCK and p.origin.row}
    told: list[Problem] = []
    for problem in problems:
        of_whole = problem.code == _ONE_CLOCK and not problem.origin.row
        if not (of_whole and (problem.column in by_row or problem in told)):
            told.append(problem)
    return told


def _at(frame: pd.DataFrame, mask: pd.Series) -> Iterable[tuple[int, Origin, str]]:
    """Position, origin and service of each row marked."""
    for position in np.flatnonzero(mask.to_numpy()):
        row = frame.iloc[position]
        sheet = None if pd.isna(row["_sheet"]) else str(row["_sheet"])
        service = "" if pd.isna(row["service_id"]) else str(row["service_id"])
        yield int(position), Origin(str(row["_file"]), sheet, int(row["_row"])), service


def _as_text(moment: pd.Timestamp) -> str:
    return f"{moment:%Y-%m-%d}" if moment == moment.normalize() else f"{moment:%Y-%m-%d %H:%M}"


def _check_span(table: str, frame: pd.DataFrame, span: Span) -> tuple[pd.DataFrame, list[Problem]]:
    """An end before its start on one date is the next day's; any other is past reading."""
    start, end = frame[span.start], frame[span.end]
    before = (end < start) & ~_explained_by_clocks_going_back(start, end)
    if not before.any():
        return frame, []
    # A night written with one date is believed while it stays a night: 08:00 to 07:59 is a slip of the pen.
    overnight = end + DAY - start <= LONGEST_OVERNIGHT
    same_day = before & overnight & (start.dt.normalize() == end.dt.normalize())
    wrong = before & ~same_day
    problems = [
        describe("ends-before-it-starts", origin, table=table, column=span.end, value=_as_text(end.iloc[at]),
                 service=service, effect=Effect.ROW_USED, start=span.start, end=span.end,
                 outcome=" on the same day, and is read as the next day")
        for at, origin, service in _at(frame, same_day)
    ]  # fmt: skip
    effect = Effect.ROW_NOT_USED if span.needed else Effect.CELL_LEFT_BLANK
    outcome = "" if span.needed else ", so both are left blank"
    problems += [
        describe("ends-before-it-starts", origin, table=table, column=span.end, value=_as_text(end.iloc[at]),
                 service=service, effect=effect, start=span.start, end=span.end, outcome=outcome)
        for at, origin, service in _at(frame, wrong)
    ]  # fmt: skip
    mended = frame.assign(**{span.end: end.mask(same_day, end + DAY)})
    if span.needed:
        return mended[~wrong].reset_index(drop=True), problems
    blanked = {span.start: start.mask(wrong), span.end: mended[span.end].mask(wrong)}
    return mended.assign(**blanked), problems


def _explained_by_clocks_going_back(start: pd.Series, end: pd.Series) -> pd.Series:
    """01:45 to 01:15 lasts half an hour on the night that has 01:15 twice."""
    near = (end < start) & (start - end < HOUR)
    explained = near.copy()
    for position in np.flatnonzero(near.to_numpy()).tolist():
        explained.iloc[position] = is_repeated_by_the_clock(end.iloc[position].to_pydatetime())
    return explained


def _find_names_on_open_shifts(frame: pd.DataFrame) -> list[Problem]:
    named = frame["staff_id"].notna()
    clocked = frame["attended_from"].notna() | frame["attended_to"].notna()
    odd = frame["status"].isin(NOT_COVER) & (named | clocked)
    problems = []
    for at, origin, service in _at(frame, odd):
        parts = [words for mark, words in ((named, "a name"), (clocked, "a clock time")) if mark.iloc[at]]
        status = str(frame["status"].iloc[at])
        problems.append(
            describe("name-on-open-shift", origin, table="shifts", column="status", value=status,
                     service=service, status=status, what=" and ".join(parts))
        )  # fmt: skip
    return problems


def _stand_in_for_one_clock(
    frame: pd.DataFrame, supplied: Collection[str]
) -> tuple[pd.DataFrame, list[Problem]]:
    """Where one clock of two is missing the planned time stands in, unless it would turn time round."""
    start, end = frame["attended_from"], frame["attended_to"]
    counted = ~frame["status"].isin(NOT_COVER)
    lacks_end, lacks_start = counted & start.notna() & end.isna(), counted & start.isna() & end.notna()
    if not (lacks_end | lacks_start).any():
        return frame, []
    turned = (lacks_end & (start >= frame["ends_at"])) | (lacks_start & (end <= frame["starts_at"]))
    problems = []
    for lacking, present, absent, planned in (
        (lacks_end, "attended_from", "attended_to", "ends_at"),
        (lacks_start, "attended_to", "attended_from", "starts_at"),
    ):
        problems += _one_clock_problems(
            frame, lacking, turned, (present, absent, planned), absent in supplied
        )
    mended = frame.assign(
        attended_from=start.mask(lacks_start, frame["starts_at"]).mask(turned),
        attended_to=end.mask(lacks_end, frame["ends_at"]).mask(turned),
    )
    return mended, problems


def _one_clock_problems(
    frame: pd.DataFrame, lacking: pd.Series, turned: pd.Series, names: tuple[str, str, str], supplied: bool
) -> list[Problem]:
    present, absent, planned = names
    stands_in = f"; {planned} stands in for it"
    problems = []
    for at, origin, service in _at(frame, lacking):
        outcome, effect = stands_in, Effect.ROW_USED
        if turned.iloc[at]:
            outcome, effect = (
                f" and {planned} cannot stand in for it, so both are left blank",
                Effect.CELL_LEFT_BLANK,
            )
        if supplied or turned.iloc[at]:
            words = {"present": present, "absent": absent, "outcome": outcome}
            problems.append(
                describe(_ONE_CLOCK, origin, table="shifts", column=absent, service=service,
                         effect=effect, **words)
            )  # fmt: skip
    if problems or supplied or not lacking.any():
        return problems
    # The file has no such column: said once, for every row would say the same.
    first = next(iter(_at(frame, lacking)))[1]
    outcome = f" in any row; {planned} stands in for it"
    whole = Origin(first.file, first.sheet)
    return [describe(_ONE_CLOCK, whole, table="shifts", column=absent, present=present, absent=absent,
                     outcome=outcome)]  # fmt: skip


def _check_not_before_received(frame: pd.DataFrame, column: str) -> tuple[pd.DataFrame, list[Problem]]:
    early = frame[column] < frame["received_on"]
    problems = [
        describe("closed-before-received", origin, table="complaints", column=column,
                 value=_as_text(frame[column].iloc[at]), service=service)
        for at, origin, service in _at(frame, early)
    ]  # fmt: skip
    return (frame.assign(**{column: frame[column].mask(early)}) if problems else frame), problems
