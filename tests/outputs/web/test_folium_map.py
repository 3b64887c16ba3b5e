"""The map as a file: closed off from the internet, everything in it escaped, geometry kept whole, small."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import folium
import numpy as np
import pytest
import shapely
from geopandas import GeoDataFrame
from support.hostile_map import hostile
from support.map_samples import (
    CAR,
    HOSTILE,
    LABELS,
    NORM,
    RUN_VIEWS,
    car_view,
    draw,
    grid,
    grid_sites,
    norm_view,
    province,
    sample,
    scenario,
)
from support.pages import Page

from zorgkaart.errors import CrsError, InputError, OutputError
from zorgkaart.outputs.meaning.classes import BEYOND, MORE, SAME, TRAVEL, WITHIN, view_classes
from zorgkaart.outputs.meaning.symbols import SYMBOLS, symbols_for
from zorgkaart.outputs.meaning.views import View
from zorgkaart.outputs.web.folium_map import build_map, write_map
from zorgkaart.outputs.web.map_data import to_json
from zorgkaart.outputs.web.map_geometry import encode_polygons, inner_points, simplify, to_degrees
from zorgkaart.outputs.web.map_page import tile_origin
from zorgkaart.project.sections import MapSection

TILES = "https://service.pdok.nl/brt/achtergrondkaart/wmts/v2_0/grijs/EPSG:3857/{z}/{x}/{y}.png"


def page(**changes: Any) -> Page:
    return Page(draw(**changes).get_root().render())


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


def test_policy_names_each_script_and_only_the_host_of_the_tiles() -> None:
    result = page()
    scripts = [text for text in result.raw["script"] if not text.startswith("{")]
    hashes = [f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'" for s in scripts]
    assert len(hashes) == 2
    assert result.policy == {
        "default-src": ["'none'"],
        "script-src": hashes,
        "style-src": ["'unsafe-inline'"],
        "img-src": ["data:", "https://service.pdok.nl"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }


def test_map_without_tiles() -> None:
    result = page(settings=MapSection(tiles=""))
    assert result.policy["img-src"] == ["data:"]
    assert "pdok" not in result.html
    assert "})(map_zorgkaart, null);" in result.html


@pytest.mark.parametrize(
    ("tiles", "origin"),
    [
        ("", ""),
        (TILES, "https://service.pdok.nl"),
        ("http://localhost:8080/{z}/{x}/{y}{r}.png?a=b", "http://localhost:8080"),
        ("https://{s}.example.org/{z}/{x}/{y}.png", "https://*.example.org"),
    ],
)
def test_tile_origin(tiles: str, origin: str) -> None:
    assert tile_origin(tiles) == origin


@pytest.mark.parametrize(
    "tiles",
    [
        "https://example.org/tile.png",
        "javascript:alert(1)//{z}{x}{y}",
        "https://a.nl; script-src */{z}/{x}/{y}",
        "https://a.nl/{z}/{x}/{y}/{{7*7}}",
        "https://a.nl/{z}/{x}/{y}/{key}",
        "file:///{z}/{x}/{y}.png",
        "https://a.nl/{z}/{x}/{y}'\"><script>",
    ],
)
def test_other_addresses_are_no_tiles(tiles: str) -> None:
    with pytest.raises(InputError, match="tile address"):
        draw(settings=MapSection(tiles=tiles))


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


def test_json_is_safe_inside_a_script_block() -> None:
    text = to_json({"a": HOSTILE, "b": "\u2029<!--"})
    assert not set(text) & set("<>&\u2028\u2029")
    assert json.loads(text) == {"a": HOSTILE, "b": "\u2029<!--"}
    with pytest.raises(ValueError, match="JSON compliant"):
        to_json({"a": float("nan")})


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


def test_data_are_compact_and_unknown_is_null() -> None:
    areas = sample()["areas"]
    areas.loc[4, "seh_min"] = np.nan
    areas.loc[5, "seh_min"] = np.inf
    areas.loc[4, "seh_id"] = None
    areas.loc[6, "seh_oordeel"] = None
    data = page(areas=areas).data
    assert data["columns"]["seh_min"][4:6] == [None, None]
    assert data["columns"]["inwoners"][:3] == [None, 1235, 1470]
    assert data["columns"]["seh_min"][0] == round(areas["seh_min"][0], 2)
    assert data["columns"]["seh_id"][4] is None
    assert {data["sites"]["id"][i] for i in data["columns"]["seh_id"] if i is not None} <= set(grid_sites()["id"])
    assert [data["verdicts"][i] for i in data["columns"]["seh_oordeel"][:6]] == areas["seh_oordeel"][:6].to_list()
    assert data["columns"]["seh_oordeel"][6] is None
    assert data["columns"]["netwerkrand"][:3] == [0, 0, 1]
    assert data["columns"]["onbereikbaar_reden"][:2] == [None, "eiland zonder brug"]
    assert data["context"]["name"] == ["Buurgemeente"]
    assert data["places"]["name"] == ["Stâd", "Dorp", "'t Zandt"]
    assert list(data["kinds"]) == ["seh", "ambulancepost", "huisarts"]
    assert data["words"] == ["buurt", "buurten"]


def test_rounding_moves_no_number_to_another_class() -> None:
    areas = sample()["areas"]
    areas.loc[3:5, "seh_min"] = [10.001, 9.999, 12.3456]
    assert page(areas=areas).data["columns"]["seh_min"][3:6] == [10.001, 10, 12.35]


def test_a_column_is_in_the_file_once() -> None:
    data = page(views=(*RUN_VIEWS, car_view("seh", key="nog_eens"))).data
    assert len(data["views"]) == 4
    assert sorted(data["columns"]) == sorted(set(data["columns"]))
    assert "geometry" not in data["views"][3]


def test_wijken_instead_of_buurten() -> None:
    areas = sample()["areas"].rename(columns={"buurtcode": "wijkcode"}).drop(columns="buurtnaam")
    data = page(areas=areas, code="wijkcode", name="wijknaam").data
    assert data["words"] == ["wijk", "wijken"]
    assert "wijk" not in data["areas"]


def test_areas_without_gemeenten_people_or_places() -> None:
    areas = sample()["areas"].drop(columns=["gemeentecode", "gemeentenaam", "wijknaam", "inwoners"])
    data = page(areas=areas, plaatsen=None).data
    assert data["people"] is None
    assert data["context"]["name"] == ["Gemeente 0", "Gemeente 1", "Buurgemeente"]
    assert data["places"]["name"] == []


def test_everything_wrong_is_said_at_once() -> None:
    arguments = sample()
    areas = arguments["areas"].drop(columns=["seh_km", "seh_min"])
    areas["buurtcode"] = "BU1"
    sites = grid_sites()
    sites["id"] = "dubbel"
    views = (*RUN_VIEWS, car_view("huisarts", key="x", kinds=("kapper",)))
    labels = {kind: label for kind, label in LABELS.items() if kind != "huisarts"}
    with pytest.raises(InputError) as caught:
        draw(areas=areas, sites=sites, views=views, labels=labels)
    for part in (
        "view seh: the areas have no column seh_min",
        "popup seh: the areas have no column seh_km",
        "view x: the kind kapper has no label",
        "popup: the kind huisarts has no label",
        "sites: the kind huisarts has no label",
        "ids occur twice (dubbel",
        "buurtcode is not unique",
    ):
        assert part in str(caught.value)


@pytest.mark.parametrize(("column", "value"), [("seh_id", "seh-onbekend"), ("seh_oordeel", "misschien")])
def test_values_that_do_not_occur(column: str, value: str) -> None:
    areas = sample()["areas"]
    areas.loc[0, column] = value
    with pytest.raises(InputError, match=value):
        draw(areas=areas)


@pytest.mark.parametrize("layer", ["areas", "gemeenten", "sites"])
def test_all_layers_are_in_one_crs_in_metres(layer: str) -> None:
    with pytest.raises(CrsError, match="the map needs all layers in one CRS in metres"):
        draw(**{layer: sample()[layer].to_crs(4326)})


def test_sites_need_a_place() -> None:
    sites = grid_sites()
    sites.loc[0, "geometry"] = shapely.Point()
    with pytest.raises(InputError, match="no place on the map"):
        draw(sites=sites)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"key": "a b"}, "a key has"),
        ({"classes": ()}, "ascending"),
        ({"classes": (10.0, 5.0)}, "ascending"),
        ({"classes": (10.0, float("inf"))}, "ascending"),
        ({"classes": tuple(float(n) for n in range(1, 12))}, "ascending"),
        ({"limit": 44.0}, "not one of the classes"),
        ({"diverging": True, "classes": (-5.0, 0.0, 5.0)}, "zero must lie inside"),
        ({"moment": "na"}, "moment and theme"),
        ({"theme": "seh"}, "moment and theme"),
    ],
)
def test_views_that_make_no_sense(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        car_view("seh", **changes)


@pytest.mark.parametrize(
    ("views", "message"),
    [
        ((), "at least one view"),
        ((car_view("seh"), car_view("seh")), "twice: seh"),
        (
            (car_view("seh", key="a", moment="na", theme="seh"), car_view("seh", key="b", moment="na", theme="seh")),
            "twice: seh/na",
        ),
    ],
)
def test_views_that_do_not_go_together(views: tuple[View, ...], message: str) -> None:
    with pytest.raises(InputError, match=message):
        draw(views=views)


def words(view: View) -> list[str]:
    return [item.label.replace("\N{EN DASH}", "-") for item in view_classes(view)]


def luminance(colour: str) -> float:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return float(np.dot([0.2126, 0.7152, 0.0722], [c**2.2 for c in (red, green, blue)]))


def test_classes_of_a_norm() -> None:
    items = view_classes(norm_view())
    assert words(norm_view())[:2] == ["0-20 min", "20-25 min"]
    assert words(norm_view())[-3:] == ["40-45 min", "45-50 min", "meer dan 50 min"]
    assert [item.side for item in items] == [""] * 6 + ["beyond"] * 2
    assert [item.colour for item in items] == [*WITHIN, *BEYOND]


@pytest.mark.parametrize("view", [norm_view(), car_view("seh"), car_view("seh", classes=tuple(range(1, 10)))])
def test_every_next_class_is_darker(view: View) -> None:
    shades = [luminance(item.colour) for item in view_classes(view)]
    assert all(darker < lighter * 0.95 for lighter, darker in pairwise(shades))


def test_a_norm_does_not_look_like_a_travel_time() -> None:
    assert not set(TRAVEL) & {*WITHIN, *BEYOND}


def test_classes_of_a_difference() -> None:
    view = car_view("seh", classes=(-5.0, -0.5, 0.5, 2.5), diverging=True)
    items = view_classes(view)
    assert words(view) == [
        "meer dan 5 min korter",
        "0,5-5 min korter",
        "geen verschil (minder dan 0,5 min)",
        "0,5-2,5 min langer",
        "meer dan 2,5 min langer",
    ]
    assert [item.side for item in items] == ["less", "less", "", "more", "more"]
    assert items[2].colour == SAME
    assert items[4].colour == MORE[-1]
    assert words(car_view("seh", classes=(5.0, 10.0), diverging=True, unit="inwoners")) == [
        "geen verschil (minder dan 5 inwoners)",
        "5-10 inwoners meer",
        "meer dan 10 inwoners meer",
    ]


def test_no_two_kinds_look_alike_without_colour() -> None:
    symbols = symbols_for({**dict.fromkeys(SYMBOLS, "x"), "tandarts": "Tandarts", "kapper": "Kapper"})
    assert len({(symbol.shape, symbol.letter) for symbol in symbols.values()}) == len(symbols)
    assert symbols["tandarts"].letter == "T"


def decoded(shape: list[list[list[int]]]) -> list[list[tuple[int, int]]]:
    """Undo the steps as the page does."""
    rings = [ring for polygon in shape for ring in polygon]
    return [[tuple(v) for v in np.cumsum(np.reshape(ring, (-1, 2)), axis=0).tolist()] for ring in rings]


def edges(shapes: list[Any]) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    rings = [ring for shape in shapes for ring in decoded(shape)]
    return [edge for ring in rings for edge in pairwise([*ring, ring[0]])]


def test_neighbours_run_along_their_border_in_opposite_directions() -> None:
    shapes = encode_polygons(to_degrees(simplify(grid(4).geometry.to_numpy(), 25.0), "EPSG:28992"))
    found = edges(shapes)
    assert len(found) == len(set(found)) == 4 * 16
    inner = [(a, b) for a, b in found if (b, a) in set(found)]
    assert len(inner) == 2 * 24


def test_holes_parts_and_nothing_survive() -> None:
    ring = shapely.Polygon(shapely.box(0, 0, 9000, 9000).exterior, [shapely.box(3000, 3000, 6000, 6000).exterior])
    island = shapely.box(20000, 0, 21000, 1000)
    bow = shapely.Polygon([(0, 20000), (9000, 29000), (9000, 20000), (0, 29000)])
    geometry = np.array([shapely.MultiPolygon([ring, island]), shapely.box(3000, 3000, 6000, 6000), None, bow])
    result = simplify(geometry, 25.0)
    assert shapely.is_valid(result).all()
    assert [shapely.get_num_geometries(shape) for shape in result] == [2, 1, 0, 2]
    assert shapely.area(result[0]) == 81e6 - 9e6 + 1e6
    encoded = encode_polygons(to_degrees(result, "EPSG:28992"))
    assert [len(polygon) for polygon in encoded[0]] == [2, 1]
    assert encoded[2] == []
    points = inner_points(result)
    assert shapely.contains(result, points).tolist() == [True, True, False, True]


def test_overlaps_are_reported(caplog: pytest.LogCaptureFixture) -> None:
    overlapping = np.array([shapely.box(0, 0, 5000, 5000), shapely.box(4900, 0, 9000, 5000)])
    areas = sample()["areas"].iloc[:2].set_geometry(overlapping, crs="EPSG:28992")
    draw(areas=areas)
    assert "areas overlap or do not quite meet" in caplog.text
    result = simplify(overlapping, 25.0)
    assert shapely.area(result) == pytest.approx(shapely.area(overlapping), rel=0.01)


def test_sound_areas_are_not_reported(caplog: pytest.LogCaptureFixture) -> None:
    draw()
    assert not caplog.records


def test_zero_tolerance_changes_nothing() -> None:
    geometry = grid().geometry.to_numpy()
    assert shapely.equals(simplify(geometry, 0.0), geometry).all()


def test_real_borders_stay_within_the_tolerance() -> None:
    areas: GeoDataFrame = province()["areas"]
    geometry = areas.geometry.to_numpy()
    result = simplify(geometry, 25.0)
    assert shapely.coverage_is_valid(result)
    assert shapely.area(shapely.symmetric_difference(geometry, result)).sum() < 0.005 * shapely.area(geometry).sum()
    assert not shapely.is_empty(result).any()


def test_the_province_with_all_layers_is_small(tmp_path: Path) -> None:
    arguments = province()
    assert (len(arguments["areas"]), len(arguments["views"])) == (635, 14)
    write_map(build_map(arguments.pop("areas"), **arguments), tmp_path / "kaart.html")
    assert (tmp_path / "kaart.html").stat().st_size < 1_000_000


def test_scenario_has_three_moments_of_one_theme() -> None:
    data = page(**scenario()).data
    assert [(view["theme"], view["moment"]) for view in data["views"]][:3] == [
        ("seh_norm", "na"),
        ("seh_norm", "voor"),
        ("seh_norm", "verschil"),
    ]
    assert "seh_norm_min_verschil" in data["columns"]
    assert data["views"][0]["classes"] == list(NORM)
    assert data["views"][3]["classes"] == list(CAR)
