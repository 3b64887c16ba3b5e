"""Sites of care as a first guess, from the tags of OpenStreetMap."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import osmium
import pandas as pd
import shapely
from geopandas import GeoDataFrame
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from zorgkaart.fetch.osm_file import each_shape, plain_text
from zorgkaart.inputs.duplicates import plain_name
from zorgkaart.inputs.opening_hours import always_open, readable_hours
from zorgkaart.inputs.schema import FACILITY_COLUMNS
from zorgkaart.inputs.spatial import assign_areas
from zorgkaart.project.defaults import WGS84

TABLES = Path(__file__).parent / "tables"
KEYS = ("amenity", "healthcare", "emergency", "social_facility")
# A building and the point in it; a campus and the point at its gate.
SAME_SITE_M = 150.0
# The borders that are used are generalised, and a quay is not on land.
COAST_M = 500.0


@dataclass(frozen=True)
class Rule:
    """What tags make of an object: a kind of site, or nothing (kind ``""``)."""

    kind: str
    tags: tuple[tuple[str, tuple[str, ...]], ...]
    name: re.Pattern[str] | None
    status: str
    explanation: str

    def fits(self, tags: Mapping[str, str]) -> bool:
        """Whether all conditions hold."""
        for key, values in self.tags:
            present = {part.strip() for part in tags.get(key, "").split(";")} - {""}
            if not present or ("*" not in values and not present & set(values)):
                return False
        return self.name is None or bool(self.name.search(tags.get("name", "")))


@dataclass(frozen=True)
class Kind:
    """How a kind of site is called and shown."""

    label: str
    travel: bool
    classes_min: tuple[int, ...]
    nameless: str


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


@cache
def rules() -> tuple[Rule, ...]:
    """The rules of ``tables/sites.csv``; the first that fits an object decides."""
    return tuple(
        Rule(
            row["soort"],
            tuple((key, tuple(values.split("|"))) for key, values in _pairs(row["tags"])),
            re.compile(row["naam"], re.IGNORECASE) if row["naam"] else None,
            row["status"],
            row["status_toelichting"],
        )
        for row in _rows("sites")
    )


@cache
def kinds() -> dict[str, Kind]:
    """The kinds that OpenStreetMap may have, in the order in which they are shown."""
    return {
        row["soort"]: Kind(
            row["label"], row["reistijd"] == "ja", tuple(map(int, row["klassen_min"].split())), row["naamloos"]
        )
        for row in _rows("kinds")
    }


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
    for key, tags, shape in each_shape(paths, osmium.filter.KeyFilter(*KEYS)):
        rule = next((rule for rule in rules() if rule.fits(tags)), None)
        if rule is not None and rule.kind:
            rows.append(_row(key, tags, rule))
            shapes.append(shapely.point_on_surface(shape))
    table = pd.DataFrame(rows, columns=[*FACILITY_COLUMNS, "_tags"])
    table = table.assign(land=land, bron=source, peildatum=date)
    points = gpd.GeoSeries(shapes, crs=WGS84)
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
    kept = _merged(sites.reset_index(drop=True), metres).drop(columns="_tags")
    order = {kind: place for place, kind in enumerate(kinds())}
    ordered = kept.sort_values(
        ["soort", "id"], key=lambda column: column.map(order) if column.name == "soort" else column
    )
    return Sites(ordered.reset_index(drop=True), len(sites) - len(kept), abroad)


def _row(key: str, tags: Mapping[str, str], rule: Rule) -> dict[str, object]:
    address = plain_text(f"{tags.get('addr:street', '')} {tags.get('addr:housenumber', '')}")
    hours = plain_text(tags.get("opening_hours"))
    readable = readable_hours(hours)
    continuous = "onbekend" if not readable else "ja" if always_open(hours) else "nee"
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
        "status": rule.status,
        "status_toelichting": rule.explanation,
        "opmerking": "" if readable or not hours else f"openingstijden volgens OpenStreetMap: {hours}",
        "_tags": len(tags) if name else 0,
    }


def _merged(sites: GeoDataFrame, metres: gpd.GeoSeries) -> GeoDataFrame:
    """One row per site: rows of one kind and one name within 150 m are one, and a nameless row near a named one is it.

    Kept is the row that is open, then the one with hours, then the one with the most tags, then the smallest id.
    """
    if sites.empty:
        return sites
    name = np.array(
        [plain_name(n) if tags else "" for n, tags in zip(sites["naam"], sites["_tags"], strict=True)], object
    )
    kind = sites["soort"].to_numpy()
    one, other = metres.reset_index(drop=True).sindex.query(metres, predicate="dwithin", distance=SAME_SITE_M)
    near = kind[one] == kind[other]
    nameless = np.unique(one[near & (name[one] == "") & (name[other] != "")])
    same = near & (name[one] == name[other])
    links = coo_array((np.ones(same.sum(), np.int8), (one[same], other[same])), shape=(len(sites), len(sites)))
    ranked = (
        sites.assign(
            _group=connected_components(links, directed=False)[1],
            _closed=sites["status"] != "open",
            _hours=sites["openingstijden"] == "",
            _few=-sites["_tags"],
        )
        .drop(index=nameless)
        .sort_values(["_group", "_closed", "_hours", "_few", "id"])
    )
    return sites.loc[ranked.drop_duplicates("_group").index]


def summary(sites: Sites) -> dict[str, Counter[str]]:
    """How many sites of each status each kind has."""
    return {kind: Counter(sites.of(kind)["status"]) for kind in kinds() if len(sites.of(kind))}


def _rows(name: str) -> list[dict[str, str]]:
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _pairs(text: str) -> list[tuple[str, str]]:
    return [(key, values) for key, _, values in (part.partition("=") for part in text.split(";"))]
