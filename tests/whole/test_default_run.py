"""The default project on the real data: what the Regiobeeld and the CBS say, and every buurt in every output."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pytest
import rasterio
import shapely
from support.paths import ROOT
from support.stage_values import with_stages

from zorgkaart.access.catalogue import trips_of
from zorgkaart.analyses.run.product import write_run
from zorgkaart.analyses.validation.distances import distance_fits, distance_table
from zorgkaart.analyses.validation.figures import compare_run, compare_scenario
from zorgkaart.errors import Problems
from zorgkaart.inputs.facilities import read_facilities
from zorgkaart.inputs.project_inputs import SiteTables
from zorgkaart.outputs.sheets.sheet_files import read_csv
from zorgkaart.project.moments import parse_moment
from zorgkaart.scenarios.changes import Close
from zorgkaart.scenarios.scenario import Scenario, run_scenario
from zorgkaart.study.study import Study
from zorgkaart.study.study_tables import flagged_table, summary_table, worst_moments

pytestmark = pytest.mark.slow

BUURTEN = 635
UNPUBLISHED = 21
LEVELS = {"buurten": BUURTEN, "wijken": None, "gemeenten": 10}
NORMS = ("seh", "acute_verloskunde")
OTHER_NORMS = ("ambulance_15_minuten", "hap_overdag", "hap_avond", "hap_nacht")
OUTSIDE = ("buiten", "deels buiten")


@pytest.fixture(scope="module")
def ommelander(groningen: Study) -> Scenario:
    """Without the Ommelander hospital: one name closes its SEH and its acute obstetrics."""
    return run_scenario(groningen, [Close("ommelander")])


@pytest.fixture(scope="module")
def written(groningen: Study, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("uitvoer")
    write_run(groningen, folder, command="zorgkaart run")
    return folder


def with_addresses(study: Study) -> pd.DataFrame:
    """The buurten that have an address: all but a lake and four parks."""
    frame = study.results["buurten"]
    assert (frame["adressen"] == 0).sum() == 5
    return frame[frame["adressen"] > 0]


def flagged(study: Study, kind: str) -> pd.DataFrame:
    frame = study.results["buurten"]
    return frame[frame[f"{kind}_oordeel"].isin(OUTSIDE)]


# What the Regiobeeld says about the norm.


def test_norms_of_both_kinds_come_in_one_run(groningen: Study) -> None:
    assert tuple(groningen.chains) == (*NORMS, *OTHER_NORMS)
    for kind in NORMS:
        frame = with_addresses(groningen)
        assert frame[f"{kind}_norm_min"].between(8, 70).all()


@pytest.mark.parametrize("kind", NORMS)
def test_only_the_tip_of_the_north_and_the_far_east_are_outside(groningen: Study, kind: str) -> None:
    found = flagged(groningen, kind)
    places = set(zip(found["gemeentenaam"], found["buurtnaam"], strict=True))
    assert {("Het Hogeland", "Lauwersmeer"), ("Westerwolde", "Bourtange")} <= places
    assert "Groningen" not in set(found["gemeentenaam"])
    # Most of them, and of the people, are in these two municipalities.
    near = found["gemeentenaam"].isin(["Het Hogeland", "Westerwolde"])
    assert near.mean() > 2 / 3
    column = f"{kind}_inwoners_buiten_norm"
    total = groningen.results["buurten"][column].sum()
    assert found.loc[near, column].sum() > 0.75 * total
    assert 1_000 < total < 10_000


@pytest.mark.parametrize("kind", NORMS)
def test_without_the_ommelander_thousands_more_are_outside(ommelander: Scenario, kind: str) -> None:
    """The Regiobeeld has 13,200; ours is not fitted to it and hangs on the speeds."""
    row = ommelander.totals().set_index("soort").loc[kind]
    assert 5_000 < row["inwoners_buiten_verschil"] < 30_000
    difference = ommelander.difference("buurten")[f"{kind}_inwoners_buiten_norm_verschil"]
    assert difference.sum() == pytest.approx(row["inwoners_buiten_verschil"])
    assert row["65plus_buiten_verschil"] < row["inwoners_buiten_verschil"]
    # They live around Scheemda: most in Oldambt and Westerwolde, none in the west.
    more = ommelander.newly_outside("gemeenten").set_index("gemeentenaam")[f"{kind}_inwoners_buiten_norm_verschil"]
    assert set(more.index[:3]) <= {"Oldambt", "Westerwolde", "Eemsdelta", "Stadskanaal"}
    assert "Westerkwartier" not in more.index


def test_the_published_figure_stands_beside_ours(ommelander: Scenario) -> None:
    table = compare_scenario(ommelander)
    assert table["gepubliceerd"].tolist() == [13_200, 13_200]
    totals = ommelander.totals().set_index("soort")["inwoners_buiten_verschil"]
    assert table["zorgkaart"].tolist() == pytest.approx([totals["seh"], totals["acute_verloskunde"]])
    assert table["bron"].str.contains("Regiobeeld").all()


def test_most_who_used_the_ommelander_go_to_the_umcg(ommelander: Scenario) -> None:
    moves = ommelander.moves()
    for kind in NORMS:
        rows = moves[moves["soort"] == kind]
        assert set(rows["van_id"]) == {f"{kind}-ommelander-scheemda"}
        assert rows["naar_id"].iat[0] == f"{kind}-umcg"
        before, after = (s.travel[kind] for s in (ommelander.before, ommelander.after))
        people = np.nan_to_num(ommelander.before.residents.weight)
        assert rows["inwoners"].sum() == pytest.approx(people[(before.site != after.site) & (before.site >= 0)].sum())
        assert rows["inwoners"].sum() == pytest.approx(
            ommelander.totals().set_index("soort").loc[kind, "inwoners_langer"]
        )


def test_stadskanaal_lost_its_obstetrics_without_effect(groningen: Study) -> None:
    """It closed in 2018; the sites that are left serve Stadskanaal within the norm."""
    frame = groningen.results["gemeenten"].set_index("gemeentenaam")
    assert frame.loc["Stadskanaal", "acute_verloskunde_oordeel"] == "binnen"


def test_at_night_only_the_post_in_groningen_is_open(groningen: Study) -> None:
    night = groningen.variant(moment=parse_moment("zo 03:00"))
    table = night.facilities.table.iloc[night.rows("huisartsenpost")]
    assert table["id"].tolist() == ["huisartsenpost-hap-groningen"]
    assert len(groningen.rows("huisartsenpost")) == 5
    before, after = groningen.travel["huisartsenpost"], night.travel["huisartsenpost"]
    assert np.nanmean(after.minutes) > np.nanmean(before.minutes) + 3
    assert night.chains["seh"].transport is groningen.chains["seh"].transport


def test_the_readme_says_how_far_it_is_at_night(groningen: Study) -> None:
    people = np.nan_to_num(groningen.residents.weight)
    table = summary_table(groningen).set_index(["soort", "tijdstip"]).loc["huisartsenpost"]
    beyond = float(people[groningen.trips["huisartsenpost@nacht"].minutes > 30].sum())
    text = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    assert table.loc[["", "nacht"], "locaties"].tolist() == [5, 1]
    assert (
        f"the mean drive is {table.loc['nacht', 'gemiddeld_min']:.1f} minutes where it would be "
        f"{table.loc['', 'gemiddeld_min']:.1f} with all of them open, and {round(beyond, -2):,.0f} inhabitants"
    ) in text
    assert worst_moments(groningen)["huisartsenpost"].stem == "huisartsenpost_nacht"


# What the CBS says about the GP.


def test_distance_to_the_gp_is_that_of_the_cbs(groningen: Study) -> None:
    (found,) = distance_fits(groningen).values()
    assert found.buurten == 595
    assert found.correlation >= 0.95
    assert found.cbs_km == pytest.approx(1.29, abs=0.005)
    assert abs(found.ours_km - 1.29) < 0.129


def test_kilometres_along_the_shortest_path_are_published_and_never_more_than_along_the_fastest(
    groningen: Study,
) -> None:
    """At every address and in every buurt, and the column is what the CBS's figures are held against."""
    for kind in ("huisarts", "apotheek"):
        short, fast = groningen.shortest(kind).metres, groningen.travel[kind].metres
        assert (np.isnan(short) == np.isnan(fast)).all()
        assert np.nanmax(short - fast) <= 1e-6
        assert np.nanmax(fast - short) > 1000
    shown = groningen.results["buurten"]["huisarts_km_kortst"].to_numpy()
    np.testing.assert_array_equal(shown, distance_table(groningen)["km_zorgkaart"])


def test_published_distances_stand_beside_ours(groningen: Study) -> None:
    table = compare_run(groningen)
    assert {"provincie Groningen", "gemeente Oldambt", "gemeente Westerwolde", "gemeente Groningen"} <= set(
        table["gebied"]
    )
    whole = table[table["gebied"].str.startswith(("provincie", "gemeente"))]
    assert whole["verschil_pct"].abs().max() < 20


# Every buurt, and no number where none is known.


def test_all_buurten_have_travel_times(groningen: Study) -> None:
    assert len(groningen.results["buurten"]) == BUURTEN
    assert groningen.results["buurten"]["buurtcode"].is_unique
    frame = with_addresses(groningen)
    for kind in groningen.project.travel_kinds:
        for name in ("min", "min_p50", "min_p90", "km"):
            assert frame[f"{kind}_{name}"].notna().all(), f"{kind}_{name}"
            assert (frame[f"{kind}_{name}"] < 120).all()
        assert (frame[f"{kind}_min_p50"] <= frame[f"{kind}_min_p90"]).all()
        assert frame[f"{kind}_id"].isin(groningen.facilities.table["id"]).all()


def test_buurten_without_an_address_are_unknown_with_a_reason(groningen: Study) -> None:
    frame = groningen.results["buurten"]
    empty = frame[frame["adressen"] == 0]
    assert set(empty["onbereikbaar_reden"]) == {"geen adres in dit gebied bekend"}
    assert set(empty["seh_oordeel"]) == {"onbekend"}
    assert empty.filter(regex="_(min|km|p50|p90|buiten_norm)$").isna().all(axis=None)
    assert "Zuidlaardermeer" in set(empty["buurtnaam"])


@pytest.mark.parametrize("kind", NORMS)
def test_unpublished_inhabitants_are_unknown_and_never_zero(groningen: Study, kind: str) -> None:
    frame = groningen.results["buurten"]
    unknown = frame[frame["inwoners"].isna()]
    assert len(unknown) == UNPUBLISHED
    assert set(unknown[f"{kind}_oordeel"]) == {"onbekend"}
    for name in (f"{kind}_inwoners_buiten_norm", f"{kind}_65plus_buiten_norm", "inwoners_onbereikbaar"):
        assert unknown[name].isna().all(), name
    known = with_addresses(groningen)
    known = known[known["inwoners"].notna()]
    assert known[f"{kind}_inwoners_buiten_norm"].notna().all()
    assert "onbekend" not in set(known[f"{kind}_oordeel"])


def test_totals_are_the_sums_over_areas(groningen: Study) -> None:
    totals = summary_table(groningen).set_index("soort")
    for kind in NORMS:
        for level in LEVELS:
            frame = groningen.results[level]
            for name in ("inwoners_buiten_norm", "65plus_buiten_norm"):
                assert frame[f"{kind}_{name}"].sum() == pytest.approx(totals.loc[kind, name], rel=1e-9)
    addresses = {frame["adressen"].sum() for frame in groningen.results.values()}
    assert addresses == {len(groningen.residents.x)}


def test_shares_and_numbers_agree(groningen: Study) -> None:
    frame = groningen.results["buurten"]
    for kind in NORMS:
        some = (frame["inwoners"] > 0) & (frame["adressen"] > 0)
        share = frame[f"{kind}_inwoners_buiten_norm"] / (frame["inwoners"] - frame["inwoners_onbereikbaar"])
        np.testing.assert_allclose(share[some], frame.loc[some, f"{kind}_aandeel_buiten_norm"], atol=1e-9)
        judged = frame[frame["inwoners"].notna() & (frame["adressen"] > 0)]
        shares = judged[f"{kind}_aandeel_buiten_norm"]
        assert (judged[f"{kind}_oordeel"].isin(OUTSIDE) == (shares >= 0.05)).all()
        assert ((judged[f"{kind}_oordeel"] == "buiten") == (shares > 0.95)).all()


def test_the_chain_is_longer_than_its_parts(groningen: Study) -> None:
    frame = groningen.results["buurten"]
    for kind in NORMS:
        parts = 3 + frame[f"{kind}_aanrij_min"] + 5 + frame[f"{kind}_vervoer_min"]
        np.testing.assert_allclose(frame[f"{kind}_norm_min"], parts)


# Switches of the project file.


def test_stations_that_are_not_always_open_count_only_if_the_project_says_so(groningen: Study) -> None:
    loose = variant_of(groningen, norms={"seh": {"only_24_7": False}})
    strict = groningen.rows("ambulancepost", only_24_7=True)
    assert len(strict) < len(loose.rows("ambulancepost"))
    assert "ambulancepost-vlagtwedde" not in set(groningen.facilities.table["id"].iloc[strict])
    before, after = groningen.chains["seh"].minutes, loose.chains["seh"].minutes
    assert (after <= before + 1e-9)[~np.isnan(before)].all()
    frame = loose.results["buurten"].set_index("buurtnaam")
    was = groningen.results["buurten"].set_index("buurtnaam")
    # The post in Vlagtwedde is near Bourtange.
    assert frame.loc["Bourtange", "seh_aanrij_min"] < was.loc["Bourtange", "seh_aanrij_min"] - 2
    assert frame["seh_inwoners_buiten_norm"].sum() < was["seh_inwoners_buiten_norm"].sum()


def test_hospitals_abroad_shorten_times_near_the_border_only(groningen: Study) -> None:
    abroad = variant_of(groningen, facilities={"abroad": True})
    before, after = groningen.travel["seh"].minutes, abroad.travel["seh"].minutes
    known = ~np.isnan(before)
    assert (after[known] <= before[known] + 1e-9).all()
    assert after[known].sum() < before[known].sum()
    was, now = (s.results["gemeenten"].set_index("gemeentenaam")["seh_min"] for s in (groningen, abroad))
    assert now["Westerwolde"] < was["Westerwolde"] - 0.1
    assert now["Groningen"] == pytest.approx(was["Groningen"])
    buurten = abroad.results["buurten"]
    assert buurten["seh_id"].str.startswith("ziekenhuis-de").any()
    assert abroad.results["buurten"]["huisarts_min"].equals(groningen.results["buurten"]["huisarts_min"])


def variant_of(study: Study, **changes: dict[str, object]) -> Study:
    """The same study under a changed project file; what the changes of these tests cannot touch is not read again."""
    changed = Study(study.project.with_changes(**changes))
    sites = read_facilities(changed.project.kinds, changed.project.facilities, Problems())
    assert sites is not None
    inputs = replace(study.inputs, facilities=sites)
    tables = SiteTables(sites, Problems())
    with_stages(changed, inputs=inputs, living=study.living, site_tables=tables, network=study.network)
    return with_stages(changed, snapped=study.snapped)


# All buurten in all files.


def test_every_buurt_is_in_every_file(written: Path, groningen: Study) -> None:
    codes = set(groningen.results["buurten"]["buurtcode"])
    assert len(codes) == BUURTEN
    assert set(read_csv(written / "tabellen" / "buurten.csv", columns={})["buurtcode"]) == codes
    assert set(gpd.read_file(written / "zorgkaart.gpkg", layer="buurten")["buurtcode"]) == codes
    book = openpyxl.load_workbook(written / "zorgkaart.xlsx", read_only=True)
    sheet = book["buurten"].iter_rows(values_only=True)
    header = next(sheet)
    assert {row[header.index("buurtcode")] for row in sheet} == codes
    book.close()
    page = (written / "kaart.html").read_text(encoding="utf-8")
    assert all(code in page for code in codes)


def test_unknown_is_empty_in_the_files(written: Path, groningen: Study) -> None:
    unknown = set(groningen.results["buurten"].loc[groningen.results["buurten"]["inwoners"].isna(), "buurtcode"])
    layer = gpd.read_file(written / "zorgkaart.gpkg", layer="buurten").set_index("buurtcode").loc[sorted(unknown)]
    assert len(layer) == UNPUBLISHED
    assert layer["seh_inwoners_buiten_norm"].isna().all()
    assert layer["inwoners"].isna().all()
    assert set(layer["seh_oordeel"]) == {"onbekend"}


def test_flagged_table_has_the_flagged_buurten(written: Path, groningen: Study) -> None:
    norms = (*NORMS, *OTHER_NORMS)
    codes = {code for name in norms for code in flagged(groningen, name)["buurtcode"]}
    table = flagged_table(groningen)
    assert set(table["buurtcode"]) == codes
    people = table[[f"{name}_inwoners_buiten_norm" for name in norms]].max(axis=1)
    assert people.is_monotonic_decreasing


def test_rasters_hold_the_minutes_from_every_cell(written: Path, groningen: Study) -> None:
    surface = groningen.surfaces.surface("seh", "keten")
    with rasterio.open(written / "rasters" / "seh_norm_min.tif") as file:
        values, transform, minutes = file.read(1, masked=True), file.transform, groningen.chains["seh"].minutes
        np.testing.assert_array_equal(file.read(1), surface.raster)
        note = file.tags()["betekenis_cel"]
    assert "met 10 km/u in een rechte lijn" in note
    assert "verder dan 1000 m van een weg" in note
    # The 239,000 cells of 100 m are the land and the inland water of the province: 2,387 km2.
    assert np.isnan(surface.minutes).mean() < 0.02
    assert len(surface.minutes) == pytest.approx(groningen.areas.buurten.area.sum() / 10_000, rel=1e-3)
    # Next door it does not take much longer: an address has about the minutes of the cell that it stands in.
    column, row = (np.floor(part).astype(int) for part in ~transform @ (groningen.residents.x, groningen.residents.y))
    apart = np.abs(values[row, column] - minutes)
    assert float(np.ma.median(apart)) < 0.5
    assert float(np.ma.mean(apart > 5)) < 0.005


def test_isochrones_come_with_the_areas(written: Path, groningen: Study) -> None:
    layer = gpd.read_file(written / "zorgkaart.gpkg", layer="isochronen")
    assert layer.crs.to_epsg() == 28992
    assert set(zip(layer["soort"], layer["maat"], strict=True)) == {
        *((trip.kind, trip.key) for trip in trips_of(groningen.project).values()),
        ("seh", "keten"),
        ("acute_verloskunde", "keten"),
        ("ambulancepost", "ambulance_15_minuten"),
        *(("huisartsenpost", name) for name in OTHER_NORMS[1:]),
    }
    for _, rows in layer.groupby(["soort", "maat"], sort=False):
        assert rows["minuten"].is_monotonic_decreasing
        assert rows.geometry.is_valid.all()
        shapes = rows.geometry.to_numpy()
        assert shapely.covers(shapes[:-1], shapes[1:]).all()
    assert (written / "geoparquet" / "isochronen.parquet").stat().st_size < 1_000_000


def test_provenance_names_the_data_and_the_assumptions(written: Path) -> None:
    text = (written / "provenance.json").read_text(encoding="utf-8")
    found = json.loads(text)
    files = {item["bestand"] for item in found["invoer"]}
    assert {"groningen.toml", "../data/facilities/seh.csv", "../data/network/noord-nederland.npz"} <= files
    assert found["instellingen"]["norms"]["seh"]["limit_min"] == 45
    assert found["opdracht"] == "zorgkaart run"
    assert str(ROOT.parent) not in text
    assert any("without a road" in remark for remark in found["opmerkingen_bij_invoer"])
