"""Which exports with names and words of their own does the provider want read, and as what?

`sources.yaml` describes them. This version checks the description and keeps it, but does not apply
it yet: each source is reported as a problem ("file not read"), so nobody takes its absence from a
report for good news.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, field_validator, model_validator

from toolkit.errors import nearest
from toolkit.parameters.mistakes import Mistakes, check_part
from toolkit.parameters.provider import Name
from toolkit.parameters.yaml_files import YamlFile
from toolkit.problems import Origin, Problem
from toolkit.sources.contract import DATA_TABLES
from toolkit.sources.problem_codes import describe

UNIX_SECONDS = "unix seconds"
DATE_AND_TIME = "date and time"
FORMS = (UNIX_SECONDS, DATE_AND_TIME, "constant")
TextOrWords = Annotated[
    Annotated[Name, Tag("text")] | Annotated[tuple[Name, ...], Tag("words")],
    Discriminator(lambda written: "words" if isinstance(written, list | tuple) else "text"),
]
_STRICT = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Made(BaseModel):
    """A canonical column made from something other than one column as it stands.

    `from` names the export's column or columns: one for unix seconds; a date, a time and, for an
    end, a duration for date and time; the value itself for a constant.
    """

    model_config = _STRICT

    source: TextOrWords = Field(alias="from")
    form: Name = Field(alias="as")

    @field_validator("form")
    @classmethod
    def _is_known(cls, form: str) -> str:
        if form not in FORMS:
            raise ValueError(f'"{form}" is not a way to make a column.\n{nearest(form, FORMS)}')
        return form


class ServiceColumn(BaseModel):
    """The export's column that says which service a row belongs to, and its word for each."""

    model_config = _STRICT

    column: Name
    values: dict[Name, Name] = Field(default_factory=dict)


def _text_or_group(written: object) -> str:
    return "text" if isinstance(written, str) else "group"


TextOrMade = Annotated[
    Annotated[Name, Tag("text")] | Annotated[Made, Tag("group")], Discriminator(_text_or_group)
]
TextOrColumn = Annotated[
    Annotated[Name, Tag("text")] | Annotated[ServiceColumn, Tag("group")], Discriminator(_text_or_group)
]


class Source(BaseModel):
    """One kind of export: where its files are, and how its columns and words become the contract's."""

    model_config = _STRICT

    table: Name
    files: Name
    preset: Name | None = None
    sheet: Name | None = None
    header_row: Annotated[int, Field(ge=1, le=1000)] = 1
    timezone: Name = "Europe/London"
    columns: dict[Name, TextOrMade] = Field(default_factory=dict)
    values: dict[Name, dict[Name, Name]] = Field(default_factory=dict)
    keep_newest_by: Name | None = None
    drop_where: dict[Name, TextOrWords] = Field(default_factory=dict)
    service: TextOrColumn | None = None

    @field_validator("table")
    @classmethod
    def _is_in_the_contract(cls, table: str) -> str:
        if table not in DATA_TABLES:
            raise ValueError(f'there is no table "{table}".\n{nearest(table, DATA_TABLES)}')
        return table

    @field_validator("files")
    @classmethod
    def _lie_below_data(cls, files: str) -> str:
        parts = files.replace("\\", "/").split("/")
        if ".." in parts or parts[0] == "" or ":" in parts[0]:
            raise ValueError(f'"{files}" leads out of data/.\nName files below data/, for example rota/*.csv')
        return files

    @field_validator("timezone")
    @classmethod
    def _is_a_time_zone(cls, zone: str) -> str:
        if zone not in available_timezones():
            raise ValueError(f'there is no time zone "{zone}".\nWrite Europe/London for local time, or UTC.')
        return zone

    @model_validator(mode="after")
    def _columns_are_of_the_table(self) -> Source:
        known = DATA_TABLES[self.table].names
        for column in (*self.columns, *self.values):
            if column not in known:
                raise ValueError(f'{self.table} has no column "{column}".\n{nearest(column, known)}')
        return self


def read_sources(file: YamlFile, mistakes: Mistakes) -> tuple[Source, ...]:
    """The sources that `sources.yaml` lists."""
    if file.data is None:
        return ()
    if not isinstance(file.data, list):
        mistakes.add(file.name, 1, "a list of sources is needed here.",
                     'Begin each source with "- table: " and the table it becomes.')  # fmt: skip
        return ()
    sources = (check_part(Source, item, (n,), file, mistakes) for n, item in enumerate(file.data))
    return tuple(source for source in sources if source is not None)


def not_applied_yet(sources: tuple[Source, ...], file: YamlFile) -> Iterator[Problem]:
    """One problem a source: its files are not read by this version."""
    for number, source in enumerate(sources):
        place, files = Origin(file.name, row=file.line((number,))), source.files
        yield describe("mapping-not-applied", place, table=source.table, value=files, files=files)
