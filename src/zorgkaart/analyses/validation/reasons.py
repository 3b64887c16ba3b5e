"""Why our distance in a buurt may differ from CBS's: found in the data, by trying it where that is possible."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from geopandas import GeoDataFrame
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from zorgkaart.analyses.validation.distances import NEAR_KM, shortest_km
from zorgkaart.analyses.validation.official import main_distance
from zorgkaart.analyses.validation.without import sites_at, with_all_sites, without_sites
from zorgkaart.study.study import Study
from zorgkaart.words.numbers import number
from zorgkaart.words.sentences import sentence

# A reason explains a difference if trying it takes away at least this part of it.
EXPLAINED = 0.5
FEW_PEOPLE = 100
FEW_ADDRESSES = 100
# A way is a detour where it is so much longer than usual, compared with the straight line.
DETOUR = 1.4
# Addresses are far from the road where they are so much farther than usual.
FAR = 3.0
SPREAD = (0.05, 0.95)
EXACT = ("adres", "straat")
NEIGHBOUR_M = 100.0  # borders between buurten are good to this
MOST_REASONS = 3
ONE_PERSON = 0.5
NO_REASON = "geen reden in de gegevens gevonden"
Values = NDArray[np.float64]


@dataclass(frozen=True)
class Place:
    """A buurt and its two distances.

    Attributes
    ----------
    row : int
        Of the buurten.
    ours_km, cbs_km : float
    """

    row: int
    ours_km: float
    cbs_km: float

    @property
    def more_km(self) -> float:
        """Ours less CBS's."""
        return self.ours_km - self.cbs_km

    def explained_by(self, other_km: float) -> bool:
        """Whether this other distance lies so much nearer to CBS's that it takes away most of the difference."""
        return abs(other_km - self.cbs_km) <= (1 - EXPLAINED) * abs(self.more_km)


@dataclass(frozen=True)
class Reasons:
    """Finds reasons for the differences of a :func:`~zorgkaart.analyses.validation.distances.distance_table`.

    Attributes
    ----------
    study : Study
    table : GeoDataFrame
        All buurten, as the study has them.
    """

    study: Study
    table: GeoDataFrame

    @cached_property
    def kind(self) -> str:
        """What the distances of the table are to."""
        return main_distance(self.study).kind

    def of(self, row: int) -> str:
        """The likely reasons for the difference in a row of the table, the best founded first; one Dutch text."""
        place = Place(row, *(float(self.table[name].iat[row]) for name in ("km_zorgkaart", "km_cbs")))
        reasons = [text for text in self._all(place) if text] or [NO_REASON]
        return " ".join(f"{sentence(text)}." for text in reasons[:MOST_REASONS])

    def _all(self, place: Place) -> Iterator[str]:
        """First what was tried and takes the difference away, then what may play a part."""
        yield self._later_site(place) if place.more_km < 0 else self._left_out_site(place)
        detour = self._detour(place)
        yield detour
        yield self._far_from_road(place)
        yield self._unreached(place)
        yield self._uneven(place)
        if not detour:
            yield self._missing_site(place)
        yield self._few(place)
        yield self._imprecise(place)
        yield self._edge(place)

    # Tried: other sites.

    def _later_site(self, place: Place) -> str:
        """Where CBS's is longer: whether ours gets as long without the site that is nearest now."""
        nearest = self._nearest(place.row)
        if nearest < 0:
            return ""
        without = self._mean_without(sites_at(self.study, self.kind, nearest))[place.row]
        if np.isnan(without) or not place.explained_by(without):
            return ""
        return (
            f"zonder {self._name(nearest)} is onze afstand {number(without, 1)} km: het CBS telt die locatie "
            "waarschijnlijk niet mee, omdat zij later is geopend, is verhuisd of een nevenvestiging is"
        )

    def _left_out_site(self, place: Place) -> str:
        """Where CBS's is shorter: whether ours gets as short with the sites of our list that do not count."""
        table = self.study.facilities.table
        others = np.flatnonzero((table["soort"] == self.kind).to_numpy())
        others = np.setdiff1d(others, self.study.rows(self.kind))
        if not len(others):
            return ""
        kilometres, sites = self._opened
        mine = self._points(place.row)
        with_them = float(self._mean_at(kilometres, mine))
        if np.isnan(with_them) or not place.explained_by(with_them):
            return ""
        used, people = np.unique(sites[mine], return_counts=True)
        best = int(used[np.argmax(np.where(np.isin(used, others), people, 0))])
        return (
            f"met {self._name(best)}, die bij ons niet meetelt ({table['status'].iat[best]}), is onze afstand "
            f"{number(with_them, 1)} km"
        )

    @cached_property
    def _opened(self) -> tuple[Values, NDArray[np.int32]]:
        """Shortest distance per point, and to which site, if all sites of the kind counted."""
        nearest = with_all_sites(self.study, self.kind).shortest(self.kind)
        return nearest.metres / 1000, nearest.site

    def _mean_without(self, sites: tuple[int, ...]) -> Values:
        """Mean shortest distance per buurt without these sites."""
        if sites not in self._closed:
            self._closed[sites] = shortest_km(without_sites(self.study, sites), self.kind, "buurten")
        return self._closed[sites]

    @cached_property
    def _closed(self) -> dict[tuple[int, ...], Values]:
        return {}

    # Seen: roads, addresses, neighbours.

    def _detour(self, place: Place) -> str:
        """A way that is much longer than the straight line, where CBS's is not."""
        straight = float(self._mean_at(self._straight_km, self._points(place.row)))
        usual = float(np.nanmedian(self._factors))
        factor = place.ours_km / straight if straight else np.nan
        if not (place.more_km > 0 and factor > DETOUR * usual and straight <= place.cbs_km):
            return ""
        return (
            f"hemelsbreed is het {number(straight, 1)} km en over ons wegennet {number(place.ours_km, 1)} km, "
            f"{number(factor, 1)} maal zo ver (gewoonlijk {number(usual, 1)} maal): waarschijnlijk ontbreekt een weg "
            "of brug in ons wegennet"
        )

    @cached_property
    def _straight_km(self) -> Values:
        """Straight line per point to the nearest site."""
        sites = self.study.facilities.table.geometry.iloc[self.study.serving(self.kind)]
        residents = self.study.residents
        places = np.column_stack([residents.x, residents.y])
        if not len(sites):
            return np.full(len(places), np.nan)
        away: Values = cKDTree(np.column_stack([sites.x, sites.y])).query(places)[0] / 1000
        return away

    @cached_property
    def _factors(self) -> Values:
        straight = self.study.groups("buurten").mean(self._straight_km)
        ours = self.table["km_zorgkaart"].to_numpy(dtype=float)
        factors: Values = np.divide(ours, straight, out=np.full(len(ours), np.nan), where=straight > 0)
        return factors

    def _far_from_road(self, place: Place) -> str:
        """The way from the door to the road is part of ours; where it is long, roads may be missing."""
        leg, usual = float(self._legs_m[place.row]), float(np.nanmedian(self._legs_m))
        if not (place.more_km > 0 and (leg / 1000 >= EXPLAINED * place.more_km or leg > FAR * usual)):
            return ""
        return (
            f"adressen liggen gemiddeld {number(leg)} m van de weg (gewoonlijk {number(usual)} m): "
            "waarschijnlijk ontbreken wegen, zoals in een nieuwe buurt"
        )

    @cached_property
    def _legs_m(self) -> Values:
        return self.study.groups("buurten").mean(self.study.snapped.leg_m)

    def _unreached(self, place: Place) -> str:
        """Some inhabitants have no way by road, or a way over water; they may be in CBS's mean all the same."""
        frame = self.study.results["buurten"]
        texts = {
            "inwoners_onbereikbaar": "hebben geen route over ons wegennet en tellen bij ons niet mee",
            "inwoners_veerboot": "zijn op een veerboot aangewezen",
        }
        for name, text in texts.items():
            people = float(frame[name].iat[place.row]) if name in frame else 0.0
            if people >= ONE_PERSON:
                return f"{number(people)} van de {number(float(self.table['inwoners'].iat[place.row]))} inwoners {text}"
        return ""

    def _uneven(self, place: Place) -> str:
        """The addresses differ so much that it matters who lives where."""
        mine = self._points(place.row)
        metres = self.study.shortest(self.kind).metres[mine]
        metres = metres[~np.isnan(metres)]
        if not len(metres):
            return ""
        low, high = np.quantile(metres, SPREAD) / 1000
        if not (low <= place.cbs_km <= high and high - low >= abs(place.more_km)):
            return ""
        people = float(self.table["inwoners"].iat[place.row])
        crowd = f", en de {number(people)} inwoners wonen niet gelijk verdeeld over de {number(len(mine))} adressen"
        return (
            f"binnen de buurt loopt de afstand van {number(low, 1)} tot {number(high, 1)} km"
            f"{'' if np.isnan(people) else crowd}"
        )

    def _missing_site(self, place: Place) -> str:
        """CBS's is shorter here and around: a site that our list does not have."""
        mine = self.table.geometry.iat[place.row]
        around = self.table.sindex.query(mine, predicate="dwithin", distance=NEIGHBOUR_M)
        around = around[around != place.row]
        also = int((self.table["km_verschil"].iloc[around] > NEAR_KM).sum())
        if place.more_km <= NEAR_KM or not also:
            return ""
        return (
            f"ook in {also} van de {len(around)} buurten eromheen is de afstand van het CBS meer dan "
            f"{number(NEAR_KM, 1)} km korter: mogelijk ontbreekt een locatie in onze lijst, of sloot zij sindsdien"
        )

    def _few(self, place: Place) -> str:
        people, addresses = float(self.table["inwoners"].iat[place.row]), len(self._points(place.row))
        if people < FEW_PEOPLE or addresses < FEW_ADDRESSES:
            known = "een onbekend aantal" if np.isnan(people) else number(people)
            return f"het gemiddelde gaat over weinig mensen: {known} inwoners, {number(addresses)} adressen"
        return ""

    def _imprecise(self, place: Place) -> str:
        nearest = self._nearest(place.row)
        precision = self.study.facilities.table["precisie"].iat[nearest] if nearest >= 0 else ""
        if not precision or precision in EXACT:
            return ""
        return f"van {self._name(nearest)} is de plaats maar ongeveer bekend ({precision})"

    def _edge(self, place: Place) -> str:
        beyond = self.study.shortest(self.kind).metres > self.study.edge_m
        return "een kortere weg kan buiten ons wegennet liggen" if beyond[self._points(place.row)].any() else ""

    # Parts.

    def _points(self, row: int) -> NDArray[np.int64]:
        points: NDArray[np.int64] = np.flatnonzero(self.study.residents.area == row)
        return points

    def _mean_at(self, values: Values, points: NDArray[np.int64]) -> float:
        """Mean over these points, weighted as the study does."""
        values, weight = values[points], self.study.groups("buurten").shares[points]
        known = ~np.isnan(values)
        return float(np.average(values[known], weights=weight[known])) if weight[known].sum() else float("nan")

    @cached_property
    def _commonest(self) -> NDArray[np.int32]:
        return self.study.groups("buurten").commonest(self.study.shortest(self.kind).site)

    def _nearest(self, row: int) -> int:
        """The site that is nearest for most inhabitants, -1 where there is none."""
        return int(self._commonest[row])

    def _name(self, site: int) -> str:
        return str(self.study.facilities.table["naam"].iat[site])


def with_reasons(study: Study, table: GeoDataFrame, chosen: pd.DataFrame) -> GeoDataFrame:
    """The chosen rows of a distance table, with ``reden``: the likely reasons for their differences."""
    if chosen.empty:
        return chosen.assign(reden="")
    finder = Reasons(study, table)
    rows = table.index.get_indexer(chosen.index)
    return chosen.assign(reden=[finder.of(int(row)) for row in rows])
