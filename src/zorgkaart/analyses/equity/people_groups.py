"""The groups that are set beside each other: everyone, the older ones, fifths by a ranking, and classes of areas."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zorgkaart.access.distribution import Ranking
from zorgkaart.study.study import Study

EVERYONE, AGE, UNKNOWN = "iedereen", "leeftijd", "niet bekend"
FIFTHS = ("laagste vijfde", "tweede vijfde", "middelste vijfde", "vierde vijfde", "hoogste vijfde")
# Of fewer people nothing is shown.
LEAST_PEOPLE = 50


@dataclass(frozen=True)
class Group:
    """Some of the people.

    Attributes
    ----------
    division : str
        What the groups are made by: ``iedereen``, ``leeftijd``, or a column of the table of ``[equity]``.
    name : str
        Which of them, in Dutch.
    weight : (n,) float64
        People at each point; NaN where unknown.
    ranked : bool
        Whether they can be ranked among each other: not those who are a part of the ranking themselves.
    """

    division: str
    name: str
    weight: NDArray[np.float64]
    ranked: bool = True


def groups_of(study: Study) -> list[Group]:
    """All groups of a study.

    Parameters
    ----------
    study : Study
        Whose residents they are; of the same study before and after a change they are the same.

    Returns
    -------
    list of Group
        Everyone first; who lives where a characteristic is unknown is a group too, where there is anybody.
    """
    weight = study.residents.weight
    groups = [Group(EVERYONE, EVERYONE, weight)]
    groups += [Group(AGE, f"{age} jaar en ouder", people) for age, people in study.ages.items()]
    return groups + [group for group in (*_fifths(study), *_classes(study)) if np.nansum(group.weight) > 0]


def ranking_of(study: Study) -> Ranking | None:
    """The points ranked by the variable of ``[equity]``; None where the project has none.

    Parameters
    ----------
    study : Study
        Whose points to rank.
    """
    if not study.project.equity.rank:
        return None
    return Ranking.of(study.area_features.rank[study.residents.area])


def fifths(rank: NDArray[np.float64], people: NDArray[np.float64]) -> NDArray[np.int64]:
    """Areas in fifths of the people: by where the middle of those of equal rank lies.

    An area is never split, so that the fifths are equal only as far as areas are small.

    Parameters
    ----------
    rank : (areas,) float64
        NaN where unknown.
    people : (areas,) float64
        Without NaN.

    Returns
    -------
    (areas,) int64
        0 for the lowest fifth to 4; -1 where the rank is unknown or nobody with a rank is known.
    """
    ranking = Ranking.of(rank)
    known = ranking.place >= 0
    result = np.full(len(rank), -1, dtype=np.int64)
    counts = np.bincount(ranking.place[known], people[known], ranking.count)
    if not counts.sum() > 0:
        return result
    middle = (np.cumsum(counts) - counts / 2) / counts.sum()
    result[known] = np.minimum((middle * len(FIFTHS)).astype(np.int64), len(FIFTHS) - 1)[ranking.place[known]]
    return result


def _fifths(study: Study) -> Iterator[Group]:
    rank, area, weight = study.project.equity.rank, study.residents.area, study.residents.weight
    if not rank:
        return
    features = study.area_features
    people = np.bincount(area, np.nan_to_num(weight), len(features.rank)).astype(np.float64)
    fifth = fifths(features.rank, people)[area]
    for number, name in (*enumerate(FIFTHS), (-1, UNKNOWN)):
        yield Group(rank, name, np.where(fifth == number, weight, 0.0), ranked=False)


def _classes(study: Study) -> Iterator[Group]:
    area, weight = study.residents.area, study.residents.weight
    for column, groups in study.area_features.groups.items():
        for name in (*sorted({name for name in groups if name is not None}), None):
            mine = np.array([other == name for other in groups], dtype=bool)[area]
            yield Group(column, UNKNOWN if name is None else name, np.where(mine, weight, 0.0))
