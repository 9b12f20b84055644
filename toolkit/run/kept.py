"""What is kept of a service's month beside its outputs, to know the next time whether they still hold?

`outputs/.keys/<month>/<service>.json` holds, part by part, what each audit rested on. It is no part of
the outputs: it names ids of the store, and it is true of this workspace only. It holds only for the
manifest whose hash stands in it, and the manifest only for the files whose hashes stand in that: an
output that was altered, lost or put back from an older copy is seen.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from toolkit.audits.published import FINDINGS, Json, read_service
from toolkit.period import Period
from toolkit.run.publish import KEYS, MANIFEST, sha256_of, write_text

MONTH = "_month"  # no service id begins with an underscore
NOT_YET = "not run yet"
_ALTERED = "its manifest.json was altered, or its run ended before that was noted"
_SCHEMA = 1
Parts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class AuditKept:
    """What one published audit rested on: see `Fingerprints`. `files` are those its rows stand in."""

    run: Parts
    elsewhere: str
    outline: str
    render: Parts
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """What a service's folder, or the provider's pages, rested on, and the hash that binds it to them."""

    seal: str = ""
    pages: Parts = field(default_factory=dict)
    audits: Mapping[str, AuditKept] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Published:
    """A service's month as it lies there: what was found, and which of its files hold.

    `outputs` are the files the manifest names, each with what is wrong with it ("" for nothing);
    `unknown` says, when nothing can be told of what the audits rested on, why.
    """

    findings: Mapping[str, Json] = field(default_factory=dict)
    manifest: Json = field(default_factory=dict)
    outputs: Mapping[str, str] = field(default_factory=dict)
    kept: Kept = field(default_factory=Kept)
    unknown: str = ""

    @property
    def rows(self) -> Mapping[str, str]:
        """The digest of the rows each audit read."""
        return {name: part["rows_sha256"] for name, part in self.manifest.get("audits", {}).items()}

    def wrong_with(self, name: str) -> str:
        """What is wrong with an output, in words; "" for nothing."""
        return self.outputs.get(name, f"{name} is missing")


def page_of(audit: str) -> str:
    """The report of an audit, below its service's folder; a failure's page stands in its place."""
    return f"{audit}.html"


def notebook_of(audit: str) -> str:
    """The executed notebook of an audit, below its service's folder."""
    return f"notebooks/{audit}.ipynb"


def files_of(audit: str) -> tuple[str, str]:
    return page_of(audit), notebook_of(audit)


def keys_path(outputs: Path, month: str, name: str) -> Path:
    return outputs / KEYS / month / f"{name}.json"


def read_kept(path: Path) -> Kept:
    """What was kept; nothing where there is no such file, or none we can read."""
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        if held["schema"] != _SCHEMA:
            return Kept()
        audits = {
            name: AuditKept(**{**one, "files": tuple(one["files"])}) for name, one in held["audits"].items()
        }
        return Kept(held["seal"], held["pages"], audits)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Kept()


def write_kept(path: Path, kept: Kept) -> None:
    write_text(path, json.dumps({"schema": _SCHEMA, **asdict(kept)}, sort_keys=True) + "\n")


def read_published(folder: Path, period: Period, keys: Path) -> Published:
    """What was published of a service for the same day; nothing where it was cut short or is damaged.

    The findings are left out when they are not the ones that were published.
    """
    if not (folder / MANIFEST).is_file():
        unknown = "its manifest.json is missing" if (folder / FINDINGS).is_file() else NOT_YET
        return Published(unknown=unknown)
    manifest = _read_manifest(folder / MANIFEST)
    if manifest is None:
        return Published(unknown="its manifest.json is damaged")
    if manifest["as_of"] != period.as_of.isoformat():
        return Published(unknown=f"the last run looked back from {manifest['as_of']}")
    held = read_service(folder)
    kept = read_kept(keys)
    outputs = {entry["path"]: _wrong(folder, entry) for entry in manifest["outputs"]}
    unknown = ""
    if kept.seal != sha256_of(folder / MANIFEST):
        unknown = _ALTERED if kept.seal else "nobody noted what it rests on"
        kept = Kept()
    findings = held.audits if held is not None and not outputs.get(FINDINGS, "?") else {}
    return Published(findings, manifest, outputs, kept, unknown)


def _read_manifest(path: Path) -> Json | None:
    """The manifest; None where somebody damaged it so that we cannot rely on its shape."""
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        parts = [*held["outputs"], *held["inputs"]]
        texts = [held["as_of"], *(part[key] for part in parts for key in ("path", "sha256"))]
        texts += [part["rows_sha256"] for part in held["audits"].values()]
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return held if all(isinstance(text, str) for text in texts) else None


def _wrong(folder: Path, entry: Mapping[str, Any]) -> str:
    path = folder / entry["path"]
    if not path.is_file():
        return f"{entry['path']} is missing"
    return "" if sha256_of(path) == entry["sha256"] else f"{entry['path']} was altered"


def seal_of(paths: Iterable[Path]) -> str:
    """One text over files that are published together; "" when one of them is not there."""
    found = sorted(paths)
    if not all(path.is_file() for path in found):
        return ""
    return " ".join(f"{path.name}:{sha256_of(path)}" for path in found)
