"""A workspace of parameter files for a test, which names only the files that matter to it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from toolkit.errors import WrongParameters
from toolkit.parameters import Parameters, load

OAKFIELD = "service_id,name,kind\noakfield,Oakfield House,residential\n"
TWO_SERVICES = OAKFIELD + "birch-lodge,Birch Lodge,home_care\n"


def write_workspace(
    folder: Path, files: Mapping[str, str | bytes] | None = None, *, services: str | bytes | None = OAKFIELD
) -> Path:
    """Writes the files, by their names below `parameters/`."""
    everything = {} if services is None else {"services.csv": services}
    for name, content in {**everything, **(files or {})}.items():
        path = folder / "parameters" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def load_from(
    folder: Path, files: Mapping[str, str | bytes] | None = None, *, services: str | bytes = OAKFIELD
) -> Parameters:
    return load(write_workspace(folder, files, services=services))


def mistakes_in(
    folder: Path, files: Mapping[str, str | bytes] | None = None, *, services: str | bytes = OAKFIELD
) -> list[str]:
    """What `load` finds wrong, mistake by mistake."""
    with pytest.raises(WrongParameters) as raised:
        load_from(folder, files, services=services)
    return list(raised.value.mistakes)
