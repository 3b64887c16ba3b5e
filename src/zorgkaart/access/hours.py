"""Which sites are open at a given moment, from opening hours in the syntax of OpenStreetMap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import opening_hours as osm
from numpy.typing import NDArray

from zorgkaart.errors import InputError
from zorgkaart.inputs.opening_hours import endings, readable_hours
from zorgkaart.project.moments import Moment


@dataclass(frozen=True)
class OpenSites:
    """Which sites are open at a moment, and of which that is not known.

    Attributes
    ----------
    open : NDArray[bool]
        Shape (n,). False where the hours are not known.
    unknown : NDArray[bool]
        Shape (n,). True where the hours are not known; such a site is not counted as open.
    """

    open: NDArray[np.bool_]
    unknown: NDArray[np.bool_]


def is_open(opening_hours: str, moment: Moment, *, country: str | None = None) -> bool | None:
    """Tell whether a site with these hours is open at a moment.

    A range over midnight belongs to the day on which it starts: ``Mo-Fr 17:00-08:00`` is open on Saturday at
    03:00 and closed on Monday at 03:00, unless a later rule is about the day on which it ends. The end of a range is
    not in it.

    Parameters
    ----------
    opening_hours : str
        In the ``opening_hours`` syntax of OpenStreetMap; empty if the hours are not known. Sunrise and sunset
        are taken at fixed times, as the place of the site is not given.
    moment : Moment
        Local time at the site.
    country : str, optional
        ISO alpha-2 code of the country whose public holidays rules on ``PH`` follow. Without it no day is one.

    Returns
    -------
    bool or None
        None if the hours are not known: empty, or said to be so (``24/7 unknown``).

    Raises
    ------
    InputError
        If `opening_hours` is not in that syntax.
    """
    if not opening_hours.strip():
        return None
    if not readable_hours(opening_hours):
        raise InputError(
            f"opening hours '{opening_hours}' are not in OpenStreetMap's opening_hours syntax. "
            "Write them as 'Mo-Fr 08:00-17:00; Sa 09:00-12:00' or '24/7', or leave them empty if they are not known."
        )
    for text in endings(opening_hours):
        hours = osm.OpeningHours(text, country=country, auto_country=False, auto_timezone=False)
        if hours.is_unknown(moment.when):
            return None
        if hours.is_open(moment.when):
            return True
    return False


def open_at(
    opening_hours: Sequence[str], volcontinu: Sequence[str], moment: Moment, *, land: Sequence[str]
) -> OpenSites:
    """Tell for each of many sites whether it is open at a moment.

    A site that is open day and night (`volcontinu` is ``ja``) is open whatever its hours say. Of the others, one
    whose hours are not known counts as not open, and is marked so that the caller can say how many there are.

    Parameters
    ----------
    opening_hours, volcontinu : Sequence[str]
        Shape (n,), the columns ``openingstijden`` and ``volcontinu`` of a facility table.
    moment : Moment
        Local time at the sites.
    land : Sequence[str]
        Shape (n,), the column ``land``. The public holidays of a site are those of its country.

    Returns
    -------
    OpenSites
        In the order of the sites.

    Raises
    ------
    InputError
        If hours are not in OpenStreetMap's syntax.
    ValueError
        If the three differ in length.
    """
    states = [
        True if always == "ja" else is_open(hours, moment, country=country)
        for hours, always, country in zip(opening_hours, volcontinu, land, strict=True)
    ]
    return OpenSites(
        open=np.array([state is True for state in states], dtype=np.bool_),
        unknown=np.array([state is None for state in states], dtype=np.bool_),
    )
