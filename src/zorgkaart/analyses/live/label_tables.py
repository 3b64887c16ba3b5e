"""What labels hold: lists of sites for groups of residents; :mod:`zorgkaart.analyses.live.labels` makes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zorgkaart.access.measures import Norm


@dataclass(frozen=True)
class Ranks:
    """The lists of groups: sites from near to far.

    Attributes
    ----------
    rows : (s,) int64
        Rows of the facility table.
    site : (g, k) int16
        Positions in `rows`; -1 behind the last site that can be reached.
    minutes : (g, k) float64
        Mean over the residents of the group; NaN where there is no site. Equal for two sites only if they are
        equally near to every one of them.
    """

    rows: NDArray[np.int64]
    site: NDArray[np.int16]
    minutes: NDArray[np.float64]

    @property
    def complete(self) -> bool:
        """No list is cut off: every site that a group can reach is in it."""
        return bool(self.site.shape[1] >= len(self.rows))


@dataclass(frozen=True)
class TripLabels:
    """Trips by car to the sites of a kind: the list of each group, its area and its weight (see :class:`Areas`)."""

    sites: Ranks
    area: NDArray[np.int32]
    weight: NDArray[np.float64]


@dataclass(frozen=True)
class ChainLabels:
    """The rides of a norm: lists of stations and of sites per group; of a norm of one ride both are its sites.

    Attributes
    ----------
    outside : (g, stations, sites) float64
        The weight outside the norm, for each place in the first list and each in the second.
    """

    stations: Ranks
    sites: Ranks
    area: NDArray[np.int32]
    weight: NDArray[np.float64]
    outside: NDArray[np.float64]


@dataclass(frozen=True)
class Level:
    """Larger areas, and in which of them each buurt lies.

    Attributes
    ----------
    codes, names : (units,) object
        In the order of the tables of results.
    unit : (areas,) int64
        Row of the larger area that a buurt lies in.
    """

    codes: NDArray[np.object_]
    names: NDArray[np.object_]
    unit: NDArray[np.int64]


@dataclass(frozen=True)
class Areas:
    """What the weights of the groups stand for, per buurt.

    Attributes
    ----------
    people : (areas,) float64
        Inhabitants per unit of weight. The weight of a group is a number of addresses where all addresses of a
        buurt have the same number of inhabitants, so that shares of them are exact; 0 where no inhabitants are
        known, as such addresses count for means alone.
    known : (areas,) bool
        The number of inhabitants is published.
    aged : mapping of int to (areas,) float64
        By age the share of the inhabitants from that age on; NaN where not published.
    levels : mapping of str to Level
        The larger areas that the buurten lie in, by their word; see :mod:`zorgkaart.analyses.live.levels`.
    """

    people: NDArray[np.float64]
    known: NDArray[np.bool_]
    aged: Mapping[int, NDArray[np.float64]]
    levels: Mapping[str, Level]


@dataclass(frozen=True)
class TripsAt:
    """Labels that serve a moment; `counts` says which of their sites can be open then."""

    labels: TripLabels
    counts: NDArray[np.bool_]


@dataclass(frozen=True)
class ChainAt:
    """As :class:`TripsAt`, for the stations and the sites of a norm."""

    labels: ChainLabels
    station_counts: NDArray[np.bool_]
    counts: NDArray[np.bool_]


@dataclass(frozen=True)
class Labels:
    """The labels of a study.

    Attributes
    ----------
    trips, chains : mapping of (kind or norm, moment) to labels
        A moment is one of :data:`zorgkaart.analyses.live.labels.MOMENTS`; ``""`` is whatever the hour. Moments, and
        norms that differ in their moment alone, share labels where they can.
    areas : Areas
    candidates : (facilities,) bool
        The site is closed until somebody opens it.
    ids : (facilities,) object
    norms : mapping of str to Norm
        By their names.
    """

    trips: Mapping[tuple[str, str], TripsAt]
    chains: Mapping[tuple[str, str], ChainAt]
    areas: Areas
    candidates: NDArray[np.bool_]
    ids: NDArray[np.object_]
    norms: Mapping[str, Norm]
