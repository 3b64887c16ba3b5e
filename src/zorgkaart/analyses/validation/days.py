"""The study of the day that a published figure is about: with the sites that there were then."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

import numpy as np

from zorgkaart.access.catalogue import main_norms
from zorgkaart.analyses.validation.areas_by_name import Figure
from zorgkaart.study.study import Study


class Days:
    """The studies of the days of published figures, each made once.

    Parameters
    ----------
    study : Study
        What the figures are held against. If its sites are others than those of its project, they are so on every day.
    """

    def __init__(self, study: Study) -> None:
        self.study = study
        self._same: dict[tuple[datetime.date, str], bool] = {}
        self._studies: dict[datetime.date, Study] = {}

    def of(self, figure: Figure) -> Study:
        """Return the study of a figure's day; the study itself where the same sites count, or the figure has no day.

        Parameters
        ----------
        figure : mapping
            A row of the table of published figures.
        """
        day = day_of(figure)
        if day is None or not self.study.has_own_sites:
            return self.study
        key = day, figure["soort"]
        if day not in self._studies:
            self._studies[day] = self.study.on(day)
        if key not in self._same:
            kinds = [kind for kind in figure["soort"].split() if kind in self.study.project.kinds]
            self._same[key] = _count_alike(self.study, self._studies[day], kinds)
        return self.study if self._same[key] else self._studies[day]


def day_of(figure: Figure) -> datetime.date | None:
    """The day that a published figure is about; None if it names none.

    Parameters
    ----------
    figure : mapping
        A row of the table of published figures.
    """
    return datetime.date.fromisoformat(figure["datum"]) if figure["datum"] else None


def _count_alike(one: Study, other: Study, kinds: Iterable[str]) -> bool:
    """Whether the same sites of these kinds and of the stations of their norms count in studies of the same tables."""
    norms = main_norms(one.project)
    touched = {kind: None for name in kinds for kind in (name, *(norms[name].kinds if name in norms else ()))}
    return all(
        np.array_equal(one.facilities.rows(kind, only_24_7=always), other.facilities.rows(kind, only_24_7=always))
        for kind in touched
        for always in (False, True)
    )
