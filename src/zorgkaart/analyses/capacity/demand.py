"""What residents ask of a kind in a year, and what its sites can do."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from zorgkaart.access.catalogue import known
from zorgkaart.errors import InputError
from zorgkaart.inputs.schema import CAPACITY, UNIT
from zorgkaart.inputs.visits import visits_per_inhabitant
from zorgkaart.project.capacity_keys import CapacitySection
from zorgkaart.project.model import Project
from zorgkaart.scenarios.load import visits_per_point
from zorgkaart.study.study import Study

VISITS = "bezoeken per jaar"


@dataclass(frozen=True)
class Demand:
    """What the residents ask in a year.

    Attributes
    ----------
    per_point : (n,) float64
        In `unit`; NaN where the inhabitants are unknown.
    unit : str
        What is counted, in Dutch.
    source : str
        Who says so; empty where every inhabitant counts as one.
    by_age : bool
        Whether it follows ages.
    counts_use : bool
        Whether it is a number of uses; else it says no more than who weighs more than another, and nobody can say how
        often servers are busy.
    """

    per_point: NDArray[np.float64]
    unit: str
    source: str
    by_age: bool
    counts_use: bool


def capacity_section(project: Project, kind: str) -> CapacitySection:
    """What the project says of the capacity of a kind.

    Parameters
    ----------
    project : Project
        With a section ``[capacity.KIND]``.
    kind : str
        A name in ``[kinds]``.

    Raises
    ------
    InputError
        If there is no such section; it names those that there are.
    """
    known(project.kinds, kind, "kind of care", project)
    if kind not in project.capacity:
        raise InputError(
            f"{project.path.name}: there is no [capacity.{kind}], which says what these sites can do. Add it; there "
            f"are {', '.join(project.capacity) or 'none'}."
        )
    return project.capacity[kind]


def demand_of(study: Study, kind: str) -> Demand:
    """What the residents of a study ask of a kind in a year.

    The visits of ``[visits]`` where it names the kind, by age where ``[need.KIND]`` counts uses; else that need; else
    one of every inhabitant, and the answer says so. Who lives where ages are unknown asks as much as the mean of the
    others.

    Parameters
    ----------
    study : Study
        Whose residents.
    kind : str
        A kind of the project.

    Returns
    -------
    Demand
        Per resident point.
    """
    need, weight = study.need(kind), study.residents.weight
    rate = visits_per_inhabitant(study.project.visits.table).get(kind)
    if rate is None:
        return Demand(need.or_mean(weight), need.unit, need.source, need.by_age, need.counts_use)
    visits = np.where(np.isnan(weight), np.nan, visits_per_point(study, kind, rate))
    return Demand(visits, VISITS, need.source, need.counts_use, True)


@dataclass(frozen=True)
class Supply:
    """The sites of a kind that count, in the order of their ids.

    Attributes
    ----------
    rows : (s,) int64
        Their rows in the table of sites.
    count : (s,) float64
        Units of capacity of each; above zero, NaN where unknown.
    assumed : (s,) bool
        Whether that is the ``each`` of the project, as the table gives none.
    unit : str
        Of what it is that many.
    empty : (e,) int64
        Rows of the sites of which the table says that they have a capacity of zero: nobody can go there.
    """

    rows: NDArray[np.int64]
    count: NDArray[np.float64]
    assumed: NDArray[np.bool_]
    unit: str
    empty: NDArray[np.int64]

    @classmethod
    def of(cls, study: Study, kind: str) -> Supply:
        """The sites of a kind that serve in a study."""
        section, table = capacity_section(study.project, kind), study.facilities.table
        rows = study.serving(kind)
        rows = rows[np.argsort(table["id"].to_numpy(dtype=str)[rows], kind="stable")]
        count = table[CAPACITY].to_numpy(dtype=np.float64)[rows]
        units = sorted(set(table[UNIT].iloc[rows[~np.isnan(count)]]) - {""})
        some = count != 0
        empty, rows, count = rows[~some], rows[some], count[some]
        assumed = np.isnan(count) & (section.each is not None)
        filled = np.where(assumed, section.each if section.each is not None else np.nan, count)
        return cls(rows, filled, assumed, units[0] if units else section.unit, empty)

    def take(self, some: NDArray[np.bool_]) -> Supply:
        """Some of the sites.

        Parameters
        ----------
        some : (s,) bool
            Which.
        """
        return replace(self, rows=self.rows[some], count=self.count[some], assumed=self.assumed[some])

    @property
    def attraction(self) -> NDArray[np.float64]:
        """(s,) float64: what draws people; a site of unknown capacity counts as the mean of the others."""
        known = self.count[~np.isnan(self.count)]
        mean = float(known.mean()) if len(known) else 1.0
        return np.where(np.isnan(self.count), mean, self.count)
