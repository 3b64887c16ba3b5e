"""Supply on the map: a layer per kind, before and after a scenario too, and the remarks on it."""

from __future__ import annotations

from collections.abc import Iterable

from zorgkaart.access.supply import ShownSupply, sharing_words
from zorgkaart.outputs.meaning.presentation import MOMENTS, counting_moment
from zorgkaart.outputs.meaning.views import Moment, Remark, View
from zorgkaart.words.numbers import short
from zorgkaart.words.sentences import in_sentence

GROUP = "Aanbod"
# Bounds of the classes of a difference, as parts of the highest bound of the classes themselves.
DIFFERENCE = (-0.5, -0.2, -0.1, -0.02, 0.02, 0.1, 0.2, 0.5)


def supply_views(shown: Iterable[ShownSupply]) -> list[View]:
    """The layers of a run.

    Parameters
    ----------
    shown : iterable of ShownSupply
        The supplies; one of which no area has a figure has no layer.
    """
    return [_view(item) for item in shown if item.bounds]


def changed_supply_views(shown: Iterable[ShownSupply], kinds: Iterable[str]) -> list[View]:
    """The layers of a scenario: before, after and the difference, with the same classes on both sides.

    Parameters
    ----------
    shown : iterable of ShownSupply
        The supplies.
    kinds : iterable of str
        The touched kinds.
    """
    touched = set(kinds)
    mine = [item for item in shown if item.bounds and item.supply.kind in touched]
    return [_view(item, moment) for item in mine for moment, _ in MOMENTS]


def supply_remarks(shown: Iterable[ShownSupply]) -> list[Remark]:
    """What a popup says of an area's supply.

    Parameters
    ----------
    shown : iterable of ShownSupply
        The supplies.
    """
    return [remark for item in shown for remark in _remarks(item)]


def _remarks(shown: ShownSupply) -> list[Remark]:
    supply = shown.supply
    what = in_sentence(supply.label)
    reach = f"binnen {short(supply.decay.limit_min)} minuten"
    return [
        Remark(supply.none, f"Aanbod ({what}): {{}} inwoners hebben geen locatie {reach}; voor hen telt het als nul."),
        Remark(supply.unknown, f"Aanbod ({what}): voor {{}} inwoners is het niet bekend; zij tellen niet mee."),
        Remark(
            supply.edge,
            f"Aanbod ({what}): voor {{}} inwoners ligt de dichtstbijzijnde locatie buiten het gebied; zij telt niet.",
        ),
    ]


def _view(shown: ShownSupply, moment: Moment = "") -> View:
    supply = shown.supply
    suffix = f"_{moment}" if moment else ""
    difference = moment == "verschil"
    words = f"Hoe donkerder, hoe minder. {sharing_words(shown)}"
    bounds = shown.bounds
    return View(
        key=supply.stem + suffix,
        label=f"{supply.label}: {shown.unit} {supply.per_words}",
        group=GROUP,
        column=supply.column + suffix,
        classes=tuple(round(part * bounds[-1], 6) for part in DIFFERENCE) if difference else bounds,
        unit=shown.unit,
        diverging=difference,
        moment=moment,
        theme=supply.stem if moment else "",
        kinds=(supply.kind,),
        counting=supply.counts + counting_moment(moment),
        explanation="Verschil in aanbod, na min voor: positief is meer." if difference else words,
        decimals=shown.decimals,
        more_is_better=True,
    )
