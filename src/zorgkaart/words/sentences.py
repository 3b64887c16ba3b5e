"""Lists in a sentence, and a sentence's first letter."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zorgkaart.words.locale import dutch

_CLIPPED = re.compile(r"['\N{RIGHT SINGLE QUOTATION MARK}]\w+ ")


def listing(items: Sequence[str]) -> str:
    """Items in a sentence: "a", "a en b", "a, b en c"."""
    from babel.lists import format_list

    return format_list(items, locale=dutch())


def in_sentence(label: str) -> str:
    """A label inside a sentence: a capital goes unless the word is an abbreviation."""
    return label if label[1:2].isupper() else lowered(label)


def sentence(text: str) -> str:
    """A text with a capital in front; behind an apostrophe it is the next word that has it: "'s Nachts"."""
    clipped = _CLIPPED.match(text)
    start = clipped.end() if clipped else 0
    return text[:start] + text[start : start + 1].upper() + text[start + 1 :]


def lowered(text: str) -> str:
    """A text with a small letter in front."""
    return text[:1].lower() + text[1:]
