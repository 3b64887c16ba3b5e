"""What it does to areas that owners of practices leave: in which part of the draws they lose what."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from zorgkaart.analyses.atlas.closures import Leg, car_leg
from zorgkaart.analyses.futures.owners import OwnerDraws, draw_owners
from zorgkaart.analyses.futures.shared_owners import Sharing
from zorgkaart.errors import ProjectError
from zorgkaart.jobs.task import Report
from zorgkaart.jobs.workers import run_all
from zorgkaart.project.futures import RetirementSection
from zorgkaart.study.study import LEVELS, Study

Float = NDArray[np.float64]
# More than this part of the inhabitants of an area without their nearest practice: the area has lost it.
MOST = 0.5
# Draws that go to a worker together.
CHUNK = 20
LOW, MIDDLE, HIGH = 0.05, 0.5, 0.95


@dataclass(frozen=True)
class Retirement:
    """Draws of the owners of practices in a year, and what they leave to whom.

    Attributes
    ----------
    study : Study
        Of the year.
    kind : str
        The kind of practice.
    section : RetirementSection
        What is assumed.
    year : int
        Which year.
    drawn : OwnerDraws
        The owners, of the practices in `rows`.
    rows : (practices,) int64
        The practices, as rows of the facility table.
    lost : (draws, buurten) float64
        Inhabitants whose nearest practice has closed; at a place with several, when all of them have.
    people : (buurten,) float64
        Inhabitants who have a practice now; 0 where their number is not known.
    supply : (draws, buurten) float64 or None
        Owners per so many inhabitants, or whatever ``[supply]`` gives them for; None where the project has no supply of
        the kind.
    supply_now : (draws, buurten) float64 or None
        The same with all owners of now.
    """

    study: Study
    kind: str
    section: RetirementSection
    year: int
    drawn: OwnerDraws
    rows: NDArray[np.int64]
    lost: Float
    people: Float
    supply: Float | None
    supply_now: Float | None

    @property
    def draws(self) -> int:
        """How many there are."""
        return len(self.drawn.left)

    @cached_property
    def totals(self) -> pd.DataFrame:
        """Of all areas together: practices and owners now and then, and who loses the nearest practice.

        Returns
        -------
        DataFrame
            One row per figure: ``maat``, ``nu``, ``laag``, ``midden``, ``hoog`` (5, 50 and 95 of 100 draws).
        """
        here = self._here
        figures = {
            "praktijken": (float(here.sum()), self.drawn.open[:, here].sum(axis=1)),
            "praktijkhouders": (
                float(np.median(self.drawn.now[:, here].sum(axis=1))),
                self.drawn.left[:, here].sum(axis=1),
            ),
            "inwoners_dichtstbij_weg": (0.0, self.lost.sum(axis=1)),
        }
        rows = [{"maat": name, "nu": now} | _three(values) for name, (now, values) in figures.items()]
        return pd.DataFrame(rows)

    @cached_property
    def _here(self) -> NDArray[np.bool_]:
        """(practices,) bool: those in the areas."""
        return np.isin(self.rows, self.study.local_sites(self.kind).rows)

    def areas(self, level: str) -> pd.DataFrame:
        """What each area loses in which part of the draws.

        Parameters
        ----------
        level : str
            ``buurten``, ``wijken`` or ``gemeenten``.

        Returns
        -------
        DataFrame
            One row per area in the order of the codes: the code, ``K_kans_dichtstbij_weg_pct`` (part of the draws in
            which more than half of its inhabitants lose their nearest practice), ``K_inwoners_dichtstbij_weg`` (mean
            over the draws) and, with supply, ``K_houders_nu``, ``K_houders_laag``, ``K_houders_midden``,
            ``K_houders_hoog`` and, with a line, ``K_kans_te_weinig_pct``. NaN where nobody with a practice is
            known to live.
        """
        kind, code = self.kind, LEVELS[level]
        frame = getattr(self.study.areas, level)
        number = pd.Series(np.arange(len(frame)), index=frame[code])
        of_buurt = number.reindex(self.study.areas.buurten[code]).to_numpy().astype(np.int64)
        people = np.bincount(of_buurt, self.people, len(frame))
        lost = _summed(self.lost, of_buurt, len(frame))
        known = people > 0
        part = np.divide(lost, people, out=np.full_like(lost, np.nan), where=known)
        table = {
            code: frame[code],
            f"{kind}_kans_dichtstbij_weg_pct": np.where(known, 100 * (part > MOST).mean(axis=0), np.nan),
            f"{kind}_inwoners_dichtstbij_weg": np.where(known, lost.mean(axis=0), np.nan),
        }
        if self.supply is not None and self.supply_now is not None:
            now, then = (self._mean(values, of_buurt, len(frame)) for values in (self.supply_now, self.supply))
            low, middle, high = np.quantile(then, (LOW, MIDDLE, HIGH), axis=0)
            table |= {f"{kind}_houders_nu": np.median(now, axis=0), f"{kind}_houders_laag": low}
            table |= {f"{kind}_houders_midden": middle, f"{kind}_houders_hoog": high}
            if self.section.below_per_1000 is not None:
                below = 100 * (then < self.section.below_per_1000).mean(axis=0)
                table[f"{kind}_kans_te_weinig_pct"] = np.where(np.isnan(middle), np.nan, below)
        return pd.DataFrame(table)

    def _mean(self, values: Float, area: NDArray[np.int64], count: int) -> Float:
        """(draws, areas): the mean over the inhabitants of the buurten of each area, as far as known."""
        weight = np.where(np.isnan(values[0]), 0.0, self.people)
        total = np.bincount(area, weight, count)
        sums = _summed(np.nan_to_num(values) * weight, area, count)
        return np.divide(sums, total, out=np.full_like(sums, np.nan), where=total > 0)


def _summed(values: Float, area: NDArray[np.int64], count: int) -> Float:
    """(draws, areas): the sum over the buurten of each area."""
    return np.stack([np.bincount(area, row, count) for row in values])


def _three(values: Float | NDArray[np.int64]) -> dict[str, float]:
    low, middle, high = np.quantile(values, (LOW, MIDDLE, HIGH))
    return {"laag": float(low), "midden": float(middle), "hoog": float(high)}


def draw_retirement(
    study: Study,
    kind: str,
    *,
    year: int,
    draws: int | None = None,
    seed: int | None = None,
    workers: int | None = None,
    scheduler: str | None = None,
    report: Report | None = None,
) -> Retirement:
    """Draw the owners of the practices of a kind in a year, and what is left for whom.

    Parameters
    ----------
    study : Study
        With the inhabitants of the year.
    kind : str
        With ``[retirement.KIND]``.
    year : int
        Which year.
    draws, seed : int, optional
        In place of those in ``[uncertainty]``.
    workers : int, optional
        Processes of this machine; without it and `scheduler`, as ``[runs]`` says. Where it runs changes no bit.
    scheduler : str, optional
        Address of a dask scheduler, in place of `workers`.
    report : callable, optional
        Called with a Dutch sentence about the progress.

    Returns
    -------
    Retirement
        All draws.

    Raises
    ------
    ProjectError
        If the project has no ``[retirement.KIND]``, or no travel times of the kind are computed.
    InputError
        If there are fewer owners than practices.
    """
    project = study.project
    if kind not in project.retirement:
        raise ProjectError(f"{project.path.name}: nothing is said of owners who stop. Add [retirement.{kind}].")
    leg = car_leg(study, kind)
    if leg is None or leg.sweep.ranking is None:
        raise ProjectError(f"[retirement.{kind}]: no travel times of it are computed. Look at [kinds.{kind}].")
    section, rows = project.retirement[kind], leg.sweep.rows
    drawn = draw_owners(
        section,
        practices=len(rows),
        counted=len(study.local_sites(kind).rows),
        year=year,
        draws=project.uncertainty.draws if draws is None else draws,
        seed=project.uncertainty.seed if seed is None else seed,
    )
    lost, people = _nearest_lost(study, leg, drawn)
    supplies: tuple[Float | None, Float | None] = (None, None)
    if kind in project.supply:
        supplied = study.supplied(kind)
        sharing = Sharing.of_supplied(supplied, study.groups("buurten")).alike()
        mine = np.searchsorted(rows, supplied.rows)
        both = np.concatenate([drawn.now, drawn.left])[:, mine]
        begins = range(0, len(both), CHUNK)
        tasks = {f"trekking {begin + 1} en verder": both[begin : begin + CHUNK] for begin in begins}
        if workers is None and scheduler is None:
            workers, scheduler = project.runs.workers, project.runs.scheduler
        parts = run_all(tasks, _shared, sharing, workers=workers or 1, scheduler=scheduler, report=report)
        every = np.concatenate(parts)
        supplies = (every[len(drawn.now) :], every[: len(drawn.now)])
    return Retirement(study, kind, section, year, drawn, rows, lost, people, *supplies)


def _shared(sharing: Sharing, owners: Float) -> Float:
    return np.stack([sharing.of(row) for row in owners])


def _nearest_lost(study: Study, leg: Leg, drawn: OwnerDraws) -> tuple[Float, Float]:
    """(draws, buurten) inhabitants whose nearest practice has closed, and (buurten,) those who have one."""
    place, reached = leg.place, leg.first >= 0
    buurten, places = len(study.areas.buurten), int(place.max()) + 1
    weight = np.nan_to_num(study.residents.weight)[reached]
    pairs = (study.residents.area[reached], place[leg.first[reached]])
    users = sparse.coo_array((weight, pairs), shape=(buurten, places)).tocsr()
    closed = np.stack([np.bincount(place, row, places) for row in drawn.open]) == 0
    lost: Float = (users @ closed.astype(np.float64).T).T
    return np.ascontiguousarray(lost), np.asarray(users.sum(axis=1), dtype=np.float64)
