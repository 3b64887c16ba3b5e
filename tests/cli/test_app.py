"""Help and usage, and what can go wrong with files whatever the command."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from support.command_line import START, fails_with, files_in, outside, zorgkaart
from support.paths import ROOT
from support.study_samples import write_sample

from zorgkaart import __version__

# Help and usage.


def test_version() -> None:
    result = zorgkaart("--version")
    assert (result.exit_code, result.stdout) == (0, f"zorgkaart {__version__}\n")


def test_help_names_every_command_in_dutch() -> None:
    result = zorgkaart("--help")
    assert result.exit_code == 0
    for command in ("init", "check", "run", "scenario"):
        assert re.search(rf"^\s+{command}\s+[A-Z]", result.stdout, re.M), command
        assert zorgkaart(command, "--help").exit_code == 0


@pytest.mark.parametrize(
    "words",
    [
        ["runs"],
        ["run", "--outpt", "x"],
        ["run", "a.toml", "b.toml"],
        ["init"],
        ["scenario", "--close"],
        ["check", "-q"],
    ],
)
def test_wrong_usage_is_exit_code_2(words: list[str]) -> None:
    result = zorgkaart(*words)
    assert result.exit_code == 2
    assert "Traceback" not in result.output


# What can go wrong with files.


@pytest.mark.parametrize("command", [["run"], ["check"], ["scenario", "--close", "x"]])
def test_no_project(tmp_path: Path, command: list[str]) -> None:
    fails_with(zorgkaart(command[0], tmp_path / "nergens.toml", *command[1:]), "nergens.toml: no such project file")


def test_no_default_project_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    fails_with(zorgkaart("run"), "projects/groningen.toml: no such project file. Name one, or make one")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("proef.toml", b"[project\n", "proef.toml: not a valid TOML file .*line 1"),
        ("gegevens/seh.csv", None, "seh.csv: there is no such file"),
        ("gegevens/seh.csv", b"", "seh.csv: the table is empty"),
        ("gegevens/seh.csv", b"id,benaming,lat,lon\n", "seh.csv: there is no site of seh in it"),
        ("gegevens/adressen.csv", b"x,y\n", "adressen.csv: the table has no rows"),
        ("gegevens/buurten.gpkg", b"niets", "buurten.gpkg: the file cannot be read"),
        ("gegevens/wegen.npz", None, "wegen.npz: no such network file"),
        ("gegevens/wegen.npz", b"PK\x03\x04", "wegen.npz: not a zorgkaart network"),
        ("gegevens/snelheden_auto.csv", None, "snelheden_auto.csv: no such speed table"),
        ("gegevens/plaatsen.csv", None, "plaatsen.csv: there is no such file"),
        ("gegevens/gepubliceerd.csv", None, "gepubliceerd.csv: there is no such file"),
    ],
)
def test_a_file_that_is_missing_or_broken(tmp_path: Path, name: str, content: bytes | None, message: str) -> None:
    path = write_sample(tmp_path)
    if content is None:
        (tmp_path / name).unlink()
    else:
        (tmp_path / name).write_bytes(content)
    fails_with(zorgkaart("run", path), message)


def test_a_file_in_the_way_of_the_results(sample: Path, tmp_path: Path) -> None:
    (tmp_path / "uit").write_text("in de weg", encoding="utf-8")
    for words in (["run", sample], ["scenario", sample, "--close", "oost"]):
        fails_with(
            zorgkaart(*words, "-o", tmp_path / "uit"), "cannot be written: .*in the way of the file or its folder"
        )
    assert (tmp_path / "uit").read_text(encoding="utf-8") == "in de weg"


def test_a_folder_in_the_way_of_a_result(sample: Path, tmp_path: Path) -> None:
    (tmp_path / "zorgkaart.gpkg" / "x").mkdir(parents=True)
    fails_with(zorgkaart("run", sample, "-o", tmp_path), "zorgkaart.gpkg: cannot be written")
    assert files_in(tmp_path) == {"kaart.html"}


@pytest.mark.slow
@pytest.mark.parametrize("limit_kb", [60, 500])
def test_a_disk_that_is_full_leaves_no_half_file(sample: Path, tmp_path: Path, limit_kb: int) -> None:
    """Not in this process: the map is larger than the first limit, the GeoPackage than the second."""
    pytest.importorskip("resource")
    size = limit_kb * 1024
    limit = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size})); "
    result = outside(limit + START, "run", sample, "-o", tmp_path)
    assert result.returncode == 1, result.stderr
    assert result.stderr.startswith("Error: ")
    assert "cannot be written" in result.stderr
    assert "Traceback" not in result.stderr
    assert files_in(tmp_path) == (set() if limit_kb == 60 else {"kaart.html"})


@pytest.mark.slow
def test_the_installed_command(sample: Path) -> None:
    """As it is called: name of the program, exit code, and no warning on stderr."""
    result = outside(START, "check", sample)
    assert result.returncode == 0
    assert result.stderr == ""
    assert "Geen fouten, 6 opmerkingen." in result.stdout
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    assert scripts["zorgkaart"] == "zorgkaart.cli.app:app"
