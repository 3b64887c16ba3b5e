"""Help and complaints about usage, which typer makes, in Dutch; a new version of typer may say something else."""

from __future__ import annotations

import re

import pytest
from support.command_line import zorgkaart

from zorgkaart.terminal.language import VARIABLE

ENGLISH = re.compile(
    r"\b(the|is not|should|such|[Uu]sage|[Oo]ptions?:|requires?|missing|unexpected|value|for help|exit)\b"
)


@pytest.fixture(autouse=True)
def _unasked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("runs", "er is geen opdracht 'runs'. Is dit bedoeld: 'run', 'rerun'?"),
        ("nergens", "er is geen opdracht 'nergens'."),
        ("run --outpt x", "er is geen optie --outpt (wel: --output)"),
        ("check -q", "er is geen optie -q"),
        ("run a.toml b.toml", "hier staat meer dan verwacht (b.toml)"),
        ("init", "argument 'MAP' ontbreekt."),
        ("scenario --close", "bij optie '--close' hoort een waarde."),
        ("run --quiet=3", "bij optie '--quiet' hoort geen waarde."),
        ("uncertainty --workers 0", "verkeerde waarde voor '--workers': geef 1 of meer"),
        ("uncertainty --draws veel", "verkeerde waarde voor '--draws': een geheel getal is nodig"),
        ("--lang fr run", "verkeerde waarde voor '--lang' (omgeving: 'ZORGKAART_TAAL'): 'fr' is geen van 'nl', 'en'."),
    ],
)
def test_wrong_usage_is_dutch(typed: str, message: str) -> None:
    result = zorgkaart(*typed.split())
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.rstrip().splitlines()[-1] == f"Fout: {message}"
    assert not ENGLISH.findall(result.stderr)


def test_wrong_usage_is_english_if_that_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Error: No such option: -q" in zorgkaart("--lang", "en", "check", "-q").stderr
    monkeypatch.setenv(VARIABLE, "en")
    assert "Error: No such command 'nergens'." in zorgkaart("nergens").stderr


@pytest.mark.parametrize("typed", ["--help", "run --help", "scenario --help", "fetch --help"])
def test_help_is_dutch(typed: str) -> None:
    result = zorgkaart(*typed.split())
    assert result.exit_code == 0
    assert result.stdout.startswith("Gebruik: ")
    assert "Opties:" in result.stdout
    assert not ENGLISH.findall(result.stdout)


def test_help_has_the_words_of_typer_in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "en")
    assert zorgkaart("run", "--help").stdout.startswith("Usage: ")


def test_without_a_command_there_is_help() -> None:
    result = zorgkaart()
    assert result.exit_code == 2
    assert result.stderr.startswith("Gebruik: ") or result.stdout.startswith("Gebruik: ")
