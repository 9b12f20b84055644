"""Does the same shift keep running short? (`repeated-staffing-gaps`)"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from toolkit.audits.answers import answer
from toolkit.audits.checks import Arm, Check, Figure, Reference
from toolkit.audits.references import places_of, references_to
from toolkit.audits.staffing.facts import StaffingFacts, StaffingMonth
from toolkit.audits.staffing.questions import REPEATED_STAFFING_GAPS
from toolkit.measures.short_posts import POST
from toolkit.measures.spans import numbered
from toolkit.measures.staffing import shifts_around
from toolkit.wording import count, join_words, of, plural

Post = tuple[str, str, str]


def check_repeated_gaps(facts: StaffingFacts) -> Check:
    limits = facts.evidence.thresholds.repeated_staffing_gaps
    threshold = {
        "at_least": limits.days_in_month,
        "days_each_month": limits.days_each_month,
        "months_running": limits.months_running,
    }
    if facts.staffing_untold:
        arms = [Arm("short days", None, facts.staffing_untold)]
        return answer(REPEATED_STAFFING_GAPS, arms, Figure("short days", None, "days"), threshold)
    short = facts.short_days_of(0)
    if short.empty:
        says = "No rota was supplied for this month, or no shift was needed."
        arms = [Arm("short days", None, says)]
        return answer(REPEATED_STAFFING_GAPS, arms, Figure("short days", None, "days"), threshold)
    worst = short.sort_values(["short", "days"], ascending=False, kind="stable").iloc[0]
    figure = Figure("short days", float(worst["short"]), "days", n=int(worst["days"]))
    in_month = _month_arm(facts, short)
    often = short["short"] >= limits.days_in_month
    running = _running_arm(facts, short[~often])
    # `running` asks of the other shifts only: once one needs action, "no other" would read as "none".
    arms = [in_month] if in_month.breached and not running.breached else [in_month, running]
    return answer(REPEATED_STAFFING_GAPS, arms, figure, threshold, held_back=_held_back(facts))


def _month_arm(facts: StaffingFacts, short: pd.DataFrame) -> Arm:
    least = facts.evidence.thresholds.repeated_staffing_gaps.days_in_month
    name = f"short on {least} or more days of the month"
    often = short[short["short"] >= least].sort_values("short", ascending=False, kind="stable")
    if often.empty:
        most = short.iloc[int(short["short"].to_numpy().argmax())]
        says = "No shift was short on any day."
        if most["short"]:
            says = f"No shift was short on {least} or more days; the most was {_short_on(most)}."
        return Arm(name, False, says, complete=_complete(facts, facts.month))
    sentences = [f"{_post_name(row)} was short on {of(int(row['short']), int(row['days']), 'day')}."
                 for _, row in often.iterrows()]  # fmt: skip
    return Arm(name, True, " ".join(sentences), evidence=_behind(facts, _posts(often)))


def _running_arm(facts: StaffingFacts, short: pd.DataFrame) -> Arm:
    """Short on some days of this month and of each of the months before.

    Only a shift that was short often enough this month can be; where none was, no history is needed.
    """
    limits = facts.evidence.thresholds.repeated_staffing_gaps
    months = count(limits.months_running, "month")
    name = f"short in each of {months} running"
    candidates = _posts(short[short["short"] >= limits.days_each_month])
    never = f"No shift was short on {limits.days_each_month} or more days in each of {months} running."
    if not candidates:
        return Arm(name, False, "", complete=_complete(facts, facts.month))
    running, unknown = _follow_back(facts, candidates)
    if running:
        posts = [_post_name(dict(zip(POST, post, strict=True))) for post in sorted(running)]
        named = join_words([posts[0], *(f"{name[0].lower()}{name[1:]}" for name in posts[1:])])
        was = "was" if len(running) == 1 else "were"
        says = f"{named} {was} short on {limits.days_each_month} or more days in each of the last {months}."
        return Arm(name, True, says, evidence=_behind(facts, running))
    if unknown:
        says = (
            "The rota or the clocks of the months before are missing, "
            f"so {months} running could not be looked at."
        )
        return Arm(name, None, says)
    return Arm(name, False, never, complete=_complete(facts, facts.month))


def _follow_back(facts: StaffingFacts, candidates: set[Post]) -> tuple[set[Post], set[Post]]:
    """Of the shifts short this month: those short in each month before, and those nobody can tell."""
    limits = facts.evidence.thresholds.repeated_staffing_gaps
    left, unknown = set(candidates), set[Post]()
    for before in range(1, limits.months_running):
        if not left:
            break
        counted = facts.short_days_of(before)
        often = _posts(counted[counted["short"] >= limits.days_each_month])
        if _complete(facts, facts.staffing_of(before)):
            left &= often
        else:
            unknown |= left - often
    return left - unknown, left & unknown


def _posts(rows: pd.DataFrame) -> set[Post]:
    return {(str(row[0]), str(row[1]), str(row[2])) for row in rows[list(POST)].itertuples(index=False)}


def _complete(facts: StaffingFacts, month: StaffingMonth) -> bool:
    """True when every window's attendance is known well enough for "not short" to mean anything."""
    return len(month.windows) > 0 and month.fill.attended is not None


def _held_back(facts: StaffingFacts) -> str:
    month, allowed = facts.month, facts.definitions.attendance_gap_share
    if not month.days.rota_complete(allowed):
        return f"No rota was kept on {of(len(month.days.not_kept), len(month.days.with_windows), 'day')}."
    if not month.days.attendance_complete(allowed):
        gaps = of(len(month.days.unclocked), len(month.days.rostered), "rostered day")
        return f"No clock was recorded on {gaps}: a full rota does not show who came."
    return ""


def _short_on(row: pd.Series) -> str:
    name = _post_name(row)
    return f"{of(int(row['short']), int(row['days']), 'day')} ({name[0].lower()}{name[1:]})"


def _post_name(row: pd.Series | dict[str, str]) -> str:
    """The shift as people speak of it: "The Night shift for care workers on Elm"."""
    role = plural(str(row["role"]).replace("_", " "))
    unit = f" on {row['unit']}" if row["unit"] else ""
    return f"The {row['shift_name']} shift for {role}{unit}"


def _behind(facts: StaffingFacts, posts: set[Post]) -> tuple[Reference, ...]:
    """The rota lines that touch a short window of these shifts, and the needs they fell short of."""
    month = facts.month
    short = month.posts
    wanted = {key for key in _posts_and_days(short[short["short"]]) if key[:3] in posts}
    windows = month.windows
    windows = windows[[key in wanted for key in _posts_and_days(windows)]].fillna({"unit": ""})
    shifts = shifts_around(facts.evidence.rows("shifts"), facts.period)
    needs = facts.evidence.rows("staffing_needs")
    behind = set(places_of(windows.assign(_row=windows["need_row"])))
    needed = needs[[place in behind for place in places_of(needs)]]
    touched = _touch_any(shifts, windows)
    return references_to(shifts, "shifts", touched) + references_to(needed, "staffing_needs")


def _posts_and_days(rows: pd.DataFrame) -> Iterator[tuple[str, str, str, pd.Timestamp]]:
    columns = (rows[name] if name != "unit" else rows[name].fillna("") for name in (*POST, "day"))
    return zip(*(column.tolist() for column in columns), strict=True)


def _touch_any(shifts: pd.DataFrame, windows: pd.DataFrame) -> np.ndarray:
    """True for rota lines planned in the time, role and unit (blank on either side = any) of any window."""
    role, of_window = numbered(shifts["role"], windows["role"])
    same = (role[:, None] == of_window[None, :]) & (role[:, None] >= 0)
    unit, of_window = numbered(shifts["unit"], windows["unit"])
    anywhere = (unit < 0)[:, None] | (windows["unit"] == "").to_numpy(dtype=bool)[None, :]
    same &= anywhere | (unit[:, None] == of_window[None, :])
    starts, ends = (shifts[name].to_numpy() for name in ("starts_at", "ends_at"))
    begins, finishes = (windows[name].to_numpy() for name in ("starts_at", "ends_at"))
    same &= (starts[:, None] < finishes[None, :]) & (ends[:, None] > begins[None, :])
    touched: np.ndarray = same.any(axis=1)
    return touched
