"""What a map shows: its switchable layers, and the lines of the popup of an area.

These objects name columns of the areas table; they hold no data, so the same views serve every run
of a project, and a notebook can make its own.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from zorgkaart.errors import InputError

Moment = Literal["", "voor", "na", "verschil"]

_KEY = re.compile(r"[A-Za-z0-9_-]+")
MAX_CLASSES = 10


@dataclass(frozen=True)
class View:
    """One layer of the map: a number per area in classes, and which sites go with it.

    Attributes
    ----------
    key : str
        Stable name, letters, digits, ``_`` and ``-``; it stands in the link to the layer.
    label, group : str
        Dutch name, and the heading it stands under.
    column : str
        Numeric column of the areas; empty values are shown as unknown.
    classes : tuple of float
        Ascending upper bounds, bounds included, in `unit`. Above the last one is one class more.
    unit : str
        Short unit behind every number.
    limit : float, optional
        The norm, one of `classes`: what lies above it gets the colours of "outside the norm".
    diverging : bool
        The numbers are differences: colours to both sides of the class that holds zero.
    moment : {"", "voor", "na", "verschil"}
        For a scenario. Views of one `theme` that differ in their moment are one layer with a switch.
    theme : str
        What views of different moments have in common; needed where there is a moment.
    verdict : str, optional
        Column with ``binnen``, ``deels buiten``, ``buiten`` or ``onbekend``: the areas to hatch.
    outside : str, optional
        Column with the inhabitants outside, as far as known.
    incomplete : str, optional
        Column with true where a site that is in no list could be nearer: the areas to mark as such.
    no_road : str, optional
        Column with the inhabitants whom no road joins to a site: why an area has no value, and is not just unknown.
    flag : str
        Dutch words for the hatched areas in the legend.
    kinds : tuple of str
        The kinds of site shown with this view, the most important one first.
    explanation : str
        One Dutch sentence below the legend.
    words : tuple of str
        Words of the classes, one for each, where their bounds say too little.
    counting : str
        Column of the sites that says which of them count here; where there is none, ``telt`` does.
    beside : tuple of (str, str)
        Views that a map shows in panes of their own beside this one, which move with it: a Dutch title and a key each.
    decimals : int
        Of the number of an area.
    more_is_better : bool
        The darkest colour is that of the lowest numbers; of a difference the colours change sides.
    """

    key: str
    label: str
    group: str
    column: str
    classes: tuple[float, ...]
    unit: str = "min"
    limit: float | None = None
    diverging: bool = False
    moment: Moment = ""
    theme: str = ""
    verdict: str | None = None
    outside: str | None = None
    incomplete: str | None = None
    no_road: str | None = None
    flag: str = "buiten de norm"
    kinds: tuple[str, ...] = ()
    explanation: str = ""
    words: tuple[str, ...] = ()
    counting: str = ""
    beside: tuple[tuple[str, str], ...] = ()
    decimals: int = 1
    more_is_better: bool = False

    def __post_init__(self) -> None:
        if not _KEY.fullmatch(self.key):
            raise InputError(f"view {self.key!r}: a key has letters, digits, _ and - only. Rename it.")
        bounds = self.classes
        ascending = all(low < high for low, high in pairwise(bounds))
        if not 1 <= len(bounds) <= MAX_CLASSES or not ascending or not all(map(math.isfinite, bounds)):
            raise InputError(f"view {self.key}: classes must be 1 to {MAX_CLASSES} ascending numbers, not {bounds}.")
        if self.limit is not None and self.limit not in bounds:
            raise InputError(f"view {self.key}: the limit {self.limit:g} is not one of the classes; add it to them.")
        if self.diverging and 0 in bounds:
            raise InputError(f"view {self.key}: zero must lie inside a class of differences, not on a bound of one.")
        if self.words and len(self.words) != len(bounds) + 1:
            raise InputError(f"view {self.key}: {len(bounds) + 1} classes need as many words, not {len(self.words)}.")
        if bool(self.moment) != bool(self.theme):
            raise InputError(f"view {self.key}: give both moment and theme, or neither.")

    def columns(self) -> Iterator[str]:
        """Yield the columns of the areas that this view needs."""
        names = (self.column, self.verdict, self.outside, self.incomplete, self.no_road)
        yield from (name for name in names if name)


@dataclass(frozen=True)
class RideEnd:
    """Where a ride of a chain comes from or goes to, for most inhabitants of an area.

    Attributes
    ----------
    site : str
        Column with the id of the site.
    share : str
        Column with the share of the inhabitants who have it, 0 to 1.
    """

    site: str
    share: str


@dataclass(frozen=True)
class Chain:
    """The parts of a norm's time in a popup, and what comes of it.

    Attributes
    ----------
    label : str
        Dutch name of the norm.
    parts : tuple of (str, str or float)
        Dutch name of each part, with the column of its minutes or, for a constant, the minutes.
    total : str
        Column with the minutes of the whole chain.
    limit : float
        The norm in minutes.
    verdict, outside, share : str, optional
        Columns with the verdict, the inhabitants outside the norm and their share (0 to 1).
    ends : tuple of (RideEnd or None)
        For each of the parts where its ride comes from or goes to; without any, none is named.
    """

    label: str
    parts: tuple[tuple[str, str | float], ...]
    total: str
    limit: float
    verdict: str | None = None
    outside: str | None = None
    share: str | None = None
    ends: tuple[RideEnd | None, ...] = ()

    def columns(self) -> Iterator[str]:
        """Yield the columns of the areas that this chain needs, those with ids of sites left out."""
        yield from (source for _, source in self.parts if isinstance(source, str))
        yield from (name for name in (self.total, self.verdict, self.outside, self.share) if name)
        yield from (end.share for end in self.ends if end)

    def site_columns(self) -> Iterator[str]:
        """Yield the columns with ids of sites."""
        yield from (end.site for end in self.ends if end)


@dataclass(frozen=True)
class PopupRow:
    """One kind of site in the popup of an area.

    Attributes
    ----------
    kind : str
        The kind of site, for its symbol; the popup opens with the kind of the current view.
    label : str
        Dutch name.
    minutes, km, site : str, optional
        Columns with the travel time, the distance and the id of the nearest site.
    chain : Chain, optional
        For a kind with a norm.
    before : PopupRow, optional
        In a scenario: the same row with the columns of the situation before.
    """

    kind: str
    label: str
    minutes: str | None = None
    km: str | None = None
    site: str | None = None
    chain: Chain | None = None
    before: PopupRow | None = None

    def columns(self) -> Iterator[str]:
        """Yield the columns of the areas that this row needs, those of `site` left out."""
        yield from (name for name in (self.minutes, self.km) if name)
        if self.chain:
            yield from self.chain.columns()
        if self.before:
            yield from self.before.columns()

    def site_columns(self) -> Iterator[str]:
        """Yield the columns with ids of sites."""
        if self.site:
            yield self.site
        if self.chain:
            yield from self.chain.site_columns()
        if self.before:
            yield from self.before.site_columns()


@dataclass(frozen=True)
class Remark:
    """A warning in the popup of the areas for which a column says so.

    A true value shows `text` alone; a text in the column is shown behind `text`; a number above zero,
    rounded, takes the place of ``{}`` in `text`.
    """

    column: str
    text: str


def check_views(views: Sequence[View]) -> None:
    """Raise an error unless there is a view and every key, and every moment of a theme, occurs once.

    Raises
    ------
    InputError
        Naming what occurs twice, or the views beside another that are not there.
    """
    if not views:
        raise InputError("a map needs at least one view.")
    keys = [view.key for view in views]
    moments = [(view.theme, view.moment) for view in views if view.theme]
    twice = {key for key in keys if keys.count(key) > 1} | {"/".join(m) for m in moments if moments.count(m) > 1}
    if twice:
        raise InputError(f"views that occur twice: {', '.join(sorted(twice))}. Give each its own key and moment.")
    if gone := {key for view in views for _, key in view.beside} - set(keys):
        raise InputError(f"views beside others that are not there: {', '.join(sorted(gone))}. Add them to the views.")
