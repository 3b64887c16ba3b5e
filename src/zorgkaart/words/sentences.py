"""Lists in a sentence, and a sentence's first letter."""

from __future__ import annotations

from collections.abc import Sequence

from zorgkaart.words.locale import dutch


def listing(items: Sequence[str]) -> str:
    """Items in a sentence: "a", "a en b", "a, b en c"."""
    from babel.lists import format_list

    return format_list(items, locale=dutch())


def in_sentence(label: str) -> str:
    """A label inside a sentence: a capital goes unless the word is an abbreviation."""
    return label if label[1:2].isupper() else lowered(label)


def sentence(text: str) -> str:
    """A text with a capital in front."""
    return text[:1].upper() + text[1:]


def lowered(text: str) -> str:
    """A text with a small letter in front."""
    return text[:1].lower() + text[1:]
