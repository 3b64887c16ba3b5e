"""A mode: how one travels. The modes stand in ``modes.csv`` beside this module, a row each.

What a mode's speeds are stands in the project (``[speeds.NAME]``, :class:`zorgkaart.network.speeds.SpeedProfile`),
and what the roads are to it in its tag rules (:mod:`zorgkaart.network.modes.tag_rules`).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from zorgkaart.network.modes.tag_rules import TagRules, tag_rules

MODES = Path(__file__).parent / "modes.csv"


@dataclass(frozen=True)
class Mode:
    """How one travels.

    Attributes
    ----------
    name : str
        Its name in the project (``[speeds.NAME]``) and in the column ``maat``.
    by : str
        Dutch words for it, as they stand in a sentence: "met de auto".
    column : str
        The word for it in the names of columns; empty for the mode whose columns have none.
    rules : TagRules
        What the tags of OpenStreetMap mean for it.
    """

    name: str
    by: str
    column: str
    rules: TagRules

    @classmethod
    def named(cls, name: str) -> Mode:
        """The mode of that name; one that is not in the table drives where a car may, under its own name.

        Parameters
        ----------
        name : str
            As in ``[speeds.NAME]``.
        """
        row = _table().get(name)
        if row is None:
            return cls(name, f"met {name}", name, tag_rules())
        return cls(name, row["by"], row["column"], tag_rules(row["rules"]))


@cache
def _table() -> dict[str, dict[str, str]]:
    with MODES.open(encoding="utf-8", newline="") as lines:
        return {row["mode"]: row for row in csv.DictReader(lines)}
