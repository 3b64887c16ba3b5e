"""Results to write in tests: made up, but in the real columns, on a small grid or on the real buurten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from support.paths import ROOT
from support.surface_samples import hills
from zorgkaart.access.isochrones import Isochrones
from zorgkaart.outputs.meaning.columns import GENERAL, data_dictionary
from zorgkaart.outputs.meaning.frames import Layer
from zorgkaart.outputs.meaning.layers import isochrone_table
from zorgkaart.outputs.styles.qgis_styles import (
    Classes,
    NameLabels,
    Nested,
    SiteKind,
    Style,
    Verdict,
    area_style,
    nested_style,
    site_style,
)

KINDS = {"seh": "Spoedeisende hulp (SEH)", "huisarts": "Huisarts", "apotheek": "Apotheek"}
COLUMNS = data_dictionary(KINDS, norms={"seh": replace(GENERAL, label=KINDS["seh"])})
HOSTILE = "=cmd|'/C calc'!A0 <img src=x onerror=alert(1)> \"; DROP TABLE buurten; --"

TRAVEL = Classes(
    column="seh_min",
    title="Reistijd met de auto naar de dichtstbijzijnde SEH",
    upper=(10.0, 15.0, 20.0, 30.0, 45.0),
    colours=("#ffffcc", "#c7e9b4", "#7fcdbb", "#41b6c4", "#2c7fb8", "#253494"),
    labels=("tot 10 minuten", "10 tot 15", "15 tot 20", "20 tot 30", "30 tot 45", "meer dan 45 minuten"),
)
GP = Classes(
    column="huisarts_min",
    title="Reistijd met de auto naar de dichtstbijzijnde huisarts",
    upper=(2.0, 4.0, 6.0, 8.0),
    colours=("#ffffcc", "#c2e699", "#78c679", "#31a354", "#006837"),
    labels=("tot 2 minuten", "2 tot 4", "4 tot 6", "6 tot 8", "meer dan 8 minuten"),
)
DIFFERENCE = Classes(
    column="seh_min_verschil",
    title="Extra reistijd naar de SEH na de wijziging",
    upper=(0.5, 2.0, 5.0, 10.0, 20.0),
    colours=("#f7f7f7", "#fee5d9", "#fcae91", "#fb6a4a", "#de2d26", "#a50f15"),
    labels=("geen verschil", "tot 2 minuten", "2 tot 5", "5 tot 10", "10 tot 20", "meer dan 20 minuten"),
)
VERDICT = Verdict(
    column="seh_oordeel",
    title="Norm: binnen 45 minuten op de SEH",
    labels={"buiten": "buiten de norm", "deels buiten": "deels buiten de norm"},
)
SITES = (
    SiteKind("seh", "Spoedeisende hulp (SEH)", "#14213d", "square", 5.0, "+"),
    SiteKind("huisarts", "Huisarts", "#7a3e00", "circle", 3.6, "H"),
    SiteKind("apotheek", "Apotheek", "#1b7f3b", "cross_fill", 3.6),
)


def grid(rows: int = 5, columns: int = 6, *, cell_m: float = 2000.0) -> gpd.GeoDataFrame:
    """Square buurten in the province of Groningen, the last without published inhabitants."""
    n = rows * columns
    x0 = 230_000.0 + cell_m * (np.arange(n) % columns)
    y0 = 570_000.0 + cell_m * (np.arange(n) // columns)
    frame = gpd.GeoDataFrame(
        {
            "buurtcode": [f"BU0014{i:04d}" for i in range(n)],
            "buurtnaam": [f"'t Zandt {i}" for i in range(n)],
            "wijkcode": [f"WK0014{i % 3:02d}" for i in range(n)],
            "wijknaam": [f"Wijk {i % 3}" for i in range(n)],
            "gemeentecode": "GM0014",
            "gemeentenaam": "Groningen",
            "provincie": "Groningen",
            "inwoners": np.where(np.arange(n) == n - 1, np.nan, 5.0 * np.arange(n)),
        },
        geometry=shapely.box(x0, y0, x0 + cell_m, y0 + cell_m),
        crs="EPSG:28992",
    )
    return frame


def real_buurten() -> gpd.GeoDataFrame:
    """The 635 buurten of the province; skips the test where their file is not there."""
    path = ROOT / "data" / "boundaries" / "buurten.parquet"
    if not path.is_file():
        pytest.skip("data/boundaries/buurten.parquet is not there; make it with 'make data'")
    frame = gpd.read_parquet(path)
    return frame[frame["provincie"] == "Groningen"].reset_index(drop=True)


def results(areas: gpd.GeoDataFrame, *, site: tuple[float, float] = (233_700.0, 582_000.0)) -> gpd.GeoDataFrame:
    """Fill the result columns with times that grow with the distance from `site`."""
    frame = areas.copy()
    distance = frame.geometry.distance(shapely.Point(site)) / 1000.0
    unknown = frame["inwoners"].isna().to_numpy()
    share = np.clip((distance * 1.2 - 34.0) / 6.0, 0.0, 1.0).to_numpy()
    frame["seh_min"] = distance * 1.1 + 2.0
    frame["seh_km"] = distance * 1.3
    frame["seh_id"] = np.where(distance < 20, "seh-umcg", "seh-ommelander").astype(object)
    frame.loc[frame.index[-1], "seh_id"] = None
    frame["seh_norm_min"] = distance * 1.2 + 8.0
    frame["seh_inwoners_buiten_norm"] = np.where(unknown, np.nan, frame["inwoners"] * share)
    frame["seh_aandeel_buiten_norm"] = np.where(unknown, np.nan, share)
    verdict = np.where(share >= 1, "buiten", np.where(share > 0, "deels buiten", "binnen"))
    frame["seh_oordeel"] = np.where(unknown, "onbekend", verdict).astype(object)
    frame["huisarts_min"] = np.where(unknown, np.nan, 0.5 + (np.arange(len(frame)) * 7 % 100) / 10.0)
    frame["huisarts_id"] = pd.Series([None] * len(frame), dtype=object)
    frame["snap_m_p90"] = 12.5
    frame["netwerkrand"] = distance > distance.median()
    frame["onbereikbaar_reden"] = np.where(np.arange(len(frame)) == 1, HOSTILE, None)
    return frame


def difference(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Made-up differences of a closure, in the columns of the layer ``verschil``."""
    frame = areas[["buurtcode", "buurtnaam", "gemeentenaam", "inwoners", "geometry"]].copy()
    near = frame.geometry.distance(shapely.Point(260_000.0, 577_000.0)) / 1000.0
    frame["seh_min_verschil"] = np.clip(24.0 - near, 0.0, None)
    frame["seh_oordeel_voor"] = "binnen"
    frame["seh_oordeel_na"] = np.where(near < 8, "buiten", np.where(near < 12, "deels buiten", "binnen"))
    return frame


def sites() -> gpd.GeoDataFrame:
    """A handful of sites, of which some do not count and one has a hostile name."""
    table = pd.DataFrame(
        [
            ("seh-umcg", "seh", "UMCG", "open", 233_700.0, 582_000.0),
            ("seh-ommelander", "seh", "Ommelander", "open", 260_000.0, 577_000.0),
            ("seh-delfzijl", "seh", "Delfzicht", "gesloten", 257_500.0, 593_500.0),
            ("huisarts-1", "huisarts", HOSTILE, "open", 240_000.0, 590_000.0),
            ("huisarts-2", "huisarts", None, "twijfel", 245_000.0, 570_000.0),
            ("apotheek-1", "apotheek", "'t Hoekje", None, 250_000.0, 585_000.0),
            ("anders-1", "tandarts", "Kies & Co", "open", 236_000.0, 575_000.0),
        ],
        columns=["id", "soort", "naam", "status", "x", "y"],
    )
    points = gpd.GeoSeries(gpd.points_from_xy(table["x"], table["y"]), crs="EPSG:28992")
    lonlat = points.to_crs("EPSG:4326")
    table = table.drop(columns=["x", "y"]).assign(lat=lonlat.y, lon=lonlat.x, volcontinu="ja", openingstijden="24/7")
    return gpd.GeoDataFrame(table, geometry=points, crs="EPSG:28992")


def dissolved(areas: gpd.GeoDataFrame, level: str) -> gpd.GeoDataFrame:
    """Wijken or gemeenten, with the mean of the numbers of their buurten."""
    code, name = f"{level}code", f"{level}naam"
    first = {name: "first", "provincie": "first", "inwoners": "sum", "seh_min": "mean", "seh_oordeel": "first"}
    return areas[[code, *first, "geometry"]].dissolve(code, aggfunc=first).reset_index()


RINGS = [
    Nested(f"binnen {minutes} minuten", {"soort": "seh", "maat": "auto", "minuten": minutes}, colour)
    for minutes, colour in ((15, "#f6f5dc"), (30, "#88c4d0"), (45, "#2f78b0"))
]


def isochrones() -> gpd.GeoDataFrame:
    """What lies within 15, 30 and 45 minutes of a made-up place."""
    found = Isochrones.of(hills(), (15, 30, 45), gaps_m=0, smooth_m=150, smallest_ha=25)
    return isochrone_table([found])


def layers(areas: gpd.GeoDataFrame) -> dict[str, gpd.GeoDataFrame]:
    """Every layer of a GeoPackage of a run with a scenario."""
    frame = results(areas)
    return {
        "gemeenten": dissolved(frame, "gemeente"),
        "wijken": dissolved(frame, "wijk"),
        "buurten": frame,
        "verschil": difference(areas),
        "isochronen": isochrones(),
        "voorzieningen": sites(),
    }


def styles() -> dict[str, list[Style]]:
    """Styles for :func:`layers`, the default of each layer first."""
    after = Verdict("seh_oordeel_na", "Norm na de wijziging", VERDICT.labels)
    return {
        "gemeenten": [
            area_style("SEH", TRAVEL, verdict=VERDICT, names=NameLabels("gemeentenaam", bold=True), border_mm=0.4)
        ],
        "wijken": [area_style("SEH", TRAVEL, verdict=VERDICT, names=NameLabels("wijknaam", 150_000), border_mm=0.2)],
        "buurten": [
            area_style("SEH", TRAVEL, verdict=VERDICT, names=NameLabels("buurtnaam", 60_000)),
            area_style("Huisarts", GP, names=NameLabels("buurtnaam", 60_000)),
        ],
        "verschil": [area_style("Verschil SEH", DIFFERENCE, verdict=after)],
        "isochronen": [nested_style("SEH: met de auto", RINGS)],
        "voorzieningen": [
            site_style("Alle soorten", SITES, names=NameLabels("naam", 60_000)),
            site_style("SEH", SITES[:1], others=False, names=NameLabels("naam")),
        ],
    }


DESCRIPTIONS = {
    "gemeenten": "Gemeenten met hun bereikbaarheid.",
    "wijken": "Wijken met hun bereikbaarheid.",
    "buurten": "Buurten met hun bereikbaarheid.",
    "verschil": "Wat er verandert als een locatie sluit.",
    "isochronen": "Wat binnen een aantal minuten ligt.",
    "voorzieningen": "Locaties van zorg.",
}


def as_layers(frames: Mapping[str, gpd.GeoDataFrame], used: Mapping[str, Sequence[Style]] | None = None) -> list[Layer]:
    """Frames as layers, with their descriptions and styles."""
    used = styles() if used is None else used
    return [Layer(name, frame, DESCRIPTIONS.get(name, ""), tuple(used.get(name, ()))) for name, frame in frames.items()]


PROVENANCE = {
    "project": {"naam": "proef", "titel": HOSTILE},
    "invoer": [{"bestand": "seh.csv", "sha256": "0" * 64}, {"bestand": "wegen.npz", "sha256": "1" * 64}],
    "versie": "0.1.0",
}
