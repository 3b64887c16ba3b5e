"""The sections of the project file on years to come: who lives where then, and which practices have no owner left."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from zorgkaart.project.keys import Section

Share = Annotated[float, Field(ge=0, le=1)]
Three = Annotated[tuple[float, ...], Field(min_length=3, max_length=3)]
# Ages of owners: all classes end, as everybody in one is taken to be of each of its ages as often.
OWNERS = re.compile(r"(\d{1,3})-(\d{1,3})")


class FutureSection(Section):
    """``[futures.NAME]``: a year, and where the inhabitants of that year stand."""

    year: int = Field(ge=1900, le=2200)
    population: Path
    since: int | None = Field(default=None, ge=1900, le=2200)
    supply: Literal["now", "dated"] = "now"
    growth: dict[str, Annotated[float, Field(gt=0, le=100)]] = Field(default_factory=dict)
    source: str = ""


class RetirementSection(Section):
    """``[retirement.KIND]``: how old the owners of practices are, and what is assumed of their leaving."""

    owners: dict[str, Annotated[float, Field(ge=0)]] = Field(min_length=1)
    unknown_age: float = Field(default=0.0, ge=0)
    year: int = Field(ge=1900, le=2200)
    stops_at: Three
    succession: Three
    below_per_1000: float | None = Field(default=None, gt=0)
    over_min: float = Field(default=15.0, gt=0)
    source: str = Field(min_length=1)

    @model_validator(mode="after")
    def _sensible(self) -> RetirementSection:
        if any(OWNERS.fullmatch(name) is None or lower >= upper for name, (lower, upper) in self.ages.items()):
            raise ValueError('owners are counted by ages, as in { "40-54" = 120, "55-64" = 76 }')
        if self.total <= 0:
            raise ValueError("there are no owners; count at least one")
        for name in ("stops_at", "succession"):
            low, mode, high = getattr(self, name)
            if not low <= mode <= high:
                raise ValueError(f"{name} is [lowest, likeliest, highest], in that order")
        if not 0 <= self.succession[0] <= self.succession[2] <= 1:
            raise ValueError("succession is a chance, from 0 to 1")
        return self

    @property
    def ages(self) -> dict[str, tuple[int, int]]:
        """The first and the last age of each class, by its name."""
        matches = {name: OWNERS.fullmatch(name) for name in self.owners}
        return {name: (int(match[1]), int(match[2])) if match else (0, 0) for name, match in matches.items()}

    @property
    def total(self) -> float:
        """All owners, those of unknown age too."""
        return sum(self.owners.values()) + self.unknown_age


def wrong_futures(
    raw: object, retirement: object, kinds: object, need: object, future: object
) -> list[tuple[tuple[str, ...], str]]:
    """What is wrong with years to come beside the other sections: the key and what is wrong with it.

    Parameters
    ----------
    raw, retirement, kinds, need : mapping
        The sections by name, as far as they could be read.
    future : str or None
        The year that the project is about.

    Returns
    -------
    list of tuple
        Of the place of a key and a phrase in English.
    """
    named = raw if isinstance(raw, dict) else {}
    known = kinds if isinstance(kinds, dict) else {}
    wrong: list[tuple[tuple[str, ...], str]] = []
    if future is not None and future not in named:
        wrong.append((("project", "future"), f"there is no [futures.{future}]; add it, or take out future"))
    for name, section in named.items():
        growth = section.get("growth", {}) if isinstance(section, dict) else {}
        for kind in growth if isinstance(growth, dict) else {}:
            if not isinstance(need, dict) or kind not in need:
                wrong.append((("futures", name, "growth"), f"there is no [need.{kind}] that could grow; add it"))
    for kind in retirement if isinstance(retirement, dict) else {}:
        if kind not in known:
            wrong.append((("retirement", kind), f"there is no [kinds.{kind}]; name a kind of care"))
    return wrong
