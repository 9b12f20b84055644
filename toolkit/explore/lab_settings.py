"""What must JupyterLab be told so that it stays on this machine and leaves the workspace alone?

Its settings, history and runtime files live in a folder of their own, which goes when it ends. It
listens on this machine only, asks for a token, and makes no calls for news, updates or extensions.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

SERVER = {
    "ServerApp": {
        "ip": "127.0.0.1",
        "port": 0,  # any that is free
        "open_browser": False,
        "allow_remote_access": False,
        "allow_root": True,  # whoever runs it so, as in a container, has chosen to
        "terminals_enabled": False,
        "quit_button": True,
    },
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
.jp-Cell { border: 0 !important; }
.jp-Notebook .jp-RenderedHTMLCommon h1 { font-size: 1.3rem; margin: 0; }
.jp-Notebook .jp-RenderedHTMLCommon p { margin: .2rem 0; } .jp-WindowedPanel-outer > * { margin: 0; }
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


def write_settings(folder: Path, workspace: Path) -> Mapping[str, str]:
    """Write the settings below that folder; the environment in which JupyterLab and its kernels run."""
    _write(folder / "config" / "jupyter_server_config.json", SERVER)
    _write(folder / "config" / "jupyter_lab_config.json", {**SERVER, **LAB})
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
    return {
        **os.environ,
        **{variable: str(folder / name) for variable, name in places.items()},
        "JUPYTER_NO_CONFIG": "",
        "GRIP_WORKSPACE": str(workspace),
        "GRIP_LAB_ROOT": str(workspace),  # a page can link to the reports: JupyterLab shows them
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }


def _write(path: Path, settings: object) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.write_text(json.dumps(settings, indent=1), encoding="utf-8")
