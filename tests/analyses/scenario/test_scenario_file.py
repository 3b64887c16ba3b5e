"""A scenario in a file of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from zorgkaart.analyses.scenario.scenario_file import read_scenario_file
from zorgkaart.errors import ChangeError, MissingFileError
from zorgkaart.project.model import Project
from zorgkaart.scenarios.changes import Close, Hours, Open
from zorgkaart.scenarios.vocabulary import plan

GOOD = """
[scenarios.uit_de_kaart]
title = "Proef"
close = ["seh-west"]
open = [{ kind = "seh", name = "Nieuw", lat = 53.2, lon = 6.5, hours = "Mo-Fr 08:00-17:00" }]
hours = [{ site = "seh-oost", hours = "24/7" }]
at = "nacht"
"""


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "scenario.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize("begin", [b"", b"\xef\xbb\xbf"])
def test_a_scenario_of_a_file_is_as_one_of_the_project(tmp_path: Path, sample: Path, begin: bytes) -> None:
    file = read_scenario_file(written(tmp_path, begin + GOOD.encode()))
    planned = plan(Project.load(sample), [], file=file)
    opened = Open("seh", 53.2, 6.5, "Nieuw", "Mo-Fr 08:00-17:00")
    assert planned.changes == (Close("seh-west"), opened, Hours("seh-oost", "24/7"))
    assert (planned.title, planned.folder, str(planned.moment)) == ("Proef", "uit_de_kaart", "dinsdag 03:00 (nacht)")
    with_more = plan(Project.load(sample), [Close("huisarts-heem")], file=file, at="avond")
    assert with_more.title == "", "it is no longer the scenario of that title"
    assert len(with_more.changes) == 4
    with pytest.raises(ChangeError, match="--name and --file both give a scenario"):
        plan(Project.load(sample), [], name="x", file=file)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<html>", "not a valid TOML file"),
        (b"\xff\xfe", "not a valid TOML file"),
        ("", r"has one \[scenarios.NAME\] and nothing else"),
        ("scenarios = 3", r"has one \[scenarios.NAME\] and nothing else"),
        (GOOD + "[scenarios.twee]\nat = 'nacht'", r"has one \[scenarios.NAME\] and nothing else"),
        (GOOD + "[project]\nname = 'x'", r"has one \[scenarios.NAME\] and nothing else"),
        ("[scenarios.'../weg']\nat = 'nacht'", "is no name of a scenario"),
        ("[scenarios.x]\nsluit = ['a']\nlat = 3\nat = 'nacht'", "(?s)x.sluit: there is no such key.*x.lat: there is"),
        ("[scenarios.x]\ntitle = 'niets'", "it changes nothing"),
        ("[scenarios.x]\nopen = [{ kind = 'seh', name = 'A', lat = 530, lon = 6 }]", "x.open.0.lat: "),
        ("[scenarios]\nx = 3", "x: a section is needed"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, text: str | bytes, said: str) -> None:
    with pytest.raises(ChangeError, match=said):
        read_scenario_file(written(tmp_path, text))


def test_no_such_file(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError, match="The live map saves one"):
        read_scenario_file(tmp_path / "weg.toml")
