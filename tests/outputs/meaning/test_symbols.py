"""Symbols of the kinds of care."""

from __future__ import annotations

from zorgkaart.outputs.meaning.symbols import SYMBOLS, symbols_for


def test_no_two_kinds_look_alike_without_colour() -> None:
    symbols = symbols_for({**dict.fromkeys(SYMBOLS, "x"), "tandarts": "Tandarts", "kapper": "Kapper"})
    assert len({(symbol.shape, symbol.letter) for symbol in symbols.values()}) == len(symbols)
    assert symbols["tandarts"].letter == "T"
