"""``[capacity.KIND]``: what the sites of a kind can do, and how people choose between them."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Annotated

from pydantic import Field, model_validator

from zorgkaart.project.keys import Section

Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Decay = Annotated[float, Field(gt=0, le=10)]


class CapacitySection(Section):
    """``[capacity.KIND]``: what the sites of a kind can do, and how people choose between them.

    Attributes
    ----------
    each : float, optional
        The capacity of a site of which its table gives none; without it such a site has no limit.
    unit : str
        Of what `each` is that many.
    per_server_per_year : float, optional
        How much need one unit of capacity can serve in a year.
    service_min : float, optional
        Mean minutes that one use keeps a unit busy.
    hours_per_year : float, optional
        Hours a year that a unit works. Of the last three, two give the third; without them no waiting is computed.
    nearest : int
        Between how many of the nearest places people choose.
    decay_per_min, decay_low, decay_high : float, optional
        By how much a minute more makes a site less chosen, and between which values that may lie.
    flows : Path, optional
        In place of these three: a table of who went where, to which the first is fitted.
    attraction : float
        To which power its capacity makes a site more chosen; 0 for none.
    wait_weight : float
        How many minutes of travel a minute of waiting counts for.
    reach_min : float
        Minutes by car within which the best division may send people.
    source : str
        Who says so.
    """

    each: Positive | None = None
    unit: str = ""
    per_server_per_year: Positive | None = None
    service_min: Positive | None = None
    hours_per_year: Annotated[float, Field(gt=0, le=8784)] | None = None
    nearest: int = Field(default=5, ge=1, le=20)
    decay_per_min: Decay | None = None
    decay_low: Decay | None = None
    decay_high: Decay | None = None
    flows: Path | None = None
    attraction: float = Field(default=0.0, ge=0, le=5)
    wait_weight: float = Field(default=1.0, ge=0, le=100)
    reach_min: Annotated[float, Field(gt=0, le=240)] = 15.0
    source: str = Field(min_length=1)

    @model_validator(mode="after")
    def _enough(self) -> CapacitySection:
        rates = (self.per_server_per_year, self.service_min, self.hours_per_year)
        given = sum(rate is not None for rate in rates)
        if given == 3 or (given < 2 and self.per_server_per_year is None):
            raise ValueError(
                "name per_server_per_year alone, or two of per_server_per_year, service_min and hours_per_year"
            )
        decays = (self.decay_per_min, self.decay_low, self.decay_high)
        absent = sum(decay is None for decay in decays)
        if absent != (0 if self.flows is None else 3):
            raise ValueError("name either flows, or decay_per_min with decay_low and decay_high")
        if self.flows is None and not self.decay_low <= self.decay_per_min <= self.decay_high:  # type: ignore[operator]
            raise ValueError("decay_low must not lie above decay_per_min, nor decay_high below it")
        return self

    @property
    def per_server(self) -> float:
        """How much need one unit of capacity can serve in a year."""
        if self.per_server_per_year is not None:
            return self.per_server_per_year
        assert self.hours_per_year is not None
        assert self.service_min is not None
        return self.hours_per_year * 60 / self.service_min

    @property
    def minutes_of_service(self) -> float | None:
        """Mean minutes that one use keeps a unit busy; None where they do not follow."""
        if self.service_min is not None:
            return self.service_min
        return None if self.hours_per_year is None else self.hours_per_year * 60 / self.per_server


def wrong_capacities(capacities: Collection[str], kinds: Collection[str]) -> list[tuple[tuple[str, ...], str]]:
    """What is wrong between capacities and the kinds that they name: the key and a sentence each.

    Parameters
    ----------
    capacities : collection of str
        The names of all ``[capacity.KIND]``.
    kinds : collection of str
        The kinds of the project.
    """
    text = "there is no [kinds.{}]; add it, or name a kind that there is"
    return [(("capacity", name), text.format(name)) for name in capacities if name not in kinds]
