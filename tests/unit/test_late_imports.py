"""What is put off is imported when it is asked for, and answers as it would have."""

from __future__ import annotations

import subprocess
import sys

LOADED = "'rfc3987_syntax.syntax_helpers' in sys.modules"


def said(code: str) -> str:
    """What a Python of its own prints: here all of it is imported already."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_neither_notebooks_nor_pictures_wait_for_the_grammar_of_web_addresses() -> None:
    loads = "import sys, toolkit, nbformat, altair, jsonschema.validators; nbformat.validate"

    assert said(f"{loads}; print({LOADED})") == "False"


def test_an_address_is_checked_by_the_library_that_was_put_off() -> None:
    checks = (
        "import sys, toolkit, jsonschema\n"
        "checker = jsonschema.FormatChecker()\n"
        "print([checker.conforms(value, 'iri') for value in ('https://example.org/é', 'not an address')])\n"
        f"print({LOADED}, checker.conforms('https://example.org/', 'iri'))"
    )

    assert said(checks).splitlines() == ["[True, False]", "True True"]


def test_any_other_name_and_any_part_of_the_library_is_its_own() -> None:
    code = (
        "import sys, toolkit, rfc3987_syntax\n"
        "from rfc3987_syntax.utils import load_grammar\n"
        "print(callable(load_grammar), rfc3987_syntax.RFC3987_SYNTAX_PARSER_TYPE)\n"
        "print(sys.modules['rfc3987_syntax'] is rfc3987_syntax)"
    )

    assert said(code).splitlines() == ["True earley", "False"]


def test_a_library_that_is_not_there_is_left_alone() -> None:
    code = (
        "import sys; from toolkit.late_imports import put_off\n"
        "put_off('no_such_library_at_all', 'x'); print('no_such_library_at_all' in sys.modules)"
    )

    assert said(code) == "False"
