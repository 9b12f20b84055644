"""Which problems can the data have, and what do we say about each?

Every code is declared here once: the sentence shown, how to mend it, and what becomes of the row.
Messages and the reference page come from this table; a code that is not here cannot be reported.
Words in braces are filled in from the cell or file concerned.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from toolkit.problems import Effect, Origin, Problem


@dataclass(frozen=True, slots=True)
class ProblemCode:
    """One kind of problem: `says` is shown at the place it was found, `means` on the reference page."""

    code: str
    means: str
    says: str
    mend: str
    effect: Effect


FILE, ROW, CELL, USED = Effect.FILE_NOT_READ, Effect.ROW_NOT_USED, Effect.CELL_LEFT_BLANK, Effect.ROW_USED

_FILES = (
    ProblemCode(
        "unknown-file", "A file in data/ whose name is not that of a table.",
        "The file was not read: its name is not the name of a table. {nearest}",
        "Name it after the table it holds, for example shifts.csv or shifts-2026-10.xlsx, or move it out of data/.",
        FILE),
    ProblemCode(
        "empty-file", "A file or sheet without a single filled cell.",
        "There is nothing in it.", "Export it again, or remove it if there is nothing to supply.", FILE),
    ProblemCode(
        "damaged-file", "A file that is not what its name says, or that broke on its way.",
        "It cannot be opened as {form}: {why}.",
        "Open it in the program it came from, save it again, and put the new copy in its place.", FILE),
    ProblemCode(
        "password-protected", "A workbook that needs a password.",
        "It is protected with a password.", "Save a copy without the password and put that in its place.", FILE),
    ProblemCode(
        "wrong-encoding", "A text file in an encoding that is not UTF-8, UTF-16 or Windows-1252.",
        "Its text is in an encoding that cannot be told: {why}.",
        'In Excel choose "Save as", then "CSV UTF-8 (comma delimited)".', FILE),
    ProblemCode(
        "too-large", "A file too large to be an export of records, or one made to look small.",
        "It was not opened because {why}.",
        "Export fewer months a file, or delete the empty rows and columns beyond the last record.", FILE),
    ProblemCode(
        "cannot-open", "A file the computer does not let us open.",
        "It cannot be opened: {why}.", "Close it in other programs and check who may read it.", FILE),
    ProblemCode(
        "unclosed-quote", "A CSV file with a quotation mark that opens a cell and never closes it.",
        "A quotation mark opened in or after row {row} is never closed, so the rows behind it cannot be told apart.",
        "Add the missing quotation mark in that row, or export the file again.", FILE),
    ProblemCode(
        "no-header", "A file or sheet without a row of column names.",
        "No row of column names was found; {table} needs {needed}. Row {row} reads: {found}.",
        "Put the column names in the first row, spelled as in the data contract.", FILE),
    ProblemCode(
        "missing-column", "A file or sheet that lacks a column the table cannot do without.",
        "It cannot be read as {table}: {missing} missing. Its columns are: {found}.",
        "Add what is missing, or rename the column that holds it.", FILE),
    ProblemCode(
        "unknown-column", "Columns the data contract does not know; they are left aside.",
        "Not used, because the contract of {table} does not know them: {found}.{nearest}",
        "Nothing need be done, unless one of them holds something the audit should see: then rename it.", USED),
    ProblemCode(
        "column-twice", "A column name that stands in the header more than once.",
        'The column "{column}" is there {count} times; the first is used.',
        "Keep the right one and delete or rename the others.", USED),
)  # fmt: skip

_CELLS = (
    ProblemCode(
        "missing-value", "A required cell is blank.",
        "It is blank, and a row of {table} cannot be used without it.", "Fill it in.", ROW),
    ProblemCode(
        "unreadable-date", "A cell that should hold a day does not.",
        "It is not a day that can be read{why}.",
        "Write day, month and year, for example 03/04/2026 for 3 April, or 2026-04-03.", CELL),
    ProblemCode(
        "unreadable-time", "A cell that should hold a time does not.",
        "It is not a time that can be read{why}.",
        "{how}", CELL),
    ProblemCode(
        "day-without-time", "A moment given as a day only; it is taken to be that day's midnight.",
        "It names a day but no time, and is read as midnight.", "Export the time with the day.", USED),
    ProblemCode(
        "nonexistent-time", "A time that the clocks skipped when they went forward.",
        "There was no such time: the clocks went forward over it.",
        "Give the time the clock on the wall showed; if the system exports UTC, export local time.", CELL),
    ProblemCode(
        "unreadable-number", "A cell that should hold a number does not.",
        "It is not a number.", "Write it in figures, without words or units.", CELL),
    ProblemCode(
        "out-of-range", "A number smaller or larger than it can be.",
        "It should be {range}.", "Correct the number.", CELL),
    ProblemCode(
        "unknown-choice", "A word that is not one of the column's words.",
        "It is not one of the words known here: {choices}.{nearest}", "Use one of these words.", CELL),
    ProblemCode(
        "unknown-theme", "A theme word neither the contract nor parameters/themes.yaml knows.",
        'The theme is not known and counts as "other".{nearest}',
        "Use a theme of the contract, or say in parameters/themes.yaml which of them this word means.", USED),
    ProblemCode(
        "unreadable-days", "Days of the week that cannot be read.",
        "These are not days of the week.", "Write them like Mon-Fri, or Mon,Wed,Sat.", CELL),
    ProblemCode(
        "unreadable-reference", "A reference to another record that cannot be read.",
        "It does not name another record{why}.",
        "Write the table, a colon and the id, for example audits:AU-09.", CELL),
    ProblemCode(
        "id-changed-by-excel", "An id that Excel turned into a date or a rounded number.",
        "The id was changed by Excel and cannot be known{why}.",
        "Format the column as text before the ids are typed or pasted in, and export again.", CELL),
    ProblemCode(
        "unknown-service", "A row of a service that parameters/services.csv does not name.",
        "This service is not in parameters/services.csv. {nearest}",
        "Correct the service id, or add the service to parameters/services.csv.", ROW),
)  # fmt: skip

_ROWS = (
    ProblemCode(
        "ragged-row", "A row with more or fewer cells than there are column names.",
        "The row has {cells} cells and the header has {columns}{outcome}.",
        "Put quotation marks round the cell that holds a separator, or export the file again.", ROW),
    ProblemCode(
        "total-row", "A row of totals among the records.",
        "This is a row of totals, not a record.", "Nothing need be done; leave totals out of the export.", ROW),
    ProblemCode(
        "same-row-twice", "The same row supplied more than once.",
        "The same row is also in {place}; one of the two is used.",
        "Nothing need be done; leave one of them out next time.", ROW),
    ProblemCode(
        "duplicate-id", "Two different rows of one service with one id.",
        'Another row has the same id but says something else: {place}. {kept}',
        "Find out which is right, and delete the other or give it its own id.", ROW),
    ProblemCode(
        "ends-before-it-starts", "A row that ends before it starts.",
        "{end} is before {start}{outcome}.", "Correct the day or the time.", USED),
    ProblemCode(
        "one-clock-of-two", "A shift with a clock-in and no clock-out, or the reverse.",
        "{present} is filled in and {absent} is not{outcome}.", "Fill in the missing time.", USED),
    ProblemCode(
        "name-on-open-shift", "A shift that nobody is to work, with a name or a clock time on it.",
        "The shift is {status}, yet it has {what}. It does not count as cover.",
        "If it was worked, set the status to planned; if not, clear those cells.", USED),
    ProblemCode(
        "closed-before-received", "A complaint answered or closed before it was received.",
        "{column} is before received_on, the day the complaint came in.", "Correct one of the two days.", CELL),
    ProblemCode(
        "possible-duplicate-complaint", "Two complaints alike in service, day, theme, person and outcome.",
        "It is like complaint {other} in {place}: same day, theme, person and outcome. Both are counted.",
        "If they are one complaint, write {other} in duplicate_of; otherwise nothing need be done.", USED),
    ProblemCode(
        "complaint-before-incident", "An incident that happened after the complaint about it was received.",
        "It happened after complaint {other} in {place}, which seems to be about it, was received on {received}.",
        "Check the two days; correct the one that is wrong.", USED),
    ProblemCode(
        "person-without-stay", "Care of somebody who has no row in people.",
        "Person {person} has {count} of care at this service and no row in people. They are taken to live there.",
        "Add the days they moved in and out to people, or correct the person_id.", USED),
    ProblemCode(
        "looks-like-a-name", "A column of ids with cells that look like people's names.",
        "{count} {look}, first in row {row}. Ids are printed in reports as supplied.",
        "Use a pseudonymous id instead of the name, in every file.", USED),
    ProblemCode(
        "looks-like-nhs-number", "A column of ids with cells that look like NHS numbers.",
        "{count} {look}, first in row {row}. Ids are printed in reports as supplied.",
        "Use a pseudonymous id instead of the NHS number, in every file.", USED),
)  # fmt: skip

_PARAMETERS = (
    ProblemCode(
        "looks-like-a-phone-number", "A region in parameters/services.csv that looks like a telephone number.",
        "This looks like a telephone number, not a region.", "Write the county or area there, or nothing.", CELL),
    ProblemCode(
        "not-a-location-id", "A CQC location id in parameters/services.csv that is not in CQC's form.",
        "This is not in the form of a CQC location id; it is printed as supplied.",
        "Copy the id from the service's page on cqc.org.uk: 1- and 9 to 11 digits, for example 1-101614751.", USED),
    ProblemCode(
        "mapping-not-applied", "A source in parameters/sources.yaml; this version does not apply mappings yet.",
        "The files {files} were not read as {table}: this version does not apply parameters/sources.yaml yet.",
        "Save the export as data/{table}.csv with the column names of the data contract.", FILE),
)  # fmt: skip

PROBLEM_CODES: dict[str, ProblemCode] = {
    entry.code: entry for entry in (*_FILES, *_CELLS, *_ROWS, *_PARAMETERS)
}


def describe(
    code: str, origin: Origin, *, table: str = "", column: str = "", value: str = "", service: str = "",
    effect: Effect | None = None, **words: Any,
) -> Problem:  # fmt: skip
    """The problem of that code at that place, its sentences filled in with the words given.

    >>> problem = describe("missing-value", Origin("data/shifts.csv", None, 7), table="shifts", column="role")
    >>> problem.says
    'It is blank, and a row of shifts cannot be used without it.'
    """
    entry = PROBLEM_CODES[code]
    filled = {"table": table, "column": column, **words}
    return Problem(
        code=code,
        origin=origin,
        table=table,
        column=column,
        value=value,
        says=entry.says.format(**filled).strip(),
        mend=entry.mend.format(**filled),
        effect=effect or entry.effect,
        service=service,
    )


def render_reference() -> str:
    """The reference page of problem codes, as Markdown."""
    lines = ["| code | what it means | how to mend it | what becomes of it |", "|---|---|---|---|"]
    for entry in sorted(PROBLEM_CODES.values(), key=lambda entry: entry.code):
        lines.append(f"| `{entry.code}` | {entry.means} | {mending_of(entry)} | {entry.effect.value} |")
    return "\n".join([*lines, ""])


def mending_of(entry: ProblemCode) -> str:
    """How to mend it, where there is no cell whose words could be filled in.

    >>> mending_of(PROBLEM_CODES["mapping-not-applied"])[:41]
    'Save the export as data/shifts.csv (or wh'
    """
    known = {
        "{how}": "Write day and time, for example 03/04/2026 14:30, or a time of day, for example 14:30.",
        "{other}": "the other complaint's id",
        "data/{table}.csv": "data/shifts.csv (or whichever table it holds)",
    }
    text = entry.mend
    for place, words in known.items():
        text = text.replace(place, words)
    return text
