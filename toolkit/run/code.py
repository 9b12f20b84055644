"""Which code and libraries make an executed notebook, and which only the page around it?

An audit runs again when the first changes. When only the second does, its page is made again from the
executed notebook that is kept.
"""

from __future__ import annotations

import hashlib
import os
import platform
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
# What no cell of an audit's notebook loads; tests/functional/test_rendering_key.py watches that.
PAGE_ONLY = frozenset(
    f"report/{name}"
    for name in (
        "data_quality.py", "exporter.py", "index.py", "page.py", "page_facts.py", "safety.py",
        "template/conf.json", "template/data_quality.html.j2", "template/failure.html.j2",
        "template/index.html.j2", "template/page.css", "template/provider.html.j2",
        "template/report.html.j2", "template/service.html.j2", "template/shell.html.j2",
    )
)  # fmt: skip
_LEFT_OUT = (
    "__pycache__",
    "notebooks",
)  # in a wheel the notebooks lie in the package; each has its own digest


@dataclass(frozen=True, slots=True)
class Code:
    """Digests: of the toolkit's code, of the part that only makes pages, and of all versions installed."""

    run: str
    page: str
    versions: str


def digest_code(package: Path = PACKAGE) -> Code:
    """The code as it lies on disk now."""
    run, page = hashlib.sha256(), hashlib.sha256()
    for path in _files(package):
        name = path.relative_to(package).as_posix()
        digest = page if name in PAGE_ONLY else run
        digest.update(f"{name}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return Code(run.hexdigest(), page.hexdigest(), _digest_versions(sys.path))


def _files(package: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(package):
        folders[:] = sorted(folder for folder in folders if folder not in _LEFT_OUT)
        yield from (Path(place, name) for name in sorted(names) if not name.endswith(".pyc"))


def _digest_versions(places: Iterable[str]) -> str:
    """Python, the machine's kind, and each installed distribution, as the name of its folder tells it.

    All of them, not only the ones we name: any may change what a notebook shows, and reading a few
    folder names costs nothing.
    """
    facts = [sys.version, platform.python_implementation(), sys.platform, platform.machine()]
    for place in places:
        folder = Path(place or ".")
        if folder.is_dir():
            facts += [name for name in os.listdir(folder) if name.endswith((".dist-info", ".egg-info"))]
    return hashlib.sha256("\n".join(sorted(facts)).encode()).hexdigest()
