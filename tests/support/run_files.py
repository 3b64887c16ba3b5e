"""The files that a run and a scenario of the small project write."""

from __future__ import annotations

from dataclasses import replace

from zorgkaart.analyses.dictionary import room_texts
from zorgkaart.outputs.meaning.columns import GENERAL, data_dictionary

RASTERS = ("rasters", "rasters/klassen")
RUN_FILES = {
    "kaart.html",
    "kwaliteit.html",
    "zorgkaart.gpkg",
    "zorgkaart.xlsx",
    "provenance.json",
    *(f"geoparquet/{name}.parquet" for name in ("buurten", "wijken", "gemeenten", "isochronen", "voorzieningen")),
    *(
        f"tabellen/{name}.csv"
        for name in (
            "buurten",
            "wijken",
            "gemeenten",
            "buiten_de_norm",
            "voorzieningen",
            "vergelijking",
            "kwaliteit",
            "kwaliteit_per_soort",
            "enkele_wegen",
            "onzekere_locaties",
            "ouderdom",
            "grens",
            "grens_locaties",
            "grens_buurten",
        )
    ),
    *(
        f"{folder}/{kind}_min.tif"
        for folder in RASTERS
        for kind in ("seh", "acute_verloskunde", "huisarts", "huisartsenpost", "seh_norm", "acute_verloskunde_norm")
    ),
}
SCENARIO_FILES = {
    "kaart.html",
    "scenario.gpkg",
    "scenario.xlsx",
    "provenance.json",
    *(
        f"geoparquet/{name}.parquet"
        for name in (
            "buurten_voor",
            "buurten_na",
            "verschil",
            "gemeenten_verschil",
            "isochronen_voor",
            "isochronen_na",
            "voorzieningen",
        )
    ),
    *(
        f"tabellen/{name}.csv"
        for name in (
            "totalen",
            "verschuiving",
            "verschuiving_per_buurt",
            "belasting",
            "erbij_buiten_de_norm",
            "vergelijking",
            "gemeenten_verschil",
            "buurten_verschil",
            "voorzieningen",
        )
    ),
}
for files in (RUN_FILES, SCENARIO_FILES):  # beside each CSV what its columns mean and what it was made from
    files |= {f"{name}-metadata.json" for name in files if name.endswith(".csv")}


def scenario_rasters(*kinds: str) -> set[str]:
    """The rasters of a scenario that touches these kinds, which have a norm."""
    return {
        f"{folder}/{kind}{measure}_{moment}.{suffix}"
        for folder in RASTERS
        for kind in kinds
        for measure in ("_min", "_norm_min")
        for moment in ("voor", "na", "verschil")
        for suffix in ("tif", "qml")
    }


KINDS = {"seh": "SEH", "acute_verloskunde": "Acute verloskunde"}
COLUMNS = data_dictionary(
    KINDS,
    norms={kind: replace(GENERAL, label=label, limit_min=27.75) for kind, label in KINDS.items()},
    folders=room_texts(),
)
