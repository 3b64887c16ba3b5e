"""The tables of speeds that go in and come out, and the groups of rows that are fitted as one."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from zorgkaart.files import atomic_path
from zorgkaart.network.speeds import SpeedProfile
from zorgkaart.network.tags import TABLES as PACKAGE
from zorgkaart.network.tags import road_classes
from zorgkaart.project.defaults import AMBULANCE

TABLES = Path(__file__).parent / "tables"
PLANNING = TABLES / "planning.csv"
GROUPS = TABLES / "groups.csv"
SIREN = PACKAGE / "speeds_ambulance.csv"
# The report of a scenario shows it to planners, so in Dutch.
FITTED = "Door de makers bepaald uit minuten met sirene in de regio Utrecht (NanneD/ELASPY), zie docs/siren.md"
PLACES = ("outside", "inside")


def speeds_of(path: Path) -> NDArray[np.float64]:
    """The speeds of a table in km/h, in the order of :func:`tools.siren.drives.cells`: (cells,) float64."""
    profile = SpeedProfile.read(path, name=AMBULANCE)
    return np.concatenate([profile.outside_kmh, profile.inside_kmh])


def groups() -> tuple[str, ...]:
    """The group of each cell; empty where the speed of the planning studies stays."""
    with GROUPS.open(encoding="utf-8", newline="") as lines:
        rows = {row["highway"]: row for row in csv.DictReader(lines)}
    return tuple(rows[name][place] for place in PLACES for name in road_classes())


def write_siren(kmh: NDArray[np.float64], path: Path = SIREN) -> None:
    """Write the speed table of the ambulance in whole km/h, each row with what its speeds come from.

    Parameters
    ----------
    kmh : (cells,) float64
        Of the cells.
    path : Path
        The file to replace.
    """
    with PLANNING.open(encoding="utf-8", newline="") as lines:
        planning = {row["highway"]: row["source"] for row in csv.DictReader(lines)}
    classes = road_classes()
    fitted = dict(zip((f"{name}_{place}" for place in PLACES for name in classes), groups(), strict=True))
    with atomic_path(path) as temporary, temporary.open("w", encoding="utf-8", newline="") as lines:
        table = csv.writer(lines, lineterminator="\n")
        table.writerow(["highway", "outside_kmh", "inside_kmh", "source"])
        for row, name in enumerate(classes):
            outside, inside = (round(kmh[row + place * len(classes)]) for place in range(len(PLACES)))
            own = [fitted[f"{name}_{place}"] for place in PLACES]
            source = f"{FITTED}; as {' and '.join(dict.fromkeys(own))}" if any(own) else planning[name]
            table.writerow([name, outside, inside, source])
