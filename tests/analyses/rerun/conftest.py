"""Results to repeat: a folder in which every command wrote something."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from support.command_line import zorgkaart
from support.rerun_samples import ASSUMPTION, NAME
from support.study_samples import PROJECT, write_sample


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a project in which a run, a scenario and an atlas were written; tests leave it as it is."""
    folder = tmp_path_factory.mktemp("toen") / "werk"
    path = write_sample(folder, project=PROJECT + ASSUMPTION).rename(folder / NAME)
    changes = ["--close", "seh-oost", "--hours", "huisarts-heem=Mo-Fr 08:00-12:00", "--at", "di 10:00"]
    for words in (
        ["run", path],
        ["scenario", path, *changes, "-o", folder / "uitvoer" / "scenario"],
        ["atlas", path, "--soort", "huisarts", "--further", "12", "-o", folder / "uitvoer" / "atlas"],
        ["atlas", path, "--soort", "ambulancepost", "--pairs", "-o", folder / "uitvoer" / "paren"],
        ["border", path, "-o", folder / "uitvoer" / "grens"],
        [
            "variants",
            path,
            "--factor",
            "0.9",
            "--factor",
            "1.1",
            "--close",
            "seh-oost",
            "-o",
            folder / "uitvoer" / "varianten" / "snelheid.csv",
        ],
        ["uncertainty", path, "--draws", "5", "--seed", "7", "--close", "seh-oost", "-o", folder / "uitvoer" / "zeker"],
    ):
        assert zorgkaart(*words).exit_code == 0
    return folder


@pytest.fixture
def work(original: Path, tmp_path: Path) -> Path:
    """A copy to change things in, at another place."""
    return Path(shutil.copytree(original, tmp_path / "nu" / "elders"))
