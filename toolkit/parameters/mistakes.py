"""What is wrong in the parameter files, and how do we say so to the person who wrote them?

All mistakes of all files are collected and shown together. pydantic finds the wrong values; its own
sentences ("Input should be a valid integer") are for programmers and are never shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from toolkit.errors import WrongParameters, nearest
from toolkit.parameters.yaml_files import YamlFile

Model = TypeVar("Model", bound=BaseModel)
Path = tuple[str | int, ...]

LONGEST_VALUE_SHOWN = 60


class Mistakes:
    """The list that grows while the files are read; `stop_if_any` ends the reading."""

    def __init__(self) -> None:
        self._found: list[tuple[str, int, str]] = []

    def add(self, file: str, line: int | None, what: str, mend: str = "") -> None:
        """Note one mistake; `line` counts from 1, None means the file as a whole."""
        place = f"{file}, line {line}" if line else file
        self._found.append((file, line or 0, f"{place}: {what}" + (f"\n  {mend}" if mend else "")))

    def add_row(self, file: str, row: int | None, column: str, what: str, mend: str) -> None:
        """Note a mistake in a table, by the row's number in the margin of Excel and the column's name."""
        place = file + (f", row {row}" if row else "") + (f', column "{column}"' if column else "")
        self._found.append((file, row or 0, f"{place}: {what}\n  {mend}"))

    def any_in(self, file: str) -> bool:
        """Was anything wrong in that file?"""
        return any(name == file for name, _, _ in self._found)

    def stop_if_any(self) -> None:
        """Raises WrongParameters with every mistake, by file and line."""
        if self._found:
            raise WrongParameters(text for _, _, text in sorted(set(self._found)))


def shown(value: object) -> str:
    """What the file holds, short enough to print.

    >>> shown("45%"), shown(["a", "b"]), shown({"a": "1"})
    ('"45%"', 'a list', 'a group of keys')
    """
    if isinstance(value, Mapping):
        return "a group of keys"
    if isinstance(value, list | tuple):
        return "a list"
    text = " ".join(str(value).split())
    cut = text if len(text) <= LONGEST_VALUE_SHOWN else text[: LONGEST_VALUE_SHOWN - 1] + "…"
    return f'"{cut}"'


def unknown_key(file: YamlFile, path: Path, known: Iterable[str], mistakes: Mistakes) -> None:
    """Note a key that means nothing, with the nearest one that does."""
    under = f" under {_name(path[:-1])}" if len(path) > 1 else ""
    mistakes.add(
        file.name, file.line(path), f"unknown key {shown(path[-1])}{under}.", nearest(str(path[-1]), known)
    )


def check_model(model: type[Model], file: YamlFile, mistakes: Mistakes) -> Model:
    """The file's contents as `model`; what is wrong is noted and the model's defaults stand in.

    `model` must be valid without any key: each file says only what differs.
    """
    data = {} if file.data is None else file.data
    if not isinstance(data, dict):
        example = f"{next(iter(_fields(model)))}: ..."
        mend = f'Write a key, a colon and a value on each line, for example "{example}"'
        mistakes.add(file.name, 1, f"holds {shown(data)} where keys are needed.", mend)
        return model()
    # A key with nothing after it, at the top of a file, is a heading left empty: the default holds.
    filled = {key: value for key, value in data.items() if value is not None}
    return check_part(model, filled, (), file, mistakes) or model()


def check_part(
    model: type[Model], data: object, under: Path, file: YamlFile, mistakes: Mistakes
) -> Model | None:
    """The part of the file that stands at `under` as `model`; None when anything in it is wrong."""
    try:
        return model.model_validate(data)
    except ValidationError as wrong:
        for error in wrong.errors(include_url=False):
            _add_error(error, model, under, file, mistakes)
        return None


def _add_error(error: Any, model: type[BaseModel], under: Path, file: YamlFile, mistakes: Mistakes) -> None:
    path = _path_in(file, under, error["loc"], error["type"] == "missing")
    line = file.line(path)
    if error["type"] == "extra_forbidden":
        unknown_key(file, path, _known_at(model, path[len(under) : -1]), mistakes)
    elif error["type"] == "missing":
        mistakes.add(file.name, line, f"{_name(path)} is missing.", "Add it.")
    elif error["type"] == "value_error":
        what, _, mend = str(error["ctx"]["error"]).partition("\n")
        mistakes.add(file.name, line, f"{_at(path)}{what}", mend)
    else:
        expected = _expected(error)
        what = (
            "there is no value." if error["input"] is None else f"{shown(error['input'])} is not {expected}."
        )
        mistakes.add(file.name, line, f"{_at(path)}{what}", f"Write {expected} there, or leave the key out.")


def _path_in(file: YamlFile, under: Path, found_at: Path, is_missing: bool) -> Path:
    """The place in the file; pydantic's own steps (which of two forms it tried) are left out."""
    path = under
    for number, part in enumerate(found_at):
        if (*path, part) in file.lines or (is_missing and number == len(found_at) - 1):
            path = (*path, part)
    return path


def _expected(error: Any) -> str:
    limits = error.get("ctx", {})
    if error["type"] == "greater_than_equal":
        return f"{limits['ge']} or more"
    if error["type"] == "less_than_equal":
        return f"{limits['le']} or less"
    return _EXPECTED.get(error["type"], "what belongs there")


# What pydantic found wanting, in words that follow "is not" and "Write".
_EXPECTED = {
    "string_type": "a text",
    "string_too_short": "a text of at least one letter",
    "string_too_long": "a text of at most 200 letters",
    "dict_type": "a group of keys with values",
    "model_type": "a group of keys with values",
    "list_type": "a list",
    "tuple_type": "a list",
    "too_short": "a list of at least one",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_parsing_size": "a whole number",
    "int_from_float": "a whole number",
}


def _known_at(model: type[BaseModel], path: Path) -> list[str]:
    """The keys that may stand at that place of the model."""
    here: Any = model
    for part in path:
        if not isinstance(part, int):
            here = _model_in(_fields(here).get(part))
    return list(_fields(here))


def _fields(model: Any) -> dict[str, Any]:
    """The type behind each key, as the key is written in a file."""
    if model is None:
        return {}
    return {field.alias or name: field.annotation for name, field in model.model_fields.items()}


def _model_in(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = (_model_in(part) for part in getattr(annotation, "__args__", ()))
    return next((model for model in found if model is not None), None)


def _name(path: Path) -> str:
    return " > ".join(f"number {part + 1}" if isinstance(part, int) else str(part) for part in path)


def _at(path: Path) -> str:
    return f"{_name(path)}: " if path else ""
