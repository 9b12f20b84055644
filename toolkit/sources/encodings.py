"""In which encoding is a text file written, and what are its lines?

UTF-8, UTF-16 or Windows-1252. A file of any length is looked through and read piece by piece.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from toolkit.sources.raw import Unopenable

HEAD_BYTES = 256 * 1024
PIECE_BYTES = 4 * 1024**2
UTF8_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Text:
    """What is known of a text after looking through it: quotation marks counted, and how it ends."""

    encoding: str
    quotes: int
    tail: str


def decode_head(content: bytes) -> str:
    """The first HEAD_BYTES of a file as text; its last character may be cut off."""
    part = len(content) > HEAD_BYTES
    content = content[:HEAD_BYTES]
    encoding = _utf16_of(content)
    if encoding:
        whole = content[: len(content) // 2 * 2] if part else content
        try:
            return whole.decode(encoding).removeprefix("\ufeff")
        except UnicodeDecodeError:
            raise _not_utf16() from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if part and error.start > len(content) - 4:
            return content[: error.start].decode("utf-8-sig")
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise _neither(content[: error.start].count(b"\n") + 1) from None


def look_through(path: Path, start: int, *, tail: int) -> Text:
    """Find the encoding in which the whole file can be read, from the byte `start` on.

    `tail` is how many of its last characters are kept. Raises Unopenable when there is no such encoding.
    """
    with path.open("rb") as file:
        file.seek(start)
        encoding = _utf16_of(file.read(4096))
    if encoding:
        try:
            return _look_through(path, start, encoding, tail)
        except UnicodeDecodeError:
            raise _not_utf16() from None
    try:
        return _look_through(path, start, "utf-8-sig", tail)
    except UnicodeDecodeError:
        pass
    try:
        return _look_through(path, start, "cp1252", tail)
    except UnicodeDecodeError:
        raise _neither(_line_of_first_not_cp1252(path, start)) from None


def lines_of(path: Path, start: int, encoding: str) -> Iterator[str]:
    """The lines of the text with their ends as they stand, however a line ends."""
    with path.open("rb") as file:
        file.seek(start)
        text = io.TextIOWrapper(file, encoding=encoding, newline="")
        for at, line in enumerate(text):
            # Python's UTF-16 takes off one mark at the beginning; a second one is none of the text either.
            yield line.removeprefix("\ufeff") if at == 0 and encoding.startswith("utf-16") else line


def _pieces(path: Path, start: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(start)
        yield from iter(lambda: file.read(PIECE_BYTES), b"")


def _look_through(path: Path, start: int, encoding: str, tail: int) -> Text:
    decoder = codecs.getincrementaldecoder(encoding)()
    quotes, end = 0, ""
    for piece in _pieces(path, start):
        text = decoder.decode(piece)
        quotes += text.count('"')
        end = (end + text)[-tail:]
    end += decoder.decode(b"", final=True)
    return Text(encoding, quotes, end)


def _line_of_first_not_cp1252(path: Path, start: int) -> int:
    lines = 0
    for piece in _pieces(path, start):
        try:
            piece.decode("cp1252")
        except UnicodeDecodeError as error:
            return lines + piece[: error.start].count(b"\n") + 1
        lines += piece.count(b"\n")
    return lines + 1


def _utf16_of(content: bytes) -> str | None:
    """The kind of UTF-16 a text begins in, by its mark or by its zero bytes."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if b"\0" not in content[:4096]:
        return None
    even, odd = content[0:4096:2], content[1:4096:2]
    if odd.count(0) > len(odd) // 2:
        return "utf-16-le"
    if even.count(0) > len(even) // 2:
        return "utf-16-be"
    raise Unopenable("damaged-file", why="it does not hold text")


def _not_utf16() -> Unopenable:
    return Unopenable("wrong-encoding", why="it begins like UTF-16 but does not go on so")


def _neither(line: int) -> Unopenable:
    return Unopenable("wrong-encoding", why=f"line {line} is neither UTF-8 nor Windows-1252")
