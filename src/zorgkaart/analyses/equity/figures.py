"""The figures of equity of one study: a number per quantity, group and measure."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from zorgkaart.access.distribution import Distribution, Ranking
from zorgkaart.access.inequality import concentration_index, erreygers, excess, fifths_ratio, gini, palma, unranked
from zorgkaart.analyses.equity.people_groups import LEAST_PEOPLE, groups_of, ranking_of
from zorgkaart.analyses.equity.quantities import Quantity
from zorgkaart.study.study import Study

TOO_FEW = f"minder dan {LEAST_PEOPLE} inwoners: niet getoond"
NOTHING_KNOWN = "niet bekend"


class Key(NamedTuple):
    """What a figure is of.

    Attributes
    ----------
    quantity : str
        The name of a quantity.
    division, group : str
        Of a group of people.
    measure : str
        A name in ``measures.csv``.
    """

    quantity: str
    division: str
    group: str
    measure: str


@dataclass(frozen=True)
class Figure:
    """One figure.

    Attributes
    ----------
    value : float
        NaN where it is not known or not shown.
    people, others : float
        Who count in it, and who belong to the group and do not, as something of them is unknown; NaN if not shown.
    why : str
        Why it is not shown, in Dutch; empty where it is.
    """

    value: float
    people: float
    others: float
    why: str = ""


@dataclass(frozen=True)
class MeasureWords:
    """What a measure is called and what it means.

    Attributes
    ----------
    name, title, meaning, source : str
        Its name in tables, and its words, in Dutch; who defined it.
    decimals : int
        Decimals to show.
    unit : str
        May be empty.
    """

    name: str
    title: str
    decimals: int
    unit: str
    meaning: str
    source: str


@cache
def measure_words() -> dict[str, MeasureWords]:
    """The measures, by their names, in the order in which they are shown."""
    with (Path(__file__).parent / "measures.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    words = [MeasureWords(name, title, int(decimals), *texts) for name, title, decimals, *texts in rows]
    return {item.name: item for item in words}


def figures(study: Study, quantities: Sequence[Quantity]) -> dict[Key, Figure]:
    """All figures of a study.

    Parameters
    ----------
    study : Study
        Before a change, or after it.
    quantities : sequence of Quantity
        What to look at.

    Returns
    -------
    dict of Key to Figure
        By quantity, and of each by group, in their orders.
    """
    ranking, groups = ranking_of(study), groups_of(study)
    leave_out = study.project.equity.bounded == "leave_out"
    result = {}
    for quantity in quantities:
        everyone = Distribution.of(quantity.values(study), study.residents.weight, bounds=quantity.bounds)
        for group in groups:
            mine = everyone if group.weight is study.residents.weight else everyone.among(group.weight)
            ranked = ranking if group.ranked and not (quantity.outside and leave_out) else None
            for measure, figure in _measures(quantity, mine, ranked).items():
                result[Key(quantity.name, group.division, group.name, measure)] = figure
    return result


def _measures(quantity: Quantity, people: Distribution, ranking: Ranking | None) -> Mapping[str, Figure]:
    """The measures of a group; those by a ranking only where there is one."""
    values: dict[str, float] = {}
    if quantity.outside:
        values["aandeel_buiten"] = people.mean
    else:
        values |= {"gemiddelde": people.mean, "mediaan": people.quantile(0.5), "p90": people.quantile(0.9)}
        values |= {"gini": gini(people), "palma": palma(people), "vijfde_vijfde": fifths_ratio(people)}
    if quantity.limit is not None:
        values |= {f"fgt{power}": excess(people, quantity.limit, power) for power in range(3)}
    shown = {name: _figure(value, people.people, people.unknown) for name, value in values.items()}
    if ranking is not None:
        without = unranked(people, ranking)
        name, value = _by_rank(people, ranking)
        shown[name] = _figure(value, people.people - without, people.unknown + without)
    return shown


def _by_rank(people: Distribution, ranking: Ranking) -> tuple[str, float]:
    if people.bounds is not None:
        return "erreygers", erreygers(people, ranking)
    return "concentratie", concentration_index(people, ranking)


def _figure(value: float, people: float, others: float) -> Figure:
    """A figure, unless it is of too few people; what is of nobody is not known."""
    if 0 < people < LEAST_PEOPLE or (people == 0 and others < LEAST_PEOPLE):
        return Figure(np.nan, np.nan, np.nan, TOO_FEW)
    return Figure(value, people, others, NOTHING_KNOWN if np.isnan(value) else "")
