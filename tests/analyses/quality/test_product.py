"""The page of remarks: its figures, and that nothing on it runs."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from pathlib import Path

from support.study_samples import PROJECT, write_sample

from zorgkaart.analyses.border.compute import border_difference
from zorgkaart.analyses.dictionary import dictionary
from zorgkaart.analyses.quality.quality_page import quality_report, quality_tables
from zorgkaart.outputs.documents.html import html_page
from zorgkaart.outputs.meaning.columns import undocumented
from zorgkaart.project.model import Project
from zorgkaart.provenance.record import provenance
from zorgkaart.study.study import Study

PAGE_TABLES = (
    "kwaliteit",
    "kwaliteit_per_soort",
    "enkele_wegen",
    "onzekere_locaties",
    "ouderdom",
    "grens",
    "grens_locaties",
    "grens_buurten",
)


def test_without_sites_abroad_there_is_nothing_to_compare(study: Study) -> None:
    table = study.facilities.table
    home = study.variant(facilities=replace(study.facilities, table=table.assign(land="NL")))
    assert border_difference(home).kinds == []
    assert "grens" not in quality_tables(home)


def page(study: Study) -> str:
    origin = provenance(study.project, command="proef", network=study.network.source)
    return html_page(quality_report(study, quality_tables(study), origin))


def test_every_column_of_the_tables_is_explained(study: Study) -> None:
    tables = quality_tables(study)
    assert tuple(tables) == PAGE_TABLES
    for table in tables.values():
        assert undocumented(table.columns, dictionary(study.project)) == []


def test_the_page_shows_the_figures_and_runs_nothing(study: Study) -> None:
    text = page(study)
    words = re.sub(r"<[^>]+>|\s|&nbsp;", " ", text)
    assert "Wat deze berekening niet kon zien" in words
    assert "1.090" in words  # residents who hang on one road
    assert "Praktijk Dorp" in words
    assert "Van de 450 inwoners die zo binnen de norm komen, hangen er 450 alleen van Krankenhaus af." in words
    assert "default-src 'none'" in html.unescape(text)
    assert re.findall(r"<script(?! type=\"application/json\")", text) == []
    assert not re.search(r"(src|href)=\"(?!data:|#)", text)


def test_the_page_lists_detours_or_says_why_there_are_none(study: Study) -> None:
    """The buurten are the places: from Eenrichting one may only drive on, 17 km in the place of 5."""
    assert "omwegen" not in quality_tables(study)
    assert "Niet gezocht: van geen soort zijn kilometers langs de kortste weg berekend." in page(study)
    changes = {"areas": {"plaatsen": None}, "kinds": {"huisarts": {"shortest_km": True}}}
    found = study.with_project(study.project.with_changes(**changes))
    table = quality_tables(found)["omwegen"]
    assert undocumented(table.columns, dictionary(found.project)) == []
    words = re.sub(r"(<[^>]+>|\s|&nbsp;)+", " ", page(found))
    assert "Eenrichting Alfa Huisarts 100 17,0 5,0 3,4 " in words
    none = found.with_project(found.project.with_changes(quality={"detour_km": 13.0}))
    assert "Nergens is het over de weg meer dan 2 maal de afstand hemelsbreed en minstens 13 km meer" in page(none)


def test_names_on_the_page_are_never_markup(study: Study) -> None:
    table = study.facilities.table.copy()
    table["naam"] = "<img src=x onerror=alert(1)>"
    text = page(study.variant(facilities=replace(study.facilities, table=table)))
    assert "<img src=x" not in text
    assert "&lt;img src=x" in text


def test_a_project_without_norm_places_or_old_data_has_a_page_too(tmp_path: Path) -> None:
    bare = re.sub(r"\[norms\.\w+\][^\[]*", "", PROJECT).replace('plaatsen = "gegevens/plaatsen.csv"', "")
    study = Study(Project.load(write_sample(tmp_path, project=bare)))
    origin = provenance(study.project, command="proef", network=study.network.source)
    text = html_page(quality_report(study, quality_tables(study), origin))
    assert "Van geen soort is bekend dat locaties ontbreken" in text
