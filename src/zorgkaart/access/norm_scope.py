"""What a norm says of a kind of site, and what no norm says: what is not modelled is said to be so."""

from __future__ import annotations

from collections.abc import Sequence

from zorgkaart.access.catalogue import norms_of
from zorgkaart.access.measures import Norm
from zorgkaart.project.model import Project
from zorgkaart.project.moments import Moment
from zorgkaart.words.sentences import listing, sentence


def norms_about(project: Project, kind: str) -> list[Norm]:
    """The norms for which the sites of a kind count, those to which one drives and the stations alike.

    Parameters
    ----------
    project : Project
        Whose norms to look at.
    kind : str
        A name in ``[kinds]``.

    Returns
    -------
    list of Norm
        In the order of the project file; empty where no norm is modelled.
    """
    return [norm for norm in norms_of(project).values() if kind in norm.kinds]


def norm_sentence(project: Project, kinds: Sequence[str], moment: Moment | None = None) -> str:
    """What must be said of these kinds beside the norms; every map, page and terminal takes it from here.

    Parameters
    ----------
    project : Project
        Whose norms to look at.
    kinds : sequence of str
        Names in ``[kinds]``.
    moment : Moment, optional
        At which sites are looked at.

    Returns
    -------
    str
        Dutch sentences: of which kinds no norm is modelled, and that a norm about day and night does not follow the
        moment. Empty where there is nothing to say.
    """
    texts = []
    without = [kind for kind in kinds if not norms_about(project, kind)]
    if without:
        names = listing([project.kinds[kind].label for kind in without])
        texts.append(
            f"{sentence(names)}: hiervoor rekent zorgkaart met geen norm. Of een norm in gevaar komt, is dus niet "
            "berekend."
        )
    fixed = [
        kind for kind in kinds if kind not in without and all(norm.only_24_7 for norm in norms_about(project, kind))
    ]
    if moment is not None and fixed:
        names = listing([project.kinds[kind].label for kind in fixed])
        texts.append(
            f"{sentence(names)}: voor de norm telt alleen wat dag en nacht open is, dus het tijdstip ({moment}) "
            "verandert daar niets aan."
        )
    own = [
        kind
        for kind in kinds
        if kind not in [*without, *fixed] and all(_has_moment(norm) for norm in norms_about(project, kind))
    ]
    if moment is not None and own:
        names = listing([project.kinds[kind].label for kind in own])
        texts.append(
            f"{sentence(names)}: elke norm geldt op zijn eigen tijdstip, dus het gekozen tijdstip ({moment}) verandert "
            "daar niets aan."
        )
    return " ".join(texts)


def _has_moment(norm: Norm) -> bool:
    return all(leg.moment is not None for leg in norm.legs)
