"""What became of each piece of planned care: the slow second implementation.

See `plain_service` for the rows it reads and for what "Reading:" means.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from statistics import median

from tests.properties.plain_service import (
    PlainService,
    Row,
    day_of,
    days_between,
    instant,
    is_missing,
    known_rows,
    month_days,
    span,
)
from tests.properties.plain_staffing import Window, find_windows

MINUTE = 60
DAY = 24 * 60 * MINUTE
ROUTINE = ("drinks", "checks", "repositioning")
NOT_OURS = ("person_cancelled", "hospital", "away", "died")
EXCLUDED, MISSED, SHORTENED, DELAYED = "excluded", "missed", "shortened", "delayed"
POORLY, WELL = "poorly_evidenced", "well_evidenced"


def status_of(row: Row) -> str:
    """Planned with a start is read as done."""
    return "done" if row["status"] == "planned" and row["started_at"] else row["status"]


def was_done(row: Row) -> bool:
    return status_of(row) in ("done", "part_done")


def has_outcome(row: Row) -> bool:
    return row["status"] != "planned" or row["started_at"] is not None


@dataclass
class CareMonth:
    """The month's care rows by id: category, and what is counted apart."""

    rows: list[Row]  # due on the days of the month up to as_of
    category: dict[str, str]
    queried: set[str]
    clipped: set[str]
    early: set[str]
    merged: set[str]
    bursts: set[str]
    same_notes: set[str]
    recorded_days: set[date]
    expected_days: set[date]
    has_notes: bool
    durations_known: bool
    supplied: bool

    @property
    def counted(self) -> list[Row]:
        """Rows of days not recorded leave the rates: unknown, not missed."""
        return [row for row in self.rows if day_of(row["due_at"]) in self.recorded_days]

    def count(self, *categories: str) -> int:
        return sum(self.category[row["care_id"]] in categories for row in self.counted)

    def apart(self, ids: set[str]) -> int:
        return sum(row["care_id"] in ids for row in self.counted)

    @property
    def planned(self) -> int:
        return len(self.counted) - self.count(EXCLUDED)

    @property
    def done(self) -> int:
        return self.count(SHORTENED, DELAYED, POORLY, WELL)

    @property
    def recording_complete(self) -> Fraction | None:
        if not self.supplied or not self.expected_days:
            return None
        return Fraction(len(self.recorded_days & self.expected_days), len(self.expected_days))

    @property
    def complete(self) -> bool:
        share = self.recording_complete
        return share is not None and share >= Fraction(9, 10)

    @property
    def starts_known(self) -> bool:
        """No more than a tenth of the done rows lack a start.

        Reading: rows of status done (or read so) and not excluded, as for durations.
        """
        done = [row for row in self.counted
                if status_of(row) == "done" and self.category[row["care_id"]] != EXCLUDED]  # fmt: skip
        without = [row for row in done if row["started_at"] is None]
        return len(without) <= Fraction(1, 10) * len(done)


def rate(count: int, n: int) -> Fraction | None:
    return Fraction(count, n) if n else None


def missed_care_rate(month: CareMonth) -> Fraction | None:
    return rate(month.count(MISSED), month.planned)


def shortened_rate(month: CareMonth) -> Fraction | None:
    return rate(month.count(SHORTENED), month.planned)


def delayed_rate(month: CareMonth) -> Fraction | None:
    return rate(month.count(DELAYED), month.planned) if month.starts_known else None


def poorly_evidenced_rate(month: CareMonth) -> Fraction | None:
    return rate(month.count(POORLY), month.done) if month.has_notes else None


def care_month(service: PlainService) -> CareMonth:
    """Every care row due in the month up to as_of, judged."""
    known = known_rows(service, "care")
    judge = _Judge(service, known)
    outcomes = outcomes_by_day(known)
    rows = [row for row in known if service.first <= day_of(row["due_at"]) <= service.last_day]
    category = {row["care_id"]: judge.category(row) for row in rows}
    month = CareMonth(
        rows=rows,
        category=category,
        queried={r["care_id"] for r in rows if judge.is_queried(r)},
        clipped={r["care_id"] for r in rows if judge.is_clipped(r, category[r["care_id"]])},
        early={r["care_id"] for r in rows if judge.is_early(r, category[r["care_id"]])},
        merged=judge.merged & set(category),
        bursts=judge.bursts & set(category),
        same_notes=judge.same_notes & set(category),
        recorded_days={day for day in month_days(service) if is_recorded(service, outcomes, day)},
        expected_days=expected_days(service, outcomes),
        has_notes=judge.has_notes,
        durations_known=judge.durations_known,
        supplied=not is_missing(service, "care"),
    )
    return month


# Recording: were the days written down at all?


def outcomes_by_day(known: list[Row]) -> Counter[date]:
    """How many rows with an outcome were due on each day."""
    return Counter(day_of(row["due_at"]) for row in known if has_outcome(row))


def history_days(service: PlainService, weekday: int) -> list[date]:
    """The weekday's eight days in the 8 weeks before the month."""
    first = service.first - timedelta(days=56)
    return [d for d in days_between(first, service.first - timedelta(days=1)) if d.weekday() == weekday]


def usual_rows(service: PlainService, outcomes: Counter[date], weekday: int) -> float | None:
    """The median of that weekday's rows with an outcome.

    Reading: of the days that have any; a day without one is a gap in the history and not a usual day.
    """
    counts = [outcomes[day] for day in history_days(service, weekday)]
    counts = [count for count in counts if count]
    return median(counts) if counts else None


def is_recorded(service: PlainService, outcomes: Counter[date], day: date) -> bool:
    usual = usual_rows(service, outcomes, day.weekday())
    return outcomes[day] > 0 and (usual is None or 3 * outcomes[day] >= usual)


def expected_days(service: PlainService, outcomes: Counter[date]) -> set[date]:
    """The days of the month on which records should be there.

    Reading: a day of the 8 weeks before counts as recorded by the same rule as a day of the month. No
    history = too little of it for any weekday to have been recorded 4 times: a service in its third week
    of records is expected to record every day. Days on which the service is closed are not expected.
    """
    days = [day for day in month_days(service) if service.is_open(day)]
    history = {weekday: history_days(service, weekday) for weekday in range(7)}
    kept = {
        weekday
        for weekday, found in history.items()
        if sum(is_recorded(service, outcomes, day) for day in found) >= 4
    }
    return {day for day in days if day.weekday() in kept} if kept else set(days)


# Categories


class _Judge:
    """Holds what has to be known of all rows before one can be judged."""

    def __init__(self, service: PlainService, known: list[Row]) -> None:
        self.service = service
        self.home_care = service.kind == "home_care"
        self.known = known
        self.stays = known_rows(service, "people")
        self.windows = find_windows(service, service.first - timedelta(days=1), service.last_day)
        self.of_month = [r for r in known if service.first <= day_of(r["due_at"]) <= service.last_day]
        self.has_notes = any(_words(row["note"]) for row in self.of_month)
        self.excluded = {row["care_id"] for row in known if self._is_excluded(row)}
        self.durations_known = self._durations_known()
        self.merged = self._find_merged()
        self.bursts = find_bursts(known)
        self.same_notes = find_same_notes(known)

    def category(self, row: Row) -> str:
        rules: list[tuple[str, Callable[[Row], bool]]] = [
            (EXCLUDED, lambda r: r["care_id"] in self.excluded),
            (MISSED, self.is_missed),
            (SHORTENED, self.is_shortened),
            (DELAYED, self.is_delayed),
            (POORLY, self.is_poorly_evidenced),
        ]
        return next((name for name, applies in rules if applies(row)), WELL)

    def _is_excluded(self, row: Row) -> bool:
        if row["status"] == "declined":
            return True
        if row["status"] in ("cancelled", "not_done") and row["reason"] in NOT_OURS:
            return True
        return not self._lives_here(row["person_id"], day_of(row["due_at"]))

    def _lives_here(self, person: str, day: date) -> bool:
        stays = [stay for stay in self.stays if stay["person_id"] == person]
        inside = [s for s in stays if s["moved_in"] <= day and (not s["moved_out"] or day <= s["moved_out"])]
        return not stays or bool(inside)

    def is_queried(self, row: Row) -> bool:
        cancelled = row["care_id"] in self.excluded and row["status"] == "cancelled"
        return bool(cancelled and row["recorded_at"] and instant(row["recorded_at"]) > instant(row["due_at"]))

    def is_missed(self, row: Row) -> bool:
        if row["status"] in ("not_done", "cancelled"):
            return True
        if status_of(row) == "planned":
            return True
        if row["started_at"] and instant(row["started_at"]) > self.deadline(row):
            return True
        return self._is_no_visit(row) or row["care_id"] in self.merged

    def deadline(self, row: Row) -> int:
        """Started later than this is too late to be the care that was due."""
        following = [
            instant(other["due_at"])
            for other in self.known
            if (other["person_id"], other["activity"]) == (row["person_id"], row["activity"])
            and other["care_id"] not in self.excluded
            and instant(other["due_at"]) > instant(row["due_at"])
        ]
        return min([*following, self._end_of_time(row["due_at"], row["unit"])])

    def _end_of_time(self, due: datetime, unit: str | None) -> int:
        # Reading: a window that ends at midnight exactly does not cross it. Where two windows of one
        # unit began together, the earlier of their ends.
        ends = [w.end for w in self.window_of(due, unit) if w.ends_at > _midnight_after(w.starts_at)]
        if ends:
            return min(ends)
        if due.time() < time(23):
            return instant(datetime.combine(due.date(), time(23)))
        return instant(datetime.combine(due.date() + timedelta(days=1), time(8)))

    def window_of(self, due: datetime, unit: str | None) -> list[Window]:
        """The window (several roles of one shift count as one) that contains the moment.

        Fixed: of those of its unit (blank on either side = any) the one that started last, of these the
        one that names the row's own unit; two that started together in different units: none.
        """
        moment = instant(due)
        inside = [w for w in self.windows if w.begin <= moment < w.end]
        inside = [w for w in inside if not unit or not w.unit or w.unit == unit]
        latest = [w for w in inside if w.begin == max(other.begin for other in inside)]
        latest = [w for w in latest if unit and w.unit == unit] or latest
        return latest if len({w.unit for w in latest}) == 1 else []

    def _durations_known(self) -> bool:
        """Reading: over the month's rows of status done (or read so), excluded rows left out."""
        done = [r for r in self.of_month if status_of(r) == "done" and r["care_id"] not in self.excluded]
        same = [r for r in done if r["started_at"] and r["started_at"] == r["ended_at"]]
        return not done or 2 * len(same) < len(done)

    def minutes(self, row: Row) -> Fraction | None:
        """Elapsed minutes of what was done; unknown where a time is blank or durations are not kept."""
        if not self.durations_known or not row["started_at"] or not row["ended_at"]:
            return None
        begin, end = span(row["started_at"], row["ended_at"])
        return Fraction(end - begin, MINUTE) if end >= begin else None

    def _is_no_visit(self, row: Row) -> bool:
        """Reading: part_done rows are judged by their minutes too."""
        minutes, planned = self.minutes(row), row["planned_minutes"]
        if minutes is None or planned is None or planned < 15:
            return False
        return minutes < 2 or minutes < Fraction(planned) / 10

    def is_shortened(self, row: Row) -> bool:
        if status_of(row) == "part_done":
            return True
        share = self._share_of_plan(row)
        return (share is not None and share < Fraction(1, 2)) or self._lacks_a_carer(row)

    def _share_of_plan(self, row: Row) -> Fraction | None:
        minutes, planned = self.minutes(row), row["planned_minutes"]
        if minutes is None or planned is None or planned < 10:
            return None
        return minutes / Fraction(planned)

    def _lacks_a_carer(self, row: Row) -> bool:
        """Reading: two done rows of one person and activity due together are one double-handed visit,
        so the ids of both count; where one of them names nobody, who came is unknown.
        """
        if row["carers_planned"] is None:
            return False
        visit = [
            other
            for other in self.known
            if (other["person_id"], other["activity"], other["due_at"])
            == (row["person_id"], row["activity"], row["due_at"])
            and was_done(other)
            and other["care_id"] not in self.excluded
        ]
        if any(not other["staff_ids"] for other in visit):
            return False
        names = {name for other in visit for name in other["staff_ids"].split(";")}
        return len(names) < row["carers_planned"]

    def is_clipped(self, row: Row, category: str) -> bool:
        """Reading: of done rows that were not missed, whatever else was wrong with them."""
        share = self._share_of_plan(row)
        done = status_of(row) == "done" and category not in (EXCLUDED, MISSED)
        return done and share is not None and Fraction(1, 2) <= share < Fraction(4, 5)

    def is_early(self, row: Row, category: str) -> bool:
        if category in (EXCLUDED, MISSED) or row["time_critical"] != "yes" or not row["started_at"]:
            return False
        return instant(row["due_at"]) - instant(row["started_at"]) > 30 * MINUTE

    def is_delayed(self, row: Row) -> bool:
        if not row["started_at"]:
            return False
        grace = 30 if self.home_care or row["time_critical"] == "yes" else 60
        return instant(row["started_at"]) - instant(row["due_until"] or row["due_at"]) > grace * MINUTE

    def is_poorly_evidenced(self, row: Row) -> bool:
        if self.has_notes and len(_words(row["note"])) < 3:
            return True
        if row["recorded_at"]:
            happened = row["ended_at"] or row["started_at"] or row["due_at"]
            if instant(row["recorded_at"]) - instant(happened) > DAY:
                return True
        return row["care_id"] in self.bursts or row["care_id"] in self.same_notes

    def _find_merged(self) -> set[str]:
        """Rows whose visit another row of the same times keeps."""
        groups: dict[tuple, list[Row]] = {}
        for row in self.known:
            if not was_done(row) or row["care_id"] in self.excluded:
                continue
            if row["started_at"] and row["ended_at"]:
                activity = None if self.home_care else row["activity"]
                key = (row["person_id"], activity, row["started_at"], row["ended_at"])
                groups.setdefault(key, []).append(row)
        merged = set()
        for (_, _, start, _), rows in groups.items():
            dues = sorted({row["due_at"] for row in rows})
            keeper = min(dues, key=lambda due: (abs(instant(due) - instant(start)), due))
            merged |= {row["care_id"] for row in rows if row["due_at"] != keeper}
        return merged


def find_bursts(rows: list[Row]) -> set[str]:
    """Rows written in one go: ten or more of one first name in five minutes, of care over an hour apart.

    Reading: rows due before the month count as well; a record typed at one sitting is one.
    """
    by_author: dict[str, list[Row]] = {}
    for row in rows:
        if row["staff_ids"] and row["recorded_at"]:
            by_author.setdefault(row["staff_ids"].split(";")[0], []).append(row)
    found = set()
    for written in by_author.values():
        for row in written:
            start = instant(row["recorded_at"])
            together = [r for r in written if start <= instant(r["recorded_at"]) <= start + 5 * MINUTE]
            starts = [instant(r["started_at"]) for r in together if r["started_at"]]
            if len(together) >= 10 and starts and max(starts) - min(starts) > 60 * MINUTE:
                found |= {r["care_id"] for r in together}
    return found


def find_same_notes(rows: list[Row]) -> set[str]:
    """Rows of one due date with one note, five or more for three or more people.

    Reading: all rows of status done or part_done count, whatever their category.
    """
    groups: dict[tuple[date, str], list[Row]] = {}
    for row in rows:
        if was_done(row) and _words(row["note"]) and row["activity"].lower() not in ROUTINE:
            key = (day_of(row["due_at"]), "".join(row["note"].lower().split()))
            groups.setdefault(key, []).append(row)
    return {
        row["care_id"]
        for group in groups.values()
        if len(group) >= 5 and len({r["person_id"] for r in group}) >= 3
        for row in group
    }


def missed_critical(month: CareMonth) -> dict[str, tuple[int, int]]:
    """Person -> (time-critical rows missed, time-critical rows planned and not excluded)."""
    missed: Counter[str] = Counter()
    planned: Counter[str] = Counter()
    for row in month.counted:
        if row["time_critical"] == "yes" and month.category[row["care_id"]] != EXCLUDED:
            planned[row["person_id"]] += 1
            missed[row["person_id"]] += month.category[row["care_id"]] == MISSED
    return {person: (missed[person], planned[person]) for person in planned}


def _words(note: str | None) -> list[str]:
    return (note or "").split()


def _midnight_after(moment: datetime) -> datetime:
    return datetime.combine(moment.date() + timedelta(days=1), time())
