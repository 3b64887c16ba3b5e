"""The need of the inhabitants of each point for a kind of site."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from zorgkaart.errors import Problems
from zorgkaart.inputs.areas import Areas
from zorgkaart.inputs.need import need_per_buurt, rates_by_class, read_need
from zorgkaart.project.plans import NeedSection

INHABITANTS = "inwoners"


@dataclass(frozen=True)
class Need:
    """What the inhabitants together need of a kind in a year.

    Attributes
    ----------
    per_point : (n,) float64
        Per resident point, in `unit`; NaN where the inhabitants or the ages that matter are unknown.
    per_buurt : (buurten,) float64
        The same per buurt.
    unit : str
        What is counted, in Dutch, such as ``bezoeken per jaar``; ``inwoners`` where nothing is known of ages.
    source : str
        Where the use by age comes from; empty where every inhabitant counts as one.
    by_age : bool
        Whether it follows ages; if not, every inhabitant counts as one.
    weights_only : bool
        Whether numbers are no counts of anything, but only say which age weighs more than another.
    heads_per_use : float
        In a year to come, of how many average inhabitants of now a use is; NaN where these are the inhabitants of now.
    """

    per_point: NDArray[np.float64]
    per_buurt: NDArray[np.float64]
    unit: str
    source: str
    by_age: bool
    weights_only: bool
    heads_per_use: float = np.nan

    @property
    def total(self) -> float:
        """All that is known, in `unit`."""
        return float(np.nansum(self.per_point))

    @property
    def counts_use(self) -> bool:
        """Whether it is a number of uses that people of each age make."""
        return self.by_age and not self.weights_only

    def grown(self, now: Need, growth: float) -> Need:
        """Bring it to so many times the need of now, over the buurten of which both are known.

        Parameters
        ----------
        now : Need
            Of the inhabitants of now.
        growth : float
            How many times as much: 1.071 is 7.1 % more.
        """
        both = ~np.isnan(self.per_buurt) & ~np.isnan(now.per_buurt)
        mine, theirs = (float(need.per_buurt[both].sum()) for need in (self, now))
        factor = growth * theirs / mine if mine > 0 else np.nan
        return replace(self, per_point=self.per_point * factor, per_buurt=self.per_buurt * factor)

    def or_mean(self, weight: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give those of unknown ages the mean of the others, so that no inhabitant is left out.

        Parameters
        ----------
        weight : (n,) float64
            Inhabitants per point, NaN where unknown.

        Returns
        -------
        (n,) float64
            In `unit`; NaN where the inhabitants are unknown.
        """
        known = ~np.isnan(self.per_point) & ~np.isnan(weight)
        people = weight[known].sum()
        mean = self.per_point[known].sum() / people if people > 0 else np.nan
        filled: NDArray[np.float64] = np.where(known, self.per_point, weight * mean)
        return filled


def without_ages(areas: Areas, weight: NDArray[np.float64]) -> Need:
    """Every inhabitant counts as one."""
    return Need(weight, areas.buurten["inwoners"].to_numpy(dtype=np.float64), INHABITANTS, "", False, False)


def by_age(section: NeedSection, kind: str, areas: Areas, weight: NDArray[np.float64], area: NDArray[np.int32]) -> Need:
    """Each inhabitant counts by the ages of its buurt.

    Parameters
    ----------
    section : NeedSection
        What the project says of the kind.
    kind : str
        Its name.
    areas : Areas
        With classes of age.
    weight : (n,) float64
        Inhabitants per point.
    area : (n,) int32
        The buurt of each point.

    Raises
    ------
    InputError
        If the project has no classes of age, or the table cannot be used with them.
    """
    problems = Problems()
    per_buurt = buurt_need(section, kind, areas, problems)
    problems.raise_if_fatal()
    assert per_buurt is not None
    everyone = areas.buurten["inwoners"].to_numpy(dtype=np.float64)
    mean = np.divide(per_buurt, everyone, out=np.full(len(everyone), np.nan), where=everyone > 0)
    per_point = np.where(weight == 0, 0.0, weight * mean[area])
    return Need(per_point, per_buurt, section.unit, section.source, True, section.weights_only)


def buurt_need(section: NeedSection, kind: str, areas: Areas, problems: Problems) -> NDArray[np.float64] | None:
    """Read the need for a kind and bring it to the buurten; None if `problems` got a fatal problem.

    Parameters
    ----------
    section : NeedSection
        What the project says of the kind.
    kind : str
        Its name.
    areas : Areas
        With classes of age.
    problems : Problems
        Gets what is wrong.

    Returns
    -------
    (buurten,) float64 or None
        NaN where the ages that matter are unknown.
    """
    ages = areas.age_classes
    if ages is None:
        problems.add(
            f"[need.{kind}]",
            "need by age takes a table of ages, and [areas] names none",
            "Name one with age_classes in [areas], or take out the section: then every inhabitant counts as one.",
        )
        return None
    rates = read_need(section.table, problems)
    by_class = rates_by_class(rates, ages, section.table.name, problems) if rates is not None else None
    return need_per_buurt(by_class, ages) if by_class is not None else None
