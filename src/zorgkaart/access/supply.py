"""Supply of a kind: how it is shared, and what its columns, layers and sentences are called after."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from zorgkaart.access.decay import Decay
from zorgkaart.access.floating_catchments import Method
from zorgkaart.network.modes.mode import Mode
from zorgkaart.project.moments import UsualMoment
from zorgkaart.words.numbers import count, short
from zorgkaart.words.sentences import in_sentence, sentence

# What is counted where nobody says in what, and where no site has a capacity.
PLACES = "locaties"
# In what demand is counted: in inhabitants, or in as many of average use as use what they do.
INHABITANTS, WEIGHTED = "inwoners", "inwoners, gewogen naar leeftijd"
# DREES gives full-time jobs for so many inhabitants.
APL_PER = 100_000
# The columns of a table of sites.
DEMAND, SITE_SUPPLY = "vraag", "aanbod_per_1000"
SITE_PER = 1000


@dataclass(frozen=True)
class Supply:
    """How the supply of a kind is shared between who lives near, and what that is called.

    Attributes
    ----------
    kind : str
        The kind of site.
    label : str
        What planners call it.
    method : str
        As in ``[supply.KIND]``.
    decay : Decay
        For how much a site counts at some minutes.
    per : int
        Of how many units of demand the supply is given.
    mode : Mode
        How one travels.
    unit : str
        In what the supply is counted; empty where the tables of sites say it, or nobody does.
    only_known : bool
        Sites of unknown capacity are left out.
    at : UsualMoment, optional
        Only sites count that are open then; without it all, or those open at the moment of the study.
    classes : tuple of float
        Upper bounds of the classes on the map; empty where they follow from the figures.
    with_apl : bool
        Whether there is a figure by the method of DREES too.
    demand_unit : str
        In what the demand is counted: :data:`INHABITANTS` or :data:`WEIGHTED`.
    source : str
        Who says so.
    """

    kind: str
    label: str
    method: Method
    decay: Decay
    per: int
    mode: Mode
    unit: str = ""
    only_known: bool = False
    at: UsualMoment | None = None
    classes: tuple[float, ...] = field(default=())
    with_apl: bool = False
    demand_unit: str = INHABITANTS
    source: str = ""

    @property
    def stem(self) -> str:
        """What its columns and its view are called after."""
        return f"{self.kind}_aanbod"

    @property
    def column(self) -> str:
        """The column of the supply per so many units of demand: per area the mean over its inhabitants."""
        return f"{self.stem}_per_{self.per}"

    @property
    def apl(self) -> str:
        """The column of the figure by the method of DREES."""
        return f"{self.kind}_apl"

    @property
    def rank(self) -> str:
        """The column of the place among the areas of its level, least supply first."""
        return f"{self.stem}_rang"

    @property
    def none(self) -> str:
        """The column of the inhabitants who have no site within reach: they count with a supply of zero."""
        return f"{self.stem}_geen"

    @property
    def unknown(self) -> str:
        """The column of the inhabitants whose supply is not known."""
        return f"{self.stem}_onbekend"

    @property
    def edge(self) -> str:
        """The column of the inhabitants whose nearest site lies outside the areas, and is not counted."""
        return f"{self.stem}_rand"

    @property
    def counts(self) -> str:
        """The column of a table of sites that says which of them count."""
        return f"telt_{self.stem}"

    @property
    def per_words(self) -> str:
        """Of what the supply is given: "per 1.000 inwoners"."""
        return f"per {short(self.per)} {self.demand_unit}"


def unit_words(supply: Supply, said: str, *, counted: bool) -> str:
    """In what the supply of a kind is counted.

    Parameters
    ----------
    supply : Supply
        Says what the project names.
    said : str
        What the tables of sites say; may be empty.
    counted : bool
        Whether sites themselves are counted, as no capacity is known.
    """
    return (supply.unit or PLACES) if counted else (said or supply.unit or "aanbod")


@dataclass(frozen=True)
class ShownSupply:
    """A supply as a reader meets it, with what is only known once it is computed.

    Attributes
    ----------
    supply : Supply
        How it is shared.
    unit : str
        In what it is counted.
    counted : bool
        Sites themselves are counted, as no capacity is known.
    left_out : int
        Sites that do not count, as their capacity is not known.
    unknown_sites : int
        Sites that count and of which the capacity is not known: who has one within reach has no figure.
    bounds : tuple of float
        Upper bounds of the classes on the map.
    """

    supply: Supply
    unit: str
    counted: bool
    left_out: int
    unknown_sites: int
    bounds: tuple[float, ...]

    @property
    def per(self) -> str:
        """In what the figure is given: "locaties per 1.000 inwoners"."""
        return f"{self.unit} {self.supply.per_words}"

    @property
    def decimals(self) -> int:
        """Decimals that tell the classes apart; at least one."""
        steps = [high - low for low, high in pairwise((0.0, *self.bounds))]
        smallest = min(steps, default=1.0)
        return max(1, min(4, math.ceil(-math.log10(smallest)))) if smallest > 0 else 1


# Which part of somebody's demand a site gets, in a sentence.
METHOD_WORDS: Mapping[Method, str] = {
    "bfca": "Iedereen telt samen één keer mee, verdeeld over de locaties binnen bereik (methode BFCA)",
    "e2sfca": "Iedereen telt bij elke locatie binnen bereik mee, minder naarmate die verder is (methode E2SFCA)",
    "m2sfca": "Zoals E2SFCA, en van wat een verre locatie heeft gaat een deel verloren (methode M2SFCA)",
    "3sfca": "Iedereen telt meer mee bij de locaties waar men het eerst voor kiest (methode 3SFCA)",
    "apl": "Iedereen telt bij elke locatie binnen bereik mee, in stappen (methode APL van DREES)",
}


def sharing_words(shown: ShownSupply) -> str:
    """How the supply is shared and what is not in it, in Dutch sentences.

    Parameters
    ----------
    shown : ShownSupply
        The supply.
    """
    supply = shown.supply
    what = in_sentence(supply.label)
    texts = [
        f"{shown.unit[:1].upper()}{shown.unit[1:]} {supply.per_words}, gerekend naar wie ze delen. "
        f"Met de reistijd {supply.mode.by}"
        f"{f' {supply.at.words}' if supply.at is not None else ''}: {supply.decay.words}.",
        f"{METHOD_WORDS[supply.method]}.",
    ]
    if shown.counted:
        texts.append(f"Van geen enkele locatie ({what}) is bekend hoeveel zij aankan: elke locatie telt voor één.")
    if shown.left_out:
        texts.append(f"{sentence(_sites(shown.left_out))} zonder bekende capaciteit {_doing(shown.left_out)} niet mee.")
    if shown.unknown_sites:
        texts.append(
            f"Van {_sites(shown.unknown_sites)} is de capaciteit niet bekend: wie er een binnen bereik heeft, heeft "
            "geen uitkomst."
        )
    texts.append(
        "Iedere inwoner telt even zwaar, van welke leeftijd ook."
        if supply.demand_unit == INHABITANTS
        else "Wie van een leeftijd is met meer gebruik van deze zorg, telt zwaarder; alle inwoners van nu samen tellen "
        "voor zoveel als zij zijn."
    )
    texts.append(
        "Alleen locaties in het gebied tellen, en alleen inwoners van het gebied: wie aan de rand over de grens gaat "
        "of van over de grens komt, is niet meegerekend."
    )
    return " ".join(texts)


def _sites(number: int) -> str:
    return count(number, "locatie", "locaties")


def _doing(number: int) -> str:
    return "telt" if number == 1 else "tellen"
