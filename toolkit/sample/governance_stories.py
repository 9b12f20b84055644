"""How do leaders of each service of the sample use what they are told?

A `Grip` says how a service's leaders behave in its last months; told actions, statements and
decisions are rows that a story needs as they stand.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from toolkit.sample import governance_phrases as phrases
from toolkit.sample.registers import DEPUTY, MANAGER, QUALITY
from toolkit.sample.stories import Service


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldAction:
    """One action of a story; days count from the day it was opened, `proof_on` from its closing.

    `proof` is the kind of evidence it cites ("" = none); `file` is a name that several share.
    """

    risk: int  # position on the register; -1: none
    month: int
    day: int
    text: str
    owner: str = DEPUTY
    due: int = 60
    first_due: int | None = None
    extensions: int = 0
    closed: int | None = None
    verified_by: str = QUALITY
    proof: str = "observation"
    proof_on: int = -8
    file: str = ""
    decision: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldStatement:
    """One statement of a story beside those that the register brings each month."""

    risk: int
    month: int
    text: str
    claims: str
    made_by: str = MANAGER
    cites: str = "current"
    asked: str = ""  # the challenge that names it
    instead: bool = False  # it stands in the place of the month's usual one


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldDecision:
    """One decision of a story, with the indicator that was to show its effect."""

    key: str
    risk: int
    month: int
    day: int
    kind: str
    text: str
    indicator: str
    review: int = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Grip:
    """How leaders behave from `since` months before the end on; the defaults are a steady service."""

    since: int = -1
    pasted: tuple[str, ...] = ()  # themes whose statement is last month's with the month and numbers changed
    claims: dict[str, str] = field(default_factory=dict)
    cites: dict[str, str] = field(default_factory=dict)  # by theme: old, summary, none
    asked_for: str = ""  # a further kind that the pack must hold
    lacking: tuple[str, ...] = ()  # kinds that are not in the pack
    challenges: bool = True
    answers: bool = True
    acts: bool = True  # decisions, and those of the board, are carried out
    unheld: int | None = None  # the quality meeting of that month was not held
    late_minutes: int | None = None  # the minutes of that month's oversight meeting came late
    nil_returns: tuple[str, ...] = ()  # themes of which nothing is said but "nil return"
    actions: tuple[ToldAction, ...] = ()
    statements: tuple[ToldStatement, ...] = ()
    decisions: tuple[ToldDecision, ...] = ()


_RECOVERY_FILE = "recovery-evidence.pdf"
_CLOSED_TOGETHER = (
    "Remind staff of the sickness procedure.", "Put the rota up two weeks ahead.",
    "Hold a team meeting on nights.", "Ask the agency for regular workers.", "Review who may work nights.",
    "Update the on-call list.", "Thank the night team in writing.", "Recruitment stall at the village fair.",
    "New starter checklist for nights.",
)  # fmt: skip
_OAKFIELD = Grip(
    since=4, pasted=("staffing", "missed_care", "communication"),
    claims={"staffing": "improved", "missed_care": "improved", "communication": "embedded"},
    cites={"staffing": "old", "missed_care": "none", "communication": "summary"},
    asked_for="observation", lacking=("observation",), challenges=False, acts=False, unheld=1,
    late_minutes=2,
    decisions=(
        ToldDecision(key="letters", risk=2, month=5, day=20, kind="other", indicator="",
                     text="Write to every family that has complained more than once."),
    ),
    actions=(
        # One file stands behind nine closures, three a month.
        *(ToldAction(risk=0, month=5, day=3 + n, text=text, closed=89 + 31 * (n // 3), proof="supervision",
                     file=_RECOVERY_FILE) for n, text in enumerate(_CLOSED_TOGETHER)),
        ToldAction(risk=1, month=3, day=6, text="Spot checks of bedtime care twice a week.", closed=98,
                   verified_by=DEPUTY, proof="care_record", proof_on=6),
        ToldAction(risk=1, month=5, day=12, text="Poster on completing records in every office.", closed=34,
                   proof=""),
        ToldAction(risk=0, month=4, day=15, text="Fill the two night vacancies on Willow.", due=150,
                   first_due=56, extensions=4, proof=""),
        ToldAction(risk=1, month=3, day=20, text="Walk the evening medication round with the night senior.",
                   due=120, first_due=45, extensions=2, proof=""),
        ToldAction(risk=2, month=2, day=4, text="Write to the families who complained twice.", due=130,
                   first_due=60, extensions=1, proof="", decision="letters"),
    ),
)  # fmt: skip
_HAWTHORN = Grip(
    statements=(
        ToldStatement(risk=0, month=0, text=phrases.HAWTHORN_SAYS, claims="improved", cites="summary",
                      asked=phrases.HAWTHORN_ASKED, instead=True),
    ),
)  # fmt: skip
_NORTHGATE = Grip(
    decisions=(
        ToldDecision(key="rounds", risk=0, month=4, day=18, kind="deployment", indicator="delayed_rate",
                     text="Draw the rounds again with fifteen minutes between visits."),
    ),
    actions=(
        ToldAction(risk=0, month=4, day=19, text="Draw the rounds again with fifteen minutes between visits.",
                   due=165, proof="observation", proof_on=0, decision="rounds"),
        ToldAction(risk=2, month=2, day=9, text="Send each household the list of who is coming next week.",
                   due=110, proof="feedback", proof_on=0),
        ToldAction(risk=2, month=1, day=7, text="Send every household the list of who is coming next week.",
                   owner="care coordinator", due=90, proof=""),
    ),
)  # fmt: skip
# An honest bad week is told as one.
_ROWAN = Grip(
    statements=(
        ToldStatement(risk=0, month=0, text=phrases.ROWAN_SAYS, claims="worse", instead=True),
    ),
)  # fmt: skip
_MEADOWBANK = Grip(
    since=3, answers=False,
    statements=tuple(
        ToldStatement(risk=0, month=month, text=text, claims=claims, made_by=by, instead=by == MANAGER)
        for month in (1, 0)
        for text, claims, by in ((phrases.FILLED_ON_PAPER, "improved", MANAGER),
                                 (phrases.THE_OTHER_VIEW, "worse", DEPUTY))
    ),
)  # fmt: skip
_ELM_GRANGE = Grip(since=4, pasted=("records",), cites={"records": "summary"})
_KESTREL = Grip(
    since=3, unheld=1, nil_returns=("communication",),
    actions=(
        ToldAction(risk=0, month=4, day=6, text="Advertise a third waking night post.", due=140, first_due=70,
                   extensions=3, proof="staffing", proof_on=0),
    ),
)  # fmt: skip
_GRIPS = {
    "oakfield": _OAKFIELD, "hawthorn-court": _HAWTHORN, "northgate-home-care": _NORTHGATE,
    "meadowbank": _MEADOWBANK, "elm-grange": _ELM_GRANGE, "kestrel-house": _KESTREL,
    "rowan-house": _ROWAN,
    "harbour-home-care": Grip(since=6, claims={"staffing": "improved"}),
    "linden-close": Grip(since=60, nil_returns=("communication",)),
}  # fmt: skip
_STEADY = Grip()


def told_of(service: Service) -> Grip:
    """The rows that the service's story needs, whenever they fall."""
    return _GRIPS.get(service.service_id, _STEADY)


def grip_of(service: Service, month: int) -> Grip:
    """How the service's leaders behave so many months before the end."""
    grip = told_of(service)
    return grip if month <= grip.since else _STEADY
