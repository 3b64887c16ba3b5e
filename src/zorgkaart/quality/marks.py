"""Remarks on the results of residents, and the columns per area that are made from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zorgkaart.access.groups import Groups
from zorgkaart.access.norms import Columns

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Cause:
    """What a remark rests on for each point: one of several things that have a text.

    Attributes
    ----------
    which : (n,) int32
        Key in `texts`; -1 where there is nothing to remark.
    texts : mapping
        What a planner reads, per key.
    """

    which: NDArray[np.int32]
    texts: Mapping[int, str]

    @classmethod
    def everywhere(cls, count: int, text: str) -> Cause:
        """The same for all points."""
        return cls(np.zeros(count, dtype=np.int32), {0: text})

    @classmethod
    def where(cls, flags: Flags, text: str) -> Cause:
        """The same for some of the points."""
        return cls(np.where(flags, 0, -1).astype(np.int32), {0: text})

    @property
    def flags(self) -> Flags:
        """(n,) bool: there is something to remark."""
        return self.which >= 0


@dataclass(frozen=True)
class Mark:
    """One kind of remark.

    Attributes
    ----------
    name : str
        Of its columns: ``inwoners_NAME`` and, where there are causes, ``NAME_toelichting``.
    title : str
        What a planner reads in a list of remarks.
    flags : (n,) bool
        The points that it counts for.
    causes : sequence of Cause
        What an area's text may name; also what is remarked without being counted.
    """

    name: str
    title: str
    flags: Flags
    causes: Sequence[Cause] = ()

    def flagged(self, groups: Groups, *, flag_share: float) -> Flags:
        """(areas,) bool: it counts for at least this share of the inhabitants."""
        return np.asarray(np.nan_to_num(groups.share(self.flags)) >= flag_share)


def any_of(causes: Sequence[Cause], count: int) -> Flags:
    """(n,) bool: at least one cause has something to remark."""
    flags = np.zeros(count, dtype=bool)
    for cause in causes:
        flags |= cause.flags
    return flags


def mark_columns(marks: Sequence[Mark], groups: Groups, *, flag_share: float) -> Columns:
    """Inhabitants and texts per area, how many remarks there are and which.

    A remark counts for an area from `flag_share` of its inhabitants on; a sum of inhabitants has no threshold.
    """
    columns: Columns = {}
    names: list[list[str]] = [[] for _ in range(groups.count)]
    for mark in marks:
        columns[f"inwoners_{mark.name}"] = np.where(groups.has_known, groups.total(mark.flags), np.nan)
        if mark.causes:
            columns[f"{mark.name}_toelichting"] = cause_texts(mark.causes, groups, flag_share=flag_share)
        for area in np.flatnonzero(mark.flagged(groups, flag_share=flag_share)):
            names[area].append(mark.title)
    columns["opmerkingen"] = np.array([len(titles) for titles in names])
    columns["opmerkingen_toelichting"] = np.array(["; ".join(titles) or None for titles in names], dtype=object)
    return columns


def cause_texts(causes: Sequence[Cause], groups: Groups, *, flag_share: float) -> NDArray[np.object_]:
    """Per area the causes that hold for enough of its inhabitants, each by its commonest text; None if none does."""
    texts: list[list[str]] = [[] for _ in range(groups.count)]
    for cause in causes:
        areas = np.flatnonzero(np.nan_to_num(groups.share(cause.flags)) >= flag_share)
        if len(areas) == 0:
            continue
        common = groups.commonest(cause.which)
        for area in areas:
            texts[area].append(cause.texts[int(common[area])])
    return np.array(["; ".join(phrases) or None for phrases in texts], dtype=object)
