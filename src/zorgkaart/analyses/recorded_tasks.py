"""The union of the tasks of all analyses that can be repeated, as records hold them."""

from __future__ import annotations

from functools import cache, reduce
from operator import or_
from typing import Annotated, Any

from pydantic import Field, TypeAdapter

from zorgkaart.analyses.registry import ANALYSES


@cache
def recorded_tasks() -> TypeAdapter[Any]:
    """Reads and writes the task of any analysis that can be repeated, told apart by ``naam``."""
    union: Any = reduce(or_, (analysis.task for analysis in ANALYSES if analysis.repeatable))
    return TypeAdapter(Annotated[union, Field(discriminator="naam")])
