"""Under which words of the regulator does a finding stand?

The framework is a file, not code: CQC is replacing its quality statements, and a report must say
which version it used. Regulations and key questions are the stable part. Nothing here rates.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from toolkit.parameters.mistakes import Mistakes, check_model
from toolkit.parameters.provider import Name
from toolkit.parameters.yaml_files import YamlFile

KEY_QUESTIONS = ("safe", "effective", "caring", "responsive", "well-led")
Statements = Annotated[tuple[Name, ...], Field(max_length=100)]

VERSION = "CQC single assessment framework, 34 quality statements"


class QualityStatements(BaseModel):
    """What good care looks like, under the five key questions."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, alias_generator=lambda name: name.replace("_", "-")
    )

    safe: Statements = ()
    effective: Statements = ()
    caring: Statements = ()
    responsive: Statements = ()
    well_led: Statements = ()


# Names as CQC prints them (a location's report page, 2024).
STATEMENTS = QualityStatements(
    safe=(
        "Learning culture", "Safe systems, pathways and transitions", "Safeguarding",
        "Involving people to manage risks", "Safe environments", "Safe and effective staffing",
        "Infection prevention and control", "Medicines optimisation",
    ),
    effective=(
        "Assessing needs", "Delivering evidence-based care and treatment",
        "How staff, teams and services work together", "Supporting people to live healthier lives",
        "Monitoring and improving outcomes", "Consent to care and treatment",
    ),
    caring=(
        "Kindness, compassion and dignity", "Treating people as individuals",
        "Independence, choice and control", "Responding to people's immediate needs",
        "Workforce wellbeing and enablement",
    ),
    responsive=(
        "Person-centred care", "Care provision, integration and continuity", "Providing information",
        "Listening to and involving people", "Equity in access", "Equity in experiences and outcomes",
        "Planning for the future",
    ),
    **{"well-led": (
        "Shared direction and culture", "Capable, compassionate and inclusive leaders",
        "Freedom to speak up", "Workforce equality, diversity and inclusion",
        "Governance, management and sustainability", "Partnerships and communities",
        "Learning, improvement and innovation", "Environmental sustainability",
    )},
)  # fmt: skip

# RA = Health and Social Care Act 2008 (Regulated Activities) Regulations 2014; Reg-Regs = CQC
# (Registration) Regulations 2009. Both have a regulation 18, so the short form always says which.
REGULATIONS: dict[str, str] = {
    "RA 9": "Person-centred care",
    "RA 12": "Safe care and treatment",
    "RA 13": "Safeguarding service users from abuse and improper treatment",
    "RA 16": "Receiving and acting on complaints",
    "RA 17": "Good governance",
    "RA 18": "Staffing",
    "RA 20": "Duty of candour",
    "Reg-Regs 18": "Notification of other incidents",
}


class Framework(BaseModel):
    """The regulator's words of one version: quality statements by key question, and regulations."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: Name = VERSION
    quality_statements: QualityStatements = STATEMENTS
    regulations: dict[Name, Name] = Field(default_factory=lambda: dict(REGULATIONS))

    def key_question(self, statement: str) -> str | None:
        """The key question a quality statement belongs to; None when this version does not know it.

        >>> Framework().key_question("Safe and effective staffing")
        'safe'
        """
        groups = self.quality_statements.model_dump(by_alias=True)
        return next((question for question, names in groups.items() if statement in names), None)


def read_framework(file: YamlFile, mistakes: Mistakes) -> Framework:
    """The framework that `framework.yaml` describes.

    Quality statements of one's own replace all of the default ones, so they need a version of their
    own: a report must not print another list under CQC's label.
    """
    framework = check_model(Framework, file, mistakes)
    changed = file.data if isinstance(file.data, dict) else {}
    if changed.get("quality_statements") is not None and changed.get("version") is None:
        mistakes.add(
            file.name, file.line(("quality_statements",)),
            "the quality statements are changed, but the file does not say which version they are.",
            'Add a line such as: version: "CQC assessment framework for adult social care, 2027"',
        )  # fmt: skip
    _check_unique(framework, file, mistakes)
    return framework


def _check_unique(framework: Framework, file: YamlFile, mistakes: Mistakes) -> None:
    seen: dict[str, str] = {}
    for question, names in framework.quality_statements.model_dump(by_alias=True).items():
        for place, name in enumerate(names):
            if name in seen:
                mistakes.add(
                    file.name, file.line(("quality_statements", question, place)),
                    f'"{name}" stands under {seen[name]} already.',
                    "Keep it under one key question.",
                )  # fmt: skip
            seen.setdefault(name, question)
