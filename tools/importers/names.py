"""One spelling for municipalities and provinces."""

from __future__ import annotations

from collections.abc import Iterable

from tools.importers.sources import lookup
from zorgkaart.errors import InputError

SMALL_WORDS = frozenset({"aan", "bij", "de", "den", "en", "het", "in", "op", "van"})


def tidy_municipality(name: str, official: Iterable[str]) -> str:
    """Spell a municipality as CBS does; one that CBS's table lacks loses at most its capitals.

    Examples
    --------
    >>> tidy_municipality("Aa En Hunze", ["Aa en Hunze"])
    'Aa en Hunze'
    >>> tidy_municipality("NOORDOOSTPOLDER", [])
    'Noordoostpolder'
    """
    spelled = {known.casefold(): known for known in official}
    if name.casefold() in spelled:
        return spelled[name.casefold()]
    if not name.isupper():
        return name
    words = ["-".join(part.capitalize() for part in word.split("-")) for word in name.split()]
    return " ".join(word.lower() if i and word.lower() in SMALL_WORDS else word for i, word in enumerate(words))


def provinces() -> tuple[dict[str, str], dict[str, str]]:
    """Return the uniform name of each spelling of a province, and the land of each uniform name."""
    return lookup("provincies", "bron", "provincie"), lookup("provincies", "provincie", "land")


def translate(value: str, table: dict[str, str], column: str, file: str) -> str:
    """Look `value` up in a table of rules.

    Raises
    ------
    InputError
        If the rule is missing: a new spelling in a source is a decision for a person.
    """
    if value not in table:
        raise InputError(f"{file}: column {column} has '{value}', for which there is no rule. Add it to the rules.")
    return table[value]
