"""The layers of a scenario, the same for every format."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from zorgkaart.analyses.shared import isochrones_of
from zorgkaart.outputs.meaning import presentation
from zorgkaart.outputs.meaning.frames import Layer
from zorgkaart.outputs.meaning.layers import as_layer, flag_share, isochrone_layers, level_borders, site_layer
from zorgkaart.scenarios.scenario import Scenario

MOMENTS = ("verschil", "voor", "na")


def scenario_layers(scenario: Scenario, tables: Mapping[str, pd.DataFrame]) -> list[Layer]:
    """The layers of a scenario, from its tables (:func:`zorgkaart.analyses.scenario.product.scenario_tables`)."""
    project = scenario.after.project
    share = flag_share(project)
    both = presentation.area_styles(presentation.run_views(project), name_column="buurtnaam", share=share)
    views = sorted(presentation.scenario_views(project, scenario.kinds), key=lambda view: MOMENTS.index(view.moment))
    changes = presentation.area_styles(views, name_column="buurtnaam", share=share)
    gemeenten = tables.get("gemeenten_verschil")
    coarse = presentation.area_styles(views, name_column="gemeentenaam", share=share) + level_borders("gemeenten")
    return [
        as_layer("buurten_voor", scenario.before.results["buurten"], both),
        as_layer("buurten_na", scenario.after.results["buurten"], both),
        as_layer("verschil", tables["buurten_verschil"], changes),
        *isochrone_layers(
            project,
            {
                "isochronen_voor": isochrones_of(scenario.before, *scenario.kinds),
                "isochronen_na": isochrones_of(scenario.after, *scenario.kinds),
            },
        ),
        *([] if gemeenten is None else [as_layer("gemeenten_verschil", gemeenten, coarse)]),
        site_layer(project, tables["voorzieningen"]),
    ]
