"""Classes of age as tables write them: ``leeftijd_0_4`` above a column, ``0-4`` or ``75+`` in a cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from zorgkaart.errors import Problems
from zorgkaart.inputs.tables import plain_header

EVERYONE, WOMEN = "leeftijd", "vrouwen"
_COLUMN = re.compile(r"_(\d{1,3})(?:_(\d{1,3}))?")
_CELL = re.compile(r"(\d{1,3})\s*(?:[-\u2013]\s*(\d{1,3})|(\+))")


@dataclass(frozen=True)
class AgeClass:
    """The people of some ages.

    Attributes
    ----------
    lower : int
        The first age, in whole years.
    upper : int or None
        The last age; None where there is no end to it.
    """

    lower: int
    upper: int | None

    def __str__(self) -> str:
        """As in ``0-4`` or ``95+``."""
        return f"{self.lower}+" if self.upper is None else f"{self.lower}-{self.upper}"

    @property
    def years(self) -> int | None:
        """How many ages are in it; None where there is no end to it."""
        return None if self.upper is None else self.upper - self.lower + 1

    def holds(self, other: AgeClass) -> bool:
        """Whether every age of another class is in this one."""
        ends = self.upper is None or (other.upper is not None and other.upper <= self.upper)
        return self.lower <= other.lower and ends

    def meets(self, other: AgeClass) -> bool:
        """Whether some age is in both."""
        return not _before(self, other) and not _before(other, self)


def _before(one: AgeClass, other: AgeClass) -> bool:
    return one.upper is not None and one.upper < other.lower


def _class_of(lower: str, upper: str | None) -> AgeClass | None:
    first, last = int(lower), None if upper is None else int(upper)
    return None if last is not None and last < first else AgeClass(first, last)


def class_of_column(header: str, prefix: str = EVERYONE) -> AgeClass | None:
    """The class in a header such as ``leeftijd_0_4`` or ``leeftijd_95`` (95 and over); None if there is none."""
    match = _COLUMN.fullmatch(plain_header(header).removeprefix(prefix))
    return None if match is None else _class_of(match[1], match[2])


def class_of_cell(text: str) -> AgeClass | None:
    """The class in a cell such as ``0-4`` or ``75+``; None if there is none."""
    match = _CELL.fullmatch(text.strip())
    return None if match is None else _class_of(match[1], match[2])


def check_whole(classes: Sequence[AgeClass], where: str, problems: Problems) -> None:
    """Report where classes that should hold every age once leave a gap or overlap.

    Parameters
    ----------
    classes : sequence of AgeClass
        At least one, in any order.
    where : str
        The file or the section.
    problems : Problems
        Gets what is wrong.
    """
    ordered = sorted(classes, key=lambda item: item.lower)
    if ordered[0].lower > 0:
        problems.add(where, f"there is no class of ages below {ordered[0].lower}", "Begin with a class from 0 on.")
    for younger, older in pairwise(ordered):
        if younger.meets(older):
            problems.add(where, f"the ages {younger} and {older} overlap", "Let each age be in one class.")
        elif younger.upper is not None and older.lower > younger.upper + 1:
            problems.add(
                where,
                f"no class has the ages between {younger} and {older}",
                "Add one, so that each age is in one class.",
            )
    if all(item.upper is not None for item in ordered):
        problems.add(
            where, f"there is no class of ages above {ordered[-1].upper}", "End with a class without an end, as in 95+."
        )


def in_words(classes: Iterable[AgeClass]) -> str:
    """The classes as they stand in cells: ``0-4, 5-9``."""
    return ", ".join(map(str, classes))
