"""Which frames were worked out before from exactly the same things, and need not be again?

A frame is kept under a key made of everything it follows from: the cells it was computed from, what
else was asked, and the code that computes. Nothing needs to be thrown away for being out of date: other
contents have another key. What cannot be read, or is not what was written, is as if it was not there,
and a folder that cannot be written costs time only.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from toolkit.sources.store_files import folder_name, write_whole

# The months of three years and some what-ifs; the frames are small, the limit only keeps the folder so.
MOST_OF_A_SERVICE = 60
_SUM_BYTES = hashlib.sha256().digest_size  # before the Parquet bytes stands their digest


class KeptFrames:
    """The frames kept in one folder, by service and key.

    Two processes may use it at once: a file appears whole, and what the other wrote under a key is
    what this one would have written.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, service: str, key: str, compute: Callable[[], pd.DataFrame]) -> pd.DataFrame:
        """The frame of that key: the one kept, else the computed one, kept from now on."""
        path = self._folder / folder_name(service) / f"{key}.frame"
        found = _read(path)
        if found is not None:
            return found
        frame = compute()
        try:
            write_whole(path, _as_bytes(frame))
            _forget_oldest(path.parent)
        except OSError:  # a full disk or a folder of somebody else's: the answer is right without it
            pass
        return frame


def content_key(parts: Iterable[object]) -> str:
    """One key for these things: frames by their cells, other values by how they print.

    >>> content_key(["2026-10", 36]) == content_key(["2026-10", 36])
    True
    >>> content_key([pd.DataFrame({"a": [1]})]) == content_key([pd.DataFrame({"a": [2]})])
    False
    """
    digest = hashlib.sha256()
    for part in parts:
        text = digest_of_frame(part) if isinstance(part, pd.DataFrame) else repr(part)
        digest.update(f"{type(part).__name__} {len(text)} {text}\n".encode())
    return digest.hexdigest()


def digest_of_frame(frame: pd.DataFrame) -> str:
    """A digest of a frame's columns, their types and every cell, in the order of its rows."""
    columns = [(str(name), str(dtype)) for name, dtype in frame.dtypes.items()]
    cells = pd.util.hash_pandas_object(frame, index=False).to_numpy()
    return hashlib.sha256(f"{columns} {len(frame)}\n".encode() + cells.tobytes()).hexdigest()


def _as_bytes(frame: pd.DataFrame) -> bytes:
    sink = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pandas(frame, preserve_index=False), sink, compression="zstd")
    content: bytes = sink.getvalue().to_pybytes()
    return hashlib.sha256(content).digest() + content


def _read(path: Path) -> pd.DataFrame | None:
    """The frame as it was written; None when there is none, or a byte of it has changed since."""
    try:
        with pa.OSFile(str(path)) as file:
            written = file.read_buffer()
    except OSError:
        return None
    if written.size <= _SUM_BYTES:
        return None
    content = written.slice(_SUM_BYTES)
    if hashlib.sha256(content).digest() != written.slice(0, _SUM_BYTES).to_pybytes():
        return None
    # One thread: this may run in a forked process, and the frame is small. The buffer is Arrow's own
    # (store_files.read_parquet says why).
    table = pq.ParquetFile(pa.BufferReader(content)).read(use_threads=False)
    return table.to_pandas(use_threads=False)


def _forget_oldest(folder: Path) -> None:
    """Leave what was written last; what a killed process left half written grows old like the rest."""
    written = [(entry.stat().st_mtime_ns, entry.path) for entry in os.scandir(folder)]
    for _, path in sorted(written)[:-MOST_OF_A_SERVICE]:
        Path(path).unlink(missing_ok=True)
