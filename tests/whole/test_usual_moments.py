"""Moments that a kind names: columns, layers, counting and scenarios of their own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from support.report_samples import report_of, texts
from support.study_samples import PROJECT, write_sample

from zorgkaart.access.catalogue import measure_of, trips_of
from zorgkaart.analyses.dictionary import dictionary
from zorgkaart.analyses.report.outcome import outcome
from zorgkaart.analyses.run.product import RunProduct
from zorgkaart.analyses.scenario.product import ScenarioProduct
from zorgkaart.errors import ProjectError
from zorgkaart.outputs.meaning.columns import undocumented
from zorgkaart.outputs.meaning.presentation import REMARKS
from zorgkaart.project.model import Project
from zorgkaart.project.moments import parse_moment
from zorgkaart.project.sections import NormSection
from zorgkaart.scenarios.changes import Close, Hours
from zorgkaart.scenarios.scenario import run_scenario
from zorgkaart.scenarios.shown_sites import map_sites
from zorgkaart.study.study import Study
from zorgkaart.study.study_tables import point_table, summary_table, worst_moments

KIND = "huisartsenpost"
LABEL = 'label = "Huisartsenpost"'


def project_with(folder: Path, *moments: str) -> Project:
    named = ", ".join(f'"{moment}"' for moment in moments)
    return Project.load(write_sample(folder, project=PROJECT.replace(LABEL, f"{LABEL}\nmoments = [{named}]")))


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return Study(project_with(tmp_path_factory.mktemp("momenten"), "avond", "nacht", "zo 14:00"))


def minutes(study: Study, column: str, buurt: str) -> float:
    table = study.results["buurten"].set_index("buurtnaam")
    return float(table.loc[buurt, column])


def test_at_night_one_drives_to_the_post_that_is_open(study: Study) -> None:
    """A kilometre is a minute: Heem lies at 6 and 8 km, its three addresses at 8 weigh three times as much."""
    west = (5 + 3 * 7) / 4
    assert minutes(study, "huisartsenpost_nacht_min", "Heem") == pytest.approx(west, abs=0.01)
    # Kom lies at 32 and 34 km, beside the post of which no hours are known; in the evening that at 27 km is open.
    assert minutes(study, "huisartsenpost_min", "Kom") < 5
    assert minutes(study, "huisartsenpost_avond_min", "Kom") > minutes(study, "huisartsenpost_min", "Kom") + 5
    assert minutes(study, "huisartsenpost_nacht_min", "Kom") > minutes(study, "huisartsenpost_avond_min", "Kom") + 10


@pytest.mark.parametrize(("word", "text"), [("avond", "avond"), ("nacht", "nacht"), ("zo_14_00", "zo 14:00")])
def test_the_columns_are_those_of_a_run_at_that_moment(study: Study, word: str, text: str) -> None:
    then = Study(study.project.without_moments).variant(moment=parse_moment(text))
    for level, table in study.results.items():
        for name in ("min", "min_p50", "min_p90", "km", "id"):
            mine, theirs = table[f"{KIND}_{word}_{name}"], then.results[level][f"{KIND}_{name}"]
            assert mine.equals(theirs.rename(mine.name)), (level, name)
    points, expected = point_table(study), point_table(then)
    assert np.array_equal(points[f"{KIND}_{word}_m"], expected[f"{KIND}_m"], equal_nan=True)
    raster, other = (one.surfaces.surface(KIND, key) for one, key in ((study, f"auto_{word}"), (then, "auto")))
    assert raster.name == f"{KIND}_{word}_min"
    assert np.array_equal(raster.minutes, other.minutes, equal_nan=True)


def test_a_run_of_one_moment_leaves_the_moments_of_kinds_out(study: Study) -> None:
    then = study.variant(moment=parse_moment("nacht"))
    assert list(trips_of(then.project)) == list(then.project.travel_kinds)
    assert trips_of(then.project)[KIND].label == "Huisartsenpost"
    assert not [name for name in then.results["buurten"] if "nacht" in name]


def test_with_moments_no_headline_passes_for_one_about_open_sites(study: Study) -> None:
    assert [trip.label for trip in trips_of(study.project).values() if trip.kind == KIND] == [
        "Huisartsenpost, ongeacht openingstijden",
        "Huisartsenpost, 's avonds",
        "Huisartsenpost, 's nachts",
        "Huisartsenpost, op zondag 14:00",
    ]
    table = summary_table(study).set_index(["soort", "tijdstip"])["locaties"]
    assert [int(table[KIND, at]) for at in ("", "avond", "nacht", "zo_14_00")] == [3, 2, 1, 1]


def test_a_norm_about_a_moment_stands_in_the_row_of_that_moment(study: Study) -> None:
    moments = ("nacht", "avond", "weekend")
    norms = {f"post_{at}": NormSection(kind=KIND, measure="reis", limit_min=20, at=at) for at in moments}
    project = study.project.model_copy(update={"norms": norms})
    table = summary_table(study.with_project(project)).set_index(["soort", "tijdstip"])["inwoners_buiten_norm"][KIND]
    people = np.nan_to_num(study.residents.weight)
    beyond = {at: people[study.trips[f"{KIND}@{at}"].minutes > 20].sum() for at in ("avond", "nacht")}
    assert beyond["nacht"] > beyond["avond"] > 0
    assert {at: table[at] for at in beyond} == pytest.approx(beyond)
    assert table[["", "zo_14_00"]].isna().all()


def test_a_scenario_tells_of_a_norm_about_a_moment_in_the_row_of_that_moment(study: Study) -> None:
    """And of a norm that no row is about by its name."""
    norms = {f"post_{at}": NormSection(kind=KIND, measure="reis", limit_min=20, at=at) for at in ("nacht", "weekend")}
    changed = study.with_project(study.project.model_copy(update={"norms": norms}))
    people = np.nan_to_num(study.residents.weight)

    def beyond(at: str, side: Study) -> float:
        return float(people[side.trips[f"{KIND}@{at}"].minutes > 20].sum())

    scenario = run_scenario(changed, [Hours("post-avond", "24/7")])
    totals = scenario.totals().set_index("tijdstip")
    expected = [beyond("nacht", side) for side in (scenario.before, scenario.after)]
    assert expected[0] > expected[1]
    assert totals.loc["nacht", ["inwoners_buiten_voor", "inwoners_buiten_na"]].tolist() == pytest.approx(expected)
    assert totals.loc[["", "avond", "zo_14_00"], "inwoners_buiten_voor"].isna().all()
    texts = outcome(scenario)
    assert any("minder buiten" in text for text in texts)
    assert any("reistijd met de auto overdag in het weekend" in text for text in texts)
    then = run_scenario(changed.variant(moment=parse_moment("nacht")), [Hours("post-avond", "24/7")])
    assert then.totals()["inwoners_buiten_voor"].tolist() == pytest.approx(expected[:1])


def test_the_first_layer_of_the_kind_is_its_worst_moment(study: Study) -> None:
    views = [view.key for view in RunProduct(study).run_views if view.kinds == (KIND,)]
    means = summary_table(study).set_index(["soort", "tijdstip"])["gemiddeld_min"][KIND].drop("")
    assert views[0] == f"{KIND}_{means.idxmax()}"
    assert views[-1] == KIND
    assert len(views) == 4


def test_a_moment_at_which_nothing_is_open_is_unknown_and_the_worst(tmp_path: Path) -> None:
    study = Study(project_with(tmp_path, "nacht", "werkdag"))
    assert study.results["buurten"][f"{KIND}_werkdag_min"].isna().all()
    assert worst_moments(study)[KIND].stem == f"{KIND}_werkdag"
    assert study.unknown_hours(KIND, moment=parse_moment("werkdag")) == 1


def test_sites_say_at_which_moments_they_count(study: Study) -> None:
    sites = map_sites(study).set_index("id")
    assert sites.loc["post-avond", [f"telt_{KIND}", f"telt_{KIND}_avond", f"telt_{KIND}_nacht"]].tolist() == [
        True,
        True,
        False,
    ]
    assert "de reistijd met de auto 's avonds" in sites.loc["post-avond", "telt_voor"]
    assert "dan niet open (dinsdag 03:00 (nacht))" in sites.loc["post-avond", "telt_niet_voor"]
    assert "de openingstijden zijn niet bekend (dinsdag 03:00 (nacht))" in sites.loc["post-onbekend", "telt_niet_voor"]


def test_every_column_is_explained(study: Study) -> None:
    product = RunProduct(study)
    scenario = run_scenario(study, [Close("post-nacht")])
    summary = {"samenvatting": summary_table(study)}
    for tables in (summary, product.tables, ScenarioProduct(scenario).tables):
        for name, table in tables.items():
            assert undocumented(table.columns, dictionary(study.project)) == [], name
    assert dictionary(study.project)[f"{KIND}_nacht_min"].title == "Huisartsenpost, 's nachts: reistijd"


def test_the_map_and_its_popup_have_every_moment(study: Study) -> None:
    html = RunProduct(study).map().get_root().render()
    for words in ("ongeacht openingstijden", "Huisartsenpost, op zondag 14:00", "op dinsdag 03:00 (nacht) open zijn"):
        assert words in html


def test_a_closed_night_post_leaves_nobody_one_at_night(study: Study) -> None:
    scenario = run_scenario(study, [Close("post-nacht")])
    totals = scenario.totals().set_index(["soort", "tijdstip"])["inwoners_zonder"]
    people = np.nan_to_num(study.residents.weight)
    assert totals[KIND, ""] == totals[KIND, "avond"] == 0
    assert totals[KIND, "nacht"] == pytest.approx(people[~np.isnan(study.trips[f"{KIND}@nacht"].minutes)].sum())
    assert any(text.startswith("Huisartsenpost, 's nachts: ") for text in outcome(scenario))
    assert f"{KIND}_nacht_min_verschil" in scenario.difference("buurten")


def test_other_hours_matter_at_the_moments_alone(study: Study) -> None:
    scenario = run_scenario(study, [Hours("post-avond", "24/7")])
    totals = scenario.totals().set_index(["soort", "tijdstip"])["inwoners_korter"]
    assert totals[KIND, ""] == totals[KIND, "avond"] == 0
    assert totals[KIND, "nacht"] > 0


def test_a_scenario_at_a_moment_is_of_that_moment_alone(study: Study) -> None:
    for changes in ([], [Hours("post-avond", "24/7")]):
        scenario = run_scenario(study, changes, moment=parse_moment("nacht"))
        assert scenario.totals()["tijdstip"].tolist() == [""] * len(scenario.kinds)
        assert set(scenario.before.results["buurten"]) == set(scenario.after.results["buurten"])


def test_where_an_unknown_site_may_be_nearer_follows_the_farthest_trip(tmp_path: Path) -> None:
    base = project_with(tmp_path, "nacht")
    plain = Study(base.without_moments)
    with_night = Study(base)
    edge, more = (one.results["buurten"].set_index("buurtnaam")["netwerkrand"] for one in (plain, with_night))
    assert (more >= edge).all()
    assert more["Kom"]
    assert np.array_equal(
        with_night.longest[KIND].minutes,
        np.fmax(plain.travel[KIND].minutes, with_night.trips[f"{KIND}@nacht"].minutes),
        equal_nan=True,
    )


def edge_sentences(study: Study, site: str) -> list[str]:
    """What the report of a closure says of the edge of the roads."""
    told = texts(report_of(run_scenario(study, [Close(site)])))
    return [line for line in told.splitlines() if "buiten het gebruikte wegennet liggen" in line]


@pytest.mark.slow
def test_an_edge_that_the_night_reaches_is_told_of_the_posts_alone(tmp_path: Path) -> None:
    study = Study(project_with(tmp_path, "nacht"))
    plain = Study(study.project.without_moments)
    column = "netwerkrand_toelichting"
    assert (
        "Huisartsenpost (op het verste tijdstip)" in study.results["buurten"].set_index("buurtnaam").loc["Kom", column]
    )
    shown = {remark.column for remark in REMARKS}
    assert column in shown
    assert "netwerkrand" not in shown, "that says nothing of the kind"
    assert edge_sentences(study, "post-nacht")[0].endswith("op het tijdstip waarop de huisartsenpost het verst is.")
    assert edge_sentences(study, "seh-west") == edge_sentences(plain, "seh-west") != []


def test_the_measure_of_a_moment_is_found_by_its_key(study: Study) -> None:
    for trip in trips_of(study.project).values():
        assert measure_of(study.project, trip.kind, trip.key) == trip
    trip = trips_of(study.project)[f"{KIND}@nacht"]
    assert replace(trip, at=None).key != trip.key


def test_whether_a_list_is_likely_to_lack_a_nearer_site_is_said_per_moment(tmp_path: Path) -> None:
    base = project_with(tmp_path, "nacht").with_changes(kinds={KIND: {"complete": False}})
    night = Study(base.without_moments).variant(moment=parse_moment("nacht"))
    both = Study(base)
    mine, plain = (both.results["buurten"][f"{stem}_onvolledig"] for stem in (f"{KIND}_nacht", KIND))
    assert plain.equals(Study(base.without_moments).results["buurten"][f"{KIND}_onvolledig"])
    view = next(view for view in RunProduct(both).run_views if view.key == f"{KIND}_nacht")
    assert view.incomplete == f"{KIND}_nacht_onvolledig"
    # What is suspected is a place without a post, whichever are open; how far one drives is that of the night.
    assert (mine >= plain).all()
    assert night.project.without_moments is night.project


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        (LABEL, f'{LABEL}\nmoments = ["zondagnacht"]', "moment 'zondagnacht': has no known form"),
        (LABEL, f'{LABEL}\nmoments = ["di 03:00", "nacht"]', "'di 03:00', 'nacht' are one day and time"),
        (
            '"Ambulancepost"\ntravel = false',
            '"Ambulancepost"\ntravel = false\nmoments = ["nacht"]',
            "moments but no travel times",
        ),
        (
            LABEL,
            f'{LABEL}\nmoments = ["nacht"]\n[kinds.huisartsenpost_nacht]\ntable = "gegevens/seh.csv"\nlabel = "Nacht"',
            "would be those of a moment of kinds.huisartsenpost",
        ),
    ],
)
def test_moments_that_cannot_be_are_refused(tmp_path: Path, old: str, new: str, what: str) -> None:
    with pytest.raises(ProjectError) as caught:
        Project.load(write_sample(tmp_path, project=PROJECT.replace(old, new)))
    assert what in str(caught.value)
