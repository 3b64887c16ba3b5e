"""Who goes where, by the stated rule: sums by hand on the small project, and rows in any order."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.study_samples import HUISARTS, PROJECT, Site, write_sample, write_sites

from zorgkaart.access.hours import parse_moment
from zorgkaart.errors import Problems, ZorgkaartError
from zorgkaart.inputs.visits import read_visits, visits_per_inhabitant
from zorgkaart.outputs.meaning.columns import undocumented
from zorgkaart.outputs.meaning.presentation import dictionary
from zorgkaart.project.model import Project
from zorgkaart.scenarios.changes import Close, Open
from zorgkaart.scenarios.load import _parts, site_load
from zorgkaart.scenarios.scenario import run_scenario
from zorgkaart.scenarios.sharing import flows
from zorgkaart.scenarios.users import Users
from zorgkaart.study.study import Study

GPS_AS_CSV = PROJECT.replace("huisarts.geojson", "huisarts.csv")


def with_gps(folder: Path, sites: list[Site], *, extra: str = "") -> Study:
    path = write_sample(folder, project=GPS_AS_CSV + extra)
    write_sites(folder / "gegevens" / "huisarts.csv", sites)
    return Study(Project.load(path))


def loads(study: Study, kind: str = "huisarts") -> dict[str, float]:
    values = dict(zip(study.facilities.table["id"], site_load(study, kind), strict=True))
    return {site: round(value, 6) for site, value in values.items() if value}


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


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_parts_add_up_and_equal_places_get_equal_parts(data: st.DataObject) -> None:
    k = data.draw(st.integers(1, 6))
    minutes = np.sort(data.draw(st.lists(st.integers(0, 4), min_size=k, max_size=k)))[None].astype(float)
    reached = data.draw(st.integers(0, k))
    place = np.arange(k, dtype=np.int32)[None]
    place[0, reached:] = -1
    minutes[0, reached:] = np.nan
    sites_at = np.array(data.draw(st.lists(st.integers(1, 3), min_size=k, max_size=k)))
    m = data.draw(st.integers(1, k))
    shares = np.sort(np.array(data.draw(st.lists(st.integers(1, 9), min_size=m, max_size=m)), dtype=float))[::-1]
    shares /= shares.sum()
    parts = _parts(minutes, place, sites_at, shares)[0]
    assert (parts @ sites_at) == pytest.approx(1.0 if reached else 0.0)
    assert (parts[reached:] == 0).all()
    for i in range(reached):
        for j in range(reached):
            if minutes[0, i] == minutes[0, j]:
                assert parts[i] == pytest.approx(parts[j])
    # A single site with its own place per label gets exactly the share of its rank.
    if reached == k and len(set(minutes[0])) == k and (sites_at == 1).all():
        assert parts[:m] == pytest.approx(shares)


VISITS = """soort,bezoeken_per_jaar,toename_bezoeken,toename_pct,inwoners,jaar,bron,toelichting
huisarts,5600,,,1400,2023,Verzonnen,
seh,,-21,-3.0,1400,2023,Verzonnen,
"""


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


def test_moves_by_area_add_up_to_the_moves(study: Study) -> None:
    scenario = run_scenario(study, [Close("huisarts-heem"), Close("seh-west")])
    keys = ["soort", "van_id", "naar_id"]
    for level in ("buurten", "gemeenten"):
        table = scenario.moves_by_area(level)
        assert undocumented(table.columns, dictionary(study.project)) == []
        sums = table.groupby(keys)["inwoners"].sum()
        assert sums.to_dict() == pytest.approx(scenario.moves().set_index(keys)["inwoners"].to_dict())
    assert table["gemeentenaam"].tolist() == sorted(table["gemeentenaam"], key=["Alfa", "Beta"].index)


# Tables of visits.


def visits_of(folder: Path, text: str) -> tuple[pd.DataFrame | None, str]:
    path = folder / "bezoeken.csv"
    path.write_text(text, encoding="utf-8")
    problems = Problems()
    return read_visits(path, problems), "\n".join(map(str, problems))


def test_visits_follow_from_a_change_and_its_percentage(tmp_path: Path) -> None:
    table, problems = visits_of(tmp_path, VISITS)
    assert table is not None
    assert not problems
    assert table["bezoeken_per_jaar"].tolist() == pytest.approx([5600, 700])
    assert visits_per_inhabitant(tmp_path / "bezoeken.csv") == pytest.approx({"huisarts": 4.0, "seh": 0.5})
    assert visits_per_inhabitant(None) == {}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("5600", "", "huisarts: no number of visits follows from the row"),
        ("5600", "-5", "huisarts: no number of visits follows from the row"),
        ("-3.0", "0", "seh: no number of visits follows from the row"),
        ("1400,2023,Verzonnen,\nseh", "0,2023,Verzonnen,\nseh", "huisarts: no number of visits"),
        ("seh,", "huisarts,", "huisarts: more than one row"),
        ("inwoners,jaar", "mensen,jaar", "columns ['inwoners'] are missing"),
    ],
)
def test_faults_of_a_table_of_visits(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in VISITS
    table, problems = visits_of(tmp_path, VISITS.replace(old, new, 1))
    assert table is None
    assert message in problems
    with pytest.raises(ZorgkaartError):
        visits_per_inhabitant(tmp_path / "bezoeken.csv")


def test_the_published_visits_of_the_default_project(groningen: Study) -> None:
    """What the Regiobeeld says: SEH +7.1 % is 6,530 visits; so about 92,000 a year, 0.16 per inhabitant."""
    rates = visits_per_inhabitant(groningen.project.visits.table)
    assert rates["seh"] * 590_170 * 0.071 == pytest.approx(6530)
    assert rates["huisartsenpost"] * 590_170 * 0.035 == pytest.approx(2120)


# Two practices in one building.


@pytest.mark.parametrize("site", ["huisarts-heem", "huisarts-aaa"])
def test_either_of_two_practices_in_a_building_can_close(tmp_path: Path, site: str) -> None:
    """Half of the people go to the other one in the same building, whichever of the two stands first."""
    study = with_gps(tmp_path, [*HUISARTS, Site("huisarts-aaa", "Praktijk Boven", HUISARTS[0].place)])
    people = sum(loads(study)[name] for name in ("huisarts-heem", "huisarts-aaa"))
    scenario = run_scenario(study, [Close(site)])
    moves = scenario.moves()
    assert moves["van_id"].tolist() == [site]
    assert moves["inwoners"].tolist() == pytest.approx([people / 2])
    assert moves["extra_min"].tolist() == pytest.approx([0.0])
    assert scenario.moves_by_area()["inwoners"].sum() == pytest.approx(people / 2)
    assert Users.of(scenario, "huisarts").people == pytest.approx(people / 2)
    assert Users.gained(scenario, "huisarts").people == 0


def test_a_practice_that_opens_in_the_building_takes_half(tmp_path: Path) -> None:
    study = with_gps(tmp_path, list(HUISARTS))
    lat, lon = study.facilities.table.set_index("id").loc["huisarts-heem", ["lat", "lon"]]
    scenario = run_scenario(study, [Open("huisarts", lat, lon, "Boven")])
    moves = scenario.moves()
    assert moves[["van_id", "naar_id"]].to_numpy().tolist() == [["huisarts-heem", "huisarts-nieuw-boven"]]
    assert moves["inwoners"].tolist() == pytest.approx([loads(study)["huisarts-heem"] / 2])
    assert Users.gained(scenario, "huisarts").people == pytest.approx(loads(study)["huisarts-heem"] / 2)


@settings(max_examples=80, deadline=None)
@given(
    before=st.dictionaries(st.integers(0, 5), st.integers(1, 5), min_size=1, max_size=4),
    after=st.dictionaries(st.integers(0, 5), st.integers(1, 5), min_size=1, max_size=4),
)
def test_flows_lead_from_one_division_to_the_other(before: dict[int, int], after: dict[int, int]) -> None:
    old, new = ({site: part / sum(parts.values()) for site, part in parts.items()} for parts in (before, after))
    found = flows(old, new)
    for site in {*old, *new}:
        out = sum(part for (one, _), part in found.items() if one == site)
        come = sum(part for (_, other), part in found.items() if other == site)
        assert old.get(site, 0) - out + come == pytest.approx(new.get(site, 0))
        assert min(out, come) == 0  # nobody leaves a site that others come to
