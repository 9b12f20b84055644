"""What did the provider settle, once and for every audit: its services, words, roles and thresholds?

`load` reads every parameter file of a workspace and either gives frozen, checked values or one error
that lists every mistake in all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from toolkit.errors import WrongUse, nearest
from toolkit.parameters.framework import Framework, read_framework
from toolkit.parameters.mapped_exports import Source, not_applied_yet, read_sources
from toolkit.parameters.mistakes import Mistakes, check_model
from toolkit.parameters.overrides import Override, changed_from_default, merge, read_overrides
from toolkit.parameters.provider import Name, Provider, check_roles, read_provider
from toolkit.parameters.rebases import DeclaredRebase, refuse_twice
from toolkit.parameters.services import Service, load_services
from toolkit.parameters.themes import read_themes
from toolkit.parameters.thresholds import Thresholds
from toolkit.parameters.workspace import FOLDER, SERVICE_FOLDER, SERVICES, YAML_FILES, relative_name
from toolkit.parameters.yaml_files import YamlFile, load_yaml
from toolkit.problems import Problem


class ServiceFile(BaseModel):
    """`services/<id>.yaml`: what differs at one service only."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    thresholds: Any = None
    reviewers: dict[str, Name] = Field(default_factory=dict)
    rebases: tuple[DeclaredRebase, ...] = ()


@dataclass(frozen=True, slots=True)
class Parameters:
    """Everything the parameter files say, with the defaults for what they leave out.

    `problems` are soft things in `services.csv` and sources that are not read yet; `files` are the
    files that were read, relative to the workspace.
    """

    workspace: Path
    provider: Provider
    services: Mapping[str, Service]
    themes: Mapping[str, str]
    framework: Framework
    sources: tuple[Source, ...]
    problems: tuple[Problem, ...]
    files: tuple[str, ...]
    _provider_overrides: tuple[Override, ...] = ()
    _service_overrides: Mapping[str, tuple[Override, ...]] = field(default_factory=dict)
    _service_reviewers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    _service_rebases: Mapping[str, tuple[DeclaredRebase, ...]] = field(default_factory=dict)

    def service(self, service_id: str) -> Service:
        """One service. Raises WrongUse, with the nearest id, when there is none of that id."""
        if service_id not in self.services:
            raise WrongUse.unknown("service", service_id, self.services)
        return self.services[service_id]

    def thresholds(self, service_id: str) -> Thresholds:
        """The thresholds of one service: the defaults, the provider's differences, then its own."""
        return merge(self._overrides(service_id))

    def changed_thresholds(self, service_id: str) -> tuple[tuple[str, str, Any, Any, str], ...]:
        """(section, key, default, value, reason) of each threshold that differs from its default."""
        return changed_from_default(self._overrides(service_id))

    def title(self, role: str, service_id: str) -> str:
        """What a role of the checks ("registered manager") is called at that service."""
        own = self._service_reviewers.get(self.service(service_id).service_id, {})
        return own.get(role) or self.provider.title(role)

    def rebases(self, service_id: str) -> tuple[DeclaredRebase, ...]:
        """The limits the service declared anew, in the order of its file."""
        return self._service_rebases.get(self.service(service_id).service_id, ())

    def _overrides(self, service_id: str) -> tuple[Override, ...]:
        own = self._service_overrides.get(self.service(service_id).service_id, ())
        return (*self._provider_overrides, *own)


def load(workspace: Path) -> Parameters:
    """The parameters of a workspace; only `parameters/services.csv` has to be there.

    Raises NoUsableInput without `parameters/services.csv`, and WrongParameters, which lists every
    mistake in every file, when anything in them cannot be understood.
    """
    workspace = workspace.resolve()
    mistakes = Mistakes()
    services, problems = load_services(workspace, mistakes)
    files = _Files(workspace, mistakes)
    sources_file = files.read("sources.yaml")
    sources = read_sources(sources_file, mistakes)
    thresholds_file = files.read("thresholds.yaml")
    provider_overrides = read_overrides(thresholds_file.data, thresholds_file, (), mistakes)
    own = _service_files(files, services, mistakes)
    parameters = Parameters(
        workspace=workspace,
        provider=read_provider(files.read("provider.yaml"), mistakes),
        services=MappingProxyType(services),
        themes=read_themes(files.read("themes.yaml"), mistakes),
        framework=read_framework(files.read("framework.yaml"), mistakes),
        sources=sources,
        problems=(*problems, *not_applied_yet(sources, sources_file)),
        files=tuple(sorted([f"{FOLDER}/{SERVICES}", *files.names])),
        _provider_overrides=provider_overrides,
        _service_overrides=MappingProxyType(own.overrides),
        _service_reviewers=MappingProxyType(own.reviewers),
        _service_rebases=MappingProxyType(own.rebases),
    )
    _refuse_strangers(workspace, mistakes)
    mistakes.stop_if_any()
    return parameters


class _Files:
    """The YAML files of one workspace, and the names of those that were there."""

    def __init__(self, workspace: Path, mistakes: Mistakes) -> None:
        self.workspace, self.mistakes, self.names = workspace, mistakes, list[str]()

    def read(self, name: str) -> YamlFile:
        """The file of that name below parameters/; an absent one says nothing."""
        path = self.workspace / FOLDER / name
        label = relative_name(path, self.workspace)
        if not path.exists() and not path.is_symlink():  # a link to nowhere is said, not passed over
            return YamlFile(label)
        self.names.append(label)
        file, wrong = load_yaml(path, self.workspace)
        for reason in wrong:
            self.mistakes.add(label, reason.line, reason.what, reason.mend)
        return file


@dataclass
class _Own:
    """What the files of single services say, by service id."""

    overrides: dict[str, tuple[Override, ...]] = field(default_factory=dict)
    reviewers: dict[str, dict[str, str]] = field(default_factory=dict)
    rebases: dict[str, tuple[DeclaredRebase, ...]] = field(default_factory=dict)


def _service_files(files: _Files, services: Mapping[str, Service], mistakes: Mistakes) -> _Own:
    found = _Own()
    folder = files.workspace / FOLDER / SERVICE_FOLDER
    for path in sorted(folder.glob("*.yaml")) if folder.is_dir() else []:
        # A service that services.csv got wrong is told about there, not here once more.
        if path.stem not in services and not mistakes.any_in(f"{FOLDER}/{SERVICES}"):
            mistakes.add(
                relative_name(path, files.workspace), None,
                f'there is no service "{path.stem}" in {FOLDER}/{SERVICES}.', nearest(path.stem, services),
            )  # fmt: skip
            continue
        file = files.read(f"{SERVICE_FOLDER}/{path.name}")
        own = check_model(ServiceFile, file, mistakes)
        check_roles(own.reviewers, file, mistakes)
        refuse_twice(own.rebases, file, mistakes)
        found.overrides[path.stem] = read_overrides(own.thresholds, file, ("thresholds",), mistakes)
        found.reviewers[path.stem] = own.reviewers
        found.rebases[path.stem] = own.rebases
    return found


def _refuse_strangers(workspace: Path, mistakes: Mistakes) -> None:
    """A settings file under a name nobody reads would be left out in silence."""
    folder = workspace / FOLDER
    settings = [*folder.glob("*.yaml"), *folder.glob("*.yml"), *(folder / SERVICE_FOLDER).glob("*.yml")]
    for path in sorted(settings):
        if path.name in YAML_FILES or path.name.startswith("."):
            continue
        known = YAML_FILES if path.parent == folder else (f"{path.stem}.yaml",)
        mistakes.add(relative_name(path, workspace), None, "this is not the name of a parameter file.",
                     nearest(path.name, known))  # fmt: skip
