"""Which sites count, for what, and why not: a site counts for an indicator, at a moment, on the road network.

Every map, table, style and page takes it from :class:`Counting`, so that no two of them can differ from each other or
from what the computation used.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from zorgkaart.access.catalogue import measures_of
from zorgkaart.access.hours import open_at
from zorgkaart.access.measure_parts import Leg
from zorgkaart.access.measures import Measure, Norm, Trip
from zorgkaart.study.study import Study
from zorgkaart.words.sentences import in_sentence, listing

# The column of a table of sites that says whether a site counts for anything; those of one measure begin with it.
COUNTS = "telt"
COUNTS_FOR, NOT_FOR = "telt_voor", "telt_niet_voor"


@dataclass(frozen=True)
class Use:
    """What the sites of a kind are used for: a leg of a measure.

    Attributes
    ----------
    measure : Measure
        The indicator.
    leg : Leg
        The ride that begins or ends at the site.
    """

    measure: Measure
    leg: Leg

    @property
    def words(self) -> str:
        """What it is, in a sentence: "de reistijd met de auto", "de 45-minutennorm spoedeisende hulp"."""
        measure = self.measure
        if isinstance(measure, Norm):
            return f"de {in_sentence(measure.title)}" if measure.title else f"de norm ({in_sentence(measure.label)})"
        when = measure.when if isinstance(measure, Trip) else ""
        return " ".join(filter(None, ("de reistijd", measure.words, when)))


class Counting:
    """Which sites of a study count, for what, and why not.

    Parameters
    ----------
    study : Study
        Its sites, its moment and its road network decide.
    """

    def __init__(self, study: Study) -> None:
        self._study = study

    @cached_property
    def uses(self) -> tuple[Use, ...]:
        """All that sites are used for, a norm's legs each."""
        return tuple(Use(measure, leg) for measure in measures_of(self._study.project) for leg in measure.legs)

    def rows(self, use: Use) -> NDArray[np.int64]:
        """The rows of the facility table that the computation used.

        Parameters
        ----------
        use : Use
            One of :attr:`uses`.
        """
        return self._study.serving_sites(use.leg.kind, only_24_7=use.leg.only_24_7, moment=use.leg.moment).rows

    def count(self, kind: str, *, only_24_7: bool = False) -> int:
        """How many sites of a kind count.

        Parameters
        ----------
        kind : str
            A kind of the project.
        only_24_7 : bool
            For what only sites count that are open day and night.
        """
        return len(self._study.serving_sites(kind, only_24_7=only_24_7).rows)

    def of(self, measure: Measure) -> NDArray[np.bool_]:
        """(sites,) bool: the site counts for a measure, at whichever end.

        Parameters
        ----------
        measure : Measure
            An indicator of the project.
        """
        rows = [self.rows(use) for use in self.uses if use.measure == measure]
        return self._flags(np.concatenate([np.zeros(0, dtype=np.int64), *rows]))

    @cached_property
    def any(self) -> NDArray[np.bool_]:
        """(sites,) bool: the site counts for something."""
        flags = np.zeros(len(self._study.facilities.table), dtype=bool)
        for use in self.uses:
            flags[self.rows(use)] = True
        return flags

    def columns(self) -> dict[str, NDArray[np.bool_] | list[str]]:
        """What a table of sites says of counting.

        Returns
        -------
        dict
            ``telt`` (counts for something), ``telt_voor`` and ``telt_niet_voor``: Dutch words, the latter with why.
        """
        counted, refused = self._in_words
        return {COUNTS: self.any, COUNTS_FOR: counted, NOT_FOR: refused}

    @cached_property
    def _in_words(self) -> tuple[list[str], list[str]]:
        count = len(self._study.facilities.table)
        counted: list[list[str]] = [[] for _ in range(count)]
        refused: list[dict[str, list[str]]] = [{} for _ in range(count)]
        kinds = self._study.facilities.table["soort"].to_numpy(dtype=object)
        for use in self.uses:
            flags, why = self._flags(self.rows(use)), self.reasons(use)
            for row in np.flatnonzero(kinds == use.leg.kind):
                if flags[row]:
                    counted[row].append(use.words)
                else:
                    refused[row].setdefault(why[row], []).append(use.words)
        used = {use.leg.kind for use in self.uses}
        texts = ["; ".join(f"{listing(what)}: {why}" for why, what in one.items()) for one in refused]
        unused = "dit project rekent niet met deze soort"
        return (
            [listing(what) if what else "" for what in counted],
            [text if kinds[row] in used else unused for row, text in enumerate(texts)],
        )

    def reasons(self, use: Use) -> list[str]:
        """Per site why it does not count for a use, in Dutch; empty where it counts or is of another kind.

        Parameters
        ----------
        use : Use
            One of :attr:`uses`.
        """
        study, leg = self._study, use.leg
        table = study.facilities.table
        result = [""] * len(table)
        counted = self._flags(self.rows(use))
        legal = self._flags(study.facilities.rows(leg.kind))
        asked = self._flags(study.rows(leg.kind, only_24_7=leg.only_24_7, moment=leg.moment))
        moment = leg.moment if leg.moment is not None else study.moment
        for row in np.flatnonzero((table["soort"] == leg.kind).to_numpy() & ~counted):
            site = table.iloc[row]
            if not legal[row]:
                result[row] = _not_open(site, abroad=site["land"] != study.facilities.home)
            elif asked[row]:
                result[row] = "ligt niet aan het gebruikte wegennet"
            elif leg.only_24_7:
                known = site["volcontinu"] == "nee"
                result[row] = "niet dag en nacht open" if known else "niet bekend of hij dag en nacht open is"
            else:
                assert moment is not None
                hours = open_at([site["openingstijden"]], [site["volcontinu"]], moment, land=[site["land"]])
                shut = "de openingstijden zijn niet bekend" if hours.unknown[0] else "dan niet open"
                result[row] = f"{shut} ({moment})"
        return result

    def _flags(self, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
        return np.isin(np.arange(len(self._study.facilities.table)), rows)


def _not_open(site: object, *, abroad: bool) -> str:
    status, detail = str(site["status"]), str(site["status_toelichting"])  # type: ignore[index]
    words = {
        "gesloten": "gesloten",
        "twijfel": "niet zeker of deze locatie er is",
        "kandidaat": "nog niet geopend",
        "onbekend": "niet bekend of deze locatie open is",
    }
    if status == "open":
        return "ligt in het buitenland, en dat telt niet mee" if abroad else "telt niet mee"
    return f"{words[status]} ({detail})" if detail and detail != words[status] else words[status]
