"""Changes to sites: close, open, reopen, move, other hours; one vocabulary for files, commands and notebooks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import pandas as pd
from geopandas import GeoDataFrame

from zorgkaart.errors import ChangeError
from zorgkaart.inputs.facilities import Facilities
from zorgkaart.inputs.opening_hours import always_open, readable_hours
from zorgkaart.inputs.schema import CAPACITY
from zorgkaart.project.defaults import WGS84
from zorgkaart.project.plans import ALWAYS
from zorgkaart.project.region import region_of, within
from zorgkaart.project.sections import Bounds, FacilitiesSection
from zorgkaart.scenarios.names import find_sites, listed_sites, plain

CLOSED = "gesloten in dit scenario"
OPENED = "nieuw in dit scenario"
MOVED = "verplaatst in dit scenario"
REHOURED = "andere openingstijden in dit scenario"


@dataclass(frozen=True)
class Close:
    """Close a site that counts now.

    Attributes
    ----------
    site : str
        Its id, or a part of its name.
    kinds : tuple of str
        The kinds that a name may mean; without them those with a norm, and the others if none of those has it.
    """

    site: str
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Open:
    """Open a site that does not exist yet.

    Attributes
    ----------
    kind : str
        A kind of the project.
    lat, lon : float
        Degrees (WGS 84), on a road of the network and within the bounds of the project.
    name : str
        What it is called.
    hours : str
        In the ``opening_hours`` syntax of OpenStreetMap.
    """

    kind: str
    lat: float
    lon: float
    name: str
    hours: str = ALWAYS


@dataclass(frozen=True)
class Reopen:
    """Open a site that is closed or a candidate.

    Without `hours` it has those of its table; where there are none it is taken to be open day and night.

    Attributes
    ----------
    site : str
        Its id, or a part of its name.
    kinds : tuple of str
        The kinds that a name may mean, as for :class:`Close`.
    hours : str
        In the ``opening_hours`` syntax of OpenStreetMap; may be empty.
    """

    site: str
    kinds: tuple[str, ...] = ()
    hours: str = ""


@dataclass(frozen=True)
class Move:
    """Move a site that counts now.

    Attributes
    ----------
    site : str
        Its id, or a part of its name.
    lat, lon : float
        The new place, in degrees (WGS 84), on a road of the network and within the bounds of the project.
    kinds : tuple of str
        The kinds that a name may mean, as for :class:`Close`.
    """

    site: str
    lat: float
    lon: float
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hours:
    """Give a site other opening hours.

    A site that is no longer open day and night no longer counts for a norm that asks for that.

    Attributes
    ----------
    site : str
        Its id, or a part of its name.
    hours : str
        In the ``opening_hours`` syntax of OpenStreetMap.
    kinds : tuple of str
        The kinds that a name may mean, as for :class:`Close`.
    """

    site: str
    hours: str
    kinds: tuple[str, ...] = ()


Change = Close | Open | Reopen | Move | Hours


@dataclass(frozen=True)
class Applied:
    """The sites after a set of changes.

    Attributes
    ----------
    facilities : Facilities
        Rows of the table before keep their row numbers; new sites follow them.
    closed, opened, moved, rehoured : tuple of int
        Rows of the table; `opened` holds both new and reopened sites.
    changes : tuple of Change
        What was asked for.
    """

    facilities: Facilities
    closed: tuple[int, ...] = ()
    opened: tuple[int, ...] = ()
    moved: tuple[int, ...] = ()
    rehoured: tuple[int, ...] = ()
    changes: tuple[Change, ...] = ()

    @property
    def rows(self) -> tuple[int, ...]:
        """All rows that changed, each once."""
        return tuple(dict.fromkeys((*self.closed, *self.moved, *self.opened, *self.rehoured)))

    def groups(self) -> Iterator[tuple[tuple[int, ...], str]]:
        """Yield the rows of each sort of change, with what the reader is told about them in Dutch.

        Yields
        ------
        tuple of (tuple of int, str)
            Rows of the table, perhaps none, and their Dutch text: closed, moved, opened, and with other hours.
        """
        yield self.closed, CLOSED
        yield self.moved, MOVED
        yield self.opened, OPENED
        yield self.rehoured, REHOURED


def apply_changes(
    facilities: Facilities, changes: Sequence[Change], *, norm_kinds: Sequence[str], config: FacilitiesSection
) -> Applied:
    """Apply changes to the sites, all or none; the order of the changes does not matter.

    Parameters
    ----------
    facilities : Facilities
        The sites before; they stay as they are.
    changes : sequence of Change
        What to change, applied together.
    norm_kinds : sequence of str
        The kinds that a loose name means first: closing "ommelander" closes its SEH and acute obstetrics.
    config : FacilitiesSection
        Gives the bounds that new places must lie in.

    Returns
    -------
    Applied
        The sites after, and which rows changed.

    Raises
    ------
    ChangeError
        If a name fits no site or several of one kind, a kind is unknown, a place is impossible, hours cannot
        be read, or two changes are about the same site; a site may both move and get other hours.
    """
    table = facilities.table.copy()
    crs = table.crs.to_string()
    bounds = config.bounds or region_of(crs).bounds
    meant = [(row, change) for change in changes for row in _rows(facilities, change, norm_kinds)]
    _check_once(table, meant)
    for row, change in meant:
        if isinstance(change, Close):
            table.loc[row, ["status", "status_toelichting"]] = ["gesloten", CLOSED]
        elif isinstance(change, Move):
            _check_place(change.lat, change.lon, bounds, change.site)
            table.loc[row, ["lat", "lon"]] = [change.lat, change.lon]
            table.loc[row, ["status_toelichting", "precisie"]] = [MOVED, "kaartpunt"]
        elif isinstance(change, Hours):
            table.loc[row, ["openingstijden", "volcontinu"]] = _hours(change.hours, change.site)
        elif isinstance(change, Reopen):
            table.loc[row, ["openingstijden", "volcontinu"]] = _hours_again(table, row, change)
            table.loc[row, ["status", "status_toelichting"]] = ["open", OPENED]
    before = len(table)
    moved = _of(meant, Move)
    table = _with_new(table, [change for change in changes if isinstance(change, Open)], bounds, facilities.home)
    points = gpd.GeoSeries(gpd.points_from_xy(table["lon"], table["lat"]), index=table.index, crs=WGS84).to_crs(crs)
    fresh = [*moved, *range(before, len(table))]
    geometry = table.geometry.copy()
    geometry.loc[fresh] = points.loc[fresh]
    table = GeoDataFrame(table.drop(columns="geometry"), geometry=geometry, crs=crs)
    return Applied(
        replace(facilities, table=table),
        closed=_of(meant, Close),
        opened=(*_of(meant, Reopen), *range(before, len(table))),
        moved=moved,
        rehoured=_of(meant, Hours),
        changes=tuple(changes),
    )


def _rows(facilities: Facilities, change: Change, norm_kinds: Sequence[str]) -> list[int]:
    """Rows of the sites that a change is about; none for a new site."""
    if isinstance(change, Open):
        return []
    candidates = isinstance(change, Reopen)
    return find_sites(facilities, change.site, kinds=change.kinds, norm_kinds=norm_kinds, candidates=candidates)


def _of(meant: list[tuple[int, Change]], kind: type) -> tuple[int, ...]:
    return tuple(sorted(row for row, change in meant if isinstance(change, kind)))


def _check_once(table: GeoDataFrame, meant: list[tuple[int, Change]]) -> None:
    """Of one site the hours and the place may change together, and nothing else twice."""
    about = pd.DataFrame([(row, isinstance(change, Hours), isinstance(change, Move)) for row, change in meant])
    if about.empty:
        return
    about.columns = pd.Index(["row", "hours", "move"])
    sums = about.groupby("row").agg(changes=("hours", "size"), hours=("hours", "sum"), moves=("move", "sum"))
    both = (sums["changes"] == 2) & (sums["hours"] == 1) & (sums["moves"] == 1)
    twice = sums.index[(sums["changes"] > 1) & ~both].tolist()
    if twice:
        raise ChangeError(f"more than one change is about {listed_sites(table, twice)}. Keep one change per site.")


def _hours(hours: str, site: str) -> list[str]:
    """The two columns that say when a site is open: ``openingstijden`` and ``volcontinu``."""
    if not readable_hours(hours):
        raise ChangeError(
            f"{site}: opening hours {hours!r} are not in OpenStreetMap's opening_hours syntax. "
            "Write them as 'Mo-Fr 08:00-17:00; Sa 09:00-12:00' or '24/7'."
        )
    return [hours, "ja" if always_open(hours) else "nee"]


def _hours_again(table: GeoDataFrame, row: int, change: Reopen) -> list[str]:
    """The hours of a site that opens again: those given, its own, or day and night."""
    own, always, why = table.loc[row, ["openingstijden", "volcontinu", "status_toelichting"]]
    if change.hours:
        return _hours(change.hours, change.site)
    if own or why == CLOSED:  # what a scenario closed is again what it was
        return [own, always]
    return _hours(ALWAYS, change.site)


def _check_place(lat: float, lon: float, bounds: Bounds, what: str) -> None:
    lat_min, lat_max, lon_min, lon_max = bounds
    north, east = np.array([lat]), np.array([lon])
    if within(north, east, bounds)[0]:
        return
    swapped = within(east, north, bounds)[0]
    advice = "Swap latitude and longitude." if swapped else "Give latitude and longitude in degrees (WGS84)."
    raise ChangeError(
        f"{what}: {lat:g}, {lon:g} lies outside {lat_min:g}-{lat_max:g} N, {lon_min:g}-{lon_max:g} E. {advice}"
    )


def _with_new(table: GeoDataFrame, opened: list[Open], bounds: Bounds, home: str) -> GeoDataFrame:
    known = list(dict.fromkeys(table["soort"]))
    rows = []
    ids = set(table["id"])
    for change in sorted(opened, key=lambda c: (c.kind, c.name, c.lat, c.lon, c.hours)):
        if change.kind not in known:
            raise ChangeError(f"unknown soort {change.kind!r}. Choose from {', '.join(known)}.")
        if not change.name.strip():
            raise ChangeError(f"a new {change.kind} has no name. Give one as the last part.")
        _check_place(change.lat, change.lon, bounds, change.name)
        new = f"{change.kind}-nieuw-{plain(change.name).replace(' ', '-')}"
        number = 2
        while new in ids:
            new, number = f"{new.rstrip('0123456789').rstrip('-')}-{number}", number + 1
        ids.add(new)
        rows.append(
            dict.fromkeys(table.columns.drop("geometry"), "")
            | {"id": new, "soort": change.kind, "naam": change.name, "lat": change.lat, "lon": change.lon}
            | {"land": home, "precisie": "kaartpunt", "capaciteit_bezoeken_per_jaar": np.nan, CAPACITY: np.nan}
            | dict(zip(("openingstijden", "volcontinu"), _hours(change.hours, change.name), strict=True))
            | {"status": "open", "status_toelichting": OPENED, "bron": "scenario"}
        )
    if not rows:
        return table
    return GeoDataFrame(pd.concat([table, pd.DataFrame(rows)], ignore_index=True), geometry="geometry", crs=table.crs)
