"""What was a service's month made from, so that somebody else can make it again and compare?

`manifest.json` names every input, parameter, threshold, version and output with its hash. It holds no
clock, no path of the machine and no name of a user.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from importlib import metadata
from pathlib import Path
from platform import python_version
from typing import Any

from toolkit.parameters import Parameters
from toolkit.period import Period
from toolkit.run.publish import MANIFEST, sha256_of
from toolkit.sources.inventory import SourceFile
from toolkit.sources.store import Store

_LIBRARIES = (
    "altair", "duckdb", "ipykernel", "jinja2", "nbclient", "nbconvert", "nbformat", "numpy", "pandas",
    "papermill", "pyarrow", "pydantic", "python-calamine", "scipy", "vl-convert-python",
)  # fmt: skip


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
