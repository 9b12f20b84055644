"""Names, notes and free text never reach a log, a page that is not made for them, or a file name."""

from __future__ import annotations

import pytest

from tests.functional.small_provider import write_provider

MARKERS = ("marker", "zebedee")


@pytest.mark.slow
def test_names_and_notes_are_found_in_nothing_that_a_run_leaves_or_says(grip, tmp_path):
    provider = write_provider(tmp_path / "private", note="Zebedee Marker was in good spirits today")
    care = provider / "data" / "oakfield" / "care.csv"
    care.write_text(care.read_text() + "oa-X,oakfield,P1,personal care,31/02/2026 09:00,30,,,done,,Zebedee\n")
    # and a note that a spreadsheet would calculate
    care.write_text(
        care.read_text() + "oa-Y,oakfield,P1,personal care,2026-10-02 09:00,30,,,done,,=Zebedee()\n"
    )

    ran = grip("audit", "2026-10", "--workspace", str(provider))

    assert ran.returncode == 0, ran.stderr
    said = (ran.stdout + ran.stderr).lower()
    assert not [marker for marker in MARKERS if marker in said]
    left = [path for path in (provider / "outputs").rglob("*") if ".store" not in path.parts]
    assert len(left) > 10
    for path in left:
        held = path.read_bytes().lower() if path.is_file() else b""
        found = [marker for marker in MARKERS if marker.encode() in held or marker in path.name.lower()]
        assert not found, path.relative_to(provider)
