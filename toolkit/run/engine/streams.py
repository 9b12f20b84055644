"""How is everything a notebook writes to its two output streams caught, whoever writes it?

`print` writes through to file descriptors 1 and 2, and so do C libraries and other programs; both
descriptors lead into files. So nothing needs a thread to read it, nothing blocks, and what several
of them write to one stream stays in the order in which it was written.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
from collections.abc import Iterator
from typing import IO

_STREAMS = {"stdout": 1, "stderr": 2}


class CapturedStreams:
    """The two streams of this process, from now on until `close`."""

    def __init__(self) -> None:
        self._files: dict[str, IO[bytes]] = {}
        self._read = dict.fromkeys(_STREAMS, 0)
        self._before = {name: (getattr(sys, name), os.dup(number)) for name, number in _STREAMS.items()}
        for name, number in _STREAMS.items():
            file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115  closed by `close`
            os.dup2(file.fileno(), number)
            self._files[name] = file
            raw = io.FileIO(number, "wb", closefd=False)
            setattr(sys, name, io.TextIOWrapper(raw, "UTF-8", "surrogateescape", write_through=True))

    @property
    def written(self) -> int:
        """How many bytes were written so far."""
        return sum(os.fstat(file.fileno()).st_size for file in self._files.values())

    def collect(self) -> Iterator[tuple[str, str]]:
        """The name and the text of each stream that was written to since the last time."""
        for name, file in self._files.items():
            waiting = os.fstat(file.fileno()).st_size - self._read[name]
            if waiting > 0:
                text = os.pread(file.fileno(), waiting, self._read[name])
                self._read[name] += waiting
                yield name, text.decode("utf-8", "replace")

    def close(self) -> None:
        """Put back what was there before."""
        for name, (stream, number) in self._before.items():
            setattr(sys, name, stream)
            os.dup2(number, _STREAMS[name])
            os.close(number)
            self._files[name].close()
