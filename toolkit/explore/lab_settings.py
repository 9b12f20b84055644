"""What must JupyterLab be told so that it stays on this machine and leaves the workspace alone?

Its settings, history and runtime files live in a folder of their own, which goes when it ends. It
listens on this machine only, asks for a token, and makes no calls for news, updates or extensions. The
token stands in a file only this user can read, never in a command line or the environment.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

from toolkit.run.environment import let_import_toolkit

SERVER = {
    "ServerApp": {
        "ip": "127.0.0.1",
        "port": 0,  # any that is free
        "open_browser": False,
        "allow_remote_access": False,
        "allow_root": True,  # whoever runs it so, as in a container, has chosen to
        "terminals_enabled": False,
        "quit_button": True,
        "allow_unauthenticated_access": False,
        "jpserver_extensions": {"jupyter_lsp": True},  # JupyterLab asks for it; it is to find nothing
    },
    "LanguageServerManager": {"autodetect": False},
    "ContentsManager": {"allow_hidden": True},  # the working copy lies in a hidden folder of outputs/
    "FileContentsManager": {"delete_to_trash": False},
    "FileCheckpoints": {"checkpoint_dir": ".checkpoints"},
}
LAB = {
    "LabApp": {
        "news_url": None,
        "check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
        "extension_manager": "readonly",
        "collaborative": False,
        "custom_css": True,
    }
}
# In a meeting nobody asks for the code, or for a folder: the menu bar still opens both.
CUSTOM_CSS = """\
.jp-CodeCell > .jp-Cell-inputWrapper, .jp-OutputPrompt, .jp-InputPrompt, .jp-Collapser, .jp-cell-toolbar,
.jp-SideBar, .jp-NotebookPanel-toolbar, #jp-main-statusbar { display: none !important; }
#jp-main-content-panel { background: var(--jp-layout-color0) !important; }
.jp-Notebook { padding: 0 12px !important; } .jp-MarkdownCell { padding: 0 !important; }
.jp-Notebook .jp-Cell, .jp-Notebook .jp-Cell:focus-within { border: 0 !important; outline: 0 !important;
  box-shadow: none !important; min-height: 0 !important; }
.jp-Notebook .jp-Cell .jp-Cell-inputWrapper, .jp-Notebook .jp-MarkdownOutput { border: 0 !important;
  outline: 0 !important; }
.jp-Notebook .jp-CodeCell { padding: 0 5px !important; }
.jp-WindowedPanel-inner, .jp-WindowedPanel-outer { padding-top: 0 !important; margin-top: 0 !important; }
.jp-Notebook .jp-RenderedHTMLCommon h1 { font-size: 1.3rem; margin: 0; }
.jp-Notebook .jp-RenderedHTMLCommon p { margin: .2rem 0; font-size: .8rem; }
.jp-WindowedPanel-outer > * { margin: 0; }
"""
# What people would otherwise be asked, or distracted by.
USER_SETTINGS = {
    "apputils-extension/notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
        "doNotDisturbMode": True,
    },
    "docmanager-extension/plugin": {"autosave": False, "renameUntitledFileOnSave": False},
    "notebook-extension/tracker": {"showHiddenCellsButton": True, "windowingMode": "none"},
}


# What people may have set for a JupyterLab of theirs, and must not reach ours: a token, a port, a gateway
# that runs the kernels on another machine, a place where other kernels are found.
_NOT_INHERITED = ("IPYTHON", "JUPYTER", "JPY_")


def write_settings(folder: Path, workspace: Path, token: str) -> Mapping[str, str]:
    """Write the settings below that folder; the environment in which JupyterLab and its kernels run."""
    guarded = {**SERVER, "IdentityProvider": {"token": token}}
    _write(folder / "config" / "jupyter_server_config.json", guarded)
    _write(folder / "config" / "jupyter_lab_config.json", {**guarded, **LAB})
    for name, settings in USER_SETTINGS.items():
        extension, plugin = name.split("/")
        _write(folder / "settings" / "@jupyterlab" / extension / f"{plugin}.jupyterlab-settings", settings)
    (folder / "config" / "custom").mkdir(mode=0o700)
    (folder / "config" / "custom" / "custom.css").write_text(CUSTOM_CSS, encoding="utf-8")
    places = {
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        "IPYTHONDIR": "ipython",
    }
    for name in places.values():
        (folder / name).mkdir(mode=0o700, exist_ok=True)
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith(_NOT_INHERITED)}
    return {
        **let_import_toolkit(kept),
        **{variable: str(folder / name) for variable, name in places.items()},
        "GRIP_WORKSPACE": str(workspace),
        "GRIP_LAB_ROOT": str(workspace),  # a page can link to the reports: JupyterLab shows them
        # No file of the folder a kernel runs in, or of the workspace, is run in the place of a library.
        "PYTHONSAFEPATH": "1",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }


def _write(path: Path, settings: object) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_private(path, json.dumps(settings, indent=1))


def write_private(path: Path, text: str) -> None:
    """A new file that only this user can read, from its first byte on."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
