"""The map as a file: closed off from the internet, everything in it escaped, geometry kept whole, small."""

from __future__ import annotations

import json
import re
from pathlib import Path

import folium
import pytest
import shapely
from support.hostile_map import hostile
from support.map_samples import (
    HOSTILE,
    draw,
    grid_sites,
    page,
    province,
    sample,
)
from support.pages import Page

from zorgkaart.errors import CrsError, InputError, OutputError
from zorgkaart.outputs.web.folium_map import build_map, write_map


def test_map_is_a_folium_map_that_loads_nothing() -> None:
    map_ = draw()
    assert isinstance(map_, folium.Map)
    result = Page(map_.get_root().render())
    loading = {"src", "srcset", "data", "poster", "background", "action"}
    for tag, attributes in result.elements:
        assert not loading & set(attributes), (tag, attributes)
        assert tag not in ("iframe", "object", "embed", "base")
        assert attributes.get("href", "data:,") == "data:,"
    for css in result.raw["style"]:
        assert "@import" not in css
        assert "url(" not in css
    code = "".join(result.raw["script"])
    for foreign in ("jquery", "bootstrap", "cdn.", "cdnjs", "unpkg", "fontawesome", "googleapis", "sourceMappingURL"):
        assert foreign not in code.lower()
    hosts = set(re.findall(r"https?://([a-z0-9.-]+)", result.html.lower()))
    # The tiles; and, in comments and names of XML of Leaflet's own, what is never loaded.
    assert hosts == {"service.pdok.nl", "leafletjs.com", "www.w3.org", "bugzilla.mozilla.org", "bugs.chromium.org"}
    assert "Leaflet 1.9.4" in result.html
    assert "Redistributions in binary form" in result.html


def test_how_it_is_computed_stands_in_the_panel_where_it_is_known() -> None:
    told = page(how=[(HOSTILE, ("Eerst dit.", HOSTILE))])
    assert {"Hoe is dit gerekend?", "Eerst dit."} <= set(told.texts)
    assert told.texts.count(HOSTILE) == 2
    assert "Hoe is dit gerekend?" not in page().texts


def test_nothing_from_the_data_becomes_markup() -> None:
    plain, result = page(), page(**hostile())

    def shape(p: Page) -> list[tuple[str, tuple[str, ...]]]:
        return [(tag, tuple(sorted(attributes))) for tag, attributes in p.elements]

    assert shape(result) == shape(plain)
    assert len(result.policy["script-src"]) == 2
    assert "49" not in "".join(result.texts)
    assert result.texts.count(HOSTILE) == 5  # title twice, subtitle, note, source
    assert result.data["areas"]["name"][3] == "Buurt 3" + HOSTILE
    assert result.data["sites"]["naam"][0] == HOSTILE
    attribution = re.search(r'"attribution": (".*")', result.html)
    assert attribution is not None
    markup = json.loads(attribution.group(1))
    assert not set(markup) & set("<>{}'\"")


def test_attribution_keeps_its_entities() -> None:
    assert "Kaartgegevens \\u00a9 Kadaster" in page().html


def test_same_input_same_file(tmp_path: Path) -> None:
    for name in ("a.html", "b.html"):
        write_map(draw(), tmp_path / name)
    first, second = (tmp_path / name for name in ("a.html", "b.html"))
    assert first.read_bytes() == second.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.html", "b.html"]


def test_map_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "map").mkdir()
    (tmp_path / "map" / "file").touch()
    with pytest.raises(OutputError, match="cannot be written"):
        write_map(draw(), tmp_path / "map")


def test_layers_of_folium_can_be_added() -> None:
    map_ = draw()
    folium.CircleMarker((53.2, 6.6), radius=9).add_to(map_)
    html = map_.get_root().render()
    assert "L.circleMarker(" in html

    assert "srcdoc" in map_._repr_html_()


@pytest.mark.parametrize("layer", ["areas", "gemeenten", "sites"])
def test_all_layers_are_in_one_crs_in_metres(layer: str) -> None:
    with pytest.raises(CrsError, match="the map needs all layers in one CRS in metres"):
        draw(**{layer: sample()[layer].to_crs(4326)})


def test_sites_need_a_place() -> None:
    sites = grid_sites()
    sites.loc[0, "geometry"] = shapely.Point()
    with pytest.raises(InputError, match="no place on the map"):
        draw(sites=sites)


def test_the_province_with_all_layers_is_small(tmp_path: Path) -> None:
    arguments = province()
    assert (len(arguments["areas"]), len(arguments["views"])) == (635, 14)
    write_map(build_map(arguments.pop("areas"), **arguments), tmp_path / "kaart.html")
    assert (tmp_path / "kaart.html").stat().st_size < 1_000_000
