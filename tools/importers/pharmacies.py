"""Pharmacies: the official register, those that left it in the last years, and GPs who dispense.

The register leaves out dispensing GPs. Some are known from practice addresses; of the others a rule tells: a practice
farther than :data:`DISPENSES_BEYOND_M` from every pharmacy dispenses. ``python -m tools.pharmacy_rule`` tries the rule
on the distances that CBS publishes per gemeente.
"""

from __future__ import annotations

import re

import geopandas as gpd
import numpy as np
import pandas as pd
from geopandas import GeoDataFrame
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from tools.importers.names import tidy_municipality
from tools.importers.sources import rules
from zorgkaart.inputs.schema import CLOSES, OPENS
from zorgkaart.project.defaults import CRS, WGS84
from zorgkaart.words.numbers import short

REGISTER = "voorzieningen_nl/apotheken_igj_20260102.csv"
CHANGES = "voorzieningen_nl/apotheken_igj_mutaties_20240508_20260102.csv"
FORMER_LIST = "facilities/apotheken.csv"
PRACTICES = "facilities/huisartsen.csv"
# As the crow flies: by road, as the law is mostly read, too many practices dispense (`tools.pharmacy_rule`).
DISPENSES_BEYOND_M = 4500.0
SAME_BUILDING_M = 50.0
# Pharmacies this far outside the area may be the nearest of those who live on its edge.
NEAR_M = 20_000.0
DISPENSES = "Apotheekhoudende huisarts"
KNOWN, ASSUMED = "apotheekhoudende huisarts", "aangenomen dat de huisarts hier geneesmiddelen levert"
WHY = f"{ASSUMED}: de dichtstbijzijnde apotheek ligt hemelsbreed meer dan {short(DISPENSES_BEYOND_M / 1000)} km ver"
NO_COUNTER = "twijfel: geen loket voor iedereen"
GONE, UNSURE = "gesloten: uit het register", "twijfel: uit het register"
PRECISION = {
    "bag_adres": "bag_address",
    "bag_postcode6": "bag_postcode6_centroid",
    "osm_naam": "osm_point",
    "osm_enige_in_pc4": "osm_point",
    "pc4_zwaartepunt": "pc4_centroid",
}
# The register adds the province or municipality to places of which there are two.
_ADDITION = re.compile(r"\s+(GN|DR|FR|OV|GEM\s.*)$")
_COMPANY = re.compile(r"\s+B\.?V\.?$")


def metres(table: pd.DataFrame) -> NDArray[np.float64]:
    """The points of a table with ``lat`` and ``lon``, (n, 2) in metres."""
    points = gpd.points_from_xy(table["lon"].astype(float), table["lat"].astype(float), crs=WGS84).to_crs(CRS)
    return np.column_stack([points.x, points.y])


def farther_than(points: NDArray[np.float64], others: NDArray[np.float64], limit_m: float) -> NDArray[np.bool_]:
    """Which of (n, 2) points have none of (m, 2) others within the limit; all, if there are no others."""
    if not len(others) or not len(points):
        return np.ones(len(points), dtype=bool)
    beyond: NDArray[np.bool_] = cKDTree(others).query(points)[0] > limit_m
    return beyond


def pharmacies(
    register: pd.DataFrame,
    changes: pd.DataFrame,
    former: pd.DataFrame,
    practices: pd.DataFrame,
    addresses: pd.DataFrame,
    gemeenten: GeoDataFrame,
) -> pd.DataFrame:
    """One table, as the other sources of sites have it.

    Parameters
    ----------
    register, changes : DataFrame
        The register of established pharmacists, and the addresses that came and went.
    former : DataFrame
        The earlier list, of which only the GPs who are known to dispense are used.
    practices : DataFrame
        Of GPs.
    addresses : DataFrame
        Of the BAG: ``postcode``, ``huisnummer``, ``lat``, ``lon``.
    gemeenten : GeoDataFrame
        With ``gemeentenaam`` and ``provincie``; pharmacies outside them are left out.

    Returns
    -------
    DataFrame
        Every column as text, with ``_bestand``.
    """
    listed = pd.concat([_registered(register, changes), _gone(changes, addresses)], ignore_index=True)
    listed = _placed(listed, gemeenten)
    listed["id"] = _ids(listed)
    public = metres(listed[listed["status"] == "open"])
    known = former[(former["opmerking"] == KNOWN) | former["naam"].str.startswith(DISPENSES)]
    known = _within(known[farther_than(metres(known), public, SAME_BUILDING_M)], gemeenten)
    known = known.assign(opmerking=KNOWN, naam=_dispensing_names(known))
    far = _within(practices, gemeenten)
    far = far[farther_than(metres(far), public, DISPENSES_BEYOND_M)]
    far = far[farther_than(metres(far), metres(known), SAME_BUILDING_M)].drop_duplicates(["lat", "lon"])
    assumed = far.assign(
        id="apotheekhoudend-" + far["id"],
        soort="apotheek",
        naam=_dispensing_names(far),
        volcontinu="",
        openingstijden="",
        bron=f"aanname van zorgkaart; praktijk uit: {practices['bron'].iloc[0]}" if len(practices) else "",
        opmerking=WHY,
    )
    columns = [*(name for name in former.columns if name in listed.columns), OPENS, CLOSES]
    known, assumed = (table.assign(**{OPENS: "", CLOSES: ""}) for table in (known, assumed))
    return pd.concat([listed[columns], known[columns], assumed[columns]], ignore_index=True).fillna("")


def _registered(register: pd.DataFrame, changes: pd.DataFrame) -> pd.DataFrame:
    table = register[register["lat"] != ""].copy()
    table[OPENS] = _first_seen(table, changes)
    table["precisie"] = table["precisie"].map(PRECISION)
    table["status"] = [NO_COUNTER if no_counter(name) else "open" for name in table["naam"]]
    table["opmerking"] = [no_counter(name) for name in table["naam"]]
    return table.assign(bron="IGJ, Register van gevestigde apothekers", _bestand=REGISTER)


def _first_seen(register: pd.DataFrame, changes: pd.DataFrame) -> list[str]:
    """The day of the first weekly copy that has a pharmacy, if it was new to the register; empty for all others.

    One that came where another went, or that moved, is not new: the address was written otherwise, or its former place
    is not in the register.
    """
    gone = changes[changes["soort"] == "verdwenen"]
    moved = set(gone["vermoedelijk"].str.extract(r"naar (.*)$", expand=False).dropna())
    new = changes[(changes["soort"] == "nieuw") & ~changes["postcode"].isin(gone["postcode"])]
    new = new[~(new["adres"] + ", " + new["postcode"]).isin(moved)]
    first = dict(zip(zip(new["postcode"], new["adres"], strict=True), new["eerst_gezien"], strict=True))
    return [str(first.get(place, "")) for place in zip(register["postcode"], register["adres"], strict=True)]


def no_counter(name: str) -> str:
    """Why a pharmacy of this name is not one that anybody can walk into; empty if it is."""
    known = rules("apotheken_niet_openbaar")
    parts = zip(known["deel"], known["toelichting"], strict=True)
    return next((why for part, why in parts if part in name.casefold()), "")


def _gone(changes: pd.DataFrame, addresses: pd.DataFrame) -> pd.DataFrame:
    """Pharmacies that left the register and did not move, with the point of their address."""
    closed = changes["vermoedelijk"].str.startswith("gesloten")
    unsure = changes["vermoedelijk"].str.startswith("laatste meetweek")
    table = changes[(changes["soort"] == "verdwenen") & (closed | unsure)].copy()
    table["status"] = np.where(closed[table.index], GONE, UNSURE)
    table["huisnummer"] = pd.to_numeric(table["adres"].str.extract(r"\s(\d+)", expand=False)).astype("Int64")
    points = addresses.assign(huisnummer=addresses["huisnummer"].astype("Int64"))
    points = points.drop_duplicates(["postcode", "huisnummer"])[["postcode", "huisnummer", "lat", "lon"]]
    table = table.merge(points, on=["postcode", "huisnummer"])
    table["lat"], table["lon"] = table["lat"].astype(str), table["lon"].astype(str)
    table["opmerking"] = "voor het laatst in het register op " + table["laatst_gezien"]
    last = pd.to_datetime(table["laatst_gezien"])
    table[CLOSES] = (last + pd.Timedelta(days=1)).dt.strftime("%Y-%m-%d")
    table["naam"] = [name if not no_counter(name) else "" for name in table["naam"]]
    table = table[table["naam"] != ""]
    return table.assign(
        precisie="bag_address",
        peildatum=table["laatst_gezien"],
        bron="IGJ, Register van gevestigde apothekers, wekelijkse kopieën",
        _bestand=CHANGES,
    )


def _placed(table: pd.DataFrame, gemeenten: GeoDataFrame) -> pd.DataFrame:
    """Those in these gemeenten, with the names of municipality and province."""
    points = GeoDataFrame(geometry=gpd.points_from_xy(*metres(table).T), crs=CRS, index=table.index)
    joined = points.sjoin_nearest(
        gemeenten[["gemeentenaam", "provincie", "geometry"]], how="inner", max_distance=SAME_BUILDING_M
    )
    joined = joined[~joined.index.duplicated()].sort_index()
    table = table.loc[joined.index]
    return table.assign(
        soort="apotheek",
        naam=[_COMPANY.sub("", name) for name in table["naam"]],
        plaats=[tidy_municipality(_ADDITION.sub("", name), []) for name in table["plaats"]],
        gemeente=joined["gemeentenaam"],
        provincie=joined["provincie"],
        volcontinu="",
        openingstijden="",
    )


def _ids(table: pd.DataFrame) -> list[str]:
    """Made of postcode and house number, so that they stay the same when others come and go."""
    number = table["adres"].str.extract(r"(\d+)", expand=False).fillna("0")
    base = "apotheek-" + table["postcode"].str.lower() + "-" + number
    again = base.groupby(base).cumcount()
    return [name if not count else f"{name}-{count + 1}" for name, count in zip(base, again, strict=True)]


def _dispensing_names(table: pd.DataFrame) -> list[str]:
    rows = table[["adres", "plaats"]].itertuples(index=False)
    return [", ".join([DISPENSES, *(part for part in row if part)]) for row in rows]


def _within(table: pd.DataFrame, gemeenten: GeoDataFrame) -> pd.DataFrame:
    points = gpd.GeoSeries(gpd.points_from_xy(*metres(table).T), crs=CRS, index=table.index)
    inside: pd.DataFrame = table[points.intersects(gemeenten.union_all())]
    return inside
