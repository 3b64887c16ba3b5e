"""The Dutch of what the package says in English: errors, problems of the input, and warnings.

The package raises its errors in English, for whoever calls it from Python. Here the finished text is recognised by the
templates of ``nl.po``, in which ``{1}`` is a hole and ``{1:n}`` one for a number. What stands in a hole is translated
in its turn if it is a known sentence; several sentences are translated one by one. What is not known stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

CATALOGUE = "nl.po"
HOLE = re.compile(r"\{(\d+)(:n)?\}")
_NUMBER = r"[+-]?[\d.,]*\d(?:e[+-]?\d+)?%?|nan|-?inf"
_SIGNS = str.maketrans(".,", ",.")
_WORDS = re.compile(r"\S+(?: (?:and|or) \S+)+")
_QUOTED = re.compile(r"'[^']*'")
ENOUGH = 12  # characters of one template by which a text is surely known; with fewer a third of its letters must be
WORTH = 4  # characters that a number in its place is worth
_BEGIN = re.compile(r"^(\{1\}: |[;,] |\[[^\]]+\]( \w+)?: )")
_ENDS = re.compile(r"(?<=[.?]) (?=\S)")
_LISTING = ("; ", ", ")
_JOINTS = (": ", ". ", "? ", " (", *_LISTING)
LONGEST, MOST_JOINTS = 2000, 30  # beyond these a text is a list: only templates with many words are tried on it


@dataclass(frozen=True)
class _Template:
    english: str
    dutch: str

    @cached_property
    def patterns(self) -> tuple[re.Pattern[str], ...]:
        """What the English text looks like, with the words between two holes in the last or the first of them."""
        return self._pattern("(.*?)"), self._pattern("(.*)")

    def _pattern(self, words: str) -> re.Pattern[str]:
        pieces, at = [], 0
        for hole in HOLE.finditer(self.english):
            pieces += [re.escape(self.english[at : hole.start()]), f"({_NUMBER})" if hole[2] else words]
            at = hole.end()
        return re.compile("".join([*pieces, re.escape(self.english[at:])]))

    @cached_property
    def key(self) -> str:
        """Its longest piece without a hole, which is in every text that fits."""
        return max(HOLE.sub("\0", self.english).split("\0"), key=len)

    @property
    def weight(self) -> int:
        """How many characters are sure, of which a number is worth a few."""
        return len(HOLE.sub(lambda hole: WORTH * "0" if hole[2] else "", self.english))

    @cached_property
    def order(self) -> list[str]:
        """The numbers of the holes, from left to right."""
        return [hole[1] for hole in HOLE.finditer(self.english)]


@dataclass(frozen=True)
class _Reading:
    """A text in Dutch, how many of its English characters stand in a template, and the most that stand in one."""

    sure_characters: int
    dutch: str
    longest: int = 0

    def sure(self, text: str) -> bool:
        """Whether enough of the English is known, so that a name with "and" in it stays a name."""
        if _WORDS.fullmatch(text):
            return self.sure_characters > 0
        own = sum(map(str.isalpha, _QUOTED.sub("", text)))
        return self.longest >= ENOUGH or self.sure_characters >= max(own / 3, 1)


_UNKNOWN = _Reading(0, "")


class Translation:
    """A catalogue at work.

    Parameters
    ----------
    texts : mapping
        English templates and their Dutch ones.
    """

    def __init__(self, texts: Mapping[str, str]) -> None:
        every = {**{english: dutch for pair in texts.items() for english, dutch in _parts(*pair)}, **texts}
        templates = [_Template(english, dutch) for english, dutch in every.items() if dutch]
        self._templates = sorted(templates, key=lambda template: -template.weight)
        self._sure_templates = [template for template in self._templates if template.weight >= 2 * ENOUGH]
        self._known: dict[str, _Reading] = {}

    def __call__(self, text: str) -> str:
        """The Dutch text, line by line; a line that is not known as it is.

        Parameters
        ----------
        text : str
            What the package says.

        Returns
        -------
        str
            The same in Dutch.
        """
        return "\n".join(self._line(line) for line in text.split("\n"))

    def _line(self, line: str) -> str:
        body = line.strip()
        reading = self._reading(body) if body else _UNKNOWN
        return line.replace(body, reading.dutch, 1) if body and reading.sure(body) else line

    def _reading(self, text: str) -> _Reading:
        """The reading of one or more sentences of which the most is known."""
        if text not in self._known:
            self._known[text] = _UNKNOWN  # while it is looked up
            readings = [*self._whole(text), *self._joined(text)]
            self._known[text] = max(readings, key=lambda reading: reading.sure_characters, default=_UNKNOWN)
        return self._known[text]

    def _whole(self, text: str) -> Iterator[_Reading]:
        """By one template for all of it."""
        bare = text.rstrip(".")
        for template in self._templates if len(text) <= LONGEST else self._sure_templates:
            matches = [pattern.fullmatch(bare) for pattern in template.patterns] if template.key in bare else []
            for values in {match.groups() for match in matches if match}:
                held = dict(zip(template.order, values, strict=True))
                inside = [self._reading(value.strip()) for value in values if value]
                yield _Reading(
                    template.weight + sum(reading.sure_characters for reading in inside),
                    self._filled(template, held) + text[len(bare) :],
                    max([template.weight, *(reading.longest for reading in inside)]),
                )

    def _filled(self, template: _Template, held: Mapping[str, str]) -> str:
        """The Dutch with what stands in the holes; ``{1:n}`` writes a number in Dutch."""
        put = {number: self._line(value) for number, value in held.items()}
        signs = {number: value.translate(_SIGNS) for number, value in held.items()}
        return HOLE.sub(lambda hole: (signs if hole[2] else put)[hole[1]], template.dutch)

    def _joined(self, text: str) -> Iterator[_Reading]:
        """By templates for what is left and right of a joint; a place before a colon and an aside need none."""
        for joint in _JOINTS:
            places = [] if len(text) > LONGEST else [match.start() for match in re.finditer(re.escape(joint), text)]
            for at in places[: 1 if joint in _LISTING else None] if len(places) <= MOST_JOINTS else ():
                after = text[at + len(joint) :]
                before = text[: at + (joint in (". ", "? "))]
                if joint == ": ":
                    left, right = self._aside(text[:at], ":"), self._reading(after)
                elif joint == " (":
                    left, right = self._reading(before), self._aside(after.removesuffix(")"), ")", "(")
                else:
                    left, right = self._reading(before), self._reading(after)
                if (joint == ": " or left.sure(before)) and (joint == " (" or right.sure(after)):
                    yield _Reading(
                        left.sure_characters + right.sure_characters,
                        f"{left.dutch}{joint[0] if joint in _LISTING else ''} {right.dutch}",
                        max(left.longest, right.longest),
                    )

    def _aside(self, text: str, end: str, begin: str = "") -> _Reading:
        """A text that need not be known, between signs."""
        reading = self._reading(text)
        return _Reading(reading.sure_characters, begin + self._line(text) + end, reading.longest)


def _parts(english: str, dutch: str) -> Iterator[tuple[str, str]]:
    """Sentences of a template that are also said alone, and what it says without the place in front."""
    pairs = [(english, dutch)]
    sentences = _ENDS.split(english), _ENDS.split(dutch)
    if len(sentences[0]) > 1 and len(sentences[0]) == len(sentences[1]):
        pairs += zip(*sentences, strict=True)
    for pair in pairs:
        for text in (pair, tuple(_BEGIN.sub("", half) for half in pair)):
            bare = [half.rstrip(".") for half in text]
            if _holes(bare[0]) == _holes(bare[1]) and HOLE.sub("", bare[0]).strip(" :.,;()'"):
                yield bare[0], bare[1]


def _holes(text: str) -> set[str]:
    return {hole[1] for hole in HOLE.finditer(text)}


def lost_holes(texts: Iterable[tuple[str, str]]) -> list[str]:
    """English templates of which the Dutch lacks a hole, or has one that is not in the English.

    Parameters
    ----------
    texts : iterable of (str, str)
        English and Dutch templates.

    Returns
    -------
    list of str
        Those that are wrong.
    """
    return [english for english, dutch in texts if dutch and _holes(english) != _holes(dutch)]


def catalogued() -> dict[str, str]:
    """The templates of the catalogue that comes with the package.

    Returns
    -------
    dict of str to str
        English and Dutch; empty Dutch where there is none yet.
    """
    from babel.messages.pofile import read_po

    with (files("zorgkaart.terminal") / CATALOGUE).open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file) if message.id}


@cache
def dutch() -> Translation:
    """The Dutch of the catalogue that comes with the package.

    Returns
    -------
    Translation
        Made once.
    """
    return Translation(catalogued())
