"""A network of a place by its name, downloaded through osmnx (Nominatim and Overpass)."""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from textwrap import shorten
from types import ModuleType
from typing import Any, TypeVar
from urllib.parse import urlsplit

import geopandas as gpd
import networkx as nx
import numpy as np
import osmnx
import shapely
from numpy.typing import NDArray

from zorgkaart.errors import DownloadError
from zorgkaart.network import tags
from zorgkaart.network.access_tags import access_keys, letting
from zorgkaart.network.build import EDGE_M, network_from_raw
from zorgkaart.network.built_up import BuiltUpRule
from zorgkaart.network.exchange import raw_from_tags
from zorgkaart.network.modes.tag_rules import every_rules
from zorgkaart.network.roads import RoadNetwork
from zorgkaart.project.defaults import CRS, WGS84

log = logging.getLogger(__name__)

BUSY = (429, 502, 503, 504)
INSTEAD = "Try again later, or name a local OSM file in [network] file."
_T = TypeVar("_T")


def from_place(
    place: str,
    *,
    crs: str = CRS,
    addresses_m: NDArray[np.float64] | None = None,
    rule: BuiltUpRule | None = None,
    buffer_m: float = 5000.0,
    cache: str | Path | None = None,
    tries: int = 4,
    pause_s: float = 30.0,
) -> RoadNetwork:
    """Download the roads of a place and make a network of them, by the same rules as from a file.

    Service roads are kept, unlike with the network types of osmnx: a hospital's own driveway is one. Land
    use is not downloaded, so built-up roads are told by tags, addresses and streets. The settings of osmnx
    are changed during the call and put back; its `overpass_url` and `nominatim_url` are used as they are.

    Parameters
    ----------
    place : str
        Name of an area with a boundary on OpenStreetMap, such as ``"Het Hogeland, Nederland"``.
    crs : str
        A projected CRS in metres, for the network.
    addresses_m : (k, 2) float64, optional
        Address points in `crs`, for built-up roads.
    buffer_m : float
        How far the download reaches beyond the boundary, so that people near it can leave the place.
    cache : path, optional
        Folder in which osmnx keeps the answers of the servers; without one, nothing is kept.
    tries, pause_s : int, float
        How often a busy server is asked, and for how long to wait before the second time; each next
        wait is twice as long.

    Raises
    ------
    DownloadError
        If there is no such place, or a server cannot be reached, is busy, or sends no usable answer.
    NetworkError
        If there is no road for a car, or `crs` is not projected in metres.
    """
    with _settings(None if cache is None else Path(cache)):
        boundary = _tried(lambda: osmnx.geocode_to_gdf(place), place, tries, pause_s)
        window = boundary.geometry.to_crs(crs).union_all().buffer(buffer_m)
        polygon = gpd.GeoSeries([window], crs=crs).to_crs(WGS84).iloc[0]
        graph = _tried(lambda: _download(polygon), place, tries, pause_s)
    source = {"place": place, "buffer_m": buffer_m, "downloaded": graph.graph["created_date"]}
    network = network_from_raw(raw_from_tags(graph), crs=crs, addresses_m=addresses_m, rule=rule, source=source)
    near = shapely.dwithin(shapely.points(network.shape_x, network.shape_y), window.boundary, EDGE_M)
    return replace(network, cut_x=network.shape_x[near], cut_y=network.shape_y[near])


class _RefusedError(Exception):
    """A server answered with an HTTP error; osmnx itself would wait for some of them without end."""

    def __init__(self, host: str, status: int) -> None:
        super().__init__(f"{host} answered HTTP {status}")
        self.status = status


def _download(polygon: shapely.Polygon | shapely.MultiPolygon) -> nx.MultiDiGraph:
    return osmnx.graph_from_polygon(
        polygon,
        custom_filter=_filters(),
        simplify=False,
        retain_all=True,
        truncate_by_edge=True,
    )


def _filters() -> list[str]:
    """In the language of Overpass: the ways of our classes, and the others that a tag may let vehicles onto."""
    classes = "|".join(name for name in tags.road_classes() if name != tags.FERRY)
    every = every_rules()
    keys = "|".join(access_keys(every, sides=True))
    may = "|".join(dict.fromkeys(word for rules in every for word in letting(rules)))
    others = f'["highway"]["highway"!~"^({classes})$"][~"^({keys})$"~"(^|[;, ])({may})($|[;, ])"]'
    return [f'{ways}["area"!~"yes"]' for ways in (f'["highway"~"^({classes})$"]', others)]


def _tried(ask: Callable[[], _T], place: str, tries: int, pause_s: float) -> _T:
    """What `ask` returns; a busy server is asked again after a while."""
    for turn in range(1, tries + 1):
        try:
            return ask()
        except (_RefusedError, OSError) as error:
            if turn == tries or (isinstance(error, _RefusedError) and error.status not in BUSY):
                what = str(error) if isinstance(error, _RefusedError) else f"no connection ({type(error).__name__})"
                raise DownloadError(f"the roads of {place!r} cannot be downloaded: {what}. {INSTEAD}") from error
            wait = pause_s * 2 ** (turn - 1)
            log.warning("%s: %s; asking again in %.0f s", place, error, wait)
            time.sleep(wait)
        except (ValueError, TypeError, KeyError) as error:
            what = shorten(str(error), 200)
            raise DownloadError(
                f"the roads of {place!r} cannot be downloaded: no usable answer ({what}). Spell the place as "
                f"OpenStreetMap does, with its country ('Het Hogeland, Nederland'). {INSTEAD}"
            ) from error
    raise ValueError("tries must be 1 or more")


def _check(response: Any, *_args: object, **_kwargs: object) -> None:
    """Stop at an error, and at a part of the roads that a server sends as if it were all of them."""
    address = urlsplit(response.url)
    if address.path.endswith("/status"):
        return
    if not response.ok:
        raise _RefusedError(str(address.hostname), response.status_code)
    if b'"remark"' in response.content[-2000:]:
        answer = response.json()
        if isinstance(answer, dict) and "remark" in answer:
            raise ValueError(f"{address.hostname} remarked: {answer['remark']}")


@contextmanager
def _settings(cache: Path | None) -> Iterator[None]:
    """Settings of osmnx for a download, and all as it was afterwards."""
    settings = osmnx.settings
    changed: dict[tuple[ModuleType, str], Any] = {
        (settings, "all_oneway"): True,  # keeps the tag `oneway` as it is, to be read by our own rules
        (settings, "useful_tags_way"): list(tags.WAY_KEYS),
        (settings, "useful_tags_node"): list(tags.NODE_KEYS),
        (settings, "use_cache"): cache is not None,
        (settings, "cache_folder"): cache or settings.cache_folder,
        (settings, "requests_kwargs"): {**settings.requests_kwargs, "hooks": {"response": _check}},
        (settings, "doh_url_template"): None,  # asks no third party where a server is
        (socket, "getaddrinfo"): socket.getaddrinfo,  # osmnx puts its own in the place of this one
    }
    before = {(module, name): getattr(module, name) for module, name in changed}
    for (module, name), value in changed.items():
        setattr(module, name, value)
    try:
        yield
    finally:
        for (module, name), value in before.items():
            setattr(module, name, value)
