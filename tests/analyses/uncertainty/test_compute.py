"""How sure: draws, intervals whose truth is known by hand, the same whatever the machine, and effects."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import distributed
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from support.study_samples import PROJECT, write_sample

from zorgkaart.analyses.check.compute import check_project
from zorgkaart.analyses.uncertainty.compute import Ensemble, run_ensemble
from zorgkaart.analyses.uncertainty.draws import draws_of, sample
from zorgkaart.analyses.uncertainty.effects import effects, first_order
from zorgkaart.analyses.uncertainty.intervals import area_intervals, certainty, total_intervals
from zorgkaart.errors import ProjectError, TaskError
from zorgkaart.inputs.residents import Residents
from zorgkaart.outputs.meaning.columns import undocumented
from zorgkaart.outputs.meaning.presentation import dictionary
from zorgkaart.project.model import Project
from zorgkaart.scenarios.changes import Close
from zorgkaart.study.study import Study


def assumption(name: str, text: str) -> str:
    return f'\n[assumptions.{name}]\n{text}\nsource = "Verzonnen"\n'


ON_SCENE = assumption("ter_plaatse", 'keys = ["norms.*.on_scene_min"]\ndistribution = "uniform"\nlow = 2.0\nhigh = 8.0')
TURNOUT = assumption("uitruk", 'keys = ["norms.*.turnout_min"]\ndistribution = "uniform"\nlow = 1.0\nhigh = 7.0')
FACTOR = assumption(
    "factor", 'keys = ["speeds.ambulance.factor"]\ndistribution = "triangular"\nlow = 0.8\nmode = 1.0\nhigh = 1.3'
)
UNEVEN = assumption("spreiding", 'keys = ["residents.unevenness"]\ndistribution = "uniform"\nlow = 0.2\nhigh = 0.9')
STATION = assumption("post", 'keys = ["sites.ambulance-oost"]\ndistribution = "chance"\nchance = 0.5')
EVERYTHING = ON_SCENE + TURNOUT + FACTOR + UNEVEN + STATION


def project_with(folder: Path, text: str) -> Project:
    return Project.load(write_sample(folder, project=PROJECT + text))


def same(one: Ensemble, other: Ensemble) -> bool:
    arrays = all(
        np.array_equal(values, other.areas[level][name], equal_nan=True)
        for level, columns in one.areas.items()
        for name, values in columns.items()
    )
    return arrays and one.totals.equals(other.totals) and one.drawn.equals(other.drawn)


# Truth by hand.


def test_one_number_shifts_the_chain_by_itself(tmp_path: Path) -> None:
    """The chain is a sum, so the interval of an area is its minutes without draws plus that of the number."""
    ensemble = run_ensemble(project_with(tmp_path, ON_SCENE), draws=200)
    table = area_intervals(ensemble)
    rest = ensemble.study.results["buurten"]["seh_norm_min"] - 4  # on_scene_min of the sample
    for name, share in (("laag", 0.05), ("midden", 0.5), ("hoog", 0.95)):
        expected = rest + 2 + 6 * share
        assert np.allclose(table[f"seh_norm_min_{name}"], expected, atol=6 / 200, equal_nan=True)


def test_the_chance_to_be_outside_is_the_chance_that_the_number_is_that_high(tmp_path: Path) -> None:
    ensemble = run_ensemble(project_with(tmp_path, ON_SCENE), draws=400)
    study, table = ensemble.study, area_intervals(ensemble)
    chain, groups = study.chains["seh"], study.groups("buurten")
    rest = chain.minutes - 4
    numbers = np.linspace(2, 8, 6001)
    for row in np.flatnonzero(groups.has_known):
        members = groups.area == row
        known = members & ~np.isnan(rest)
        if not known.any():
            continue
        outside = rest[known][:, None] + numbers > chain.norm.limit_min
        share = np.average(outside, axis=0, weights=groups.shares[known])
        expected = 100 * (share >= chain.norm.flag_share).mean()
        assert table["seh_kans_buiten_pct"].iat[row] == pytest.approx(expected, abs=100 / 400 + 0.1)


def test_a_sum_of_two_has_the_interval_of_a_triangle(tmp_path: Path) -> None:
    """Two uniform numbers of the same width add up to a triangular one; the interval must hold 90 % of it."""
    rng = np.random.default_rng(7)
    truth = rng.uniform(2, 8, 100_000) + rng.uniform(1, 7, 100_000)
    draws = 300
    project = project_with(tmp_path, ON_SCENE + TURNOUT)
    found = []
    for seed in range(6):
        ensemble = run_ensemble(project, draws=draws, seed=seed)
        table = total_intervals(ensemble).set_index(["soort", "maat"]).loc[("seh", "norm_min")]
        rest = table["uitkomst"] - 4 - 2
        found.append(((truth >= table["laag"] - rest) & (truth <= table["hoog"] - rest)).mean())
        assert table["midden"] - rest == pytest.approx(5 + 4, abs=0.35)
    margin = 3 * np.sqrt(0.9 * 0.1 / draws)
    assert np.abs(np.array(found) - 0.9).max() < margin


def test_the_outcome_without_draws_is_that_of_the_project(tmp_path: Path) -> None:
    ensemble = run_ensemble(project_with(tmp_path, EVERYTHING), draws=5, changes=[Close("seh-west")])
    study = Study(ensemble.study.project)
    assert ensemble.central["seh_inwoners_buiten_norm_voor"] == pytest.approx(
        study.chains["seh"].count_outside(np.nan_to_num(study.residents.weight))
    )
    verdicts = ensemble.judged["buurten"]["seh_voor"]
    assert list(verdicts) == study.results["buurten"]["seh_oordeel"].tolist()


# Draws.


def test_the_order_in_the_file_does_not_matter(tmp_path: Path) -> None:
    one = sample(project_with(tmp_path / "a", ON_SCENE + TURNOUT))
    other = sample(project_with(tmp_path / "b", TURNOUT + ON_SCENE))
    assert one.equals(other)


def test_each_distribution_is_covered_evenly(tmp_path: Path) -> None:
    drawn = sample(project_with(tmp_path, EVERYTHING), draws=100, seed=3)
    assert list(drawn.columns) == sorted(drawn.columns)
    numbers = np.sort(drawn["ter_plaatse"])
    assert (np.floor((numbers - 2) / 0.06) == np.arange(100)).all()  # one in each hundredth part
    assert drawn["post"].sum() == 50
    assert drawn["factor"].between(0.8, 1.3).all()
    assert drawn["factor"].mean() == pytest.approx((0.8 + 1.0 + 1.3) / 3, abs=0.01)
    assert not drawn.equals(sample(project_with(tmp_path, EVERYTHING), draws=100, seed=4))


def test_normal_and_choice_and_relative(tmp_path: Path) -> None:
    text = assumption(
        "wegen",
        'keys = ["speeds.ambulance.adjust.primary", "speeds.auto.adjust.primary_inside"]\ndistribution = "normal"\n'
        "mean = 1.0\nsd = 0.1\nrelative = true",
    ) + assumption("grens", 'keys = ["norms.seh.limit_min"]\ndistribution = "choice"\nvalues = [40, 45, 50]')
    project = project_with(tmp_path, text)
    drawn = sample(project, draws=60)
    assert drawn["wegen"].std() == pytest.approx(0.1, abs=0.01)
    assert drawn["grens"].value_counts().to_dict() == {40.0: 20, 45.0: 20, 50.0: 20}
    values = drawn.loc[5]
    changed = draws_of(project, drawn)[5].project(project)
    assert changed.speeds["ambulance"].adjust == {"primary": values["wegen"]}
    assert changed.speeds["auto"].adjust == {"primary_inside": values["wegen"]}
    assert changed.norms["seh"].limit_min == values["grens"]
    assert changed.norms["acute_verloskunde"].limit_min == project.norms["acute_verloskunde"].limit_min


def test_a_drawn_site_counts_day_and_night_or_not(tmp_path: Path) -> None:
    project = project_with(tmp_path, STATION)
    study = Study(project)
    seen = set()
    drawn = sample(project, draws=4)
    for draw, counts in zip(draws_of(project, drawn), drawn["post"], strict=True):
        facilities = draw.facilities(study.facilities)
        always = facilities.table["id"].iloc[facilities.rows("ambulancepost", only_24_7=True)].tolist()
        assert ("ambulance-oost" in always) == bool(counts)
        seen.add(bool(counts))
    assert seen == {True, False}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", r"there is nothing to draw\. Add \[assumptions.NAME\]"),
        (ON_SCENE.replace("on_scene_min", "onscene"), r"'norms\.\*\.onscene' is no key of the project file"),
        (ON_SCENE.replace("norms.*.on_scene_min", "project.name"), "project.name is 'proef' and no number"),
        (ON_SCENE.replace("norms.*.on_scene_min", "facilities.abroad"), "facilities.abroad is False and no number"),
        (ON_SCENE + ON_SCENE.replace("ter_plaatse", "nog_eens"), "is drawn by nog_eens too. Keep one"),
    ],
)
def test_assumptions_that_cannot_be_drawn(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ProjectError, match=message):
        sample(project_with(tmp_path, text))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("low = 2.0\n", "", "a uniform distribution takes low and high"),
        ("low = 2.0", "low = 9.0", "low must lie below high"),
        ("high = 8.0", "high = 8.0\nmode = 3.0", "a uniform distribution takes low and high, and no other numbers"),
        ('"uniform"', '"beta"', "assumptions.ter_plaatse.distribution"),
        ("norms.*.on_scene_min", "sites.seh-west", "keys that begin with sites"),
        ('source = "Verzonnen"', "", "assumptions.ter_plaatse.source: this key is missing"),
    ],
)
def test_assumptions_are_checked_with_the_project_file(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in ON_SCENE
    with pytest.raises(ProjectError, match=message):
        project_with(tmp_path, ON_SCENE.replace(old, new))


def test_an_unknown_site_is_named(tmp_path: Path) -> None:
    project = project_with(tmp_path, STATION.replace("ambulance-oost", "nergens"))
    with pytest.raises(TaskError, match=r"assumptions\.post: there is no site nergens"):
        run_ensemble(project, draws=2)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (ON_SCENE.replace("on_scene_min", "onscene"), "'norms.*.onscene' is no key of the project file"),
        (STATION.replace("ambulance-oost", "nergens"), "there is no site nergens"),
        (assumption("grens", 'keys = ["norms.seh.flag_share"]\ndistribution = "choice"\nvalues = [0.9]'), "flag_share"),
    ],
)
def test_check_looks_at_the_assumptions(tmp_path: Path, text: str, message: str) -> None:
    path = write_sample(tmp_path, project=PROJECT + text)
    assert message in "\n".join(map(str, check_project(path).fatal))
    assert not check_project(write_sample(tmp_path, project=PROJECT + EVERYTHING)).fatal


def test_without_a_norm_there_is_nothing_to_be_sure_of(tmp_path: Path) -> None:
    raw = PROJECT[: PROJECT.index("[norms.seh]")] + PROJECT[PROJECT.index("[kinds.seh]") :]
    assert "norms" not in tomllib.loads(raw)
    project = Project.load(write_sample(tmp_path, project=raw + FACTOR))
    with pytest.raises(ProjectError, match="there is no norm to be sure of"):
        run_ensemble(project)


# Residents.


@settings(max_examples=40, deadline=None)
@given(unevenness=st.floats(0.05, 2.0), seed=st.integers(0, 1000), data=st.data())
def test_every_buurt_keeps_its_inhabitants(unevenness: float, seed: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 40))
    area = np.sort(np.array(data.draw(st.lists(st.integers(0, 5), min_size=count, max_size=count)), dtype=np.int32))
    people = np.array(data.draw(st.lists(st.sampled_from([0.0, 10.0, np.nan, 250.0]), min_size=6, max_size=6)))
    weight = people[area] / np.bincount(area)[area]
    before = Residents(np.zeros(count), np.zeros(count), weight, area)
    after = before.spread(unevenness, seed=seed)
    assert np.array_equal(np.isnan(after.weight), np.isnan(weight))
    sums = [np.bincount(area, np.nan_to_num(r.weight)) for r in (before, after)]
    assert np.allclose(*sums)
    assert (np.nan_to_num(after.weight) >= 0).all()
    assert np.array_equal(after.weight, before.spread(unevenness, seed=seed).weight, equal_nan=True)
    assert before.spread(0, seed=seed) is before


def test_unevenness_is_the_variation_of_households() -> None:
    residents = Residents(*np.zeros((2, 50_000)), np.full(50_000, 2.1), np.zeros(50_000, dtype=np.int32))
    weight = residents.spread(0.6, seed=1).weight
    assert weight.std() / weight.mean() == pytest.approx(0.6, abs=0.02)


# Scenarios, machines, outputs.


@pytest.fixture(scope="module")
def closure(tmp_path_factory: pytest.TempPathFactory) -> Ensemble:
    project = project_with(tmp_path_factory.mktemp("zeker"), EVERYTHING)
    return run_ensemble(project, draws=40, changes=[Close("seh-west", ("seh",)), Close("ambulance-west")])


def test_both_sides_of_a_scenario_have_the_same_draw(closure: Ensemble) -> None:
    totals = closure.totals
    for kind in ("seh", "acute_verloskunde"):
        outside = [totals[f"{kind}_inwoners_buiten_norm_{moment}"] for moment in ("voor", "na", "verschil")]
        known = outside[1].notna()
        assert (outside[2][known] == (outside[1] - outside[0])[known]).all()
        assert (outside[2][known] >= 0).all()  # closing never takes anyone back within the norm
    assert totals["acute_verloskunde_inwoners_buiten_norm_verschil"].nunique() > 3


def test_tables_of_an_ensemble(closure: Ensemble) -> None:
    columns = dictionary(closure.study.project)
    for level in ("buurten", "wijken", "gemeenten"):
        table = area_intervals(closure, level)
        assert len(table) == len(getattr(closure.study.areas, level))
        assert undocumented(table.columns, columns) == []
        for kind in ("seh", "acute_verloskunde"):
            low, middle, high = (table[f"{kind}_norm_min_{name}_voor"] for name in ("laag", "midden", "hoog"))
            known = middle.notna()
            assert (low[known] <= middle[known]).all()
            assert (middle[known] <= high[known]).all()
    totals = total_intervals(closure)
    assert undocumented(totals.columns, columns) == []
    assert set(totals["situatie"]) == {"voor", "na", "verschil"}
    assert undocumented(effects(closure).columns, columns) == []


def test_the_same_seed_gives_the_same_on_one_process_and_two(tmp_path: Path) -> None:
    project = project_with(tmp_path, EVERYTHING)
    one = run_ensemble(project, draws=8, changes=[Close("seh-west")], workers=1)
    assert same(one, run_ensemble(project, draws=8, changes=[Close("seh-west")], workers=1))
    assert same(one, run_ensemble(project, draws=8, changes=[Close("seh-west")], workers=2))
    assert not same(one, run_ensemble(project, draws=8, changes=[Close("seh-west")], seed=9))


def test_the_same_seed_gives_the_same_on_a_cluster(tmp_path: Path) -> None:
    project = project_with(tmp_path, EVERYTHING)
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1", silence_logs=False
    ) as found:
        on_cluster = run_ensemble(project, draws=6, scheduler=found.scheduler_address)
    assert same(run_ensemble(project, draws=6), on_cluster)


# Verdicts and effects.


@pytest.mark.parametrize(
    ("judged", "share", "expected"),
    [
        ("binnen", 0.0, "binnen"),
        ("binnen", 0.05, "binnen"),
        ("binnen", 0.06, "onzeker"),
        ("binnen", 0.97, "onzeker"),
        ("buiten", 1.0, "buiten"),
        ("deels buiten", 0.95, "deels buiten"),
        ("buiten", 0.94, "onzeker"),
        ("deels buiten", 0.02, "onzeker"),
        ("onbekend", 0.5, "onbekend"),
        ("binnen", np.nan, "onbekend"),
    ],
)
def test_the_fourth_verdict(judged: str, share: float, expected: str) -> None:
    found = certainty(np.array([share]), np.array([judged], dtype=object))
    assert found.tolist() == [expected]


FUNCTIONS: list[tuple[Callable[..., NDArray[np.float64]], tuple[float, float]]] = [
    (lambda a, b: 2 * a + b, (0.8, 0.2)),
    (lambda a, b: a + 0 * b, (1.0, 0.0)),
    (lambda a, b: (a - 0.5) * (b - 0.5), (0.0, 0.0)),  # an interaction alone has no first-order part
    (lambda a, b: (a > 0.5) * 1.0 + 0 * b, (1.0, 0.0)),
]


@pytest.mark.parametrize(("function", "expected"), FUNCTIONS)
def test_first_order_effects_by_hand(
    function: Callable[..., NDArray[np.float64]], expected: tuple[float, float]
) -> None:
    rng = np.random.default_rng(5)
    a, b = rng.uniform(size=(2, 4000))
    outcome = function(a, b)
    for inputs, share in zip((a, b), expected, strict=True):
        assert first_order(inputs, outcome) == pytest.approx(share, abs=0.05)


def test_effects_of_few_values_and_of_nothing() -> None:
    rng = np.random.default_rng(6)
    coin = rng.integers(0, 2, 1000).astype(float)
    assert first_order(coin, 3 * coin + rng.normal(0, 0.1, 1000)) > 0.99
    assert np.isnan(first_order(coin, np.ones(1000)))
    assert first_order(np.ones(1000), coin) == 0
    assert np.isnan(first_order(coin[:3], coin[:3]))


def test_effects_name_the_assumption_that_matters(tmp_path: Path) -> None:
    """Inhabitants do not move from one buurt to another, so unevenness moves the total least."""
    ensemble = run_ensemble(project_with(tmp_path, ON_SCENE + UNEVEN), draws=100)
    table = effects(ensemble).query("soort == 'seh'").set_index("aanname")
    assert table.index[0] == "ter_plaatse"
    assert table.loc["ter_plaatse", "aandeel"] > 0.8
    assert table.loc["ter_plaatse", "richting"] > 0.9
    assert isinstance(table, pd.DataFrame)
