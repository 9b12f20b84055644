"""Which settings does our JupyterLab read? (its own folder's, and no others)

Jupyter reads settings from the environment's `etc/jupyter`, the system's and the user's home too, and
some of those are read after ours. One that opens a server to its network, or switches its token off,
was written for another purpose than a page of care records.
"""

from __future__ import annotations

import os

from jupyter_server.serverapp import ServerApp
from jupyterlab.labapp import LabApp
from traitlets import default


class OwnSettingsServer(ServerApp):
    """A Jupyter server that reads the settings in JUPYTER_CONFIG_DIR only."""

    @property
    def config_file_paths(self) -> list[str]:
        """Where settings are looked for; extensions that only other places switch on stay off."""
        # JUPYTER_NO_CONFIG does the same and would leave a folder behind in each process that asks.
        return [os.environ["JUPYTER_CONFIG_DIR"]]

    @default("no_browser_open_file")
    def _writes_no_page_with_its_token(self) -> bool:
        return True  # others can read Jupyter's own; ours is made when the notebook is ready


if __name__ == "__main__":
    LabApp.serverapp_class = OwnSettingsServer
    LabApp.launch_instance()
