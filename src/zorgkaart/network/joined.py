"""Residents joined to the network, kept between runs: the same addresses on the same roads are joined once."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import fields

import numpy as np
from numpy.typing import NDArray

from zorgkaart.errors import OutputError
from zorgkaart.files import atomic_path
from zorgkaart.network.roads import UNREADABLE, RoadNetwork
from zorgkaart.network.snap import Snapped, snap
from zorgkaart.network.store import cache_folder

log = logging.getLogger(__name__)

RULES = 1  # raise when a change of snap() joins the same points elsewhere
FEWEST = 10_000


def snap_kept(network: RoadNetwork, x: NDArray[np.float64], y: NDArray[np.float64], *, limit_m: float) -> Snapped:
    """Join points as :func:`~zorgkaart.network.snap.snap` does, or take what an earlier run found.

    The key is a hash of the points, the roads, the limit and the rules. A cache that cannot be read is
    made anew; one that cannot be written is done without.
    """
    if len(x) < FEWEST:
        return snap(network, x, y, limit_m=limit_m)
    key = hashlib.sha256(f"{RULES} {limit_m!r} {network.digest}".encode())
    for values in (x, y):
        key.update(np.ascontiguousarray(values).tobytes())
    path = cache_folder() / f"joined-{key.hexdigest()[:24]}.npz"
    names = [item.name for item in fields(Snapped)]
    try:
        with path.open("rb") as source, np.load(source, allow_pickle=False) as stored:
            kept = Snapped(*(stored[name] for name in names))
        if all(len(getattr(kept, name)) == len(x) for name in names):
            return kept
    except FileNotFoundError:
        pass
    except UNREADABLE as error:
        log.info("%s: cannot be read (%s) and is made anew", path.name, error)
    joined = snap(network, x, y, limit_m=limit_m)
    try:
        with atomic_path(path) as temporary, temporary.open("wb") as file:
            np.savez(file, allow_pickle=False, **{name: getattr(joined, name) for name in names})
    except OutputError as error:
        log.info("joined addresses are not kept: %s", error)
    return joined
