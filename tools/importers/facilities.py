"""Sites of care: one table per kind in one schema, with uniform names, statuses and remarks."""

from __future__ import annotations

import logging
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
from geopandas import GeoDataFrame

from tools.importers import openings, pharmacies, residents, wadden
from tools.importers.names import provinces, tidy_municipality, translate
from tools.importers.sources import Record, lookup, rules, source_file
from zorgkaart.errors import InputError
from zorgkaart.inputs.duplicates import plain_name
from zorgkaart.inputs.opening_hours import readable_hours
from zorgkaart.inputs.own_tables import write_csv
from zorgkaart.inputs.schema import FACILITY_COLUMNS
from zorgkaart.inputs.spatial import assign_areas
from zorgkaart.project.defaults import CRS, WGS84

log = logging.getLogger(__name__)

SOURCES = {
    "seh": ("facilities/seh.csv", "facilities/ziekenhuizen_duitsland.csv"),
    "acute_verloskunde": ("facilities/acute_verloskunde.csv",),
    "huisarts": ("facilities/huisartsen.csv",),
    "huisartsenpost": ("facilities/huisartsenposten.csv",),
    "apotheek": (pharmacies.REGISTER, pharmacies.CHANGES, pharmacies.FORMER_LIST, pharmacies.PRACTICES),
    "elv": ("facilities/elv.csv",),
    "grz": ("facilities/grz.csv",),
    "ambulancepost": ("facilities/ambulanceposten.csv", wadden.STATIONS),
    "verpleeghuis": ("facilities/verpleeghuizen.csv",),
    "ggz_crisis": ("facilities/ggz_crisis.csv",),
}
# Kinds with sites that are gone, and the file of the sites at whose places these were.
FORMER = {"acute_verloskunde": "facilities/seh.csv"}
COUNTRY = "grenzen_nl/gemeenten_provincies_2026.parquet"
ADDRESSES = tuple(residents.SOURCES.values())
# A German hospital is a place that may have an emergency department.
KIND_OF = {"ziekenhuis_de": "seh"}


def build(source: Path, target: Path) -> list[Record]:
    """Write ``facilities/{soort}.csv`` under `target`.

    Every row of the sources comes out, and sites that are gone; but for pharmacies, which are put together from several
    lists.
    """
    gemeenten = gpd.read_parquet(target / "boundaries" / "gemeenten.parquet")
    records = []
    for kind, names in SOURCES.items():
        read = [_read(source, name) if name != wadden.STATIONS else _islands(source) for name in names]
        raw = pd.concat(read, ignore_index=True) if kind != "apotheek" else _pharmacies(source, read, gemeenten)
        former = openings.former_sites(kind, _read(source, FORMER[kind])) if kind in FORMER else raw[:0]
        raw = pd.concat([raw, former], ignore_index=True)
        table, notes = _tidied(raw, kind, gemeenten)
        if len(table) != len(raw) or (table["soort"] != kind).any():
            raise InputError(f"{', '.join(names)}: holds another kind than {kind}. Correct column soort.")
        file = f"facilities/{kind}.csv"
        write_csv(table, target / file)
        rows_in = sum(map(len, [*read, former]))
        log.info(
            "%s: %d rows in, %d rows out%s",
            *(file, rows_in, len(table), "".join(f"; {key}: {value}" for key, value in notes.items() if value)),
        )
        used = [*names, *([COUNTRY, *ADDRESSES] if kind == "apotheek" else []), *filter(None, [FORMER.get(kind)])]
        records.append(Record(file, used, rows_in, len(table), {k: v for k, v in notes.items() if v}))
    return records


def _read(source: Path, name: str) -> pd.DataFrame:
    table = pd.read_csv(source_file(source, name), dtype=str, keep_default_na=False, encoding="utf-8")
    for column in table.columns:
        table[column] = table[column].str.strip()
    return table.assign(_bestand=name)


def _islands(source: Path) -> pd.DataFrame:
    """The ambulance stations of the islands that the list of the north lacks."""
    return wadden.stations(source).assign(_bestand=wadden.STATIONS)


def _pharmacies(source: Path, read: list[pd.DataFrame], north: GeoDataFrame) -> pd.DataFrame:
    """Pharmacies in the north and up to :data:`~tools.importers.pharmacies.NEAR_M` from it."""
    areas = gpd.read_parquet(source_file(source, COUNTRY)).to_crs(CRS).rename(columns={"naam": "gemeentenaam"})
    inner = areas[areas["soort"] == "gemeente"]
    inner = inner[inner.intersects(north.to_crs(CRS).union_all().buffer(pharmacies.NEAR_M))]
    provincies = areas.loc[areas["soort"] == "provincie", ["code", "geometry"]].rename(columns={"code": "provincie"})
    middle = inner.set_geometry(inner.representative_point()).sjoin_nearest(provincies)
    gemeenten = inner.assign(provincie=middle.loc[~middle.index.duplicated(), "provincie"])
    addresses = pd.concat([pd.read_parquet(source_file(source, name)) for name in ADDRESSES], ignore_index=True)
    register, changes, former, practices = read
    return pharmacies.pharmacies(register, changes, former, practices, addresses, gemeenten)


def _tidied(raw: pd.DataFrame, kind: str, gemeenten: GeoDataFrame) -> tuple[pd.DataFrame, dict[str, int]]:
    table = raw.copy()
    table["soort"] = table["soort"].replace(KIND_OF)
    _set_status(table)
    _set_precision(table)
    _set_hours(table)
    _translate(table)
    _correct(table)
    openings.set_days(table)
    _set_continuous(table)
    notes = _set_region(table, gemeenten)
    notes["zonder naam in de bron"] = _name_the_nameless(table)
    notes["namen genummerd"] = _number_equal_names(table) if kind == "huisarts" else 0
    notes["tellen niet mee"] = int((table["status"] != "open").sum())
    return table[list(FACILITY_COLUMNS)].sort_values("id", ignore_index=True), notes


def _set_status(table: pd.DataFrame) -> None:
    given = table["status"].copy()
    for column in ("status", "status_toelichting"):
        table[column] = _by_rule(given, table["_bestand"], lookup("status", "bron", column))


def _set_precision(table: pd.DataFrame) -> None:
    """Map the precision onto the schema's own words; what the source says beyond that goes to the remark."""
    given = table["precisie"].copy()
    table["precisie"] = _by_rule(given, table["_bestand"], lookup("precisie", "bron", "precisie"))
    table["_ligging"] = _by_rule(given, table["_bestand"], lookup("precisie", "bron", "opmerking"))


def _by_rule(values: pd.Series[str], files: pd.Series[str], rule: dict[str, str]) -> list[str]:
    return [translate(value, rule, str(values.name), file) for value, file in zip(values, files, strict=True)]


def _set_hours(table: pd.DataFrame) -> None:
    """Keep hours in OSM syntax; anything else is prose and goes to the remark."""
    prose = ~table["openingstijden"].map(readable_hours) & (table["openingstijden"] != "")
    table["_uren"] = table["openingstijden"].where(prose, "")
    table.loc[prose, "openingstijden"] = ""


def _translate(table: pd.DataFrame) -> None:
    known = rules("vertalingen")
    for column, rows in known.groupby("kolom"):
        table[column] = table[column].replace(dict(zip(rows["bron"], rows["nederlands"], strict=True)))
    table["opmerking"] = [
        "; ".join(part for part in parts if part)
        for parts in zip(table["opmerking"], table["_uren"], table["_ligging"], strict=True)
    ]


def _correct(table: pd.DataFrame) -> None:
    """Apply the project's own additions, each of which names its reason."""
    additions = rules("aanvullingen")
    for site, column, value in zip(additions["id"], additions["kolom"], additions["waarde"], strict=True):
        here = table["id"] == site
        if column == "opmerking":
            old = table.loc[here, column]
            table.loc[here, column] = [f"{text}; {value}" if text else value for text in old]
        else:
            table.loc[here, column] = value


def _set_continuous(table: pd.DataFrame) -> None:
    """``ja`` and 24/7 hours go together; what the source does not say is unknown."""
    table.loc[table["volcontinu"] == "", "volcontinu"] = "onbekend"
    table.loc[table["openingstijden"] == "24/7", "volcontinu"] = "ja"
    table.loc[(table["volcontinu"] == "ja") & (table["openingstijden"] == ""), "openingstijden"] = "24/7"


def _set_region(table: pd.DataFrame, gemeenten: GeoDataFrame) -> dict[str, int]:
    """Uniform names; an empty municipality is that of the point, where CBS's borders cover it."""
    names, lands = provinces()
    table["provincie"] = _by_rule(table["provincie"], table["_bestand"], names)
    table["land"] = table["provincie"].map(lands)
    points = gpd.GeoSeries(gpd.points_from_xy(table["lon"].astype(float), table["lat"].astype(float)), crs=WGS84)
    metres = points.to_crs(CRS)
    area = assign_areas(metres.x.to_numpy(), metres.y.to_numpy(), gemeenten, nearest_within_m=0).area
    official = gemeenten["gemeentenaam"].tolist()
    here = pd.Series(np.where(area >= 0, np.array(official, dtype=object)[area], ""), index=table.index)
    given = table["gemeente"].map(lambda name: tidy_municipality(name, official))
    differs = (given != "") & (here != "") & (given != here)
    for row in table[differs].index:
        log.warning("%s: lies in %s and not in %s, which is kept", table.at[row, "id"], here[row], given[row])
    notes = {
        "gemeente anders gespeld": int(((given != table["gemeente"]) & (given != "")).sum()),
        "gemeente bepaald uit de ligging": int(((given == "") & (here != "")).sum()),
        "gemeente spreekt ligging tegen": int(differs.sum()),
        "gemeente onbekend": int(((given == "") & (here == "")).sum()),
    }
    table["gemeente"] = given.where(given != "", here)
    return notes


def _name_the_nameless(table: pd.DataFrame) -> int:
    """Call a site without a name after its kind and what is known of its address."""
    nameless = table["naam"] == ""
    names = []
    for site, kind, *address in table.loc[nameless, ["id", "soort", "adres", "plaats"]].to_numpy():
        known = ", ".join(part for part in address if part)
        names.append(f"{kind.capitalize()} zonder naam{f', {known}' if known else f' ({site})'}")
    table.loc[nameless, "naam"] = names
    return len(names)


def _number_equal_names(table: pd.DataFrame) -> int:
    """Tell the practices of one building apart; their own names were left out, so they look like duplicates."""
    name = table["naam"].map(plain_name)
    shared = name.duplicated(keep=False)
    ordered = table[shared].sort_values("id")
    rank = ordered.groupby(name).cumcount() + 1
    size = ordered.groupby(name)["id"].transform("size")
    table.loc[ordered.index, "naam"] = [
        f"{name} (praktijk {i} van {n})" for name, i, n in zip(ordered["naam"], rank, size, strict=True)
    ]
    return int(shared.sum())
