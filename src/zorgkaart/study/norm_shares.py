"""Norms that ask a share of the people: in which areas, and in all, enough of them live within the limit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from zorgkaart.access.catalogue import norms_of
from zorgkaart.access.groups import ROUNDING, Groups
from zorgkaart.access.measures import Norm
from zorgkaart.access.norm_words import AREA_WORDS
from zorgkaart.access.norms import Judged
from zorgkaart.errors import InputError
from zorgkaart.inputs.areas import Areas
from zorgkaart.project.model import Project
from zorgkaart.study.study import LEVELS, Study
from zorgkaart.words.numbers import percent, share_of, short
from zorgkaart.words.sentences import listing

WHOLE = "geheel"
MET, UNMET, UNKNOWN = "ja", "nee", "onbekend"
NO_SITE = "geen locatie te bereiken"
MOST_NAMES = 4
_LEVELS = {"buurt": "buurten", "wijk": "wijken", "gemeente": "gemeenten"}


@dataclass(frozen=True)
class Parts:
    """Resident points in the areas in which a norm asks its share.

    Attributes
    ----------
    groups : Groups
        The area and the inhabitants of every point.
    codes, names : (areas,) object
        The code of each area, of a service area that of its site; and its name.
    """

    groups: Groups
    codes: NDArray[np.object_]
    names: NDArray[np.object_]


def shared_norms(study: Study) -> dict[str, Norm]:
    """The norms of a study that ask a share, by their names.

    Parameters
    ----------
    study : Study
        Whose project names norms.
    """
    return {name: norm for name, norm in norms_of(study.project).items() if norm.asked_share is not None}


def share_table(study: Study) -> pd.DataFrame:
    """Per norm with a share, for all inhabitants and per area of its level, who lives within the limit.

    Parameters
    ----------
    study : Study
        What was computed.

    Returns
    -------
    DataFrame
        ``norm``, ``omschrijving``, ``niveau``, ``gebiedscode``, ``gebied``, ``inwoners_beoordeeld`` (those of whom the
        minutes are known), ``aandeel_binnen`` (0 to 1, NaN where nobody is judged), ``aandeel_gevraagd`` and
        ``gehaald`` (``ja``, ``nee`` or ``onbekend``); per norm the whole first, then areas in the order of their codes.

    Raises
    ------
    InputError
        If a norm asks a share per level that the project does not have.
    """
    norms = shared_norms(study).values()
    rows = [row for norm in norms for row in _rows(study, norm)]
    return pd.DataFrame(rows, columns=[*_HEAD, "inwoners_beoordeeld", "aandeel_binnen", "aandeel_gevraagd", "gehaald"])


_HEAD = ("norm", "omschrijving", "niveau", "gebiedscode", "gebied")


def _rows(study: Study, norm: Norm) -> Iterator[dict[str, object]]:
    judged = study.chains[norm.name]
    for level in dict.fromkeys((WHOLE, norm.per)):
        parts = parts_of(study, judged, level)
        people, share = shares_within(judged, parts.groups)
        for area in np.flatnonzero(people > 0):
            yield {
                "norm": norm.name,
                "omschrijving": norm.caption,
                "niveau": level,
                "gebiedscode": parts.codes[area],
                "gebied": parts.names[area],
                "inwoners_beoordeeld": people[area],
                "aandeel_binnen": share[area],
                "aandeel_gevraagd": norm.asked_share,
                "gehaald": met(norm, share[area]),
            }


def shares_within(judged: Judged, groups: Groups) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The inhabitants per area who are judged, and the part of them within the limit.

    Parameters
    ----------
    judged : Judged
        The minutes of every point.
    groups : Groups
        The area and the inhabitants of every point.

    Returns
    -------
    tuple of (areas,) float64
        Inhabitants; and a share, 0 to 1, NaN where nobody is judged.
    """
    people = groups.total(judged.known)
    within = groups.total(judged.known & ~judged.outside)
    return people, np.divide(within, people, out=np.full(groups.count, np.nan), where=people > 0)


def met(norm: Norm, share: float) -> str:
    """Whether a norm is met where this share of the people lives within its limit.

    Parameters
    ----------
    norm : Norm
        One that asks a share.
    share : float
        0 to 1; NaN where it is not known.
    """
    if np.isnan(share) or norm.asked_share is None:
        return UNKNOWN
    return MET if share >= norm.asked_share - ROUNDING else UNMET


def parts_of(study: Study, judged: Judged, level: str) -> Parts:
    """The areas of a level, in which a norm asks its share.

    Parameters
    ----------
    study : Study
        Its areas.
    judged : Judged
        The minutes of every point; a service area is of those with the same nearest site.
    level : str
        As of :attr:`~zorgkaart.access.measures.Norm.per`.

    Raises
    ------
    InputError
        If the project has no such areas.
    """
    residents = study.residents
    if level == WHOLE:
        whole = np.zeros(len(residents.area), dtype=np.int32)
        return Parts(
            Groups(whole, 1, residents.weight), np.array([""], object), np.array([study.project.region], object)
        )
    if level == "werkgebied":
        return _service_areas(study, judged)
    require_level(study.project, judged.norm.name, level, study.areas)
    if level == "provincie":
        names, area = np.unique(study.areas.buurten["provincie"].fillna("").to_numpy(dtype=str), return_inverse=True)
        groups = Groups(area.astype(np.int32)[residents.area], len(names), residents.weight)
        return Parts(groups, names.astype(object), names.astype(object))
    frame = getattr(study.areas, _LEVELS[level])
    code = LEVELS[_LEVELS[level]]
    codes, names = (frame[name].to_numpy(dtype=object) for name in (code, code.replace("code", "naam")))
    return Parts(study.groups(_LEVELS[level]), codes, names)


def _service_areas(study: Study, judged: Judged) -> Parts:
    table, site = study.facilities.table, judged.at_kind.site
    rows, area = np.unique(site, return_inverse=True)
    ids, names = (table[name].to_numpy(dtype=object) for name in ("id", "naam"))
    codes = np.array([ids[row] if row >= 0 else "" for row in rows], dtype=object)
    called = np.array([names[row] if row >= 0 else NO_SITE for row in rows], dtype=object)
    return Parts(Groups(area.ravel().astype(np.int32), len(rows), study.residents.weight), codes, called)


def require_level(project: Project, name: str, level: str, areas: Areas) -> None:
    """Refuse a norm that asks its share in areas that there are none of.

    Parameters
    ----------
    project : Project
        Whose file is named in the error.
    name : str
        Of the norm.
    level : str
        As of :attr:`~zorgkaart.access.measures.Norm.per`.
    areas : Areas
        Those of the project.

    Raises
    ------
    InputError
        If the areas have no such level.
    """
    if level == "provincie":
        there = bool(areas.buurten["provincie"].fillna("").ne("").any())
    else:
        there = level not in _LEVELS or len(getattr(areas, _LEVELS[level])) > 0
    if not there:
        raise InputError(
            f"{project.path.name}: norms.{name}: per = {level!r}, and the areas of this project have no such level. "
            "Name another level, or add it to [areas]."
        )


def share_sentences(study: Study) -> list[str]:
    """Per norm with a share where it is met, a Dutch sentence each.

    Parameters
    ----------
    study : Study
        What was computed.
    """
    table = share_table(study)
    return [_sentence(norm, table[table["norm"] == name]) for name, norm in shared_norms(study).items()]


def _sentence(norm: Norm, table: pd.DataFrame) -> str:
    whole, parts = table[table["niveau"] == WHOLE], table[table["niveau"] != WHOLE]
    asked = asking(norm)
    if whole.empty or whole["gehaald"].iat[0] == UNKNOWN:
        return f"{asked}: niet te berekenen."
    within = float(whole["aandeel_binnen"].to_numpy(dtype=float)[0])
    share = f"van alle inwoners woont {share_of(within, norm.asked_share or 1.0)} daarbinnen"
    if norm.per == WHOLE:
        return f"{asked}: {'gehaald' if whole['gehaald'].iat[0] == MET else 'niet gehaald'}; {share}."
    count = int((parts["gehaald"] == MET).sum())
    missed = parts[parts["gehaald"] == UNMET].sort_values("aandeel_binnen")
    if count == len(parts):
        where = "overal gehaald"
    else:
        where = f"gehaald in {count} van {len(parts)} {AREA_WORDS[norm.per][1]}" if count else "nergens gehaald"
    return f"{asked}: {where}{f', niet in {named(missed)}' if len(missed) else ''}; {share}."


def asking(norm: Norm) -> str:
    """A norm and what it asks: "Huisarts binnen 15 minuten (voor 90 % van de inwoners)".

    Parameters
    ----------
    norm : Norm
        One that asks a share.
    """
    limit = f"{short(norm.limit_min)} minuten"
    within = "" if limit in norm.caption else f" binnen {limit}"
    return f"{norm.caption}{within} (voor {percent(norm.asked_share or 0, 0)} van de inwoners)"


def named(rows: pd.DataFrame, column: str = "aandeel_binnen") -> str:
    """The areas of some rows with their shares, the first few: "Aduard (71,2 %) en Leens (80,0 %)".

    Parameters
    ----------
    rows : DataFrame
        Of :func:`share_table`.
    column : str
        That of the share.
    """
    shown: Sequence[str] = [
        f"{name} ({share_of(float(share), float(asked))})"
        for name, share, asked in rows.head(MOST_NAMES)[["gebied", column, "aandeel_gevraagd"]].to_numpy()
    ]
    more = len(rows) - len(shown)
    return listing([*shown, f"{more} andere"] if more > 0 else shown)
