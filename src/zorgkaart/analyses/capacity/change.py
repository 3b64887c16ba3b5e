"""What a closure or another change does to the other sites: who goes elsewhere, and which get more than they can do."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from geopandas import GeoDataFrame
from scipy.sparse import csr_array

from zorgkaart.access.choice import Floats
from zorgkaart.analyses.capacity.compute import Capacity
from zorgkaart.analyses.capacity.fitting import BestDivision, best_division
from zorgkaart.analyses.capacity.tables import area_figures, site_figures, total_figures
from zorgkaart.errors import ChangeError
from zorgkaart.scenarios.scenario import Scenario
from zorgkaart.study.study import Study

NOW, AFTER = "nu", "na de wijzigingen"
BEFORE_SITE = ("capaciteit_per_jaar", "gevraagd_per_jaar", "bezetting", "wachttijd_min")


@dataclass(frozen=True)
class Situations:
    """The capacity of a kind now and, with changes, after them.

    Attributes
    ----------
    now : Capacity
        Without changes.
    after : Capacity or None
        With them; people mind travel time as they do now.
    scenario : Scenario or None
        The changes.
    """

    now: Capacity
    after: Capacity | None = None
    scenario: Scenario | None = None

    @classmethod
    def of(cls, study: Study, kind: str, scenario: Scenario | None = None) -> Situations:
        """Compute the situations.

        Parameters
        ----------
        study : Study
            Without changes.
        kind : str
            A kind with a section ``[capacity.KIND]``.
        scenario : Scenario, optional
            Changes to this study.

        Raises
        ------
        ChangeError
            If the changes are about other kinds only, or about a moment.
        """
        if scenario is None:
            return cls(Capacity(study, kind))
        if scenario.after.moment is not None:
            raise ChangeError(
                "capacity is of a whole year, and these changes are about a moment. Leave out the moment."
            )
        if kind not in scenario.kinds:
            raise ChangeError(
                f"the changes are about {', '.join(scenario.kinds)} and not about {kind}. Name sites of {kind}."
            )
        now = Capacity(scenario.before, kind)
        return cls(now, Capacity(scenario.after, kind, now.decay), scenario)

    @property
    def last(self) -> Capacity:
        """The situation that the results are about: after the changes if there are any."""
        return self.after if self.after is not None else self.now

    @cached_property
    def best(self) -> dict[str, BestDivision]:
        """The best division of each situation, by its name."""
        sides = {NOW: self.now, **({AFTER: self.after} if self.after is not None else {})}
        return {name: best_division(side) for name, side in sides.items()}

    def totals(self) -> pd.DataFrame:
        """The figures of all sites together.

        Returns
        -------
        DataFrame
            A row per situation (``toestand``: now, after the changes), with the keys of
            :func:`~zorgkaart.analyses.capacity.tables.total_figures`.
        """
        return pd.DataFrame([total_figures(best.capacity, best, name) for name, best in self.best.items()])

    @cached_property
    def _leaving(self) -> tuple[Floats, Floats]:
        """Inhabitants who go to another site than now: by site (rows of the table of after) and by point."""
        assert self.after is not None
        sites = len(self.after.study.facilities.table)
        points = len(self.now.study.residents.weight)
        before, after = (_by_row(side, points, sites) for side in (self.now, self.after))
        left = (before - after).maximum(0)
        weight = np.nan_to_num(self.now.study.residents.weight)
        rows = self.now.choice.order  # summed in an order that hangs on values
        return weight[rows] @ left[rows], (left @ np.ones(sites)) * weight

    def sites(self) -> GeoDataFrame:
        """The sites of the last situation, with what they were before changes.

        Returns
        -------
        GeoDataFrame
            As :func:`~zorgkaart.analyses.capacity.tables.site_figures`; with changes also the columns of before
            (``NAME_voor``), ``inwoners_weg`` (who go elsewhere than before) and ``over_capaciteit`` (``nieuw``, ``al``,
            ``niet`` or ``onbekend``), and the sites that close, with what is asked of them now.
        """
        table = site_figures(self.last)
        if self.after is None:
            return table
        old = site_figures(self.now)
        gone = old[~old["id"].isin(set(table["id"]))]
        keep = [
            "soort",
            "id",
            "naam",
            "plaats",
            "gemeente",
            "eenheid",
            "capaciteit_bekend",
            "buiten_gebied",
            "geometry",
        ]
        joined = pd.concat([table, gone[keep]], ignore_index=True)
        before = old.set_index("id")[list(BEFORE_SITE)].reindex(joined["id"]).reset_index(drop=True)
        joined = joined.join(before.add_suffix("_voor"))
        row = pd.Series(
            np.arange(len(self.after.study.facilities.table)), index=self.after.study.facilities.table["id"]
        )
        joined["inwoners_weg"] = self._leaving[0][row.reindex(joined["id"]).to_numpy(dtype=np.int64)]
        now, then = joined["bezetting_voor"], joined["bezetting"]
        closed = joined["id"].isin(set(gone["id"]))
        words = np.select(
            [closed, then.isna(), (then > 1) & (now > 1), then > 1], ["gesloten", "onbekend", "al", "nieuw"], "niet"
        )
        order = joined.assign(over_capaciteit=words).sort_values("id").reset_index(drop=True)
        return GeoDataFrame(order, geometry="geometry", crs=table.crs)

    def areas(self, level: str) -> GeoDataFrame:
        """The areas of the last situation, with what they were before changes.

        Parameters
        ----------
        level : str
            ``buurten``, ``wijken`` or ``gemeenten``.

        Returns
        -------
        GeoDataFrame
            As :func:`~zorgkaart.analyses.capacity.tables.area_figures`; with changes also ``K_min_met_wacht_voor``,
            ``K_min_gekozen_voor``, ``K_bezetting_voor`` and ``K_naar_andere`` (inhabitants who go to another site).
        """
        table = area_figures(self.last, level)
        if self.after is None:
            return table
        kind, study = self.now.kind, self.now.study
        old = area_figures(self.now, level)
        for name in (f"{kind}_min_gekozen", f"{kind}_min_met_wacht", f"{kind}_bezetting"):
            table[f"{name}_voor"] = old[name]
        rows = self.now.choice.order
        area = study.groups(level).area[rows]
        moved = np.bincount(area, self._leaving[1][rows], len(table))
        known = np.bincount(area, self.now.people, len(table))
        table[f"{kind}_naar_andere"] = np.where(known > 0, moved, np.nan)
        return table


def _by_row(capacity: Capacity, points: int, sites: int) -> csr_array:
    """(points, sites) sparse: the share of each resident point that goes to each row of the table of sites."""
    shares = capacity.outcome().shares.matrix().tocoo()
    at = (capacity.choice.order[shares.row], capacity.supply.rows[shares.col])
    return csr_array((shares.data, at), shape=(points, sites))
