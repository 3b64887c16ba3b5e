"""A whole project small enough to do the sums by hand.

Two roads from west to east, places in kilometres from the south-west corner:

    (0,20)
      |                  14 km, one-way westwards
      |            (10,2)------------(20,2)
      |               |                 |
    (0,0)-----------(10,0)---------->(20,0)-----------(30,0)======(35,0)
          10 km           10 km, one-way     10 km, limit 30    5 km, built-up

A car drives 60 km/h outside and 30 km/h inside built-up areas, an ambulance twice as fast and whatever
the limit: so a kilometre takes a car one minute and an ambulance half a minute.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely.geometry import Point, box

from zorgkaart.network.roads import RoadNetwork, rounded
from zorgkaart.network.tags import class_codes

CORNER = (235_000.0, 575_000.0)
RD, WGS84 = "EPSG:28992", "EPSG:4326"


def metres(east_km: float, north_km: float) -> tuple[float, float]:
    """A place in metres."""
    return CORNER[0] + 1000 * east_km, CORNER[1] + 1000 * north_km


@cache
def degrees(east_km: float, north_km: float) -> tuple[float, float]:
    """A place in lat and lon."""
    point = gpd.GeoSeries([Point(metres(east_km, north_km))], crs=RD).to_crs(WGS84).iloc[0]
    return point.y, point.x


@dataclass(frozen=True)
class Road:
    """A road through places in km."""

    places: Sequence[tuple[float, float]]
    built_up: bool = False
    limit_kmh: float = math.nan
    both_ways: bool = True


ROADS = (
    Road([(0, 0), (10, 0)]),
    Road([(10, 0), (20, 0)], both_ways=False),
    Road([(20, 0), (20, 2), (10, 2), (10, 0)], both_ways=False),
    Road([(20, 0), (30, 0)], limit_kmh=30.0),
    Road([(30, 0), (35, 0)], built_up=True),
    Road([(0, 0), (0, 20)]),
)


def network(roads: Sequence[Road] = ROADS) -> RoadNetwork:
    """The roads, a loose piece of road on an island at (3,11), and an edge of the file at (35,0)."""
    ends = list(dict.fromkeys(place for road in roads for place in (road.places[0], road.places[-1])))
    shapes = [np.array([metres(*place) for place in road.places]) for road in roads]
    count = len(roads)

    def axis(values: Sequence[float] | np.ndarray) -> np.ndarray:
        return rounded(np.array(values, dtype=np.float64))

    return RoadNetwork(
        x=axis([metres(*place)[0] for place in ends]),
        y=axis([metres(*place)[1] for place in ends]),
        tail=np.array([ends.index(road.places[0]) for road in roads], dtype=np.int32),
        head=np.array([ends.index(road.places[-1]) for road in roads], dtype=np.int32),
        length_m=np.array([np.hypot(*np.diff(shape, axis=0).T).sum() for shape in shapes]),
        code=np.full(count, class_codes()["primary"], dtype=np.int8),
        built_up=np.array([road.built_up for road in roads]),
        maxspeed_kmh=np.array([[road.limit_kmh] * 2 for road in roads], dtype=np.float32),
        forward=np.ones(count, dtype=bool),
        backward=np.array([road.both_ways for road in roads]),
        shape_start=np.cumsum([0] + [len(shape) for shape in shapes]).astype(np.int64),
        shape_x=axis(np.concatenate(shapes)[:, 0]),
        shape_y=axis(np.concatenate(shapes)[:, 1]),
        dropped_x=axis([metres(3, 11)[0]]),
        dropped_y=axis([metres(3, 11)[1]]),
        cut_x=axis([metres(35, 0)[0]]),
        cut_y=axis([metres(35, 0)[1]]),
        crs=RD,
        source={"file": "proef.osm.pbf", "sha256": "0" * 64},
    )


@dataclass(frozen=True)
class Buurt:
    """A buurt: its box in km, its inhabitants and where its addresses are."""

    name: str
    wijk: str
    gemeente: str
    box: tuple[float, float, float, float]
    people: float
    elderly: float
    addresses: Sequence[tuple[float, float]]
    cbs_km: float = math.nan


NAN = math.nan
BUURTEN = (
    Buurt("Dorp", "Alfa West", "Alfa", (1, -1, 4, 1), 100, 20, [(2, 0), (3, 0)], 4.0),
    Buurt("Heem", "Alfa West", "Alfa", (4, -1, 10, 1), 400, 100, [(6, 0), (8, 0), (8, 0), (8, 0)], 1.5),
    Buurt("Eenrichting", "Alfa Oost", "Alfa", (10, -1, 20, 1), 200, 60, [(12, 0), (18, 0)], 14.0),
    Buurt("Lint", "Beta Lint", "Beta", (20, -1, 30, 1), 500, 100, [(22, 0), (24, 0), (26, 0), (28, 0), (29, 0)], 6.0),
    Buurt("Kom", "Beta Kom", "Beta", (30, -1, 36, 1), 50, NAN, [(32, 0.05), (34, 0)]),
    Buurt("Eiland", "Beta Rest", "Beta", (2, 10, 4, 12), 60, 6, [(2.9, 11), (3.1, 11)]),
    Buurt("Half", "Beta Rest", "Beta", (-1, 4, 4, 8), 80, 8, [(0, 6), (3, 6)]),
    Buurt("Ver weg", "Beta Rest", "Beta", (-8, -1, -4, 1), 10, 1, [(-5, 0)]),
    Buurt("Stil", "Beta Rest", "Beta", (-1, 9, 1, 12), NAN, NAN, [(0, 10)]),
)


@dataclass(frozen=True)
class Site:
    """A site: id, name, place in km, and its other cells."""

    id: str
    name: str
    place: tuple[float, float]
    always: str = "onbekend"
    hours: str = ""
    status: str = "open"
    land: str = "NL"
    opens: str = ""
    closes: str = ""


SEH = (
    Site("seh-west", "Ziekenhuis Wést-Ënde", (0, 0), always="ja", hours="24/7"),
    Site("seh-oost", "Ziekenhuis Oost", (30, 0), always="nee", hours="Mo-Fr 08:00-20:00"),
    Site("seh-dicht", "Ziekenhuis Midden", (18, 0), always="nee", status="gesloten"),
    Site("seh-de", "Krankenhaus", (25, 0), status="onbekend", land="DE"),
)
VERLOSKUNDE = (Site("verloskunde-west", "Ziekenhuis Wést-Ënde", (0, 0), always="ja", hours="24/7"),)
HUISARTS = (
    Site("huisarts-heem", "Praktijk Heem", (7, 0), always="nee", hours="Mo-Fr 08:00-17:00"),
    Site("huisarts-lint", "Praktijk Lint", (29, 0), always="nee", hours="Mo-Fr 08:00-17:00"),
    Site("huisarts-twijfel", "Praktijk Dorp", (2, 0), status="twijfel"),
)
HUISARTSENPOST = (
    Site("post-nacht", "Post Nacht", (1, 0), always="nee", hours="Mo-Fr 17:00-08:00; Sa-Su 00:00-24:00"),
    Site("post-avond", "Post Avond", (27, 0), always="nee", hours="Mo-Fr 18:00-23:00"),
    Site("post-onbekend", "Post Onbekend", (33, 0)),
)
AMBULANCEPOST = (
    Site("ambulance-west", "Ambulancepost West", (5, 0), always="ja", hours="24/7"),
    Site("ambulance-oost", "Ambulancepost Oost", (25, 0), always="nee"),
    Site("ambulance-kom", "Ambulancepost Kom", (35, 0), always="ja", hours="24/7"),
)

PROJECT = """
published = "gegevens/gepubliceerd.csv"

[project]
name = "proef"
region = "de proefstreek"
title = "Bereikbaarheid in de proefstreek"
output = "uitvoer"
sources = ["Verzonnen."]

[areas]
buurten = "gegevens/buurten.gpkg"
plaatsen = "gegevens/plaatsen.csv"
columns = { inwoners = "aantal" }

[residents]
addresses = ["gegevens/adressen.csv", "gegevens/adressen.geojson"]

[facilities]
abroad = false
columns = { naam = "benaming", volcontinu = "dag_en_nacht" }

[network]
file = "gegevens/wegen.npz"

[access]
limit_m = 1000
speed_kmh = 10

[speeds.auto]
table = "gegevens/snelheden_auto.csv"
factor = 1.0
maxspeed = true

[speeds.ambulance]
table = "gegevens/snelheden_ambulance.csv"
factor = 1.0
maxspeed = false

[norms.seh]
label = "Proefnorm"
limit_min = 27.75
turnout_min = 2
on_scene_min = 4
stations = "ambulancepost"
only_24_7 = true
flag_share = 0.05

[norms.acute_verloskunde]
limit_min = 27.75
turnout_min = 2
on_scene_min = 4

[kinds.seh]
table = "gegevens/seh.csv"
label = "SEH"

[kinds.acute_verloskunde]
table = "gegevens/acute_verloskunde.csv"
label = "Acute verloskunde"

[kinds.huisarts]
table = "gegevens/huisarts.geojson"
label = "Huisarts"

[kinds.huisartsenpost]
table = "gegevens/huisartsenpost.parquet"
label = "Huisartsenpost"

[kinds.ambulancepost]
table = "gegevens/ambulancepost.gpkg"
label = "Ambulancepost"
travel = false
"""

PUBLISHED = """id,maat,soort,niveau,gebied,gesloten,waarde,eenheid,jaar,bron,toelichting
zonder-west,extra_buiten_norm,seh,,,seh-west,500,inwoners,2020,Verzonnen,Zonder het ziekenhuis
zonder-oost,extra_buiten_norm,seh,,,seh-oost,250,inwoners,2020,Verzonnen,Zonder het ziekenhuis
huisarts-alfa,afstand_km,huisarts,gemeenten,Alfa,,2.0,km,2020,Verzonnen,Gemiddelde afstand
huisarts-nergens,afstand_km,huisarts,gemeenten,Nergens,,2.0,km,2020,Verzonnen,Gemiddelde afstand
huisarts-provincie,afstand_km,huisarts,provincie,Groningen,,3.0,km,2020,Verzonnen,Gemiddelde afstand
"""


def write_sample(folder: Path, *, project: str = PROJECT, buurten: Sequence[Buurt] = BUURTEN) -> Path:
    """Write the project file and all that it names; the kinds come in five formats and two namings of columns."""
    data = folder / "gegevens"
    data.mkdir(parents=True, exist_ok=True)
    _areas(buurten).to_file(data / "buurten.gpkg", layer="buurten")
    _write_addresses(data, buurten)
    write_sites(data / "seh.csv", SEH)
    _write_csv(data / "acute_verloskunde.csv", _sites(VERLOSKUNDE, mapped=True), delimiter=";")
    _layer(HUISARTS, WGS84).to_file(data / "huisarts.geojson")
    _layer(HUISARTSENPOST, RD).to_parquet(data / "huisartsenpost.parquet")
    _layer(AMBULANCEPOST, RD).to_file(data / "ambulancepost.gpkg", layer="ambulancepost")
    network().save(data / "wegen.npz")
    classes = list(class_codes())
    for name, factor in (("auto", 1), ("ambulance", 2)):
        rows = [{"highway": c, "outside_kmh": 60 * factor, "inside_kmh": 30 * factor} for c in classes]
        _write_csv(data / f"snelheden_{name}.csv", rows)
    x, y = metres(6, 0)
    _write_csv(data / "plaatsen.csv", [{"plaats": "Heem", "gemeente": "Alfa", "x": x, "y": y, "adressen": 4}])
    (data / "gepubliceerd.csv").write_text(PUBLISHED, encoding="utf-8")
    path = folder / "proef.toml"
    path.write_text(project, encoding="utf-8")
    return path


def write_sites(path: Path, sites: Sequence[Site]) -> None:
    """Write a CSV of sites under the column names that the project file maps."""
    _write_csv(path, _sites(sites, mapped=True))


def _areas(buurten: Sequence[Buurt]) -> gpd.GeoDataFrame:
    wijken = list(dict.fromkeys(b.wijk for b in buurten))
    gemeenten = list(dict.fromkeys(b.gemeente for b in buurten))
    table = pd.DataFrame(
        {
            "buurtcode": [f"BU{i:08d}" for i in range(len(buurten))],
            "buurtnaam": [b.name for b in buurten],
            "wijkcode": [f"WK{wijken.index(b.wijk):06d}" for b in buurten],
            "wijknaam": [b.wijk for b in buurten],
            "gemeentecode": [f"GM{gemeenten.index(b.gemeente):04d}" for b in buurten],
            "gemeentenaam": [b.gemeente for b in buurten],
            "provincie": "Groningen",
            "aantal": [b.people for b in buurten],
            "inwoners_65plus": [b.elderly for b in buurten],
            "cbs_afst_huisarts_km": [b.cbs_km for b in buurten],
        }
    )
    shapes = [box(*metres(*b.box[:2]), *metres(*b.box[2:])) for b in buurten]
    return gpd.GeoDataFrame(table, geometry=shapes, crs=RD)


def _write_addresses(data: Path, buurten: Sequence[Buurt]) -> None:
    """The first half in metres with a code, the others in degrees and placed by location."""
    half = len(buurten) // 2
    _write_csv(
        data / "adressen.csv",
        [
            {"x": metres(*place)[0], "y": metres(*place)[1], "buurtcode": f"BU{i:08d}"}
            for i, b in enumerate(buurten[:half])
            for place in b.addresses
        ],
    )
    points = [Point(metres(*place)) for b in buurten[half:] for place in b.addresses]
    gpd.GeoDataFrame(geometry=points, crs=RD).to_crs(WGS84).to_file(data / "adressen.geojson")


def _sites(sites: Sequence[Site], *, mapped: bool = False) -> list[dict[str, object]]:
    name, always = ("benaming", "dag_en_nacht") if mapped else ("naam", "volcontinu")
    rows = []
    for site in sites:
        lat, lon = degrees(*site.place)
        rows.append(
            {
                "id": site.id,
                name: site.name,
                "lat": lat,
                "lon": lon,
                always: site.always,
                "openingstijden": site.hours,
                "status": site.status,
                "land": site.land,
                "open_van": site.opens,
                "open_tot": site.closes,
            }
        )
    return rows


def _layer(sites: Sequence[Site], crs: str) -> gpd.GeoDataFrame:
    table = pd.DataFrame(_sites(sites)).drop(columns=["lat", "lon"])
    points = gpd.GeoSeries([Point(metres(*site.place)) for site in sites], crs=RD).to_crs(crs)
    return gpd.GeoDataFrame(table, geometry=points)


def _write_csv(path: Path, rows: Sequence[Mapping[str, object]], *, delimiter: str = ",") -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
