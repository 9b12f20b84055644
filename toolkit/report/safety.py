"""Is a finished page safe to open: no script, nothing loaded from anywhere?

Text from records is escaped where it is rendered (`templates.py`). This is the second lock: it reads
the finished page as a browser would and refuses what no page of ours may hold, whoever put it there.
"""

from __future__ import annotations

from html.parser import HTMLParser

_FORBIDDEN_TAGS = frozenset(
    [
        "script",
        "iframe",
        "frame",
        "frameset",
        "object",
        "embed",
        "applet",
        "link",
        "base",
        "form",
        "input",
        "button",
        "textarea",
        "select",
        "audio",
        "video",
        "source",
        "track",
        "portal",
        "foreignobject",
        "animate",
        "set",
        "handler",
        "noscript",
        "template",
    ]
)
_LINKS = frozenset(("href", "xlink:href", "src", "srcset", "action", "formaction", "poster", "data", "ping"))
_META = frozenset(("content-security-policy",))


class UnsafePage(ValueError):
    """A page would run a script or load something; it is not written."""


def refuse_unsafe(html: str) -> None:
    """Raise UnsafePage, naming the first thing found, unless the page is safe to open offline.

    >>> refuse_unsafe("<p>One &lt;script&gt; in a name, escaped</p>")
    >>> refuse_unsafe('<p onclick="x()">')
    Traceback (most recent call last):
    toolkit.report.safety.UnsafePage: the page holds onclick on <p>
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()


class _Reader(HTMLParser):
    """Looks at every tag of a page."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _FORBIDDEN_TAGS:
            raise UnsafePage(f"the page holds <{tag}>")
        for name, value in attrs:
            _refuse_attribute(tag, name, (value or "").strip())

    handle_startendtag = handle_starttag

    def handle_data(self, text: str) -> None:
        if self.cdata_elem == "style":
            _refuse_style(text)


def _refuse_attribute(tag: str, name: str, value: str) -> None:
    if name.startswith("on"):
        raise UnsafePage(f"the page holds {name} on <{tag}>")
    if name == "style":
        _refuse_style(value)
    if tag == "meta" and name == "http-equiv" and value.lower() not in _META:
        raise UnsafePage(f"the page holds a <meta> that acts: {value}")
    if name in _LINKS and not _stays_here(tag, value):
        raise UnsafePage(f"the page leads or loads elsewhere: {name} on <{tag}>")


def _stays_here(tag: str, value: str) -> bool:
    """Relative links and parts of the page; pictures may also stand in the page itself."""
    if tag == "img" and value.lower().startswith("data:image/"):
        return True
    before_path = value.split("/", 1)[0].split("#", 1)[0].split("?", 1)[0]
    return not value.startswith(("//", "\\", "/\\")) and ":" not in before_path


def _refuse_style(css: str) -> None:
    squeezed = css.lower().replace(" ", "")
    if "@import" in squeezed or "url(" in squeezed.replace("url(#", ""):
        raise UnsafePage("a style of the page loads something")
