"""A whole validation: distances beside CBS's, published figures beside ours, and drift from what was accepted."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
from geopandas import GeoDataFrame

from zorgkaart.analyses.validation.accepted import accept, drift, read_accepted, stored_intervals
from zorgkaart.analyses.validation.coverage import Coverage, coverage_of, with_coverage
from zorgkaart.analyses.validation.distances import Fit, distance_table, fit_of, fits_by_urbanity, worst
from zorgkaart.analyses.validation.figures import Interval, compare_figures, uncompared_figures
from zorgkaart.analyses.validation.headline import headline_figures
from zorgkaart.analyses.validation.official import OfficialDistance, main_distance
from zorgkaart.analyses.validation.reasons import with_reasons
from zorgkaart.study.study import Study


@dataclass(frozen=True)
class Validation:
    """What a validation says.

    Attributes
    ----------
    study : Study
        What was held against the figures.
    distances : GeoDataFrame
        See :func:`~zorgkaart.analyses.validation.distances.distance_table`.
    fit : Fit
        Of all buurten.
    by_urbanity : DataFrame
        See :func:`~zorgkaart.analyses.validation.distances.fits_by_urbanity`.
    worst : GeoDataFrame
        The ten buurten that differ most, with ``reden``.
    published : DataFrame
        See :func:`~zorgkaart.analyses.validation.figures.compare_figures`.
    coverage : Coverage
        See :func:`~zorgkaart.analyses.validation.coverage.coverage_of`.
    uncompared : DataFrame
        See :func:`~zorgkaart.analyses.validation.figures.uncompared_figures`.
    headline : DataFrame
        With the number of published figures that intervals cover; for the others see
        :func:`~zorgkaart.analyses.validation.headline.headline_figures`.
    intervals : mapping
        By the names of headline figures.
    drift : DataFrame
        See :func:`~zorgkaart.analyses.validation.accepted.drift`.
    has_accepted : bool
        Whether there are accepted results to drift from.
    """

    study: Study
    distances: GeoDataFrame
    fit: Fit
    by_urbanity: pd.DataFrame
    worst: GeoDataFrame
    published: pd.DataFrame
    coverage: Coverage
    uncompared: pd.DataFrame
    headline: pd.DataFrame
    intervals: Mapping[str, Interval]
    drift: pd.DataFrame
    has_accepted: bool

    @property
    def official(self) -> OfficialDistance:
        """What the distances are compared with."""
        return main_distance(self.study)


def validate(
    study: Study, accepted: pd.DataFrame | None = None, *, intervals: Mapping[str, Interval] | None = None
) -> Validation:
    """Hold a study against official figures and against its accepted results.

    Parameters
    ----------
    study : Study
        What to hold against the figures.
    accepted : DataFrame, optional
        As :func:`~zorgkaart.analyses.validation.accepted.read_accepted` gives it; its intervals are used where
        `intervals` has none.
    intervals : mapping, optional
        As :func:`~zorgkaart.analyses.validation.drawn_intervals.draw_intervals` gives them.

    Returns
    -------
    Validation
        Deviations, and drift where accepted results are given.

    Examples
    --------
    >>> study = Study(Project.load("projects/groningen.toml"))  # doctest: +SKIP
    >>> validate(study).fit.correlation  # doctest: +SKIP
    """
    known = {**stored_intervals(accepted), **(intervals or {})}
    distances = distance_table(study)
    fit = fit_of(distances)
    published = compare_figures(study, known)
    coverage = coverage_of(published)
    headline = with_coverage(headline_figures(study, fit), coverage)
    return Validation(
        study,
        distances,
        fit,
        fits_by_urbanity(distances),
        with_reasons(study, distances, worst(distances)),
        published,
        coverage,
        uncompared_figures(study, published),
        headline,
        known,
        drift(headline, accepted),
        accepted is not None,
    )


def accept_results(
    validation: Validation, path: Path, *, today: datetime.date | None = None
) -> tuple[Validation, pd.DataFrame]:
    """Write the headline figures and intervals of a validation as the accepted ones.

    Parameters
    ----------
    validation : Validation
        Whose figures are accepted.
    path : Path
        The file of accepted figures, to make or to replace; see :func:`~zorgkaart.analyses.validation.accepted.accept`.
    today : date, optional
        The date to note; that of today if it is not given.

    Returns
    -------
    Validation
        The same one, held against what is now accepted.
    DataFrame
        What changed, as :func:`~zorgkaart.analyses.validation.accepted.accept` gives it.

    Raises
    ------
    InputError
        If the file that is there cannot be read.
    OutputError
        If it cannot be written.
    """
    changed = accept(path, validation.headline, validation.intervals, today=today or datetime.date.today())
    now = drift(validation.headline, read_accepted(path))
    return replace(validation, drift=now, has_accepted=True), changed
