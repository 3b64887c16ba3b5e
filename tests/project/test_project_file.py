"""Reading project files: every fault is told, each once; and one that takes over another."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support.paths import ROOT
from support.project_texts import written, wrong_with
from support.study_samples import PROJECT

from zorgkaart.errors import MissingFileError, Problems, ProjectError, ZorgkaartError
from zorgkaart.project.model import Project


def test_a_missing_file_is_both_our_error_and_the_builtin(tmp_path: Path) -> None:
    for kind in (MissingFileError, FileNotFoundError):
        with pytest.raises(kind, match="no such project file"):
            Project.load(tmp_path / "nergens.toml")
    with pytest.raises(MissingFileError):
        Project.load(tmp_path)  # a folder


@pytest.mark.parametrize(
    ("text", "place"), [("[project\n", "line 1"), ('x = "a', "end of document"), ("a = 1\na = 2\n", "line 2")]
)
def test_broken_toml_names_the_place(tmp_path: Path, text: str, place: str) -> None:
    with pytest.raises(ProjectError, match=rf"proef.toml: not a valid TOML file \(.*at {place}"):
        Project.load(written(tmp_path, text))


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "proef.toml").write_bytes(b"\xff\xfe[\x00p\x00")
    with pytest.raises(ProjectError, match="not a valid TOML file"):
        Project.load(tmp_path / "proef.toml")


def test_windows_editors_put_a_mark_before_the_text(tmp_path: Path) -> None:
    path = tmp_path / "proef.toml"
    path.write_text(PROJECT.replace("\n", "\r\n"), encoding="utf-8-sig", newline="")
    assert Project.load(path).project.name == "proef"


FAULTS = {
    # what is changed: (old, new, what is said)
    "unknown key": ('name = "proef"', 'name = "proef"\nnaam = "x"', "project.naam: there is no such key"),
    "unknown section": ("[access]", "[acces]", "acces: there is no such key"),
    "missing key": ('name = "proef"', "", "project.name: this key is missing"),
    "spaces in the name": ('name = "proef"', 'name = "mijn proef"', "project.name: write letters, digits, _ and -"),
    "text for a number": ("limit_m = 1000", 'limit_m = "ver"', "access.limit_m: a number is needed"),
    "negative": ("turnout_min = 2", "turnout_min = -2", "norms.seh.turnout_min: input should be greater than or equal"),
    "infinite": ("on_scene_min = 4", "on_scene_min = inf", "norms.seh.on_scene_min: input should be a finite number"),
    "zero speed": ("speed_kmh = 10", "speed_kmh = 0", "access.speed_kmh: input should be greater than 0"),
    "share too large": ("flag_share = 0.05", "flag_share = 0.6", "norms.seh.flag_share: input should be less than"),
    "not a switch": ("abroad = false", 'abroad = "nee"', "facilities.abroad: true or false is needed"),
    "number for a path": ('published = "gegevens/gepubliceerd.csv"', "published = 3", "published: a path between"),
    "text for a list": (
        'addresses = ["gegevens/adressen.csv", "gegevens/adressen.geojson"]',
        'addresses = "gegevens/adressen.csv"',
        "residents.addresses: a list between [ and ] is needed",
    ),
    "two sources": ('file = "gegevens/wegen.npz"', 'file = "a.npz"\nplace = "x"', "network: name either file or place"),
    "no source": ('file = "gegevens/wegen.npz"', "", "network: name either file or place"),
    "bounds the wrong way round": (
        "abroad = false",
        "bounds = [53.7, 50.7, 3.2, 7.3]",
        "facilities: bounds are [lat_min, lat_max, lon_min, lon_max]",
    ),
    "classes that descend": (
        'label = "Huisarts"',
        'label = "Huisarts"\nclasses_min = [5, 3]',
        "kinds.huisarts: classes_min must ascend",
    ),
    "a kind that cannot name a file": (
        "[kinds.huisarts]",
        '[kinds."../huisarts"]',
        "kinds.../huisarts: write small letters, digits and _",
    ),
    "a norm without a kind": ("[norms.seh]", "[norms.elv]", "norms.elv: there is no [kinds.elv]"),
    "stations without a kind": (
        'stations = "ambulancepost"',
        'stations = "post"',
        "norms.seh: there is no [kinds.post]",
    ),
    "a norm without a limit": (
        "limit_min = 27.75\nturnout_min = 2\non_scene_min = 4\nstations",
        "turnout_min = 2\non_scene_min = 4\nstations",
        "norms.seh.limit_min: this key is missing",
    ),
    "a norm on a share above 1": (
        "flag_share = 0.05",
        "flag_share = 0.05\nshare = 1.1",
        "norms.seh.share: input should",
    ),
    "a norm per what is no level": (
        "flag_share = 0.05",
        'flag_share = 0.05\nshare = 0.9\nper = "straat"',
        "norms.seh.per: input should be 'buurt', 'wijk', 'gemeente'",
    ),
    "a level without a share": (
        "flag_share = 0.05",
        'flag_share = 0.05\nper = "wijk"',
        "norms.seh.per: it says of whom",
    ),
    "a trip of a mode without speeds": (
        "[norms.seh]",
        '[norms.huisarts]\nmeasure = "reis"\nlimit_min = 10\nmode = "fiets"\n\n[norms.seh]',
        "norms.huisarts.mode: there are no speeds of 'fiets'; use auto or ambulance, or add [speeds.fiets]",
    ),
    "a trip with a turn-out": (
        "[norms.seh]",
        '[norms.huisarts]\nmeasure = "reis"\nlimit_min = 10\nturnout_min = 2\n\n[norms.seh]',
        "norms.huisarts.turnout_min: a norm with measure = 'reis' is about a trip to the nearest site; take out",
    ),
    "a norm that is called after another kind": (
        "[norms.seh]",
        '[norms.huisarts]\nkind = "seh"\nmeasure = "reis"\nlimit_min = 10\n\n[norms.seh]',
        "norms.huisarts: it is called after [kinds.huisarts] and is about another kind; rename the norm",
    ),
    "one of the profiles": ("[speeds.ambulance]", "[speeds.fiets]", "speeds: there is no [speeds.ambulance]"),
    "a key of our own": ('published = "gegevens/gepubliceerd.csv"', 'path = "x"', "path: there is no such key"),
    "an optional section that lacks a key": (
        "[access]",
        '[calibration]\nlow = 1\nhigh = 2\ntargets = ["x"]\n[access]',
        "calibration: name key, low and high together, or keys with these of each",
    ),
    "columns that clash": ("[kinds.huisarts]", "[kinds.seh_norm]", "kinds.seh_norm: its columns would be those of"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_one_fault_gives_one_message(tmp_path: Path, name: str) -> None:
    old, new, message = FAULTS[name]
    assert PROJECT.count(old) >= 1
    path = written(tmp_path, PROJECT.replace(old, new, 1))
    found = wrong_with(path)
    assert len(found) == 1, found
    assert found[0].startswith(message)
    with pytest.raises(ProjectError, match=re.escape(message)):
        Project.load(path)


def test_all_faults_of_a_file_at_once_and_each_once(tmp_path: Path) -> None:
    names = [
        "unknown key",
        "text for a number",
        "negative",
        "share too large",
        "not a switch",
        "number for a path",
        "text for a list",
        "two sources",
        "classes that descend",
        "one of the profiles",
    ]
    text = PROJECT
    for name in names:
        old, new, _ = FAULTS[name]
        text = text.replace(old, new, 1)
    found = wrong_with(written(tmp_path, text))
    expected = [FAULTS[name][2] for name in names]
    assert len(found) == len(expected), found
    for message in expected:
        assert sum(what.startswith(message) for what in found) == 1, message


def test_all_that_is_wrong_with_one_norm_comes_at_once(tmp_path: Path) -> None:
    """Without a limit, with a share above 1, for a mode that has no speeds, per an unknown level."""
    norm = '[norms.huisarts]\nmeasure = "reis"\nmode = "fiets"\nshare = 1.5\nper = "straat"\n\n[norms.seh]'
    found = wrong_with(written(tmp_path, PROJECT.replace("[norms.seh]", norm, 1)))
    keys = sorted(text.partition(": ")[0] for text in found)
    assert keys == ["norms.huisarts.limit_min", "norms.huisarts.mode", "norms.huisarts.per", "norms.huisarts.share"]


def test_a_chain_has_no_moment_of_its_own_and_a_moment_needs_no_sites_that_are_always_open(tmp_path: Path) -> None:
    chain = PROJECT.replace("flag_share = 0.05", 'at = "nacht"', 1)
    (found,) = wrong_with(written(tmp_path, chain))
    assert found.startswith("norms.seh.at: a norm with measure = 'keten' is about the whole ambulance chain")
    trip = '[norms.huisarts]\nmeasure = "reis"\nlimit_min = 9\nat = "nacht"\nonly_24_7 = true\n\n[norms.seh]'
    (found,) = wrong_with(written(tmp_path, PROJECT.replace("[norms.seh]", trip, 1)))
    assert found.startswith("norms.huisarts.at: at a moment all sites count that are open then")


def test_an_empty_file_lacks_every_section_that_it_needs(tmp_path: Path) -> None:
    found = wrong_with(written(tmp_path, ""))
    assert found == [f"{name}: this key is missing" for name in ("project", "areas", "residents", "kinds", "network")]


def test_nothing_to_compute(tmp_path: Path) -> None:
    without = re.sub(r"\[norms.*?(?=\[kinds)", "", PROJECT, flags=re.S)
    without = re.sub(
        r'(table = "gegevens/[a-z_]*\.(?:csv|geojson|parquet)"\nlabel = .*)', r"\1\ntravel = false", without
    )
    found = wrong_with(written(tmp_path, without))
    assert found == ["kinds: there is nothing to compute: all have travel = false and there is no norm"]


def test_kilometres_along_the_shortest_path_need_travel_times(tmp_path: Path) -> None:
    found = wrong_with(written(tmp_path, PROJECT.replace("travel = false", "travel = false\nshortest_km = true")))
    assert found == [
        "kinds.ambulancepost: shortest_km is for kinds with travel times: set travel = true, or take out shortest_km"
    ]


KEYS = [
    "project",
    "areas",
    "residents",
    "facilities",
    "network",
    "access",
    "speeds",
    "norms",
    "kinds",
    "map",
    "published",
]
RUBBISH = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-2, 2), st.text(max_size=3)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2),
        st.dictionaries(
            st.sampled_from(["seh", "table", "label", "addresses", "file", "stations", "x"]), inner, max_size=3
        ),
    ),
    max_leaves=8,
)


@pytest.mark.slow
@given(st.dictionaries(st.sampled_from(KEYS), RUBBISH, max_size=6))
@example({"norms": {"seh": {"stations": []}}, "kinds": None})
def test_rubbish_is_reported_and_never_more_than_that(raw: dict[str, Any]) -> None:
    """Whatever stands where in a file, the reader comes to an end, with a project and at least one problem."""
    from zorgkaart.project import project_file

    whole = tomllib.loads(PROJECT) | raw
    problems = Problems()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(project_file.tomllib, "loads", lambda _: whole)
        found = Project.read(ROOT / "pyproject.toml", problems)
    assert isinstance(found.project, Project)
    if any(not isinstance(value, dict) for key, value in raw.items() if key != "published"):
        assert problems.fatal


# A project that takes over another.


def test_a_project_takes_over_another_and_changes_a_few_keys(sample: Path, tmp_path: Path) -> None:
    folder = tmp_path / "variant"
    folder.mkdir()
    (folder / "rustig.toml").write_text(
        f'base = "{sample.as_posix()}"\n[project]\ntitle = "Rustig aan"\n[speeds.ambulance]\nfactor = 0.8\n'
        '[kinds.huisarts]\ntable = "huisarts.csv"\n',
        encoding="utf-8",
    )
    found, base = Project.load(folder / "rustig.toml"), Project.load(sample)
    assert (found.project.title, found.project.name) == ("Rustig aan", base.project.name)
    assert found.speeds["ambulance"].factor == 0.8
    assert found.speeds["ambulance"].table == base.speeds["ambulance"].table
    assert found.areas == base.areas  # paths of the other file are seen from its folder
    assert found.kinds["huisarts"].table == folder / "huisarts.csv"
    assert found.path == folder / "rustig.toml"
    assert found.base == sample


@pytest.mark.parametrize(
    ("base", "message"),
    [
        ("nergens.toml", "base: nergens.toml: no such project file"),
        ("zelf.toml", "base: zelf.toml takes over itself"),
        ("kapot.toml", "kapot.toml: not a valid TOML file"),
    ],
)
def test_bases_that_cannot_be(tmp_path: Path, base: str, message: str) -> None:
    (tmp_path / "kapot.toml").write_text("[project\n", encoding="utf-8")
    (tmp_path / "zelf.toml").write_text(f'base = "{base}"\n', encoding="utf-8")
    with pytest.raises(ZorgkaartError, match=re.escape(message)):
        Project.load(tmp_path / "zelf.toml")


def test_two_files_that_take_over_each_other(tmp_path: Path) -> None:
    for one, other in (("a", "b"), ("b", "a")):
        (tmp_path / f"{one}.toml").write_text(f'base = "{other}.toml"\n', encoding="utf-8")
    with pytest.raises(ProjectError, match="takes over itself"):
        Project.load(tmp_path / "a.toml")
