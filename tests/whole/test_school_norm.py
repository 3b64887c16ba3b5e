"""A kind and a norm of one's own, without any code: schools within ten minutes by car, in every output."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from support.browser import Browser
from support.pages import Page
from support.school_samples import only_schools, write_school_sample

from zorgkaart.analyses.atlas.compute import closure_atlas
from zorgkaart.analyses.atlas.product import AtlasProduct
from zorgkaart.analyses.beside import Beside
from zorgkaart.analyses.live.product import live_map
from zorgkaart.analyses.run.product import RunProduct, run_map
from zorgkaart.analyses.scenario.product import ScenarioProduct
from zorgkaart.outputs.formats import write
from zorgkaart.project.model import Project
from zorgkaart.scenarios.changes import Close
from zorgkaart.scenarios.scenario import run_scenario
from zorgkaart.study.study import Study

pytestmark = pytest.mark.slow
CARE = re.compile(r"ambulance|ziekenhui|pati[eë]nt|hele keten", re.IGNORECASE)


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    path = write_school_sample(tmp_path_factory.mktemp("scholen"))
    return Study(only_schools(Project.load(path)), k=2)


@pytest.fixture(scope="module")
def folder(study: Study, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("uit")
    write(RunProduct(study), folder, command="toets")
    return folder


def texts(value: object) -> Iterator[str]:
    """All texts of what a page holds."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from texts(part)


def test_the_figures_are_those_of_the_trip(study: Study) -> None:
    areas = study.results["buurten"]
    pd.testing.assert_series_equal(areas["school_norm_min"], areas["school_min"], check_names=False)
    weight = np.nan_to_num(study.residents.weight)
    minutes = study.travel["school"].minutes
    for norm, limit in (("school", 10), ("school_vlakbij", 5)):
        assert areas[f"{norm}_inwoners_buiten_norm"].sum() == pytest.approx(weight[minutes > limit].sum())
    assert not [name for name in areas if "aanrij" in name or "vervoer" in name]


def test_the_geopackage_has_the_norm_with_its_style_and_its_words(folder: Path) -> None:
    buurten = gpd.read_file(folder / "zorgkaart.gpkg", layer="buurten")
    assert {"school_norm_min", "school_oordeel", "school_vlakbij_norm_min"} <= set(buurten)
    with sqlite3.connect(folder / "zorgkaart.gpkg") as base:
        rows = base.execute("select f_table_name || ': ' || styleName, styleQML from layer_styles").fetchall()
    styles = dict(rows)
    names = [name for name in styles if name.startswith("buurten: ") and "norm 10 min" in name]
    assert names, list(styles)
    assert "school_norm_min" in styles[names[0]]
    assert not [name for name, style in styles.items() if CARE.search(name + style)]


def test_tables_say_where_it_is_met(folder: Path) -> None:
    table = pd.read_csv(folder / "tabellen" / "normen.csv", sep=None, engine="python", encoding="utf-8-sig")
    assert table["gehaald"].tolist() == ["nee"] * 3
    metadata = json.loads((folder / "tabellen" / "normen.csv-metadata.json").read_text(encoding="utf-8"))
    assert "Of de norm in het gebied is gehaald" in json.dumps(metadata, ensure_ascii=False)
    with pd.ExcelFile(folder / "zorgkaart.xlsx") as book:
        assert "normen" in book.sheet_names


@pytest.mark.parametrize("make", [run_map, live_map], ids=["run", "live"])
def test_the_maps_show_the_norm_and_speak_of_no_ambulance(study: Study, make: object) -> None:
    html = make(study).get_root().render()  # type: ignore[operator]
    assert "School: reistijd met de auto (norm 10 min)" in html
    said = list(texts(Page(html).data))
    assert [text for text in said if "School" in text]
    assert not [text for text in said if CARE.search(text)]


@pytest.mark.parametrize(("key", "limit"), [("school_norm", 10), ("school_vlakbij_norm", 5)])
def test_the_popup_opens_the_norm_that_the_map_shows(browser: Browser, folder: Path, key: str, limit: int) -> None:
    browser.open(folder / "kaart.html", fragment=f"#laag={key}")
    browser.search("Lint")
    assert browser.card(".zk-ride small") == f"norm {limit} min"


def test_the_report_says_that_a_closure_breaks_it(study: Study, tmp_path: Path) -> None:
    some = Study(study.project.with_changes(norms={"school": {"share": 0.7}}), k=2)
    scenario = run_scenario(some, [Close("school-west")])
    write(ScenarioProduct(scenario, Beside(rapport=True)), tmp_path, command="toets", formats=["pages", "csv"])
    report = (tmp_path / "rapport.html").read_text(encoding="utf-8")
    words = re.sub(r"<(script|style).*?</\1>", "", report, flags=re.DOTALL)
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", words)).replace("\N{NO-BREAK SPACE}", " ")
    assert "de norm wordt gebroken in Alfa (71,4 % wordt 0,0 %)" in words
    assert "mag 10 minuten duren" in words
    words = words.replace("snelheden_ambulance.csv", "")  # a file that the project names
    assert not CARE.search(words), CARE.search(words)


def test_the_atlas_counts_for_both_norms(study: Study, tmp_path: Path) -> None:
    table = closure_atlas(study, "school")
    assert {"school_buiten_erbij", "school_vlakbij_buiten_erbij"} <= set(table)
    write(AtlasProduct(study, "school", table), tmp_path, command="toets")
    scenario = run_scenario(study, [Close("school-west")])
    row = table.set_index("gesloten_id").loc["school-west"]
    after, before = (side.chains["school"].outside for side in (scenario.after, scenario.before))
    weight = np.nan_to_num(study.residents.weight)
    assert row["school_buiten_erbij"] == pytest.approx(weight @ (after & ~before))
