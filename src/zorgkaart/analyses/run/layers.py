"""The layers of a run, the same for every format."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from zorgkaart.analyses.shared import isochrones_of
from zorgkaart.outputs.meaning import presentation
from zorgkaart.outputs.meaning.frames import Layer
from zorgkaart.outputs.meaning.layers import NAMES, as_layer, flag_share, isochrone_layers, level_borders, site_layer
from zorgkaart.study.study import Study


def run_layers(study: Study, tables: Mapping[str, pd.DataFrame]) -> list[Layer]:
    """The layers of a run, from its tables (:func:`zorgkaart.analyses.run.product.run_tables`)."""
    project = study.project
    views = [*presentation.run_views(project), presentation.quality_view()]
    share = flag_share(project)
    areas = [
        as_layer(
            level, frame, presentation.area_styles(views, name_column=NAMES[level], share=share) + level_borders(level)
        )
        for level, frame in study.results.items()
    ]
    found = isochrone_layers(project, {"isochronen": isochrones_of(study)})
    return [*areas, *found, site_layer(project, tables["voorzieningen"])]
