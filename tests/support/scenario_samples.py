"""Sites by name, and scenarios for the project file of the small project."""

from __future__ import annotations

from support.study_samples import degrees
from zorgkaart.inputs.facilities import Facilities
from zorgkaart.scenarios.changes import Change, apply_changes
from zorgkaart.scenarios.names import find_sites
from zorgkaart.study.study import Study

NORMS = ("seh", "acute_verloskunde")


def named(sites: Facilities, name: str, *, kinds: tuple[str, ...] = ()) -> list[str]:
    return [sites.table["id"].iat[row] for row in find_sites(sites, name, kinds=kinds, norm_kinds=NORMS)]


def applied(study: Study, *changes: Change) -> Facilities:
    config = study.project.facilities
    return apply_changes(study.facilities, changes, norm_kinds=NORMS, config=config).facilities


WEST = ["seh-west", "verloskunde-west"]


# Scenarios of the project file.
NEW, GP, MOVED = degrees(20, 0), degrees(8, 0), degrees(28, 0)
SCENARIOS = f"""
[candidates.seh-nieuw]
kind = "seh"
name = "Ziekenhuis Nieuw"
lat = {NEW[0]}
lon = {NEW[1]}

[scenarios.alles]
title = "Alles tegelijk"
kinds = ["seh"]
close = ["seh-west"]
reopen = ["seh-nieuw"]
open = [{{ kind = "huisarts", name = "Praktijk Nieuw", lat = {GP[0]}, lon = {GP[1]}, hours = "Mo-Fr 08:00-17:00" }}]
move = [{{ site = "seh-oost", lat = {MOVED[0]}, lon = {MOVED[1]} }}]
hours = [{{ site = "seh-oost", hours = "24/7" }}]
at = "nacht"
"""
