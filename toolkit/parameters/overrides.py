"""Which thresholds did a provider or a service change, to what, and why?

Both `thresholds.yaml` and the `thresholds` of `services/<id>.yaml` hold differences only. A value may
stand alone, or with the reason for it: `{value: 5, reason: "..."}`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin

from annotated_types import Ge, Le
from pydantic import ValidationError
from pydantic.fields import FieldInfo

from toolkit.errors import WrongUse
from toolkit.parameters.mistakes import Mistakes, Path, shown, unknown_key
from toolkit.parameters.sections import Section
from toolkit.parameters.thresholds import Thresholds
from toolkit.parameters.yaml_files import YamlFile
from toolkit.wording import join_words

NO_REASON = "no reason given"
WORDS = "a list of words in square brackets"
SECTIONS: dict[str, type[Section]] = {
    str(field.alias): field.annotation
    for field in Thresholds.model_fields.values()
    if isinstance(field.annotation, type) and issubclass(field.annotation, Section)
}
_KEYS_OF_A_VALUE = ("value", "reason")


@dataclass(frozen=True, slots=True)
class Override:
    """One threshold that somebody set, with the reason they gave."""

    section: str
    key: str
    value: Any
    reason: str = NO_REASON


def read_overrides(data: object, file: YamlFile, under: Path, mistakes: Mistakes) -> tuple[Override, ...]:
    """The thresholds set in that part of the file; what cannot be read is noted and left out."""
    found: list[Override] = []
    for section, keys in _groups(data, file, under, mistakes):
        if section not in SECTIONS:
            unknown_key(file, (*under, section), SECTIONS, mistakes)
            continue
        for key, written in _groups(keys, file, (*under, section), mistakes):
            override = _read_one(section, key, written, file, (*under, section, key), mistakes)
            found += [override] if override else []
    return tuple(found)


def merge(overrides: Iterable[Override]) -> Thresholds:
    """All thresholds, with these instead of the defaults; the last of two wins."""
    changed: dict[str, dict[str, Any]] = {}
    for override in overrides:
        changed.setdefault(override.section, {})[override.key] = override.value
    return Thresholds.model_validate(changed)


def with_value(thresholds: Thresholds, section: str, key: str, value: object) -> Thresholds:
    """The thresholds with another value of one of them, by the names of the parameter files.

    Raises WrongUse, which says what may stand there, for a value that cannot be.
    """
    if section not in SECTIONS:
        raise WrongUse.unknown("check or definition", section, SECTIONS)
    fields = SECTIONS[section].model_fields
    if key not in fields:
        raise WrongUse.unknown(f"threshold of {section}", key, fields)
    name = section.replace("-", "_")
    try:
        changed = SECTIONS[section].model_validate({**dict(getattr(thresholds, name)), key: value})
    except ValidationError:
        what = f"{section} > {key}: {shown(value)} is not {expected(fields[key])}."
        raise WrongUse(what, _mend(value, fields[key])) from None
    return thresholds.model_copy(update={name: changed})


def changed_from_default(overrides: Iterable[Override]) -> tuple[tuple[str, str, Any, Any, str], ...]:
    """(section, key, default, value, reason) of each threshold that differs in the end."""
    last = {(override.section, override.key): override for override in overrides}
    order = [(section, key) for section, model in SECTIONS.items() for key in model.model_fields]
    return tuple(
        (section, key, default, last[section, key].value, last[section, key].reason)
        for section, key in order
        if (section, key) in last
        and last[section, key].value != (default := SECTIONS[section].model_fields[key].default)
    )


def expected(field: FieldInfo) -> str:
    """What may stand there, in words.

    >>> expected(SECTIONS["needs-not-met"].model_fields["rate"])
    'a number from 0 to 1'
    """
    if _is_choice(field):
        return join_words([str(choice) for choice in get_args(field.annotation)], "or")
    if field.annotation not in (int, float):
        return WORDS
    kind = "a whole number" if field.annotation is int else "a number"
    least, most = limits(field)
    return f"{kind} from {least:,} to {most:,}"


def _is_choice(field: FieldInfo) -> bool:
    return get_origin(field.annotation) is Literal


def limits(field: FieldInfo) -> tuple[float, float]:
    """The least and the most a threshold may be."""
    least = next(limit.ge for limit in field.metadata if isinstance(limit, Ge))
    most = next(limit.le for limit in field.metadata if isinstance(limit, Le))
    return least, most  # type: ignore[return-value]  # limits of numbers are numbers


def _groups(data: object, file: YamlFile, path: Path, mistakes: Mistakes) -> Iterable[tuple[str, object]]:
    """The keys of a group; a group left empty has none."""
    if data is None:
        return ()
    if isinstance(data, Mapping):
        return data.items()
    place = f"{path[-1]}: " if path else ""
    mistakes.add(
        file.name, file.line(path) or 1, f"{place}{shown(data)} stands where keys are needed.",
        "Write the keys below it, each on a line of its own and indented by two spaces."
        if path else "Write the name of a check and a colon, and the thresholds below it.",
    )  # fmt: skip
    return ()


def _read_one(
    section: str, key: str, written: object, file: YamlFile, path: Path, mistakes: Mistakes
) -> Override | None:
    fields = SECTIONS[section].model_fields
    if key not in fields:
        _unknown_threshold(section, key, file, path, mistakes)
        return None
    parts = _value_and_reason(written, file, path, mistakes)
    if parts is None:
        return None
    value, reason = parts
    try:
        checked = getattr(SECTIONS[section].model_validate({key: value}), key)
    except ValidationError:
        what = "there is no value." if value is None else f"{shown(value)} is not {expected(fields[key])}."
        mistakes.add(file.name, file.line(path), f"{section} > {key}: {what}", _mend(value, fields[key]))
        return None
    return Override(section, key, checked, reason)


def _unknown_threshold(section: str, key: str, file: YamlFile, path: Path, mistakes: Mistakes) -> None:
    homes = [name for name, model in SECTIONS.items() if key in model.model_fields]
    if homes:
        mistakes.add(
            file.name, file.line(path), f'there is no "{key}" under {section}.',
            f'It belongs under {join_words(homes, "or")}.',
        )  # fmt: skip
    else:
        unknown_key(file, path, SECTIONS[section].model_fields, mistakes)


def _value_and_reason(
    written: object, file: YamlFile, path: Path, mistakes: Mistakes
) -> tuple[object, str] | None:
    if not isinstance(written, Mapping):
        return written, NO_REASON
    strangers = [key for key in written if key not in _KEYS_OF_A_VALUE]
    for key in strangers:
        unknown_key(file, (*path, key), _KEYS_OF_A_VALUE, mistakes)
    if "value" not in written:
        if not strangers:
            mistakes.add(file.name, file.line(path), f"{path[-1]} has a reason but no value.",
                         'Write {value: ..., reason: "..."}.')  # fmt: skip
        return None
    reason = written.get("reason")
    if isinstance(reason, Mapping | list):
        mistakes.add(
            file.name, file.line((*path, "reason")), f"{shown(reason)} stands where the reason belongs.",
            'Write the reason as one text in "quotation marks".',
        )  # fmt: skip
        return None
    return written["value"], " ".join(str(reason or "").split()) or NO_REASON


def _mend(value: object, field: FieldInfo) -> str:
    default = f"leave the line out for the default, {shown_value(field.default)}"
    if _is_choice(field):
        return f"Write {expected(field)}, or {default}."
    if field.annotation not in (int, float):
        return f"Write the words as [one, two], or {default}."
    meant = _number_meant(value, field)
    return f"Write {meant}, or {default}." if meant else f"Write {expected(field)}, or {default}."


def shown_value(value: object) -> str:
    """A threshold as a person reads it.

    >>> shown_value(0.05), shown_value(1 / 3), shown_value(("drinks", "checks")), shown_value(1000)
    ('0.05', '0.3333', '[drinks, checks]', '1000')
    """
    if isinstance(value, tuple):
        return f"[{', '.join(map(str, value))}]"
    return f"{value:.4g}" if isinstance(value, float) else str(value)


_A_NUMBER = re.compile(r"\s*(-?\d{1,9}(?:[.,]\d{1,9})?)\s*(%|[A-Za-z ]*)\s*", re.ASCII)


def _number_meant(value: object, field: FieldInfo) -> str:
    """The number someone had in mind who wrote "45%", "0,45", "45" for a share, or "4 days"."""
    match = _A_NUMBER.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return ""
    amount = float(match[1].replace(",", "."))
    least, most = limits(field)
    if most == 1 and (match[2] == "%" or 2 <= amount <= 100):
        amount /= 100
    if not least <= amount <= most or (field.annotation is int and not amount.is_integer()):
        return ""
    return f"{amount:.10g}"
