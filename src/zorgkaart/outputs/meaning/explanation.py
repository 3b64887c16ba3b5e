"""How the figures are computed, step by step, for a reader who knows nothing of models."""

from __future__ import annotations

from typing import NamedTuple

from zorgkaart.access.catalogue import norms_of
from zorgkaart.access.measures import ArrivalNorm, ChainNorm, Norm, TripNorm
from zorgkaart.access.norm_words import asked, counting, no_road
from zorgkaart.project.model import Project
from zorgkaart.words.numbers import count, percent
from zorgkaart.words.sentences import in_sentence, listing, lowered


class Explanation(NamedTuple):
    """A heading with the steps of a computation, each a sentence or two."""

    heading: str
    steps: tuple[str, ...]


def explanations(project: Project) -> list[Explanation]:
    """How the chain of each norm and the travel times of a project come about.

    Parameters
    ----------
    project : Project

    Returns
    -------
    list of Explanation
        Norms with the same steps stand together; the travel time by car comes last.
    """
    chains: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for norm in norms_of(project).values():
        chains.setdefault((_HEADING[norm.variant], _steps(project, norm)), []).append(in_sentence(norm.caption))
    texts = [
        Explanation(f"{heading}: {listing(names)}", steps)
        for (heading, steps), names in sorted(chains.items(), key=lambda item: item[0][1])
    ]
    return [*texts, Explanation("De reistijd met de auto", _TRIP)]


_HEADING = {
    ChainNorm.variant: "De keten",
    ArrivalNorm.variant: "De aankomst van de ambulance",
    TripNorm.variant: "De norm voor een reis",
}


def _steps(project: Project, norm: Norm) -> tuple[str, ...]:
    if isinstance(norm, ChainNorm):
        return _chain_steps(project, norm)
    limit = count(norm.limit_min, "minuut", "minuten")
    station = lowered(norm.label)
    if isinstance(norm, ArrivalNorm):
        turnout = count(norm.turnout_min, "minuut", "minuten")
        first: tuple[str, ...] = (
            f"Iemand vraagt een ambulance. Voor melding en uitruk samen is overal {turnout} gerekend.",
            f"De ambulance rijdt van de dichtstbijzijnde {station} naar de patiënt. Hoe lang dat duurt, is over de weg "
            f"uitgerekend, voor elk adres apart. {counting(norm)}".strip(),
        )
    else:
        first = (
            f"Voor elk adres is de {norm.words} over de weg uitgerekend naar de dichtstbijzijnde locatie "
            f"({station}). {counting(norm)}".strip(),
        )
    return (*first, _outside(norm, f"{'Bij elkaar mag dat' if len(first) > 1 else 'Dat mag'} {limit} duren"))


def _outside(norm: Norm, may: str) -> str:
    return (
        f"{may}. Duurt het langer, dan wonen de mensen op dat adres buiten de norm. {no_road(norm)} {asked(norm)}Geldt "
        f"dat voor {percent(norm.flag_share, 0)} of meer van de inwoners van een gebied, dan heeft het op de kaart "
        "strepen."
    )


def _chain_steps(project: Project, norm: ChainNorm) -> tuple[str, ...]:
    station = lowered(project.kinds[norm.stations].label)
    limit, turnout, on_scene = (
        count(minutes, "minuut", "minuten") for minutes in (norm.limit_min, norm.turnout_min, norm.on_scene_min)
    )
    always = " Alleen posten en locaties die dag en nacht open zijn, tellen mee." if norm.only_24_7 else ""
    return (
        f"Iemand vraagt een ambulance. Voor melding en uitruk samen is overal {turnout} gerekend.",
        f"De ambulance rijdt van de dichtstbijzijnde {station} naar de patiënt. Hoe lang dat duurt, is over de weg "
        "uitgerekend, voor elk adres apart.",
        f"Bij de patiënt is overal {on_scene} gerekend.",
        "De ambulance rijdt met de patiënt naar de dichtstbijzijnde locatie met deze zorg. Ook die rit is "
        f"uitgerekend.{always}",
        _outside(norm, f"Bij elkaar mag dat {limit} duren"),
    )


_TRIP = (
    "Voor elk adres is uitgerekend hoe lang een auto doet over de weg naar de dichtstbijzijnde locatie, met een "
    "gemiddelde snelheid per soort weg. Het is een berekening, geen meting van echte ritten.",
    "Het getal van een gebied is het gemiddelde over zijn inwoners. Wie aan de rand woont, kan langer onderweg zijn.",
)
