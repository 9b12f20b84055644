"""Does `grip --help` answer in a blink?

    python benchmarks/help_time.py [rounds]

In turn with a Python that does nothing, which is the least any Python command takes.
"""

from __future__ import annotations

import sys
from pathlib import Path

from measuring import GRIP, measure, print_machine, spread


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    print_machine()
    here = Path.cwd()
    measure([*GRIP, "--help"], here)  # what is read from the disk for the first time is not counted
    helps, nothings = [], []
    for _ in range(rounds):
        helps.append(measure([*GRIP, "--help"], here))
        nothings.append(measure([sys.executable, "-c", "pass"], here))
    for what, name in (("seconds", "seconds"), ("processor", "processor seconds")):
        ours = [getattr(cost, what) for cost in helps]
        least = [getattr(cost, what) for cost in nothings]
        times = [one / other for one, other in zip(ours, least, strict=True)]
        print(f"{name:18} grip --help {spread(ours, '.2f')}, a Python that does nothing "
              f"{spread(least, '.2f')}: {spread(times)} times")  # fmt: skip


if __name__ == "__main__":
    main()
