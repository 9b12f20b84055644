"""What was a service's month made from, so that somebody else can make it again and compare?

`manifest.json` names every input, parameter, threshold, version and output with its hash. It holds no
clock, no path of the machine and no name of a user.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from platform import python_version
from typing import Any

import pandas as pd

from toolkit.parameters import Parameters
from toolkit.period import Period
from toolkit.run.publish import MANIFEST, sha256_of
from toolkit.sources.contract import ORIGIN_COLUMNS, TABLES
from toolkit.sources.inventory import SourceFile
from toolkit.sources.store import Store

_LIBRARIES = (
    "altair", "duckdb", "ipykernel", "jinja2", "nbclient", "nbconvert", "nbformat", "numpy", "pandas",
    "papermill", "pyarrow", "pydantic", "python-calamine", "scipy", "vl-convert-python",
)  # fmt: skip
_MONTHS_READ = 14  # as far back as Evidence.rows reads tables kept by month


@dataclass(frozen=True, slots=True)
class RowsRead:
    """The rows of one service that an audit reads: one digest, and the files they stand in."""

    sha256: str
    files: frozenset[str]


class ServiceRows:
    """What the audits of one service and month read; each table is looked at once for all of them."""

    def __init__(self, store: Store, service: str, period: Period) -> None:
        self._store, self._service, self._period = store, service, period
        self._looked_at: dict[str, tuple[bytes, frozenset[str]]] = {}

    def digest(self, tables: Iterable[str]) -> RowsRead:
        """One digest of what these tables hold for the service up to as_of, as far back as audits look.

        Only the contract's cells count, not where they stand: when another service's rows are added above
        them in the same file, this service's digest stays the same.
        """
        digest = hashlib.sha256()
        files: frozenset[str] = frozenset()
        for table in sorted(set(tables)):
            if table not in self._looked_at:
                self._looked_at[table] = self._look_at(table)
            cells, named = self._looked_at[table]
            digest.update(cells)
            files |= named
        return RowsRead(digest.hexdigest(), files)

    def _look_at(self, table: str) -> tuple[bytes, frozenset[str]]:
        """A number for each row of the table, under its name and columns, and the files the rows stand in."""
        first = self._period.first_day_of_months(_MONTHS_READ) if TABLES[table].by_month else None
        rows = self._store.rows(table, service=self._service, first=first, last=self._period.as_of)
        cells = rows.drop(columns=list(ORIGIN_COLUMNS))
        heading = f"{table} {','.join(cells.columns)} {len(cells)}\n".encode()
        numbers = pd.util.hash_pandas_object(cells, index=False).to_numpy().tobytes()
        return heading + numbers, frozenset(rows["_file"].dropna().unique())


def toolkit_version() -> str:
    """The version of this toolkit; a checkout that was never installed has none."""
    try:
        return metadata.version("leadership-grip")
    except metadata.PackageNotFoundError:
        return "not installed"


def combine_digests(parts: Mapping[str, str]) -> str:
    """One digest from those of several audits."""
    text = "\n".join(f"{name} {value}" for name, value in sorted(parts.items()))
    return hashlib.sha256(text.encode()).hexdigest()


def make_manifest(
    *,
    service: str,
    period: Period,
    parameters: Parameters,
    store: Store,
    files: Iterable[str],
    rows: Mapping[str, str],
    outputs: Mapping[str, str],
    earlier_inputs: Iterable[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """The manifest of one service and month.

    `files` are the inputs its rows stand in, `rows` the digest of the rows each audit read, `outputs`
    the hashes of the published files by their names below the service's folder, `earlier_inputs` what
    older audits that were kept had read.
    """
    wanted = set(files)
    inputs = {entry["path"]: dict(entry) for entry in earlier_inputs}
    inputs |= {file.path: _input(file) for file in store.files if file.path in wanted}
    return {
        "schema": 1,
        "service": service,
        "month": period.month,
        "as_of": period.as_of.isoformat(),
        "toolkit": toolkit_version(),
        "python": python_version(),
        "libraries": {name: metadata.version(name) for name in _LIBRARIES},
        "inputs": [inputs[path] for path in sorted(inputs)],
        "rows_sha256": combine_digests(rows),
        "audits": {name: {"rows_sha256": digest} for name, digest in sorted(rows.items())},
        "parameters": [
            {"path": name, "sha256": sha256_of(parameters.workspace / name)}
            for name in sorted(parameters.files)
            if concerns(name, service)
        ],
        "thresholds": parameters.thresholds(service).model_dump(mode="json", by_alias=True),
        "outputs": [
            {"path": name, "sha256": digest} for name, digest in sorted(outputs.items()) if name != MANIFEST
        ],
    }


def _input(file: SourceFile) -> dict[str, Any]:
    return {
        "path": file.path,
        "sha256": file.sha256,
        "rows_used": sum(table.rows_used for table in file.tables),
        "rows_refused": sum(table.rows_refused for table in file.tables),
    }


def concerns(name: str, service: str) -> bool:
    """Whether a parameter file says anything about the service; another service's own file does not."""
    path = Path(name)
    return path.parent.name != "services" or path.stem == service
