"""The template of a project file explains every key and is a project itself."""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from support.command_line import fails_with, files_in, flat, zorgkaart
from support.project_texts import written, wrong_with
from support.schema import sections

from zorgkaart.access.measures import norm_of_section
from zorgkaart.errors import OutputError
from zorgkaart.files import atomic_path
from zorgkaart.project import template
from zorgkaart.project.model import Project
from zorgkaart.project.sections import NormSection
from zorgkaart.project.template import PROJECT_FILE, SCHEMA_FILE, SCHEMA_LINE, TEMPLATE, init_project

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
    for key in ("measure", "flag_share"):
        assert norm[key] == NormSection.model_fields[key].default, key
    sparse = {key: value for key, value in norm.items() if key not in ("stations", "only_24_7")}
    assert norm_of_section("seh", NormSection(**sparse)) == norm_of_section("seh", NormSection(**norm))


def test_the_template_with_its_hints_switched_on_is_a_project_too(tmp_path: Path) -> None:
    text = TEMPLATE.read_text(encoding="utf-8")
    lines = [re.sub(r"^# (?=\[|[a-z_]+ = )", "", line) for line in text.splitlines()]
    assert len([line for line in lines if line.startswith("raster =")]) == 1
    other = ("flows =", "hours_per_year =")  # in place of other keys of [capacity.KIND]
    kept = [line for line in lines if not line.startswith(("raster =", "place =", "base =", "ages =", *other))]
    assert wrong_with(written(tmp_path, "\n".join(kept))) == []


# init.


@pytest.mark.slow
def test_init_writes_a_project_that_runs_once_its_files_are_there(sample: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mijn regio"
    result = zorgkaart("init", folder)
    assert result.exit_code == 0
    path = folder / "zorgkaart.toml"
    assert files_in(folder) == {"zorgkaart.toml", "zorgkaart.schema.json"}
    assert (folder / "gegevens").is_dir()
    assert "zorgkaart check '" in result.stdout
    assert str(path) in flat(result.stdout)

    result = zorgkaart("check", path)
    assert result.exit_code == 1  # the tables are not there yet, and all of them are named
    for name in ("buurten.gpkg", "adressen.csv", "wegen.osm.pbf", "seh.csv", "ambulancepost.csv"):
        assert name in result.stdout

    own = sample.parent / "gegevens"
    buurten = gpd.read_file(own / "buurten.gpkg").rename(columns={"aantal": "inwoners"})
    buurten.to_file(folder / "gegevens" / "buurten.gpkg", layer="buurten")
    shutil.copy(own / "adressen.csv", folder / "gegevens" / "adressen.csv")
    shutil.copy(own / "wegen.npz", folder / "gegevens" / "wegen.npz")
    seh = pd.read_csv(own / "seh.csv").rename(columns={"benaming": "naam", "dag_en_nacht": "volcontinu"})
    seh.to_csv(folder / "gegevens" / "seh.csv", index=False)
    posts = gpd.read_file(own / "ambulancepost.gpkg").to_crs("EPSG:4326")
    table = pd.DataFrame(posts.drop(columns="geometry")).assign(lat=posts.geometry.y, lon=posts.geometry.x)
    table.to_csv(folder / "gegevens" / "ambulancepost.csv", index=False)
    text = path.read_text(encoding="utf-8").replace("wegen.osm.pbf", "wegen.npz")
    path.write_text(text, encoding="utf-8")
    assert zorgkaart("check", path).exit_code == 0
    assert zorgkaart("run", path).exit_code == 0
    assert (folder / "uitvoer" / "kaart.html").is_file()


def test_init_leaves_a_project_file_alone(tmp_path: Path) -> None:
    (tmp_path / "zorgkaart.toml").write_text("mijn werk", encoding="utf-8")
    fails_with(zorgkaart("init", tmp_path), "exists already and was left as it is")
    assert (tmp_path / "zorgkaart.toml").read_text(encoding="utf-8") == "mijn werk"


@pytest.mark.parametrize("name", ["map", "map/eronder", "gegevens"])
def test_init_where_a_file_is_in_the_way(tmp_path: Path, name: str) -> None:
    (tmp_path / name.partition("/")[0]).write_text("in de weg", encoding="utf-8")
    folder = tmp_path if name == "gegevens" else tmp_path / name
    fails_with(zorgkaart("init", folder), "cannot be made: .* Choose another folder")
    assert not (folder / "zorgkaart.toml").exists()


def test_the_project_file_names_the_schema_beside_it(tmp_path: Path) -> None:
    path = init_project(tmp_path)
    assert path == tmp_path / PROJECT_FILE
    assert path.read_text(encoding="utf-8") == TEMPLATE.read_text(encoding="utf-8")
    line = path.read_text(encoding="utf-8").splitlines()[0]
    assert line == SCHEMA_LINE
    schema = json.loads((tmp_path / line.removeprefix("#:schema ")).read_text(encoding="utf-8"))
    assert "kinds" in schema["properties"]
    assert {item.name for item in tmp_path.iterdir()} == {PROJECT_FILE, SCHEMA_FILE, "gegevens"}


@pytest.mark.parametrize("name", [PROJECT_FILE, SCHEMA_FILE])
def test_either_file_that_is_there_is_left_as_it_is_and_the_other_is_not_made(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mijn werk", encoding="utf-8")
    with pytest.raises(OutputError, match=f"{name}: exists already and was left as it is"):
        init_project(tmp_path)
    assert [item.name for item in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_text(encoding="utf-8") == "mijn werk"


@pytest.mark.parametrize("name", [PROJECT_FILE, SCHEMA_FILE])
def test_if_one_cannot_be_written_neither_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    @contextmanager
    def full(target: Path) -> Iterator[Path]:
        with atomic_path(target) as path:
            if target.name == name:
                raise OutputError(f"{target}: the disk is full")
            yield path

    monkeypatch.setattr(template, "atomic_path", full)
    with pytest.raises(OutputError, match="the disk is full"):
        init_project(tmp_path)
    assert [item.name for item in tmp_path.iterdir()] == ["gegevens"]
