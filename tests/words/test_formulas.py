"""The apostrophe that keeps a spreadsheet from computing a text."""

from __future__ import annotations

import pytest

from zorgkaart.words.formulas import guarded, without_guard


@pytest.mark.parametrize("text", ["=1+1", "-", "'=x", " @a", "+31 50", "''-"])
def test_a_formula_is_guarded_and_comes_back(text: str) -> None:
    assert guarded(text) == f"'{text}"
    assert without_guard(guarded(text)) == text


@pytest.mark.parametrize("text", ["'s-Gravenhage", "'t Zandt", "Praktijk", "", "12"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert guarded(text) == without_guard(text) == text
