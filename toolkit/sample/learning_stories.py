"""Which complaints of the sample were learned from, and how far did the learning get?

A `Case` is one complaint and what followed; a `Follow` is how a service deals with the complaints
that chance draws for it. The people of a case are counted among those who have lived at the service
all along.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from toolkit.sample.stories import Service

WHO_MOVES, WHO_DIED = "the one who moves", "one who died"
Observed = tuple[int, str, str]  # days after the plan change (without one, the learning); finding; knowledge


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One complaint and what followed; None where it did not follow.

    Days count from the day the complaint came in (`answered`, `closed`, `reopened`, `again`,
    `agreed`), from the day the learning was agreed (`changed`) or from the plan change (`confirmed`,
    `briefed`, `observed`, `recurs`).
    """

    month: int  # months before the end
    day: int
    theme: str
    section: str
    person: int  # position among the settled people
    others: int = 0  # further people whose plans the learning touches
    raised_by: str = "family"
    outcome: str = "upheld"
    answered: int | None = 12
    closed: int | None = 14
    reopened: int | None = None
    again: int | None = None  # said once more by another way: a duplicate
    agreed: int | None = 14
    changed: int | None = 16
    linked: bool = True
    kept_layout: bool = False  # the "change" only moved white space
    elsewhere: bool = False  # the change was made in another section
    confirmed: int | None = 6
    briefed: int | None = 5
    observed: tuple[Observed, ...] = ((15, "applied", "knows"), (62, "applied", "knows"))
    verdict: str = "embedded"
    recurs: int | None = None  # a family concern about the same, by way of feedback
    complains_again: int | None = None  # a second complaint about the same
    who: str = "settled"  # or WHO_MOVES, WHO_DIED


@dataclass(frozen=True, slots=True, kw_only=True)
class Follow:
    """How a service follows up the upheld complaints that chance draws: shares of them."""

    drawn: float = 1.0
    changed: float = 1.0
    late: float = 0.0
    confirmed: float = 1.0
    briefed: float = 1.0
    observed: float = 1.0
    applied: float = 1.0
    months: int = 5  # it has been so for these months; before them, as in a steady service
    preferences_kept: float = 1.0
    reviews_kept: float = 0.97


STEADY = Follow()
FOLLOWS = {
    "oakfield": Follow(changed=0.45, late=0.5, confirmed=0.3, briefed=0.4, observed=0.5, applied=0.4,
                       preferences_kept=0.5, reviews_kept=0.8),
    "hawthorn-court": Follow(confirmed=0.5, applied=0.8),
    "northgate-home-care": Follow(drawn=0.15, confirmed=0.8, preferences_kept=0.9),
    "meadowbank": Follow(briefed=0.4, applied=0.45),
    "elm-grange": Follow(observed=0.2, preferences_kept=0.3),
}  # fmt: skip

OAKFIELD = (
    # Answered, agreed and written into the plan; nobody confirmed or briefed it, and it is back.
    Case(month=4, day=5, theme="routines", section="Daily routine", person=3, changed=30, confirmed=None,
         briefed=None, observed=((40, "not_applied", "partly_knows"),), verdict="embedded",
         complains_again=56, recurs=73),
    # Closed this month because the letter went out; the plan says what it said.
    Case(month=3, day=8, theme="routines", section="Daily routine", person=6, others=1, answered=88,
         closed=89, agreed=17, changed=None, observed=((30, "not_applied", "does_not_know"),),
         verdict="embedded"),
    Case(month=4, day=18, theme="activities", section="Activities", person=9, others=2, changed=None,
         observed=((45, "not_applied", "does_not_know"),), verdict="", again=2),
    Case(month=5, day=3, theme="routines", section="Waking and sleeping", person=12, changed=20,
         linked=False, kept_layout=True, observed=(), verdict=""),
    Case(month=5, day=11, theme="activities", section="Activities", person=15, changed=24, elsewhere=True,
         observed=(), verdict=""),
    Case(month=4, day=2, theme="nutrition", section="Eating and drinking", person=17, changed=71,
         confirmed=None, observed=((9, "partly_applied", "partly_knows"),), verdict="fragmented"),
    # Closed early: its eight weeks are not over.
    Case(month=1, day=18, theme="activities", section="Activities", person=20, answered=20, closed=23,
         changed=None, observed=(), verdict=""),
)  # fmt: skip
HAWTHORN = (
    # Staff do it; the family was never asked, and one complaint is open again.
    Case(month=4, day=9, theme="dignity", section="Personal care", person=2, confirmed=None,
         observed=((12, "applied", "knows"), (50, "applied", "knows")), verdict="hold_open"),
    Case(month=5, day=20, theme="nutrition", section="Eating and drinking", person=5, others=1,
         reopened=110, observed=((18, "applied", "knows"),), verdict="hold_open"),
    Case(month=3, day=13, theme="activities", section="Activities", person=8, briefed=None,
         observed=((15, "partly_applied", "partly_knows"), (44, "applied", "knows")), verdict="fragmented"),
    Case(month=6, day=1, theme="routines", section="Daily routine", person=0, changed=None, observed=(),
         verdict="", who=WHO_DIED),
)  # fmt: skip
NORTHGATE = (
    *(Case(month=month, day=day, theme=theme, section=section, person=person, agreed=None, observed=(),
           verdict="", raised_by=raised_by)
      for month, day, theme, section, person, raised_by in (
          (5, 6, "communication", "Family and contacts", 2, "family"),
          (4, 12, "routines", "Daily routine", 5, "person"),
          (3, 9, "missed_care", "Medication", 9, "family"),
          (3, 24, "dignity", "Personal care", 11, "advocate"),
          (2, 14, "continuity", "Key worker", 14, "family"))),
    Case(month=4, day=22, theme="nutrition", section="Eating and drinking", person=17),
)  # fmt: skip
MEADOWBANK = (
    # The plans were put right. Nearly half of the hours are worked by people who have not read them.
    Case(month=5, day=5, theme="nutrition", section="Eating and drinking", person=1, others=2, briefed=None,
         observed=((14, "applied", "knows"), (58, "not_applied", "does_not_know")), verdict="fragmented"),
    Case(month=3, day=17, theme="dignity", section="Personal care", person=6, others=1, briefed=None,
         observed=((12, "partly_applied", "does_not_know"), (47, "not_applied", "does_not_know")),
         verdict="fragmented"),
)  # fmt: skip
ELM_GRANGE = (
    # Written into the plan on the day, neatly; nobody has looked whether it is done.
    Case(month=4, day=8, theme="routines", section="Daily routine", person=2, others=1, observed=(),
         verdict="embedded"),
    Case(month=3, day=11, theme="nutrition", section="Eating and drinking", person=6, observed=(),
         verdict=""),
)  # fmt: skip
_GOOD = (  # about what nobody else of the service complains of by chance
    Case(month=5, day=12, theme="medication", section="Medication", person=1, others=2),
    Case(month=3, day=6, theme="falls", section="Moving safely", person=4, others=2, changed=11),
    Case(month=1, day=22, theme="skin", section="Skin", person=2, changed=12,
         observed=(), verdict=""),
)  # fmt: skip
MOVED = Case(month=5, day=22, theme="routines", section="Daily routine", person=0, agreed=10, changed=24,
             observed=((18, "applied", "knows"),), verdict="", who=WHO_MOVES)  # fmt: skip
_SHIFTED = {"birch-lodge": 0, "harbour-home-care": 3, "rowan-house": 1, "linden-close": 4, "cedar-court": 2,
            "willow-mews": 5}  # fmt: skip


def cases_of(service: Service) -> tuple[Case, ...]:
    """The cases that the service's story tells; a steady service has a few that went as they should."""
    told = {"oakfield": OAKFIELD, "hawthorn-court": HAWTHORN, "northgate-home-care": NORTHGATE,
            "meadowbank": MEADOWBANK, "elm-grange": ELM_GRANGE, "kestrel-house": ()}  # fmt: skip
    if service.service_id in told:
        return told[service.service_id]
    later = _SHIFTED.get(service.service_id, service.number % 7)
    good = tuple(replace(case, day=case.day + later, person=case.person + later) for case in _GOOD)
    if service.service_id == "birch-lodge":  # one of them came by telephone, and again by e-mail
        return (replace(good[0], again=2), *good[1:], MOVED)
    return good


def follow_of(service: Service, month: int) -> Follow:
    """How the service follows up a complaint that came in so many months before the end."""
    follow = FOLLOWS.get(service.service_id, STEADY)
    return follow if month <= follow.months else STEADY


@dataclass(frozen=True, slots=True)
class Voice:
    """One piece of feedback that a story tells."""

    month: int
    day: int
    source: str
    kind: str
    theme: str
    person: int
    text: str
    section: str = ""


VOICES = {
    "northgate-home-care": (
        Voice(1, 24, "family", "concern", "continuity", 4, "Another new carer, and nobody had told Mum.",
              "Key worker"),
        Voice(0, 9, "family", "concern", "routines", 4, "We rang; still they come at any time of the day.",
              "Daily routine"),
    ),
    "kestrel-house": (
        Voice(5, 16, "family", "concern", "activities", 0, "She has not been swimming since Easter."),
        Voice(4, 8, "family", "concern", "environment", 1, "The shower has been cold for weeks."),
        Voice(4, 25, "person", "concern", "nutrition", 2, "I do not choose what we eat."),
        Voice(3, 12, "professional", "concern", "activities", 3, "The day plan was not followed."),
        Voice(2, 9, "family", "concern", "environment", 4, "The garden gate has not been mended."),
        Voice(2, 27, "family", "concern", "activities", 0, "Still no swimming."),
    ),
    "elm-grange": (
        Voice(3, 4, "family", "preference", "routines", 9, "Likes the curtains open at night and a lamp on.",
              "Waking and sleeping"),
        Voice(2, 12, "person", "preference", "nutrition", 11, "I take my tea black, no sugar.",
              "Eating and drinking"),
    ),
}  # fmt: skip
# Where complaints are settled on the spot and never written down, for these last months.
UNWRITTEN = {"kestrel-house": 6}
