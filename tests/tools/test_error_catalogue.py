"""That what the command line may say is said in Dutch, all of it and whole."""

from __future__ import annotations

from tools.error_catalogue import PO, merged
from zorgkaart.terminal.translation import catalogued, lost_holes


def test_every_error_problem_and_warning_has_a_dutch_text() -> None:
    """``python -m tools.error_catalogue`` adds what is missing; write the text into the file after that."""
    assert [english for english, dutch in catalogued().items() if not dutch] == []


def test_no_dutch_text_loses_what_stands_in_a_hole() -> None:
    assert lost_holes(catalogued().items()) == []


def test_the_catalogue_is_that_of_the_code() -> None:
    """Nothing is missing from it and no row is unused."""
    assert PO.read_text(encoding="utf-8") == merged(catalogued())


def test_a_dutch_text_ends_as_the_english_does() -> None:
    """A full stop is added where the error has one."""
    assert [dutch for dutch in catalogued().values() if dutch.endswith(".")] == []
