"""Pictures of years to come for documents: a map per layer of the last year, and bars of how many people there are."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import numpy as np
from geopandas import GeoDataFrame
from matplotlib.figure import Figure

from zorgkaart.analyses.futures.compute import Years
from zorgkaart.analyses.futures.sentences import CAUTION
from zorgkaart.analyses.futures.tables import people_table
from zorgkaart.analyses.futures.year_views import year_views
from zorgkaart.inputs.schema import AGED
from zorgkaart.outputs.meaning import presentation
from zorgkaart.outputs.pictures.charts import bar_picture
from zorgkaart.outputs.pictures.drawing import area_picture
from zorgkaart.outputs.pictures.frame import framed
from zorgkaart.scenarios.shown_sites import map_sites
from zorgkaart.words.dates import short_date


def year_pictures(years: Years, areas: GeoDataFrame) -> Iterator[tuple[str, Figure]]:
    """Yield the pictures.

    Parameters
    ----------
    years : Years
        All years.
    areas : GeoDataFrame
        The buurten, as :func:`~zorgkaart.analyses.futures.tables.area_table` gives them.

    Yields
    ------
    tuple of (str, Figure)
        The name of the picture, without an ending, and what is drawn.
    """
    study, last = years.present.study, years.years[-1]
    foot = f"{CAUTION} Zorgkaart, {short_date(datetime.date.today())}."
    for view in year_views(years):
        if view.key.endswith(f"_{last.suffix}"):
            figure = area_picture(
                areas,
                view,
                labels=presentation.labels(study.project),
                surroundings=study.areas.surroundings,
                places=study.places,
                sites=map_sites(last.study) if view.kinds else None,
            )
            yield view.key, framed(figure, title=f"{view.label}, {last.words}", foot=foot)
    people = people_table(years)
    words = [year.words for year in years.years]
    for age, name in AGED.items():
        if name in people:
            bars = bar_picture(words, [people[name].to_numpy(dtype=np.float64)])
            yield f"{name}_per_jaar", framed(bars, title=f"Inwoners van {age} jaar en ouder", foot=foot)
