"""A study: what a notebook user holds. Each stage is computed once, when it is first asked for."""

from __future__ import annotations

import datetime
from typing import Self

from zorgkaart.inputs.facilities import Facilities
from zorgkaart.jobs.task import Report
from zorgkaart.project.model import Project
from zorgkaart.project.moments import Moment
from zorgkaart.study.points import LEVELS
from zorgkaart.study.results import Results
from zorgkaart.study.surfaces import Cells

__all__ = ["LEVELS", "Report", "Study"]


class Study(Results, Cells):
    """The results of a project.

    Parameters
    ----------
    project : Project
        What to compute, and with which numbers.
    k : int
        Nearest sites to keep per resident. One is enough; with more, many closures cost less each.
    report : callable, optional
        Called with a Dutch sentence when a stage begins that takes more than a moment.

    Examples
    --------
    >>> study = Study(Project.load("projects/groningen.toml"))  # doctest: +SKIP
    >>> study.results["buurten"]["seh_norm_min"]  # doctest: +SKIP
    """

    def variant(self, *, facilities: Facilities | None = None, moment: Moment | None = None) -> Self:
        """Return the same study with other sites or at a moment; all that does not change is shared.

        Parameters
        ----------
        facilities : Facilities, optional
            The sites after a change.
        moment : Moment, optional
            Only sites that are open then count for travel times. Norms that are about sites that are open
            day and night do not change with the moment. The moments that kinds name are then left out.
        """
        moment = moment if moment is not None else self.moment
        project = self.project if moment is None else self.project.without_moments
        result = type(self)(project, k=self.k, report=self._report)
        result._base = self
        result._facilities = facilities if facilities is not None else self._facilities
        result.moment = moment
        return result

    def without_moments(self) -> Self:
        """Return the same study, of which no kind names moments; all else is shared."""
        if self.project.without_moments is self.project:
            return self
        result = type(self)(self.project.without_moments, k=self.k, report=self._report)
        result._base, result._facilities, result.moment = self, self._facilities, self.moment
        return result

    def with_project(self, project: Project) -> Self:
        """Return the study of another project; every stage that hangs on nothing that differs there is shared.

        The sites are the project's own, without the changes of a :meth:`variant`, and there is no moment.

        Parameters
        ----------
        project : Project
            For instance a changed copy of this study's own.

        Examples
        --------
        >>> slower = study.project.with_changes(speeds={"ambulance": {"factor": 0.9}})  # doctest: +SKIP
        >>> study.with_project(slower).results["buurten"]["seh_norm_min"]  # doctest: +SKIP
        """
        result = type(self)(project, k=self.k, report=self._report)
        result._base = self._own_sites
        return result

    def on(self, day: datetime.date) -> Self:
        """Return the study with the sites of another day, at the same moment; their tables are read once.

        Parameters
        ----------
        day : date
            In place of the date of the project.
        """
        study = self.with_project(self.project.with_changes(project={"date": day}))
        # The tables alone: a study of a day knows this one, and two that know each other would outlive their use.
        if day in self._days:
            study._values["site_tables", ()] = self._days[day]
        else:
            self._days[day] = study.site_tables
        return study if self.moment is None else study.variant(moment=self.moment)
