"""OSRM's table in chunks, and times between random pairs. Argument: working folder."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import osrm
from arrays import GP, SEH, Inputs
from measure import measured

CHUNK, SAMPLED_CHUNKS = 5000, 2


def table(engine: osrm.OSRM, points: np.ndarray, sites: np.ndarray) -> np.ndarray:
    """Seconds from points to sites: (points, sites); NaN where there is no route."""
    coordinates = [tuple(place) for place in np.concatenate([sites, points]).tolist()]
    count = len(sites)
    asked = osrm.TableParameters(
        coordinates=coordinates,
        sources=list(range(count, len(coordinates))),
        destinations=list(range(count)),
        annotations=["duration"],
        generate_hints=False,
    )
    rows = engine.Table(asked)["durations"]
    return np.array([[np.nan if cell is None else cell for cell in row] for row in rows], dtype=float)


def main(work: str) -> None:
    inputs = Inputs(work)
    addresses, seh, gp = (inputs[f"{name}_degrees"] for name in ("addresses", SEH, GP))
    engine = osrm.OSRM(storage_config=str(Path(work) / "osrm" / "north.osrm"), algorithm="CH", use_shared_memory=False)
    table(engine, addresses[:500], seh)
    begin = range(0, len(addresses), CHUNK)
    with measured("osrm nearest") as facts:
        seconds = np.concatenate([table(engine, addresses[i : i + CHUNK], seh) for i in begin])
        seconds.argmin(axis=1)
        facts["note"] = f"table in chunks of {CHUNK:,} x {len(seh)}"
    with measured("osrm closures"):
        for closed in json.loads((Path(work) / "closures.json").read_text()):
            np.delete(seconds, closed, axis=1).argmin(axis=1)
    with measured("osrm five sample") as facts:
        for i in list(begin)[:: len(begin) // SAMPLED_CHUNKS][:SAMPLED_CHUNKS]:
            np.argpartition(table(engine, addresses[i : i + CHUNK], gp), 5, axis=1)
        facts["scale"] = len(addresses) / (CHUNK * SAMPLED_CHUNKS)
    pairs = inputs["pairs_degrees"]
    pair_seconds = [table(engine, pair[None, :2], pair[None, 2:])[0, 0] for pair in pairs]
    np.save(Path(work) / "pairs_osrm.npy", np.array(pair_seconds))


main(*sys.argv[1:])
