"""Remarks on the results of residents, and the columns per area that are made from them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
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
    kind : str
        The kind of care that it is about; empty if it is about all.
    """

    which: NDArray[np.int32]
    texts: Mapping[int, str]
    kind: str = ""

    @classmethod
    def everywhere(cls, count: int, text: str) -> Cause:
        """The same for all points."""
        return cls(np.zeros(count, dtype=np.int32), {0: text})

    @classmethod
    def where(cls, flags: Flags, text: str, kind: str = "") -> Cause:
        """The same for some of the points."""
        return cls(np.where(flags, 0, -1).astype(np.int32), {0: text}, kind)

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
    hazard : bool
        The result may be another one there, or the area is vulnerable. The age of data is no hazard: nearly all areas
        share it, and it would hide the rest.
    road : bool
        Where it is about no kind of care, whether it is about the way there.
    """

    name: str
    title: str
    flags: Flags
    causes: Sequence[Cause] = ()
    hazard: bool = True
    road: bool = True

    def flagged(self, groups: Groups, *, flag_share: float) -> Flags:
        """(areas,) bool: it counts for at least this share of the inhabitants."""
        return np.asarray(np.nan_to_num(groups.share(self.flags)) >= flag_share)


def any_of(causes: Sequence[Cause], count: int) -> Flags:
    """(n,) bool: at least one cause has something to remark."""
    flags = np.zeros(count, dtype=bool)
    for cause in causes:
        flags |= cause.flags
    return flags


def mark_columns(
    marks: Sequence[Mark],
    groups: Groups,
    *,
    flag_share: float,
    kinds: Mapping[str, Collection[str]],
    likely_gaps: Sequence[Cause] = (),
    trips: Mapping[str, str] | None = None,
) -> Columns:
    """Inhabitants and texts per area; how many remarks there are, which, and how many per kind of care.

    A remark counts for an area from `flag_share` of its inhabitants on; a sum of inhabitants has no threshold.
    ``KIND_onvolledig`` says where a site that is in no list is likely to be nearer, and of `trips` at a moment (their
    columns' first words, and the trip that a gap is about) ``KIND_MOMENT_onvolledig`` does. ``KIND_onzeker`` is the
    number of hazards about one of the kinds that the results of a kind rest on, as `kinds` says; ``weg_kwetsbaar``
    that of hazards about the way there, whatever the kind.
    """
    columns: Columns = {}
    names: list[list[str]] = [[] for _ in range(groups.count)]
    for mark in marks:
        columns[f"inwoners_{mark.name}"] = np.where(groups.has_known, groups.total(mark.flags), np.nan)
        if mark.causes:
            columns[f"{mark.name}_toelichting"] = cause_texts(mark.causes, groups, flag_share=flag_share)
        for area in np.flatnonzero(mark.flagged(groups, flag_share=flag_share)) if mark.hazard else ():
            names[area].append(mark.title)
    columns["opmerkingen"] = np.array([len(titles) for titles in names])
    columns["opmerkingen_toelichting"] = np.array(["; ".join(titles) or None for titles in names], dtype=object)
    hazards = [mark for mark in marks if mark.hazard]
    roads = [mark.flags for mark in hazards if mark.road and not any(cause.kind for cause in mark.causes)]
    columns["weg_kwetsbaar"] = _hazards(roads, groups, flag_share)
    for kind, rests_on in kinds.items():
        about = [[cause for cause in mark.causes if cause.kind in rests_on] for mark in hazards]
        flags = [any_of(causes, len(groups.area)) for causes in about if causes]
        columns[f"{kind}_onzeker"] = _hazards(flags, groups, flag_share)
    for stem, about_trips in {**kinds, **{stem: {trip} for stem, trip in (trips or {}).items()}}.items():
        gaps = [cause for cause in likely_gaps if cause.kind in about_trips]
        columns[f"{stem}_onvolledig"] = _hazards([any_of(gaps, len(groups.area))], groups, flag_share) > 0
    return columns


def _hazards(hazards: Sequence[Flags], groups: Groups, flag_share: float) -> NDArray[np.int64]:
    """(areas,) int64: how many of these hold for enough of the inhabitants."""
    counts = np.zeros(groups.count, dtype=np.int64)
    for flags in hazards:
        counts += np.nan_to_num(groups.share(flags)) >= flag_share
    return counts


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
