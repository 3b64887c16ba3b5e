"""PDOK, Geofabrik, Nominatim and Overpass in one server on this machine, with the faults that they have.

In a test: ``with playing(folder) as server``, and ``ZORGKAART_SERVICES`` set to ``server.services``.
By hand, or for the commands of the documentation:

    PYTHONPATH=src:tests python tests/support/fetch_server.py FOLDER  # prints the line to export, serves until Ctrl-C
"""

from __future__ import annotations

import hashlib
import json
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import geopandas as gpd
import shapely
from geopandas import GeoDataFrame

from support.fetch_world import GEMEENTE, areas, world
from zorgkaart.fetch.services import TABLE

PAGE = 40
YEAR = 2025
CBS_NAMES = {
    "inwoners": "aantal_inwoners",
    "huishoudens": "aantal_huishoudens",
    "stedelijkheid": "stedelijkheid_adressen_per_km2",
    "adressendichtheid_km2": "omgevingsadressendichtheid",
    "opp_land_ha": "oppervlakte_land_in_ha",
    "cbs_afst_huisarts_km": "huisartsenpraktijk_gemiddelde_afstand_in_km",
    "pct_0_15": "percentage_personen_0_tot_15_jaar",
    "pct_15_25": "percentage_personen_15_tot_25_jaar",
    "pct_25_45": "percentage_personen_25_tot_45_jaar",
    "pct_45_65": "percentage_personen_45_tot_65_jaar",
    "pct_65plus": "percentage_personen_65_jaar_en_ouder",
}
CBS_CODES = {"buurten": "buurtcode", "wijken": "wijkcode", "gemeenten": "gemeentecode"}
Fault = Callable[["Handler"], None]


@dataclass
class Server:
    """What is served, what was asked for, and what goes wrong.

    Attributes
    ----------
    files : dict of str to bytes
        By path; given with ETag, Range and If-Range.
    faults : dict of str to list of Fault
        The first request whose path has the text in it meets the first fault, and so on until there are none left.
    asked : list of (path, headers)
    """

    folder: Path
    address: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    faults: dict[str, list[Fault]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    done: threading.Event = field(default_factory=threading.Event)

    @property
    def services(self) -> Path:
        """A table of services that leads here, without long waits."""
        return self.folder / "services.toml"

    def paths(self, text: str) -> list[str]:
        """The paths that were asked for with this text in them."""
        return [path for path, _ in self.asked if text in path]

    def fault(self, path: str) -> Fault | None:
        """The next fault for a path."""
        for text, faults in self.faults.items():
            if text in path and faults:
                return faults.pop(0)
        return None


class Handler(BaseHTTPRequestHandler):
    """Answers as the real services do."""

    played: Server
    protocol_version = "HTTP/1.1"

    def log_message(self, *_args: Any) -> None:
        pass

    def do_GET(self) -> None:
        self.played.asked.append((self.path, dict(self.headers)))
        fault = self.played.fault(self.path)
        if fault is not None:
            self.close_connection = True
            fault(self)
            return
        address = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(address.query).items()}
        if address.path in self.played.files:
            self.send_file(self.played.files[address.path])
        elif address.path.endswith("/items"):
            _, service, _, collection, _ = address.path.split("/")
            self.send_json(_features(self.played, service, collection, query))
        elif address.path == "/search":
            self.send_json(_places(query["q"]))
        elif address.path == "/interpreter":
            self.send_body(200, _overpass(self.played, query["data"]))
        else:
            self.send_body(404, b"not found")

    def end_headers(self) -> None:
        """Say so where the connection ends, or the client's next question meets a closing door."""
        if self.close_connection:
            self.send_header("Connection", "close")
        super().end_headers()

    def send_json(self, content: Any) -> None:
        """Send JSON."""
        self.send_body(200, json.dumps(content).encode())

    def send_body(self, status: int, body: bytes, **headers: str) -> None:
        """Send a whole answer."""
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def send_file(self, body: bytes) -> None:
        """Send a file, or the rest of it, or the word that it has not changed."""
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if self.headers.get("If-None-Match") == etag:
            self.send_response(304)
            self.send_header("ETag", etag)
            self.end_headers()
            return
        wanted = self.headers.get("Range", "")
        if wanted and self.headers.get("If-Range") == etag:
            begin = int(wanted.removeprefix("bytes=").rstrip("-"))
            if begin >= len(body):
                self.send_body(416, b"")
                return
            part = f"bytes {begin}-{len(body) - 1}/{len(body)}"
            self.send_body(206, body[begin:], ETag=etag, Content_Range=part)
            return
        self.send_body(200, body, ETag=etag)


def status(code: int, **headers: str) -> Fault:
    """An answer with another status than 200."""
    return lambda handler: handler.send_body(code, b"<html>druk</html>", **headers)


def body(content: bytes) -> Fault:
    """Something else than what was asked for."""
    return lambda handler: handler.send_body(200, content)


def cut_after(count: int) -> Fault:
    """The connection breaks off halfway through a file."""

    def cut(handler: Handler) -> None:
        content = handler.played.files[urlsplit(handler.path).path]
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(content)))
        handler.send_header("ETag", f'"{hashlib.sha256(content).hexdigest()[:16]}"')
        handler.end_headers()
        handler.wfile.write(content[:count])

    return cut


def declared(size: int) -> Fault:
    """An answer that says that it is huge."""

    def announce(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(size))
        handler.end_headers()

    return announce


def endless(handler: Handler) -> None:
    """An answer that does not say how large it is, and does not end by itself."""
    handler.send_response(200)
    handler.end_headers()
    try:
        while not handler.played.done.is_set():
            handler.wfile.write(b"0" * 65536)
    except OSError:
        pass


def silent(handler: Handler) -> None:
    """No answer, as long as somebody waits."""
    handler.played.done.wait(5)


def _features(server: Server, service: str, collection: str, query: dict[str, str]) -> dict[str, Any]:
    """A page of a collection, with a link to the next."""
    table = _regions(collection.partition("_")[0]) if service == "regions" else _cbs(collection)
    if "bbox" in query:
        table = table[table.intersects(shapely.box(*map(float, query["bbox"].split(","))))]
    begin = int(query.get("cursor", 0))
    limit = min(PAGE, int(query["limit"]))
    page: dict[str, Any] = json.loads(table.iloc[begin : begin + limit].to_json(na="null", drop_id=True))
    page["links"] = [{"rel": "self", "href": server.address}]
    if begin + limit < len(table):
        rest = "&".join(f"{name}={value}" for name, value in query.items() if name != "cursor")
        href = f"{server.address}/{service}/collections/{collection}/items?{rest}&cursor={begin + limit}"
        page["links"].append({"rel": "next", "href": href})
    return page


@cache
def _regions(level: str) -> GeoDataFrame:
    gemeenten = areas("gemeenten")
    if level == "provincie":
        table = gemeenten.dissolve("provincie").reset_index()[["provincie", "geometry"]]
        table = table.assign(statcode=[f"PV{n}" for n in range(len(table))]).rename(columns={"provincie": "statnaam"})
    else:
        table = gemeenten.rename(columns={"gemeentecode": "statcode", "gemeentenaam": "statnaam"})
    table = table[["statcode", "statnaam", "geometry"]].assign(jaarcode=YEAR)
    return table.set_geometry(table.simplify(10)).to_crs("EPSG:4326")


@cache
def _cbs(level: str) -> GeoDataFrame:
    """A level with CBS's names and codes, and a piece of water."""
    table = areas(level)
    if level == "buurten":
        for name in ("0_15", "65plus"):
            table[f"pct_{name}"] = (100 * table[f"inwoners_{name}"] / table["inwoners"]).round()
    table = table.rename(columns=CBS_NAMES).drop(
        columns=["provincie", "wijknaam"] if level == "buurten" else ["provincie"]
    )
    numbers = [name for name in CBS_NAMES.values() if name in table.columns]
    table[numbers] = table[numbers].fillna(-99997)
    water = table[table["gemeentenaam"] == GEMEENTE].iloc[[0]].copy()
    water[CBS_CODES[level]] = water[CBS_CODES[level]].str[:-2] + "97"
    table, water = table.assign(water="NEE"), water.assign(water="JA")
    both = gpd.GeoDataFrame(gpd.pd.concat([water, table], ignore_index=True), crs=table.crs)
    return both.assign(jaar=YEAR).to_crs("EPSG:4326")


def _places(name: str) -> list[dict[str, Any]]:
    """What Nominatim finds: the gemeente, under any name that begins with it."""
    if not name.startswith(GEMEENTE):
        return []
    gemeenten = areas("gemeenten").to_crs("EPSG:4326")
    shape = gemeenten.loc[gemeenten["gemeentenaam"] == GEMEENTE].geometry.iloc[0]
    land = "de" if "Duitsland" in name else "nl"
    point = {"type": "Point", "coordinates": [6.87, 53.1]}
    return [
        {"name": name, "geojson": point, "address": {"country_code": land}},
        {"name": GEMEENTE, "geojson": json.loads(shapely.to_geojson(shape)), "address": {"country_code": land}},
    ]


def _overpass(server: Server, query: str) -> bytes:
    assert query.startswith("[out:xml]")
    assert query.endswith("out meta;")
    return server.files["/overpass.osm"]


class _Quiet(ThreadingHTTPServer):
    """A server that does not mind that a client goes away."""

    def handle_error(self, request: Any, address: Any) -> None:
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, address)


def _extracts(server: Server) -> None:
    """Geofabrik: an index, and a file per province with its MD5."""
    features = []
    for row in _regions("provincie").itertuples():
        west, south, east, north = row.geometry.bounds
        name = row.statnaam.lower().replace("â", "a")
        path = f"/europe/netherlands/{name}-latest.osm.pbf"
        features.append((name, "netherlands", path, shapely.box(west, south, east, north)))
        content = world().write(server.folder / f"{name}.osm.pbf", box=(west, south, east, north)).read_bytes()
        server.files[path] = content
        server.files[f"{path}.md5"] = f"{hashlib.md5(content).hexdigest()}  {name}-latest.osm.pbf\n".encode()
    features.append(("niedersachsen", "germany", "/europe/germany/niedersachsen.osm.pbf", shapely.box(6, 52, 9, 54)))
    index = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": json.loads(shapely.to_geojson(shape)),
                "properties": {"id": name, "parent": parent, "name": name, "urls": {"pbf": f"{server.address}{path}"}},
            }
            for name, parent, path, shape in features
        ],
    }
    server.files["/overpass.osm"] = world().write(server.folder / "overpass.osm").read_bytes()
    server.files["/index-v1.json"] = json.dumps(index).encode()


def _table(server: Server) -> None:
    """The real table of services, with other addresses and less patience."""
    text = TABLE.read_text(encoding="utf-8")
    for old, new in {
        "https://api.pdok.nl/cbs/wijken-en-buurten-{year}/ogc/v1": f"{server.address}/cbs-{{year}}",
        "https://api.pdok.nl/cbs/gebiedsindelingen/ogc/v1": f"{server.address}/regions",
        "https://download.geofabrik.de/index-v1.json": f"{server.address}/index-v1.json",
        "https://nominatim.openstreetmap.org/search": f"{server.address}/search",
        "https://overpass-api.de/api/interpreter": f"{server.address}/interpreter",
        "pause_s = 5 ": "pause_s = 0.01 ",
        "read_s = 60 ": "read_s = 1 ",
        "tries = 5 ": "tries = 3 ",
        "reach_km = 60 ": "reach_km = 8 ",
    }.items():
        assert f'"{old}"' in text or old in text
        text = text.replace(old, new)
    server.services.write_text(text, encoding="utf-8")


@contextmanager
def playing(folder: Path) -> Iterator[Server]:
    """Play the services until the block ends; `folder` holds what they serve and the table that leads to them."""
    server = Server(folder)
    handler = type("Played", (Handler,), {"played": server})
    with _Quiet(("127.0.0.1", 0), handler) as http:
        server.address = f"http://127.0.0.1:{http.server_address[1]}"
        _extracts(server)
        _table(server)
        for level in CBS_CODES:  # made now, so that every answer comes at once
            _cbs(level)
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.done.set()
            http.shutdown()
            thread.join()


if __name__ == "__main__":
    with playing(Path(sys.argv[1])) as running:
        print(f"export ZORGKAART_SERVICES={running.services}", flush=True)
        threading.Event().wait()
