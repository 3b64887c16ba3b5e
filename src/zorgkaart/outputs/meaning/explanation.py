"""How the figures are computed, step by step, for a reader who knows nothing of models."""

from __future__ import annotations

from itertools import groupby
from typing import NamedTuple

from zorgkaart.access.catalogue import norms_of
from zorgkaart.access.measures import ChainNorm
from zorgkaart.project.model import Project
from zorgkaart.words.no_road import NO_ROAD_NOTE
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
    chains = [(_chain_steps(project, norm), norm.label) for norm in norms_of(project).values()]
    chains.sort(key=lambda chain: chain[0])
    texts = [
        Explanation(f"De keten: {listing([in_sentence(label) for _, label in same])}", steps)
        for steps, same in groupby(chains, key=lambda chain: chain[0])
    ]
    return [*texts, Explanation("De reistijd met de auto", _TRIP)]


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
        f"Bij elkaar mag dat {limit} duren. Duurt het langer, dan wonen de mensen op dat adres buiten de norm. "
        f"{NO_ROAD_NOTE} Geldt "
        f"dat voor {percent(norm.flag_share, 0)} of meer van de inwoners van een gebied, dan heeft het op de kaart "
        "strepen.",
    )


_TRIP = (
    "Voor elk adres is uitgerekend hoe lang een auto doet over de weg naar de dichtstbijzijnde locatie, met een "
    "gemiddelde snelheid per soort weg. Het is een berekening, geen meting van echte ritten.",
    "Het getal van een gebied is het gemiddelde over zijn inwoners. Wie aan de rand woont, kan langer onderweg zijn.",
)
