"""Dutch on the command line, and English where that is asked for."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from support.command_line import fails_with, flat, zorgkaart
from support.study_samples import write_sample

from zorgkaart.terminal.language import VARIABLE


@pytest.fixture
def _unasked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE)


ENGLISH = "nergens.toml: no such project file. Name one, or make one with 'zorgkaart init DIR'."
DUTCH = "nergens.toml: dit projectbestand bestaat niet. Noem er een, of maak er een met 'zorgkaart init MAP'."


@pytest.mark.usefixtures("_unasked")
def test_an_error_is_dutch_unless_english_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    fails_with(zorgkaart("run", "nergens.toml"), DUTCH, word="Fout")
    fails_with(zorgkaart("--lang", "en", "run", "nergens.toml"), ENGLISH)
    monkeypatch.setenv(VARIABLE, "en")
    fails_with(zorgkaart("run", "nergens.toml"), ENGLISH)
    fails_with(zorgkaart("--lang", "nl", "run", "nergens.toml"), DUTCH, word="Fout")


@pytest.mark.parametrize("words", [["--lang", "fr", "check"], ["--lang"]])
def test_another_language_is_wrong_usage(words: list[str]) -> None:
    assert zorgkaart(*words).exit_code == 2


@pytest.mark.usefixtures("_unasked")
def test_problems_of_a_check_are_dutch(tmp_path: Path) -> None:
    path = write_sample(tmp_path)
    table = tmp_path / "gegevens" / "seh.csv"
    lines = table.read_text(encoding="utf-8").splitlines()
    table.write_text("\n".join([*lines, lines[-1].replace(lines[-1].split(",")[0], "", 1)]), encoding="utf-8")
    result = zorgkaart("check", path)
    assert result.exit_code == 1
    assert "geen id" in flat(result.stdout)
    assert not {"row", "rows", "Fill", "the", "there"} & set(result.stdout.split())


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Let op: oud: wegennet in vorm 2, en dit programma leest 3"),
        ("en", "Warning: oud: network format 2, this program reads 3"),
    ],
)
def test_a_warning_is_shown_once(language: str, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    zorgkaart("--lang", language, "init", "/dev/null/x")
    zorgkaart("--lang", language, "init", "/dev/null/x")
    logging.getLogger("zorgkaart.network.store").warning("%s: network format %d, this program reads 3", "oud", 2)
    assert capsys.readouterr().err.strip() == text
