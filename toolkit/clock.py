"""How many hours really passed between two wall-clock times?

Records hold local wall-clock times, Europe/London. A night shift 20:00-08:00 lasts 13 hours when
the clocks go back and 11 when they go forward, so every duration is measured between UTC instants.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from toolkit.period import TIME_ZONE

HOUR = pd.Timedelta(hours=1)


def to_utc(local: pd.Series) -> pd.Series:
    """UTC instants (naive) of local wall-clock times; an ambiguous time is the earlier of the two.

    A time that does not exist (01:30 on the night the clocks go forward) is a problem row long
    before it comes here; if one comes, it is read as the first moment that does exist.

    >>> to_utc(pd.Series(pd.to_datetime(["2026-10-24 20:00", "2026-10-25 08:00"]))).diff().iloc[1]
    Timedelta('0 days 13:00:00')
    """
    moments = pd.to_datetime(local).astype("datetime64[us]")
    summer_first = np.ones(len(moments), dtype=bool)
    zoned = moments.dt.tz_localize(TIME_ZONE, ambiguous=summer_first, nonexistent="shift_forward")
    return zoned.dt.tz_convert("UTC").dt.tz_localize(None)


def to_utc_spans(start: pd.Series, end: pd.Series) -> tuple[pd.Series, pd.Series]:
    """UTC starts and ends of spans; an ambiguous end that would lie before its start is the later one.

    >>> one = pd.Series(pd.to_datetime(["2026-10-25 01:45"]))
    >>> other = pd.Series(pd.to_datetime(["2026-10-25 01:15"]))
    >>> begin, finish = to_utc_spans(one, other)
    >>> (finish - begin).iloc[0]
    Timedelta('0 days 00:30:00')
    """
    begin, finish = to_utc(start), to_utc(end)
    if not (finish < begin).any():
        return begin, finish
    later = finish + HOUR
    is_later = (finish < begin) & (later >= begin) & (_local(later) == pd.to_datetime(end))
    return begin, finish.mask(is_later, later)


def _local(utc: pd.Series) -> pd.Series:
    return utc.dt.tz_localize("UTC").dt.tz_convert(TIME_ZONE).dt.tz_localize(None)


def hours(span: pd.Series[pd.Timedelta]) -> pd.Series[float]:
    """Timedeltas as hours."""
    return span / HOUR
