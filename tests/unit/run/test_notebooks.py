"""The notebooks are found, and what they declare is known before they run."""

from __future__ import annotations

import pytest

from toolkit.errors import NoUsableInput
from toolkit.run.notebooks import load_notebook


def test_notebook_that_is_not_there_is_named(tmp_path):
    with pytest.raises(NoUsableInput) as caught:
        load_notebook(tmp_path / "staffing_missed_care.ipynb")

    assert str(caught.value) == (
        f"There is no notebook staffing_missed_care.ipynb in {tmp_path.name}.\n"
        "  Put it back, or install leadership-grip again."
    )
