"""How much may one run take, how many run at once, and where is a fork safe?

A limit is there for a run that has gone wrong, not to slow an honest one: an audit of a large service
takes a few seconds, under 1 GB and shows under 1 MB.
"""

from __future__ import annotations

import ctypes
import gc
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from toolkit.errors import WrongUse

GRIP, KERNEL = "grip", "kernel"
_NEEDED_BY_A_RUN = 1_000_000_000
_RESERVED = 1_500_000_000  # what DuckDB's and vl-convert's engines set aside in a run and never fill


@dataclass(frozen=True, slots=True)
class Limits:
    """What one run may take: seconds for a cell and for all, bytes of memory filled, bytes shown."""

    cell: float = 600.0
    run: float = 1200.0
    memory: int = 3_000_000_000
    output: int = 20_000_000

    @property
    def memory_set_aside(self) -> int:
        """What it may ask for, filled or not: the hard stop behind the watch on what it fills."""
        return self.memory + _RESERVED

    @property
    def file_size(self) -> int:
        """No file of a run may grow beyond this: a flood of output ends before the disk is full."""
        return 10 * self.output


def fork_is_safe() -> bool:
    """Whether a child can be forked here and watched: Linux only (macOS's own libraries forbid it)."""
    return sys.platform == "linux" and hasattr(os, "fork") and hasattr(os, "pidfd_open")


def choose_engine(asked: str | None) -> str:
    """The engine asked for, or the faster one where it is safe.

    Raises WrongUse for an engine that does not exist, or cannot be had here.
    """
    if asked is None:
        return GRIP if fork_is_safe() else KERNEL
    if asked not in (GRIP, KERNEL):
        raise WrongUse.unknown("engine", asked, (GRIP, KERNEL))
    if asked == GRIP and not fork_is_safe():
        raise WrongUse('The engine "grip" runs on Linux only.', 'Use "kernel", or leave the option out.')
    return asked


def limit_this_process(memory_set_aside: int | None, file_size: int | None) -> None:
    """What this process and each one it starts may take, in bytes; nothing where there are no limits.

    Memory is what it can write to (`RLIMIT_DATA`); address space is no measure, because vl-convert
    reserves 68 GB of it.
    """
    try:
        import resource
    except ImportError:  # Windows
        return
    for kind, most in ((resource.RLIMIT_DATA, memory_set_aside), (resource.RLIMIT_FSIZE, file_size)):
        if most is not None:
            _, ceiling = resource.getrlimit(kind)
            most = most if ceiling == resource.RLIM_INFINITY else min(most, ceiling)
            resource.setrlimit(kind, (most, ceiling))


def release_memory() -> None:
    """Give back to the system what the last notebook held, before the next one asks for its own.

    Python frees its objects late, and the C library keeps what was freed for itself.
    """
    gc.collect()
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # musl has none
        if trim is not None:
            trim(0)


def usual_workers(reports: int) -> int:
    """One worker a processor, as far as memory reaches, and no more than there are reports to make."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    memory = available_memory()
    fit = processors if memory is None else memory // _NEEDED_BY_A_RUN
    return max(1, min(reports, processors, fit))


def available_memory() -> int | None:
    """Bytes of memory that are free to be used; None where the system does not say."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    sizes = {name: int(rest.split()[0]) * 1024 for name, _, rest in (line.partition(":") for line in lines)}
    free = [sizes["MemAvailable"]] if "MemAvailable" in sizes else []
    for path in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        text = Path(path).read_text(encoding="ascii").strip() if Path(path).is_file() else ""
        free += [int(text)] if text.isdecimal() else []
    return min(free) if free else None


def resident_memory(pid: int) -> int:
    """Bytes of memory a process has filled, without what it shares with others; 0 when it is gone."""
    try:
        _, resident, shared, *_ = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()
    except (OSError, ValueError):
        return 0
    return (int(resident) - int(shared)) * os.sysconf("SC_PAGE_SIZE")
