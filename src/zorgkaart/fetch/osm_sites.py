"""Sites of care as a first guess, from the tags of OpenStreetMap."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import osmium
import pandas as pd
import shapely
from geopandas import GeoDataFrame

from zorgkaart.fetch.life_cycle import State, lives, watched_keys
from zorgkaart.fetch.osm_file import each_shape, plain_text
from zorgkaart.fetch.same_site import names_of, one_row_per_site
from zorgkaart.fetch.site_rules import KEYS, Rule, kinds, rules_that_fit
from zorgkaart.fetch.tag_numbers import tag_number
from zorgkaart.inputs.opening_hours import always_open, never_open, readable_hours
from zorgkaart.inputs.schema import FACILITY_COLUMNS
from zorgkaart.inputs.spatial import assign_areas
from zorgkaart.project.defaults import WGS84

# The borders that are used are generalised, and a quay is not on land.
COAST_M = 500.0


@dataclass(frozen=True)
class Sites:
    """What was found.

    Attributes
    ----------
    table
        :data:`FACILITY_COLUMNS`, ordered by kind and id, with points in WGS 84.
    merged, abroad : int
        Rows that were another row's site, and that lay outside `home`; both are left out.
    """

    table: GeoDataFrame
    merged: int
    abroad: int

    def of(self, kind: str) -> pd.DataFrame:
        """The rows of one kind, without their points."""
        return pd.DataFrame(self.table.loc[self.table["soort"] == kind, list(FACILITY_COLUMNS)])


def read_sites(
    paths: Sequence[Path],
    *,
    crs: str,
    window: shapely.Geometry | None,
    home: GeoDataFrame | None,
    land: str,
    source: str,
    date: str,
) -> Sites:
    """Read the sites of all kinds.

    Parameters
    ----------
    crs
        A projected CRS in metres, in which distances are measured.
    window
        Only sites in here (`crs`).
    home
        Areas of the own country with columns ``gemeente`` and ``provincie`` (`crs`). Sites outside it are left
        out, as their country is not known. None: every site is at home, its municipality unknown.
    land
        Code of the own country.
    source, date
        For columns ``bron`` and ``peildatum``.
    """
    rows, shapes = [], []
    for key, tags, shape in each_shape(paths, osmium.filter.KeyFilter(*watched_keys(KEYS))):
        for row in _rows(key, tags, land=land, date=date):
            rows.append(row)
            shapes.append(shape)
    table = pd.DataFrame(rows, columns=[*FACILITY_COLUMNS, "_names", "_tags"])
    table = table.assign(land=land, bron=source, peildatum=date)
    drawn = gpd.GeoSeries(shapes, crs=WGS84)
    points = gpd.GeoSeries(shapely.point_on_surface(drawn.to_numpy()), crs=WGS84)
    sites = GeoDataFrame(table, geometry=points, crs=WGS84)
    sites["lat"], sites["lon"] = points.y.round(7), points.x.round(7)
    metres = sites.geometry.to_crs(crs)
    if window is not None:
        inside = metres.intersects(window)
        sites, metres = sites[inside], metres[inside]
    abroad = 0
    if home is not None and len(sites):
        area = assign_areas(metres.x.to_numpy(), metres.y.to_numpy(), home, nearest_within_m=COAST_M).area
        abroad = int((area < 0).sum())
        sites, metres = sites[area >= 0].copy(), metres[area >= 0]
        for name in ("gemeente", "provincie"):
            sites[name] = home[name].to_numpy()[area[area >= 0]]
    kept = one_row_per_site(sites, drawn.loc[sites.index].to_crs(crs)).drop(columns=["_names", "_tags"])
    order = {kind: place for place, kind in enumerate(kinds())}
    ordered = kept.sort_values(
        ["soort", "id"], key=lambda column: column.map(order) if column.name == "soort" else column
    )
    return Sites(ordered.reset_index(drop=True), len(sites) - len(kept), abroad)


def _rows(key: str, tags: Mapping[str, str], *, land: str, date: str) -> Iterator[dict[str, object]]:
    """A row for each kind of site that an object is, was or will be."""
    seen: set[str] = set()
    for living, state in lives(tags, KEYS, on=date):
        for rule in rules_that_fit(living):
            if rule.kind not in seen:
                seen.add(rule.kind)
                yield _row(key, living, rule, state, land)


def _row(key: str, tags: Mapping[str, str], rule: Rule, state: State, land: str) -> dict[str, object]:
    address = plain_text(f"{tags.get('addr:street', '')} {tags.get('addr:housenumber', '')}")
    hours = plain_text(tags.get("opening_hours"))
    hours = "" if never_open(hours) else hours  # its status says so; opened in a scenario, it has none
    readable = readable_hours(hours)
    continuous = "onbekend" if not readable else "ja" if always_open(hours, land) else "nee"
    place = plain_text(tags.get("addr:city"))
    name = plain_text(tags.get("name") or tags.get("operator"))
    where = ", ".join(part for part in (address, place) if part) or key
    return {
        "id": f"{rule.kind}-{key}",
        "soort": rule.kind,
        "naam": name or f"{kinds()[rule.kind].nameless} ({where})",
        "adres": address,
        "postcode": plain_text(tags.get("addr:postcode")),
        "plaats": place,
        "gemeente": "",
        "provincie": "",
        "precisie": "adres" if tags.get("addr:housenumber") else "kaartpunt",
        "volcontinu": continuous,
        "openingstijden": hours if readable else "",
        "status": state.status or rule.status,
        "status_toelichting": state.explanation or rule.explanation,
        "opmerking": "; ".join(_remarks(tags, "" if readable else hours)),
        "_names": names_of(tags),
        "_tags": len(tags) if name else 0,
    }


def _remarks(tags: Mapping[str, str], unreadable_hours: str) -> Iterator[str]:
    if unreadable_hours:
        yield f"openingstijden volgens OpenStreetMap: {unreadable_hours}"
    told = plain_text(tags.get("beds") or tags.get("capacity:beds"))
    beds = tag_number(told)
    if told:
        yield f"bedden volgens OpenStreetMap: {told if math.isnan(beds) else format(beds, 'g')}"


def summary(sites: Sites) -> dict[str, Counter[str]]:
    """How many sites of each status each kind has."""
    return {kind: Counter(sites.of(kind)["status"]) for kind in kinds() if len(sites.of(kind))}
