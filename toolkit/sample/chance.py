"""Where does the sample's randomness come from?

Every service and table draws from a generator of its own, seeded by a hash of their names, so that
adding a service or a table changes nothing in any other.
"""

from __future__ import annotations

import hashlib

import numpy as np


def generator(seed: int, *names: str) -> np.random.Generator:
    """The generator of one service's table.

    >>> bool(generator(1, "oakfield", "care").random() == generator(1, "oakfield", "care").random())
    True
    >>> bool(generator(1, "oakfield", "care").random() == generator(1, "oakfield", "people").random())
    False
    """
    digest = hashlib.sha256("/".join([str(seed), *names]).encode()).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest[:16], "big")))


def steady_count(expected: float, draw: float) -> int:
    """A whole number near `expected`, for events that must not come in clusters by accident.

    `draw` is uniform in [0, 1): the count is the whole number below or above, in proportion.

    >>> [steady_count(2.5, draw) for draw in (0.1, 0.9)]
    [2, 3]
    """
    return int(np.floor(expected + draw))
