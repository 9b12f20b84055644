"""What a reader of a page meets: its text, its tags, its tables."""

from __future__ import annotations

from html.parser import HTMLParser


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.cdata_elem is None and data.strip():
            self.texts.append(" ".join(data.split()))


def _read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader


def tags_of(html: str, tag: str | None = None) -> list[tuple[str, dict[str, str | None]]]:
    return [one for one in _read(html).tags if tag in (None, one[0])]


def text_of(html: str) -> str:
    """The words of the page in one line, as they would be copied from it."""
    return " ".join(_read(html).texts)
