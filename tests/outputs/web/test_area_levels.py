"""Larger areas that a map can show."""

from __future__ import annotations

import geopandas as gpd
import pytest
import shapely
from support.map_samples import RUN_POPUP, RUN_VIEWS, draw, gemeenten_of, levelled, outcome, page, sample

from zorgkaart.errors import InputError
from zorgkaart.outputs.meaning.views import View
from zorgkaart.outputs.web.area_levels import level_data, value_columns


def test_a_level_has_its_figures_and_in_which_of_its_areas_each_area_lies() -> None:
    areas = sample()["areas"]
    level = gemeenten_of(areas)
    data = level_data(level, areas, RUN_VIEWS, RUN_POPUP, [outcome()], people="inwoners")
    assert [data["code"][number] for number in data["inside"]] == areas["gemeentecode"].tolist()
    assert data["words"] == ("gemeente", "gemeenten")
    for name in ("inwoners", "seh_min", "seh_norm_min", "seh_inwoners_buiten_norm", "seh_aandeel_buiten_norm"):
        assert data["columns"][name] == pytest.approx(level.areas[name].tolist(), abs=0.005)
    assert not [name for name in data["columns"] if name.endswith("_id")]


def test_the_points_of_a_level_lie_in_its_areas() -> None:
    areas = sample()["areas"]
    level = gemeenten_of(areas)
    data = level_data(level, areas, RUN_VIEWS, RUN_POPUP, [], people="inwoners")
    lon, lat = ([value / 1e5 for value in values] for values in data["point"])
    shapes = level.areas.to_crs(4326).geometry
    assert all(shape.buffer(1e-5).contains(shapely.Point(x, y)) for shape, x, y in zip(shapes, lon, lat, strict=True))


def test_an_area_outside_every_area_of_a_level_is_refused() -> None:
    areas = sample()["areas"]
    level = gemeenten_of(areas.iloc[:3])
    with pytest.raises(InputError, match="some lie in no area of gemeentecode"):
        level_data(level, areas, RUN_VIEWS, RUN_POPUP, [], people="inwoners")


def test_a_map_without_levels_says_so_and_one_with_levels_costs_little() -> None:
    plain, with_level = page(), draw(**levelled(sample(), outcome())).get_root().render()
    assert plain.data["levels"] == [] == plain.data["outcomes"]
    assert len(with_level) < 1.02 * len(draw().get_root().render())


def test_a_view_of_small_numbers_keeps_as_many_decimals_as_it_shows() -> None:
    areas = gpd.GeoDataFrame({"aanbod": [0.01234, 0.5]}, geometry=[None, None])
    view = View("a", "A", "Aanbod", "aanbod", (0.1,), decimals=4)
    plain = View("b", "B", "Aanbod", "aanbod", (0.1,))
    assert value_columns(areas, [view], [], people="inwoners")["aanbod"] == [0.0123, 0.5]
    assert value_columns(areas, [plain], [], people="inwoners")["aanbod"] == [0.01, 0.5]
