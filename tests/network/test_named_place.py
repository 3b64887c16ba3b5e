"""A network of a place by its name, from servers that this test plays itself."""

from __future__ import annotations

import json
import re
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import numpy as np
import osmnx
import pytest
from support.network_samples import VILLAGE

from zorgkaart.errors import DownloadError, NetworkError
from zorgkaart.files import sha256_of
from zorgkaart.network.build import build_network
from zorgkaart.network.named_place import from_place

WEST, SOUTH, EAST, NORTH = 6.4, 53.1, 6.7, 53.3
STATUS = "Connected as: 1\nCurrent time: now\nAnnounced endpoint: none\nRate limit: 2\n2 slots available now.\n"


def polygon(west: float = WEST, south: float = SOUTH, east: float = EAST, north: float = NORTH) -> dict[str, Any]:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {
        "importance": 0.5,
        "boundingbox": [str(v) for v in (south, north, west, east)],
        "lat": "53.2",
        "lon": "6.5",
        "display_name": "Dorp, Nederland",
        "name": "Dorp",
        "place_id": 1,
        "osm_type": "relation",
        "osm_id": 2,
        "class": "boundary",
        "type": "administrative",
        "addresstype": "municipality",
        "geojson": {"type": "Polygon", "coordinates": [ring]},
    }


Answer = tuple[int, Any]


@dataclass
class Servers:
    """Nominatim and Overpass in one; the last answer of each list is given for ever."""

    search: list[Answer] = field(default_factory=lambda: [(200, [polygon()])])
    interpreter: list[Answer] = field(default_factory=lambda: [(200, VILLAGE.overpass())])
    asked: list[tuple[str, str]] = field(default_factory=list)

    def answer(self, path: str, query: str) -> Answer:
        name = path.rsplit("/", 1)[-1]
        self.asked.append((name, query))
        if name == "status":
            return 200, STATUS
        answers = self.search if name == "search" else self.interpreter
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def count(self, name: str) -> int:
        return sum(asked == name for asked, _ in self.asked)


@pytest.fixture
def servers(monkeypatch: pytest.MonkeyPatch) -> Iterator[Servers]:
    """Loopback servers, osmnx sent to them, and no waiting."""
    played = Servers()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_args: Any) -> None:
            pass

        def _send(self, query: str) -> None:
            code, content = played.answer(urlsplit(self.path).path, query)
            body = (content if isinstance(content, str) else json.dumps(content)).encode()
            self.send_response(code)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            self._send(urlsplit(self.path).query)

        def do_POST(self) -> None:
            self._send(self.rfile.read(int(self.headers["Content-Length"])).decode())

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        address = f"http://127.0.0.1:{server.server_address[1]}"
        monkeypatch.setattr(osmnx.settings, "nominatim_url", f"{address}/")
        monkeypatch.setattr(osmnx.settings, "overpass_url", f"{address}/api")
        monkeypatch.setattr("time.sleep", lambda seconds: played.asked.append(("wait", str(seconds))))
        yield played
        server.shutdown()
        thread.join()


def same_network(one: Any, other: Any) -> bool:
    names = ("x", "y", "length_m", "shape_x", "shape_y", "dropped_x")
    return all(np.allclose(np.sort(getattr(one, n)), np.sort(getattr(other, n)), atol=1e-3) for n in names)


def test_a_download_is_the_network_of_the_same_file(servers: Servers, tmp_path: Path) -> None:
    """Barriers, implied one-ways, one-ways drawn backward, limits by direction, driveways: all by our own rules."""
    network = from_place("Dorp, Nederland")
    own = build_network(VILLAGE.xml(tmp_path / "dorp.osm"))
    assert same_network(network, own)
    for name in ("code", "built_up"):
        assert np.bincount(getattr(network, name)).tolist() == np.bincount(getattr(own, name)).tolist()
    assert sorted(network.backward.tolist()) == sorted(own.backward.tolist())
    for side in (0, 1):
        limits = [np.sort(n.maxspeed_kmh[~n.backward, side]) for n in (network, own)]
        np.testing.assert_array_equal(*limits)
    assert network.source["place"] == "Dorp, Nederland"
    assert network.source["dropped_nodes"] == 2


def queries(servers: Servers) -> list[str]:
    return [parse_qs(query)["data"][0] for name, query in servers.asked if name == "interpreter"]


def test_other_ways_are_asked_for_where_a_tag_lets_vehicles_on(servers: Servers) -> None:
    from_place("Dorp")
    _, text = queries(servers)
    known, keys, values = re.search(r'"highway"!~"\^\((.*?)\)\$"\]\[~"(.*?)"~"(.*?)"\]', text).groups()
    assert "residential" in known.split("|")
    for key in ("motorcar", "motor_vehicle:forward", "vehicle", "emergency"):
        assert re.search(keys, key)
    assert not re.search(keys, "motor_vehicle:conditional")
    for value in ("yes", "designated", "agricultural;destination"):
        assert re.search(values, value)
    for value in ("no", "agricultural", "nobody says yes?"):
        assert not re.search(values, value)


def test_service_roads_are_asked_for(servers: Servers) -> None:
    from_place("Dorp")
    text, _ = queries(servers)
    assert "service" in text
    assert "motorway_link" in text
    assert "ferry" not in text
    assert "private" not in text
    assert "footway" not in text


def test_the_download_reaches_beyond_the_boundary(servers: Servers) -> None:
    """The village lies a kilometre or more outside this boundary, and still within the buffer."""
    servers.search = [(200, [polygon(6.40, 53.19, 6.48, 53.23)])]
    whole = from_place("Buurdorp", buffer_m=8000.0)
    assert len(whole.x) > 5
    assert len(whole.cut_x) == 0
    assert len(from_place("Buurdorp", buffer_m=4500.0).cut_x) > 0  # within a kilometre of where the download ends
    with pytest.raises(DownloadError, match="cannot be downloaded"):
        from_place("Buurdorp", buffer_m=0.0)


def test_settings_of_osmnx_are_put_back(servers: Servers) -> None:
    names = (
        "all_oneway",
        "useful_tags_way",
        "useful_tags_node",
        "use_cache",
        "cache_folder",
        "requests_kwargs",
        "doh_url_template",
    )
    before = {name: getattr(osmnx.settings, name) for name in names}
    resolver = socket.getaddrinfo
    from_place("Dorp")
    servers.interpreter = [(500, "kapot")]
    with pytest.raises(DownloadError):
        from_place("Dorp")
    assert {name: getattr(osmnx.settings, name) for name in names} == before
    assert socket.getaddrinfo is resolver


def test_nothing_is_kept_without_a_cache(servers: Servers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    from_place("Dorp")
    assert list(tmp_path.iterdir()) == []


def test_a_cache_saves_the_second_download(servers: Servers, tmp_path: Path) -> None:
    one = from_place("Dorp", cache=tmp_path / "opslag")
    assert len(list((tmp_path / "opslag").iterdir())) == 3
    two = from_place("Dorp", cache=tmp_path / "opslag")
    assert (servers.count("interpreter"), servers.count("search")) == (2, 1)
    one.save(tmp_path / "een.npz")
    two.save(tmp_path / "twee.npz")
    assert same_network(one, two)
    assert sha256_of(tmp_path / "een.npz") is not None


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_busy_server_is_asked_again_a_few_times(servers: Servers, status: int) -> None:
    servers.interpreter = [(status, "druk"), (status, "druk"), (200, VILLAGE.overpass())]
    assert from_place("Dorp", pause_s=7.0).nodes > 5
    assert servers.count("interpreter") == 4  # two refusals, and two questions
    waits = [seconds for asked, seconds in servers.asked if asked == "wait"]
    assert waits.count("7.0") == 1
    assert waits.count("14.0") == 1
    assert max(float(seconds) for seconds in waits) == 14


@pytest.mark.parametrize("status", [429, 504])
def test_a_server_that_stays_busy_is_given_up(servers: Servers, status: int) -> None:
    servers.interpreter = [(status, "druk")]
    with pytest.raises(DownloadError, match=rf"'Dorp'.*127\.0\.0\.1 answered HTTP {status}\. Try again later, or name"):
        from_place("Dorp", tries=3)
    assert servers.count("interpreter") == 3


@pytest.mark.parametrize("status", [400, 403, 500])
def test_a_server_that_refuses_is_asked_once(servers: Servers, status: int) -> None:
    servers.interpreter = [(status, "<html>nee</html>")]
    with pytest.raises(DownloadError, match=f"answered HTTP {status}"):
        from_place("Dorp")
    assert servers.count("interpreter") == 1


def test_a_busy_geocoder_counts_too(servers: Servers) -> None:
    servers.search = [(429, "druk")]
    with pytest.raises(DownloadError, match="answered HTTP 429"):
        from_place("Dorp", tries=2)
    assert servers.count("search") == 2
    assert servers.count("interpreter") == 0


def _point() -> dict[str, Any]:
    return {**polygon(), "geojson": {"type": "Point", "coordinates": [6.5, 53.2]}}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda s: setattr(s, "search", [(200, [])]), "0 results for query 'Nergens'"),
        (lambda s: setattr(s, "search", [(200, [_point()])]), r"geometry of type \(Multi\)Polygon"),
        (lambda s: setattr(s, "search", [(200, {"error": "x"})]), "did not return a list"),
        (lambda s: setattr(s, "search", [(200, "<html>inloggen</html>")]), "no usable answer"),
        (lambda s: setattr(s, "interpreter", [(200, {"elements": []})]), "No data elements"),
        (lambda s: setattr(s, "interpreter", [(200, {"iets": 1})]), "'elements'"),
        (lambda s: setattr(s, "interpreter", [(200, "<html>onderhoud</html>")]), "no usable answer"),
        (
            lambda s: setattr(
                s, "interpreter", [(200, {**VILLAGE.overpass(), "remark": "runtime error: Query timed out"})]
            ),
            "remarked: runtime error: Query timed out",
        ),
    ],
)
def test_an_answer_that_cannot_be_used_is_no_network(
    servers: Servers, change: Callable[[Servers], None], message: str
) -> None:
    change(servers)
    with pytest.raises(DownloadError, match=message) as caught:
        from_place("Nergens")
    assert len(str(caught.value)) < 600
    assert "name a local OSM file" in str(caught.value)


def test_a_tag_called_remark_is_no_remark_of_the_server(servers: Servers) -> None:
    data = VILLAGE.overpass()
    data["elements"][-1]["tags"]["remark"] = "smal"
    servers.interpreter = [(200, data)]
    assert from_place("Dorp").nodes > 5


def test_a_server_that_is_not_there_is_no_network(servers: Servers, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    monkeypatch.setattr(osmnx.settings, "nominatim_url", f"http://127.0.0.1:{port}/")
    with pytest.raises(DownloadError, match=r"no connection \(ConnectionError\)"):
        from_place("Dorp", tries=2)


def test_a_place_without_roads_for_cars_says_so(servers: Servers) -> None:
    data = VILLAGE.overpass()
    for element in data["elements"]:
        if element["type"] == "way":
            element["tags"]["access"] = "no"
            element["tags"].pop("motor_vehicle", None)
    servers.interpreter = [(200, data)]
    with pytest.raises(NetworkError, match="no road that a car may use"):
        from_place("Dorp")
