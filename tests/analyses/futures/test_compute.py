"""Years beside each other: the year of now is the plain run to the last bit, and where it runs changes nothing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from zorgkaart.analyses.futures.compute import future_study, run_years
from zorgkaart.analyses.futures.product import FutureProduct, product_of
from zorgkaart.analyses.futures.retirement import draw_retirement
from zorgkaart.analyses.futures.sentences import cautions, sentences
from zorgkaart.analyses.futures.tables import area_table, norm_table, people_table
from zorgkaart.errors import ProjectError
from zorgkaart.outputs.meaning.columns import undocumented
from zorgkaart.project.model import Project
from zorgkaart.scenarios.changes import Close
from zorgkaart.study.study import LEVELS, Study


def test_the_year_of_now_is_the_plain_run_to_the_last_bit(project: Project) -> None:
    plain = Study(project)
    same = future_study(plain, "nu24")
    for level in LEVELS:
        pd.testing.assert_frame_equal(plain.results[level], same.results[level], check_exact=True)
    np.testing.assert_array_equal(plain.residents.weight, same.residents.weight)
    for kind in project.kinds:
        np.testing.assert_array_equal(plain.need(kind).per_point, same.need(kind).per_point)


def test_in_a_year_to_come_people_change_and_travel_times_do_not(project: Project) -> None:
    plain = Study(project)
    then = future_study(plain, "straks")
    assert then.travel is plain.travel
    assert then.snapped is plain.snapped
    ages = then.age_classes
    assert ages is not None
    known = ~np.isnan(ages.totals)
    np.testing.assert_allclose(then.residents.per_area(len(known))[known], ages.totals[known])
    now = plain.age_classes
    assert now is not None
    assert (ages.counts[known, -1] > now.counts[known, -1]).all()


def test_supply_of_a_year_to_come_is_shared_by_the_use_that_inhabitants_of_now_make(project: Project) -> None:
    """Older people need more: twice the use is half the supply for everyone, however few people there are."""
    plain = Study(project)
    then = future_study(plain, "straks")
    now, later = (study.need("huisarts") for study in (plain, then))
    assert now.by_age
    growth = np.nansum(later.or_mean(then.residents.weight)) / np.nansum(now.or_mean(plain.residents.weight))
    asked = [np.nansum(study.supplied("huisarts").demand.per_point) for study in (plain, then)]
    assert asked[0] == pytest.approx(np.nansum(plain.residents.weight))
    assert asked[1] / asked[0] == pytest.approx(growth)
    assert growth != pytest.approx(np.nansum(then.residents.weight) / np.nansum(plain.residents.weight), rel=0.01)


def test_who_is_outside_a_norm_is_counted_with_the_people_of_then(project: Project) -> None:
    years = run_years(project, ["straks"])
    table = norm_table(years).set_index(["toekomst", "norm"])
    for year in years.years:
        chain = year.study.chains["seh"]
        people = float(np.nansum(year.study.residents.weight[chain.outside]))
        assert table.loc[(year.name, "seh"), "inwoners_buiten_norm"] == pytest.approx(people)


def test_a_closure_holds_in_all_years(project: Project) -> None:
    open_, closed = (run_years(project, ["straks"], changes=changes) for changes in ((), (Close("huisarts-heem"),)))
    for name in ("nu", "straks"):
        before, after = (
            norm_table(years).set_index(["toekomst", "norm"]).loc[(name, "bereik"), "inwoners_buiten_norm"]
            for years in (open_, closed)
        )
        assert after > before
    assert (norm_table(closed)["nieuw_buiten"] >= 0).all()


def test_with_draws_each_norm_has_an_interval(project: Project) -> None:
    table = norm_table(run_years(project, ["straks"], draws=4))
    mine = table[table["norm"] == "seh"]
    assert len(mine) == 2
    assert (mine["trekkingen"] == 4).all()
    assert ((mine["laag"] <= mine["midden"]) & (mine["midden"] <= mine["hoog"])).all()


def test_processes_and_a_cluster_give_the_same_bits(project: Project, scheduler: str) -> None:
    study = future_study(Study(project, k=2), "straks")
    here, two, there = (
        draw_retirement(study, "huisarts", year=2040, draws=30, **keys)
        for keys in ({"workers": 1}, {"workers": 2}, {"scheduler": scheduler})
    )
    for other in (two, there):
        np.testing.assert_array_equal(here.lost, other.lost)
        assert here.supply is not None
        assert other.supply is not None
        np.testing.assert_array_equal(here.supply, other.supply)
    pd.testing.assert_frame_equal(here.areas("gemeenten"), there.areas("gemeenten"), check_exact=True)


def test_everything_that_is_given_is_explained_and_can_be_given_again(project: Project) -> None:
    product = FutureProduct(run_years(project))
    assert [year.name for year in product.years.years] == ["nu", "nu24", "straks"]
    for name, table in product.tables.items():
        assert undocumented(map(str, table.columns), product.columns) == [], name
    again = product_of(product.task, project)
    for name, table in product.tables.items():
        pd.testing.assert_frame_equal(pd.DataFrame(table), pd.DataFrame(again.tables[name]), check_exact=True)
    wanted = {column for view in product.views for column in view.columns()}
    assert wanted <= set(product.levels["buurten"].columns)
    assert {name for name, _ in product.pictures()} >= {"inwoners_groei_straks", "inwoners_65plus_per_jaar"}
    assert len(product.map().get_root().render()) > 10_000


def test_growth_is_not_shown_of_few_people(project: Project) -> None:
    table = area_table(run_years(project, ["straks"]), "buurten").set_index("buurtnaam")
    few = table["inwoners_75plus_nu" if "inwoners_75plus_nu" in table else "inwoners_65plus_nu"] < 50
    growth = table[next(name for name in table if str(name).startswith("inwoners_65plus_groei"))]
    assert growth[few].isna().all()
    assert growth[~few].notna().any()


def test_in_words(project: Project) -> None:
    years = run_years(project, ["straks"])
    text = " ".join([*sentences(years), *cautions(years)])
    assert "In 2040 (straks) zijn er" in text
    assert "is in elke trekking" in text or "in elke trekking over de praktijken geloot" in text
    people = people_table(years)
    assert people["inwoners_leeftijd_onbekend"].iloc[0] > 0
    assert "is de leeftijd niet bekend" in text


def test_a_future_that_is_not_there(project: Project, tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match=r"there is no \[futures.later\]. Choose one that is there: straks, nu24"):
        future_study(Study(project), "later")
    with pytest.raises(ProjectError, match="there are no years to come"):
        run_years(Project.model_validate(project.model_dump() | {"futures": {}}))
