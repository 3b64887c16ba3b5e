"""What is spread over people: the minutes of a trip, those of a norm, being outside a norm, and supply."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zorgkaart.access.catalogue import norms_of, supplies_of, trips_of
from zorgkaart.access.distribution import Bounds
from zorgkaart.access.measures import Norm, Trip
from zorgkaart.access.supply import Supply
from zorgkaart.errors import InputError
from zorgkaart.inputs.tables import close_to
from zorgkaart.project.model import Project
from zorgkaart.study.study import Study

YES_NO: Bounds = (0.0, 1.0)


@dataclass(frozen=True)
class Quantity:
    """Something that each person has.

    Attributes
    ----------
    measure : Trip, Norm or Supply
        What it is of.
    outside : bool
        Whether it is being outside the norm (1 or 0), and not the minutes.
    """

    measure: Trip | Norm | Supply
    outside: bool = False

    @property
    def name(self) -> str:
        """The name of its column in tables of areas, such as ``seh_min`` or ``seh_inwoners_buiten_norm``."""
        if self.outside and isinstance(self.measure, Norm):
            return self.measure.outside
        return self.measure.column

    @property
    def label(self) -> str:
        """What it is called, in Dutch."""
        measure = self.measure
        if isinstance(measure, Trip):
            return f"{measure.label}: reistijd {measure.words}"
        if isinstance(measure, Supply):
            return f"{measure.label}: aanbod {measure.per_words}"
        caption = measure.caption
        what = "buiten de norm" if self.outside else "minuten volgens de norm"
        return f"{caption}: {what}"

    @property
    def whole(self) -> str:
        """What all people have together, in Dutch: "alle minuten"."""
        if self.outside:
            return "wie buiten de norm is"
        return "het hele aanbod" if self.is_supply else "alle minuten"

    @property
    def is_supply(self) -> bool:
        """Whether it is supply, of which more is better."""
        return isinstance(self.measure, Supply)

    @property
    def modes(self) -> frozenset[str]:
        """How one travels for it."""
        if isinstance(self.measure, Supply):
            return frozenset({self.measure.mode.name})
        return frozenset(leg.mode for leg in self.measure.legs)

    @property
    def decimals(self) -> int:
        """Decimals of a mean to show."""
        return 2 if self.is_supply else 1

    @property
    def bounds(self) -> Bounds | None:
        """The least and the most that it can be."""
        return YES_NO if self.outside else None

    @property
    def limit(self) -> float | None:
        """The minutes of the norm, where it is the minutes of one."""
        return self.measure.limit if isinstance(self.measure, Norm) and not self.outside else None

    def values(self, study: Study) -> NDArray[np.float64]:
        """What each has in a study: (n,) float64, NaN where unknown.

        Parameters
        ----------
        study : Study
            Whose points to look at.
        """
        if isinstance(self.measure, Trip):
            return study.trips[self.measure.name].minutes.astype(np.float64)
        if isinstance(self.measure, Supply):
            return study.supplied(self.measure.kind).access * self.measure.per
        judged = study.chains[self.measure.name]
        if self.outside:
            return np.where(judged.known, judged.outside.astype(np.float64), np.nan)
        return judged.minutes


def quantities_of(project: Project, names: Sequence[str] = ()) -> tuple[Quantity, ...]:
    """What is looked at: of each norm the minutes and who is outside, the minutes of each trip, and supply.

    Parameters
    ----------
    project : Project
        With norms, and kinds that one travels to.
    names : sequence of str
        Names in ``[norms]`` and ``[kinds]``; of a kind its trips, norms and supply. Without names all.

    Returns
    -------
    tuple of Quantity
        The norms first.

    Raises
    ------
    InputError
        If a name is that of no norm and of no kind with travel times.
    """
    norms, trips, supplies = norms_of(project), trips_of(project), supplies_of(project)
    kinds = (measure.kind for part in (norms, trips, supplies) for measure in part.values())
    known = dict.fromkeys([*norms, *kinds])
    for name in names:
        if name not in known:
            raise InputError(
                f"{project.path.name}: {name!r} is no norm and no kind with travel times. {close_to(name, known)}"
                f"It has: {', '.join(known)}."
            )
    wanted = set(names or known)
    mine = [norm for name, norm in norms.items() if {name, norm.kind} & wanted]
    rides = [trip for trip in trips.values() if trip.kind in wanted]
    return tuple(
        [quantity for norm in mine for quantity in (Quantity(norm), Quantity(norm, outside=True))]
        + [Quantity(trip) for trip in rides]
        + [Quantity(supply) for supply in supplies.values() if supply.kind in wanted]
    )
