"""A scenario: the same study before and after a set of changes, and the difference between the two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from geopandas import GeoDataFrame

from zorgkaart.access.catalogue import main_norms, moments_of, norm_of_trip, norms_of, supplies_of, trip_of
from zorgkaart.access.measure_parts import Leg
from zorgkaart.access.measures import Norm
from zorgkaart.access.surface import Surface
from zorgkaart.errors import ChangeError
from zorgkaart.project.moments import Moment
from zorgkaart.scenarios.changes import Applied, Change, apply_changes
from zorgkaart.scenarios.load import load_table
from zorgkaart.scenarios.moves import moves_table
from zorgkaart.study.study import LEVELS, Study
from zorgkaart.study.study_tables import area_columns, is_quantity

SAME_MIN = 1e-6


@dataclass(frozen=True)
class Scenario:
    """Results before and after.

    Attributes
    ----------
    before, after : Study
        The same study without and with the changes.
    applied : Applied
        What changed; rows of ``after.facilities.table``.
    title : str
        What the scenario is called, in Dutch; empty if it has no name of its own.
    """

    before: Study
    after: Study
    applied: Applied
    title: str = ""

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The kinds whose results can differ, as their sites or the stations of their norm changed or count no more."""
        project = self.before.project
        changed = set(self.after.facilities.table["soort"].iloc[list(self.applied.rows)])
        travel = {kind for kind in project.travel_kinds if kind in changed or self._others_count(kind)}
        norms = {
            norm.kind
            for norm in norms_of(project).values()
            if changed & set(norm.kinds) or any(self._others_count_for(leg) for leg in norm.legs)
        }
        supplied = {kind for kind in project.supply if kind in changed or self._others_count(kind)}
        order = [*(norm.kind for norm in norms_of(project).values()), *project.travel_kinds, *project.supply]
        return tuple(dict.fromkeys(kind for kind in order if kind in travel | norms | supplied))

    def _others_count_for(self, leg: Leg) -> bool:
        before, after = (
            study.rows(leg.kind, only_24_7=leg.only_24_7, moment=leg.moment) for study in (self.before, self.after)
        )
        return not np.array_equal(before, after)

    def _others_count(self, kind: str) -> bool:
        project = self.before.project
        supplies = [supply.at for supply in supplies_of(project).values() if supply.kind == kind and supply.at]
        for moment in (None, *(usual.moment for usual in (*moments_of(project, kind), *supplies))):
            before, after = (study.rows(kind, moment=moment) for study in (self.before, self.after))
            if not np.array_equal(before, after):
                return True
        return False

    def difference(self, level: str) -> GeoDataFrame:
        """Areas with, for each touched kind, every column before, after and as a difference.

        Columns are ``NAME_voor``, ``NAME_na`` and, for numbers, ``NAME_verschil`` (after minus before).

        Parameters
        ----------
        level : str
            ``buurten``, ``wijken`` or ``gemeenten``.

        Returns
        -------
        GeoDataFrame
            One row per area, in the order of their codes and in the CRS of the project; also codes, names and
            ``inwoners``.
        """
        before, after = self.before.results[level], self.after.results[level]
        text = area_columns(before)
        columns = {name: before[name] for name in text}
        for name in before.columns:
            if self._kind_of(name) not in self.kinds:
                continue
            columns[f"{name}_voor"], columns[f"{name}_na"] = before[name], after[name]
            if is_quantity(before[name]):
                columns[f"{name}_verschil"] = after[name] - before[name]
        columns["geometry"] = before.geometry
        return GeoDataFrame(columns, geometry="geometry", crs=before.crs)

    def _kind_of(self, column: str) -> str:
        """The kind that a column is about; of names such as ggz and ggz_crisis the longest that fits."""
        if column in self._normed:
            return self._normed[column]
        fitting = [kind for kind in self.before.project.kinds if column.startswith(f"{kind}_")]
        return max(fitting, key=len, default="")

    @cached_property
    def _normed(self) -> dict[str, str]:
        norms = norms_of(self.before.project).values()
        return {column: norm.kind for norm in norms for column in (*norm.columns(), *norm.site_columns)}

    def totals(self) -> pd.DataFrame:
        """Per touched kind the inhabitants outside the norm, before and after, and who travels longer.

        Returns
        -------
        DataFrame
            One row per touched kind, and per moment that it names: ``soort``, ``tijdstip`` (empty for the row about all
            sites whatever the hours), of the row's norm (:meth:`norm_of_row`) ``inwoners_buiten_voor``,
            ``inwoners_buiten_na``, ``inwoners_buiten_verschil``, ``inwoners_nieuw_buiten`` and
            ``inwoners_nieuw_binnen`` (who cross the norm, each way), the same for 65 and over (as far as published)
            and, where the project has a table of ages, for 75 and for 85 and over, ``inwoners_langer`` (inhabitants
            whose car trip gets longer), those of them of 65 and over and so on (``65plus_langer``), ``extra_min``
            (their mean extra minutes), ``extra_min_max``, ``inwoners_korter``, ``winst_min`` and ``winst_min_max``
            (the same for those whose trip gets shorter), ``inwoners_zonder`` (inhabitants who had a site or a chain
            and have none left) and ``inwoners_eerst_zonder`` (those who had none and have one now). NaN where there is
            no norm, and where no chain is known because no site or station is left.
        """
        words = {kind: [moment.word for moment in moments_of(self.before.project, kind)] for kind in self.kinds}
        return pd.DataFrame([self._total(kind, at) for kind in self.kinds for at in ("", *words[kind])])

    def norm_of_row(self, kind: str, at: str) -> Norm | None:
        """The norm that a row of :meth:`totals` tells of.

        Parameters
        ----------
        kind : str
            A touched kind.
        at : str
            The word of one of its moments, or empty.

        Returns
        -------
        Norm or None
            As :func:`~zorgkaart.access.catalogue.norm_of_trip` finds it, at the moment of the scenario if it has one.
        """
        return norm_of_trip(self.before.project, trip_of(self.before.project, kind, at=at), self.before.moment)

    def _total(self, kind: str, at: str) -> dict[str, object]:
        row: dict[str, object] = {"soort": kind, "tijdstip": at}
        weight = np.nan_to_num(self.before.residents.weight)
        ages = {age: np.nan_to_num(people) for age, people in self.before.ages.items()}
        lost, won = np.zeros((2, len(weight)), dtype=bool)
        norm = self.norm_of_row(kind, at)
        if norm is not None:
            chains = [side.chains[norm.name] for side in (self.before, self.after)]
            outside = [chain.count_outside(weight) for chain in chains]
            row |= {"inwoners_buiten_voor": outside[0], "inwoners_buiten_na": outside[1]}
            row |= {"inwoners_buiten_verschil": outside[1] - outside[0]}
            out, back = chains[0].crossings(chains[1], weight)
            row |= {"inwoners_nieuw_buiten": out, "inwoners_nieuw_binnen": back}
            for age, people in ages.items():
                old = [chain.count_outside(people) for chain in chains]
                row |= {f"{age}plus_buiten_voor": old[0], f"{age}plus_buiten_na": old[1]}
                row |= {f"{age}plus_buiten_verschil": old[1] - old[0]}
            lost |= ~np.isnan(chains[0].minutes) & ~chains[1].known
            won |= ~chains[0].known & ~np.isnan(chains[1].minutes)
        if kind in self.before.travel:
            before, after = (study.trip(kind, at) for study in (self.before, self.after))
            extra = after.minutes - before.minutes
            lost |= (before.site >= 0) & (after.site < 0)
            won |= (before.site < 0) & (after.site >= 0)
            for word, words, change in (("langer", "extra_min", extra), ("korter", "winst_min", -extra)):
                changed = change > SAME_MIN
                row[f"inwoners_{word}"] = total = float(weight @ changed)
                row |= {f"{age}plus_{word}": float(people @ changed) for age, people in ages.items()}
                row[words] = float(weight[changed] @ change[changed]) / total if total else 0.0
                row[f"{words}_max"] = float(change[changed].max(initial=0.0))
        row |= {"inwoners_zonder": float(weight @ lost), "inwoners_eerst_zonder": float(weight @ won)}
        return row

    def moves(self) -> pd.DataFrame:
        """Where residents go instead: those who go to another site by car than before.

        Sites at the same place share the residents who go there.

        Returns
        -------
        DataFrame
            One row per touched kind, site before and site after: ``soort``, ``van_id``, ``van``, ``naar_id``, ``naar``
            (empty where no site is left), ``inwoners``, ``extra_min`` (their mean extra minutes, NaN where no site is
            left); per kind most inhabitants first.
        """
        return moves_table(self.before, self.after, self._driven)

    def moves_by_area(self, level: str = "buurten") -> pd.DataFrame:
        """Where the residents of each area go instead.

        Parameters
        ----------
        level : str
            ``buurten``, ``wijken`` or ``gemeenten``.

        Returns
        -------
        DataFrame
            As :meth:`moves`, with the code and the name of the area; areas in the order of their codes, per area and
            kind most inhabitants first.
        """
        return moves_table(self.before, self.after, self._driven, level=level)

    @property
    def _driven(self) -> tuple[str, ...]:
        """The touched kinds that have travel times by car."""
        return tuple(kind for kind in self.kinds if kind in self.before.project.travel_kinds)

    def load(self) -> pd.DataFrame:
        """How many residents, visits and how much of its capacity each site gains or loses.

        Returns
        -------
        DataFrame
            As :func:`~zorgkaart.scenarios.load.load_table` gives it, of the touched kinds with travel times by car.
        """
        return self._load.copy()

    @cached_property
    def _load(self) -> pd.DataFrame:
        return load_table(self.before, self.after, self._driven)

    def surfaces(self) -> dict[str, Surface]:
        """The travel-time surfaces of the touched kinds before, after and their difference.

        Returns
        -------
        dict of str to Surface
            By the names of the columns that have the same for areas, such as ``seh_min_verschil``.
        """
        result: dict[str, Surface] = {}
        for item in self.after.surfaces.measures(*self.kinds):
            before, after = (study.surfaces.surface(item.kind, item.key) for study in (self.before, self.after))
            parts = (("voor", before), ("na", after), ("verschil", after.minus(before)))
            result |= {f"{after.name}_{moment}": surface for moment, surface in parts}
        return result

    def newly_outside(self, level: str = "buurten") -> GeoDataFrame:
        """Areas in which more inhabitants are outside a norm than before.

        Parameters
        ----------
        level : str
            ``buurten``, ``wijken`` or ``gemeenten``.

        Returns
        -------
        GeoDataFrame
            The rows of :meth:`difference` for these areas, the largest increase first; none without a norm.
        """
        frame = self.difference(level)
        norms = norms_of(self.before.project).values()
        columns = [f"{norm.outside}_verschil" for norm in norms if norm.kind in self.kinds]
        if not columns:
            return frame.iloc[:0]
        more = frame[columns].max(axis=1).fillna(0.0)
        keep = more > SAME_MIN
        code = LEVELS[level]
        order = pd.DataFrame({"more": -more[keep], code: frame.loc[keep, code]}).sort_values(["more", code]).index
        return frame.loc[order].reset_index(drop=True)


def run_scenario(study: Study, changes: Sequence[Change], *, moment: Moment | None = None, title: str = "") -> Scenario:
    """Compute a scenario: `study` before, and the same with `changes` after.

    Parameters
    ----------
    study : Study
        As it is without the changes.
    changes : sequence of Change
        Applied together, in any order.
    moment : Moment, optional
        Compare at a moment: on both sides only the sites that are open then. Without changes, before is
        the study whatever the hours and after is the moment.
    title : str
        What to call it, in Dutch.

    Returns
    -------
    Scenario
        Both sides; what the changes do not touch is shared, and each is computed when it is asked for.

    Raises
    ------
    ChangeError
        If a change cannot be applied, a new place is off the road network, or nothing that is computed can
        differ.
    """
    scenario = changed(study, changes, moment=moment, title=title)
    if not scenario.kinds:
        raise ChangeError(
            "nothing that is computed can differ: no travel time (travel = true in [kinds]) and no norm is about these "
            "sites, or the same sites are open at this moment. Change another site, or give another moment."
        )
    return scenario


def changed(study: Study, changes: Sequence[Change], *, moment: Moment | None = None, title: str = "") -> Scenario:
    """As :func:`run_scenario`, also where nothing that is computed can differ.

    Parameters
    ----------
    study : Study
        As there.
    changes : sequence of Change
        As there; may be empty.
    moment : Moment, optional
        As there.
    title : str
        As there.

    Returns
    -------
    Scenario
        Both sides.

    Raises
    ------
    ChangeError
        If a change cannot be applied, or a new place is off the road network.
    """
    study = study if moment is None else study.without_moments()
    project = study.project
    applied = apply_changes(study.facilities, changes, norm_kinds=tuple(main_norms(project)), config=project.facilities)
    before = study.variant(moment=moment) if moment is not None and changes else study
    scenario = Scenario(before, before.variant(facilities=applied.facilities, moment=moment), applied, title)
    _check_on_network(scenario)
    return scenario


def _check_on_network(scenario: Scenario) -> None:
    """A new place that no road leads to would serve nobody, and nobody would notice."""
    table, snapped = scenario.after.facilities.table, scenario.after.snapped_sites
    limit_m = scenario.after.project.access.limit_m
    for row in (*scenario.applied.opened, *scenario.applied.moved):
        if not snapped.joined[row]:
            raise ChangeError(
                f"{table['naam'].iat[row]}: {table['lat'].iat[row]:g}, {table['lon'].iat[row]:g} has no road within "
                f"{limit_m:g} m that leads anywhere. Give a place on a road of the network."
            )
