"""OpenStreetMap around Veendam as the played services have it, made from the project's own data.

Roads, addresses, sites and borders are real; their tags are what mappers would have written.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import osmium
import pandas as pd
import pyproj
import shapely
from geopandas import GeoDataFrame
from osmium.osm.mutable import Node, Relation, Way

from support.paths import DATA
from zorgkaart.network.roads import RoadNetwork
from zorgkaart.network.tags import road_classes

GEMEENTE = "Veendam"
AROUND_M = 12_000.0
EVERY_ADDRESS = 5
HOSTILE = 'Apotheek <script>alert(1)</script>"\n[project]\nname = "x" =1+1'
TAGS = {
    "seh": {"amenity": "hospital", "emergency": "yes"},
    "huisarts": {"amenity": "doctors", "healthcare": "doctor"},
    "huisartsenpost": {"amenity": "clinic"},
    "apotheek": {"amenity": "pharmacy", "dispensing": "yes"},
    "ambulancepost": {"emergency": "ambulance_station"},
}
DATE = "2026-10-30T20:21:00Z"
TO_DEGREES = pyproj.Transformer.from_crs("EPSG:28992", "EPSG:4326", always_xy=True)


def areas(level: str) -> GeoDataFrame:
    """A level of the project's own areas."""
    return gpd.read_parquet(DATA / "boundaries" / f"{level}.parquet")


class World:
    """Objects of OpenStreetMap, of which any part can be written as a file."""

    def __init__(self) -> None:
        gemeenten = areas("gemeenten")
        self.window = gemeenten.loc[gemeenten["gemeentenaam"] == GEMEENTE].geometry.iloc[0].buffer(AROUND_M)
        self.nodes: dict[int, tuple[float, float, dict[str, str]]] = {}
        self.ways: dict[int, tuple[list[int], dict[str, str]]] = {}
        self.relations: dict[int, tuple[list[tuple[str, int, str]], dict[str, str]]] = {}
        self._roads()
        self._addresses()
        self._sites()
        self._borders(gemeenten)

    def node(self, x: float, y: float, **tags: str) -> int:
        """Add a node at metres of the Dutch grid."""
        number = len(self.nodes) + 1
        lon, lat = TO_DEGREES.transform(x, y)
        self.nodes[number] = (lon, lat, tags)
        return number

    def way(self, nodes: Sequence[int], tags: dict[str, str]) -> int:
        """Add a way."""
        number = len(self.ways) + 1
        self.ways[number] = (list(nodes), tags)
        return number

    def _roads(self) -> None:
        network = RoadNetwork.load(DATA / "network" / "noord-nederland.npz")
        west, south, east, north = self.window.bounds
        inside = (network.x > west) & (network.x < east) & (network.y > south) & (network.y < north)
        rows = np.flatnonzero(inside[network.tail] & inside[network.head])
        junction: dict[int, int] = {}
        classes = road_classes()
        for row in rows:
            begin, end = network.shape_start[row : row + 2]
            x, y = network.shape_x[begin:end], network.shape_y[begin:end]
            ends = (int(network.tail[row]), int(network.head[row]))
            for place, (px, py) in zip(ends, ((x[0], y[0]), (x[-1], y[-1])), strict=True):
                if place not in junction:
                    junction[place] = self.node(px, py)
            middle = [self.node(px, py) for px, py in zip(x[1:-1], y[1:-1], strict=True)]
            both = bool(network.forward[row] and network.backward[row])
            tags = {"highway": classes[network.code[row]], "oneway": "no" if both else "yes"}
            nodes = [junction[ends[0]], *middle, junction[ends[1]]]
            self.way(nodes if network.forward[row] else nodes[::-1], tags)

    def _addresses(self) -> None:
        for province in ("groningen", "drenthe"):
            points = pd.read_parquet(DATA / "residents" / f"{province}.parquet").iloc[::EVERY_ADDRESS]
            inside = shapely.contains_xy(self.window, points["x"].to_numpy(float), points["y"].to_numpy(float))
            for number, (x, y) in enumerate(points.loc[inside, ["x", "y"]].to_numpy(float)):
                self.node(x, y, **{"addr:housenumber": str(number + 1), "addr:street": "Straat"})
        x, y = self.window.centroid.coords[0]
        self.node(x, y, place="town", name=GEMEENTE)

    def _sites(self) -> None:
        for kind, tags in TAGS.items():
            table = pd.read_csv(DATA / "facilities" / f"{kind}.csv", keep_default_na=False)
            places = gpd.GeoSeries(gpd.points_from_xy(table["lon"], table["lat"]), crs="EPSG:4326").to_crs("EPSG:28992")
            for site, place in zip(table.itertuples(), places, strict=True):
                if place.within(self.window) and site.status == "open":
                    hours = {"opening_hours": site.openingstijden} if site.openingstijden else {}
                    self.node(place.x, place.y, name=site.naam, **tags, **hours)
                    if kind == "seh":  # drawn as a building too, as mappers do
                        self.building(place.x, place.y, name=site.naam, amenity="hospital", building="hospital")
        x, y = self.window.centroid.coords[0]
        self.node(x + 500, y, amenity="pharmacy", name=HOSTILE)
        self.node(x + 900, y, amenity="doctors", name="Oogarts", **{"healthcare:speciality": "ophthalmology"})
        self.node(x - 900, y, amenity="hospital", name="Polikliniek", emergency="no")
        self.node(x, y + 900, amenity="hospital", name="Ziekenhuis zonder gegevens")

    def building(self, x: float, y: float, **tags: str) -> int:
        """Add a square of 40 m around a point."""
        corners = [self.node(x + dx, y + dy) for dx, dy in ((-20, -20), (20, -20), (20, 20), (-20, 20))]
        return self.way([*corners, corners[0]], tags)

    def _borders(self, gemeenten: GeoDataFrame) -> None:
        for row in gemeenten[gemeenten.intersects(self.window)].itertuples():
            members = []
            for part in shapely.get_parts(row.geometry):
                ring = [self.node(x, y) for x, y in part.exterior.coords[:-1]]
                members.append(("w", self.way([*ring, ring[0]], {}), "outer"))
            tags = {"type": "boundary", "boundary": "administrative", "admin_level": "8", "name": row.gemeentenaam}
            if row.gemeentenaam == GEMEENTE:
                tags["population"] = f"{row.inwoners:.0f}"
            self.relations[len(self.relations) + 1] = (members, tags)

    def write(self, path: Path, *, box: tuple[float, float, float, float] | None = None) -> Path:
        """Write all that touches a box (west, south, east, north in degrees), ways and relations as a whole."""
        west, south, east, north = box or (-180.0, -90.0, 180.0, 90.0)
        within = {n for n, (lon, lat, _) in self.nodes.items() if west <= lon <= east and south <= lat <= north}
        ways = {number for number, (nodes, _) in self.ways.items() if within.intersection(nodes)}
        relations = {n for n, (parts, _) in self.relations.items() if ways.intersection(ref for _, ref, _ in parts)}
        ways |= {ref for number in relations for _, ref, _ in self.relations[number][0]}
        nodes = within | {ref for number in ways for ref in self.ways[number][0]}
        header = osmium.io.Header()
        header.set("osmosis_replication_timestamp", DATE)
        if box is not None:
            header.add_box(osmium.osm.Box(*box))
        path.unlink(missing_ok=True)
        with osmium.SimpleWriter(str(path), header=header) as writer:
            for number in sorted(nodes):
                lon, lat, tags = self.nodes[number]
                writer.add_node(Node(id=number, version=1, location=(lon, lat), tags=tags))
            for number in sorted(ways):
                refs, tags = self.ways[number]
                writer.add_way(Way(id=number, version=1, nodes=refs, tags=tags))
            for number in sorted(relations):
                members, tags = self.relations[number]
                writer.add_relation(Relation(id=number, version=1, members=members, tags=tags))
        return path


@cache
def world() -> World:
    """The one world of all tests; they leave it as it is."""
    return World()
