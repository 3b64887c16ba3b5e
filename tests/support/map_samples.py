"""Areas, sites and views to draw maps of: a small made-up grid, and the real province with made-up minutes."""

from __future__ import annotations

import datetime
from typing import Any

import folium
import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from geopandas import GeoDataFrame

from support.pages import Page
from support.paths import DATA
from zorgkaart.outputs.meaning.classes import view_classes
from zorgkaart.outputs.meaning.outcomes import Outcome
from zorgkaart.outputs.meaning.views import Chain, PopupRow, Remark, View
from zorgkaart.outputs.web.area_levels import AreaLevel
from zorgkaart.outputs.web.folium_map import build_map
from zorgkaart.project.sections import MapSection

HOSTILE = """<img src=x onerror="window.hacked=1"></script><script>window.hacked=2</script>{{7*7}}{%x%}'"&\u2028"""
LABELS = {"seh": "Spoedeisende hulp", "ambulancepost": "Ambulancepost", "huisarts": "Huisarts", "tandarts": "Tandarts"}
NORM, CAR = (20.0, 25.0, 30.0, 35.0, 40.0, 45.0, 50.0), (5.0, 10.0, 15.0, 20.0, 30.0, 45.0)
DIFFERENCE = (-5.0, -0.5, 0.5, 5.0, 10.0, 20.0)
REMARKS = (Remark("netwerkrand", "Aan de rand van het wegennet."), Remark("onbereikbaar_reden", "Geen route:"))
WORDS = {"title": "Bereikbaarheid", "subtitle": "Proef", "notes": ["Een toelichting."], "sources": ["CBS, 2024"]}


def norm_view(suffix: str = "", **changes: Any) -> View:
    values: dict[str, Any] = {
        "key": f"seh_norm{suffix}",
        "label": "Hele keten tot de SEH (norm 45 minuten)",
        "group": "Norm",
        "column": f"seh_norm_min{suffix}",
        "classes": NORM,
        "limit": 45.0,
        "verdict": f"seh_oordeel{suffix}",
        "outside": f"seh_inwoners_buiten_norm{suffix}",
        "kinds": ("seh", "ambulancepost"),
        "explanation": "Van melding tot aankomst.",
    }
    return View(**(values | changes))


def car_view(kind: str, **changes: Any) -> View:
    values: dict[str, Any] = {
        "key": kind,
        "label": LABELS[kind],
        "group": "Reistijd met de auto",
        "column": f"{kind}_min",
        "classes": CAR,
        "kinds": (kind,),
    }
    return View(**(values | changes))


def chain(suffix: str = "") -> Chain:
    parts: tuple[tuple[str, str | float], ...] = (
        ("Melding en uitruk", 3.0),
        ("Rit naar de patiënt", f"seh_aanrij_min{suffix}"),
        ("Hulp ter plaatse", 5.0),
        ("Rit naar het ziekenhuis", f"seh_vervoer_min{suffix}"),
    )
    names = (f"seh_{name}{suffix}" for name in ("norm_min", "oordeel", "inwoners_buiten_norm", "aandeel_buiten_norm"))
    total, verdict, outside, share = names
    return Chain("SEH binnen 45 minuten", parts, total, 45.0, verdict, outside, share)


def popup_row(kind: str, suffix: str = "", before: PopupRow | None = None) -> PopupRow:
    columns = (f"{kind}_{name}{suffix}" for name in ("min", "km", "id"))
    return PopupRow(kind, LABELS[kind], *columns, chain(suffix) if kind == "seh" else None, before)


RUN_VIEWS = (norm_view(), car_view("seh"), car_view("huisarts"))
RUN_POPUP = (popup_row("seh"), popup_row("huisarts"))
SCENARIO_VIEWS = (
    norm_view("_na", moment="na", theme="seh_norm"),
    norm_view("_voor", moment="voor", theme="seh_norm"),
    norm_view(
        "_verschil",
        moment="verschil",
        theme="seh_norm",
        classes=DIFFERENCE,
        limit=None,
        diverging=True,
        verdict="seh_oordeel_na",
        outside=None,
        flag="buiten de norm na de wijziging",
        kinds=("seh",),
    ),
    car_view("huisarts"),
)
SCENARIO_POPUP = (popup_row("seh", "_na", popup_row("seh", "_voor")), popup_row("huisarts"))


def site(kind: str, name: str, x: float, y: float, **changes: Any) -> dict[str, Any]:
    row = {
        "id": f"{kind}-{name}",
        "soort": kind,
        "naam": name,
        "adres": "Dorpsstraat 1",
        "plaats": "Dorp",
        "land": "NL",
        "precisie": "adres",
        "volcontinu": "ja",
        "openingstijden": "24/7",
        "status": "open",
        "status_toelichting": "",
        "bron": "proef",
        "peildatum": "2024",
        "telt": True,
        "sites_status": "",
        "geometry": shapely.Point(x, y),
    }
    return row | changes


def add_minutes(areas: GeoDataFrame, sites: GeoDataFrame, suffix: str = "") -> None:
    """Give the areas minutes and verdicts from straight lines to the sites that count."""
    points = areas.geometry.representative_point()
    minutes = {}
    for kind in ("seh", "ambulancepost", "huisarts"):
        counted = sites[(sites["soort"] == kind) & sites["telt"]]
        metres = shapely.distance(points.to_numpy()[:, None], counted.geometry.to_numpy()[None, :])
        minutes[kind] = 2 + metres.min(axis=1) / 700
        areas[f"{kind}_min{suffix}"] = minutes[kind]
        areas[f"{kind}_km{suffix}"] = metres.min(axis=1) / 1000
        areas[f"{kind}_id{suffix}"] = counted["id"].to_numpy()[metres.argmin(axis=1)]
    areas[f"seh_aanrij_min{suffix}"], areas[f"seh_vervoer_min{suffix}"] = minutes["ambulancepost"], minutes["seh"]
    total = 8 + minutes["ambulancepost"] + minutes["seh"]
    share = np.clip((total - 43) / 4, 0, 1)
    known = areas["inwoners"].notna()
    areas[f"seh_norm_min{suffix}"] = total
    areas[f"seh_aandeel_buiten_norm{suffix}"] = share
    areas[f"seh_inwoners_buiten_norm{suffix}"] = areas["inwoners"] * share
    verdict = np.select([~known, share == 0, share == 1], ["onbekend", "binnen", "buiten"], "deels buiten")
    areas[f"seh_oordeel{suffix}"] = verdict


def grid(size: int = 3, *, side: float = 8000.0) -> GeoDataFrame:
    """Squares with made-up numbers: `size` x `size` buurten in two gemeenten, one without inhabitants published."""
    corners = [(220000 + i * side, 570000 + j * side) for j in range(size) for i in range(size)]
    frame = GeoDataFrame(
        {
            "buurtcode": [f"BU{n:08d}" for n in range(len(corners))],
            "buurtnaam": [f"Buurt {n}" for n in range(len(corners))],
            "wijknaam": [f"Wijk {n // size}" for n in range(len(corners))],
            "gemeentecode": [f"GM{n // size % 2:04d}" for n in range(len(corners))],
            "gemeentenaam": [f"Gemeente {n // size % 2}" for n in range(len(corners))],
            "inwoners": [float("nan"), *(1000.0 + 235 * n for n in range(1, len(corners)))],
        },
        geometry=[shapely.box(x, y, x + side, y + side) for x, y in corners],
        crs="EPSG:28992",
    )
    frame["netwerkrand"] = frame.index == 2
    frame["onbereikbaar_reden"] = [None, "eiland zonder brug", *[None] * (len(corners) - 2)]
    return frame


def grid_sites() -> GeoDataFrame:
    rows = [
        site("seh", "Ziekenhuis West", 221000, 571000),
        site("seh", "Ziekenhuis Oost", 243000, 593000, volcontinu="nee", openingstijden="Mo-Fr 08:00-17:00; PH off"),
        site(
            "seh",
            "Oud ziekenhuis",
            230000,
            580000,
            telt=False,
            status="gesloten",
            status_toelichting="dicht sinds 2018",
        ),
        site("ambulancepost", "Post Midden", 232000, 582000),
        site("huisarts", "Praktijk Noord", 225000, 590000, precisie="postcode4"),
    ]
    return GeoDataFrame(rows, crs="EPSG:28992")


def gemeenten() -> GeoDataFrame:
    """The two of the grid, and a neighbour."""
    names = {"GM0000": "Gemeente 0", "GM0001": "Gemeente 1", "GM0002": "Buurgemeente"}
    boxes = [shapely.box(x, 570000, x + 24000, 594000) for x in (220000, 220000, 244000)]
    return GeoDataFrame(
        {"gemeentecode": list(names), "gemeentenaam": list(names.values())}, geometry=boxes, crs="EPSG:28992"
    )


def places() -> pd.DataFrame:
    rows = [("Dorp", 224000, 574000, 900), ("Stâd", 232000, 582000, 12000), ("'t Zandt", 240000, 590000, 80)]
    names = ["Gemeente 0", "Gemeente 1", "Gemeente 0"]
    return pd.DataFrame(rows, columns=["plaats", "x", "y", "adressen"]).assign(gemeente=names)


def sample(**changes: Any) -> dict[str, Any]:
    """Arguments of build_map for the grid."""
    areas, sites = grid(), grid_sites()
    add_minutes(areas, sites)
    values: dict[str, Any] = {
        "areas": areas,
        "gemeenten": gemeenten(),
        "plaatsen": places(),
        "sites": sites,
        "views": RUN_VIEWS,
        "labels": LABELS,
        "popup": RUN_POPUP,
        "settings": MapSection(),
        "date": datetime.date(2026, 11, 22),
        "remarks": REMARKS,
        **WORDS,
    }
    return values | changes


def gemeenten_of(areas: GeoDataFrame) -> AreaLevel:
    """The gemeenten of the grid, with sums and means of its buurten."""
    people = areas["inwoners"].fillna(0.0)
    rows = []
    for code, part in areas.groupby("gemeentecode"):
        weight = people[part.index]
        minutes = {name: (part[name] * weight).sum() / weight.sum() for name in areas if "_min" in name}
        outside = {name: part[name].sum() for name in areas if "_inwoners_buiten_norm" in name}
        shares = {name.replace("inwoners", "aandeel"): value / weight.sum() for name, value in outside.items()}
        verdicts = {
            name: "deels buiten" if outside[name.replace("oordeel", "inwoners_buiten_norm")] > 0 else "binnen"
            for name in areas
            if "_oordeel" in name
        }
        name, shape = part["gemeentenaam"].iat[0], part.union_all()
        row = {"gemeentecode": code, "gemeentenaam": name, "inwoners": weight.sum(), "geometry": shape}
        rows.append(row | minutes | outside | shares | verdicts)
    return AreaLevel("gemeentecode", "gemeentenaam", GeoDataFrame(rows, crs=areas.crs))


def outcome(suffix: str = "", before: Outcome | None = None) -> Outcome:
    names = (f"seh_{name}{suffix}" for name in ("norm_min", "oordeel", "inwoners_buiten_norm", "aandeel_buiten_norm"))
    return Outcome("SEH", 45.0, *names, before=before)


def levelled(arguments: dict[str, Any], *outcomes: Outcome) -> dict[str, Any]:
    """Arguments of build_map with the gemeenten as a level."""
    return arguments | {"levels": [gemeenten_of(arguments["areas"])], "outcomes": outcomes}


def draw(**changes: Any) -> folium.Map:
    arguments = sample(**changes)
    return build_map(arguments.pop("areas"), **arguments)


def scenario() -> dict[str, Any]:
    """The grid, in which the western hospital closes and one opens in the north."""
    areas, sites = grid(), grid_sites()
    add_minutes(areas, sites)
    add_minutes(areas, sites, "_voor")
    new = site("seh", "Nieuw ziekenhuis", 225000, 592000, sites_status="nieuw in dit scenario")
    sites = GeoDataFrame(pd.concat([sites, GeoDataFrame([new], crs=sites.crs)], ignore_index=True))
    closed = sites["naam"] == "Ziekenhuis West"
    sites.loc[closed, ["telt", "sites_status"]] = [False, "gesloten in dit scenario"]
    add_minutes(areas, sites, "_na")
    areas["seh_norm_min_verschil"] = areas["seh_norm_min_na"] - areas["seh_norm_min_voor"]
    return sample(areas=areas, sites=sites, views=SCENARIO_VIEWS, popup=SCENARIO_POPUP)


def province() -> dict[str, Any]:
    """The real province of Groningen with made-up minutes, and 14 layers."""
    folder = DATA / "boundaries"
    if not (folder / "buurten.parquet").exists():
        pytest.skip("the project's own tables are not here")
    areas = gpd.read_parquet(folder / "buurten.parquet").query("provincie == 'Groningen'").reset_index(drop=True)
    tables = [pd.read_csv(DATA / "facilities" / f"{kind}.csv", dtype=str) for kind in list(LABELS)[:3]]
    table = pd.concat(tables, ignore_index=True).fillna("")
    points = gpd.points_from_xy(table["lon"].astype(float), table["lat"].astype(float), crs="EPSG:4326")
    sites = GeoDataFrame(table, geometry=points.to_crs("EPSG:28992"))
    sites["telt"] = (sites["status"] == "open") & (sites["volcontinu"].eq("ja") | sites["soort"].eq("huisarts"))
    add_minutes(areas, sites)
    areas.loc[7, ["seh_min", "huisarts_min", "seh_norm_min"]] = np.nan
    more = [car_view("huisarts", key=f"laag_{n}", column=f"laag_{n}") for n in range(11)]
    for n in range(11):
        areas[f"laag_{n}"] = areas["huisarts_min"] * (1 + n / 10)
    return sample(
        areas=areas,
        gemeenten=gpd.read_parquet(folder / "gemeenten.parquet"),
        plaatsen=pd.read_csv(folder / "plaatsen.csv"),
        sites=sites,
        views=(*RUN_VIEWS, *more),
    )


def page(**changes: Any) -> Page:
    return Page(draw(**changes).get_root().render())


def words(view: View) -> list[str]:
    return [item.label.replace("\N{EN DASH}", "-") for item in view_classes(view)]
