"""What a map is made from, with markup in every text."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import shapely
from geopandas import GeoDataFrame

from support.map_samples import (
    HOSTILE,
    LABELS,
    RUN_POPUP,
    RUN_VIEWS,
    grid_sites,
    sample,
)
from zorgkaart.project.sections import MapSection


def hostile() -> dict[str, Any]:
    areas, sites = sample()["areas"], grid_sites()
    for column in ("buurtnaam", "wijknaam", "gemeentenaam"):
        areas[column] = areas[column] + HOSTILE
    for column in ("naam", "adres", "status_toelichting", "bron"):
        sites[column] = HOSTILE
    names = GeoDataFrame(
        {"gemeentecode": ["GM9"], "gemeentenaam": [HOSTILE]},
        geometry=[shapely.box(2e5, 5.7e5, 2.1e5, 5.8e5)],
        crs="EPSG:28992",
    )
    towns = pd.DataFrame({"plaats": [HOSTILE], "gemeente": [HOSTILE], "x": [2.3e5], "y": [5.8e5], "adressen": [20000]})
    views = [replace(view, label=HOSTILE, group=HOSTILE, unit=HOSTILE, explanation=HOSTILE) for view in RUN_VIEWS]
    popup = [replace(row, label=HOSTILE) for row in RUN_POPUP]
    return {
        "areas": areas,
        "sites": sites,
        "gemeenten": names,
        "plaatsen": towns,
        "views": views,
        "popup": popup,
        "labels": dict.fromkeys(LABELS, HOSTILE),
        "title": HOSTILE,
        "subtitle": HOSTILE,
        "notes": [HOSTILE],
        "sources": [HOSTILE],
        "settings": MapSection(attribution=HOSTILE),
    }
