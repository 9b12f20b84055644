"""Does a figure move more from month to month than chance moves it?"""

from toolkit.measures.charts_over_time.chart import Chart, ChartPoint, Kind, Phase, compute_chart
from toolkit.measures.charts_over_time.icons import Better
from toolkit.measures.charts_over_time.limits import Limits, p_limits
from toolkit.measures.charts_over_time.monthly import MonthlyFigure, Rebase
from toolkit.measures.charts_over_time.verdict import Comparison, MonthVerdict, judge_month

__all__ = [
    "Better",
    "Chart",
    "ChartPoint",
    "Comparison",
    "Kind",
    "Limits",
    "MonthVerdict",
    "MonthlyFigure",
    "Phase",
    "Rebase",
    "compute_chart",
    "judge_month",
    "p_limits",
]
