"""Published figures are held against the sites of their day."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support.study_samples import SEH, write_sites
from support.validation_samples import NEAR, sample_study

from zorgkaart.analyses.validation.days import Days, day_of
from zorgkaart.analyses.validation.figures import compare_figures, compare_scenario
from zorgkaart.analyses.validation.published_closures import closure_figures
from zorgkaart.project.moments import parse_moment
from zorgkaart.scenarios.changes import Close
from zorgkaart.scenarios.scenario import run_scenario
from zorgkaart.study.study import Study

HEADER = "id,maat,soort,niveau,gebied,gesloten,waarde,eenheid,jaar,datum,bron,toelichting"
# The hospital in the middle was there up to 2018; the one in the east, as it is now, opened that very day.
FIGURES = """vroeger,locaties,seh,,,,2,locaties,2017,2017-06-01,Verzonnen,Aantal
dag_ervoor,locaties,seh,,,,2,locaties,2018,2018-06-29,Verzonnen,Aantal
dag_zelf,locaties,seh,,,,2,locaties,2018,2018-06-30,Verzonnen,Aantal
nu,locaties,seh,,,,2,locaties,,,Verzonnen,Aantal
huisarts,afstand_km,huisarts,gemeenten,Alfa,,2,km,2017,2017-06-01,Verzonnen,Gemiddelde afstand
zonder-midden,extra_buiten_norm,seh,,,seh-dicht,100,inwoners,2017,2017-06-01,Verzonnen,Zonder
zonder-oost,extra_buiten_norm,seh,,,seh-oost,250,inwoners,2020,2020-06-01,Verzonnen,Zonder
"""
DAYS = {"seh-dicht": {"closes": "2018-06-30", "always": "ja", "hours": "24/7"}, "seh-oost": {"opens": "2018-06-30"}}


@pytest.fixture
def dated(tmp_path: Path) -> Study:
    study = sample_study(tmp_path)
    data = tmp_path / "gegevens"
    write_sites(data / "seh.csv", [replace(site, **DAYS.get(site.id, {})) for site in SEH])
    (data / "gepubliceerd.csv").write_text(f"{HEADER}\n{FIGURES}", encoding="utf-8")
    return Study(study.project)


def figure(study: Study, name: str) -> dict[Any, Any]:
    (row,) = study.published[study.published["id"] == name].to_dict("records")
    return row


def open_sites(study: Study) -> list[str]:
    return study.facilities.table["id"].iloc[study.rows("seh")].tolist()


def test_a_figure_is_about_the_sites_of_its_day(dated: Study) -> None:
    days = Days(dated)
    assert open_sites(days.of(figure(dated, "vroeger"))) == ["seh-dicht", "seh-west"]
    assert open_sites(days.of(figure(dated, "dag_ervoor"))) == ["seh-dicht", "seh-west"]
    assert open_sites(days.of(figure(dated, "dag_zelf"))) == ["seh-oost", "seh-west"]
    assert days.of(figure(dated, "nu")) is dated
    assert day_of(figure(dated, "dag_zelf")) == datetime.date(2018, 6, 30)
    assert day_of(figure(dated, "nu")) is None


def test_where_the_same_sites_count_the_study_is_the_one_at_hand(dated: Study) -> None:
    days = Days(dated)
    assert days.of(figure(dated, "dag_zelf")) is dated
    assert days.of(figure(dated, "huisarts")) is dated, "the hospitals of then are no matter to the distance to a GP"
    assert days.of(figure(dated, "vroeger")) is days.of(figure(dated, "vroeger"))


def test_changed_sites_are_so_on_every_day_and_a_moment_stays(dated: Study) -> None:
    table = dated.facilities.table.copy()
    table.loc[table["id"] == "seh-oost", "status"] = "gesloten"
    changed = dated.variant(facilities=replace(dated.facilities, table=table))
    assert Days(changed).of(figure(dated, "vroeger")) is changed
    night = dated.variant(moment=parse_moment("nacht"))
    assert Days(night).of(figure(dated, "vroeger")).moment == night.moment


def test_the_comparison_tells_the_day_and_computes_with_it(dated: Study) -> None:
    table = compare_figures(dated).set_index("cijfer")
    assert table["datum"].to_dict()["dag_zelf"] == "2018-06-30"
    assert table.loc["vroeger", "duiding"].startswith("Berekend met de locaties van 1 juni 2017.")
    assert "Berekend met" not in table.loc["dag_zelf", "duiding"]
    own = dated.with_project(dated.project.on(datetime.date(2017, 6, 1)))
    closing = run_scenario(own, [Close("seh-dicht", ("seh",))])
    people = own.residents.weight
    more = closing.after.chains["seh"].outside.astype(float) - closing.before.chains["seh"].outside
    expected = sum(weight * part for weight, part in zip(people, more, strict=True) if weight == weight)
    assert expected > 0
    assert table.loc["zonder-midden", "zorgkaart"] == pytest.approx(expected, abs=NEAR)


def test_closures_of_another_day_are_none_of_the_study_at_hand(dated: Study) -> None:
    assert closure_figures(dated, ["seh"])["id"].tolist() == ["zonder-oost"]
    assert compare_scenario(run_scenario(dated, [Close("seh-oost")]))["gepubliceerd"].tolist() == [250]
    then = Study(dated.project.on(datetime.date(2018, 6, 29)))
    assert closure_figures(then, ["seh"])["id"].tolist() == ["zonder-midden"]
    assert compare_scenario(run_scenario(then, [Close("seh-dicht")]))["gepubliceerd"].tolist() == [100]
