"""``[supply.KIND]``: how the supply of a kind of care is shared between the people who live near it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator, model_validator

from zorgkaart.errors import InputError
from zorgkaart.project.defaults import TRAVEL
from zorgkaart.project.keys import Section
from zorgkaart.project.moments import usual_moment

Minutes = Annotated[float, Field(gt=0, le=600)]
Weight = Annotated[float, Field(gt=0, le=1)]
SupplyMethod = Literal["bfca", "e2sfca", "m2sfca", "3sfca", "apl"]


class SupplySection(Section):
    """``[supply.KIND]``: how the supply of a kind is shared between who is near, and how it is shown.

    Attributes
    ----------
    method : {"bfca", "e2sfca", "m2sfca", "3sfca", "apl"}
        Which part of somebody's demand each site gets; see :mod:`zorgkaart.access.floating_catchments`.
    catchment_min : float, optional
        A site that is farther counts for nothing; without it the last of `steps`.
    steps : tuple of (float, float)
        Ascending minutes, and for how much a site counts up to each.
    gaussian_min : float, optional
        In place of steps: minutes at which a site counts for exp(-1/2).
    per : int
        Of how many inhabitants the supply is given.
    unit : str
        In what the capacity is counted where the tables do not say.
    at : str
        A moment: only sites that are open then count.
    mode : str
        How one travels.
    only_known : bool
        Leave out sites of unknown capacity, instead of giving no figure to who lives near one.
    classes : tuple of float
        Upper bounds of the classes on the map; without them they follow from the figures.
    source : str
        Who says so.
    beside : Path, optional
        A table with a number per gemeente to set the sites beside: ``gemeentecode`` and ``aantal``.
    beside_label : str
        What that number is, in Dutch.
    """

    method: SupplyMethod = "bfca"
    catchment_min: Minutes | None = None
    steps: tuple[tuple[Minutes, Weight], ...] = ()
    gaussian_min: Minutes | None = None
    per: int = Field(default=1000, ge=1, le=1_000_000)
    unit: str = ""
    at: str = ""
    mode: str = TRAVEL
    only_known: bool = False
    classes: tuple[Annotated[float, Field(gt=0, allow_inf_nan=False)], ...] = Field(default=(), max_length=9)
    source: str = ""
    beside: Path | None = None
    beside_label: str = ""

    @model_validator(mode="after")
    def _named(self) -> SupplySection:
        if bool(self.beside) != bool(self.beside_label):
            raise ValueError("beside names a table and beside_label what it counts; give both, or neither")
        return self

    @model_validator(mode="after")
    def _one_form(self) -> SupplySection:
        if self.steps and self.gaussian_min is not None:
            raise ValueError("name either steps or gaussian_min, and not both")
        if not self.steps and self.catchment_min is None:
            raise ValueError("it says nowhere how far people go; add steps, or catchment_min")
        if self.method == "apl" and not self.steps:
            raise ValueError("method apl counts by steps; add steps")
        bounds = [bound for bound, _ in self.steps]
        if any(low >= high for low, high in pairwise(bounds)):
            raise ValueError("the minutes of steps must ascend")
        if any(low >= high for low, high in pairwise(self.classes)):
            raise ValueError("classes must ascend")
        return self

    @field_validator("at")
    @classmethod
    def _is_moment(cls, text: str) -> str:
        try:
            usual_moment(text) if text else None
        except InputError as error:
            raise ValueError(str(error)) from error
        return text

    @property
    def limit_min(self) -> float:
        """Minutes beyond which a site counts for nothing."""
        ends = [self.catchment_min] if self.catchment_min is not None else []
        return min([*ends, *(bound for bound, _ in self.steps[-1:])])


def wrong_supplies(
    supplies: Mapping[str, Mapping[str, Any]], kinds: Collection[str], speeds: Collection[str]
) -> list[tuple[tuple[str, ...], str]]:
    """What is wrong between supplies and the kinds and modes that they name: the key and a sentence each.

    Parameters
    ----------
    supplies : mapping
        The keys of each ``[supply.KIND]``, by its name.
    kinds, speeds : collection of str
        What the project has; no speeds where these could not be read.
    """
    wrong: list[tuple[tuple[str, ...], str]] = []
    for name, supply in supplies.items():
        if name not in kinds:
            wrong.append((("supply", name), f"there is no [kinds.{name}]; add it, or give it the name of a kind"))
        mode = supply.get("mode") or TRAVEL
        if speeds and mode not in speeds:
            text = f"there are no speeds of {mode!r}; use {' or '.join(speeds)}, or add [speeds.{mode}]"
            wrong.append((("supply", name, "mode"), text))
    return wrong
