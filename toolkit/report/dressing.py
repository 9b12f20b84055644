"""What must be done to a picture as vl-convert draws it, before it stands in a page?"""

from __future__ import annotations

import re
from xml.etree import ElementTree

HATCH = "url(#hatch)"  # where a picture fills with it, `dressed` puts a pattern of the picture's own
_SVG = "http://www.w3.org/2000/svg"
_LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}(?:e-\d+)?")
_COUNTED = re.compile(r"(?<=[\"#])(?:clip|gradient_)\d+(?=[\")])")
_NOISE = ("role", "class", "font-family", "pointer-events")
_EMPTY = ("", "M0,0h0v0h0Z")  # paths of axes that are not drawn
_INHERITED = ("fill", "stroke", "stroke-width", "text-anchor", "font-size", "font-weight")


def dressed(svg: str, *, name: str, title: str, description: str) -> str:
    """SVG as vl-convert draws it, made fit to stand in a page.

    Class names, font families and ARIA of single marks go; a title and a description come, and with
    them the role of one picture. Text is escaped by the XML writer.
    """
    ElementTree.register_namespace("", _SVG)
    own = _with_own_ids(svg, name)
    root = ElementTree.fromstring(own.replace(HATCH, f"url(#{name}-hatch)"))
    for element in root.iter():
        for noise in [key for key in element.attrib if key in _NOISE or key.startswith("aria-")]:
            del element.attrib[noise]
        for key, value in element.attrib.items():
            element.set(key, _LONG_NUMBER.sub(_rounded, value))
        if element.get("opacity") == "1":
            del element.attrib["opacity"]
        for path in [one for one in element if one.get("d") in _EMPTY]:
            element.remove(path)
    for group in root.iter(f"{{{_SVG}}}g"):
        _say_once(group)
    root.set("role", "img")
    root.set("aria-labelledby", f"{name}-title {name}-desc")
    for place, (tag, text) in enumerate((("title", title), ("desc", description))):
        part = ElementTree.Element(f"{{{_SVG}}}{tag}", {"id": f"{name}-{tag}"})
        part.text = text
        root.insert(place, part)
    if f"url(#{name}-hatch)" in ElementTree.tostring(root, encoding="unicode"):
        root.insert(2, _hatch(f"{name}-hatch"))
    return _shorter(ElementTree.tostring(root, encoding="unicode"))


def _with_own_ids(svg: str, name: str) -> str:
    """Vega counts clips and gradients as long as its process lives; here each picture counts its own."""
    found = dict.fromkeys(one[0] for one in _COUNTED.finditer(svg))
    own = {one: f"{name}-part-{place}" for place, one in enumerate(found, start=1)}
    return _COUNTED.sub(lambda one: own[one[0]], svg)


def _say_once(group: ElementTree.Element) -> None:
    """What all the marks of a group share is said by the group: a quarter of a calendar's bytes."""
    marks = list(group)
    for key in _INHERITED:
        said = {mark.get(key) for mark in marks}
        if len(marks) > 1 and len(said) == 1 and None not in said:
            group.set(key, str(said.pop()))
            for mark in marks:
                del mark.attrib[key]


def _hatch(name: str) -> ElementTree.Element:
    """Stripes for what is not known: seen without colour, never taken for good."""
    drawn = (
        f'<defs xmlns="{_SVG}"><pattern id="{name}" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect width="6" height="6" fill="var(--band-unknown)"/>'
        '<path d="M0,0V6" stroke="var(--none)" stroke-width="1.6" opacity=".4"/></pattern></defs>'
    )
    return ElementTree.fromstring(drawn)


def _rounded(number: re.Match[str]) -> str:
    """To a hundredth of a pixel: nobody sees more, and it halves the page."""
    return f"{float(number[0]):.2f}".rstrip("0").rstrip(".")


def _shorter(svg: str) -> str:
    """Without groups that do nothing any more; they are a third of the bytes."""
    before = ""
    while before != svg:
        before = svg
        svg = re.sub(r"<g>((?:(?!<g\b|</g>).)*)</g>", r"\1", svg, flags=re.DOTALL)
    return svg
