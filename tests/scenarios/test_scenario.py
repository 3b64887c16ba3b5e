"""Before and after: worked out by hand on the small study, and against a study computed from nothing."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.stage_values import with_stages
from support.study_samples import degrees, metres

from zorgkaart.errors import ChangeError
from zorgkaart.project.moments import Moment, parse_moment
from zorgkaart.scenarios.changes import Applied, Change, Close, Hours, Move, Open, apply_changes
from zorgkaart.scenarios.in_words import describe, unknown_hours
from zorgkaart.scenarios.scenario import SAME_MIN, Scenario, run_scenario
from zorgkaart.scenarios.shown_sites import site_table
from zorgkaart.study.study import LEVELS, Study

NEAR = 1e-4
KNOWN = 1290  # inhabitants with a road: all 1400 but those of Eiland, half of Half and Ver weg


def total(scenario: Scenario, kind: str) -> dict[str, float]:
    return scenario.totals().set_index("soort").loc[kind].to_dict()


def at(study: Study, east_km: float) -> int:
    """The first resident on the southern road at this kilometre."""
    x, y = metres(east_km, 0)
    return int(np.argmin(np.hypot(study.residents.x - x, study.residents.y - y)))


def from_nothing(scenario: Scenario) -> Study:
    """The study after the changes, swept anew without anything from the study before."""
    before = scenario.before
    fresh = with_stages(
        Study(scenario.after.project), inputs=before.inputs, living=before.living, network=before.network
    )
    fresh._facilities = scenario.after.facilities
    fresh.moment = scenario.after.moment
    return fresh


def assert_same(one: Study, other: Study) -> None:
    for level in LEVELS:
        mine, theirs = (study.results[level].drop(columns="geometry") for study in (one, other))
        assert list(mine.columns) == list(theirs.columns)
        for name in mine.columns:
            if mine[name].dtype.kind == "f":
                np.testing.assert_allclose(mine[name], theirs[name], rtol=1e-9, atol=1e-9, err_msg=name)
            else:
                assert mine[name].equals(theirs[name]), name


# Closing.


def test_a_hospital_that_the_norm_does_not_count(study: Study) -> None:
    """Without the one in the east, 750 people drive to the west; by ambulance they went there already."""
    scenario = run_scenario(study, [Close("oost")])
    assert scenario.kinds == ("seh",)
    found = total(scenario, "seh")
    assert (found["inwoners_buiten_voor"], found["inwoners_buiten_na"]) == pytest.approx((450, 450))
    assert found["inwoners_buiten_verschil"] == found["65plus_buiten_verschil"] == 0
    assert found["inwoners_langer"] == pytest.approx(750)
    # Eenrichting 4 minutes more, Lint 27.2 on average, Kom 44.
    assert found["extra_min"] == pytest.approx((200 * 4 + 500 * 27.2 + 50 * 44) / 750, abs=NEAR)
    assert found["extra_min_max"] == pytest.approx(44, abs=NEAR)
    assert found["inwoners_korter"] == found["inwoners_zonder"] == 0
    moves = scenario.moves()
    assert moves[["soort", "van_id", "naar_id"]].to_numpy().tolist() == [["seh", "seh-oost", "seh-west"]]
    assert moves["naar"].tolist() == ["Ziekenhuis Wést-Ënde"]
    assert moves["inwoners"].sum() == pytest.approx(750)
    assert moves["extra_min"].iat[0] == pytest.approx(found["extra_min"])
    assert scenario.newly_outside().empty


def test_an_ambulance_post_touches_every_norm_it_serves(study: Study) -> None:
    """Without the post in the west all wait for the one at km 35, and everybody on a road is outside."""
    scenario = run_scenario(study, [Close("ambulance-west")])
    assert scenario.kinds == ("seh", "acute_verloskunde")
    for kind in scenario.kinds:
        found = total(scenario, kind)
        assert found["inwoners_buiten_voor"] == pytest.approx(450)
        assert found["inwoners_buiten_na"] == pytest.approx(KNOWN)
        assert found["inwoners_buiten_verschil"] == pytest.approx(KNOWN - 450)
        # Dorp 20, Heem 100, Eenrichting 60, one in five of Lint's 100, half of Half's 8; Kom's are not published.
        assert found["65plus_buiten_verschil"] == pytest.approx(20 + 100 + 60 + 20 + 4)
        assert found["inwoners_langer"] == found["inwoners_zonder"] == 0  # nobody drives there by car
    row = at(study, 2)
    before, after = (s.chains["seh"] for s in (scenario.before, scenario.after))
    assert before.minutes[row] == pytest.approx(2 + 1.5 + 4 + 1, abs=NEAR)
    assert after.minutes[row] == pytest.approx(2 + (5 + 5 + 7 + 4) + 4 + 1, abs=NEAR)
    assert before.transport is after.transport
    assert scenario.moves().empty
    outside = scenario.newly_outside()
    assert outside["buurtnaam"].tolist() == ["Heem", "Eenrichting", "Dorp", "Lint", "Half"]
    column = "seh_inwoners_buiten_norm_verschil"
    assert outside[column].tolist() == pytest.approx([400, 200, 100, 100, 40])
    assert scenario.newly_outside("gemeenten")[column].tolist() == pytest.approx([700, 140])


def test_ages_follow_the_table_of_the_project_and_are_absent_without(study: Study, tmp_path: Path) -> None:
    """Of Lint's 500 inhabitants 50 are of 75 and over, one in five of whom lives where the norm is broken."""
    codes = study.areas.buurten.set_index("buurtnaam")["buurtcode"]
    (tmp_path / "leeftijden.csv").write_text(
        f"buurtcode,inwoners_75plus\n{codes['Lint']},50\n{codes['Heem']},8\n", encoding="utf-8"
    )
    aged = Study(study.project.with_changes(areas={"ages": tmp_path / "leeftijden.csv"}))
    found = total(run_scenario(aged, [Close("ambulance-west")]), "seh")
    assert found["75plus_buiten_verschil"] == pytest.approx(50 / 5 + 8)
    assert "85plus_buiten_na" not in found
    assert "75plus_buiten_na" not in total(run_scenario(study, [Close("ambulance-west")]), "seh")
    buurten = aged.results["buurten"].set_index("buurtnaam")
    assert "seh_75plus_buiten_norm" in buurten
    assert "seh_85plus_buiten_norm" not in buurten
    assert math.isnan(buurten.loc["Dorp", "seh_75plus_buiten_norm"]), "Dorp is not in the table, which is not zero"


def test_whom_a_longer_trip_concerns_by_age(study: Study) -> None:
    """Per buurt the share of 65 and over is that of all its inhabitants who travel longer."""
    scenario = run_scenario(study, [Close("huisarts-heem")])
    found, before, after = total(scenario, "huisarts"), scenario.before, scenario.after
    longer = after.travel["huisarts"].minutes - before.travel["huisarts"].minutes > SAME_MIN
    buurten = before.areas.buurten
    share = (buurten["inwoners_65plus"] / buurten["inwoners"]).to_numpy()[before.residents.area]
    expected = np.nansum((before.residents.weight * share)[longer])
    assert found["65plus_langer"] == pytest.approx(expected)
    assert 0 < found["65plus_langer"] < found["inwoners_langer"]


def test_the_last_site_of_a_kind_leaves_everybody_without(study: Study) -> None:
    scenario = run_scenario(study, [Close("verloskunde-west")])
    found = total(scenario, "acute_verloskunde")
    assert found["inwoners_zonder"] == pytest.approx(KNOWN)
    assert found["inwoners_buiten_voor"] == pytest.approx(450)
    for name in ("inwoners_buiten_na", "inwoners_buiten_verschil", "65plus_buiten_na", "65plus_buiten_verschil"):
        assert math.isnan(found[name]), name  # nobody is outside a norm that cannot be measured; and nobody within
    after = scenario.after.results["buurten"]
    for name in (
        "min",
        "min_p50",
        "min_p90",
        "km",
        "norm_min",
        "norm_p90",
        "inwoners_buiten_norm",
        "aandeel_buiten_norm",
    ):
        assert after[f"acute_verloskunde_{name}"].isna().all(), name
    assert after["acute_verloskunde_id"].isna().all()
    assert set(after["acute_verloskunde_oordeel"]) == {"onbekend"}
    moves = scenario.moves()
    assert moves["naar_id"].tolist() == [""]
    assert moves["inwoners"].tolist() == pytest.approx([KNOWN])
    assert moves["extra_min"].isna().all()
    assert scenario.newly_outside().empty


def test_the_last_posts_leave_no_chain(study: Study) -> None:
    scenario = run_scenario(study, [Close("ambulance-west"), Close("ambulance-kom")])
    for kind in ("seh", "acute_verloskunde"):
        assert math.isnan(total(scenario, kind)["inwoners_buiten_na"])
        assert total(scenario, kind)["inwoners_zonder"] == pytest.approx(KNOWN)
    frame = scenario.after.results["buurten"]
    assert frame["seh_aanrij_min"].isna().all()
    assert frame["seh_vervoer_min"].equals(study.results["buurten"]["seh_vervoer_min"])
    assert frame["seh_min"].equals(study.results["buurten"]["seh_min"])


def test_several_closures_at_once(study: Study) -> None:
    """One name closes both kinds that have a norm; with it one of another kind."""
    scenario = run_scenario(study, [Close("west-ende"), Close("huisarts-lint")])
    assert scenario.kinds == ("seh", "acute_verloskunde", "huisarts")
    moves = scenario.moves().set_index("soort")
    # To the west went Dorp, Heem, Half by car; all else went east already. Of the GPs Lint and Kom lose theirs.
    assert moves.loc["seh", "inwoners"] == pytest.approx(100 + 400 + 40)
    assert moves.loc["acute_verloskunde", "inwoners"] == pytest.approx(KNOWN)
    assert moves.loc["huisarts", "inwoners"] == pytest.approx(550)
    assert moves.loc["huisarts", "naar_id"] == "huisarts-heem"
    assert describe(scenario) == [
        "Praktijk Lint dicht (Huisarts)",
        "Ziekenhuis Wést-Ënde dicht (SEH, Acute verloskunde)",
    ]


# Opening and moving.


def test_opening(study: Study) -> None:
    """Acute obstetrics at km 30 as well: the chain of km 22 falls from 27.5 to 18.5, and nobody is outside."""
    lat, lon = degrees(30, 0)
    scenario = run_scenario(study, [Open("acute_verloskunde", lat, lon, "Nieuw huis")])
    found = total(scenario, "acute_verloskunde")
    assert (found["inwoners_buiten_voor"], found["inwoners_buiten_na"]) == pytest.approx((450, 0))
    assert found["inwoners_korter"] == pytest.approx(750)
    assert found["inwoners_langer"] == found["extra_min"] == found["extra_min_max"] == 0
    moved = scenario.moves()
    assert found["winst_min"] == pytest.approx(-moved["extra_min"].iat[0])
    assert found["winst_min_max"] >= found["winst_min"]
    after = scenario.after.chains["acute_verloskunde"].minutes
    assert after[at(study, 22)] == pytest.approx(2 + 8.5 + 4 + 4, abs=NEAR)
    moves = scenario.moves()
    assert moves["naar_id"].tolist() == ["acute_verloskunde-nieuw-nieuw-huis"]
    assert moves["extra_min"].iat[0] < 0
    assert describe(scenario) == ["Nieuw huis erbij (Acute verloskunde)"]


@pytest.mark.parametrize("kmh", [10, 5])
def test_the_way_from_the_road_to_the_door_of_a_site_counts(study: Study, kmh: float) -> None:
    """60 m off the road at km 6, where somebody lives, at the speed for one's own grounds."""
    slow = Study(study.project.with_changes(access={"speed_kmh": kmh}))
    scenario = run_scenario(slow, [Open("huisarts", *degrees(6, 0.06), "Achteraf")])
    assert scenario.after.travel["huisarts"].minutes[at(study, 6)] == pytest.approx(60 * 0.06 / kmh, abs=1e-3)
    assert scenario.after.travel["huisarts"].metres[at(study, 6)] == pytest.approx(60, abs=0.1)


def test_moving(study: Study) -> None:
    """The hospital in the east to km 20: there both of Eenrichting's addresses get to without the limited road."""
    lat, lon = degrees(20, 0)
    scenario = run_scenario(study, [Move("seh-oost", lat, lon)])
    minutes = scenario.after.travel["seh"].minutes
    assert minutes[at(study, 12)] == pytest.approx(8, abs=NEAR)
    assert minutes[at(study, 29)] == pytest.approx(18, abs=NEAR)
    found = total(scenario, "seh")
    assert found["inwoners_korter"] == pytest.approx(200 + 200)  # Eenrichting, and Lint's km 22 and 24
    assert found["inwoners_langer"] == pytest.approx(300 + 50)
    assert scenario.moves().empty  # all stay with their site
    assert describe(scenario) == ["Ziekenhuis Oost verplaatst (SEH)"]


def test_moving_an_ambulance_post_touches_the_norms(study: Study) -> None:
    """From km 5 to km 21: nearer to Lint, which is within the norm now; farther from Eenrichting, which is not."""
    scenario = run_scenario(study, [Move("ambulance-west", *degrees(21, 0))])
    assert scenario.kinds == ("seh", "acute_verloskunde")
    after = scenario.after.chains["seh"].minutes
    assert after[at(study, 22)] == pytest.approx(2 + 0.5 + 4 + 13, abs=NEAR)
    assert after[at(study, 12)] == pytest.approx(2 + (0.5 + 7 + 1) + 4 + 16, abs=NEAR)
    assert after[at(study, 2)] == pytest.approx(2 + (0.5 + 7 + 4) + 4 + 1, abs=NEAR)
    assert total(scenario, "seh")["inwoners_buiten_verschil"] == pytest.approx(200 - 400)


def test_moving_to_where_it_stands_changes_nothing(study: Study) -> None:
    site = study.facilities.table.set_index("id").loc["seh-oost"]
    scenario = run_scenario(study, [Move("seh-oost", site["lat"], site["lon"])])
    assert scenario.after.travel["seh"] is study.travel["seh"]


@pytest.mark.parametrize("place", [(5, 10), (3, 11), (-7, 0)])
def test_a_new_place_without_a_road_is_refused(study: Study, place: tuple[float, float]) -> None:
    lat, lon = degrees(*place)
    for change in (Open("huisarts", lat, lon, "Eilandpraktijk"), Move("huisarts-heem", lat, lon)):
        with pytest.raises(ChangeError, match=r"has no road within 1000 m that leads anywhere"):
            run_scenario(study, [change])


# What is shared, and what stays as it was.


def test_other_kinds_are_shared_and_the_study_is_untouched(study: Study) -> None:
    frames = {level: frame.copy() for level, frame in study.results.items()}
    table = study.facilities.table.copy()
    scenario = run_scenario(study, [Close("huisarts-heem")])
    _ = scenario.after.results, scenario.totals(), scenario.moves(), scenario.difference("wijken")
    assert scenario.before is study
    for kind in ("seh", "acute_verloskunde", "huisartsenpost"):
        assert scenario.after.travel[kind] is study.travel[kind]
    assert scenario.after.travel["huisarts"] is not study.travel["huisarts"]
    for kind, chain in scenario.after.chains.items():
        assert chain.approach is study.chains[kind].approach
        assert chain.transport is study.chains[kind].transport
    assert scenario.after.snapped is study.snapped
    assert scenario.after.network is study.network
    assert study.facilities.table.equals(table)
    for level, frame in frames.items():
        assert study.results[level].equals(frame)


def test_a_variant_without_a_change_is_the_same_study(study: Study) -> None:
    same = study.variant()
    assert_same(same, study)
    for kind in study.travel:
        assert same.travel[kind] is study.travel[kind]


def test_closing_and_opening_again_at_the_same_place_is_as_before(study: Study) -> None:
    site = study.facilities.table.set_index("id").loc["huisarts-heem"]
    scenario = run_scenario(study, [Close("huisarts-heem"), Open("huisarts", site["lat"], site["lon"], "Heem")])
    np.testing.assert_allclose(scenario.after.travel["huisarts"].minutes, study.travel["huisarts"].minutes)
    assert total(scenario, "huisarts")["inwoners_langer"] == 0


def test_a_scenario_on_a_scenario_adds_up(study: Study) -> None:
    """The comparison of two closures with both at once: a variant may be the base of another."""
    first = run_scenario(study, [Close("huisarts-heem")])
    second = run_scenario(first.after, [Close("oost")])
    assert_same(second.after, run_scenario(study, [Close("huisarts-heem"), Close("oost")]).after)
    assert total(second, "seh")["inwoners_langer"] == pytest.approx(750)


# Properties, over any set of changes.
# Nowhere as far from anybody as a place where a site stands: of two that are equally near, either may be the nearest.
PLACES = [
    degrees(*place) for place in [(1.13, 0), (9.31, 0), (15.7, 0), (19.17, 0.3), (23.29, 0), (33.37, 0), (0, 15.1)]
]
IDS = [
    "seh-west",
    "seh-oost",
    "verloskunde-west",
    "huisarts-heem",
    "huisarts-lint",
    "post-nacht",
    "post-avond",
    "ambulance-west",
    "ambulance-oost",
    "ambulance-kom",
]
KINDS = ["seh", "acute_verloskunde", "huisarts", "huisartsenpost", "ambulancepost"]
MOMENTS = [None, "zo 03:00", "di 20:00", "werkdag"]


@st.composite
def changes(draw: st.DrawFn, *, closing: bool = True, opening: bool = True, moving: bool = True) -> list[Change]:
    ids = draw(st.lists(st.sampled_from(IDS), unique=True, max_size=4)) if closing or moving else []
    places = iter(draw(st.permutations(PLACES)))
    result: list[Change] = []
    for site in ids:
        if moving and draw(st.booleans()):
            result.append(Move(site, *next(places)))
        elif closing:
            result.append(Close(site))
    for number in range(draw(st.integers(0, 3)) if opening else 0):
        result.append(Open(draw(st.sampled_from(KINDS)), *next(places), f"Nieuw {number}"))
    return result


def scenario_of(study: Study, drawn: list[Change], text: str | None = None) -> Scenario:
    """As run_scenario makes it, but without its refusal of changes that touch nothing."""
    moment: Moment | None = parse_moment(text) if text else None
    before = study.variant(moment=moment) if moment else study
    config = study.project.facilities
    applied: Applied = apply_changes(study.facilities, drawn, norm_kinds=("seh",), config=config)
    return Scenario(before, before.variant(facilities=applied.facilities), applied)


@pytest.mark.slow
@settings(max_examples=40)
@given(drawn=changes(), text=st.sampled_from(MOMENTS))
def test_a_scenario_equals_a_study_from_nothing(study: Study, drawn: list[Change], text: str | None) -> None:
    scenario = scenario_of(study, drawn, text)
    assert_same(scenario.after, from_nothing(scenario))


@settings(max_examples=40)
@given(drawn=changes(opening=False, moving=False), text=st.sampled_from(MOMENTS))
def test_closing_never_shortens(study: Study, drawn: list[Change], text: str | None) -> None:
    scenario = scenario_of(study, drawn, text)
    for kind in study.travel:
        before, after = (s.travel[kind].minutes for s in (scenario.before, scenario.after))
        assert np.isnan(after[np.isnan(before)]).all()
        assert not (after < before - 1e-9).any()
    for kind in study.chains:
        before, after = (s.chains[kind].minutes for s in (scenario.before, scenario.after))
        assert np.isnan(after[np.isnan(before)]).all()
        assert not (after < before - 1e-9).any()


@settings(max_examples=40)
@given(drawn=changes(closing=False, moving=False), text=st.sampled_from(MOMENTS))
def test_opening_never_lengthens(study: Study, drawn: list[Change], text: str | None) -> None:
    scenario = scenario_of(study, drawn, text)
    for kind in study.travel:
        before, after = (s.travel[kind].minutes for s in (scenario.before, scenario.after))
        assert not np.isnan(after[~np.isnan(before)]).any()
        assert not (after > before + 1e-9).any()


@pytest.mark.slow
@settings(max_examples=40)
@given(drawn=changes(), text=st.sampled_from(MOMENTS))
def test_sums_fit_together(study: Study, drawn: list[Change], text: str | None) -> None:
    scenario = scenario_of(study, drawn, text)
    weight = np.nan_to_num(study.residents.weight)
    totals = scenario.totals()
    assert totals["soort"].tolist() == list(scenario.kinds) if len(totals) else scenario.kinds == ()
    moves = scenario.moves()
    for row in totals.to_dict("records"):
        kind = row["soort"]
        before, after = scenario.before.travel.get(kind), scenario.after.travel.get(kind)
        if before is not None and after is not None:
            people = weight[(before.site != after.site) & (before.site >= 0)].sum()
            assert moves.loc[moves["soort"] == kind, "inwoners"].sum() == pytest.approx(people)
        for level in LEVELS:
            difference = scenario.difference(level)
            for name in ("voor", "na"):
                if kind in study.project.norms:
                    areas = difference[f"{kind}_inwoners_buiten_norm_{name}"].sum(min_count=1)
                    assert areas == pytest.approx(row[f"inwoners_buiten_{name}"], nan_ok=True)
    assert not any(np.isinf(column).any() for _, column in totals.select_dtypes("number").items())


# The moment.


def test_at_night_only_what_is_known_to_be_open_counts(study: Study) -> None:
    night = study.variant(moment=parse_moment("zo 03:00"))
    ids = night.facilities.table["id"]
    assert ids.iloc[night.rows("huisartsenpost")].tolist() == ["post-nacht"]
    assert ids.iloc[night.rows("seh")].tolist() == ["seh-west"]
    assert night.rows("huisarts").tolist() == []
    assert (night.unknown_hours("huisartsenpost"), night.unknown_hours("huisarts")) == (1, 0)
    assert night.travel["huisartsenpost"].minutes[at(study, 34)] == pytest.approx(8 + 20 + 24 - 1, abs=NEAR)
    assert study.moment is None
    assert len(study.rows("huisartsenpost")) == 3


def test_the_norm_counts_what_is_always_open_and_does_not_change_with_the_moment(study: Study) -> None:
    for text in ("zo 03:00", "werkdag"):  # on a working day the hospital in the east is open, but not always
        then = study.variant(moment=parse_moment(text))
        for kind in study.chains:
            assert then.chains[kind].approach is study.chains[kind].approach
            assert then.chains[kind].transport is study.chains[kind].transport
    loose = Study(study.project.with_changes(norms={"seh": {"only_24_7": False}}))
    evening = loose.variant(moment=parse_moment("zo 03:00"))
    # The post at km 25 has no known hours and the hospital at km 30 is closed: as with the sites that are always open.
    assert evening.chains["seh"].minutes[at(study, 22)] == pytest.approx(27.5, abs=NEAR)
    assert loose.chains["seh"].minutes[at(study, 22)] == pytest.approx(11.5, abs=NEAR)


def test_hospitals_abroad_are_taken_to_be_open_at_any_moment(study: Study) -> None:
    """As for the norm: nobody publishes their hours. Elsewhere unknown hours do not count."""
    abroad = Study(study.project.with_changes(facilities={"abroad": True}))
    night = abroad.variant(moment=parse_moment("zo 03:00"))
    ids = night.facilities.table["id"]
    assert ids.iloc[night.rows("seh")].tolist() == ["seh-de", "seh-west"]
    assert ids.iloc[night.rows("seh", only_24_7=True)].tolist() == ["seh-de", "seh-west"]
    assert night.unknown_hours("seh") == 0
    assert night.chains["seh"].transport is abroad.chains["seh"].transport


def test_a_moment_alone_is_compared_with_any_time(study: Study) -> None:
    scenario = run_scenario(study, [], moment=parse_moment("zo 03:00"))
    assert scenario.before is study
    assert scenario.kinds == ("seh", "huisarts", "huisartsenpost")
    found = total(scenario, "huisartsenpost")
    assert found["inwoners_langer"] == pytest.approx(750)  # those of the posts at km 27 and 33
    assert total(scenario, "huisarts")["inwoners_zonder"] == pytest.approx(KNOWN)
    assert total(scenario, "seh")["inwoners_buiten_verschil"] == 0
    assert describe(scenario) == ["op zondag 03:00"]
    assert unknown_hours(scenario) == [
        "Huisartsenpost: van een locatie zijn de openingstijden niet bekend; zij telt op zondag 03:00 niet mee."
    ]


def test_a_change_at_a_moment_is_compared_with_that_moment(study: Study) -> None:
    scenario = run_scenario(study, [Close("post-avond")], moment=parse_moment("di 20:00"))
    assert scenario.kinds == ("huisartsenpost",)
    moves = scenario.moves()
    assert moves[["van_id", "naar_id"]].to_numpy().tolist() == [["post-avond", "post-nacht"]]
    assert moves["inwoners"].sum() == pytest.approx(750)
    closed_anyway = run_scenario(study, [Close("post-avond")], moment=parse_moment("zo 03:00"))
    assert total(closed_anyway, "huisartsenpost")["inwoners_langer"] == 0
    assert describe(scenario) == ["op dinsdag 20:00", "Post Avond dicht (Huisartsenpost)"]


# Refusals and published figures.


def test_a_change_that_nothing_hangs_on_is_refused(study: Study) -> None:
    project = study.project.model_copy(update={"norms": {}})
    with pytest.raises(ChangeError, match="nothing that is computed can differ"):
        run_scenario(Study(project), [Close("ambulance-west")])
    with pytest.raises(ChangeError, match="nothing that is computed can differ"):
        run_scenario(study, [])


def test_other_hours_open_or_close_a_site_at_the_moment(study: Study) -> None:
    night = parse_moment("nacht")
    changes = [Hours("post-avond", "24/7"), Hours("post-nacht", "Mo-Fr 18:00-22:00")]
    scenario = run_scenario(study, changes, moment=night)
    sites = site_table(scenario.after, changed=scenario).set_index("id")
    assert sites.loc["post-avond", "sites_status"] == "nieuw open op dit moment door andere openingstijden"
    assert sites.loc["post-nacht", "sites_status"] == "gesloten op dit moment door andere openingstijden"
    assert (sites.loc["seh-west", "sites_status"], sites.loc["post-avond", "telt"]) == ("", True)
    always = run_scenario(study, [Hours("post-avond", "24/7"), Close("post-nacht")])
    status = site_table(always.after, changed=always).set_index("id")["sites_status"]
    assert status["post-avond"] == "andere openingstijden in dit scenario"


@pytest.mark.parametrize(
    ("changes", "moment"),
    [
        ([Close("ambulance-west")], None),
        ([Move("ambulance-west", *degrees(24, 0))], None),
        ([Open("acute_verloskunde", *degrees(30, 0), "Nieuw")], None),
        ([Open("huisarts", *degrees(30, 0), "Nieuw")], "zo 03:00"),
    ],
)
def test_losses_and_gains_are_counted_apart(study: Study, changes: list[Change], moment: str | None) -> None:
    """Point by point: who crosses the norm each way, and who has a site that had none."""
    scenario = run_scenario(study, changes, moment=parse_moment(moment) if moment else None)
    people = np.nan_to_num(study.residents.weight)
    for row in scenario.totals().to_dict("records"):
        kind = row["soort"]
        if kind in scenario.before.chains:
            limit = scenario.before.chains[kind].norm.limit_min
            before, after = (side.chains[kind].minutes for side in (scenario.before, scenario.after))
            pairs = list(zip(people, before, after, strict=True))
            assert row["inwoners_nieuw_buiten"] == pytest.approx(sum(n for n, b, a in pairs if b <= limit < a))
            assert row["inwoners_nieuw_binnen"] == pytest.approx(sum(n for n, b, a in pairs if a <= limit < b))
            net = row["inwoners_nieuw_buiten"] - row["inwoners_nieuw_binnen"]
            assert net == pytest.approx(row["inwoners_buiten_verschil"])
        sites = [side.travel[kind].site for side in (scenario.before, scenario.after)]
        fresh = sum(n for n, b, a in zip(people, *sites, strict=True) if b < 0 <= a)
        assert row["inwoners_eerst_zonder"] == pytest.approx(fresh)
