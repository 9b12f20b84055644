"""Which patterns hide from whoever looks at one table or one figure? The traps of domain knowledge, by number.

Each test lays out records, says what must be raised, and which shortcut would have missed it. (1-12
and 28-30 of the list; the others belong to the complaints, oversight and recovery audits.)
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import xlsxwriter

from tests.factories import (
    days_of,
    make_care,
    make_complaint,
    make_evidence,
    make_feedback,
    make_handover,
    make_incident,
    make_need,
    make_review,
    make_shift,
    make_stay,
    nights,
)
from toolkit.audits.checks import Outcome
from toolkit.audits.staffing.audit import StaffingAudit, run
from toolkit.audits.staffing.questions import QUESTIONS
from toolkit.evidence import Evidence
from toolkit.parameters import load
from toolkit.period import Period
from toolkit.report.staffing.care_pictures import draw_weeks
from toolkit.sources.store import Store

DAYS = days_of("2026-10")
NIGHT = make_need()
DAY = make_need(shift_name="Day", from_time="08:00", to_time="20:00")


def audit(tables: dict, **more) -> StaffingAudit:
    return run(make_evidence(tables, **more))


def day_shifts(days: list[str] = DAYS, **given: object) -> list[dict]:
    return [make_shift(f"{day} 08:00", f"{day} 20:00", **given) for day in days]


def care_days(days: list[str] = DAYS, *, failed: int = 0, **given: object) -> list[dict]:
    """Ten pieces of care a day from 08:00, the first `failed` of each day not done."""
    return [make_care(f"{day} {8 + hour:02d}:00", **({"status": "not_done"} if hour < failed else {}), **given)
            for day in days for hour in range(10)]  # fmt: skip


def rates(found: StaffingAudit) -> dict[str, float | None]:
    return {name: found.measures[name].value for name in ("missed_care_rate", "shortened_rate", "excluded")}


def test_trap_01_a_night_shift_on_one_row_is_twelve_hours_and_owns_the_care_after_midnight() -> None:
    """Trap: an end before its start is dropped, or counts as minus 12 hours; missed care goes by its date."""
    kept = [day for day in DAYS if day != "2026-10-05"]
    on_call = make_shift("2026-10-05 09:00", "2026-10-05 10:00", role="manager")
    missed = make_care("2026-10-06 02:00", status="not_done")
    reviews = [make_review(care_hours_per_day=12)]

    found = audit({"staffing_needs": [NIGHT], "shifts": [*nights(kept), on_call], "care": [missed],
                   "people": [make_stay()], "dependency": reviews})  # fmt: skip

    assert set(found.windows["required_hours"]) == {12.0, 13.0}  # 13 on the night the clocks go back
    assert found.pressed_shifts[["day", "missed"]].values.tolist() == [[pd.Timestamp("2026-10-05"), 1]]
    split = found.need_hours.set_index("day")["attended_hours"]
    assert (split["2026-10-05"], split["2026-10-06"]) == (8.0, 4.0)


def test_trap_02_the_clock_change_makes_neither_a_gap_nor_overtime() -> None:
    """Trap: 12 hours by subtraction; in fact the night is 13 hours in October and 11 in March."""
    autumn = audit({"staffing_needs": [NIGHT], "shifts": nights(DAYS)})
    march = days_of("2026-03")
    spring = audit({"staffing_needs": [NIGHT], "shifts": nights(march)}, month="2026-03")

    for found, night, hours in ((autumn, "2026-10-24", 13.0), (spring, "2026-03-28", 11.0)):
        windows = found.windows.set_index("day")
        assert (windows.loc[night, "required_hours"], windows.loc[night, "attended_hours"]) == (hours, hours)
        assert found.measures["attended_fill"].value == 1.0
        assert found.measures["surplus_hours"].value == 0.0
        assert found.check("repeated-staffing-gaps").figure.value == 0


def test_trap_03_a_rota_filled_with_agency_hides_missed_care() -> None:
    """Trap: the rota is 100 % named, so the month looks safe."""
    own, agency = day_shifts(DAYS[:17]), day_shifts(DAYS[17:], cover="agency")

    found = audit({"staffing_needs": [DAY], "shifts": [*own, *agency], "care": care_days(failed=1)})

    assert found.measures["rostered_fill"].value == 1.0
    assert round(found.measures["own_fill"].value, 2) == 0.55
    assert round(found.measures["agency_share"].value, 2) == 0.45
    assert found.check("filled-but-missed").outcome is Outcome.ACTION


def test_trap_04_a_name_on_the_rota_is_not_somebody_at_work() -> None:
    """Trap: rota rows are counted. Nobody came, the shift was deleted or open, or one worker stands twice."""
    two = DAY | {"staff_needed": 2}
    first = day_shifts(staff_id="S1")
    kinds = [{"attended": False}, {"status": "deleted"}, {"status": "unpublished"},
             {"status": "open", "staff_id": None}, {"staff_id": "S1"}]  # fmt: skip

    for second in kinds:
        found = audit({"staffing_needs": [two], "shifts": [*first, *day_shifts(**second)]})
        assert found.measures["attended_fill"].value == 0.5, second
        assert found.check("repeated-staffing-gaps").outcome is Outcome.ACTION, second


def test_trap_05_needs_that_moved_are_a_gap_though_the_plan_was_kept() -> None:
    """Trap: planned against actual stays 100 %. Two people now need two carers; the others' reviews are old."""
    people = [make_stay(f"P{n}") for n in range(6)]
    reviews = [make_review(f"P{n}", reviewed_on="2026-05-20", care_hours_per_day=2) for n in range(6)]
    reviews += [make_review(f"P{n}", reviewed_on="2026-09-28", care_hours_per_day=6) for n in range(2)]

    found = audit({"staffing_needs": [DAY], "shifts": day_shifts(), "people": people, "dependency": reviews,
                   "care": care_days()})  # fmt: skip

    assert found.measures["attended_fill"].value == 1.0
    assert found.measures["need_hours_met_days"].value == 0
    assert found.check("needs-not-met").outcome is Outcome.ACTION
    assert found.check("dependency-out-of-date").outcome is Outcome.WATCH


def test_trap_06_the_persons_own_no_is_not_missed_care_and_the_offices_is() -> None:
    """Trap: the word "cancelled" is trusted. Entered after the care was due, it is queried."""
    day = "2026-10-05"
    rows = [
        make_care(f"{day} 08:00", status="cancelled", reason="person_cancelled", recorded_at=f"{day} 07:00"),
        make_care(f"{day} 09:00", status="cancelled", reason="person_cancelled", recorded_at=f"{day} 21:00"),
        make_care(f"{day} 10:00", status="not_done", reason="hospital"),
        make_care(f"{day} 11:00", status="not_done", reason="away"),
        make_care(f"{day} 12:00", status="cancelled", reason="office"),
        make_care(f"{day} 13:00", status="cancelled", reason="no_staff"),
        make_care(f"{day} 14:00"),
    ]

    found = audit({"care": rows})

    assert found.measures["excluded"].value == 4
    assert found.measures["queried"].value == 1
    assert (found.measures["missed_care_rate"].value, found.measures["missed_care_rate"].n) == (2 / 3, 3)


def test_trap_07_a_visit_of_no_time_at_all_was_not_made() -> None:
    """Trap: status done. Under two minutes of thirty planned is no visit."""
    long = [make_care(f"2026-10-{day:02d} 09:00") for day in range(5, 9)]
    zero, one = (make_care(f"2026-10-09 {hour}:00", ended_at=f"2026-10-09 {hour}:0{minute}")
                 for hour, minute in (("10", 0), ("11", 1)))  # fmt: skip

    found = audit({"care": [*long, zero, one]}, kind="home_care")

    assert (found.measures["missed_care_rate"].value, found.measures["missed_care_rate"].n) == (2 / 6, 6)


def test_trap_08_of_two_visits_merged_into_one_the_other_was_missed() -> None:
    """Trap: the minutes of lunch and tea together equal the plan."""
    times = {"started_at": "2026-10-05 12:00", "ended_at": "2026-10-05 13:00"}
    lunch = make_care("2026-10-05 12:00", activity="lunch visit", **times)
    tea = make_care("2026-10-05 16:30", activity="tea visit", **times)

    found = audit({"care": [lunch, tea]}, kind="home_care")

    assert found.measures["missed_care_rate"].value == 0.5
    assert found.people_affected["missed"].tolist() == [1]


def test_trap_09_one_carer_where_two_were_planned_is_shortened_and_two_rows_are_not_two_failures() -> None:
    """Trap: the visit counts as delivered; or a visit exported as two rows counts as one missed, one merged."""
    alone = make_care("2026-10-05 09:00", carers_planned=2, staff_ids="S1")
    both = [make_care("2026-10-06 09:00", carers_planned=2, staff_ids=who) for who in ("S1", "S2")]

    assert rates(audit({"care": [alone]}, kind="home_care"))["shortened_rate"] == 1.0
    paired = rates(audit({"care": both}, kind="home_care"))
    assert (paired["shortened_rate"], paired["missed_care_rate"]) == (0.0, 0.0)


def test_trap_10_care_ticked_off_days_later_or_in_one_burst_is_poorly_evidenced() -> None:
    """Trap: completed is completed. Three days on, or fourteen records in four minutes at 07:50."""
    good = care_days(DAYS[:10])
    later = [
        make_care(f"2026-10-{day:02d} 20:00", recorded_at=f"2026-10-{day + 3:02d} 20:00")
        for day in range(12, 17)
    ]
    burst = [make_care(f"2026-10-20 {hour:02d}:00", staff_ids="S1",
                       recorded_at=f"2026-10-21 07:{50 + n // 4}") for n, hour in enumerate(range(8, 22))]  # fmt: skip

    found = audit({"care": [*good, *later, *burst]})

    poor = found.measures["poorly_evidenced_rate"]
    assert (poor.value, poor.n) == (19 / 119, 119)
    assert found.check("rushed-records").outcome is Outcome.WATCH


def test_trap_11_the_ratio_within_units_decides_and_not_the_one_of_all_thrown_together() -> None:
    """Trap: "no link". The dementia unit has the higher need and the better cover (Simpson's paradox)."""
    link = simpson_service().check("pressure-linked-missed-care")

    assert link.outcome is Outcome.WATCH
    assert link.figure.low > 1
    assert link.says.endswith("all thrown together, 0.68 times as often.")


def simpson_service() -> StaffingAudit:
    """unit: short days, and of ten pieces of care a day those that failed on short days and on others."""
    tables: dict[str, list[dict]] = {"staffing_needs": [], "care": [],
                                     "shifts": [make_shift(f"{d} 09:00", f"{d} 17:00", role="manager") for d in DAYS]}  # fmt: skip
    for unit, short, failed_short, failed_other in (("Dementia", 3, 18, 84), ("Quiet", 25, 30, 2)):
        tables["staffing_needs"].append(DAY | {"unit": unit})
        tables["shifts"] += day_shifts(DAYS[:short], unit=unit, attended=False) + day_shifts(
            DAYS[short:], unit=unit
        )
        for days, failed in ((DAYS[:short], failed_short), (DAYS[short:], failed_other)):
            due = [f"{day} {9 + hour:02d}:00" for day in days for hour in range(10)]
            tables["care"] += [make_care(at, unit=unit, status="not_done" if n < failed else "done")
                               for n, at in enumerate(due)]  # fmt: skip
    return audit(tables)


def test_trap_12_records_that_stop_are_not_care_that_got_better() -> None:
    """Trap: the export stops on the 19th, the missed rate falls, and falls to green."""
    found = audit({"care": care_days(DAYS[:19]), "people": [make_stay()]}, kind="home_care")

    assert found.measures["missed_care_rate"].value == 0.0
    assert found.measures["recording_complete"].value == 19 / 31
    assert Outcome.CLEAR not in {check.outcome for check in found.checks}
    assert "Care was recorded on 19 of 31 expected days" in found.check("needs-not-met").says


HEADS = {
    "staffing_needs": "service_id,role,shift_name,from_time,to_time,staff_needed,valid_from\n",
    "care": "care_id,service_id,person_id,activity,due_at,started_at,ended_at,status,note\n",
}


def write_files(workspace: Path, files: dict[str, bytes]) -> Store:
    for name, content in files.items():
        path = workspace / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    parameters = load(workspace)
    return Store.build(workspace, service_ids=tuple(parameters.services), themes=parameters.themes)


def write_workbook(path: Path) -> None:
    """One incident whose id Excel has made a day of."""
    path.parent.mkdir(parents=True)
    with xlsxwriter.Workbook(path) as workbook:
        sheet, as_day = workbook.add_worksheet("incidents"), workbook.add_format({"num_format": "mmm-yy"})
        sheet.write_row(0, 0, ["incident_id", "service_id", "occurred_at", "kind"])
        sheet.write_datetime(1, 0, date(2049, 1, 1), as_day)
        sheet.write_row(1, 1, ["birch", "2026-10-05 09:00", "fall"])


def test_trap_28_odd_files_of_one_service_are_named_and_the_others_are_read(tmp_path: Path) -> None:
    """Trap: a crash, or the service left out in silence, which makes the provider look better."""
    need = "care_worker,Night,20:00,08:00,1,03/04/2026"
    care = "P1,lunch,04/10/2026 12:00,04/10/2026 12:00,04/10/2026 12:30,done,Ate well and chatted"
    files = {
        "parameters/services.csv": b"service_id,name,kind\nbirch,Birch,nursing\noak,Oak,nursing\n",
        # day before month: 3 April, not 4 March; a byte order mark, Latin-1, a row of totals
        "data/oak/staffing_needs.csv": b"\xef\xbb\xbf" + f"{HEADS['staffing_needs']}oak,{need}\n".encode(),
        "data/oak/care.csv": f"{HEADS['care']}C1,oak,{care} with café au lait\n".encode("latin-1")
        + b"Total,1,,,,,,,\n",
        # a column missing, and a month without a row
        "data/birch/care.csv": b"care_id,service_id,person_id,activity,status\nC1,birch,P1,lunch,done\n",
        "data/birch/shifts-2026-10.csv": b"",
    }  # fmt: skip
    write_workbook(tmp_path / "data" / "birch" / "incidents.xlsx")

    store = write_files(tmp_path, files)

    assert {(Path(one.origin.file).as_posix(), one.code) for one in store.problems} == {
        ("data/birch/care.csv", "missing-column"),
        ("data/birch/shifts-2026-10.csv", "empty-file"),
        ("data/birch/incidents.xlsx", "id-changed-by-excel"),
        ("data/oak/care.csv", "total-row"),
    }
    assert store.rows("staffing_needs")["valid_from"].tolist() == [pd.Timestamp("2026-04-03")]
    audits = [
        run(Evidence.open(load(tmp_path), store, name, Period.parse("2026-10"))) for name in ("birch", "oak")
    ]
    assert [len(found.checks) for found in audits] == [len(QUESTIONS)] * 2
    assert [found.measures["missed_care_rate"].value for found in audits] == [None, 0.0]


def weekly(failed: list[int], of: int = 70) -> list[dict]:
    """Weeks that end on 31 October, oldest first: of so many pieces of care so many not done in each."""
    rows = []
    for back, wrong in enumerate(reversed(failed)):
        first = pd.Timestamp("2026-10-31") - timedelta(days=7 * back + 6)
        due = [first + timedelta(days=n % 7, hours=8 + n // 7) for n in range(of)]
        rows += [make_care(str(at), status="not_done" if n < wrong else "done") for n, at in enumerate(due)]
    return rows


def test_trap_29_eight_weeks_that_look_better_within_the_limits_are_no_improvement() -> None:
    """Trap: "improved by 67 %" from the first week to the last. Eight weeks have trial limits only."""
    found = audit({"care": weekly([9, 8, 7, 7, 5, 5, 4, 3])})

    weeks = found.weeks
    assert len(weeks) == 8
    assert ((weeks["share"] >= weeks["low"]) & (weeks["share"] <= weeks["high"])).all()
    told = draw_weeks(found).text
    assert "chance alone could explain the ups and downs" in told
    assert "These are trial limits" in told
    assert [word for word in ("improv", "better", "worse", "fell", "rose", "↓") if word in told] == []


def test_trap_30_an_honest_service_with_one_bad_week_is_not_accused() -> None:
    """Trap: a tool that flags everything is as useless as one that flags nothing."""
    found = audit(honest_service())

    assert found.measures["missed_care_rate"].value > 0
    assert found.measures["high_pressure_windows"].value == 3
    assert {check.code for check in found.checks if check.outcome is not Outcome.CLEAR} == {
        "pressure-linked-missed-care",  # nights hold too little care to compare: no evidence, and so below
        "staffing-feedback-link",
    }
    assert found.status is Outcome.NO_EVIDENCE


def honest_service() -> dict[str, list[dict]]:
    """Five months of good care; in the second week of October flu: three short nights and ten tasks missed."""
    months = ["2026-05", "2026-06", "2026-07", "2026-08", "2026-09", "2026-10"]
    days = [day for month in months for day in days_of(month)]
    flu = DAYS[7:10]
    care = [row for day in days for row in care_days([day], failed=0)]
    missed = [
        make_care(f"{day} 21:{minute}", status="not_done") for day in flu for minute in ("00", "15", "30")
    ]
    people = [make_stay(f"P{n:03d}") for n in range(10)]
    return {
        "staffing_needs": [NIGHT | {"staff_needed": 2}],
        "shifts": [*nights(days), *nights([day for day in days if day not in flu]), *nights(flu, attended=False)],
        "care": [*care, *missed],
        "people": people,
        "dependency": [make_review(f"P{n:03d}", reviewed_on="2026-10-02", care_hours_per_day=2) for n in range(10)],
        "incidents": [make_incident(f"{month}-1{n} 10:00") for month in months for n in range(3)],
        "feedback": [make_feedback(f"{month}-{n}", kind="concern" if n == 10 else "compliment")
                     for month in months for n in range(10, 18)],
        "complaints": [make_complaint(f"{month}-20") for month in months[::3]],
        "handover": [make_handover(f"{day} 20:00", resolved_on=day) for day in days[::5]],
        "decisions": [],
    }  # fmt: skip
