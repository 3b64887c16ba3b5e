"""What makes one way better than another: the speeds of a mode, per road class and place, or the metres alone."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from zorgkaart.errors import InputError, MissingFileError
from zorgkaart.network import tags
from zorgkaart.network.modes.mode import Mode
from zorgkaart.network.modes.tag_rules import MOTOR
from zorgkaart.network.roads import RoadNetwork

KMH_PER_MS = 3.6
FASTEST_KMH = 200.0
# The name of the weight by which the shortest way is the best. It is no mode: nobody travels by it.
SHORTEST = "metres"
LINK = "_link"
PLACES = ("outside", "inside")


class Weight(Protocol):
    """What a sweep adds up along the roads, in seconds."""

    @property
    def traffic(self) -> str:
        """The name of the tag rules that say where one may go."""

    def road_seconds(self, network: RoadNetwork) -> NDArray[np.float64]:
        """Seconds from tail to head and back, per road: (roads, 2) float64; infinite where one may not go."""


@dataclass(frozen=True)
class SpeedProfile:
    """How fast a vehicle drives.

    Attributes
    ----------
    name : str
        Its name in the project (``[speeds.NAME]``).
    outside_kmh, inside_kmh : (classes,) float64
        Speed per class code, outside and inside built-up areas, `factor` not yet applied.
    factor : float
        Multiplies every speed of the table.
    maxspeed : bool
        Whether the signposted limit caps the speed. A car's is, an ambulance's is not.
    """

    name: str
    outside_kmh: NDArray[np.float64]
    inside_kmh: NDArray[np.float64]
    factor: float = 1.0
    maxspeed: bool = True

    @classmethod
    def read(cls, path: str | Path, *, name: str, factor: float = 1.0, maxspeed: bool = True) -> SpeedProfile:
        """Read a CSV with the columns `highway`, `outside_kmh`, `inside_kmh` (and `source`).

        Parameters
        ----------
        path : str or Path
            UTF-8, one row per road class; speeds in km/h.
        name : str
            What the profile is called in the project.
        factor : float
            Multiplies every speed of the table.
        maxspeed : bool
            Whether the signposted limit caps the speed.

        Raises
        ------
        MissingFileError
            If there is no such file.
        InputError
            If it is no CSV file, a class is missing, unknown or listed twice, or a speed is not between 1 and 200 km/h.
        """
        path = Path(path)
        if not path.is_file():
            raise MissingFileError(f"{path}: no such speed table. Correct [speeds.{name}] table.")
        try:
            with path.open(encoding="utf-8-sig", newline="") as lines:
                # Headers may differ in capitals, as in the tables of areas and sites.
                rows = [
                    {(key or "").strip().casefold(): value for key, value in row.items()}
                    for row in csv.DictReader(lines)
                ]
        except (UnicodeDecodeError, csv.Error) as error:
            raise InputError(f"{path.name}: not a CSV file in UTF-8 ({error}). Save it as one.") from error
        if not rows or not {"highway", "outside_kmh", "inside_kmh"} <= set(rows[0]):
            raise InputError(f"{path.name}: a speed table has the columns highway, outside_kmh and inside_kmh.")
        names = [row["highway"] for row in rows]
        known = tags.road_classes()
        wrong = sorted(set(known) ^ set(names)) + sorted({n for n in names if names.count(n) > 1})
        if wrong:
            raise InputError(f"{path.name}: each road class needs one row; missing, unknown or double: {wrong}.")
        table = {row["highway"]: row for row in rows}
        outside, inside = (_speeds(path, table, known, column) for column in ("outside_kmh", "inside_kmh"))
        return cls(name, outside, inside, factor, maxspeed)

    @property
    def traffic(self) -> str:
        """The name of the tag rules of the mode that drives so."""
        return Mode.named(self.name).rules.name

    @property
    def fastest_kmh(self) -> float:
        """The highest speed that this profile can give; it bounds how far a minute can reach."""
        return float(max(self.outside_kmh.max(), self.inside_kmh.max())) * self.factor

    def adjusted(self, adjust: Mapping[str, float]) -> SpeedProfile:
        """Return the profile with some speeds multiplied.

        Parameters
        ----------
        adjust : mapping
            Factors by road class (``primary``) or class and place (``primary_inside``, ``primary_outside``: inside
            and outside built-up areas). A class's ``_link`` roads go with it, but where a key of their own names them.

        Raises
        ------
        InputError
            If a key names no road class.
        """
        kmh = {"outside": self.outside_kmh.copy(), "inside": self.inside_kmh.copy()}
        classes = tags.road_classes()
        own = {key: _class_and_places(key) for key in adjust}
        for key, factor in adjust.items():
            name, places = own[key]
            if name not in classes:
                raise InputError(
                    f"[speeds.{self.name}] adjust: {key!r} names no road class. Use one of {', '.join(classes)}, "
                    "if need be with _inside or _outside behind it."
                )
            for place in places:
                kmh[place][classes.index(name)] *= factor
                link = f"{name}{LINK}"
                if link in classes and not any(link == other and place in there for other, there in own.values()):
                    kmh[place][classes.index(link)] *= factor
        return replace(self, outside_kmh=kmh["outside"], inside_kmh=kmh["inside"])

    def road_seconds(self, network: RoadNetwork) -> NDArray[np.float64]:
        """Seconds from tail to head and back, per road.

        Parameters
        ----------
        network : RoadNetwork
            Its lengths, classes, built-up areas and, if `maxspeed`, limits decide. Where it gives a time by
            timetable, such as that of a ferry, that holds for everybody: no speed, factor or limit changes it.

        Returns
        -------
        (roads, 2) float64
            Infinite in a direction that may not be driven.
        """
        speed = np.where(network.built_up, self.inside_kmh[network.code], self.outside_kmh[network.code]) * self.factor
        both = np.repeat(speed[:, None], 2, axis=1)
        if self.maxspeed:
            both = np.fmin(both, network.maxspeed_kmh)
        seconds = network.length_m[:, None] * KMH_PER_MS / both
        if network.seconds is not None:
            seconds = np.where(np.isnan(network.seconds)[:, None], seconds, network.seconds[:, None])
        seconds[network.passage(self.traffic) == tags.Passage.CLOSED] = np.inf
        return seconds


@dataclass(frozen=True)
class ShortestWay:
    """A weight in which a second is a metre, where a car may go: the fastest way is then the shortest one."""

    traffic: str = MOTOR

    def road_seconds(self, network: RoadNetwork) -> NDArray[np.float64]:
        """Metres from tail to head and back, per road: (roads, 2) float64; infinite where one may not go."""
        speed = np.full(len(tags.road_classes()), KMH_PER_MS)
        profile = SpeedProfile(SHORTEST, speed, speed, maxspeed=False)
        return profile.road_seconds(replace(network, seconds=None))


def _class_and_places(key: str) -> tuple[str, tuple[str, ...]]:
    """The road class that a key of `adjust` names, and the places that it is about."""
    name, _, place = key.rpartition("_")
    return (name, (place,)) if place in PLACES else (key, PLACES)


def _speeds(path: Path, table: dict[str, dict[str, str]], known: tuple[str, ...], column: str) -> NDArray[np.float64]:
    values = []
    for name in known:
        try:
            value = float(table[name][column])
        except (TypeError, ValueError):
            value = float("nan")
        if not 1.0 <= value <= FASTEST_KMH:
            raise InputError(
                f"{path.name}: {column} of {name} is {table[name][column]!r}; "
                f"give a speed from 1 to {FASTEST_KMH:.0f} km/h."
            )
        values.append(value)
    return np.array(values)
