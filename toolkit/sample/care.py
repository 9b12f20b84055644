"""What care was planned for whom, what became of it, and what was written down?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from toolkit.sample import note_details
from toolkit.sample.chance import generator
from toolkit.sample.duty import Duty
from toolkit.sample.notes import care_notes, pick
from toolkit.sample.plans import FAILED_PERSON_ITEM, Item, plan_of
from toolkit.sample.residents import Stay
from toolkit.sample.rota import BAD_WEEK_DAYS
from toolkit.sample.rounds import Rounds
from toolkit.sample.stories import Service
from toolkit.sample.timeline import MINUTES_A_DAY, Timeline, day_number, moments, wall_clock

OK, MISSED, SHORTENED, DELAYED, DECLINED_BY_PERSON, IN_HOSPITAL, AWAY, CANCELLED_BY_PERSON = range(8)
LAST_START = 22 * 60 + 50  # a day's care begins before eleven at night, or it is missed
ROUTINE = ("drinks", "checks", "repositioning")
_NOTES_OF_STATES = {
    DECLINED_BY_PERSON: note_details.DECLINED,
    IN_HOSPITAL: note_details.IN_HOSPITAL,
    AWAY: note_details.AWAY,
    CANCELLED_BY_PERSON: note_details.PERSON_CANCELLED,
}


@dataclass(slots=True)
class _Rows:
    """The planned care of one service as arrays, one value a row; times are minutes since 1970."""

    stay: np.ndarray
    day: np.ndarray
    due: np.ndarray
    unit: np.ndarray
    activity: np.ndarray
    minutes: np.ndarray
    carers: np.ndarray
    critical: np.ndarray
    band: np.ndarray
    failed: np.ndarray
    duty_row: np.ndarray

    def __len__(self) -> int:
        return len(self.day)

    def only(self, keep: np.ndarray) -> _Rows:
        return _Rows(*(getattr(self, name)[keep] for name in self.__slots__))


def care_table(service: Service, stays: list[Stay], absent: np.ndarray, duty: Duty, timeline: Timeline,
               seed: int) -> pd.DataFrame:  # fmt: skip
    """All planned care of the service, by time due."""
    chance = generator(seed, service.service_id, "care")
    rows = _planned(service, stays, duty, timeline, chance)
    state = _states(service, rows, absent, duty, timeline, chance)
    starts, ends = _times(service, rows, state, chance)
    starts, ends = _merged(service, rows, state, starts, ends, timeline, chance)
    status, reason = _status(rows, state, starts, chance)
    staff = _staff(service, rows, state, starts, ends, duty, chance)
    note = np.where(status == "planned", "", _notes(service, rows, state, starts, timeline, chance))
    recorded = _recorded(rows, state, status, starts, ends, chance)
    recorded = _written_up_at_once(service, rows, staff, recorded, timeline, chance)
    recorded, note = _thin(service, rows, state, recorded, ends, note, timeline, chance)
    return pd.DataFrame(
        {
            "care_id": pd.Series([f"C-{n + 1:06d}" for n in range(len(rows))], dtype="str"),
            "service_id": service.service_id,
            "person_id": _text(np.array([stay.person_id for stay in stays], dtype=object)[rows.stay]),
            "unit": _text(np.array(service.units, dtype=object)[rows.unit]),
            "activity": _text(rows.activity),
            "time_critical": _text(np.where(rows.critical, "yes", "no")),
            "due_at": moments(rows.due),
            "due_until": moments(np.where(rows.band > 0, rows.due + rows.band, -1)),
            "planned_minutes": rows.minutes.astype(float),
            "carers_planned": rows.carers.astype(float),
            "started_at": moments(np.where(starts == 0, -1, starts)),
            "ended_at": moments(np.where(starts == 0, -1, ends)),
            "recorded_at": moments(recorded),
            "status": _text(status),
            "reason": _text(reason),
            "staff_ids": _text(staff),
            "note": _text(note),
        }
    )


def _text(values: np.ndarray) -> pd.Series:
    return pd.Series(values, dtype="str")


def _planned(service: Service, stays: list[Stay], duty: Duty, timeline: Timeline,
             chance: np.random.Generator) -> _Rows:  # fmt: skip
    """Every item of every person on every day they live there."""
    first, last = day_number(timeline.first), day_number(timeline.last)
    parts: list[tuple[int, Item, np.ndarray]] = []
    for number, stay in enumerate(stays):
        begins = max(stay.moved_in + 1, first)
        ends = last if stay.left is None else min(stay.left - 1, last)
        days = np.arange(begins, ends + 1) - first
        for item in plan_of(service, stay, number, chance):
            parts.append((number, item, days[(days + stay.place) % item.every == 0]))
    lengths = [len(days) for _, _, days in parts]

    def repeat(values: list[object], kind: type) -> np.ndarray:
        return np.repeat(np.array(values, dtype=kind), lengths)

    day = np.concatenate([days for _, _, days in parts])
    minute = repeat([item.due for _, item, _ in parts], int)
    stay_number = repeat([number for number, _, _ in parts], int)
    unit = np.array([stay.place % len(service.units) for stay in stays])[stay_number]
    rows = _Rows(
        stay=stay_number, day=day, due=wall_clock(timeline.midnights[day] + minute), unit=unit,
        activity=repeat([item.activity for _, item, _ in parts], object),
        minutes=repeat([item.minutes for _, item, _ in parts], int),
        carers=repeat([item.carers for _, item, _ in parts], int),
        critical=repeat([item.critical for _, item, _ in parts], bool),
        band=repeat([item.band for _, item, _ in parts], int),
        failed=repeat([item is FAILED_PERSON_ITEM for _, item, _ in parts], bool),
        duty_row=duty.row_of(day, unit, minute),
    )  # fmt: skip
    known = rows.only(rows.duty_row >= 0)
    return known.only(np.lexsort((known.activity, known.stay, known.due)))


def _states(service: Service, rows: _Rows, absent: np.ndarray, duty: Duty, timeline: Timeline,
            chance: np.random.Generator) -> np.ndarray:  # fmt: skip
    """What became of each row. Trouble comes in clusters: some shifts go worse than others."""
    practice = service.practice
    before = timeline.months_before_end[rows.day]
    luck = np.clip(chance.gamma(2.0, 0.5, len(duty.fill)), 0.1, 3.5)[rows.duty_row]
    last_month_day = rows.day - np.flatnonzero(timeline.months_before_end == 0)[0] + 1
    bad_day = practice.bad_week > 0
    bad = (
        bad_day & (last_month_day >= practice.bad_week) & (last_month_day < practice.bad_week + BAD_WEEK_DAYS)
    )
    harder = luck * (1 + practice.pressure * (1 - duty.fill[rows.duty_row])) * np.where(bad, 4.0, 1.0)
    missed = practice.missed.at(before) * harder * np.where(rows.critical, 0.15, 1.0)
    shortened = practice.shortened.at(before) * harder
    delayed = practice.delayed.at(before) * harder
    draw = chance.random(len(rows))
    state = np.select(
        [draw < missed, draw < missed + shortened, draw < missed + shortened + delayed,
         draw > 0.992, (draw > 0.989) & (not service.is_care_home)],
        [MISSED, SHORTENED, DELAYED, DECLINED_BY_PERSON, CANCELLED_BY_PERSON], OK,
    )  # fmt: skip
    short = duty.fill[rows.duty_row] < 0.9
    state[rows.failed & short & (before <= 2) & (chance.random(len(rows)) < 0.75)] = MISSED
    state[duty.nobody[rows.duty_row]] = MISSED
    state[absent[rows.stay, rows.day] == 1] = IN_HOSPITAL
    state[absent[rows.stay, rows.day] == 2] = AWAY
    return state


def _times(service: Service, rows: _Rows, state: np.ndarray,
           chance: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """When the care started and ended; 0 where it did not take place or nothing was written."""
    draws = chance.random((len(rows), 5))
    prompt = rows.critical | (service.kind == "home_care")
    starts = rows.due + np.round(-8 + np.where(prompt, 32, 38) * draws[:, 0] ** 1.6).astype(int)
    grace = np.where(prompt, 30, 60)
    late = rows.due + rows.band + grace + 1 + np.round(50 * draws[:, 1] ** 1.7).astype(int)
    midnight = rows.due - rows.due % MINUTES_A_DAY
    overnight = (rows.due - midnight < 450) | (rows.due - midnight >= 21 * 60 + 30)
    late = np.where(overnight, late, np.minimum(late, midnight + LAST_START))
    starts = np.where(state == DELAYED, late, starts)
    factor = 0.72 + 0.5 * draws[:, 2]
    clipped = (draws[:, 3] < 0.06) & (rows.minutes >= 15) & (state != SHORTENED)
    factor = np.where(clipped, 0.56 + 0.23 * draws[:, 2], factor)
    cut = (state == SHORTENED) & (draws[:, 4] < 0.6) & (rows.minutes >= 15)
    factor = np.where(cut, 0.18 + 0.27 * draws[:, 2], factor)
    length = np.maximum(np.round(rows.minutes * factor).astype(int), 2)
    instant = (state == MISSED) & (draws[:, 4] < 0.08) & (rows.minutes >= 15)
    happened = np.isin(state, (OK, SHORTENED, DELAYED)) | instant
    later = wall_clock(starts) - starts
    ends = wall_clock(starts + later + np.where(instant, 1, length))
    return np.where(happened, starts + later, 0), np.where(happened, ends, 0)


def _merged(service: Service, rows: _Rows, state: np.ndarray, starts: np.ndarray, ends: np.ndarray,
            timeline: Timeline, chance: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """Now and then two visits are made in one: both are logged with the same times."""
    share = service.practice.merged.at(timeline.months_before_end)[rows.day]
    draw = chance.random(len(rows))
    starts, ends = starts.copy(), ends.copy()
    order = np.lexsort((rows.due, rows.stay))
    before, after = order[:-1], order[1:]
    one_after_the_other = (rows.stay[before] == rows.stay[after]) & (rows.day[before] == rows.day[after])
    both_done = (state[before] == OK) & (state[after] == OK)
    joined = (
        one_after_the_other & both_done & (draw[after] < share[after]) & (rows.due[after] > rows.due[before])
    )
    longer = starts[before] + rows.minutes[before] + rows.minutes[after] // 2
    for times, values in ((ends, longer), (starts, starts[before])):
        times[before[joined]] = values[joined]
        times[after[joined]] = values[joined]
    return starts, ends


def _status(rows: _Rows, state: np.ndarray, starts: np.ndarray,
            chance: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    draw, other = chance.random(len(rows)), chance.random(len(rows))
    status = np.full(len(rows), "done", dtype=object)
    reason = np.full(len(rows), "", dtype=object)
    part = (state == SHORTENED) & (draw < 0.5)
    status[part] = "part_done"
    missed = (state == MISSED) & (starts == 0)
    status[missed] = np.where(draw < 0.5, "not_done", np.where(draw < 0.86, "planned", "cancelled"))[missed]
    why = np.where(other < 0.55, "no_staff", np.where(other < 0.75, "other", ""))
    told = missed & (status == "not_done")
    reason[told] = why[told]
    by_office = missed & (status == "cancelled")
    reason[by_office] = np.where(other < 0.6, "office", "no_staff")[by_office]
    status[state == DECLINED_BY_PERSON] = "declined"
    for code, word in ((IN_HOSPITAL, "hospital"), (AWAY, "away"), (CANCELLED_BY_PERSON, "person_cancelled")):
        status[state == code], reason[state == code] = "cancelled", word
    return status, reason


def _staff(service: Service, rows: _Rows, state: np.ndarray, starts: np.ndarray, ends: np.ndarray, duty: Duty,
           chance: np.random.Generator) -> np.ndarray:  # fmt: skip
    """Who gave the care: the usual worker where one is on duty, seniors and nurses for medication."""
    draws = chance.random((len(rows), 3))
    given = (starts > 0) | (state == DECLINED_BY_PERSON)
    begins = np.where(starts > 0, starts, rows.due)
    finishes = np.where(starts > 0, ends, rows.due + 2)
    alone = (state == SHORTENED) & (draws[:, 0] < 0.5)
    usual = draws[:, 1] < service.practice.continuity
    rounds = Rounds()
    names = np.full(len(rows), "", dtype=object)
    for row in np.lexsort((rows.stay, begins)):
        if not given[row]:
            continue
        carers, leads = duty.carers[rows.duty_row[row]], duty.leads[rows.duty_row[row]]
        pool = leads if (rows.activity[row] == "medication" and leads) or not carers else carers
        stay, begin, finish = int(rows.stay[row]), int(begins[row]), int(finishes[row])
        first = rounds.deal(pool, stay, begin, finish, bool(usual[row]), float(draws[row, 2]))
        names[row] = first
        if rows.carers[row] > 1 and not alone[row]:
            others = [worker for worker in (*carers, *leads) if worker != first]
            second = rounds.deal(others, stay, begin, finish, False, float(draws[row, 2]))
            names[row] = ";".join(filter(None, (first, second)))
    return names


def _notes(service: Service, rows: _Rows, state: np.ndarray, starts: np.ndarray, timeline: Timeline,
           chance: np.random.Generator) -> np.ndarray:  # fmt: skip
    month = timeline.days[rows.day].astype("datetime64[M]").astype(int) % 12 + 1
    note = care_notes(service, rows.activity, rows.carers, month, chance)
    draw = chance.random(len(rows))
    missed = note_details.NOT_DONE if service.is_care_home else note_details.NOT_VISITED
    for code, texts in {MISSED: missed, **_NOTES_OF_STATES}.items():
        where = (state == code) & (starts == 0)
        note[where] = pick(texts, draw[where])
    return note


def _recorded(rows: _Rows, state: np.ndarray, status: np.ndarray, starts: np.ndarray, ends: np.ndarray,
              chance: np.random.Generator) -> np.ndarray:  # fmt: skip
    """When the record was made: minutes after the care as a rule; before it for those away."""
    draw = chance.random(len(rows))
    soon = 1 + np.minimum(np.round(-13 * np.log1p(-draw)).astype(int), 120)
    recorded = np.where(starts > 0, ends, rows.due + 20) + soon
    ahead = np.isin(state, (IN_HOSPITAL, AWAY, CANCELLED_BY_PERSON))
    recorded = np.where(ahead, rows.due - 60 - np.round(600 * draw).astype(int), recorded)
    told_late = (state == CANCELLED_BY_PERSON) & (draw < 0.15)
    recorded = np.where(told_late, rows.due + 30, recorded)
    not_done = (state == MISSED) & (starts == 0)
    recorded = np.where(not_done, rows.due + 60 + np.round(240 * draw).astype(int), recorded)
    return np.where(status == "planned", -1, recorded)


def _written_up_at_once(service: Service, rows: _Rows, staff: np.ndarray, recorded: np.ndarray,
                        timeline: Timeline, chance: np.random.Generator) -> np.ndarray:  # fmt: skip
    """Some workers of some shifts write everything up in a few minutes before the handover."""
    share = service.practice.bursts.at(timeline.months_before_end)
    if not share.any():
        return recorded
    first = np.array([names.split(";")[0] for names in staff], dtype=object)
    shift = pd.Series(rows.duty_row).astype("str") + " " + pd.Series(first, dtype="str")
    _, group = np.unique(shift.to_numpy().astype("U"), return_inverse=True)
    latest = pd.Series(recorded).groupby(group).transform("max").to_numpy()
    sits_down = chance.random(group.max() + 1)[group] < share[rows.day]
    at_once = latest + 5 + (chance.random(len(rows)) * 5).astype(int)
    return np.where(sits_down & (staff != "") & (recorded >= 0), at_once, recorded)


def _thin(service: Service, rows: _Rows, state: np.ndarray, recorded: np.ndarray, ends: np.ndarray,
          note: np.ndarray, timeline: Timeline,
          chance: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """Notes that say nothing, notes copied from the day's stock phrase, records made a day late."""
    practice = service.practice
    before = timeline.months_before_end[rows.day]
    draws = chance.random((len(rows), 4))
    done = np.isin(state, (OK, SHORTENED, DELAYED))
    thin = done & (draws[:, 0] < practice.thin_notes.at(before))
    note = np.where(thin, pick(note_details.THIN, draws[:, 1]), note)
    stock = np.array(note_details.STOCK, dtype=object)[rows.day % len(note_details.STOCK)]
    copied = (
        done & ~thin & (draws[:, 2] < practice.copied_notes.at(before)) & ~np.isin(rows.activity, ROUTINE)
    )
    note = np.where(copied, stock, note)
    late = done & (draws[:, 3] < practice.late_records.at(before))
    recorded = np.where(late, ends + 25 * 60 + (draws[:, 1] * 1500).astype(int), recorded)
    return recorded, note
