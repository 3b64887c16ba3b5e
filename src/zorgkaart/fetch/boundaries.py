"""Buurten, wijken and gemeenten of CBS with key figures, for gemeenten or a province by name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame

from zorgkaart.errors import DownloadError, InputError
from zorgkaart.fetch.cache import Downloads
from zorgkaart.fetch.features import read_features
from zorgkaart.fetch.services import Services
from zorgkaart.inputs.areas import CBS_UNKNOWN, PROVINCE_ALIASES
from zorgkaart.inputs.schema import AREA_NUMBERS, AREA_TEXT, GEMEENTE_TEXT, GROUP_NUMBERS, WIJK_TEXT
from zorgkaart.inputs.tables import as_number, as_text, close_to, listed
from zorgkaart.project.defaults import CRS, WGS84

COLUMNS = Path(__file__).parent / "tables" / "cbs_columns.csv"
LEVELS = {
    "buurten": ("buurtcode", AREA_TEXT, AREA_NUMBERS),
    "wijken": ("wijkcode", WIJK_TEXT, GROUP_NUMBERS),
    "gemeenten": ("gemeentecode", GEMEENTE_TEXT, GROUP_NUMBERS),
}
# The generalised borders by which is asked cut off corners of the real ones.
MARGIN_M = 1000.0


@dataclass(frozen=True)
class Boundaries:
    """The areas of a project: a table per level in the project's own columns, EPSG:28992."""

    buurten: GeoDataFrame
    wijken: GeoDataFrame
    gemeenten: GeoDataFrame


@dataclass(frozen=True)
class Regions:
    """All gemeenten and provinces of a year.

    ``gemeenten`` and ``provincies`` have columns ``code``, ``naam`` and generalised geometry (EPSG:28992); the
    gemeenten have ``provincie`` too, by a point inside them.
    """

    gemeenten: GeoDataFrame
    provincies: GeoDataFrame

    def of_provincies(self, names: Sequence[str]) -> GeoDataFrame:
        """The gemeenten of these provinces."""
        known = self.provincies["naam"].tolist()
        chosen = [_named(PROVINCE_ALIASES.get(name.casefold(), name), known, "province") for name in names]
        return self.gemeenten[self.gemeenten["provincie"].isin(chosen)]

    def of_names(self, names: Sequence[str]) -> GeoDataFrame:
        """The gemeenten of these names."""
        known = self.gemeenten["naam"].tolist()
        chosen = [_named(name, known, "gemeente") for name in names]
        return self.gemeenten[self.gemeenten["naam"].isin(chosen)]

    def within(self, area: shapely.Geometry) -> GeoDataFrame:
        """The gemeenten that have part of `area` (EPSG:28992)."""
        return self.gemeenten[self.gemeenten.intersects(area)]


def read_regions(downloads: Downloads, services: Services, year: int) -> Regions:
    """Read which gemeenten and provinces there are.

    Raises
    ------
    DownloadError
        If the service cannot be reached, or has nothing of that year.
    """
    tables = {}
    for level in ("gemeente", "provincie"):
        features = read_features(
            downloads,
            services.regions.url,
            f"{level}_gegeneraliseerd",
            most_bytes=services.regions.most_bytes,
            datetime=f"{year}-07-01T00:00:00Z",
        )
        if "jaarcode" in features:
            features = features[as_number(features["jaarcode"])[0] == year]
        missing = {"statcode", "statnaam"} - set(features.columns)
        if features.empty or missing:
            raise DownloadError(f"{services.regions.url}: has no {level} of {year}. Choose another year with --year.")
        table = features.to_crs(CRS).assign(code=as_text(features["statcode"]), naam=as_text(features["statnaam"]))
        tables[level] = table[["code", "naam", "geometry"]].reset_index(drop=True)
    gemeenten, provincies = tables["gemeente"], tables["provincie"]
    of, row = provincies.sindex.query(gemeenten.representative_point(), predicate="intersects")
    names = pd.Series("", index=gemeenten.index, dtype=object)
    names.iloc[of] = provincies["naam"].to_numpy()[row]
    return Regions(gemeenten.assign(provincie=names), provincies)


def read_boundaries(
    downloads: Downloads,
    services: Services,
    year: int,
    gemeenten: GeoDataFrame,
    *,
    within: shapely.Geometry | None = None,
) -> Boundaries:
    """Read the areas of some gemeenten with their key figures.

    Parameters
    ----------
    gemeenten
        Rows of :class:`Regions`.
    within
        Only buurten with their middle in here (EPSG:28992), and the wijken and gemeenten of those.

    Raises
    ------
    DownloadError
        If the service cannot be reached, or what it has does not fit.
    """
    columns = pd.read_csv(COLUMNS, dtype=str, keep_default_na=False)
    province = dict(zip(gemeenten["code"], gemeenten["provincie"], strict=True))
    box = GeoDataFrame(geometry=gemeenten.buffer(MARGIN_M), crs=CRS).to_crs(WGS84).total_bounds
    bbox = ",".join(f"{value:.5f}" for value in box)
    levels = {}
    base = services.cbs.url.format(year=year)
    for level, (code, *_) in LEVELS.items():
        features = read_features(downloads, base, level, most_bytes=services.cbs.most_bytes, bbox=bbox)
        here = columns[columns["niveau"].str.split().map(lambda names, level=level: level in names)]
        table = _table(features, dict(zip(here["kolom"], here["cbs"], strict=True)), level, code, services)
        table = table[table["gemeentecode"].isin(list(province))]
        lost = sorted(set(province) - set(table["gemeentecode"]))
        if lost:
            raise DownloadError(f"{base}: has no {level} of {listed(lost)}. Choose another year with --year.")
        levels[level] = table.assign(provincie=table["gemeentecode"].map(province))
    buurten, wijken = levels["buurten"], levels["wijken"]
    buurten["wijknaam"] = buurten["wijkcode"].map(dict(zip(wijken["wijkcode"], wijken["wijknaam"], strict=True)))
    buurten["wijknaam"] = buurten["wijknaam"].fillna("")
    for ours, share in (("inwoners_0_15", "pct_0_15"), ("inwoners_65plus", "pct_65plus")):
        buurten[ours] = (buurten["inwoners"] * buurten[share] / 100).round()
    if within is not None:
        buurten = buurten[buurten.representative_point().intersects(within)]
        if buurten.empty:
            raise InputError("not one buurt has its middle inside the place. Take the gemeente: --gemeente NAAM.")
    levels["buurten"] = buurten
    for level, code in (("wijken", "wijkcode"), ("gemeenten", "gemeentecode")):
        levels[level] = levels[level][levels[level][code].isin(buurten[code])]
    return Boundaries(**{level: _ordered(levels[level], *LEVELS[level]) for level in LEVELS})


def _table(features: GeoDataFrame, columns: dict[str, str], level: str, code: str, services: Services) -> GeoDataFrame:
    """Our columns of one level, on land, in EPSG:28992; what CBS does not publish is NaN."""
    if code not in features.columns or "gemeentecode" not in features.columns:
        raise DownloadError(f"{services.cbs.url}: {level} have no column {code}. Look whether the service has changed.")
    if "water" in features.columns:
        features = features[~as_text(features["water"]).str.upper().isin(["JA", "B"])]
    features = features.to_crs(CRS)
    numeric = {*AREA_NUMBERS, *GROUP_NUMBERS, "pct_0_15", "pct_65plus"}
    table = GeoDataFrame(geometry=features.geometry, index=features.index, crs=CRS)
    for ours, theirs in columns.items():
        if ours in numeric:
            values = as_number(features[theirs])[0] if theirs in features.columns else pd.Series(np.nan, features.index)
            table[ours] = values.mask(values <= CBS_UNKNOWN)
        else:
            table[ours] = as_text(features[theirs]) if theirs in features.columns else ""
    table.geometry = shapely.make_valid(table.geometry.to_numpy(), method="structure", keep_collapsed=False)
    return table[~table.geometry.is_empty]


def _ordered(table: GeoDataFrame, code: str, text: Sequence[str], numbers: Sequence[str]) -> GeoDataFrame:
    table = table.drop_duplicates(code).sort_values(code, ignore_index=True)
    for name in numbers:
        if name not in table:
            table[name] = np.nan
    return table[[*text, *numbers, "geometry"]]


def _named(name: str, known: Iterable[str], what: str) -> str:
    folded = {item.casefold(): item for item in known}
    if name.casefold() not in folded:
        raise InputError(f"there is no {what} '{name}'. {close_to(name, folded.values())}Spell it as CBS does.")
    return folded[name.casefold()]
