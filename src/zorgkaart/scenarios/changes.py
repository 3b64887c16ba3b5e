"""Changes to sites: close, open, move. One vocabulary for the command line and the library."""

from __future__ import annotations

import difflib
import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import pandas as pd
from geopandas import GeoDataFrame

from zorgkaart.access.hours import Moment
from zorgkaart.errors import ChangeError
from zorgkaart.inputs.facilities import Facilities
from zorgkaart.inputs.schema import CRS, WGS84
from zorgkaart.project import Bounds, FacilitiesSection

CLOSED = "gesloten in dit scenario"
OPENED = "nieuw in dit scenario"
MOVED = "verplaatst in dit scenario"
CANDIDATES_SHOWN = 8
LONGEST_NAME = 60


@dataclass(frozen=True)
class Close:
    """Close a site, named by its id or by a part of its name; `kinds` narrows what the name may mean."""

    site: str
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Open:
    """Open a site of a kind at a place (WGS84 degrees). It is taken to be open day and night."""

    kind: str
    lat: float
    lon: float
    name: str


@dataclass(frozen=True)
class Move:
    """Move a site to a place (WGS84 degrees)."""

    site: str
    lat: float
    lon: float
    kinds: tuple[str, ...] = ()


Change = Close | Open | Move


@dataclass(frozen=True)
class Applied:
    """The sites after a set of changes.

    Attributes
    ----------
    facilities : Facilities
        Rows of the table before keep their row numbers; new sites follow them.
    closed, opened, moved : tuple of int
        Rows of the table.
    """

    facilities: Facilities
    closed: tuple[int, ...]
    opened: tuple[int, ...]
    moved: tuple[int, ...]

    @property
    def rows(self) -> tuple[int, ...]:
        """All rows that changed."""
        return (*self.closed, *self.moved, *self.opened)


def apply_changes(
    facilities: Facilities, changes: Sequence[Change], *, norm_kinds: Sequence[str], config: FacilitiesSection
) -> Applied:
    """Apply changes to the sites, all or none; the order of the changes does not matter.

    Parameters
    ----------
    norm_kinds : sequence of str
        The kinds that a loose name means first: closing "ommelander" closes its SEH and acute obstetrics.
    config : FacilitiesSection
        Gives the bounds that new places must lie in.

    Raises
    ------
    ChangeError
        If a name fits no site or several of one kind, a kind is unknown, a place is impossible, or two
        changes are about the same site.
    """
    table = facilities.table.copy()
    closed, moved = [], []
    for change in changes:
        if isinstance(change, Open):
            continue
        rows = find_sites(facilities, change.site, kinds=change.kinds, norm_kinds=norm_kinds)
        if isinstance(change, Close):
            closed += rows
        else:
            _check_place(change.lat, change.lon, config.bounds, change.site)
            moved += [(row, change) for row in rows]
    _check_once(table, closed, [row for row, _ in moved])
    table.loc[closed, "status"] = "gesloten"
    table.loc[closed, "status_toelichting"] = CLOSED
    for row, change in moved:
        table.loc[row, ["lat", "lon"]] = [change.lat, change.lon]
        table.loc[row, "status_toelichting"] = MOVED
        table.loc[row, "precisie"] = "kaartpunt"
    opened = [change for change in changes if isinstance(change, Open)]
    table = _with_new(table, opened, config)
    points = gpd.GeoSeries(gpd.points_from_xy(table["lon"], table["lat"]), index=table.index, crs=WGS84).to_crs(CRS)
    fresh = [row for row, _ in moved] + list(range(len(facilities.table), len(table)))
    geometry = table.geometry.copy()
    geometry.loc[fresh] = points.loc[fresh]
    table = GeoDataFrame(table.drop(columns="geometry"), geometry=geometry, crs=CRS)
    return Applied(
        replace(facilities, table=table),
        tuple(sorted(closed)),
        tuple(range(len(facilities.table), len(table))),
        tuple(sorted(row for row, _ in moved)),
    )


def find_sites(
    facilities: Facilities, name: str, *, kinds: Sequence[str] = (), norm_kinds: Sequence[str] = ()
) -> list[int]:
    """Rows of the sites that a user means by `name`: an id, a whole name, or words that occur in one.

    Only sites that count are meant. Without `kinds`, a loose name means the kinds with a norm, and only if
    none of those has it the others.

    Raises
    ------
    ChangeError
        If no site fits, or several of one kind do; the message lists the candidates.
    """
    table = facilities.table
    known = list(dict.fromkeys(table["soort"]))
    unknown = [kind for kind in kinds if kind not in known]
    if unknown:
        raise ChangeError(f"unknown soort {unknown}. Choose from {', '.join(known)}.")
    counting = np.unique(np.concatenate([facilities.rows(kind) for kind in (kinds or known)]))
    by_id = [int(row) for row in counting if table["id"].iat[row] == name]
    if by_id:
        return by_id
    for choice in [kinds] if kinds else [norm_kinds, known]:
        rows = [int(row) for row in counting if table["soort"].iat[row] in choice]
        found = _by_name(table, rows, name)
        if found:
            _check_one_each(table, found, name)
            return found
    raise _no_site(table, counting.tolist(), name, kinds)


def plain(text: str) -> str:
    """Lower case, without accents and punctuation."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[a-z0-9]+", bare.casefold()))


def _by_name(table: GeoDataFrame, rows: list[int], name: str) -> list[int]:
    words = plain(name).split()
    if not words:
        return []
    exact = [row for row in rows if plain(table["naam"].iat[row]) == " ".join(words)]
    if exact:
        return exact
    texts = (table["naam"] + " " + table["plaats"]).map(plain)
    return [row for row in rows if all(f" {word}" in f" {texts.iat[row]}" for word in words)]


def _check_one_each(table: GeoDataFrame, rows: list[int], name: str) -> None:
    kinds = table["soort"].iloc[rows]
    for kind in dict.fromkeys(kinds):
        same = [row for row in rows if table["soort"].iat[row] == kind]
        if len(same) > 1:
            raise ChangeError(
                f"{name!r} fits {len(same)} sites of {kind}: {_listed(table, same)}. "
                "Nothing was changed; use an id, or more of the name."
            )


def _no_site(table: GeoDataFrame, rows: list[int], name: str, kinds: Sequence[str]) -> ChangeError:
    names = {plain(table["naam"].iat[row]): row for row in rows}
    close = [names[found] for found in difflib.get_close_matches(plain(name), names, n=3, cutoff=0.5)]
    hint = f"Did you mean {_listed(table, close)}?" if close else "The sites stand in the layer voorzieningen."
    of = f" of {', '.join(kinds)}" if kinds else ""
    return ChangeError(f"no open site{of} is called {name!r}. {hint}")


def _listed(table: GeoDataFrame, rows: list[int]) -> str:
    shown = "; ".join(f"{table['naam'].iat[row]} ({table['id'].iat[row]})" for row in rows[:CANDIDATES_SHOWN])
    more = len(rows) - CANDIDATES_SHOWN
    return f"{shown}; … and {more} more" if more > 0 else shown


def _check_once(table: GeoDataFrame, closed: list[int], moved: list[int]) -> None:
    rows = pd.Series([*closed, *moved])
    twice = rows[rows.duplicated()].unique().tolist()
    if twice:
        raise ChangeError(f"more than one change is about {_listed(table, twice)}. Keep one change per site.")


def _check_place(lat: float, lon: float, bounds: Bounds, what: str) -> None:
    lat_min, lat_max, lon_min, lon_max = bounds
    if lat_min <= lat <= lat_max and lon_min <= lon <= lon_max:
        return
    swapped = lat_min <= lon <= lat_max and lon_min <= lat <= lon_max
    advice = "Swap latitude and longitude." if swapped else "Give latitude and longitude in degrees (WGS84)."
    raise ChangeError(
        f"{what}: {lat:g}, {lon:g} lies outside {lat_min:g}-{lat_max:g} N, {lon_min:g}-{lon_max:g} E. {advice}"
    )


def _with_new(table: GeoDataFrame, opened: list[Open], config: FacilitiesSection) -> GeoDataFrame:
    known = list(dict.fromkeys(table["soort"]))
    rows = []
    ids = set(table["id"])
    for change in sorted(opened, key=lambda c: (c.kind, c.name, c.lat, c.lon)):
        if change.kind not in known:
            raise ChangeError(f"unknown soort {change.kind!r}. Choose from {', '.join(known)}.")
        if not change.name.strip():
            raise ChangeError(f"a new {change.kind} has no name. Give one as the last part.")
        _check_place(change.lat, change.lon, config.bounds, change.name)
        new = f"{change.kind}-nieuw-{plain(change.name).replace(' ', '-')}"
        number = 2
        while new in ids:
            new, number = f"{new.rstrip('0123456789').rstrip('-')}-{number}", number + 1
        ids.add(new)
        rows.append(
            dict.fromkeys(table.columns.drop("geometry"), "")
            | {"id": new, "soort": change.kind, "naam": change.name, "lat": change.lat, "lon": change.lon}
            | {"land": "NL", "precisie": "kaartpunt", "volcontinu": "ja", "openingstijden": "24/7"}
            | {"status": "open", "status_toelichting": OPENED, "bron": "scenario"}
        )
    if not rows:
        return table
    return GeoDataFrame(pd.concat([table, pd.DataFrame(rows)], ignore_index=True), geometry="geometry", crs=CRS)


def parse_changes(
    *, close: Sequence[str], open_: Sequence[str], move: Sequence[str], kinds: tuple[str, ...] = ()
) -> list[Change]:
    """Read changes as they are typed: ``NAME``, ``KIND,LAT,LON,NAME`` and ``NAME,LAT,LON``.

    Raises
    ------
    ChangeError
        If one has another form.
    """
    changes: list[Change] = [Close(name, kinds) for name in close]
    for text in open_:
        parts = [part.strip() for part in text.split(",", 3)]
        if len(parts) != 4:
            raise ChangeError(
                f"--open {text!r}: write SOORT,LAT,LON,NAAM, such as huisarts,53.21,6.57,Nieuwe praktijk."
            )
        changes.append(Open(parts[0], *_degrees(parts[1], parts[2], f"--open {text!r}"), parts[3]))
    for text in move:
        parts = [part.strip() for part in text.rsplit(",", 2)]
        if len(parts) != 3:
            raise ChangeError(f"--move {text!r}: write ID,LAT,LON, such as seh-martini,53.19,6.55.")
        changes.append(Move(parts[0], *_degrees(parts[1], parts[2], f"--move {text!r}"), kinds))
    return changes


def slug(changes: Sequence[Change], moment: Moment | None = None) -> str:
    """A folder name for a set of changes, the same whatever their order; long ones end in a hash."""
    parts = []
    for change in changes:
        if isinstance(change, Open):
            parts.append(f"open {change.kind} {change.name}")
        elif isinstance(change, Close):
            parts.append(f"sluit {' '.join(change.kinds)} {change.site}")
        else:
            parts.append(f"verplaats {' '.join(change.kinds)} {change.site}")
    text = plain(" ".join([*sorted(parts), str(moment or "")])).replace(" ", "-")
    exact = hashlib.sha256(repr((sorted(map(repr, changes)), str(moment))).encode()).hexdigest()[:8]
    same = any(isinstance(change, (Open, Move)) for change in changes)
    if len(text) <= LONGEST_NAME and not same:
        return text
    return f"{text[:LONGEST_NAME].rstrip('-')}-{exact}"


def _degrees(lat: str, lon: str, where: str) -> tuple[float, float]:
    try:
        return float(lat), float(lon)
    except ValueError as error:
        raise ChangeError(
            f"{where}: {lat!r} and {lon!r} are no degrees. Write them with a point, such as 53.21,6.57."
        ) from error
