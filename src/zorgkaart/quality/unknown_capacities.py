"""What is doubtful about the capacities that a supply rests on."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from zorgkaart.errors import Problems
from zorgkaart.inputs.tables import counted
from zorgkaart.project.supply_keys import SupplySection


def check_capacities(
    kind: str, section: SupplySection, amounts: NDArray[np.float64], *, counts_sites: bool, problems: Problems
) -> None:
    """Say of which sites of a kind the capacity is not known, and what becomes of them; none of it stops a run.

    Parameters
    ----------
    kind : str
        The kind.
    section : SupplySection
        How its supply is shared.
    amounts : (s,) float64
        Of the sites in the areas that count; NaN where it is not known.
    counts_sites : bool
        No site of the kind has a capacity, so that each counts as one.
    problems : Problems
        Gets at most one remark.
    """
    where, unknown = f"[supply.{kind}]", int(np.isnan(amounts).sum())
    if not len(amounts):
        problems.add(
            where,
            f"no site of {kind} in the areas counts; there is no supply to share",
            "Correct the table of the kind, or take out the section.",
            fatal=False,
        )
    elif counts_sites:
        problems.add(
            where,
            f"no site of {kind} has a capaciteit; each of {counted(len(amounts), 'site')} counts as one",
            "Give the table columns capaciteit and eenheid if it is known how much each has.",
            fatal=False,
        )
    elif unknown and section.only_known:
        problems.add(
            where,
            f"{unknown} of {counted(len(amounts), 'site')} of {kind} are left out, as they have no capaciteit",
            "Fill it in, or set only_known = false: then the supply of who lives near them is unknown.",
            fatal=False,
        )
    elif unknown:
        problems.add(
            where,
            f"{unknown} of {counted(len(amounts), 'site')} of {kind} have no capaciteit; the supply of who lives near "
            "them is unknown",
            "Fill it in, or set only_known = true to leave these sites out.",
            fatal=False,
        )
