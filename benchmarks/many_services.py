"""Does a large provider get its month within minutes, on a machine of ordinary size?

    python benchmarks/many_services.py [services] [--months 3] [--workers N]

Reads the records (told apart), then audits every service, watching what each process holds. A worker is a
process that runs notebooks; its resident memory counts what it shares with the others in full. All of
them together are counted by their proportional share (Linux only).
"""

from __future__ import annotations

import argparse
import json
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from measuring import AUDITS, GRIP, MONTH, Cost, finish, print_machine, read_records, sample_provider, start


@dataclass
class Memory:
    """The most that was seen, in megabytes: of the command itself, of one worker, of all together."""

    command: float = 0.0
    worker: float = 0.0
    together: float = 0.0
    ended: threading.Event = field(default_factory=threading.Event)

    def watch(self, pid: int) -> None:
        while not self.ended.wait(2):  # to look takes the time of a tenth of a worker at half a second
            self.look(pid)

    def look(self, pid: int) -> None:
        children = _children()
        workers = [worker for loader in children.get(pid, []) for worker in children.get(loader, [])]
        family, waiting = [], [pid]
        while waiting:
            family.append(waiting.pop())
            waiting += children.get(family[-1], [])
        self.command = max(self.command, _megabytes(pid, "Rss"))
        self.worker = max([self.worker, *(_megabytes(worker, "Rss") for worker in workers)])
        self.together = max(self.together, sum(_megabytes(one, "Pss") for one in family))


def _children() -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        with suppress(OSError, ValueError, IndexError):
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            found.setdefault(parent, []).append(int(entry.name))
    return found


def _megabytes(pid: int, what: str) -> float:
    """Resident (Rss) or proportional (Pss) memory of a process; nothing when it is gone."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith(f"{what}:"):
                return int(line.split()[1]) / 1024
    return 0.0


def audit_watched(workspace: Path, *options: str) -> tuple[Cost, Memory]:
    """Audit the month while somebody looks at the memory twice a second."""
    memory = Memory()
    with tempfile.TemporaryFile() as log:
        began = time.perf_counter()
        process = start([*GRIP, "audit", MONTH, *options], workspace, log)
        watcher = threading.Thread(target=memory.watch, args=(process.pid,))
        watcher.start()
        try:
            return finish(process, began, log), memory
        finally:
            memory.ended.set()
            watcher.join()


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    asked.add_argument("services", type=int, nargs="?", default=300)
    asked.add_argument("--months", type=int, default=3)
    asked.add_argument("--workers", type=int, default=2)
    options = asked.parse_args()
    print_machine()
    with sample_provider(options.services, options.months) as workspace:
        read = read_records(workspace)
        cost, memory = audit_watched(workspace, "--workers", str(options.workers))
        provider = json.loads((workspace / "outputs" / MONTH / "provider.json").read_text(encoding="utf-8"))
    reports = options.services * len(AUDITS)
    print(f"{options.services} services, {options.months} months of records, {options.workers} workers")
    print(f"  records read and stored  {read.seconds:6.0f} s  (processor {read.processor:.0f} s)")
    print(f"  {reports:5} reports            {cost.seconds:6.0f} s  (processor {cost.processor:.0f} s, "
          f"{cost.processor / reports:.2f} a report)")  # fmt: skip
    print(f"  services with every audit {provider['n_run']} of {provider['n_of']}")
    print(f"  most memory: {memory.worker:.0f} MB in a worker, {memory.command:.0f} MB in the command, "
          f"{memory.together:.0f} MB in all")  # fmt: skip


if __name__ == "__main__":
    main()
