"""What is asked for is checked before anything runs."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from toolkit.errors import NoUsableInput, WrongUse
from toolkit.run.plan import BatchRequest, check_month, plan_batch

KINDS = {"staffing_missed_care": SimpleNamespace(title="Staffing", tables=("shifts",))}


def parameters(**services):
    return SimpleNamespace(
        services={
            name.replace("_", "-"): SimpleNamespace(opened_on=opened, closed_on=closed)
            for name, (opened, closed) in services.items()
        }
    )


def plan(tmp_path, known=None, **asked):
    request = BatchRequest(workspace=tmp_path, **{"month": "2026-10", **asked})
    return plan_batch(request, parameters(**(known or {"oakfield": (None, None)})), KINDS)


def test_every_open_service_and_every_audit_is_planned(tmp_path):
    planned = plan(tmp_path, {"oakfield": (None, None), "birch_lodge": (date(2026, 10, 31), None)})

    assert planned.services == planned.all_services == ("birch-lodge", "oakfield")
    assert planned.audits == ("staffing_missed_care",)


def test_service_not_open_in_the_month_is_left_out_unless_named(tmp_path):
    services = {
        "oakfield": (None, None),
        "closed": (None, date(2026, 9, 30)),
        "later": (date(2026, 11, 1), None),
    }

    assert plan(tmp_path, services).all_services == ("oakfield",)
    assert plan(tmp_path, services, services=["closed"]).services == ("closed",)
    assert plan(tmp_path, services, services=["closed"]).all_services == ("closed", "oakfield")


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"services": ["oakfeild"]}, 'There is no service "oakfeild".\n  Did you mean "oakfield"?'),
        (
            {"audits": ["staffing_mised_care"]},
            'There is no audit "staffing_mised_care".\n  Did you mean "staffing_missed_care"?',
        ),
        (
            {"month": "2026-13"},
            '"2026-13" is not a month.\n  Write year and month, for example 2026-10.',
        ),
        (
            {"as_of": "2026-11-01"},
            "The day 2026-11-01 lies outside the month 2026-10.\n"
            "  Choose a day in 2026-10, or leave it out to look back from the month's last day.",
        ),
    ],
    ids=["service", "audit", "month", "as_of"],
)
def test_what_does_not_exist_is_refused_with_the_nearest_name(tmp_path, asked, says):
    with pytest.raises(WrongUse) as caught:
        plan(tmp_path, **asked)

    assert str(caught.value) == says


def test_month_without_rows_names_the_months_that_have_some():
    with pytest.raises(WrongUse) as caught:
        check_month("2026-11", ("2026-08", "2026-09", "2026-10"))

    assert str(caught.value) == (
        'No record is dated in 2026-11.\n  Did you mean "2026-10"? Records: 2026-08 to 2026-10.'
    )


def test_without_any_row_there_is_nothing_to_audit():
    with pytest.raises(NoUsableInput) as caught:
        check_month("2026-10", ())

    assert str(caught.value).startswith("No file below data/ holds a row that can be used.")
    assert caught.value.exit_code == 4
