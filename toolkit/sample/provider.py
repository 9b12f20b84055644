"""Who are the twelve services of the sample provider, and what is the story of each?"""

from __future__ import annotations

from datetime import date

from toolkit.sample.stories import Layout, Level, Need, Practice, Service, needs_of

PROVIDER_NAME = "Marlbrook Vale Care"
NOMINATED_INDIVIDUAL = "Margaret Ellery"

OAKFIELD = Service(
    service_id="oakfield", name="Oakfield House", kind="residential", region="West Midlands",
    manager="Dawn Prescott", opened_on=date(2009, 4, 6), capacity=36, people=33,
    pattern="three shifts", number=1, standing="in trouble",
    needs=(
        *needs_of({"Ash": {"Early": 3, "Late": 3, "Night": 2}, "Willow": {"Early": 4, "Late": 3, "Night": 2}},
                  {"Early": 1, "Late": 1, "Night": 1}, "senior"),
    ),
    story="Nights on Willow have run short since the summer; care is missed, falls and complaints rise, "
          "and nobody has decided anything.",
    practice=Practice(
        gaps=Level(0.012, 0.043, 5), no_shows=Level(0.003, 0.006, 5), agency=Level(0.05, 0.16, 6),
        gaps_capped=False, short_nights=(9, 7, 5, 3, 2, 1),
        missed=Level(0.009, 0.036, 5), shortened=Level(0.005, 0.02, 5), delayed=Level(0.008, 0.034, 5),
        thin_notes=Level(0.02, 0.06, 5), late_records=Level(0.006, 0.02, 5), pressure=6.0,
        need_share=Level(0.9, 0.97, 6), incidents=Level(6.0, 18.0, 2), feedback=9.0,
        concerns=Level(0.22, 0.55, 5), complaints=Level(0.6, 3.0, 5), uncontrolled=Level(0.05, 0.4, 5),
        handovers=Level(8.0, 16.0, 5), person_failed=True,
    ),
)  # fmt: skip

BIRCH_LODGE = Service(
    service_id="birch-lodge",
    name="Birch Lodge",
    kind="residential",
    region="West Midlands",
    manager="Tunde Adeyemi",
    opened_on=date(2012, 9, 3),
    capacity=26,
    people=24,
    pattern="long days",
    number=2,
    standing="steady",
    needs=needs_of({"": {"Long day": 4, "Night": 2}}, {"Long day": 1, "Night": 1}, "senior"),
    story="A settled team that does what it planned.",
)

HAWTHORN_COURT = Service(
    service_id="hawthorn-court", name="Hawthorn Court", kind="residential", region="West Midlands",
    manager="Elaine Whitcombe", opened_on=date(2004, 2, 16), capacity=32, people=29,
    pattern="three shifts", number=3, standing="fragile",
    needs=needs_of({"Garden": {"Early": 3, "Late": 2, "Night": 1},
                    "Orchard": {"Early": 3, "Late": 3, "Night": 1}},
                   {"Early": 1, "Late": 1, "Night": 1}, "senior"),
    story="People have become frailer since spring and the rota has stayed as it was; the shifts are "
          "filled, the hours are no longer enough. Recruitment was decided in the month before last.",
    practice=Practice(
        missed=Level(0.006, 0.012, 6), delayed=Level(0.005, 0.014, 6), need_share=Level(0.9, 1.32, 7),
        incidents=Level(5.5, 7.5, 6), concerns=Level(0.2, 0.3, 6),
    ),
)  # fmt: skip

NORTHGATE = Service(
    service_id="northgate-home-care", name="Northgate Home Care", kind="home_care", region="West Midlands",
    manager="Samantha Oduya", opened_on=date(2015, 6, 1), capacity=60, people=32,
    pattern="runs", number=4, standing="fragile",
    needs=needs_of({"North": {"Morning run": 3, "Evening run": 2},
                    "Town": {"Morning run": 3, "Evening run": 2},
                    "Ferry Lane": {"Morning run": 3, "Evening run": 2}}, {"Morning run": 1}, "senior"),
    story="Too many rounds for the travel between them: visits run late, and people see a different face "
          "each day.",
    practice=Practice(
        delayed=Level(0.012, 0.095, 6), missed=Level(0.006, 0.011, 6), shortened=Level(0.006, 0.016, 6),
        agency=Level(0.03, 0.09, 6), concerns=Level(0.25, 0.55, 5), complaints=Level(0.5, 1.8, 5),
        continuity=0.3, feedback=9.0, merged=Level(0.0, 0.006, 3),
    ),
)  # fmt: skip

MEADOWBANK = Service(
    service_id="meadowbank", name="Meadowbank Nursing Home", kind="nursing", region="East Midlands",
    manager="Ruth Carmody", opened_on=date(2001, 11, 12), capacity=34, people=31,
    pattern="long days", number=5, standing="fragile",
    needs=needs_of({"Lister": {"Long day": 4, "Night": 2}, "Garth": {"Long day": 4, "Night": 2}},
                   {"Long day": 2, "Night": 1}, "nurse"),
    story="Every line of the rota has a name, nearly half of them from agencies; care is missed "
          "all the same.",
    practice=Practice(
        gaps=Level(0.004), no_shows=Level(0.002, 0.005, 6), agency=Level(0.12, 0.56, 7), bank=Level(0.06),
        missed=Level(0.008, 0.036, 6), shortened=Level(0.004, 0.014, 6), delayed=Level(0.006, 0.02, 6),
        thin_notes=Level(0.02, 0.045, 6), lapsed_reviews=True,
    ),
)  # fmt: skip

ELM_GRANGE = Service(
    service_id="elm-grange", name="Elm Grange", kind="residential", region="East Midlands",
    manager="Colin Hargreave", opened_on=date(1998, 5, 5), capacity=28, people=26,
    pattern="long days", number=6, standing="fragile",
    needs=needs_of({"": {"Long day": 4, "Night": 2}}, {"Long day": 1, "Night": 1}, "senior"),
    story="Care is given, and written up in a hurry: nights in one go before the handover, days with a "
          "stock phrase.",
    practice=Practice(
        bursts=Level(0.01, 0.16, 6), copied_notes=Level(0.01, 0.1, 6), thin_notes=Level(0.02, 0.05, 6),
        late_records=Level(0.006, 0.02, 6), uncontrolled=Level(0.05, 0.25, 6),
    ),
)  # fmt: skip

HARBOUR = Service(
    service_id="harbour-home-care", name="Harbour Home Care", kind="home_care", region="East Midlands",
    manager="Priya Venn", opened_on=date(2017, 3, 20), capacity=50, people=28,
    pattern="runs", number=7, standing="steady",
    needs=(
        *needs_of({"Quayside": {"Morning run": 3, "Evening run": 2}, "Hill": {"Evening run": 2}},
                  {"Morning run": 1}, "senior"),
        Need("Hill", "care_worker", "Morning run", 2, until_months_before_end=5),
        Need("Hill", "care_worker", "Morning run", 3, months_before_end=5),
    ),
    story="A home-care branch that could not fill its rounds in winter, recruited, and arrives when it says "
          "it will.",
    practice=Practice(gaps=Level(0.06, 0.004, 8, 7), gaps_capped=False, no_shows=Level(0.002)),
)  # fmt: skip

ROWAN_HOUSE = Service(
    service_id="rowan-house", name="Rowan House", kind="nursing", region="East Midlands",
    manager="Helen Tarrant", opened_on=date(2011, 1, 17), capacity=30, people=27,
    pattern="three shifts", number=8, standing="steady",
    needs=(
        Need("", "care_worker", "Early", 5, "Mon-Fri"), Need("", "care_worker", "Early", 4, "Sat,Sun"),
        Need("", "care_worker", "Late", 4), Need("", "care_worker", "Night", 3),
        Need("", "nurse", "Early", 1), Need("", "nurse", "Late", 1), Need("", "nurse", "Night", 1),
    ),
    story="A steady nursing home that had one honest bad week when sickness went through the team.",
    practice=Practice(bad_week=12),
    former_location_ids="1-999001108",
)  # fmt: skip

LINDEN_CLOSE = Service(
    service_id="linden-close",
    name="Linden Close",
    kind="supported_living",
    region="West Midlands",
    manager="Joanne Blythe",
    opened_on=date(2019, 8, 5),
    capacity=10,
    people=9,
    pattern="support",
    number=9,
    standing="steady",
    needs=needs_of({"": {"Early": 3, "Late": 3, "Waking night": 1}}, {"Early": 1}, "senior"),
    story="A small supported living service whose last months come as Excel workbooks.",
    layout=Layout(workbooks=3),
)

CEDAR_COURT = Service(
    service_id="cedar-court",
    name="Cedar Court",
    kind="extra_care",
    region="West Midlands",
    manager="Gareth Pell",
    opened_on=date(2014, 10, 13),
    capacity=40,
    people=25,
    pattern="support",
    number=10,
    standing="steady",
    needs=needs_of({"": {"Early": 3, "Late": 3, "Waking night": 1}}, {"Early": 1, "Late": 1}, "senior"),
    story="Good care as far as anyone can see: the care system was changed and its export stops on the 19th.",
    layout=Layout(delimiter=";", encoding="cp1252", day_first=True, care_until_day=19),
)

WILLOW_MEWS = Service(
    service_id="willow-mews",
    name="Willow Mews",
    kind="extra_care",
    region="East Midlands",
    manager="Bernadette Foyle",
    opened_on=date(2020, 2, 3),
    capacity=30,
    people=19,
    pattern="support",
    number=11,
    standing="steady",
    needs=needs_of({"": {"Early": 3, "Late": 2, "Waking night": 1}}, {"Early": 1}, "senior"),
    story="Nobody clocks in here: the rota says who was planned, and nothing says who came.",
    layout=Layout(
        encoding="utf-8-sig", without=("attended_from", "attended_to"), status_of_exceptions_only=True
    ),
)

KESTREL_HOUSE = Service(
    service_id="kestrel-house",
    name="Kestrel House",
    kind="supported_living",
    region="East Midlands",
    manager="Owen Latchford",
    opened_on=date(2021, 5, 10),
    capacity=8,
    people=7,
    pattern="support",
    number=12,
    standing="fragile",
    needs=needs_of({"": {"Early": 2, "Late": 2, "Waking night": 1}}, {"Early": 1}, "senior"),
    story="A very small team that covers for itself, long day after long day; its care records stay "
    "on paper, and what families say is settled on the spot and never written down.",
    practice=Practice(tired=True, agency=Level(0.0), bank=Level(0.02)),
    layout=Layout(delimiter="\t", suffix="tsv", tables_missing=("care", "learning")),
)

TWELVE = (
    OAKFIELD, BIRCH_LODGE, HAWTHORN_COURT, NORTHGATE, MEADOWBANK, ELM_GRANGE,
    HARBOUR, ROWAN_HOUSE, LINDEN_CLOSE, CEDAR_COURT, WILLOW_MEWS, KESTREL_HOUSE,
)  # fmt: skip
