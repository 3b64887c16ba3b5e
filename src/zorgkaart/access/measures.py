"""What is measured: an indicator is a kind of site, a plain trip or a chain of parts, columns, words and limits.

Whatever is called after a measure (columns of areas and points, rasters, isochrones, views) takes its name from here.
A new one is a class here with its parts; which a project has is in :mod:`zorgkaart.access.catalogue`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from zorgkaart.access.measure_parts import Leg, Wait
from zorgkaart.network.modes.mode import Mode
from zorgkaart.project.defaults import AGES, AMBULANCE, HOME, STATIONS, TRAVEL
from zorgkaart.project.moments import UsualMoment, usual_moment
from zorgkaart.project.norm_keys import NEEDED
from zorgkaart.project.sections import NormSection
from zorgkaart.routing.routing_graph import Direction
from zorgkaart.words.numbers import short

# The words of the columns of a norm, behind its name; in tables with a row per norm they stand alone.
NORM_MIN, NORM_P90 = "norm_min", "norm_p90"
OUTSIDE, SHARE, VERDICT = "inwoners_buiten_norm", "aandeel_buiten_norm", "oordeel"
NO_ROAD_PEOPLE, REASON, WITHOUT_ROAD = "inwoners_geen_wegverbinding", "oordeel_reden", "inwoners_zonder_weg"
OUTSIDE_AGED = {age: f"{age}plus_buiten_norm" for age in AGES}
OUTSIDE_65 = OUTSIDE_AGED[65]
# The mode of trips where none is named.
DEFAULT_MODE = Mode.named(TRAVEL)
# The words of the columns of the legs of a chain, before the unit.
ARRIVAL, TRANSPORT = "aanrij", "vervoer"
# The word of the column of how many have the site that most have, behind that of the leg.
SITE_SHARE = "aandeel"
NormT = TypeVar("NormT", bound="Norm")


class RideSite(NamedTuple):
    """The columns of the site that most inhabitants of an area have at the end of a ride.

    Attributes
    ----------
    id, name : str
        Of its id and of its name.
    share : str
        Of the part of the inhabitants who have it, 0 to 1.
    """

    id: str
    name: str
    share: str


@dataclass(frozen=True)
class Measure(ABC):
    """An indicator: minutes per point and area, for one kind of site.

    Attributes
    ----------
    kind : str
        The kind of site that it is about.
    label : str
        What planners call that kind.
    classes : tuple of float
        Upper bounds of the classes on the map, in minutes.
    """

    kind: str
    label: str = field(default="", kw_only=True)
    classes: tuple[float, ...] = field(default=(), kw_only=True)

    @property
    @abstractmethod
    def key(self) -> str:
        """What it is called in the column ``maat``; with the kind, no other measure of a project has it."""

    @property
    @abstractmethod
    def stem(self) -> str:
        """What its own columns and its view are called after."""

    @property
    @abstractmethod
    def words(self) -> str:
        """Dutch words for it, without the kind."""

    @property
    @abstractmethod
    def parts(self) -> tuple[Wait | Leg, ...]:
        """What its minutes are the sum of, in the order in which it passes."""

    @property
    def legs(self) -> tuple[Leg, ...]:
        """The parts that are a ride."""
        return tuple(part for part in self.parts if isinstance(part, Leg))

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of site that it hangs on, its own first."""
        return tuple(dict.fromkeys((self.kind, *(leg.kind for leg in self.legs))))

    @property
    def column(self) -> str:
        """The column of its minutes: per area the mean over inhabitants. Rasters have the same name."""
        return f"{self.stem}_min"

    @property
    def counts(self) -> str:
        """The column of a table of sites that says which of them count for it."""
        return f"telt_{self.stem}"

    @property
    def limit(self) -> float | None:
        """The minutes above which someone is outside; None if nobody is judged by it."""
        return None

    def isochrones_min(self, steps: Iterable[float]) -> tuple[float, ...]:
        """The minutes at which its isochrones are drawn, ascending: these steps, and its own limit.

        Parameters
        ----------
        steps : iterable of float
            Minutes.
        """
        own = [] if self.limit is None else [self.limit]
        return tuple(sorted({*steps, *own}))

    def total(self, *rides: NDArray[np.float64]) -> NDArray[np.float64]:
        """The minutes of the whole, given those of each of :attr:`legs`; NaN where one is unknown.

        Parameters
        ----------
        *rides : (n,) float64
            Minutes, one array per leg, in their order.

        Returns
        -------
        (n,) float64
            Minutes: the rides and the waits of :attr:`parts` added up.
        """
        left = iter(rides)
        total: NDArray[np.float64] = np.zeros(())
        for part in self.parts:
            total = total + (part.minutes if isinstance(part, Wait) else next(left))
        return total


@dataclass(frozen=True)
class Trip(Measure):
    """The trip to the nearest site, in one mode; nobody is judged by it.

    Attributes
    ----------
    mode : Mode
        How one travels; by car where none is given.
    at : UsualMoment, optional
        Only sites count that are open then; without it all, or those open at the moment of the study.
    when : str
        Dutch words for when one goes, where the kind has more than one trip; also in `label`.
    """

    mode: Mode = DEFAULT_MODE
    at: UsualMoment | None = field(default=None, kw_only=True)
    when: str = field(default="", kw_only=True)

    @property
    def key(self) -> str:
        """The mode, and the word for the moment if it has one."""
        return "_".join(filter(None, (self.mode.name, self._word)))

    @property
    def name(self) -> str:
        """What it is called among the trips of a project: the kind, as in ``huisartsenpost@nacht`` with its moment."""
        return "@".join(filter(None, (self.kind, self._word)))

    @property
    def stem(self) -> str:
        """The kind, and the words for the mode and the moment if it has them."""
        return "_".join(filter(None, (self.kind, self.mode.column, self._word)))

    @property
    def _word(self) -> str:
        return self.at.word if self.at is not None else ""

    @property
    def words(self) -> str:
        """As in "met de auto"."""
        return self.mode.by

    @property
    def parts(self) -> tuple[Wait | Leg, ...]:
        """One ride."""
        return (self.ride,)

    @property
    def ride(self) -> Leg:
        """The ride to the nearest site."""
        moment = self.at.moment if self.at is not None else None
        return Leg(self.kind, self.mode.name, label=f"Rit {self.words}", moment=moment)

    @property
    def median(self) -> str:
        """The column of the minutes that half of the inhabitants do not exceed."""
        return f"{self.column}_p50"

    @property
    def p90(self) -> str:
        """The column of the minutes that nine of ten inhabitants do not exceed."""
        return f"{self.column}_p90"

    @property
    def km(self) -> str:
        """The column of the kilometres."""
        return f"{self.stem}_km"

    @property
    def shortest_km(self) -> str:
        """The column of the kilometres along the shortest path, to the site that is nearest by distance."""
        return f"{self.km}_kortst"

    @property
    def metres(self) -> str:
        """The column of the metres, in the table of points."""
        return f"{self.stem}_m"

    @property
    def site(self) -> str:
        """The column of the id of the nearest site."""
        return f"{self.stem}_id"

    @property
    def without_road(self) -> str:
        """The column of the inhabitants whom no road joins to a site."""
        return f"{self.stem}_{WITHOUT_ROAD}"


@dataclass(frozen=True, kw_only=True)
class Norm(Measure):
    """A measure by which people are judged: those above the limit are outside. Its variants are its subclasses.

    Attributes
    ----------
    name : str
        What it is called in the project, and its columns after it; that of its kind if there is only one.
    limit_min : float
        The minutes above which someone is outside.
    flag_share : float
        From which share of its inhabitants outside an area is flagged.
    only_24_7 : bool
        Whether only sites count that are open day and night.
    title : str
        What the norm is called; may be empty.
    asked_share : float, optional
        Which part of the people must be within the limit, 0 to 1; None if the norm asks nothing of a part.
    per : str
        Of which people together that part is asked: those of each ``gemeente``, ``wijk``, ``buurt`` or ``provincie``,
        those of each ``werkgebied`` (with the same nearest site), or ``geheel``.
    """

    name: str
    limit_min: float
    flag_share: float = 0.05
    only_24_7: bool = True
    title: str = ""
    asked_share: float | None = None
    per: str = "geheel"
    variant: ClassVar[str]

    @property
    def caption(self) -> str:
        """What it is called in a list of norms: its kind, if that has no other; else its title, or what it measures."""
        if self.name == self.kind:
            return self.label
        return self.title or f"{self.label}: {self.words}, {short(self.limit_min)} minuten"

    @property
    def key(self) -> str:
        """The variant, or the norm's name if it is not its kind's only one."""
        return self.variant if self.name == self.kind else self.name

    @property
    def stem(self) -> str:
        """As in ``seh_norm``."""
        return f"{self.name}_norm"

    @property
    def limit(self) -> float:
        """The minutes above which someone is outside."""
        return self.limit_min

    @property
    def column(self) -> str:
        """The column of the minutes of the whole."""
        return f"{self.name}_{NORM_MIN}"

    @property
    def p90(self) -> str:
        """The column of the minutes that nine of ten inhabitants do not exceed."""
        return f"{self.name}_{NORM_P90}"

    def part(self, leg: Leg) -> str:
        """The column of the minutes of one of :attr:`legs`.

        Parameters
        ----------
        leg : Leg
            One that has a `word`.
        """
        return f"{self.name}_{leg.word}_min"

    @property
    def part_columns(self) -> tuple[str, ...]:
        """The columns of the legs that have one."""
        return tuple(self.part(leg) for leg in self.legs if leg.word)

    def ride_site(self, leg: Leg) -> RideSite:
        """The columns of the site at the end of one of :attr:`legs`.

        Parameters
        ----------
        leg : Leg
            One that has a `word`.

        Returns
        -------
        RideSite
            Their names.
        """
        return RideSite(*(f"{self.name}_{leg.word}_{word}" for word in ("id", "naam", SITE_SHARE)))

    @property
    def site_columns(self) -> tuple[str, ...]:
        """The columns of the sites that the legs come from and go to."""
        return tuple(name for leg in self.legs if leg.word for name in self.ride_site(leg))

    @property
    def outside(self) -> str:
        """The column of the inhabitants outside."""
        return f"{self.name}_{OUTSIDE}"

    def outside_aged(self, age: int) -> str:
        """The column of the inhabitants from an age on outside.

        Parameters
        ----------
        age : int
            One of :data:`~zorgkaart.project.defaults.AGES`.
        """
        return f"{self.name}_{OUTSIDE_AGED[age]}"

    @property
    def share(self) -> str:
        """The column of the share of the inhabitants outside, 0 to 1."""
        return f"{self.name}_{SHARE}"

    @property
    def verdict(self) -> str:
        """The column of the verdict."""
        return f"{self.name}_{VERDICT}"

    @property
    def no_road(self) -> str:
        """The column of the inhabitants who are outside as no road joins them to a site or a station."""
        return f"{self.name}_{NO_ROAD_PEOPLE}"

    @property
    def reason(self) -> str:
        """The column of why inhabitants are outside."""
        return f"{self.name}_{REASON}"

    def columns(self, ages: Iterable[int] = AGES) -> tuple[str, ...]:
        """All columns of areas, in their order: the minutes, their parts, who is outside, the verdict, and why.

        Parameters
        ----------
        ages : iterable of int
            From which ages on inhabitants are known.
        """
        aged = map(self.outside_aged, ages)
        people = (self.outside, *aged, self.share, self.verdict, self.no_road, self.reason)
        return (self.column, self.p90, *self.part_columns, *people)

    def called(self: NormT, name: str) -> NormT:
        """The same norm with its columns under another name, for what it would be if something changed.

        Parameters
        ----------
        name : str
            What its columns begin with.
        """
        return replace(self, name=name)


@dataclass(frozen=True, kw_only=True)
class ChainNorm(Norm):
    """From the call until the ambulance is at the door of the site with the patient: no trip, nor to be read as one.

    Attributes
    ----------
    stations : str
        The kind of site at which the ambulances stand.
    turnout_min : float
        Minutes from the call until the ambulance leaves: taking the call, and turning out.
    on_scene_min : float
        Minutes with the patient before the ride to the site.
    """

    stations: str = STATIONS
    turnout_min: float
    on_scene_min: float
    variant: ClassVar[str] = "keten"

    @property
    def words(self) -> str:
        """The whole chain."""
        return "hele keten"

    @property
    def parts(self) -> tuple[Wait | Leg, ...]:
        """Call and turn-out, the ride to the patient, the time on the scene, and the ride to the site."""
        return (
            Wait("Melding en uitruk", self.turnout_min),
            _arrival(self.stations, only_24_7=self.only_24_7),
            Wait("Ter plaatse", self.on_scene_min),
            Leg(self.kind, AMBULANCE, Direction.TO_SITE, self.only_24_7, TRANSPORT, "Rit naar het ziekenhuis"),
        )


@dataclass(frozen=True, kw_only=True)
class ArrivalNorm(Norm):
    """From the call until the ambulance is with the patient; its kind is that of the stations.

    Attributes
    ----------
    turnout_min : float
        Minutes from the call until the ambulance leaves.
    """

    turnout_min: float
    variant: ClassVar[str] = ARRIVAL

    @property
    def words(self) -> str:
        """The arrival of the ambulance."""
        return "aankomst van de ambulance"

    @property
    def parts(self) -> tuple[Wait | Leg, ...]:
        """Call and turn-out, and the ride to the patient."""
        return (Wait("Melding en uitruk", self.turnout_min), _arrival(self.kind, only_24_7=self.only_24_7))


@dataclass(frozen=True, kw_only=True)
class TripNorm(Norm):
    """The trip to the nearest site, in one mode.

    Attributes
    ----------
    mode : Mode
        How one travels; by car where none is given.
    at : UsualMoment, optional
        Only sites count that are open then; without it all, or those open at the moment of the study.
    """

    mode: Mode = DEFAULT_MODE
    at: UsualMoment | None = None
    variant: ClassVar[str] = "reis"

    @property
    def words(self) -> str:
        """As in "reistijd met de auto" and, of a norm at a moment, "reistijd met de auto 's nachts"."""
        return " ".join(filter(None, ("reistijd", self.mode.by, self.at.words if self.at is not None else "")))

    @property
    def parts(self) -> tuple[Wait | Leg, ...]:
        """One ride; its minutes are those of the whole, so it has no column of its own."""
        moment = self.at.moment if self.at is not None else None
        label = f"Rit {self.mode.by}"
        return (Leg(self.kind, self.mode.name, only_24_7=self.only_24_7, label=label, moment=moment),)


def norm_of_section(name: str, section: NormSection, *, label: str = "", country: str = HOME) -> Norm:
    """The norm of a section of the project, of the variant that its measure says.

    Parameters
    ----------
    name : str
        What the norm is called in the project.
    section : NormSection
        Its kind, limit, minutes, share and classes.
    label : str
        What planners call its kind.
    country : str
        Whose public holidays hold at its moment.

    Returns
    -------
    Norm
        A :class:`ChainNorm`, :class:`ArrivalNorm` or :class:`TripNorm`.

    Raises
    ------
    ValueError
        If the section lacks a limit or minutes; a project that was read has them.
    """
    needed = (section.limit_min, *(getattr(section, key) for key in NEEDED[section.measure]))
    if None in needed:
        raise ValueError(f"norms.{name}: {section.measure} needs limit_min, {', '.join(NEEDED[section.measure])}")
    always = section.measure != "reis" if section.only_24_7 is None else section.only_24_7
    shared: dict[str, Any] = {
        "name": name,
        "label": label,
        "classes": section.classes,
        "limit_min": section.limit_min,
        "flag_share": section.flag_share,
        "only_24_7": always,
        "title": section.label,
        "asked_share": section.share,
        "per": section.per or "geheel",
    }
    kind = section.kind or name
    if section.measure == "reis":
        at = usual_moment(section.at, country=country) if section.at else None
        return TripNorm(kind, mode=Mode.named(section.mode or TRAVEL), at=at, **shared)
    turnout_min = section.turnout_min or 0.0
    if section.measure == "aanrij":
        return ArrivalNorm(kind, turnout_min=turnout_min, **shared)
    shared |= {"turnout_min": turnout_min, "on_scene_min": section.on_scene_min or 0.0}
    return ChainNorm(kind, stations=section.stations or STATIONS, **shared)


def _arrival(stations: str, *, only_24_7: bool) -> Leg:
    label = "Rit ambulancepost naar patiënt"
    return Leg(stations, AMBULANCE, Direction.FROM_SITE, only_24_7, ARRIVAL, label)
