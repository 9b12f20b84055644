"""Where is the workspace, and what are its parameter files called?"""

from __future__ import annotations

import os
from pathlib import Path

from toolkit.errors import NoUsableInput, WrongUse

FOLDER = "parameters"
SERVICES = "services.csv"
SERVICE_FOLDER = "services"
YAML_FILES = ("provider.yaml", "thresholds.yaml", "themes.yaml", "framework.yaml", "sources.yaml")
VARIABLE = "GRIP_WORKSPACE"


def find_workspace(text: str = "") -> Path:
    """The folder that holds `parameters/`, `data/` and `outputs/`.

    '' means the folder named by GRIP_WORKSPACE, else the nearest folder upward from here that holds
    `parameters/services.csv`, so that a notebook runs from its own folder too.
    Raises WrongUse when the folder named does not exist, NoUsableInput when none is found.
    """
    named = text.strip() or os.environ.get(VARIABLE, "").strip()
    if named:
        folder = Path(named).resolve()
        if not folder.is_dir():
            source = "" if text.strip() else f" (named by {VARIABLE})"
            mend = "Name the folder that holds parameters/."
            raise WrongUse(f'There is no folder "{named}"{source}.', mend)
        return folder
    here = Path.cwd().resolve()
    for folder in (here, *here.parents):
        if (folder / FOLDER / SERVICES).is_file():
            return folder
    raise NoUsableInput(
        f"Neither {here} nor any folder above it holds {FOLDER}/{SERVICES}.",
        'Go to the folder that does, name it with --workspace, or write a sample with "grip sample".',
    )


def relative_name(path: Path, workspace: Path) -> str:
    """A file as its owner would name it: relative to the workspace, with forward slashes."""
    return path.relative_to(workspace).as_posix()
