"""Figures about a part of a study: the small project with its gemeenten Alfa and Beta in two provinces."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
from support.study_samples import PROJECT, PUBLISHED, write_sample

from zorgkaart.analyses.validation.areas_by_name import areas_named, not_covered, provinces_of
from zorgkaart.analyses.validation.figures import (
    compare_figures,
    compare_run,
    provinces_without,
    uncompared_figures,
)
from zorgkaart.analyses.validation.published_closures import closure_figures
from zorgkaart.project.model import Project
from zorgkaart.study.study import Study

PROVINCE = {"Alfa": "Alfaland", "Beta": "Betaland"}
FIGURES = """norm-oost,buiten_norm_pct,seh,wijken,Beta Kom,,100,%,2020,Verzonnen,Alleen daar
norm-west,buiten_norm_pct,seh,wijken,Alfa Oost,,100,%,2020,Verzonnen,Alleen daar
zonder,gemeenten_zonder,huisartsenpost,gemeenten,Alfa,,1,gemeenten,2020,Verzonnen,Zonder
mensen-alfa,inwoners,,provincie,Alfaland,,700,inwoners,2020,Verzonnen,Mensen
mensen-beta,inwoners,,provincie,Betaland,,700,inwoners,2020,Verzonnen,Mensen
mensen-samen,inwoners,,provincie,Alfaland;Betaland,,1400,inwoners,2020,Verzonnen,Mensen
sluit-beta,extra_buiten_norm,seh,provincie,Betaland,seh-west,10,inwoners,2020,Verzonnen,Sluit
km-beta,afstand_km,huisarts,provincie,Betaland,,2.0,km,2020,Verzonnen,Afstand
tandarts,locaties,tandarts,,,,2,locaties,2020,Verzonnen,Tandartsen
"""


def study_of(folder: Path, *, areas: str = "") -> Study:
    project = PROJECT.replace('columns = { inwoners = "aantal" }', f'columns = {{ inwoners = "aantal" }}\n{areas}')
    path = write_sample(folder, project=project)
    table = gpd.read_file(folder / "gegevens" / "buurten.gpkg")
    table["provincie"] = table["gemeentenaam"].map(PROVINCE)
    table.to_file(folder / "gegevens" / "buurten.gpkg", layer="buurten")
    header = PUBLISHED.splitlines()[0]
    (folder / "gegevens" / "gepubliceerd.csv").write_text(f"{header}\n{FIGURES}", encoding="utf-8")
    return Study(Project.load(path))


def figure(study: Study, name: str) -> dict[str, object]:
    (row,) = study.published[study.published["id"] == name].to_dict("records")
    return {str(key): value for key, value in row.items()}


def test_a_share_is_of_the_province_in_which_the_part_lies(tmp_path: Path) -> None:
    """Of those outside the norm of SEH in Betaland only; who is outside in Alfaland has no part in it."""
    study = study_of(tmp_path)
    outside = study.results["buurten"].set_index("buurtnaam")["seh_inwoners_buiten_norm"]
    ours = compare_figures(study).set_index("cijfer")["zorgkaart"]
    beta = study.results["buurten"]["provincie"].eq("Betaland").to_numpy()
    expected = 100 * outside["Kom"] / outside[beta].sum()
    assert ours["norm-oost"] == pytest.approx(expected)
    everywhere = 100 * outside["Kom"] / outside.sum()
    alfa = outside[~beta].sum()
    assert (ours["norm-oost"] == pytest.approx(everywhere)) == (alfa == 0)


def test_gemeenten_of_another_province_are_not_said_to_lack_a_site(tmp_path: Path) -> None:
    """Beta has posts; Alfa too has one. In Alfaland nobody lacks one, and Betaland is not looked at."""
    study = study_of(tmp_path)
    named = areas_named(study, "gemeenten", "Alfa")
    assert set(study.areas.buurten["gemeentenaam"][provinces_of(study, named)]) == {"Alfa"}
    posts = study.facilities.table.iloc[study.rows("huisartsenpost")]
    at, _ = study.areas.buurten[named].sindex.query(posts.geometry, predicate="intersects")
    assert compare_figures(study).set_index("cijfer").loc["zonder", "zorgkaart"] == (0 if len(at) else 1)


def test_a_part_that_is_not_in_the_study_is_not_compared_and_the_reason_is_told(tmp_path: Path) -> None:
    study = study_of(tmp_path, areas='provincies = ["Alfaland"]')
    compared = compare_figures(study)
    assert set(compared["cijfer"]) & {"mensen-alfa", "mensen-beta", "mensen-samen"} == {"mensen-alfa"}
    why = uncompared_figures(study, compared).set_index("cijfer")["waarom_niet"]
    assert set(why.index) | set(compared["cijfer"]) == set(study.published["id"])
    assert why["mensen-beta"] == "Betaland ligt niet in dit onderzoek"
    assert why["mensen-samen"] == "Betaland ligt niet in dit onderzoek"
    assert why["tandarts"] == "de soort tandarts zit niet in dit onderzoek"
    assert compare_run(study).empty
    assert closure_figures(study, ["seh"]).empty
    assert provinces_without(study, compared) == []


def test_half_a_province_is_not_compared_with_the_whole(tmp_path: Path) -> None:
    path = tmp_path / "gegevens" / "buurten.gpkg"
    study = study_of(tmp_path)
    table = gpd.read_file(path)
    table["provincie"] = "Alfaland"
    table.to_file(path, layer="buurten")
    project = (tmp_path / "proef.toml").read_text(encoding="utf-8")
    half = project.replace("[areas]", '[areas]\ngemeentenamen = ["Alfa"]')
    (tmp_path / "proef.toml").write_text(half, encoding="utf-8")
    study = Study(Project.load(tmp_path / "proef.toml"))
    assert (
        not_covered(study, figure(study, "mensen-alfa"))
        == "maar een deel van de provincie Alfaland ligt in dit onderzoek"
    )
    assert "mensen-alfa" not in set(compare_figures(study)["cijfer"])


def test_what_is_about_all_areas_is_covered_and_provinces_without_figures_are_named(tmp_path: Path) -> None:
    study = study_of(tmp_path)
    for name in study.published["id"]:
        assert not_covered(study, figure(study, name)) == ""
    compared = compare_figures(study)
    only_alfa = compared[compared["cijfer"] == "mensen-alfa"]
    assert provinces_without(study, only_alfa) == ["Betaland"]
    assert provinces_without(study, compared) == []
    assert np.array_equal(provinces_of(study, np.zeros(len(study.areas.buurten), dtype=bool)), np.zeros(9, dtype=bool))
