"""What is the warm process that notebooks are forked from?

`python -m toolkit.run.engine.template` imports everything the notebooks and reports need, then forks
a child whenever it is told to. It also compiles the templates of pages and reads the notebooks, and does
no more: DuckDB, vl-convert and Polars hang in a forked child when the parent has used them, and a thread
would be lost in the fork, perhaps with a lock in its hand.

It is its children's parent (it alone can wait for them), ends with its supervisor, and ends them and
whatever they started: by process group, and by adopting what has left its group.

The standard library's `forkserver` was tried first: its children outlive a killed supervisor, and it
hides an import that failed.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import pkgutil
import selectors
import signal
import socket
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

from toolkit.run.engine import child

_DEATH_SIGNAL, _SUBREAPER = 1, 36  # of prctl(2)
_LIBRARIES = (
    "IPython", "altair", "duckdb", "ipykernel.ipkernel", "nbconvert", "nbformat", "numpy", "pandas",
    "papermill", "pyarrow.parquet", "pydantic", "scipy.optimize", "scipy.stats", "vl_convert",
)  # fmt: skip
# What those import only when they are used: each child would do it anew. These are places of their own,
# which another version of theirs may not have; then nothing is lost but that time.
_AT_FIRST_USE = (
    "IPython.core.application", "IPython.core.completerlib", "IPython.core.crashhandler",
    "IPython.core.logger", "IPython.core.oinspect", "bdb", "encodings.utf_8_sig",
    "pandas.core.methods.to_dict", "pyarrow.pandas_compat", "pyarrow.vendored.version",
)  # fmt: skip
_OURS = ("audits", "measures", "parameters", "report", "run", "sources")
_MESSAGE = 1 << 16


def main() -> None:
    """Load, say so, and fork until the supervisor is gone."""
    control = socket.socket(fileno=os.dup(0))
    with open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    set_process_option(_DEATH_SIGNAL, signal.SIGTERM)
    set_process_option(_SUBREAPER, 1)
    if os.getppid() != int(sys.argv[1]):
        sys.exit("The supervisor has ended already.")
    LOADS[sys.argv[2]]()
    threads = len(os.listdir("/proc/self/task"))
    if threads != 1:
        sys.exit(f"{threads} threads are running after the imports; a fork would lose all but one.")
    gc.collect()
    gc.freeze()  # or the first collection in each child would copy every page
    nursery = Nursery(control)
    nursery.report({"ready": True})
    nursery.serve()


def load_shell() -> None:
    """Import what runs cells, and nothing of what they may want."""
    import_module("toolkit.run.engine.shell")


def load_everything() -> None:
    """Import all that audits and reports use, and read the templates of pages.

    An import that fails ends the process with its traceback.
    """
    for name in _LIBRARIES:
        import_module(name)
    for name in _AT_FIRST_USE:
        with suppress(ImportError):
            import_module(name)
    for part in _OURS:
        package = import_module(f"toolkit.{part}")
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if module.name.rpartition(".")[2] != "__main__":
                import_module(module.name)
    from toolkit.report.exporter import warm_up
    from toolkit.run.notebooks import find_notebooks, load_notebook

    warm_up()
    for path in sorted(find_notebooks().glob("*.ipynb")):
        with suppress(Exception):  # of a damaged one the audit will tell that needs it
            load_notebook(path)


LOADS = {"shell": load_shell, "everything": load_everything}


class Nursery:
    """The children, and the line to the supervisor."""

    def __init__(self, control: socket.socket) -> None:
        self.control = control
        self.children: dict[int, tuple[int, int]] = {}  # number: process id, and a handle to wait on
        self.selector = selectors.DefaultSelector()
        self.selector.register(control, selectors.EVENT_READ)

    def serve(self) -> None:
        """Do as the supervisor says, until it says nothing more or this process is asked to end."""
        signal.signal(signal.SIGTERM, self.hear_no_more)
        try:
            while True:
                for key, _ in self.selector.select():
                    if key.fileobj is not self.control:
                        self.end(key.data)
                        continue
                    order, descriptors, _, _ = socket.recv_fds(self.control, _MESSAGE, 1)
                    if not order:
                        return
                    self.obey(json.loads(order), descriptors)
        finally:
            for number in list(self.children):
                self.kill(number)
            self.children.clear()
            self.kill_adopted()

    def hear_no_more(self, *_: object) -> None:
        """The supervisor has died, or asks for the end: the same as when its line closes.

        Nothing is raised here. Both come at about the same time, and an exception in the midst of
        ending the children would leave the rest of them running.
        """
        with suppress(OSError):  # it has closed already
            self.control.shutdown(socket.SHUT_RDWR)

    def obey(self, order: dict[str, Any], descriptors: list[int]) -> None:
        if "kill" in order:
            self.kill(order["kill"])
            return
        number = order["fork"]
        pid = os.fork()
        if pid == 0:
            self.become_child(order, descriptors[0])
        os.close(descriptors[0])
        with suppress(OSError):  # it did so itself already, and perhaps has ended
            os.setpgid(pid, pid)
        handle = os.pidfd_open(pid)
        self.children[number] = (pid, handle)
        self.selector.register(handle, selectors.EVENT_READ, number)
        self.report({"fork": number, "pid": pid})

    def become_child(self, order: dict[str, Any], descriptor: int) -> NoReturn:
        """In the child: let go of everything that is the template's, do the task, and end."""
        try:
            parent = os.getppid()
            os.setpgid(0, 0)
            set_process_option(_DEATH_SIGNAL, signal.SIGKILL)
            if os.getppid() != parent:
                os._exit(1)
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            self.selector.close()
            self.control.close()
            for _, handle in self.children.values():
                os.close(handle)
            child.live(socket.socket(fileno=descriptor), order)
        finally:
            os._exit(0)

    def kill(self, number: int) -> None:
        if number in self.children:  # else it has ended meanwhile, and that is told already
            with suppress(ProcessLookupError):
                os.killpg(self.children[number][0], signal.SIGKILL)

    def end(self, number: int) -> None:
        """A child has ended: end what it left behind, and tell how it went."""
        self.kill(number)  # its group; it is still a zombie, so its number cannot be another's yet
        pid, handle = self.children.pop(number)
        self.selector.unregister(handle)
        os.close(handle)
        _, status, used = os.wait4(pid, 0)
        self.kill_adopted()
        self.report(
            {
                "fork": number,
                "code": os.waitstatus_to_exitcode(status),
                "seconds": used.ru_utime + used.ru_stime,
                "memory": used.ru_maxrss * 1024,
            }
        )

    def kill_adopted(self) -> None:
        """End processes that left their group and lost their parent; they are this process's now.

        What they started in turn is adopted as each of them ends, so it is looked for again.
        """
        own = {pid for pid, _ in self.children.values()}
        while adopted := children_of(os.getpid()) - own:
            for pid in adopted:
                with suppress(ProcessLookupError, ChildProcessError):
                    os.kill(pid, signal.SIGKILL)
                    os.waitpid(pid, 0)

    def report(self, message: dict[str, Any]) -> None:
        with suppress(OSError):  # the supervisor is gone; the next order says so
            self.control.send(json.dumps(message).encode())


def children_of(parent: int) -> set[int]:
    """The processes whose parent is this one (the kernel's own list of them is not always there)."""
    found = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            with suppress(OSError):
                after_name = (entry / "stat").read_text().rpartition(")")[2].split()
                if int(after_name[1]) == parent:
                    found.add(int(entry.name))
    return found


def set_process_option(option: int, value: int) -> None:
    if ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")


if __name__ == "__main__":
    main()
