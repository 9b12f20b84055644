"""Who is the provider, what are its meetings called, and who reviews what?

The checks name roles ("registered manager"); a provider that uses other titles says so once, and
every report prints its own words.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from toolkit.parameters.mistakes import Mistakes, check_model, unknown_key
from toolkit.parameters.yaml_files import YamlFile

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]

# Each role the checks speak of, and what it sees to when nobody says otherwise.
ROLES: dict[str, str] = {
    "registered manager": "reviews staffing every month; decides with the quality meeting what is embedded",
    "deputy manager": "reviews care records of high-pressure shifts, and care plan updates, every month",
    "team leaders": "record risks and immediate controls at handover",
    "complaints lead": "draws the learning from complaints",
    "key workers": "confirm revised guidance with the person or their representative",
    "senior staff": "observe practice",
    "quality lead": "compares staffing with complaints and feedback; keeps the recovery action tracker",
    "nominated individual": "reviews the evidence packs for oversight every month",
    "provider representative": "challenges recovery statements without frontline evidence",
    "quality meeting": "the service's own meeting; the first a matter goes up to",
    "provider oversight": "takes what a service could not resolve",
    "board": "reviews unresolved gaps every quarter",
}


class Forums(BaseModel):
    """What the provider calls the four forums of the contract, lowest first."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    handover: Name = "shift handover"
    quality_meeting: Name = "quality meeting"
    oversight: Name = "provider oversight meeting"
    board: Name = "board"


class Provider(BaseModel):
    """The provider: its name, its forums, and its own titles for the roles."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Name = "The provider"
    forums: Forums = Forums()
    reviewers: dict[str, Name] = Field(default_factory=dict)

    def title(self, role: str) -> str:
        """What this provider calls a role; the role itself where it has no other word.

        >>> Provider(reviewers={"registered manager": "home manager"}).title("registered manager")
        'home manager'
        """
        return self.reviewers.get(role, role)


def read_provider(file: YamlFile, mistakes: Mistakes) -> Provider:
    """The provider that `provider.yaml` describes."""
    provider = check_model(Provider, file, mistakes)
    check_roles(provider.reviewers, file, mistakes)
    return provider


def check_roles(reviewers: dict[str, str], file: YamlFile, mistakes: Mistakes) -> None:
    """Note every reviewer whose role no check speaks of."""
    for role in sorted(set(reviewers) - set(ROLES)):
        unknown_key(file, ("reviewers", role), ROLES, mistakes)
