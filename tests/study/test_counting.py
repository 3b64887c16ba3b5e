"""Whether a site counts is asked in one place, and every output says what the computation used."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pytest
from support.pages import Page
from support.study_samples import SEH, Site, write_sample, write_sites

from zorgkaart.access.catalogue import measures_of, norms_of, supplies_of
from zorgkaart.analyses.run.product import run_map, write_run
from zorgkaart.outputs.styles.qgis_styles import SiteKind, site_style
from zorgkaart.project.model import Project
from zorgkaart.project.moments import parse_moment
from zorgkaart.study.counting import Counting
from zorgkaart.study.study import Study


def test_a_site_counts_for_a_trip_and_not_for_a_norm(study: Study) -> None:
    counting = Counting(study)
    table = study.facilities.table
    for measure in measures_of(study.project):
        for leg in measure.legs:
            rows = np.flatnonzero(counting.of(measure) & (table["soort"] == leg.kind).to_numpy())
            np.testing.assert_array_equal(rows, study.serving_sites(leg.kind, only_24_7=leg.only_24_7).rows)
    assert counting.any.tolist() == [any(texts) for texts in zip(counting.columns()["telt_voor"], strict=True)]


def test_every_site_that_does_not_count_has_a_reason(study: Study) -> None:
    for moment in (None, parse_moment("zo 03:00")):
        side = study if moment is None else study.variant(moment=moment)
        counting = Counting(side)
        for use in counting.uses:
            of_kind = (side.facilities.table["soort"] == use.leg.kind).to_numpy()
            counted = np.isin(np.arange(len(of_kind)), counting.rows(use))
            given = np.array([bool(text) for text in counting.reasons(use)])
            np.testing.assert_array_equal(given, of_kind & ~counted)


def test_reasons_say_what_is_the_matter(tmp_path: Path) -> None:
    path = write_sample(tmp_path)
    sites = [*SEH[:2], Site("seh-overdag", "Overdag", (15, 0), always="nee", hours="Mo-Fr 08:00-17:00")]
    write_sites(tmp_path / "gegevens" / "seh.csv", sites)
    study = Study(Project.load(path))
    row = study.facilities.table.index[study.facilities.table["id"] == "seh-overdag"][0]
    columns = Counting(study).columns()
    assert columns["telt"][row]
    assert columns["telt_voor"][row] == "de reistijd met de auto"
    assert columns["telt_niet_voor"][row].endswith("niet dag en nacht open")
    night = Counting(study.variant(moment=parse_moment("zo 03:00"))).columns()
    assert not night["telt"][row]
    assert "dan niet open (zondag 03:00)" in night["telt_niet_voor"][row]


def test_qgis_draws_hollow_what_does_not_count() -> None:
    assert "telt" in site_style("Alle", [SiteKind("seh", "SEH", "#000000")]).qml


@pytest.mark.slow
def test_all_outputs_of_the_default_project_agree(groningen: Study, tmp_path: Path) -> None:
    """Map, CSV, workbook and GeoPackage: for every kind and norm the sites that the computation used."""
    write_run(groningen, tmp_path, command="zorgkaart run")
    tables = {
        "csv": pd.read_csv(tmp_path / "tabellen" / "voorzieningen.csv", sep=";", encoding="utf-8-sig"),
        "xlsx": _sheet(next(tmp_path.glob("*.xlsx"))),
        "gpkg": gpd.read_file(next(tmp_path.glob("*.gpkg")), layer="voorzieningen"),
    }
    counting, sites = Counting(groningen), groningen.facilities.table
    for use in counting.uses:
        ids = set(sites["id"].iloc[counting.rows(use)])
        for name, table in tables.items():
            mine = table[(table["soort"] == use.leg.kind) & _says(table["telt_voor"], use.words)]
            assert set(mine["id"]) == ids, (name, use.words)
    data = Page(run_map(groningen).get_root().render()).data
    shown = data["sites"]
    supplies = {item.counts for item in supplies_of(groningen.project).values()}
    assert supplies <= {view["counting"] for view in data["views"]}
    for view in (view for view in data["views"] if view["counting"] and view["counting"] not in supplies):
        flags = shown["telt_in"][view["counting"]]
        measure = next(item for item in measures_of(groningen.project) if item.counts == view["counting"])
        assert {shown["id"][i] for i, flag in enumerate(flags) if flag} == set(sites["id"][counting.of(measure)])
    stations = norms_of(groningen.project)["seh"].stations
    of_norm = sum(
        shown["soort"]["values"][kind] == stations and flag
        for kind, flag in zip(shown["soort"]["index"], shown["telt_in"]["telt_seh_norm"], strict=True)
    )
    assert of_norm == counting.count(stations, only_24_7=True) == 54
    reasons = tables["csv"].set_index("id")["telt_niet_voor"]
    for name in ("ambulancepost-vlagtwedde", "ambulancepost-winsum"):
        assert "niet dag en nacht open" in reasons[name]
    assert not any(name.startswith("ziekenhuis-de") for name in shown["id"])


def _sheet(path: Path) -> pd.DataFrame:
    rows = list(openpyxl.load_workbook(path, read_only=True)["voorzieningen"].iter_rows(values_only=True))
    head = next(number for number, row in enumerate(rows) if "telt_voor" in row)
    return pd.DataFrame(rows[head + 1 :], columns=rows[head])


def _says(texts: pd.Series, words: str) -> pd.Series:
    return texts.fillna("").map(lambda text: words in json.dumps(text, ensure_ascii=False))
