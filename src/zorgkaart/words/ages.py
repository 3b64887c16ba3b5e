"""How many of some people are of 65, of 75 and of 85 and over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from zorgkaart.words.numbers import count
from zorgkaart.words.sentences import listing

TABLE = "uit de leeftijdentabel van het project; die van zorgkaart zelf is een schatting"


def of_them(counts: Mapping[int, float]) -> str:
    """As in "van hen 1.234 65-plussers, 567 75-plussers en 123 85-plussers".

    Parameters
    ----------
    counts : mapping of int to float
        People from each age on.
    """
    words = [count(people, f"{age}-plusser", f"{age}-plussers") for age, people in counts.items()]
    return f"van hen {listing(words)}"


def ages_note(ages: Iterable[int]) -> str:
    """Where the higher ages come from, as a sentence, or nothing.

    Parameters
    ----------
    ages : iterable of int
        From which ages on people are counted.
    """
    higher = [f"{age}+" for age in ages if age > 65]
    return f"{listing(higher)} {'komt' if len(higher) == 1 else 'komen'} {TABLE}." if higher else ""
