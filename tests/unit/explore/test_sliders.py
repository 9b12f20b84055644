"""Does a slider say the value it stands at, to the last place, and can every value be reached again?"""

from __future__ import annotations

import pytest

from toolkit.audits.explain import QUESTIONS
from toolkit.explore.sliders import ThresholdSlider
from toolkit.explore.thresholds import Threshold, thresholds_of
from toolkit.explore.working import Working
from toolkit.parameters.overrides import with_value
from toolkit.parameters.thresholds import Thresholds


def threshold(report: Thresholds, code: str, key: str) -> Threshold:
    return next(one for one in thresholds_of(QUESTIONS[code], report) if one.key == key)


def slider_at(value: float, code: str = "delayed-support", key: str = "rate") -> ThresholdSlider:
    one = threshold(with_value(Thresholds(), code, key, value), code, key)
    return ThresholdSlider(one, value, value, Working(), lambda *_: None)


@pytest.mark.parametrize(
    ("value", "step", "readout", "report"),
    [
        (0.05, 0.01, ".0%", "Report: 5%."),
        (0.045, 0.005, ".1%", "Report: 4.5%."),
        (0.042, 0.001, ".1%", "Report: 4.2%."),
        (0.29, 0.01, ".0%", "Report: 29%."),
        (1.0, 0.01, ".0%", "Report: 100%."),
    ],
)
def test_a_share_is_read_out_with_the_place_it_has_and_a_key_leads_back_to_it(
    value: float, step: float, readout: str, report: str
) -> None:
    made = slider_at(value)

    assert made.slider.step == step
    assert made.slider.readout_format == readout
    assert report in made.note.value


def test_a_slider_that_is_moved_to_half_a_percent_says_so() -> None:
    made = slider_at(0.05)

    made.show(0.045)

    assert (made.slider.value, made.slider.readout_format) == (0.045, ".1%")


@pytest.mark.parametrize(("value", "readout"), [(3.0, ".0f"), (3.5, ".1f"), (3.05, ".2f")])
def test_a_number_is_read_out_with_the_places_it_has(value: float, readout: str) -> None:
    assert slider_at(value, "poor-feedback", "mean_rating").slider.readout_format == readout


def test_a_count_is_read_out_whole() -> None:
    assert slider_at(5, "poor-feedback", "minimum_voices").slider.readout_format == "d"
