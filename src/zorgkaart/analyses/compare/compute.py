"""What differs between two situations, for every inhabitant, per area and in all: gains and losses apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from zorgkaart.access.catalogue import norms_of, trips_of
from zorgkaart.access.measures import Norm, Trip
from zorgkaart.analyses.compare.alike import check_alike
from zorgkaart.analyses.compare.followed import Followed, Rows, common_ages, followed, groups_of, whole_areas
from zorgkaart.analyses.compare.sides import Side
from zorgkaart.errors import InputError
from zorgkaart.project.model import Project
from zorgkaart.scenarios.moves import moves_table
from zorgkaart.scenarios.scenario import SAME_MIN
from zorgkaart.study.norm_shares import share_table
from zorgkaart.study.study import LEVELS, Study

ALL = "alle"


@dataclass(frozen=True)
class Outcome:
    """What a norm or a trip comes to for every inhabitant.

    Attributes
    ----------
    minutes : (n,) float64
        NaN where they are not known.
    served : (n,) bool
        There is a site to reach; of a norm: there is a verdict.
    outside : (n,) bool, or None
        Outside the norm; None for a trip, and for a norm of which nothing is known of anybody.
    """

    minutes: NDArray[np.float64]
    served: NDArray[np.bool_]
    outside: NDArray[np.bool_] | None


@dataclass(frozen=True)
class Pair:
    """Two sides, of the same people.

    Attributes
    ----------
    one, other : Side
        What is compared; a difference is `other` minus `one`.
    threshold_min : float
        A trip that differs by no more counts as neither longer nor shorter.
    """

    one: Side
    other: Side
    threshold_min: float = 0.0

    @cached_property
    def followed(self) -> Followed:
        """Whose situation is known on both sides; all inhabitants, unless sides of other people were asked for."""
        return followed(self.one.study, self.other.study)

    @cached_property
    def people(self) -> dict[str, NDArray[np.float64]]:
        """Inhabitants of every address of :attr:`followed`: all (``alle``), and from each age on (``65+``)."""
        study, rows = self.one.study, self.followed.one
        ages = {f"{age}+": study.ages[age] for age in common_ages(study, self.other.study)}
        return {name: np.nan_to_num(values[rows]) for name, values in {ALL: study.residents.weight, **ages}.items()}

    @cached_property
    def measures(self) -> dict[str, Norm | Trip]:
        """The norms and then the trips by car that both sides have, by what their columns begin with."""
        one, other = (_measures(side.study.project) for side in (self.one, self.other))
        return {stem: item for stem, item in other.items() if stem in one}

    @cached_property
    def changed(self) -> tuple[str, ...]:
        """Of the measures those that differ for anybody."""
        return tuple(
            stem for stem, item in self.measures.items() if any(flags.any() for flags in self._flags(item).values())
        )

    def totals(self) -> pd.DataFrame:
        """Per measure and age group who gains and who loses.

        Returns
        -------
        DataFrame
            One row per measure and age (``alle``, ``65+`` and so on, as far as known): the letters of both sides
            (``kant``, ``tegen``), ``maat``, ``wat``, ``soort``, ``leeftijd``; ``duurt_langer``,
            ``langer_gemiddeld_min``, ``langer_max_min`` and ``duurt_korter``, ``korter_gemiddeld_min``,
            ``korter_max_min`` (over the threshold, mean and largest); ``bereikt_niets`` and ``bereikt_weer`` (who have
            a site or a verdict on the first side only, and on the other only); and of a norm ``buiten_tegen``,
            ``buiten_kant``, ``buiten_verschil``, ``nieuw_buiten`` and ``nieuw_binnen``: inhabitants, NaN where nothing
            is known of anybody.
        """
        rows = [
            self._total(item, age, people) for item in self.measures.values() for age, people in self.people.items()
        ]
        return pd.DataFrame(rows, columns=list(TOTALS))

    def _total(self, item: Norm | Trip, age: str, people: NDArray[np.float64]) -> dict[str, object]:
        before, after = self._outcomes(item)
        flags = self._flags(item)
        row: dict[str, object] = {**self._head(item), "leeftijd": age}
        row |= {name: float(people @ flag) for name, flag in flags.items()}
        extra = after.minutes - before.minutes
        for who, words, change in (
            ("duurt_langer", "langer_gemiddeld_min", extra),
            ("duurt_korter", "korter_gemiddeld_min", -extra),
        ):
            theirs = flags[who] & (people > 0)
            total = float(people[theirs].sum())
            row[words] = float(people[theirs] @ change[theirs]) / total if total else 0.0
            row[words.replace("gemiddeld", "max")] = float(change[theirs].max(initial=0.0))
        if isinstance(item, Norm):
            counts = [np.nan if o.outside is None else float(people @ o.outside) for o in (before, after)]
            row |= {"buiten_tegen": counts[0], "buiten_kant": counts[1], "buiten_verschil": counts[1] - counts[0]}
        return row

    def areas(self, level: str) -> pd.DataFrame:
        """Per area and measure who gains and who loses, for the areas in which anybody does.

        Parameters
        ----------
        level : str
            ``buurten``, ``wijken`` or ``gemeenten``.

        Returns
        -------
        DataFrame
            The letters of both sides, the area's code and names, ``maat``, ``wat``, ``soort`` and the numbers
            of inhabitants of :meth:`totals`; ``65plus_nieuw_buiten`` and ``65plus_nieuw_binnen`` and so on, NaN
            where they are not known.
        """
        study, rows = self.one.study, self.followed.one
        groups, frame = groups_of(study, level, rows), getattr(study.areas, level)
        aged = {age: study.ages[age][rows] for age in common_ages(study, self.other.study)}
        told = {age: np.bincount(groups.area, ~np.isnan(old), groups.count) > 0 for age, old in aged.items()}
        code = LEVELS[level]
        names = [name for name in dict.fromkeys([code, code.replace("code", "naam"), "gemeentenaam"]) if name in frame]
        tables = []
        for stem in self.changed:
            flags = self._flags(self.measures[stem])
            table = frame[names].assign(**self._head(self.measures[stem]))
            for name, flag in flags.items():
                table[name] = groups.total(flag)
            for name in (name for name in CROSSED if name in flags):
                for age, old in aged.items():
                    sums = np.bincount(groups.area, np.nan_to_num(old) * flags[name], groups.count)
                    table[f"{age}plus_{name}"] = np.where(told[age], sums, np.nan)
            tables.append(table[(table[list(flags)] > 0).any(axis=1)])
        columns = [*HEAD[:2], *names, *HEAD[2:], *FLAGS, *(f"{age}plus_{name}" for age in aged for name in CROSSED)]
        if not tables:
            return pd.DataFrame(columns=columns)
        together: pd.DataFrame = pd.concat(tables, ignore_index=True).reindex(columns=columns)
        return together

    def moves(self) -> pd.DataFrame:
        """Who goes where: inhabitants by the site that is nearest by car on one side and on the other.

        Returns
        -------
        DataFrame
            The letters of both sides, ``soort``, ``locatie_tegen_id``, ``locatie_tegen``, ``locatie_kant_id``,
            ``locatie_kant`` (empty for who reaches no site there), ``inwoners`` and ``reis_verschil_min`` (mean, NaN
            where there is no site on one side); most inhabitants first.
        """
        kinds = [item.kind for item in self.measures.values() if isinstance(item, Trip) and item.at is None]
        rows = self.followed.one, self.followed.other
        table = moves_table(self.one.study, self.other.study, kinds, arriving=True, rows=rows)
        table = table.rename(columns=MOVES)
        table.insert(0, "kant", self.other.name)
        table.insert(1, "tegen", self.one.name)
        return table

    def _head(self, item: Norm | Trip) -> dict[str, object]:
        words = measure_words(item)
        values = (self.other.name, self.one.name, item.stem, words, item.kind)
        return dict(zip(HEAD, values, strict=True))

    def _outcomes(self, item: Norm | Trip) -> tuple[Outcome, Outcome]:
        sides = (self.one, self.followed.one), (self.other, self.followed.other)
        before, after = (_outcome(side.study, item, rows) for side, rows in sides)
        return before, after

    def _flags(self, item: Norm | Trip) -> dict[str, NDArray[np.bool_]]:
        """Per sort of gain and loss who has it; of a norm of which nothing is known nobody's verdict changes."""
        before, after = self._outcomes(item)
        least = max(self.threshold_min, SAME_MIN)
        extra = after.minutes - before.minutes
        flags = {
            "duurt_langer": extra > least,
            "duurt_korter": -extra > least,
            "bereikt_niets": before.served & ~after.served,
            "bereikt_weer": ~before.served & after.served,
        }
        if before.outside is not None and after.outside is not None:
            flags["nieuw_buiten"] = after.outside & ~before.outside
            flags["nieuw_binnen"] = before.outside & ~after.outside
        return flags


MOVES = {
    "van_id": "locatie_tegen_id",
    "van": "locatie_tegen",
    "naar_id": "locatie_kant_id",
    "naar": "locatie_kant",
    "extra_min": "reis_verschil_min",
}
CROSSED = ("nieuw_buiten", "nieuw_binnen")
HEAD = ("kant", "tegen", "maat", "wat", "soort")
FLAGS = (
    "duurt_langer",
    "duurt_korter",
    "bereikt_niets",
    "bereikt_weer",
    *CROSSED,
)
TOTALS = (
    *HEAD,
    "leeftijd",
    "duurt_langer",
    "langer_gemiddeld_min",
    "langer_max_min",
    "duurt_korter",
    "korter_gemiddeld_min",
    "korter_max_min",
    "bereikt_niets",
    "bereikt_weer",
    "buiten_tegen",
    "buiten_kant",
    "buiten_verschil",
    *CROSSED,
)


@dataclass(frozen=True)
class Comparison:
    """Two or more sides; each of the others is held against the first.

    Attributes
    ----------
    sides : tuple of Side
        The first is what the others are compared with.
    threshold_min : float
        As in :class:`Pair`.
    differing : tuple of str
        Parameters that differ too, which was asked for.
    """

    sides: tuple[Side, ...]
    threshold_min: float = 0.0
    differing: tuple[str, ...] = ()

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """The first side with each of the others."""
        return tuple(Pair(self.sides[0], other, self.threshold_min) for other in self.sides[1:])

    def totals(self) -> pd.DataFrame:
        """Those of all pairs; see :meth:`Pair.totals`."""
        return _together([pair.totals() for pair in self.pairs])

    def areas(self, level: str) -> pd.DataFrame:
        """Those of all pairs; see :meth:`Pair.areas`.

        Parameters
        ----------
        level : str
            ``buurten``, ``wijken`` or ``gemeenten``.
        """
        return _together([pair.areas(level) for pair in self.pairs])

    def moves(self) -> pd.DataFrame:
        """Those of all pairs; see :meth:`Pair.moves`."""
        return _together([pair.moves() for pair in self.pairs])

    @cached_property
    def buurten(self) -> frozenset[str]:
        """The codes of the buurten that all sides have with the same people."""
        return frozenset.intersection(*(pair.followed.buurten for pair in self.pairs))

    @cached_property
    def all_people(self) -> bool:
        """Whether the sides are about the same areas and people, so that nobody is left out."""
        return all(self.buurten >= set(side.study.areas.buurten[LEVELS["buurten"]]) for side in self.sides)

    def codes(self, level: str) -> list[str]:
        """The areas that can be compared: all sides have them, with the same people.

        Parameters
        ----------
        level : str
            ``buurten``, ``wijken`` or ``gemeenten``.
        """
        return whole_areas([side.study for side in self.sides], level, self.buurten)

    def norm_shares(self) -> pd.DataFrame:
        """Per side the norms that ask a share of the people, and whether they are met.

        Returns
        -------
        DataFrame
            As :func:`~zorgkaart.study.norm_shares.share_table`, with the letter of the side (``kant``) in front. Of
            sides that are not about the same people no row, as a share is one of all people of an area.
        """
        if not self.all_people:
            return pd.DataFrame()
        tables = [share_table(side.study) for side in self.sides]
        for side, table in zip(self.sides, tables, strict=True):
            table.insert(0, "kant", side.name)
        return _together(tables)


def compare(sides: Sequence[Side], *, threshold_min: float = 0.0, anyway: bool = False) -> Comparison:
    """Compare sides of the same people.

    Parameters
    ----------
    sides : sequence of Side
        Two or more; the others are held against the first.
    threshold_min : float
        A trip that differs by no more minutes counts as neither longer nor shorter.
    anyway : bool
        Also where parameters differ, or areas and people, of which what is not the same is then left out
        (:func:`~zorgkaart.analyses.compare.alike.check_alike`).

    Returns
    -------
    Comparison
        Each part is computed when it is asked for.

    Raises
    ------
    InputError
        If the sides cannot be compared, or the threshold is no number of minutes.
    """
    if not 0 <= threshold_min < np.inf:
        raise InputError(f"--threshold {threshold_min:g}: that is no number of minutes. Give 0 or more.")
    differing = tuple(check_alike(sides, anyway=anyway))
    comparison = Comparison(tuple(sides), threshold_min, differing)
    if not comparison.buurten:
        raise InputError(
            f"there is no buurt with the same people on all sides: {'; '.join(differing)}. Compare sides that have "
            "areas and residents in common."
        )
    return comparison


def _measures(project: Project) -> dict[str, Norm | Trip]:
    items: list[Norm | Trip] = [*norms_of(project).values(), *trips_of(project).values()]
    return {item.stem: item for item in items}


def measure_words(item: Norm | Trip) -> str:
    """What a norm or a trip is called beside others, in Dutch.

    Parameters
    ----------
    item : Norm or Trip
        Of a project.
    """
    return f"{item.caption} (norm)" if isinstance(item, Norm) else f"{item.label} (reistijd {item.words})"


def _outcome(study: Study, item: Norm | Trip, rows: Rows) -> Outcome:
    if isinstance(item, Norm):
        judged = study.chains[item.name]
        known = judged.known[rows]
        return Outcome(judged.minutes[rows], known, judged.outside[rows] if known.any() else None)
    trip = study.trips[item.name].take(rows)
    return Outcome(trip.minutes, trip.site >= 0, None)


def _together(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    filled = [table.dropna(axis=1, how="all") for table in tables if len(table)]
    return pd.concat(filled, ignore_index=True).reindex(columns=tables[0].columns) if filled else tables[0]
