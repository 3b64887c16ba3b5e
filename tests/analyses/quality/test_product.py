"""Remarks per area: sums by hand on the small project, each key of the project, and what must hold on the real data."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import Point, box

from zorgkaart.access.groups import Groups
from zorgkaart.analyses.quality.remark_tables import age_table, left_out, mark_table, single_roads
from zorgkaart.errors import InputError, ProjectError
from zorgkaart.inputs.schema import PRECISIONS
from zorgkaart.outputs.meaning.classes import view_classes
from zorgkaart.outputs.meaning.presentation import quality_view
from zorgkaart.project.defaults import CRS
from zorgkaart.project.model import Project
from zorgkaart.project.sections import QualitySection
from zorgkaart.quality.ages import perhaps_too_old, period_of, too_old
from zorgkaart.quality.doubtful import doubtful_sites, precisions
from zorgkaart.quality.incomplete import outside_m, suspected_places
from zorgkaart.quality.marks import Cause, Mark, cause_texts, mark_columns
from zorgkaart.study.study import Study

NAN = np.nan
# Dorp, Heem, Eenrichting, Lint, Kom, Eiland, Half, Ver weg, Stil
AREAS = ["Dorp", "Heem", "Eenrichting", "Lint", "Kom", "Eiland", "Half", "Ver weg", "Stil"]


def by_area(study: Study, column: str) -> dict[str, object]:
    frame = study.results["buurten"]
    values = [None if value is None or value != value else value for value in frame[column].astype(object)]
    return dict(zip(frame["buurtnaam"], values, strict=True))


def numbers(study: Study, column: str) -> list[float]:
    found = by_area(study, column)
    return [NAN if found[name] is None else float(found[name]) for name in AREAS]


def changed(study: Study, **sections: dict[str, object]) -> Study:
    return study.with_project(study.project.with_changes(**sections))


def with_sites(study: Study, column: str, **values: str) -> Study:
    """The study with other texts in a column of some sites (dashes in an id are underscores here)."""
    table = study.facilities.table.copy()
    for site, text in values.items():
        table.loc[table["id"] == site.replace("_", "-"), column] = text
    return study.variant(facilities=replace(study.facilities, table=table))


def doubtful_table(study: Study) -> pd.DataFrame:
    return doubtful_sites(study.doubtful_sites, study.facilities.table, study.residents.weight)


def test_inhabitants_per_remark_are_those_one_counts_by_hand(study: Study) -> None:
    np.testing.assert_allclose(numbers(study, "inwoners_ver_van_weg"), [0, 0, 0, 0, 0, 0, 40, 0, NAN])
    np.testing.assert_allclose(numbers(study, "inwoners_los_wegdeel"), [0, 0, 0, 0, 0, 60, 0, 0, NAN])
    # West of the ring live 100 + 400 + 40, east of it 500 + 50; on the ring itself nobody hangs on one road.
    np.testing.assert_allclose(numbers(study, "inwoners_enkele_weg"), [100, 400, 0, 500, 50, 0, 40, 0, NAN])
    np.testing.assert_allclose(numbers(study, "inwoners_veerboot"), [0, 0, 0, 0, 0, 0, 0, 0, NAN])
    # The doubtful practice at (2,0) is nearer than the one at (7,0) for Dorp and for (0,6).
    np.testing.assert_allclose(numbers(study, "inwoners_onzekere_locatie"), [100, 0, 0, 0, 0, 0, 40, 0, NAN])


def test_texts_say_what_a_remark_rests_on(study: Study) -> None:
    roads = by_area(study, "enkele_weg_toelichting")
    assert (roads["Dorp"], roads["Half"]) == ("samen 540 inwoners achter deze weg",) * 2
    assert (roads["Lint"], roads["Kom"]) == ("samen 550 inwoners achter deze weg",) * 2
    assert roads["Eenrichting"] is None
    sites = by_area(study, "onzekere_locatie_toelichting")
    assert sites["Dorp"] == "Huisarts: Praktijk Dorp (ligt dichterbij en telt niet mee: status twijfel)"
    assert sites["Heem"] is None


def test_remarks_are_counted_and_named_from_the_share_on(study: Study) -> None:
    found = by_area(study, "opmerkingen_toelichting")
    assert found["Dorp"] == "afhankelijk van een enkele weg; onzekere locatie"
    assert found["Half"].startswith("ver van een weg; afhankelijk van een enkele weg")
    assert found["Eiland"] == "los stuk weg"
    assert by_area(study, "opmerkingen")["Dorp"] == 2
    frame = study.results["buurten"]
    listed = frame["opmerkingen_toelichting"].fillna("").map(lambda text: len(text.split("; ")) if text else 0)
    assert (listed == frame["opmerkingen"]).all()


def test_sums_of_larger_areas_are_those_of_their_buurten(study: Study) -> None:
    names = [f"inwoners_{mark.name}" for mark in study.marks]
    buurten = study.results["buurten"].groupby("gemeentecode")[names].sum()
    gemeenten = study.results["gemeenten"].set_index("gemeentecode")[names]
    pd.testing.assert_frame_equal(buurten, gemeenten, check_dtype=False)
    table = mark_table(study).set_index("kwaliteit_opmerking")
    assert table.loc["Afhankelijk van een enkele weg", "inwoners_betrokken"] == pytest.approx(1090)
    assert table.loc["Afhankelijk van een enkele weg", "aandeel_inwoners"] == pytest.approx(1090 / 1400)
    assert table.loc["Afhankelijk van een enkele weg", "aantal_buurten"] == 6  # with Stil, whose people are unknown


def test_every_kind_at_the_edge_is_named_where_the_flag_is_up(study: Study) -> None:
    frame = study.results["buurten"]
    assert ((frame["inwoners_netwerkrand"].fillna(1) > 0) >= frame["netwerkrand_toelichting"].notna()).all()
    assert not (frame["netwerkrand_toelichting"].notna() & ~frame["netwerkrand"]).any()
    assert frame["netwerkrand_toelichting"].notna().any()


@pytest.mark.parametrize(
    ("changes", "column", "expected"),
    [
        ({"far_road_m": 40}, "inwoners_ver_van_weg", [0, 0, 0, 0, 25, 0, 40, 0, NAN]),
        ({"single_road_inhabitants": 545}, "inwoners_enkele_weg", [0, 0, 0, 500, 50, 0, 0, 0, NAN]),
        ({"single_road_inhabitants": 551}, "inwoners_enkele_weg", [0, 0, 0, 0, 0, 0, 0, 0, NAN]),
        ({"single_road_inhabitants": 40}, "inwoners_enkele_weg", [100, 400, 0, 500, 50, 0, 40, 0, NAN]),
    ],
)
def test_limits_of_the_project_decide(
    study: Study, changes: dict[str, object], column: str, expected: list[float]
) -> None:
    np.testing.assert_allclose(numbers(changed(study, quality=changes), column), expected)


def test_the_share_from_which_a_remark_counts(study: Study) -> None:
    assert "ver van een weg" in by_area(changed(study, quality={"flag_share": 0.5}), "opmerkingen_toelichting")["Half"]
    higher = by_area(changed(study, quality={"flag_share": 0.51}), "opmerkingen_toelichting")
    assert higher["Half"] is None


def test_a_doubtful_site_says_for_how_many_it_would_be_nearest_and_what_it_saves(study: Study) -> None:
    (row,) = doubtful_table(study).to_dict("records")
    assert (row["id"], row["telt"], row["inwoners_betrokken"]) == ("huisarts-twijfel", False, pytest.approx(140))
    # (2,0) saves 5 minutes, (3,0) 3, and the 40 people at (0,6) 5.
    assert row["verschil_gemiddeld_min"] == pytest.approx((50 * 5 + 50 * 3 + 40 * 5) / 140)
    assert row["verschil_max_min"] == pytest.approx(5)


def test_a_vague_place_says_how_far_off_the_site_may_be(study: Study) -> None:
    vague = with_sites(study, "precisie", huisarts_lint="straat", ambulance_kom="plaats")
    rows = doubtful_table(vague).set_index("id")
    # From Eenrichting the ring to the practice at (7,0) is faster than the road with its limit of 30 km/h.
    assert rows.loc["huisarts-lint", "inwoners_betrokken"] == pytest.approx(550)
    # 700 m at the 30 km/h of a car, 1500 m at the 60 km/h of an ambulance.
    assert rows.loc["huisarts-lint", "verschil_gemiddeld_min"] == pytest.approx(1.4)
    assert rows.loc["ambulance-kom", "verschil_gemiddeld_min"] == pytest.approx(1.5)
    texts = by_area(vague, "onzekere_locatie_toelichting")
    assert texts["Eenrichting"] is None
    assert texts["Lint"].startswith("Huisarts: Praktijk Lint (ligging bekend tot op de straat)")


def test_a_site_abroad_that_counts_with_unknown_status_is_doubtful(study: Study) -> None:
    abroad = study.variant(facilities=replace(study.facilities, abroad=True))
    assert "status onbekend" in by_area(abroad, "onzekere_locatie_toelichting")["Eenrichting"]
    assert "SEH" not in (by_area(study, "onzekere_locatie_toelichting")["Eenrichting"] or "")


def test_every_precision_has_a_radius() -> None:
    assert set(precisions()) == set(PRECISIONS)


def test_old_data_counts_for_whom_the_site_is_nearest(study: Study) -> None:
    dated = changed(study, quality={"date": datetime.date(2026, 1, 1)})
    old = with_sites(dated, "peildatum", huisarts_heem="2015", huisarts_lint="2025-06", ambulance_west="2019")
    np.testing.assert_allclose(numbers(old, "inwoners_verouderd"), [100, 400, 200, 0, 0, 0, 40, 0, NAN])
    assert "Huisarts (2015)" in by_area(old, "verouderd_toelichting")["Dorp"]
    assert "Ambulancepost (2019)" in by_area(old, "verouderd_toelichting")["Heem"]
    assert "SEH (peildatum onbekend, misschien)" in by_area(old, "verouderd_toelichting")["Heem"]
    rows = age_table(old).set_index("voorziening")
    assert rows.loc["Huisarts", "peildata"] == "2015, 2025-06"
    assert (rows.loc["Huisarts", "locaties_verouderd"], rows.loc["Huisarts", "inwoners_betrokken"]) == (1, 740)
    patient = changed(study, quality={"date": datetime.date(2026, 1, 1), "old_years": 20})
    patient = with_sites(patient, "peildatum", huisarts_heem="2015")
    np.testing.assert_allclose(numbers(patient, "inwoners_verouderd"), [0, 0, 0, 0, 0, 0, 0, 0, NAN])


def test_old_roads_are_named_everywhere_but_not_counted(study: Study) -> None:
    quality = {"date": datetime.date(2026, 1, 1)}
    roads = changed(study, quality=quality, network={"date": datetime.date(2015, 3, 1)})
    assert all("wegennet (2015-03-01)" in (text or "") for text in by_area(roads, "verouderd_toelichting").values())
    np.testing.assert_allclose(numbers(roads, "inwoners_verouderd"), [0, 0, 0, 0, 0, 0, 0, 0, NAN])
    assert "Wegennet" in age_table(roads)["voorziening"].tolist()
    assert "Wegennet" not in age_table(study)["voorziening"].tolist()


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2022", "2022-01-01", "2022-12-31"),
        ("2021-08-06", "2021-08-06", "2021-08-06"),
        ("2020-12", "2020-12-01", "2020-12-31"),
        ("2020-2025", "2020-01-01", "2025-12-31"),
        (" 2025\N{EN DASH}2020 ", "2020-01-01", "2025-12-31"),
    ],
)
def test_dates_in_many_forms(text: str, first: str, last: str) -> None:
    found = period_of(text)
    assert found is not None
    assert (found.first.isoformat(), found.last.isoformat()) == (first, last)


@pytest.mark.parametrize("text", ["", "onbekend", "2021-02-30", "2021-13", "06-08-2021", "0000"])
def test_what_is_no_date_is_unknown(text: str) -> None:
    assert period_of(text) is None


def test_a_period_is_old_when_all_of_it_is_and_perhaps_when_a_part_is() -> None:
    project = SimpleNamespace(quality=QualitySection(date=datetime.date(2026, 1, 1), old_years=5))
    assert [too_old(period_of(t), project) for t in ("2020", "2020-12-30", "2021", "2020-2025", "")] == [
        True,
        True,
        False,
        False,
        False,
    ]
    assert [perhaps_too_old(period_of(t), project) for t in ("2020", "2021-06", "2020-2025", "")] == [
        False,
        False,
        True,
        True,
    ]


def land(**provinces: tuple[float, float, float, float]) -> gpd.GeoDataFrame:
    shapes = [box(*(1000 * side for side in sides)) for sides in provinces.values()]
    names = list(provinces)
    return gpd.GeoDataFrame({"provincie": names, "gemeentenaam": names}, geometry=shapes, crs=CRS)


def test_distance_to_land_where_nothing_is_known() -> None:
    around = land(Hier=(0, 0, 10, 10), Daar=(10, 0, 20, 10))
    residents = SimpleNamespace(
        x=np.array([1000.0, 9000, 15000]), y=np.array([5000.0, 5000, 5000]), area=np.array([0, 0, 1])
    )
    areas = SimpleNamespace(surroundings=around, buurten=around)
    np.testing.assert_allclose(outside_m(residents, areas, ("Hier",)), [9000, 1000, 0], atol=5)
    np.testing.assert_array_equal(outside_m(residents, areas, ("Hier", "Daar")), [np.inf, np.inf, np.inf])


def suspected(served: list[int], *, known_in: tuple[str, ...] = (), **quality: float) -> str:
    """Six places a long way apart, the largest first, the first four in one municipality; sites in some of them."""
    places = pd.DataFrame({"plaats": list("ABCDEF"), "gemeente": ["Hier"] * 4 + ["Daar"] * 2, "y": 5000.0})
    places["x"], places["adressen"] = 3000.0 * np.arange(6) + 500, [100.0, 90, 80, 70, 60, 50]
    points = gpd.GeoSeries([Point(places["x"][i] + 900, 5000) for i in served], crs=CRS)
    settings = QualitySection(**{"place_share": 0.75, **quality})
    around = land(Hier=(0, 0, 12, 10), Daar=(12, 0, 20, 10))
    return "".join(suspected_places(places, around, points, known_in=known_in, settings=settings)["plaats"])


@pytest.mark.parametrize(
    ("served", "quality", "missing"),
    [
        ([0, 1, 3], {}, "C"),
        ([0, 1, 3], {"place_share": 0.6}, "CE"),
        ([0, 1, 3], {"place_share": 0.8}, ""),
        ([0, 1, 3], {"place_radius_m": 800}, "E"),  # no place has one: then the largest of each gemeente without
        ([0], {}, "E"),  # one place says nothing about what is usual
        ([5], {}, "A"),
        ([0, 1, 2, 3, 4, 5], {}, ""),
    ],
)
def test_a_site_is_expected_in_places_as_large_as_those_that_have_one(
    served: list[int], quality: dict[str, float], missing: str
) -> None:
    assert suspected(served, **quality) == missing


def test_outside_the_provinces_where_a_kind_is_known_nothing_is_expected() -> None:
    assert suspected([0], known_in=("Hier",)) == ""


def test_an_incomplete_list_matters_to_whom_a_place_without_a_site_is_nearer(study: Study) -> None:
    assert numbers(study, "inwoners_onvolledig")[:7] == [0] * 7
    found = changed(study, kinds={"seh": {"complete": False}})
    people = by_area(found, "inwoners_onvolledig")
    assert (people["Heem"], people["Lint"], people["Kom"]) == (400, 0, 0)
    assert people["Dorp"] <= 50  # (3,0) is as far from Heem as from its hospital
    assert people["Eenrichting"] >= 100  # and so is (18,0), but not (12,0)
    assert by_area(found, "onvolledig_toelichting")["Heem"].startswith("SEH: in Heem kan een locatie zijn")


def test_a_kind_known_elsewhere_only_is_remarked_everywhere(study: Study) -> None:
    found = changed(study, kinds={"seh": {"known_in": ("Drenthe",)}})
    assert by_area(found, "inwoners_onvolledig")["Heem"] == 400
    here = changed(study, kinds={"seh": {"known_in": ("Groningen",)}})
    assert by_area(here, "inwoners_onvolledig")["Heem"] == 0


def test_columns_of_areas_without_points_or_people_are_empty_and_not_zero() -> None:
    groups = Groups(np.array([0, 0], dtype=np.int32), 2, np.array([NAN, NAN]))
    mark = Mark("proef", "proef", np.array([True, False]), [Cause.where(np.array([True, False]), "reden")])
    found = mark_columns([mark], groups, flag_share=0.5)
    assert np.isnan(found["inwoners_proef"]).all()
    assert found["opmerkingen"].tolist() == [1, 0]
    assert found["proef_toelichting"].tolist() == ["reden", None]


def test_the_commonest_cause_names_an_area() -> None:
    groups = Groups(np.array([0, 0, 0], dtype=np.int32), 1, np.array([1.0, 5.0, 3.0]))
    cause = Cause(np.array([7, 2, 7], dtype=np.int32), {7: "zeven", 2: "twee"})
    assert cause_texts([cause], groups, flag_share=0.9).tolist() == ["twee"]


def test_single_roads_are_placed_and_ordered(study: Study) -> None:
    table = single_roads(study)
    assert table["inwoners_betrokken"].round(6).tolist() == [550, 540]
    assert table["achter_de_weg"].tolist() == ["Lint, Kom", "Heem, Dorp, Half en 1 andere"]
    assert table["weglengte_m"].tolist() == [10_000, 10_000]
    assert table["lat"].between(53, 54).all()


def test_what_is_left_out_is_counted(study: Study) -> None:
    text = " ".join(left_out(study))
    assert "Van 1 buurten is het aantal inwoners niet gepubliceerd" in text
    assert "1 locaties in het buitenland tellen niet mee" in text
    assert "Veerboten zijn geen deel" in text
    assert "Veerboten" not in " ".join(left_out(WithFerries(study)))


class WithFerries:
    """The study under a project that has ferries; its network is not read anew."""

    def __init__(self, study: Study) -> None:
        self._study, self.project = study, study.project.with_changes(network={"ferries": True})

    def __getattr__(self, name: str) -> object:
        return getattr(self._study, name)


def test_a_date_needs_no_quotes_but_must_be_one(sample: Path, tmp_path: Path) -> None:
    project = Project.load(sample)
    assert project.with_changes(quality={"date": datetime.date(2026, 1, 31)}).quality.date == datetime.date(2026, 1, 31)
    with pytest.raises(ProjectError, match="date"):
        project.with_changes(quality={"date": "vandaag"})


def test_the_layer_of_remarks_has_words_for_whole_numbers() -> None:
    view = quality_view()
    assert [item.label for item in view_classes(view)][:3] == ["geen opmerking", "1 opmerking", "2 opmerkingen"]
    with pytest.raises(InputError, match="6 classes need as many words"):
        replace(view, words=("een",))


def test_known_gaps_of_the_pharmacies_are_found(groningen: Study) -> None:
    gaps = {
        "Appingedam",
        "Hoogezand",
        "Musselkanaal",
        "Marum",
        "Ten Boer",
        "Muntendam",
        "Siddeburen",
        "Uithuizermeeden",
    }
    assert gaps <= set(groningen.suspected_places("apotheek")["plaats"])  # data/README.md names them


def test_remarks_on_the_province_are_plausible(groningen: Study) -> None:
    frame = groningen.results["buurten"].set_index("buurtnaam")
    for mark in groningen.marks:
        people = frame[f"inwoners_{mark.name}"]
        assert (people.dropna() <= frame.loc[people.notna(), "inwoners"] + 1e-6).all(), mark.name
    # The asylum centre at Ter Apel and the islands of Meerstad have one way out.
    assert frame.loc["Verspreide huizen Ter Apel en Ter Apelkanaal", "inwoners_enkele_weg"] > 1000
    assert frame.loc["Tersluis", "inwoners_enkele_weg"] == pytest.approx(frame.loc["Tersluis", "inwoners"])
    # Lauwersoog lies nearer to Fryslân and to the edge of the file than to any hospital.
    assert frame.loc["Lauwersmeer", "onvolledig_toelichting"].startswith("Huisartsenpost: alleen locaties in Groningen")
    assert "SEH" in frame.loc["Lauwersmeer", "netwerkrand_toelichting"]
    assert (frame["inwoners_veerboot"].dropna() == 0).all()
