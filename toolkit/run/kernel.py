"""Which Python runs the cells of a notebook, and how does nobody else's setting leak into it?

Always the interpreter that runs `grip`, whatever kernels the machine has on offer: a kernel called
`python3` may belong to another environment, with another pandas or without this toolkit.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import weakref
from pathlib import Path
from typing import Any, ClassVar

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager

_ARGUMENTS = (
    "-f",
    "{connection_file}",
    "--HistoryManager.enabled=False",
    "--IPKernelApp.ignore_cwd=True",  # a file pandas.py in the workspace is not pandas
    "--IPKernelApp.exec_PYTHONSTARTUP=False",
)


class PrivateKernelManager(AsyncKernelManager):
    """Starts this very interpreter as the kernel, and talks to it through private sockets.

    Ports are not used where sockets can be: a port found free may be taken before the kernel binds it,
    and other users of the machine could connect to it.
    """

    live: ClassVar[weakref.WeakSet[PrivateKernelManager]] = weakref.WeakSet()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.live.add(self)
        if os.name == "posix":
            self._sockets = tempfile.TemporaryDirectory(prefix="k-")  # its name must be short
            self.transport = "ipc"
            self.ip = str(Path(self._sockets.name) / "k")

    @property
    def kernel_spec(self) -> KernelSpec:
        # Not `ipykernel_launcher`: it takes the working folder off the import path, and in a checkout
        # that is its own workspace the toolkit goes with it.
        argv = [sys.executable, "-P", "-m", "ipykernel", *_ARGUMENTS]
        return KernelSpec(argv=argv, display_name="Python 3 (ipykernel)", language="python", name="python3")

    @classmethod
    def kill_all(cls) -> None:
        """End every kernel of this process, from any thread."""
        for manager in list(cls.live):
            manager.kill_at_once()

    def kill_at_once(self) -> None:
        """End the kernel and everything it started, from any thread."""
        process = getattr(self.provisioner, "process", None)
        if process is None or process.poll() is not None:
            return
        if os.name == "posix":  # a kernel leads its own process group
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()

    def close(self) -> None:
        """Remove the private sockets."""
        if os.name == "posix":
            self._sockets.cleanup()
