"""Which of the contract's themes does a word of the provider's systems stand for?

A word that no one mapped is a problem row and kept as `other`: the toolkit does not guess beyond the
plain synonyms below, and a theme's own name always means itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from toolkit.errors import nearest
from toolkit.parameters.mistakes import Mistakes, shown
from toolkit.parameters.yaml_files import YamlFile
from toolkit.sources.contract import THEMES
from toolkit.sources.values import plain_word

# Words so plain that no provider would mean anything else by them.
PLAIN_WORDS: dict[str, tuple[str, ...]] = {
    "staffing": ("staffing levels", "staff shortage", "short staffed"),
    "missed_care": ("missed visit", "missed visits", "missed call", "missed calls", "late call", "late calls",
                    "late visit", "late visits"),
    "continuity": ("continuity of care", "consistency of staff"),
    "communication": ("communications",),
    "medication": ("medicine", "medicines", "medications", "meds", "medication error"),
    "falls": ("fall", "slips, trips and falls"),
    "nutrition": ("food", "food and drink", "hydration", "nutrition and hydration"),
    "skin": ("skin integrity", "pressure ulcer", "pressure ulcers", "pressure sore", "pressure sores"),
    "dignity": ("dignity and respect", "respect"),
    "records": ("record keeping", "documentation"),
    "safeguarding": ("abuse", "neglect"),
    "environment": ("premises", "maintenance", "cleanliness"),
    "infection": ("infection control", "infection prevention and control", "ipc"),
    "activities": ("activity",),
    "leadership": ("management",),
}  # fmt: skip


def default_words() -> dict[str, str]:
    """The words known without any `themes.yaml`."""
    return {plain_word(word): theme for theme, words in PLAIN_WORDS.items() for word in words}


def read_themes(file: YamlFile, mistakes: Mistakes) -> Mapping[str, str]:
    """Word to theme, the provider's own words before the plain ones.

    Words are compared without case, and with spaces, hyphens and underscores alike.
    """
    if file.data is not None and not isinstance(file.data, dict):
        mistakes.add(
            file.name, 1, f"holds {shown(file.data)} where words and themes are needed.",
            "Write one word a line with its theme, for example: Late calls: missed_care",
        )  # fmt: skip
        return MappingProxyType(default_words())
    own: dict[str, str] = {}
    written: dict[str, str] = {}
    for word, theme in (file.data or {}).items():
        key = plain_word(word)
        if _is_sound(file, word, theme, written.get(key), mistakes):
            own[key], written[key] = theme, word
    return MappingProxyType(dict(sorted((default_words() | own).items())))


def _is_sound(file: YamlFile, word: str, theme: object, earlier: str | None, mistakes: Mistakes) -> bool:
    line = file.line((word,))
    if theme not in THEMES:
        what = f"{shown(theme)} is not a theme." if theme is not None else "no theme stands behind it."
        mistakes.add(file.name, line, f"{shown(word)}: {what}", nearest(str(theme or ""), THEMES))
        return False
    if plain_word(word) in THEMES and plain_word(word) != theme:
        mistakes.add(file.name, line, f"{shown(word)} is a theme itself and cannot stand for {shown(theme)}.",
                     "Remove the line.")  # fmt: skip
        return False
    if earlier is not None:
        mistakes.add(file.name, line, f"{shown(word)} is the same word as {shown(earlier)}, which stands on "
                     f"line {file.line((earlier,))}.", "Keep one of the two.")  # fmt: skip
        return False
    return True
