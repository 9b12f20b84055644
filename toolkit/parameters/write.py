"""How does a parameter file look when we write it: commented, complete, and saying only what differs?

`grip sample` writes these; a person edits them. Each text reads back to the same parameters, is the
same for the same arguments, and ends in a line feed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from toolkit.parameters.framework import Framework
from toolkit.parameters.overrides import NO_REASON, SECTIONS, expected, shown_value
from toolkit.parameters.provider import ROLES, Forums
from toolkit.parameters.yaml_files import BLANK

Changes = Mapping[str, Mapping[str, Any]]

# Words that YAML reads as they stand, also inside brackets; everything else is put in quotation marks.
_PLAIN = re.compile(r"[A-Za-z](?:[A-Za-z0-9 _/-]*[A-Za-z0-9])?", re.ASCII)


def provider_yaml(
    *, name: str, forums: Mapping[str, str] | None = None, reviewers: Mapping[str, str] | None = None
) -> str:
    """`provider.yaml`: the provider's name, what it calls its forums, and its titles for the roles."""
    lines = ["# Who the provider is, what its meetings are called, and who reviews what.",
             f"name: {_text(name)}", "",
             "# What you call the four forums, lowest first."]  # fmt: skip
    lines += _settings("forums", forums or {}, Forums().model_dump())
    lines += ["", "# Your own titles for the roles the checks speak of; reports print them instead."]
    lines += _settings("reviewers", reviewers or {}, {role: role for role in ROLES}, ROLES)
    return _file(lines)


def thresholds_yaml(changes: Changes | None = None) -> str:
    """`thresholds.yaml`: every threshold with its default, range and reason; only changes count.

    `changes` is section -> key -> the value, or (value, reason).
    """
    lines = [
        "# Where the checks draw their lines. Every threshold stands here with why it is where it is,",
        "# and below that its default, as a comment. To change one, take the # away from its line and",
        "# write your value, with the reason for it:",
        '#   days_in_month: {value: 5, reason: "agreed at the quality meeting in May 2026"}',
        "# Reports print every threshold that differs from the default, and the reason given.",
        *_thresholds(changes or {}, indent=""),
    ]
    return _file(lines)


def service_yaml(*, thresholds: Changes | None = None, reviewers: Mapping[str, str] | None = None) -> str:
    """`services/<id>.yaml`: what differs at one service only."""
    lines = ["# What differs at this service only; the rest is as in thresholds.yaml and provider.yaml."]
    if thresholds:
        lines.append("thresholds:")
        for section, keys in sorted(thresholds.items()):
            lines.append(f"  {section}:")
            lines += [f"    {key}: {_with_reason(value)}" for key, value in sorted(keys.items())]
    if reviewers:
        lines += ["reviewers:", *(f"  {role}: {_text(title)}" for role, title in sorted(reviewers.items()))]
    return _file(lines)


def themes_yaml(words: Mapping[str, str] | None = None) -> str:
    """`themes.yaml`: the words of the provider's systems, each with the theme it stands for."""
    lines = [
        "# The words your systems use, and the theme of the data contract each stands for.",
        "# Case, spaces and hyphens make no difference. A word that is not here counts as other,",
        "# and is named among the problems.",
    ]
    own = sorted((words or {}).items())
    return _file([*lines, *(f"{_text(word)}: {theme}" for word, theme in own)])


def framework_yaml(framework: Framework | None = None) -> str:
    """`framework.yaml`: the regulator's words of one version, whole, so that it can be swapped."""
    shown = framework or Framework()
    lines = [
        "# The regulator's words. Reports print the version, so that a reader knows which words were used.",
        "# To use another framework, replace the statements and write its own version.",
        f"version: {_text(shown.version)}",
        "quality_statements:",
    ]
    for question, names in shown.quality_statements.model_dump(by_alias=True).items():
        lines += [f"  {question}:", *(f"    - {_text(name)}" for name in names)] if names else []
    lines.append(
        "# RA: Regulated Activities Regulations 2014. Reg-Regs: CQC (Registration) Regulations 2009."
    )
    lines += ["regulations:", *(f"  {code}: {_text(title)}" for code, title in shown.regulations.items())]
    return _file(lines)


def sources_yaml() -> str:
    """`sources.yaml`: how to describe an export, as comments only."""
    return _file([
        "# Exports with names and words of their own, and how they become tables of the data contract.",
        "# This version checks what stands here and names it among the problems, but does not apply it",
        "# yet: until then, save exports under the names and columns of the data contract.",
        "#",
        "# - table: shifts",
        "#   files: rota/*.csv",
        "#   columns:",
        "#     shift_id: id",
        "#     starts_at: {from: start_time, as: unix seconds}",
        "#   values:",
        "#     status: {Published: planned, Unpublished: unpublished}",
        "#   service: {column: location, values: {Oakfield House: oakfield}}",
    ])  # fmt: skip


def _thresholds(changes: Changes, indent: str) -> Iterable[str]:
    for section, model in SECTIONS.items():
        yield ""
        yield f"{indent}# {(model.__doc__ or '').splitlines()[0]}"
        yield f"{indent}{section}:"
        for key, field in model.model_fields.items():
            sort = expected(field)
            yield f"{indent}  # {field.description} {sort[0].upper()}{sort[1:]}."
            changed = changes.get(section, {}).get(key)
            if changed is None:
                yield f"{indent}  # {key}: {_value(field.default)}"
            else:
                yield f"{indent}  # Default: {shown_value(field.default)}."
                yield f"{indent}  {key}: {_with_reason(changed)}"


def _with_reason(written: Any) -> str:
    is_pair = isinstance(written, tuple) and len(written) == 2 and not isinstance(written[0], str)
    value, reason = written if is_pair else (written, NO_REASON)
    return _value(value) if reason == NO_REASON else f"{{value: {_value(value)}, reason: {_text(reason)}}}"


def _value(value: Any) -> str:
    if isinstance(value, tuple | list):
        return f"[{', '.join(_text(word) for word in value)}]"
    # In full, so that a default that is uncommented stays the default: a third is no 0.3333.
    return f"{value:g}" if isinstance(value, float) and float(f"{value:g}") == value else str(value)


def _settings(
    heading: str,
    own: Mapping[str, str],
    defaults: Mapping[str, str],
    meanings: Mapping[str, str] | None = None,
) -> list[str]:
    """A group in which every key is shown: those set as they are, the others as comments."""
    lines = [f"{heading}:"]
    for key, default in defaults.items():
        if meanings:
            lines.append(f"  # {meanings[key]}")
        lines.append(f"  {key}: {_text(own[key])}" if key in own else f"  # {key}: {_text(default)}")
    return lines


def _text(text: str) -> str:
    r"""The text as YAML that reads back to it.

    >>> _text("Oak Care"), _text("12: a"), _text("null"), _text('say "no"')
    ('Oak Care', '"12: a"', '"null"', '"say \\"no\\""')
    """
    if _PLAIN.fullmatch(text) and text not in BLANK and "  " not in text:
        return text
    return '"' + "".join(_escaped(letter) for letter in text) + '"'


def _escaped(letter: str) -> str:
    if letter in '"\\':
        return "\\" + letter
    return letter if letter.isprintable() else f"\\U{ord(letter):08X}"


def _file(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"
