"""What did the provider settle, once and for every audit? (the folder `parameters/`)

`load` gives frozen, checked values; `find_workspace` finds the folder; `write` renders the files.
"""

from toolkit.parameters.framework import Framework
from toolkit.parameters.loading import Parameters, load
from toolkit.parameters.provider import Provider
from toolkit.parameters.services import Service
from toolkit.parameters.thresholds import Thresholds
from toolkit.parameters.workspace import find_workspace

__all__ = ["Framework", "Parameters", "Provider", "Service", "Thresholds", "find_workspace", "load"]
