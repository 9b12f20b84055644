"""How long does somebody wait who wants one service's four reports, with nothing started or warm?

    python benchmarks/one_service.py [--services 12] [--months 13] [--rounds 3]

Twice, in turn: in a provider of that one service whose records nobody has read yet, and in a provider of
several whose records have been read. Each run starts from a fresh copy of the workspace.
"""

from __future__ import annotations

import argparse

from measuring import (
    Cost,
    audit,
    fresh_copy,
    print_machine,
    read_records,
    sample_provider,
    services_of,
    spread,
)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    asked.add_argument("--services", type=int, default=12)
    asked.add_argument("--months", type=int, default=13)
    asked.add_argument("--rounds", type=int, default=3)
    options = asked.parse_args()
    print_machine()
    unread: list[Cost] = []
    read: list[Cost] = []
    with (
        sample_provider(1, options.months) as alone,
        sample_provider(options.services, options.months) as among,
    ):
        read_records(among)
        service = services_of(alone)[0]
        for _ in range(options.rounds):
            unread.append(audit(fresh_copy(alone, "run"), "--service", service))
            read.append(audit(fresh_copy(among, "run"), "--service", service))
    print(f"{service}, four audits from a cold start:")
    for name, costs in (("nothing read yet", unread), (f"one of {options.services}, read before", read)):
        print(f"  {name:24} {spread([cost.seconds for cost in costs])} s, "
              f"processor {spread([cost.processor for cost in costs])} s")  # fmt: skip


if __name__ == "__main__":
    main()
