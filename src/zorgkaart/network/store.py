"""The network that a project names: a saved one, or one made from an OSM file and kept in a cache."""

from __future__ import annotations

import hashlib
import json
import logging
import os
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray

from zorgkaart.errors import InputError, MissingFileError, NetworkError, OutputError
from zorgkaart.files import sha256_of
from zorgkaart.network.build import RULES, build_network
from zorgkaart.network.built_up import BuiltUpRule
from zorgkaart.network.osm import Progress
from zorgkaart.network.roads import FORMAT, RoadNetwork
from zorgkaart.project.sections import NetworkSection

log = logging.getLogger(__name__)

SAVED = ".npz"


def open_network(config: NetworkSection, *, crs: str, progress: Progress | None = None) -> RoadNetwork:
    """Load or make the network of a project.

    A saved network is loaded as it is. An OSM file is read once; the network made of it is kept in the
    cache folder (``ZORGKAART_CACHE``, else ``~/.cache/zorgkaart``) under a key of the file's content and
    of the rules, so that a changed file or rule makes another network.

    Raises
    ------
    MissingFileError
        If the file, or a table of addresses, is not there.
    NetworkError
        If it cannot be used.
    DownloadError
        If a place cannot be downloaded.
    """
    rule = rule_of(config)
    if config.file is None:
        from zorgkaart.network.named_place import from_place  # osmnx is slow to import, and few runs download

        place = config.place or ""
        key = _key({"place": place, "crs": crs, "rule": asdict(rule), "addresses": _hashes(config)})
        return _cached(
            key, lambda: from_place(place, crs=crs, addresses_m=read_points(config.built_up_addresses), rule=rule)
        )
    if config.file.suffix == SAVED:
        network = RoadNetwork.load(config.file)
        if network.crs != crs:
            raise NetworkError(
                f"{config.file.name}: the network is in {network.crs}, the areas in {crs}. Build it anew."
            )
        return network
    file = config.file
    if not file.is_file():
        return build_network(file, crs=crs)  # raises the error that names the file
    source = {"file": file.name, "sha256": sha256_of(file)}
    key = _key({**source, "crs": crs, "rule": asdict(rule), "addresses": _hashes(config), "ferries": config.ferries})

    def build() -> RoadNetwork:
        addresses = read_points(config.built_up_addresses)
        return build_network(
            file, crs=crs, addresses_m=addresses, rule=rule, ferries=config.ferries, source=source, progress=progress
        )

    return _cached(key, build)


def rule_of(config: NetworkSection) -> BuiltUpRule:
    """The built-up rule that the project file asks for."""
    return BuiltUpRule(
        min_addresses=config.built_up_min_addresses,
        radius_m=config.built_up_radius_m,
        min_street_m=config.built_up_min_street_m,
    )


def read_points(paths: tuple[Path, ...]) -> NDArray[np.float64] | None:
    """Address points (x, y in metres) of Parquet tables, or None if there are no tables: (k, 2) float64."""
    tables = []
    for path in paths:
        try:
            table = pq.read_table(path, columns=["x", "y"])
        except (OSError, ValueError, KeyError) as error:
            why = (str(error).splitlines() or [type(error).__name__])[0]
            raise InputError(f"{path.name}: no address table with columns x and y ({why}).") from error
        tables.append(np.column_stack([table["x"].to_numpy(), table["y"].to_numpy()]).astype(np.float64))
    return np.concatenate(tables) if tables else None


def cache_folder() -> Path:
    """Where networks that were made from OSM files are kept."""
    folder = os.environ.get("ZORGKAART_CACHE")
    return Path(folder) if folder else Path.home() / ".cache" / "zorgkaart"


def _hashes(config: NetworkSection) -> list[str]:
    for path in config.built_up_addresses:
        if not path.is_file():
            raise MissingFileError(f"{path}: no such address table. Correct [network] built_up_addresses.")
    return [sha256_of(path) for path in config.built_up_addresses]


def _key(parts: dict[str, object]) -> str:
    text = json.dumps({**parts, "rules": RULES, "format": FORMAT}, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def _cached(key: str, build: Callable[[], RoadNetwork]) -> RoadNetwork:
    path = cache_folder() / f"{key}{SAVED}"
    if path.is_file():
        try:
            return RoadNetwork.load(path)
        except NetworkError as error:
            log.warning("%s; the network is built anew", error)
    network = build()
    try:
        network.save(path)
    except OutputError as error:
        log.warning("the network is not kept for the next run: %s", error)
    return network
