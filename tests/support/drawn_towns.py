"""Small towns drawn as OpenStreetMap XML, with all else that a project is made of; their distances are known.

Each town is one home and one site, 1.2 km apart over a middle piece that a test gives its tags, and 4.0 km round it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pyproj

SHORT_KM, ROUND_KM = 1.2, 4.0
# East and north of the middle, in metres; the middle piece is A, M, B.
PLACES = {
    "home": (-600, 0),
    "A": (-100, 0),
    "M": (0, 0),
    "B": (100, 0),
    "site": (600, 0),
    "C": (-100, 1400),
    "D": (100, 1400),
}
STREET = {"highway": "residential"}
AREA_M = 1800
STEP = 10  # ids of one town
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<osm version="0.6" generator="test">\n'

PROJECT = """
[project]
name = "dorpen"
title = "Dorpen"
region = "dorpen"
output = "uit"
sources = ["getekend"]
{crs}
[areas]
buurten = "buurten.geojson"

[residents]
addresses = ["adressen.csv"]

[network]
file = "{roads}"
ferries = true

[rasters]
enabled = false

[kinds.huisarts]
table = "{sites}"
label = "huisarts"
classes_min = [2, 4, 6, 10, 15]
"""


@dataclass(frozen=True)
class Town:
    """A town: where it lies, and the tags of its middle piece and of the node halfway.

    Attributes
    ----------
    against : bool
        Whether the home lies at the end of the drawing, so that the middle piece is driven against it.
    """

    name: str
    lon: float = 5.3
    lat: float = 52.3
    way: Mapping[str, str] = field(default_factory=lambda: dict(STREET))
    node: Mapping[str, str] = field(default_factory=dict)
    against: bool = False

    def place(self, name: str) -> tuple[float, float]:
        """Longitude and latitude of one of :data:`PLACES`."""
        if self.against:
            name = {"home": "site", "site": "home"}.get(name, name)
        return self.at(*PLACES[name])

    def at(self, east: float, north: float) -> tuple[float, float]:
        """Longitude and latitude of a place in metres from the middle."""
        local = f"+proj=aeqd +lat_0={self.lat} +lon_0={self.lon} +ellps=WGS84"
        lon, lat = pyproj.Transformer.from_crs(local, "EPSG:4326", always_xy=True).transform(east, north)
        return float(lon), float(lat)


def in_rows(towns: list[Town], *, west: float = 3.4, south: float = 50.9) -> list[Town]:
    """The same towns side by side, far enough apart."""
    return [
        Town(town.name, west + 0.1 * (row % 35), south + 0.05 * (row // 35), town.way, town.node, town.against)
        for row, town in enumerate(towns)
    ]


def nodes(town: Town, first: int = 1) -> dict[str, tuple[int, str]]:
    """Per place the id and the XML of its node."""
    made = {}
    for number, name in enumerate(PLACES, start=first):
        lon, lat = town.at(*PLACES[name])
        tags = _tags(town.node if name == "M" else {})
        made[name] = (number, f'<node id="{number}" version="1" lat="{lat:.7f}" lon="{lon:.7f}">{tags}</node>\n')
    return made


def ways(town: Town, first: int = 1) -> str:
    """The XML of the ways of a town: the street, its middle piece and the way round."""
    ids = {name: number for name, (number, _) in nodes(town, first).items()}
    return "".join(
        way(first + row, [ids[name] for name in names], tags)
        for row, (names, tags) in enumerate(
            (
                (("home", "A"), STREET),
                (("A", "M", "B"), town.way),
                (("B", "site"), STREET),
                (("A", "C", "D", "B"), STREET),
            )
        )
    )


def way(number: int, refs: list[int], tags: Mapping[str, str]) -> str:
    """The XML of one way."""
    return (
        f'<way id="{number}" version="1">{"".join(f"<nd ref={quoteattr(str(r))}/>" for r in refs)}{_tags(tags)}</way>\n'
    )


def drawn(towns: list[Town]) -> str:
    """A file of OpenStreetMap with the roads of towns; a road of kilometres joins them, and is no short cut to any."""
    firsts = range(1, 1 + STEP * len(towns), STEP)
    points = "".join(xml for town, first in zip(towns, firsts, strict=True) for _, xml in nodes(town, first).values())
    streets = "".join(ways(town, first) for town, first in zip(towns, firsts, strict=True))
    joined = [nodes(town, first)["C"][0] for town, first in zip(towns, firsts, strict=True)]
    return f"{HEAD}{points}{streets}{way(STEP * len(towns) + 1, joined, STREET) if len(towns) > 1 else ''}</osm>"


def write_towns(
    folder: Path, towns: list[Town], *, crs: str = "", roads: str = "wegen.osm", sites: str = "huisarts.csv"
) -> Path:
    """Write all files of a project; returns the project file. Who wants other roads or sites writes over them."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "wegen.osm").write_text(drawn(towns), encoding="utf-8")
    (folder / "buurten.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": _areas(towns)}))
    homes = [f"{town.name},{town.place('home')[1]:.7f},{town.place('home')[0]:.7f}" for town in towns]
    (folder / "adressen.csv").write_text("\n".join(["buurtcode,lat,lon", *homes]) + "\n", encoding="utf-8")
    rows = [f"{town.name},{town.name},{town.place('site')[1]:.7f},{town.place('site')[0]:.7f},open" for town in towns]
    (folder / "huisarts.csv").write_text("\n".join(["id,naam,lat,lon,status", *rows]) + "\n", encoding="utf-8")
    path = folder / "zorgkaart.toml"
    text = PROJECT.format(crs=f'crs = "{crs}"\n' if crs else "", roads=roads, sites=sites)
    path.write_text(text, encoding="utf-8")
    return path


def _areas(towns: list[Town]) -> list[dict[str, object]]:
    areas = []
    for town in towns:
        corners = [(-AREA_M, -AREA_M), (AREA_M, -AREA_M), (AREA_M, AREA_M), (-AREA_M, AREA_M), (-AREA_M, -AREA_M)]
        ring = [town.at(*corner) for corner in corners]
        properties = {"buurtcode": town.name, "buurtnaam": town.name, "gemeentecode": "GM1", "gemeentenaam": "Gemeente"}
        geometry = {"type": "Polygon", "coordinates": [ring]}
        areas.append({"type": "Feature", "properties": {**properties, "inwoners": 100}, "geometry": geometry})
    return areas


def _tags(tags: Mapping[str, str]) -> str:
    return "".join(f"<tag k={quoteattr(key)} v={quoteattr(value)}/>" for key, value in tags.items())
