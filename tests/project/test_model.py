"""The project file: what is wrong with it, all of it at once, and what a result says it was made from."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import ValidationError
from support.paths import ROOT
from support.schema import sections
from support.study_samples import PROJECT, write_sample

from zorgkaart.analyses.check.compute import check_project
from zorgkaart.errors import MissingFileError, Problems, ProjectError, ZorgkaartError
from zorgkaart.project.model import Project
from zorgkaart.project.sections import NormSection
from zorgkaart.project.template import TEMPLATE
from zorgkaart.provenance.record import input_files, provenance


def written(folder: Path, text: str) -> Path:
    path = folder / "proef.toml"
    path.write_text(text, encoding="utf-8")
    return path


def wrong_with(path: Path) -> list[str]:
    """What is said about a project file, without the advice."""
    problems = Problems()
    Project.read(path, problems)
    assert all(problem.fatal and problem.where == path.name for problem in problems)
    return [problem.what for problem in problems]


def test_paths_are_relative_to_the_file(sample: Path) -> None:
    project = Project.load(sample)
    folder = sample.parent
    assert project.path == sample
    assert project.output == folder / "uitvoer"
    assert project.areas.buurten == folder / "gegevens" / "buurten.gpkg"
    assert project.areas.plaatsen == folder / "gegevens" / "plaatsen.csv"
    assert project.residents.addresses == tuple(folder / "gegevens" / f"adressen.{s}" for s in ("csv", "geojson"))
    assert project.network.file == folder / "gegevens" / "wegen.npz"
    assert project.kinds["huisarts"].table == folder / "gegevens" / "huisarts.geojson"
    assert project.speeds["auto"].table == folder / "gegevens" / "snelheden_auto.csv"
    assert project.published == folder / "gegevens" / "gepubliceerd.csv"


def test_a_relative_path_to_the_file_gives_absolute_paths(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(sample.parent)
    assert Project.load(sample.name) == Project.load(sample)


def test_travel_kinds_in_the_order_of_the_file(sample: Path) -> None:
    assert Project.load(sample).travel_kinds == ("seh", "acute_verloskunde", "huisarts", "huisartsenpost")


def test_the_kind_that_is_meant_where_none_is_named(sample: Path) -> None:
    project = Project.load(sample)
    assert project.main_kind == "seh"
    assert project.model_copy(update={"norms": {"acute_verloskunde": project.norms["seh"]}}).main_kind == (
        "acute_verloskunde"
    )
    kinds = {name: project.kinds[name] for name in ("ambulancepost", "huisarts", "seh")}
    assert project.model_copy(update={"norms": {}, "kinds": kinds}).main_kind == "huisarts"


def test_results_lie_beside_the_file_where_it_names_no_folder(tmp_path: Path) -> None:
    """And not where the command was typed."""
    line = 'output = "uitvoer"\n'
    assert PROJECT.count(line) == 1
    assert Project.load(written(tmp_path, PROJECT.replace(line, ""))).output == tmp_path / "uitvoer"


def test_without_speeds_the_tables_of_the_package_count(tmp_path: Path) -> None:
    project = Project.load(written(tmp_path, re.sub(r"\[speeds.*?(?=\[norms)", "", PROJECT, flags=re.S)))
    assert {name: speed.table.name for name, speed in project.speeds.items()} == {
        "auto": "speeds_auto.csv",
        "ambulance": "speeds_ambulance.csv",
    }
    assert project.speeds["auto"].maxspeed
    assert not project.speeds["ambulance"].maxspeed


def test_a_project_is_frozen(sample: Path) -> None:
    project = Project.load(sample)
    with pytest.raises(ValidationError, match="frozen"):
        project.published = None  # type: ignore[misc]
    with pytest.raises(ValidationError, match="frozen"):
        project.norms["seh"].limit_min = 60.0  # type: ignore[misc]


def test_with_changes_leaves_the_rest_and_the_original_alone(sample: Path) -> None:
    project = Project.load(sample)
    before = project.model_dump()
    changed = project.with_changes(facilities={"abroad": True}, norms={"seh": {"limit_min": 40}})
    assert changed.facilities.abroad
    assert changed.norms["seh"].limit_min == 40
    assert changed.norms["seh"].turnout_min == 2
    assert changed.norms["acute_verloskunde"] == project.norms["acute_verloskunde"]
    assert project.model_dump() == before
    assert changed.with_changes(facilities={"abroad": False}, norms={"seh": {"limit_min": 27.75}}) == project


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"facilities": {"abrood": True}}, "facilities.abrood: there is no such key"),
        ({"facilities": {"abroad": "misschien"}}, "facilities.abroad: true or false is needed"),
        ({"norm": {"seh": {"limit_min": 40}}}, "norm: there is no such key"),
        ({"norms": {"seh": {"limit_min": -1}}}, "norms.seh.limit_min: input should be greater than 0"),
        ({"norms": {"elv": {"turnout_min": 1, "on_scene_min": 2}}}, r"norms.elv: there is no \[kinds.elv\]"),
        ({"norms": {"seh": {"stations": "elv"}}}, r"norms.seh: there is no \[kinds.elv\]"),
        ({"residents": {"raster": Path("x.tif")}}, "residents: name either addresses or raster, and not both"),
        ({"access": {"limit_m": float("inf")}}, "access.limit_m: input should be a finite number"),
        ({"rasters": {"cell_m": 0}}, "rasters.cell_m: input should be greater than 0"),
        ({"rasters": {"isochrones_min": [30, 15]}}, "rasters: isochrones_min must ascend"),
        ({"rasters": {"isochrones_min": []}}, "rasters.isochrones_min: .* at least 1 item"),
    ],
)
def test_with_changes_is_validated(sample: Path, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ProjectError, match=message):
        Project.load(sample).with_changes(**changes)


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
    "spaces in the name": ('name = "proef"', 'name = "mijn proef"', "project.name: string should match pattern"),
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
        "kinds.../huisarts: string should match pattern",
    ),
    "a norm without a kind": ("[norms.seh]", "[norms.elv]", "norms.elv: there is no [kinds.elv]"),
    "stations without a kind": (
        'stations = "ambulancepost"',
        'stations = "post"',
        "norms.seh: there is no [kinds.post]",
    ),
    "one of the profiles": ("[speeds.ambulance]", "[speeds.fiets]", "speeds: there is no [speeds.ambulance]"),
    "a key of our own": ('published = "gegevens/gepubliceerd.csv"', 'path = "x"', "path: there is no such key"),
    "an optional section that lacks a key": (
        "[access]",
        '[calibration]\nlow = 1\nhigh = 2\ntargets = ["x"]\n[access]',
        "calibration.key: this key is missing",
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


# The template of `zorgkaart init`.


def test_the_template_explains_every_key_of_every_section() -> None:
    text = TEMPLATE.read_text(encoding="utf-8")
    parts = re.split(r"^(?:# )?\[([a-z_.-]+)\]", text, flags=re.M)
    written = {"": parts[0]} | dict.fromkeys(parts[1::2], "")
    for name, body in zip(parts[1::2], parts[2::2], strict=True):
        written[name] += body
    for section, keys in sections(Project).items():
        bodies = {name: body for name, body in written.items() if name == section or name.startswith(f"{section}.")}
        assert section == "" or bodies, section
        for key in set(keys) - {"path"}:
            in_place = any(re.search(rf"^(?:# )?{key} = ", body, re.M) for body in bodies.values())
            assert in_place or f"{section}.{key}" in written, f"[{section}] {key}"


def test_the_template_says_what_the_program_takes_without_the_key(tmp_path: Path) -> None:
    """Numbers and switches in the template are the defaults, so that taking a line out changes nothing."""
    given = tomllib.loads(TEMPLATE.read_text(encoding="utf-8"))
    project = Project.load(written(tmp_path, TEMPLATE.read_text(encoding="utf-8")))
    for section in ("facilities", "network", "access", "map", "visits"):
        model = getattr(project, section)
        for key, value in given[section].items():
            default = type(model).model_fields[key].default
            if key != "file":
                assert value == (list(default) if isinstance(default, tuple) else default), f"{section}.{key}"
    norm = given["norms"]["seh"]
    for key in ("limit_min", "stations", "only_24_7", "flag_share"):
        assert norm[key] == NormSection.model_fields[key].default, key


def test_the_template_with_its_hints_switched_on_is_a_project_too(tmp_path: Path) -> None:
    text = TEMPLATE.read_text(encoding="utf-8")
    lines = [re.sub(r"^# (?=\[|[a-z_]+ = )", "", line) for line in text.splitlines()]
    assert len([line for line in lines if line.startswith("raster =")]) == 1
    kept = [line for line in lines if not line.startswith(("raster =", "place =", "base ="))]
    assert wrong_with(written(tmp_path, "\n".join(kept))) == []


# Provenance.


def described(project: Project, command: str = "zorgkaart run proef.toml") -> dict[str, Any]:
    found = provenance(project, command=command, network={"sha256": "0" * 64}, remarks=["let op"])
    return json.loads(json.dumps(found, allow_nan=False))


def test_provenance_names_every_file_once_with_its_hash(sample: Path) -> None:
    found = described(Project.load(sample))
    files = [item["bestand"] for item in found["invoer"]]
    assert files[0] == "proef.toml"
    assert sorted(files) == sorted(
        {"proef.toml"} | {f"gegevens/{p.name}" for p in (sample.parent / "gegevens").iterdir()}
    )
    assert all(re.fullmatch("[0-9a-f]{64}", item["sha256"]) for item in found["invoer"])
    assert all(item["bytes"] == (sample.parent / item["bestand"]).stat().st_size for item in found["invoer"])
    assert found["opmerkingen_bij_invoer"] == ["let op"]
    assert found["opdracht"] == "zorgkaart run proef.toml"
    assert {"zorgkaart", "python", "geopandas", "numpy", "scipy"} <= set(found["versies"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", found["gemaakt"])


def test_provenance_holds_every_parameter(sample: Path) -> None:
    project = Project.load(sample)
    settings = described(project)["instellingen"]
    assert settings["norms"]["seh"] == json.loads(project.norms["seh"].model_dump_json())
    assert settings["access"] == {"limit_m": 1000.0, "speed_kmh": 10.0}
    speeds = {"table": "gegevens/snelheden_auto.csv", "factor": 1.0, "maxspeed": True, "adjust": {}}
    assert settings["speeds"]["auto"] == speeds
    assert set(settings) == set(Project.model_fields) - {"path", "runs"}  # where it was computed changes nothing


def test_provenance_has_no_folder_of_the_machine(tmp_path: Path) -> None:
    """Nor has it of the package, of a file elsewhere, or of a parameter; a folder beside the project's may be seen."""
    elsewhere = tmp_path / "jan" / "prive" / "elders.csv"
    elsewhere.parent.mkdir(parents=True)
    elsewhere.write_text("x", encoding="utf-8")
    text = re.sub(r"\[speeds.*?(?=\[norms)", "", PROJECT, flags=re.S)
    text = text.replace('"gegevens/seh.csv"', '"../../../../jan/prive/elders.csv"').replace('"uitvoer"', '"../uitvoer"')
    path = write_sample(tmp_path / "a" / "b" / "c" / "d", project=text)
    found = described(Project.load(path))
    files = [item["bestand"] for item in found["invoer"]]
    assert "elders.csv" in files
    assert "zorgkaart/network/tables/speeds_auto.csv" in files
    assert found["instellingen"]["project"]["output"] == "../uitvoer"
    whole = json.dumps(found)
    for part in (str(tmp_path), tmp_path.name, "jan", "prive", str(ROOT), "../.."):
        assert part not in whole


@pytest.mark.parametrize("name", ["gegevens/seh.csv", "gegevens/wegen.npz", "gegevens/gepubliceerd.csv", "proef.toml"])
def test_a_changed_file_has_another_hash(tmp_path: Path, name: str) -> None:
    path = write_sample(tmp_path)

    def hashes() -> dict[str, str]:
        return {item["bestand"]: item["sha256"] for item in described(Project.load(path))["invoer"]}

    before = hashes()
    with (tmp_path / name).open("ab") as file:
        file.write(b"\n")
    after = hashes()
    assert {file for file in before if before[file] != after[file]} == {name}


def test_files_that_are_named_twice_are_listed_once(sample: Path) -> None:
    project = Project.load(sample)
    same = project.with_changes(speeds={"ambulance": {"table": project.speeds["auto"].table}})
    assert len(input_files(same)) == len(set(input_files(same))) == len(input_files(project)) - 1


# Checking: the project file and the tables in one go.


def test_tables_are_checked_whatever_is_wrong_with_the_file(tmp_path: Path) -> None:
    text = PROJECT.replace("turnout_min = 2\n", "", 1).replace('file = "gegevens/wegen.npz"', "")
    path = write_sample(tmp_path, project=text)
    (tmp_path / "gegevens" / "huisarts.geojson").unlink()
    (tmp_path / "gegevens" / "adressen.csv").write_text("x,y\n1,2\n", encoding="utf-8")
    found = {(problem.where, problem.what.partition(":")[0]) for problem in check_project(path).fatal}
    assert found == {
        ("proef.toml", "norms.seh.turnout_min"),
        ("proef.toml", "network"),
        ("huisarts.geojson", f"there is no such file ({tmp_path / 'gegevens' / 'huisarts.geojson'})"),
        ("adressen.csv", "row 2"),
    }


def test_residents_are_looked_for_even_without_areas(tmp_path: Path) -> None:
    path = write_sample(tmp_path)
    (tmp_path / "gegevens" / "buurten.gpkg").unlink()
    (tmp_path / "gegevens" / "adressen.csv").unlink()
    assert {problem.what.partition(" (")[0] for problem in check_project(path).fatal} == {
        "there is no such file",
        "adressen.csv: no such file",
    }


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("wegen.npz", b"geen wegennet", "not a zorgkaart network"),
        ("snelheden_auto.csv", b"highway,outside_kmh,inside_kmh\nprimary,60,30\n", "each road class needs one row"),
        ("snelheden_auto.csv", b"weg,snelheid\nprimary,60\n", "a speed table has the columns"),
        ("snelheden_auto.csv", "highway,é\n".encode("cp1252"), "not a CSV file in UTF-8"),
        ("gepubliceerd.csv", b"id,maat\n", "columns"),
        (
            "plaatsen.csv",
            b"plaats,gemeente,x,y,adressen\nHeem,Alfa,1,twee,3\n",
            "row 2: x, y or adressen is not a number",
        ),
        ("seh.csv", b"", "the table is empty"),
        ("adressen.csv", b"x,y\n", "the table has no rows"),
    ],
)
def test_a_broken_table_is_one_problem(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    path = write_sample(tmp_path)
    (tmp_path / "gegevens" / name).write_bytes(content)
    fatal = check_project(path).fatal
    assert len(fatal) == 1, [str(problem) for problem in fatal]
    assert message in str(fatal[0])
    assert fatal[0].todo != fatal[0].what


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (",gemeenten,Alfa", ",gemeente,Alfa", "niveau gemeente is unknown"),
        (",afstand_km,", ",afstand,", "maat afstand is unknown"),
        (",2.0,km", ",veel,km", "waarde of huisarts-alfa is no number"),
        (",2.0,km", ",inf,km", "waarde of huisarts-alfa is no number"),
        (",gemeenten,Alfa", ",,Alfa", "huisarts-alfa: a gebied without niveau"),
    ],
)
def test_published_figures_are_checked(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = write_sample(tmp_path)
    table = tmp_path / "gegevens" / "gepubliceerd.csv"
    table.write_text(table.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    assert [problem.what for problem in check_project(path).fatal] == [message]


def test_a_network_in_another_crs_is_found_before_the_run(tmp_path: Path) -> None:
    from dataclasses import replace

    from support.study_samples import network

    path = write_sample(tmp_path)
    replace(network(), crs="EPSG:25832").save(tmp_path / "gegevens" / "wegen.npz")
    assert "the network is in EPSG:25832" in str(check_project(path).fatal[0])


def test_cells_that_are_too_small_are_found_before_anything_is_computed(tmp_path: Path) -> None:
    path = write_sample(tmp_path, project=PROJECT + "\n[rasters]\ncell_m = 1\n")
    (problem,) = check_project(path).fatal
    assert problem.where == "[rasters] cell_m"
    assert problem.what.startswith("cells of 1 m are too small: the areas would take 44,000 x 13,000")
    assert problem.todo == "Give more than 5 m, or say enabled = false."
    write_sample(tmp_path, project=PROJECT + "\n[rasters]\ncell_m = 1\nenabled = false\n")
    assert not check_project(path).fatal
