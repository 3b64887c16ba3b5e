"""What is asked of the sites of a kind, how long people wait there, and who goes elsewhere because of that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from zorgkaart.access.catalogue import trip_of
from zorgkaart.access.choice import Choice, Floats, Shares
from zorgkaart.access.decay_fit import FittedDecay, Flows, fit_decay
from zorgkaart.access.spill_over import Servers, equilibrium
from zorgkaart.analyses.capacity.demand import Demand, Supply, capacity_section, demand_of
from zorgkaart.errors import EmptySitesError, InputError, Problems
from zorgkaart.inputs.flows import COUNT, DESTINATION, ORIGIN, read_flows
from zorgkaart.routing.nearest import rank
from zorgkaart.routing.routing_graph import Direction, Places
from zorgkaart.scenarios.sharing import places_of
from zorgkaart.study.study import LEVELS, Study

# The ends of an interval of 95 %, in standard errors.
INTERVAL = 1.96
LOW, MIDDLE, HIGH = "laag", "", "hoog"


class NoWait(Enum):
    """Why there are no waiting times."""

    NO_TIME = "hoe lang een bezoek een plek bezet houdt, is niet opgegeven"
    NO_COUNT = "de behoefte is geen aantal bezoeken"
    NO_CAPACITY = "van geen locatie is de capaciteit bekend"
    TOO_MUCH = "er wordt meer gevraagd dan alle locaties waartussen mensen kiezen samen aankunnen"
    NO_BALANCE = "er wordt van een groep locaties bij elkaar meer gevraagd dan zij aankunnen, hoe mensen ook kiezen"


@dataclass(frozen=True)
class Decay:
    """By how much a minute more makes a site less chosen, and how sure that is.

    Attributes
    ----------
    values : mapping of str to float
        Per minute: the value itself (``""``), and the ends ``laag`` and ``hoog``.
    fitted : FittedDecay or None
        Where it comes from a table of flows.
    """

    values: Mapping[str, float]
    fitted: FittedDecay | None = None


@dataclass(frozen=True)
class Outcome:
    """What comes of one decay.

    Attributes
    ----------
    free, shares : Shares
        What people choose without waiting, and with it; the same where no waiting is known.
    load : (s,) float64
        What is asked of each site in a year.
    wait : (s,) float64
        Mean minutes; NaN where they are not known.
    no_wait : NoWait or None
        Why none is known.
    """

    free: Shares
    shares: Shares
    load: Floats
    wait: Floats
    no_wait: NoWait | None


class Capacity:
    """The sites of a kind in one study, and the people who choose between them.

    Parameters
    ----------
    study : Study
        Whose residents and sites.
    kind : str
        A kind with a section ``[capacity.KIND]``.
    decay : Decay, optional
        Of another study of the same people, such as that before a closure; without it that of the project.

    Raises
    ------
    InputError
        If the project says nothing of the capacity of this kind.
    EmptySitesError
        If no site of the kind serves anybody.
    """

    def __init__(self, study: Study, kind: str, decay: Decay | None = None) -> None:
        self.study, self.kind = study, kind
        self.section = capacity_section(study.project, kind)
        self.demand: Demand = demand_of(study, kind)
        self.everything = Supply.of(study, kind)
        if not len(self.everything.rows):
            raise EmptySitesError(
                f"[capacity.{kind}]: no site of this kind serves anybody. Look at its table of sites."
            )
        self._decay = decay
        self._outcomes: dict[str, Outcome] = {}

    @cached_property
    def places(self) -> tuple[Places, NDArray[np.int64]]:
        """The places of all sites on the roads, each once, and for each site the number of its place."""
        first, place = places_of(self.study.site_places, self.everything.rows)
        return self.study.site_places.take(first), place

    @property
    def mode(self) -> str:
        """How one travels."""
        return trip_of(self.study.project, self.kind).mode.name

    @cached_property
    def _near(self) -> tuple[Floats, NDArray[np.int32]]:
        """The minutes to the nearest places of every resident point, and their numbers; -1 for none."""
        places, _ = self.places
        ranked = rank(
            self.study.graph(self.mode),
            places,
            self.study.points,
            direction=Direction.TO_SITE,
            k=min(self.section.nearest, len(places)),
        )
        return ranked.minutes, ranked.at.site

    @cached_property
    def used(self) -> NDArray[np.int64]:
        """(u,) int64: the numbers of the places that are among the nearest of anybody, ascending."""
        _, place = self._near
        asks = np.nan_to_num(self.demand.per_point) > 0
        numbers = np.unique(place[asks])
        return numbers[numbers >= 0].astype(np.int64)

    @cached_property
    def supply(self) -> Supply:
        """The sites between which anybody chooses."""
        return self.everything.take(np.isin(self.places[1], self.used))

    def servers_of(self, supply: Supply) -> Servers:
        """What sites can do.

        Parameters
        ----------
        supply : Supply
            Some of the sites.
        """
        minutes = self.section.minutes_of_service
        return Servers(supply.count, self.section.per_server, np.nan if minutes is None else minutes)

    @cached_property
    def servers(self) -> Servers:
        """What the sites of :attr:`supply` can do."""
        return self.servers_of(self.supply)

    @cached_property
    def choice(self) -> Choice:
        """What people choose between."""
        minutes, place = self._near
        number = np.full(len(self.places[0]) + 1, -1, dtype=np.int32)  # the last is that of no place
        number[self.used] = np.arange(len(self.used))
        mine = number[self.places[1]]
        drawn = self.supply.attraction**self.section.attraction
        return Choice.of(minutes, number[place], self.demand.per_point, mine[mine >= 0].astype(np.int64), drawn)

    @cached_property
    def people(self) -> Floats:
        """(n,) float64: inhabitants of each point of :attr:`choice`."""
        return np.nan_to_num(self.study.residents.weight)[self.choice.order]

    @cached_property
    def asked(self) -> float:
        """What those ask in a year who reach a site."""
        return float(self.choice.demand.sum())

    @cached_property
    def unreached(self) -> float:
        """What those ask in a year who reach no site."""
        return float(np.nansum(self.demand.per_point)) - self.asked

    @property
    def missing(self) -> float:
        """By how much all sites together fall short of what is asked; 0 where one of them has no known limit."""
        total = float(self.servers.capacity.sum())
        return 0.0 if np.isnan(total) else max(0.0, self.asked - total)

    @cached_property
    def decay(self) -> Decay:
        """How people mind travel time.

        Raises
        ------
        InputError
            If the table of flows cannot be used.
        """
        if self._decay is not None:
            return self._decay
        section = self.section
        if section.flows is None:
            values = (section.decay_low, section.decay_per_min, section.decay_high)
            return Decay(dict(zip((LOW, MIDDLE, HIGH), map(float, values), strict=True)))  # type: ignore[arg-type]
        fitted = self._fit()
        if np.isnan(fitted.per_min):
            raise InputError(
                f"{section.flows.name}: no decay follows from these flows. Use a table in which people have more than "
                "one site to go to, or give decay_per_min, decay_low and decay_high."
            )
        width = INTERVAL * fitted.error
        ends = {LOW: max(fitted.per_min - width, fitted.per_min / 10), HIGH: fitted.per_min + width}
        return Decay({**ends, MIDDLE: fitted.per_min}, fitted)

    def _fit(self) -> FittedDecay:
        study, path, problems = self.study, self.section.flows, Problems()
        assert path is not None
        codes = {level: getattr(study.areas, level)[code].tolist() for level, code in LEVELS.items()}
        ids = study.facilities.table["id"].iloc[self.supply.rows].tolist()
        read = read_flows(path, codes, ids, problems)
        problems.raise_if_fatal()
        assert read is not None
        level, table = read
        area = {code: number for number, code in enumerate(codes[level])}
        site = {name: number for number, name in enumerate(ids)}
        flows = Flows(
            table[ORIGIN].map(area).to_numpy(dtype=np.int64),
            table[DESTINATION].map(site).to_numpy(dtype=np.int64),
            table[COUNT].to_numpy(dtype=np.float64),
        )
        return fit_decay(self.choice, study.groups(level).area[self.choice.order].astype(np.int64), flows)

    def outcome(self, which: str = MIDDLE) -> Outcome:
        """What comes of the decay, or of an end of its interval.

        Parameters
        ----------
        which : str
            ``""``, ``laag`` or ``hoog``.

        Returns
        -------
        Outcome
            Without waiting times where there can be none; then with what is chosen as if nobody waited.
        """
        if which not in self._outcomes:
            self._outcomes[which] = self._outcome(self.decay.values[which])
        return self._outcomes[which]

    def _outcome(self, decay: float) -> Outcome:
        free = self.choice.at(decay)
        why = self._hindrance
        if why is None:
            balance = equilibrium(self.choice, self.servers, decay=decay, wait_weight=self.section.wait_weight)
            if balance is not None:
                return Outcome(free, balance.shares, balance.load, balance.wait, None)
            why = NoWait.NO_BALANCE
        return Outcome(free, free, free.load(), np.full(len(self.supply.rows), np.nan), why)

    @property
    def _hindrance(self) -> NoWait | None:
        """What is in the way of waiting times before anything is computed."""
        if self.section.minutes_of_service is None:
            return NoWait.NO_TIME
        if not self.demand.counts_use:
            return NoWait.NO_COUNT
        if np.isnan(self.supply.count).all():
            return NoWait.NO_CAPACITY
        return NoWait.TOO_MUCH if self.missing > 0 else None
