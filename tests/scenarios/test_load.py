"""Who goes where, by the stated rule: sums by hand on the small project, and rows in any order."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from support.key_changes import with_need
from support.practice_samples import VISITS, loads, with_gps
from support.study_samples import HUISARTS, Site

from zorgkaart.analyses.dictionary import dictionary
from zorgkaart.outputs.meaning.columns import undocumented
from zorgkaart.project.moments import parse_moment
from zorgkaart.scenarios.changes import Close, Open
from zorgkaart.scenarios.load import site_load, visits_per_point
from zorgkaart.scenarios.scenario import run_scenario
from zorgkaart.study.study import Study


def test_everyone_who_reaches_a_site_goes_to_the_nearest(study: Study) -> None:
    found = study.travel["huisarts"].site
    weight = np.nan_to_num(study.residents.weight)
    expected = np.bincount(found[found >= 0], weight[found >= 0], len(study.facilities.table))
    assert np.allclose(site_load(study, "huisarts"), expected, atol=1e-9)
    assert site_load(study, "huisarts").sum() == pytest.approx(weight[found >= 0].sum())


def test_practices_in_one_building_share_equally(tmp_path: Path, study: Study) -> None:
    alone = loads(study)
    twin = Site("huisarts-aaa", "Praktijk Boven", HUISARTS[0].place)
    shared = loads(with_gps(tmp_path, [*HUISARTS, twin]))
    assert shared["huisarts-heem"] == shared["huisarts-aaa"] == pytest.approx(alone["huisarts-heem"] / 2)
    assert shared["huisarts-lint"] == pytest.approx(alone["huisarts-lint"])


def test_the_order_of_rows_does_not_matter(tmp_path: Path) -> None:
    sites = [*HUISARTS, Site("huisarts-aaa", "Boven", HUISARTS[0].place), Site("huisarts-zzz", "Ook", (9, 0))]
    extra = "\n[visits]\nshares = [0.5, 0.3, 0.2]\n"
    found = [
        loads(with_gps(tmp_path / str(i), order, extra=extra))
        for i, order in enumerate([sites, sites[::-1], [sites[2], sites[0], sites[4], sites[1], sites[3]]])
    ]
    assert len(found[0]) == 4
    assert found[0] == found[1] == found[2]


def test_shares_over_the_next_sites(tmp_path: Path) -> None:
    """Two sites: the first share to the nearest, the rest to the other, wherever both can be reached."""
    study = with_gps(tmp_path, list(HUISARTS), extra="\n[visits]\nshares = [0.75, 0.25]\n")
    nearest = loads(with_gps(tmp_path / "een", list(HUISARTS)))
    total = sum(nearest.values())
    first = nearest["huisarts-heem"]
    assert loads(study)["huisarts-heem"] == pytest.approx(0.75 * first + 0.25 * (total - first))
    assert sum(loads(study).values()) == pytest.approx(total)


def test_fewer_sites_than_shares_divide_everything(tmp_path: Path) -> None:
    study = with_gps(tmp_path, [HUISARTS[0]], extra="\n[visits]\nshares = [0.5, 0.3, 0.2]\n")
    assert loads(study)["huisarts-heem"] == pytest.approx(sum(loads(with_gps(tmp_path / "a", [HUISARTS[0]])).values()))


def with_visits(folder: Path, *, capacity: str = "") -> Study:
    study = with_gps(folder, list(HUISARTS), extra='\n[visits]\ntable = "gegevens/bezoeken.csv"\n')
    (folder / "gegevens" / "bezoeken.csv").write_text(VISITS, encoding="utf-8")
    if capacity:
        path = folder / "gegevens" / "huisarts.csv"
        table = pd.read_csv(path)
        table.loc[table["id"] == "huisarts-lint", "capaciteit_bezoeken_per_jaar"] = capacity
        table.to_csv(path, index=False)
    return study


def test_a_closure_shifts_its_visits(tmp_path: Path) -> None:
    study = with_visits(tmp_path, capacity="4000")
    scenario = run_scenario(study, [Close("huisarts-heem")])
    load = scenario.load().set_index("id")
    assert undocumented(scenario.load().columns, dictionary(study.project)) == []
    lost = loads(study)["huisarts-heem"]
    assert load.loc["huisarts-heem", "inwoners_erbij"] == pytest.approx(-lost)
    assert load.loc["huisarts-lint", "inwoners_erbij"] == pytest.approx(
        scenario.moves().query("naar_id == 'huisarts-lint'")["inwoners"].sum()
    )
    assert load["bezoeken_per_jaar_erbij"].to_numpy() == pytest.approx(4 * load["inwoners_erbij"].to_numpy())
    after = load.loc["huisarts-lint", "bezoeken_per_jaar_na"]
    assert load.loc["huisarts-lint", "aandeel_capaciteit_na"] == pytest.approx(after / 4000)
    assert np.isnan(load.loc["huisarts-heem", "aandeel_capaciteit_na"])
    assert list(load.index) == ["huisarts-lint", "huisarts-heem"]  # what gains most comes first


def test_visits_follow_ages_and_stay_as_many(tmp_path: Path) -> None:
    """Older people go nine times to the two of others; all together go as often as the project says."""
    before = with_visits(tmp_path)
    study = before.with_project(with_need()(before.project, tmp_path))
    load = run_scenario(study, [Close("huisarts-heem")]).load().set_index("id")
    weight, rate = study.residents.weight, 4.0
    visits = visits_per_point(study, "huisarts", rate)
    assert visits.sum() == pytest.approx(rate * np.nansum(weight))
    buurt = np.bincount(study.residents.area, visits)
    of_dorp, of_eenrichting = 80 * 2 + 20 * 9, 140 * 2 + 60 * 9
    assert buurt[2] / buurt[0] == pytest.approx(of_eenrichting / of_dorp)
    nearest = study.travel["huisarts"].site
    mine = study.facilities.table["id"].to_numpy()[nearest] == "huisarts-heem"
    assert load.loc["huisarts-heem", "bezoeken_per_jaar_voor"] == pytest.approx(visits[mine & (nearest >= 0)].sum())
    alike = run_scenario(before, [Close("huisarts-heem")]).load().set_index("id")
    assert load["inwoners_voor"].equals(alike["inwoners_voor"])
    assert not np.allclose(load["bezoeken_per_jaar_voor"], alike["bezoeken_per_jaar_voor"])


def test_weights_of_ages_are_no_visits(tmp_path: Path) -> None:
    before = with_visits(tmp_path)
    study = before.with_project(with_need(weights_only=True)(before.project, tmp_path))
    weight = np.nan_to_num(study.residents.weight)
    assert np.array_equal(visits_per_point(study, "huisarts", 4.0), 4.0 * weight)


def test_yearly_visits_say_nothing_about_a_moment(tmp_path: Path) -> None:
    scenario = run_scenario(with_visits(tmp_path), [Close("huisarts-heem")], moment=parse_moment("werkdag"))
    assert "inwoners_erbij" in scenario.load()
    assert not any(name.startswith("bezoeken") for name in scenario.load())


def test_kinds_without_visits_have_none(tmp_path: Path) -> None:
    scenario = run_scenario(with_visits(tmp_path), [Close("post-nacht")])
    assert not any(name.startswith(("bezoeken", "capaciteit", "aandeel")) for name in scenario.load())


def test_where_no_site_is_left_nobody_goes(study: Study) -> None:
    scenario = run_scenario(study, [Close("huisarts-heem"), Close("huisarts-lint")])
    load = scenario.load()
    assert (load["inwoners_na"] == 0).all()
    assert load["inwoners_erbij"].sum() == pytest.approx(-sum(loads(study).values()))


def test_a_new_site_takes_residents_from_others(study: Study) -> None:
    lat, lon = study.facilities.table.set_index("id").loc["huisarts-heem", ["lat", "lon"]]
    scenario = run_scenario(study, [Open("huisarts", lat, lon, "Praktijk Ernaast")])
    load = scenario.load().set_index("id")["inwoners_erbij"]
    assert load.sum() == pytest.approx(0)
    assert load["huisarts-nieuw-praktijk-ernaast"] == pytest.approx(loads(study)["huisarts-heem"] / 2)
