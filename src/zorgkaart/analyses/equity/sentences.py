"""What came out about equity, in Dutch sentences for planners."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np

from zorgkaart.analyses.equity.compute import CHANGE, Equity
from zorgkaart.analyses.equity.figures import Key, measure_words
from zorgkaart.analyses.equity.people_groups import AGE, EVERYONE, FIFTHS, LEAST_PEOPLE
from zorgkaart.analyses.equity.quantities import Quantity
from zorgkaart.project.defaults import TRAVEL
from zorgkaart.words.ages import ages_note
from zorgkaart.words.estimates import ONE_RUN
from zorgkaart.words.numbers import number, percent
from zorgkaart.words.sentences import listing, sentence

CAUTION = (
    "Gebiedscijfers, niet van personen: kenmerken zoals de woningwaarde zijn die van de buurt, en wat voor een buurt "
    "geldt hoeft niet te gelden voor wie er woont."
)
GINI = (
    "De Gini zegt hoe ongelijk minuten of aanbod verdeeld zijn: 0 is iedereen evenveel. Twee inwoners die men "
    "willekeurig aanwijst, schelen gemiddeld tweemaal de Gini maal het gemiddelde. Ongelijk is niet hetzelfde als "
    "oneerlijk: wie verder van een stad woont, is langer onderweg."
)
NOT_KNOWN = "Hiervan is niets bekend, of het gaat om te weinig inwoners."
SAME = 1e-9


def changed(equity: Equity, quantity: Quantity) -> bool:
    """Whether anything of a quantity is different after the changes; True where there are none.

    Parameters
    ----------
    equity : Equity
        What came out.
    quantity : Quantity
        One of its quantities.
    """
    if equity.scenario is None:
        return True
    table = equity.table
    mine = table[table["gemeten"] == quantity.name]
    return bool((mine[CHANGE].abs() > SAME).any() or (mine["voor"].isna() != mine["na"].isna()).any())


def limits(equity: Equity) -> list[str]:
    """What a reader must know of the figures: of areas, what is ranked by, of how many, and how sure they are.

    Parameters
    ----------
    equity : Equity
        What came out.
    """
    section, study = equity.study.project.equity, equity.study
    texts = [CAUTION]
    if section.rank:
        known = ~np.isnan(study.area_features.rank)
        weight = np.nan_to_num(study.residents.weight)
        share = weight[known[study.residents.area]].sum() / weight.sum() if weight.sum() else math.nan
        texts.append(
            f"Inwoners staan op volgorde van: {section.label(section.rank)}. Die is bekend van {number(known.sum())} "
            f"van de {number(len(known))} buurten, met {percent(share, 0)} van de inwoners; de anderen tellen daarin "
            "niet mee."
        )
    else:
        texts.append("Het project noemt geen kenmerk om inwoners naar op volgorde te zetten ([equity] rank).")
    texts.append(f"Van groepen van minder dan {LEAST_PEOPLE} inwoners wordt niets getoond.")
    if equity.drawn:
        texts.append(
            f"De marges komen uit {number(len(equity.drawn))} trekkingen van de aannames: in negen van de tien ligt "
            "het cijfer ertussen."
        )
        by_car = any(TRAVEL in quantity.modes for quantity in equity.quantities)
        if by_car and not _drawn_modes(equity) & {TRAVEL, "*"}:
            texts.append(
                "Geen aanname gaat over de snelheid van auto's; marges van wat over reizen met "
                "de auto gaat, zijn te smal."
            )
    else:
        texts.append(f"De cijfers zijn {ONE_RUN}; met --draws komt er een marge bij.")
    if note := ages_note(study.ages):
        texts.append(note)
    return texts


def about(equity: Equity, quantity: Quantity) -> list[str]:
    """A few sentences about one quantity.

    Parameters
    ----------
    equity : Equity
        What came out.
    quantity : Quantity
        One of its quantities.
    """
    return list(_outside(equity, quantity) if quantity.outside else _amounts(equity, quantity))


def _drawn_modes(equity: Equity) -> set[str]:
    """The modes of which an assumption is about the speed; a star for all."""
    keys = (key.split(".") for section in equity.study.project.assumptions.values() for key in section.keys)
    return {key[1] for key in keys if key[0] == "speeds"}


def unchanged(equity: Equity) -> str:
    """The kinds of care of which the changes leave all quantities as they are; a sentence, empty if there are none.

    Parameters
    ----------
    equity : Equity
        What came out.
    """
    moved = {quantity.measure.kind for quantity in equity.quantities if changed(equity, quantity)}
    kinds = equity.study.project.kinds
    mine = dict.fromkeys(quantity.measure.kind for quantity in equity.quantities)
    labels = [kinds[kind].label for kind in mine if kind not in moved]
    return f"Dit verandert niet: {listing(labels)}." if labels else ""


def _amounts(equity: Equity, quantity: Quantity) -> Iterator[str]:
    unit, decimals = "" if quantity.is_supply else " minuten", quantity.decimals
    mean, gini, index = (
        Told.of(equity, quantity, name, digits)
        for name, digits in (("gemiddelde", decimals), ("gini", 2), ("concentratie", 3))
    )
    if not mean.known:
        yield NOT_KNOWN
        return
    middle = Told.of(equity, quantity, "mediaan", decimals)
    yield f"Gemiddeld {mean}{unit}; de helft van de inwoners heeft hoogstens {middle}{unit}."
    apart = tuple(2 * part * value for part, value in zip(gini.values, mean.values, strict=True))
    yield f"De Gini is {gini}: twee willekeurige inwoners schelen gemiddeld {Told(apart, decimals)}{unit}."
    yield from _groups(equity, quantity, "gemiddelde", decimals, f"gemiddeld {{}}{unit}", f"het gemiddelde {{}}{unit}")
    if index.known:
        yield f"Concentratie-index: {index}. {_side(quantity, index.values[-1])}"


def _outside(equity: Equity, quantity: Quantity) -> Iterator[str]:
    share = Told.of(equity, quantity, "aandeel_buiten", 1)
    if not share.known:
        yield NOT_KNOWN
        return
    yield f"Dat is {share} van de inwoners."
    yield from _groups(equity, quantity, "aandeel_buiten", 1, "{}", "het aandeel {}")


def _groups(
    equity: Equity, quantity: Quantity, measure: str, decimals: int, of_age: str, of_fifth: str
) -> Iterator[str]:
    """What it is of the older ones, and in the lowest and the highest fifth; with words around the figures."""
    section = equity.study.project.equity
    ages = {age: Told.of(equity, quantity, measure, decimals, AGE, f"{age} jaar en ouder") for age in equity.study.ages}
    texts = [f"van {age} jaar en ouder {of_age.format(told)}" for age, told in ages.items() if told.known]
    if texts:
        yield f"{sentence(listing(texts))}."
    low, high = (Told.of(equity, quantity, measure, decimals, section.rank, FIFTHS[place]) for place in (0, -1))
    if low.known and high.known:
        yield (
            f"In het vijfde deel met de laagste {section.label(section.rank)} is {of_fifth.format(low)}, in het vijfde "
            f"deel met de hoogste {high}."
        )


def _side(quantity: Quantity, index: float) -> str:
    """Where minutes or supply are, in words; that it makes no difference where the index is zero as shown."""
    if round(index, 3) == 0:
        return "Er is geen samenhang met het kenmerk van het gebied."
    where = "lage" if index < 0 else "hoge"
    what = "Er is dus wat meer aanbod" if quantity.is_supply else "De langere tijden liggen dus wat vaker"
    return f"{what} in gebieden met een {where} waarde van het kenmerk."


@dataclass(frozen=True)
class Told:
    """A figure as it is told: a number, what it becomes if that shows, and its margin.

    Attributes
    ----------
    values : tuple of float
        Of each side; nothing where there is no such figure.
    decimals : int
        To show.
    bounds : tuple of float
        The interval of the last side over the draws; nothing without draws.
    percents : bool
        Whether it is a share, told in percent.
    """

    values: tuple[float, ...]
    decimals: int
    bounds: tuple[float, ...] = ()
    percents: bool = False

    @classmethod
    def of(
        cls,
        equity: Equity,
        quantity: Quantity,
        measure: str,
        decimals: int,
        division: str = EVERYONE,
        group: str = EVERYONE,
    ) -> Self:
        """A figure of an analysis; only those of everyone are told with a margin.

        Parameters
        ----------
        equity : Equity
            What came out.
        quantity : Quantity
            One of its quantities.
        measure, division, group : str
            Which figure.
        decimals : int
            To show.
        """
        key = Key(quantity.name, division, group, measure)
        values = tuple(side[key].value for side in equity.figures.values() if key in side)
        bounds = equity.interval(key) if equity.drawn and values and division == EVERYONE else ()
        return cls(values, decimals, bounds, percents=quantity.outside)

    @property
    def known(self) -> bool:
        """Whether there is such a figure, on all sides."""
        return bool(self.values) and not any(map(math.isnan, self.values))

    def __str__(self) -> str:
        """In Dutch: "24,6 (na de wijziging 26,5, tussen 24,7 en 28,1)"."""
        texts, bounds = ([self._text(value) for value in part] for part in (self.values, self.bounds))
        changes = [f"na de wijziging {texts[-1]}"] if len(set(texts)) > 1 else []
        beside = [*changes, *([f"tussen {bounds[0]} en {bounds[1]}"] if bounds else [])]
        return f"{texts[0]} ({', '.join(beside)})" if beside else texts[0]

    def _text(self, value: float) -> str:
        return percent(value, self.decimals) if self.percents else number(value, self.decimals)


def measure_rows() -> list[dict[str, str]]:
    """What every measure means, a row each: ``maatstaf``, ``maatstaf_naam``, ``betekenis`` and ``bron_maatstaf``."""
    return [
        {"maatstaf": name, "maatstaf_naam": item.title, "betekenis": item.meaning, "bron_maatstaf": item.source}
        for name, item in measure_words().items()
    ]
