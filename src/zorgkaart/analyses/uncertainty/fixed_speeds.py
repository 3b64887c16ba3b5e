"""Which norms are drawn at the same speeds each time, so that their interval is narrower than what is known."""

from __future__ import annotations

from zorgkaart.access.catalogue import norms_of
from zorgkaart.project.model import Project


def has_fixed_speed(project: Project, name: str) -> bool:
    """Whether the assumptions of a project leave the speed of some ride of a norm as it is.

    Parameters
    ----------
    project : Project
        With its assumptions.
    name : str
        The name of a norm.
    """
    keys = [key.split(".") for assumption in project.assumptions.values() for key in assumption.keys]
    drawn = {key[1] for key in keys if key[0] == "speeds"}
    return "*" not in drawn and not {leg.mode for leg in norms_of(project)[name].legs} <= drawn
