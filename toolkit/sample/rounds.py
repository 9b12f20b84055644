"""Which worker gives which piece of care, so that nobody is in two places at once?

A shift's care is dealt out in order of time: to the person's usual worker when that one is free,
else to another who is, and only when nobody is free to the one who will be soonest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

_HASTE = 3  # minutes by which one piece of care may run into the next


@dataclass(slots=True)
class Rounds:
    """Deals out one service's care; remembers until when each worker is busy."""

    busy_until: dict[str, int] = field(default_factory=dict)

    def deal(self, pool: Sequence[str], stay: int, start: int, end: int, usual: bool, draw: float) -> str:
        """The worker of the pool for that stay; "" when the pool is empty.

        `usual` asks for the worker the person knows best, otherwise `draw` in [0, 1) decides.
        """
        best, best_rank = "", (2, 0.0)
        for position, worker in enumerate(pool):
            busy = self.busy_until.get(worker, 0)
            if busy > start + _HASTE:
                rank = (1, float(busy))
            else:
                rank = (0, _strangeness(worker, stay) if usual else (position + draw * len(pool)) % len(pool))
            if rank < best_rank:
                best, best_rank = worker, rank
        if best:
            self.busy_until[best] = max(end, self.busy_until.get(best, 0))
        return best


def _strangeness(worker: str, stay: int) -> float:
    """How little a worker is known to a person: fixed for the pair, so that the same faces come back.

    >>> _strangeness("S0012", 3) == _strangeness("S0012", 3)
    True
    """
    return (int(worker[1:]) * 7919 + stay * 4409) % 1009 + (1009 if worker.startswith("A") else 0)
