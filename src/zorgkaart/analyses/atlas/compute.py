"""The closure atlas: every site closed in turn, or every pair, and who would be hit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from zorgkaart.access.catalogue import known, norms_of
from zorgkaart.access.norms import Judged
from zorgkaart.access.verdict import Rule, newly_beyond, rule_of
from zorgkaart.analyses.atlas.closures import ChainLegs, Closure, Leg, car_leg, chain_legs
from zorgkaart.analyses.validation.published_closures import published_closures
from zorgkaart.errors import ChangeError, InputError
from zorgkaart.inputs.tables import counted
from zorgkaart.study.study import Study

LABELS = 3
MAX_PAIR_SITES = 60
ONE_PERSON = 0.5
BETWEEN = " + "
GRAVEST = ("inwoners_zonder", "inwoners_buiten_erbij", "persoonminuten")
# What two closures do beyond the sum of each alone; the first ranks pairs and is no column of the table.
EXTRA = "samen_meer_zonder"
TOGETHER = {
    "inwoners_zonder": EXTRA,
    "inwoners_buiten_erbij": "samen_meer_buiten",
    "persoonminuten": "samen_meer_persoonminuten",
}
PAIRS_FIRST = (*TOGETHER.values(), *GRAVEST)


def closure_atlas(study: Study, kind: str, *, pairs: bool = False, further_min: float = 5.0) -> pd.DataFrame:
    """Close each site of a kind in turn, or each pair, and rank by what that does; exact.

    Parameters
    ----------
    study : Study
        With `k` of 3 or more, single closures and pairs are looked up; with less, parts are searched again.
    kind : str
        A kind with travel times, or the stations of a norm. Closed are the sites in the areas of the study and
        those elsewhere that are somebody's nearest: closing others changes nothing. Of sites at the same place
        each has an equal part of the users.
    pairs : bool
        Close two sites at a time; for at most 60 sites.
    further_min : float
        Count the inhabitants whose way gets more than this longer.

    Returns
    -------
    DataFrame
        One row per closure, the gravest first: by inhabitants who have no site left, by those who fall
        outside a norm where there is one, and by person-minutes. Pairs are ranked by the same, but beyond the sum of
        what each of the two does alone: what one site does, the atlas of single closures says. Columns:

        * ``rang``, from 1; ``gesloten_id`` and ``gesloten`` (of pairs joined by `` + ``);
        * ``gevoelig`` (the number of inhabitants outside a norm rises), ``inwoners_buiten_erbij`` (newly outside
          any norm) and, of 65 and, where the project has a table of ages, of 75 and 85 and over,
          ``65plus_buiten_erbij`` and so on; where sites are part of several norms, as stations are, also
          ``KIND_buiten_erbij`` per norm. NaN where there is no norm, or nobody has a chain left;
        * ``inwoners_gebruikers`` (those whose nearest site closes), ``extra_min`` (their mean),
          ``persoonminuten``, ``inwoners_verder`` (more than `further_min`), ``naar`` (where most go): by car,
          or of the whole chain for stations without travel times;
        * ``inwoners_zonder``: no site is left, or none that the norm counts;
        * with a rule on people (``[verdict]``): ``inwoners_te_ver`` (who come to live beyond its limit) and
          ``regel_doorstaan``;
        * of pairs: ``samen_meer_buiten`` and ``samen_meer_persoonminuten``, what the two do together beyond the
          sum of what each does alone;
        * where a figure is published about one of the closures: ``gepubliceerd`` and ``gepubliceerd_bron``.

    Raises
    ------
    ChangeError
        If nothing that is computed depends on the kind, or it has no sites, or too few or many for pairs.
    """
    kinds = dict.fromkeys(
        [*study.project.travel_kinds, *(kind for norm in norms_of(study.project).values() for kind in norm.kinds)]
    )
    if kind not in kinds:
        raise ChangeError(f"no travel times are computed for {kind!r}. Choose from {', '.join(kinds)}.")
    closing = _Closing.of(study, kind, further_min)
    sites = sorted(closing.used | closing.inside(study))
    if len(sites) < 1 + pairs:
        advice = "Leave out --pairs." if sites else "Look at its status in the table, and at [network]."
        raise ChangeError(f"{kind} has {counted(len(sites), 'site')} to close. {advice}")
    if pairs and len(sites) > MAX_PAIR_SITES:
        raise ChangeError(
            f"{kind} has {len(sites)} sites, too many for pairs ({MAX_PAIR_SITES} at most). Leave out --pairs."
        )
    closures: list[tuple[int, ...]] = [(site,) for site in sites]
    table = closing.table(closures)
    if pairs:
        closures = list(combinations(sites, 2))
        table = _with_together(closing.table(closures), alone=table, sites=sites, closures=closures)
    table = _with_published(study, kind, table, [frozenset(closing.ids[list(closed)]) for closed in closures])
    order = PAIRS_FIRST if pairs else GRAVEST
    rank = pd.DataFrame({name: -table[name].round(6).fillna(0.0) for name in order}).assign(id=table["gesloten_id"])
    table = table.loc[rank.sort_values([*order, "id"]).index].drop(columns=[EXTRA], errors="ignore")
    table = table.reset_index(drop=True)
    table.insert(0, "rang", np.arange(1, len(table) + 1))
    return table


@dataclass(frozen=True)
class _Closing:
    """All that hangs on the sites of a kind, and the people at every resident point."""

    car: Leg | None
    chains: Mapping[str, ChainLegs]
    people: NDArray[np.float64]
    ages: Mapping[int, NDArray[np.float64]]
    ids: NDArray[np.object_]
    names: NDArray[np.object_]
    further_min: float
    rule: Rule | None

    @classmethod
    def of(cls, study: Study, kind: str, further_min: float) -> _Closing:
        people = np.nan_to_num(study.residents.weight)
        ages = {age: np.nan_to_num(aged) for age, aged in study.ages.items()}
        ids, names = (study.facilities.table[name].to_numpy(dtype=object) for name in ("id", "naam"))
        chains = chain_legs(study, kind)
        rule = rule_of(study.project, kind)
        return cls(car_leg(study, kind), chains, people, ages, ids, names, further_min, rule)

    @property
    def _legs(self) -> list[Leg | ChainLegs]:
        return [*([self.car] if self.car else []), *self.chains.values()]

    @property
    def used(self) -> set[int]:
        """Table rows of the sites that are somebody's nearest."""
        return {row for leg in self._legs for row in leg.used}

    def inside(self, study: Study) -> set[int]:
        """Table rows of the sites that lie in the areas of the study."""
        rows = np.array(sorted({row for leg in self._legs for row in leg.rows}), dtype=np.int64)
        points = study.facilities.table.geometry.iloc[rows]
        at, _ = study.areas.buurten.sindex.query(points, predicate="intersects")
        return set(rows[at].tolist())

    def table(self, closures: list[tuple[int, ...]]) -> pd.DataFrame:
        return pd.DataFrame([self._row(closed) for closed in closures])

    def _row(self, closed: tuple[int, ...]) -> dict[str, object]:
        norms = {name: legs.close(closed) for name, legs in self.chains.items()}
        row: dict[str, object] = {
            "gesloten_id": BETWEEN.join(self.ids[list(closed)]),
            "gesloten": BETWEEN.join(self.names[list(closed)]),
            **self._outside(norms),
        }
        ways = [self.car.close(closed)] if self.car else list(norms.values())
        row |= self._longer(ways[0]) | self._judged(norms, ways[0])
        # Of a norm, whom no road joins to what is left is outside it; nothing is known only where nothing is left.
        gone = [*([ways[0]] if self.car else []), *(way for way in norms.values() if not way.left)]
        lost = _union(way.points[way.lost] for way in gone)
        return row | {"inwoners_zonder": float(self.people[lost].sum()), "naar": self._most(ways[0])}

    def _outside(self, norms: Mapping[str, Closure]) -> dict[str, object]:
        """Who falls outside each norm, and any of them; unknown where nobody has a chain left."""
        newly, each, unsure = [], {}, False
        for name, way in norms.items():
            fresh = way.newly_outside(self.chains[name].chain.norm.limit_min)
            newly.append(way.points[fresh])
            each[f"{name}_buiten_erbij"] = float(self.people[way.points] @ fresh) if way.left else np.nan
            unsure |= not way.left
        known = bool(each) and not np.isnan(list(each.values())).any()
        more = _union(newly)
        outside = float(self.people[more].sum())
        sensitive = True if known and outside >= ONE_PERSON else None if unsure or not known else False
        return {
            "gevoelig": sensitive,
            "inwoners_buiten_erbij": outside if known else np.nan,
            **{
                f"{age}plus_buiten_erbij": float(aged[more].sum()) if known else np.nan
                for age, aged in self.ages.items()
            },
            **(each if len(each) > 1 else {}),
        }

    def _judged(self, norms: Mapping[str, Closure], car: Closure) -> dict[str, object]:
        """What the rule on people says; nothing where there is none."""
        if self.rule is None:
            return {}
        if self.rule.over_min is not None:
            ways = [(car, self.rule.over_min)]
        else:
            ways = [(norms[norm.name], norm.limit_min) for norm in self.rule.norms]
        points = _union(way.points[newly_beyond(way.before, way.after, limit)] for way, limit in ways)
        people = float(self.people[points].sum())
        return {"inwoners_te_ver": people, "regel_doorstaan": not self.rule.broken_by(people)}

    def _longer(self, way: Closure) -> dict[str, object]:
        people, extra = self.people[way.points], way.after - way.before
        left = ~np.isnan(way.after)
        lost = float(people[left] @ extra[left])
        users = float(people[left] @ way.share[left])
        return {
            "inwoners_gebruikers": float(people @ way.share),
            "extra_min": lost / users if users else np.nan,
            "persoonminuten": lost,
            "inwoners_verder": float(people[left] @ (extra[left] > self.further_min)),
        }

    def _most(self, way: Closure) -> str:
        """The site that most people go to; the first in the table where that is even."""
        left = way.site >= 0
        if not left.any():
            return ""
        return str(self.names[int(np.bincount(way.site[left], self.people[way.points][left]).round(6).argmax())])


def _union(points: Iterable[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Points that occur in any of these, each once."""
    return np.unique(np.concatenate([np.empty(0, np.int64), *points]))


def _with_together(
    table: pd.DataFrame, *, alone: pd.DataFrame, sites: list[int], closures: list[tuple[int, ...]]
) -> pd.DataFrame:
    """Add to each pair what it does beyond the sum of what its two sites do alone; that makes it sensitive."""
    places = np.searchsorted(sites, closures)
    for name, together in TOGETHER.items():
        table[together] = (table[name] - alone[name].to_numpy()[places].sum(axis=1)).round(6) + 0.0  # no -0
    more = table["samen_meer_buiten"] >= ONE_PERSON
    table["gevoelig"] = [
        None if value is None else bool(add) for value, add in zip(table["gevoelig"], more, strict=True)
    ]
    return table


def _with_published(study: Study, kind: str, table: pd.DataFrame, closures: list[frozenset[str]]) -> pd.DataFrame:
    """Set published figures beside the closures that they are about."""
    figures = published_closures(study, kind)
    if not set(closures) & set(figures):
        return table
    at = list(table).index("inwoners_buiten_erbij") + 1
    table.insert(at, "gepubliceerd", [figures.get(closed, (np.nan, ""))[0] for closed in closures])
    table.insert(at + 1, "gepubliceerd_bron", [figures.get(closed, (np.nan, ""))[1] for closed in closures])
    return table


def spare_minutes(study: Study, kind: str, *, closed: int = 1) -> NDArray[np.float64]:
    """How much farther the next site is if the `closed` nearest ones close, for every resident point.

    By car, or for stations without travel times by ambulance from the station.

    Parameters
    ----------
    study : Study
        With a `k` above `closed`.
    kind : str
        A kind with travel times, or the stations of a norm.
    closed : int
        How many of the nearest sites close, for each point its own.

    Returns
    -------
    (n,) float64
        NaN where no other site is left.

    Raises
    ------
    ValueError
        If the study keeps too few sites per resident: it takes a `k` above `closed`.
    InputError
        If the project has no such kind, or computes no times to it.
    """
    known(study.project.kinds, kind, "kind of care", study.project)
    leg, chains = car_leg(study, kind), chain_legs(study, kind)
    if leg is None and not chains:
        raise InputError(
            f"{study.project.path.name}: no travel times are computed to {kind!r}, which has travel = false and is "
            "part of no norm. Say travel = true in its section."
        )
    leg = leg or next((own for legs in chains.values() for own in legs.legs if own is not None), None)
    if leg is None:
        return np.full(len(study.points), np.nan)
    spare: NDArray[np.float64] = leg.next(closed).minutes - leg.sweep.times.minutes
    return spare


def next_chains(study: Study, kind: str, *, closed: int = 1) -> dict[str, Judged]:
    """The chain of each norm that sites of a kind are part of, if for every resident the `closed` nearest close.

    Parameters
    ----------
    study : Study
        With a `k` above `closed`.
    kind : str
        The kind of a norm, or its stations; of others the result is empty.
    closed : int
        How many of the nearest sites close, for each point its own.

    Returns
    -------
    dict of str to Judged
        By the name of the norm.

    Raises
    ------
    ValueError
        As for :func:`spare_minutes`.
    """
    return {name: legs.next(closed) for name, legs in chain_legs(study, kind).items()}
