"""What does a parameter file say, line by line, before anyone judges it?

Only the plainest YAML is read: keys, texts and lists. Every value stays text until the place it
stands in says what it must be, so `no`, `2026-10`, `1-101614751` and `0042` are what they look like,
and not false, a date, an error and 34. Anchors, tags and several documents in one file are refused:
nobody needs them here, and they are how a small file becomes a huge one or runs code.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from toolkit.parameters.workspace import relative_name

LARGEST_BYTES = 512_000  # ten times the largest file we write ourselves
DEEPEST = 12  # sources.yaml, the deepest, needs six
BLANK = ("", "~", "null", "Null", "NULL")
# libyaml's parser is ten times the speed of the Python one; only its events are used, so that both
# give the same. Every wheel of PyYAML has it; a build from source may not.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class YamlFile:
    """One file's contents: nested dicts and lists of text (None = blank), and the line each came from."""

    name: str
    data: Any = None
    lines: dict[tuple[str | int, ...], int] = field(default_factory=dict)

    def line(self, path: tuple[str | int, ...]) -> int | None:
        """The line of that place, or of the nearest one around it."""
        while path:
            if path in self.lines:
                return self.lines[path]
            path = path[:-1]
        return None


class NotReadable(Exception):
    """The file cannot be read as YAML; `line` is None when it concerns the whole file."""

    def __init__(self, line: int | None, what: str, mend: str) -> None:
        self.line, self.what, self.mend = line, what, mend
        super().__init__(what)


def load_yaml(path: Path, workspace: Path) -> tuple[YamlFile, list[NotReadable]]:
    """One parameter file, with everything in its writing that cannot be understood.

    A file that cannot be read at all comes back empty, with the one reason.
    """
    name = relative_name(path, workspace)
    try:
        return parse_yaml(name, _text_of(path))
    except NotReadable as reason:
        return YamlFile(name), [reason]


def parse_yaml(name: str, text: str) -> tuple[YamlFile, list[NotReadable]]:
    """The same from text.

    >>> file, wrong = parse_yaml("provider.yaml", "name: Oak Care\\nopen: no")
    >>> file.data, file.line(("open",)), wrong
    ({'name': 'Oak Care', 'open': 'no'}, 2, [])
    """
    builder = _Builder()
    try:
        data = builder.document(yaml.parse(text, Loader=_LOADER))
    except yaml.reader.ReaderError as error:
        return YamlFile(name), [_control_character(text, error)]
    except yaml.MarkedYAMLError as error:
        return YamlFile(name), [_not_yaml(text, error)]
    except NotReadable as reason:
        return YamlFile(name), [reason]
    return YamlFile(name, data, builder.lines), builder.wrong


def _text_of(path: Path) -> str:
    try:
        size = path.stat().st_size
        if size > LARGEST_BYTES:
            raise NotReadable(
                None, f"is too large to be a parameter file ({size // 1000:,} kB).",
                "Parameter files hold settings only; records belong below data/.",
            )  # fmt: skip
        raw = path.read_bytes()
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise NotReadable(None, f"cannot be opened ({reason}).", "Close it elsewhere, or give yourself the "
                          "right to read it.") from None  # fmt: skip
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise NotReadable(
            line, "a letter here is not written in UTF-8.",
            "Save the file again with the encoding UTF-8 (in Notepad: Save as, Encoding).",
        ) from None  # fmt: skip


class _Builder:
    """Turns the parser's events into dicts, lists and text, remembering lines."""

    def __init__(self) -> None:
        self.lines: dict[tuple[str | int, ...], int] = {}
        self.wrong: list[NotReadable] = []
        self._events: Iterator[Any] = iter(())

    def document(self, events: Iterator[Any]) -> Any:
        self._events = (e for e in events if not isinstance(e, yaml.StreamStartEvent | yaml.DocumentEndEvent))
        data, documents = None, 0
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise NotReadable(
                        _line(event), 'a second document starts here ("---").',
                        "Keep everything of the file together and remove the line.",
                    )  # fmt: skip
            elif not isinstance(event, yaml.StreamEndEvent):
                data = self._value(event, ())
        return data

    def _value(self, event: Any, path: tuple[str | int, ...]) -> Any:
        self._refuse_what_is_not_plain(event, path)
        if isinstance(event, yaml.ScalarEvent):
            return None if not event.style and event.value in BLANK else event.value
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(path)
        return self._mapping(path)

    def _list(self, path: tuple[str | int, ...]) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            here = (*path, len(items))
            self.lines[here] = _line(event)
            items.append(self._value(event, here))
        return items

    def _mapping(self, path: tuple[str | int, ...]) -> dict[str, Any]:
        group: dict[str, Any] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            line = _line(event)
            if not isinstance(event, yaml.ScalarEvent):
                raise NotReadable(line, "a list or group stands where a key belongs.",
                                  "Write a word, a colon, and the value after it.")  # fmt: skip
            self._refuse_what_is_not_plain(event, path)
            key, here = event.value, (*path, event.value)
            if key in group:
                self.wrong.append(NotReadable(
                    line, f'"{key}" is written a second time; it stands on line {self.lines[here]} too.',
                    "Keep one of the two.",
                ))  # fmt: skip
            else:
                self.lines[here] = line
            value = self._value(next(self._events), here)
            group.setdefault(key, value)
        return group

    def _refuse_what_is_not_plain(self, event: Any, path: tuple[str | int, ...]) -> None:
        line = _line(event)
        if len(path) > DEEPEST:
            raise NotReadable(line, "too many groups inside each other.", "No setting is that deep.")
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            raise NotReadable(
                line, "a value begins with * or &, which YAML reads as a pointer to another place.",
                'Put the text in "quotation marks", or write the value out where it is needed.',
            )  # fmt: skip
        if event.tag:
            raise NotReadable(
                line, "a value begins with !, which YAML reads as an instruction.",
                'Put the text in "quotation marks".',
            )  # fmt: skip


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _control_character(text: str, error: yaml.reader.ReaderError) -> NotReadable:
    line = text[: error.position].count("\n") + 1
    return NotReadable(
        line, "there is a character that cannot be seen or printed.",
        "Delete the line and type it again in a plain text editor.",
    )  # fmt: skip


# A phrase of the parser, and what the person who wrote the line should do about it.
_MENDS = (
    ("quoted scalar", 'A quotation mark is opened here and not closed, or a "\\" stands inside "...".'),
    ("mapping values are not allowed",
     'If the text itself holds a colon, put it in "quotation marks"; if not, look at the indentation.'),
    ("',' or ']'", "A bracket [ is opened and not closed, or a comma is missing."),
    ("',' or '}'", "A bracket { is opened and not closed, or a comma is missing."),
    ("cannot start any token", 'Put a text that begins with @, %, ` or a tab in "quotation marks".'),
    ("could not find expected ':'", "Write a key, a colon, a space and the value."),
    ("did not find expected key", "Its indentation does not agree with the lines above."),
    ("'-' indicator", "Its indentation does not agree with the lines above."),
)  # fmt: skip


def _not_yaml(text: str, error: yaml.MarkedYAMLError) -> NotReadable:
    says = f"{error.context or ''} {error.problem or ''}"
    opened = "quoted scalar" in says or "flow" in says
    mark: Any = (error.context_mark if opened else None) or error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else None
    lines = text.splitlines()
    if line and line <= len(lines) and "\t" in lines[line - 1][: _indent(lines[line - 1])]:
        return NotReadable(line, "the line is indented with a tab.", "Indent with spaces, two for each step.")
    mend = next((mend for phrase, mend in _MENDS if phrase in says), "")
    return NotReadable(line, "this cannot be read as YAML.",
                       mend or "Write a key, a colon, a space and the value.")  # fmt: skip


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
