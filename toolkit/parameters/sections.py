"""Of what is a group of thresholds made? (the base of every section, and the kinds of value in them)

The sections themselves stand in `thresholds.py` and, audit by audit, in its neighbours.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class Section(BaseModel):
    """The thresholds of one check or one definition."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=False, validate_default=True, allow_inf_nan=False
    )


Share = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=1, le=100_000)]
Hours = Annotated[float, Field(ge=0, le=200)]
Minutes = Annotated[int, Field(ge=0, le=1440)]
