"""Which services, months and audits are there, and how does each of them stand?

The names told here are the names every command takes.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from toolkit import parameters as parameter_files
from toolkit.audits import AUDITS
from toolkit.audits.published import Json, read_service
from toolkit.errors import WorkspaceBusy
from toolkit.run.data_quality import build_store
from toolkit.run.lock import workspace_lock
from toolkit.run.publish import make_private_folder
from toolkit.run.unwritable import tell_what_is_unwritable


@dataclass(frozen=True, slots=True)
class WorkspaceState:
    """The services with their names and kinds, the audits, the months with rows, and what was run."""

    services: dict[str, tuple[str, str]]
    audits: dict[str, str]
    months: tuple[str, ...]
    states: dict[str, dict[str, dict[str, str]]]  # month -> service -> audit -> status

    def as_json(self) -> Json:
        return {
            "services": {key: {"name": name, "kind": kind} for key, (name, kind) in self.services.items()},
            "audits": self.audits,
            "months": list(self.months),
            "states": self.states,
        }


def describe_workspace(workspace: Path, command: str = "grip list") -> WorkspaceState:
    """Look through parameters, exports and outputs; nothing is run.

    While a batch holds the workspace its exports are not read again: the months are then those
    already run.
    """
    parameters = parameter_files.load(workspace)
    outputs = parameters.workspace / "outputs"
    run = sorted(path.name for path in outputs.glob("[0-9][0-9][0-9][0-9]-[0-9][0-9]") if path.is_dir())
    states = {}
    for month in run:
        held = {service: read_service(outputs / month / service) for service in sorted(parameters.services)}
        states[month] = {
            service: {name: str(entry["status"]) for name, entry in findings.audits.items()}
            for service, findings in held.items()
            if findings is not None
        }
    try:
        with tell_what_is_unwritable(outputs), workspace_lock(make_private_folder(outputs), command):
            months = build_store(parameters).months()
    except WorkspaceBusy:
        months = tuple(run)
    return WorkspaceState(
        services={key: (s.name, s.kind) for key, s in sorted(parameters.services.items())},
        audits={name: kind.title for name, kind in AUDITS.items()},
        months=tuple(months),
        states=states,
    )
