"""Sites are found by a loosely typed name, or the candidates are listed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from support.scenario_samples import NORMS, WEST, applied, named
from support.study_samples import HUISARTS, SEH, Site, write_sample, write_sites

from zorgkaart.errors import ChangeError
from zorgkaart.inputs.facilities import Facilities
from zorgkaart.project.model import Project
from zorgkaart.scenarios.changes import Close
from zorgkaart.scenarios.names import find_sites
from zorgkaart.study.study import Study


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("seh-west", ["seh-west"]),
        ("Ziekenhuis Wést-Ënde", WEST),
        ("ziekenhuis west ende", WEST),
        ("  WEST-ende ", WEST),
        ("wést", WEST),
        ("west zieken", WEST),  # the beginnings of words, in any order
        ("oost", ["seh-oost"]),  # not the ambulance post, as kinds with a norm come first
        ("ambulancepost oost", ["ambulance-oost"]),
        ("lint", ["huisarts-lint"]),
        ("post nacht", ["post-nacht"]),
    ],
)
def test_names_fit_loosely(sites: Facilities, name: str, expected: list[str]) -> None:
    assert named(sites, name) == expected


def test_kinds_say_which_of_the_same_name_is_meant(sites: Facilities) -> None:
    assert named(sites, "west", kinds=("acute_verloskunde",)) == ["verloskunde-west"]
    assert named(sites, "west", kinds=("ambulancepost",)) == ["ambulance-west"]
    assert named(sites, "west", kinds=("seh", "ambulancepost")) == ["seh-west", "ambulance-west"]


def test_a_part_inside_a_word_does_not_fit(sites: Facilities) -> None:
    with pytest.raises(ChangeError, match="no open site is called 'est'"):
        find_sites(sites, "est", norm_kinds=NORMS)


def test_a_word_of_the_id_names_a_site_whose_name_lacks_it(tmp_path: Path) -> None:
    """As umcg: the name of seh-umcg has it written out."""
    path = write_sample(tmp_path)
    write_sites(tmp_path / "gegevens" / "seh.csv", [*SEH, Site("seh-abc", "Ziekenhuis Alfabet", (8, 0), always="ja")])
    facilities = Study(Project.load(path)).facilities
    assert named(facilities, "abc") == ["seh-abc"]
    assert named(facilities, "ABC alfabet") == ["seh-abc"]


def test_a_name_that_fits_several_of_one_kind_lists_them(study: Study) -> None:
    before = study.facilities.table.copy()
    with pytest.raises(ChangeError) as caught:
        applied(study, Close("ziekenhuis"))
    message = str(caught.value)
    assert "'ziekenhuis' fits 2 sites of seh: " in message
    assert "Ziekenhuis Wést-Ënde (seh-west)" in message
    assert "Ziekenhuis Oost (seh-oost)" in message
    assert "Nothing was changed" in message
    assert study.facilities.table.equals(before)


def test_a_long_list_of_candidates_is_cut(tmp_path: Path) -> None:
    path = write_sample(tmp_path)
    many = [Site(f"seh-{i:02d}", f"Ziekenhuis {i}", (i, 0), always="ja") for i in range(12)]
    write_sites(tmp_path / "gegevens" / "seh.csv", many)
    with pytest.raises(ChangeError, match=r"fits 12 sites of seh: .*seh-07\); … and 4 more"):
        find_sites(Study(Project.load(path)).facilities, "ziekenhuis")


def test_a_whole_name_wins_over_a_part_of_another(tmp_path: Path) -> None:
    path = write_sample(tmp_path)
    two = [Site("a", "Ziekenhuis", (0, 0), always="ja"), Site("b", "Ziekenhuis Oost", (30, 0), always="ja")]
    write_sites(tmp_path / "gegevens" / "seh.csv", two)
    assert named(Study(Project.load(path)).facilities, "ziekenhuis", kinds=("seh",)) == ["a"]


@pytest.mark.parametrize(
    ("name", "kinds", "message"),
    [
        ("zikenhuis oost", (), r"Did you mean Ziekenhuis Oost \(seh-oost\)"),
        ("qqqq", (), "The sites stand in the layer voorzieningen"),
        ("", (), "no open site is called ''"),
        ("---", (), "no open site is called '---'"),
        ("seh-dicht", (), "no open site is called 'seh-dicht'"),  # closed already
        ("seh-de", (), "no open site is called 'seh-de'"),  # abroad does not count here
        ("huisarts-twijfel", (), "no open site"),
        ("oost", ("huisarts",), "no open site of huisarts is called 'oost'"),
        ("oost", ("tandarts",), r"unknown soort \['tandarts'\]. Choose from seh, acute_verloskunde, huisarts"),
    ],
)
def test_unknown_names(sites: Facilities, name: str, kinds: tuple[str, ...], message: str) -> None:
    with pytest.raises(ChangeError, match=message):
        find_sites(sites, name, kinds=kinds, norm_kinds=NORMS)


def test_sites_abroad_can_be_named_where_they_count(study: Study) -> None:
    abroad = Study(study.project.with_changes(facilities={"abroad": True}))
    assert named(abroad.facilities, "krankenhaus") == ["seh-de"]


def test_every_site_of_the_sample_can_be_named_by_id(sites: Facilities) -> None:
    for site in (*SEH[:2], *HUISARTS[:2]):
        rows = find_sites(sites, site.id)
        assert np.array_equal(sites.table["id"].iloc[rows], [site.id])
