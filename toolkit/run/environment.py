"""Under which settings does a process run that runs notebooks?

The same for everyone, and nobody's own, in a batch; a lone notebook has those of whoever runs it.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from toolkit.audits import STORE_IS_BUILT
from toolkit.run.publish import make_temporary_folder

_PACKAGE_PARENT = Path(__file__).resolve().parents[2]
_OWN_FOLDERS = ("ipython", "jupyter")
_KEPT_PYTHON_SETTINGS = {"PYTHONPATH", "PYTHONHOME", "PYTHONPYCACHEPREFIX", "PYTHONDONTWRITEBYTECODE"}
# A library that starts a thread when it is imported cannot be forked afterwards.
WITHOUT_THREADS = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",  # of the memory allocator inside pyarrow
}
# What a notebook lets go of is the next one's to use: pyarrow's own allocator keeps it, and so does the C
# library for each thread, and for every block that is not large.
FREED_AT_ONCE = {
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_THRESHOLD_": "65536",
}


def worker_environment(private: Path) -> dict[str, str]:
    """The settings of workers and a place for temporary files; the folders named in them are made."""
    env = settings_of_workers(private)
    for name in _OWN_FOLDERS:
        (private / name).mkdir(mode=0o700, parents=True, exist_ok=True)
    return env | {"TMPDIR": str(make_temporary_folder(private))}


def settings_of_workers(private: Path) -> dict[str, str]:
    """The settings a worker and its kernels run under: the same for everyone, and nobody's own.

    Time zone, language, hash seed and thread counts change what a program prints; the user's IPython
    and Jupyter settings change what a notebook does. Nothing is made yet of what they name.
    """
    env = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "IPYTHON", "JUPYTER", "JPY_", "LC_", "GRIP_"))
        or name in _KEPT_PYTHON_SETTINGS
    }
    ipython, jupyter = (str(private / name) for name in _OWN_FOLDERS)
    env.update(
        WITHOUT_THREADS,
        TZ="Europe/London",
        LC_ALL="C.UTF-8",
        LANG="C.UTF-8",
        PYTHONHASHSEED="0",
        PYTHONUTF8="1",
        PYTHONSAFEPATH="1",
        IPYTHONDIR=ipython,
        JUPYTER_NO_CONFIG="1",
        JUPYTER_CONFIG_DIR=jupyter,
        JUPYTER_DATA_DIR=jupyter,
        JUPYTER_RUNTIME_DIR=jupyter,
        **FREED_AT_ONCE,
        **{STORE_IS_BUILT: "1"},
    )
    return let_import_toolkit(env)


@contextmanager
def own_environment() -> Iterator[tuple[str, dict[str, str]]]:
    """A private folder for a lone notebook, and this process's settings as they are, to run it under."""
    folder = tempfile.mkdtemp(prefix="grip-")
    try:
        yield folder, let_import_toolkit(dict(os.environ))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def let_import_toolkit(env: Mapping[str, str]) -> dict[str, str]:
    """The settings with which another Python finds this very toolkit, a checkout not installed too."""
    if _PACKAGE_PARENT.name == "site-packages":
        return dict(env)
    paths = (str(_PACKAGE_PARENT), env.get("PYTHONPATH"))
    return {**env, "PYTHONPATH": os.pathsep.join(filter(None, paths))}
