"""The GeoPackage and the rasters in real QGIS; the pictures stay in pytest's folder to be looked at.

Skipped where the system's Python has no QGIS; see :mod:`desktop`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from support.desktop import draw_in_qgis
from support.outputs_samples import (
    COLUMNS,
    DESCRIPTIONS,
    DIFFERENCE,
    PROVENANCE,
    RINGS,
    SITES,
    TRAVEL,
    VERDICT,
    as_layers,
    layers,
    real_buurten,
    styles,
)
from support.paths import SCRIPTS
from support.surface_samples import CAR

from zorgkaart.access.grid import Grid
from zorgkaart.access.surface import Surface
from zorgkaart.outputs.gis.geopackage import write_geopackage
from zorgkaart.outputs.gis.rasters import write_surface

SCRIPT = SCRIPTS / "outputs_qgis.py"


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("qgis")
    areas = real_buurten()
    path = folder / "uitkomst.gpkg"
    write_geopackage(path, as_layers(layers(areas)), columns=COLUMNS, provenance=PROVENANCE)
    grid = Grid.of(areas, cell_m=500.0)
    minutes = np.hypot(grid.x - 233_700, grid.y - 582_000) / 1000
    surface = Surface(grid, CAR, minutes.astype(np.float32))
    _, classes = write_surface(folder / "reistijd.tif", surface, TRAVEL, description="Reistijd SEH")
    for suffix in (".tif", ".qml"):
        classes.with_suffix(suffix).rename(folder / f"klassen{suffix}")
    return draw_in_qgis(SCRIPT, path, folder)


def test_qgis_opens_every_layer_with_its_default_style(found: dict[str, Any]):
    for name in layers_with_styles():
        layer = found["layers"][name]
        assert layer["valid"]
        assert layer["crs"] == "EPSG:28992"
        assert layer["default"]
        assert layer["abstract"] == DESCRIPTIONS[name]


def test_qgis_loads_every_style_without_a_complaint(found: dict[str, Any]):
    for name, choices in layers_with_styles().items():
        assert set(found["layers"][name]["styles"]) == {style.name for style in choices}
        for style in found["layers"][name]["styles"].values():
            assert style["loaded"], style["message"]
            assert style["renderer"] == "RuleRenderer"
            assert style["errors"] == []
    assert found["messages"] == []


def test_the_legend_is_that_of_the_map(found: dict[str, Any]):
    legend = found["layers"]["buurten"]["styles"]["SEH"]["legend"]
    assert legend == [TRAVEL.title, *TRAVEL.labels, "onbekend", VERDICT.title, *VERDICT.labels.values()]


def test_qgis_draws_the_colours_of_the_map(found: dict[str, Any]):
    assert set(TRAVEL.colours) <= set(found["layers"]["buurten"]["styles"]["SEH"]["colours"])
    assert set(DIFFERENCE.colours) <= set(found["layers"]["verschil"]["styles"]["Verschil SEH"]["colours"])
    assert "#202020" in found["layers"]["buurten"]["styles"]["SEH"]["colours"], "no hatch"
    assert "#202020" not in found["layers"]["buurten"]["styles"]["Huisarts"]["colours"]
    assert SITES[0].colour in found["layers"]["voorzieningen"]["styles"]["SEH"]["colours"]


def test_qgis_draws_isochrones_over_each_other_and_lets_the_map_through(found: dict[str, Any]):
    style = found["layers"]["isochronen"]["styles"]["SEH: met de auto"]
    assert style["opacity"] == pytest.approx(0.7)
    assert style["legend"] == ["SEH: met de auto", *(ring.label for ring in RINGS)]
    assert found["layers"]["buurten"]["styles"]["SEH"]["opacity"] == 1


def test_qgis_reads_the_rasters_with_the_style_beside_them(found: dict[str, Any]):
    assert found["layers"]["reistijd.tif"]["renderer"] == "singlebandpseudocolor"
    assert found["layers"]["klassen.tif"]["renderer"] == "paletted"
    for name in ("reistijd.tif", "klassen.tif"):
        raster = found["layers"][name]
        assert raster["valid"]
        assert raster["crs"] == "EPSG:28992"
        assert raster["legend"][-6:] == list(TRAVEL.labels)
        assert set(TRAVEL.colours[:5]) <= set(raster["colours"])


def test_provenance_opens_as_a_table(found: dict[str, Any]):
    assert found["layers"]["herkomst"]["valid"]
    assert found["layers"]["herkomst"]["rows"] == 7


def layers_with_styles() -> dict[str, Any]:
    return dict(styles())
