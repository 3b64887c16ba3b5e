"""The minutes with siren and the kilometres between postcode areas that were handed over, and their places."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tools.importers.sources import source_file
from zorgkaart.errors import InputError

PLACES = "ritten_ambulance/nodes_Utrecht_2021.csv"
MINUTES = "ritten_ambulance/siren_driving_matrix_2022.csv"
KILOMETRES = "ritten_ambulance/distance_matrix_2022.csv"
SAME_KM, SAME_SHARE = 1.0, 0.1


@dataclass(frozen=True)
class Pairs:
    """Places and what it takes to drive from each to each other; row numbers of places are shared by all arrays.

    Attributes
    ----------
    postcode : (places,) int64
        The postcode area, four digits.
    x, y : (places,) float64
        Its point, in metres of EPSG:28992.
    minutes, km : (places, places) float64
        With siren from row to column, and the length of that drive; nothing on the diagonal is used.
    """

    postcode: NDArray[np.int64]
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    minutes: NDArray[np.float64]
    km: NDArray[np.float64]

    @classmethod
    def read(cls, source: Path) -> Pairs:
        """Read them from the folder with the published files.

        Raises
        ------
        MissingFileError
            If one of the three files is not there.
        InputError
            If they are not about the same places in the same order, or a time is no positive number.
        """
        places = pd.read_csv(source_file(source, PLACES))
        tables = [pd.read_csv(source_file(source, name), index_col=0) for name in (MINUTES, KILOMETRES)]
        postcode = places["postal code"].to_numpy(dtype=np.int64)
        for name, table in zip((MINUTES, KILOMETRES), tables, strict=True):
            if list(table.index) != list(postcode) or [int(column) for column in table.columns] != list(postcode):
                raise InputError(f"{name}: rows and columns are not the places of {PLACES}. Take files of one version.")
        minutes, km = (table.to_numpy(dtype=float) for table in tables)
        between = ~np.eye(len(postcode), dtype=bool)
        if not (minutes[between] > 0).all() or not (km[between] > 0).all():
            raise InputError(
                f"{MINUTES}: minutes and kilometres between two places must be positive. Correct the file."
            )
        return cls(postcode, places["x"].to_numpy(dtype=float), places["y"].to_numpy(dtype=float), minutes, km)

    def __len__(self) -> int:
        return len(self.postcode)

    def take(self, rows: NDArray[np.int64]) -> Pairs:
        """The places in these rows, and the drives between them."""
        both = np.ix_(rows, rows)
        return Pairs(self.postcode[rows], self.x[rows], self.y[rows], self.minutes[both], self.km[both])

    def known(self, km: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Which pairs have a drive on our roads: (places, places) bool.

        Parameters
        ----------
        km : (places, places, cells) float64
            Of :func:`tools.siren.drives.drives`.
        """
        known: NDArray[np.bool_] = np.isfinite(km).all(axis=2) & ~np.eye(len(self), dtype=bool)
        return known

    def same_way(self, km: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Which pairs have a drive as long as theirs, within 1 km or 10 %: (places, places) bool.

        A drive along other roads says nothing of the speeds on ours. Only lengths decide, never minutes.

        Parameters
        ----------
        km : (places, places, cells) float64
            Of :func:`tools.siren.drives.drives`.
        """
        other = np.abs(np.nansum(km, axis=2) - self.km) > np.maximum(SAME_KM, SAME_SHARE * self.km)
        same: NDArray[np.bool_] = self.known(km) & ~other
        return same
