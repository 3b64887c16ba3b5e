"""Tables about a whole run: areas and people per remark, single roads, ages, and what is left out."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd

from zorgkaart.access.catalogue import by_ambulance, norms_of
from zorgkaart.network.snap import Reason
from zorgkaart.project.defaults import WGS84
from zorgkaart.quality.ages import perhaps_too_old, period_of, too_old
from zorgkaart.quality.marks import Mark, any_of
from zorgkaart.study.study import LEVELS, Study
from zorgkaart.words.no_road import ONE_PERSON, no_road_note
from zorgkaart.words.numbers import count, number
from zorgkaart.words.sentences import sentence

MOST_NAMES = 3


def mark_table(study: Study) -> pd.DataFrame:
    """Per remark the areas of each level that it counts for, and the inhabitants that it is about.

    Columns: ``kwaliteit_opmerking``, ``aantal_buurten`` and so on per level with areas, ``inwoners_betrokken``,
    ``aandeel_inwoners`` (of those whose number is published).
    """
    weight = np.nan_to_num(study.residents.weight)
    share = study.project.quality.flag_share
    rows = []
    for mark in study.marks:
        row: dict[str, object] = {"kwaliteit_opmerking": _title(mark)}
        for level in LEVELS:
            if len(getattr(study.areas, level)):
                row[f"aantal_{level}"] = int(mark.flagged(study.groups(level), flag_share=share).sum())
        people = float(weight @ mark.flags)
        row |= {"inwoners_betrokken": people, "aandeel_inwoners": people / weight.sum() if weight.sum() else np.nan}
        rows.append(row)
    return pd.DataFrame(rows)


def kind_table(study: Study) -> pd.DataFrame:
    """Per kind of care for whom the outcome may be another one: by its sites, its list or the edge of the roads.

    Columns: ``voorziening``, ``aantal_buurten``, ``inwoners_betrokken``, ``aandeel_inwoners``; kinds with a norm first.
    The age of data is no part of it.
    """
    weight = np.nan_to_num(study.residents.weight)
    areas = study.results["buurten"]
    normed = {norm.kind for norm in norms_of(study.project).values()}
    rows = []
    for kind, rests_on in sorted(study.rests_on.items(), key=lambda item: item[0] not in normed):
        causes = [cause for mark in study.marks if mark.hazard for cause in mark.causes if cause.kind in rests_on]
        people = float(weight @ any_of(causes, len(weight)))
        rows.append(
            {
                "voorziening": study.project.kinds[kind].label,
                "aantal_buurten": int((areas[f"{kind}_onzeker"] > 0).sum()),
                "inwoners_betrokken": people,
                "aandeel_inwoners": people / weight.sum() if weight.sum() else np.nan,
            }
        )
    return pd.DataFrame(rows)


def _title(mark: Mark) -> str:
    return sentence(mark.title)


def single_roads(study: Study) -> pd.DataFrame:
    """The roads that residents cannot do without, most inhabitants first.

    Columns: ``inwoners_betrokken``, ``achter_de_weg`` (the buurten where most of them live), ``gemeentenaam`` (of
    the first of these), ``weglengte_m``, ``lat`` and ``lon`` (WGS 84) of the middle of the road.
    """
    dependence, network = study.dependence, study.network
    points = np.flatnonzero(dependence.road >= 0)
    frame = pd.DataFrame(
        {
            "road": dependence.road[points],
            "area": study.residents.area[points],
            "people": np.nan_to_num(study.residents.weight[points]),
        }
    )
    sums = pd.DataFrame(frame.groupby(["road", "area"])["people"].sum().reset_index())
    sums = sums.sort_values(["road", "people", "area"], ascending=[True, False, True])
    names = study.areas.buurten["buurtnaam"].to_numpy()
    gemeenten = study.areas.buurten["gemeentenaam"].to_numpy()
    rows = []
    for road, part in sums.groupby("road"):
        areas = part["area"].to_numpy()
        more = f" en {len(areas) - MOST_NAMES} andere" if len(areas) > MOST_NAMES else ""
        rows.append(
            {
                "road": int(str(road)),
                "inwoners_betrokken": float(part["people"].sum()),
                "achter_de_weg": ", ".join(names[areas[:MOST_NAMES]]) + more,
                "gemeentenaam": gemeenten[areas[0]],
            }
        )
    table = pd.DataFrame(rows, columns=["road", "inwoners_betrokken", "achter_de_weg", "gemeentenaam"])
    table = table.sort_values(["inwoners_betrokken", "road"], ascending=[False, True], ignore_index=True)
    roads = table.pop("road").to_numpy(dtype=np.int64)
    table["weglengte_m"] = network.length_m[roads]
    middle = gpd.GeoSeries([line.interpolate(0.5, normalized=True) for line in network.lines[roads]], crs=network.crs)
    degrees = middle.to_crs(WGS84)
    return table.assign(lat=degrees.y.to_numpy(), lon=degrees.x.to_numpy())


def age_table(study: Study) -> pd.DataFrame:
    """Per kind how old its sites are, and how many inhabitants are nearest to one that is too old.

    Columns: ``voorziening``, ``peildata``, ``locaties``, ``locaties_verouderd``, ``locaties_misschien``,
    ``inwoners_betrokken``. The roads are the last row, where their date is given.
    """
    project, table = study.project, study.facilities.table
    weight = np.nan_to_num(study.residents.weight)
    rows = []
    for kind, times in study.nearest.items():
        sites = study.serving(kind)
        dates = table["peildatum"].iloc[sites]
        old = dates.map(lambda text: too_old(period_of(text), project)).to_numpy(bool)
        stale = np.zeros(len(table), dtype=bool)
        stale[sites[old]] = True
        perhaps = dates.map(lambda text: perhaps_too_old(period_of(text), project)).to_numpy(bool)
        rows.append(
            {
                "voorziening": project.kinds[kind].label,
                "peildata": ", ".join(sorted(set(dates) - {""})) or "onbekend",
                "locaties": len(sites),
                "locaties_verouderd": int(old.sum()),
                "locaties_misschien": int(perhaps.sum()),
                "inwoners_betrokken": float(weight @ (stale[times.site] & (times.site >= 0))),
            }
        )
    if project.network.date is not None:
        old_roads = too_old(period_of(project.network.date.isoformat()), project)
        rows.append(
            {
                "voorziening": "Wegennet",
                "peildata": project.network.date.isoformat(),
                "inwoners_betrokken": float(weight.sum()) if old_roads else 0.0,
            }
        )
    return pd.DataFrame(rows)


def left_out(study: Study) -> list[str]:
    """What the model leaves out, each a Dutch sentence with its numbers from this run."""
    network, table, project = study.network, study.facilities.table, study.project
    buurten, weight = study.areas.buurten, study.residents.weight
    texts = []
    unknown = int(buurten["inwoners"].isna().sum())
    if unknown:
        texts.append(
            f"Van {count(unknown, 'buurt', 'buurten')} is het aantal inwoners niet gepubliceerd, dus in geen enkel "
            f"aantal meegeteld (samen {count(int(np.isnan(weight).sum()), 'adres', 'adressen')})."
        )
    empty = np.bincount(study.residents.area, minlength=len(buurten)) == 0
    lost = float(np.nansum(buurten["inwoners"].to_numpy(dtype=np.float64)[empty]))
    if empty.any():
        texts.append(
            f"In {int(empty.sum())} buurten is geen adres bekend, dus ook geen reistijd; daar wonen {number(lost)} "
            "inwoners."
        )
    if project.residents.addresses and project.residents.unevenness == 0:
        texts.append(
            f"De inwoners van een buurt zijn gelijk verdeeld over haar adressen ({number(len(weight))} in totaal); "
            "winkels en kantoren zijn daar alleen uit gehaald waar de tabel met adressen een gebruiksdoel noemt."
        )
    limited = float((~np.isnan(network.maxspeed_kmh)).any(axis=1).mean())
    known = f"{number(100 * limited)} % van de wegen" if limited else "geen enkele weg"
    texts.append(
        f"Van {known} is een maximumsnelheid bekend. Verder gelden gemiddelde snelheden per soort weg, op "
        "elk moment van de dag dezelfde. Files, bruggen die openstaan, werkzaamheden en afslagverboden tellen niet mee."
    )
    dropped = network.source.get("dropped_km")
    if dropped:
        texts.append(
            f"{number(dropped)} km weg is weggelaten omdat er geen verbinding is met de rest van het wegennet: "
            "afgesloten terreinen, eenrichtingswegen die nergens heen leiden en losse stukken die te klein zijn "
            "voor een eiland."
        )
    island = float(np.nan_to_num(study.residents.weight) @ study.on_island)
    if island >= ONE_PERSON:
        texts.append(
            f"{number(island)} inwoners wonen op een eiland zonder wegverbinding. Voor hen tellen de locaties op het "
            f"eiland zelf. {no_road_note('de locaties van een norm')}"
        )
    if not project.network.ferries:
        texts.append("Veerboten zijn geen deel van het wegennet.")
    if len(network.cut_x):
        texts.append("Buiten het wegenbestand is niets bekend; wie dicht bij de rand woont, is gemarkeerd.")
    for kind in project.kinds:
        off = np.setdiff1d(study.rows(kind), study.serving(kind))
        if len(off):
            texts.append(
                f"{project.kinds[kind].label}: {count(len(off), 'locatie ligt', 'locaties liggen')} niet aan het "
                f"wegennet en {'bedient' if len(off) == 1 else 'bedienen'} niemand."
            )
    abroad = table[table["land"] != study.facilities.home]
    if len(abroad) and not study.facilities.abroad:
        many = count(len(abroad), "locatie in het buitenland telt", "locaties in het buitenland tellen")
        texts.append(f"{many} niet mee; zie het deel over de grens.")
    norms = {leg.kind for norm in norms_of(project).values() for leg in norm.legs if leg.only_24_7}
    hours = table[table["soort"].isin(norms) & (table["status"] == "open") & (table["volcontinu"] == "onbekend")]
    if len(hours):
        texts.append(
            "Voor een norm niet meegeteld, omdat niet bekend is of zij dag en nacht open zijn: "
            f"{count(len(hours), 'open locatie', 'open locaties')}."
        )
    far = int((study.snapped.reason == Reason.FAR).sum())
    if far:
        texts.append(
            f"{count(far, 'adres heeft', 'adressen hebben')} geen weg binnen "
            f"{number(project.access.limit_m)} meter en dus geen reistijd."
        )
    ambulance = by_ambulance(project)
    texts.append(
        f"Alleen reizen met de auto{' en de ambulance' if ambulance else ''} zijn berekend. Openbaar vervoer, fiets en "
        "te voet, wachttijden, personeel"
        + (", bedden en de vraag of een ambulance beschikbaar is," if ambulance else " en plaatsen")
        + " zijn geen deel van de berekening."
    )
    return texts
