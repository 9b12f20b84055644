"""How many examples has a law of which each example takes a second?"""

from __future__ import annotations

from hypothesis import settings


def examples(one_in: int, *, at_most: int, **more: object) -> settings:
    """One in so many of the profile's examples; `at_most` so many in `make test`, which has little time.

    Two is the least that says anything: the first example is always the simplest, which is often empty.
    """
    number = max(1, settings().max_examples // one_in)
    if settings().max_examples <= settings.get_profile("default").max_examples:
        number = min(number, at_most)
    return settings(max_examples=number, **more)  # type: ignore[arg-type]
