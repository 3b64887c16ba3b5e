"""Assumptions to draw from, for the small project."""

from __future__ import annotations

from pathlib import Path

from support.study_samples import PROJECT, write_sample
from zorgkaart.project.model import Project


def assumption(name: str, text: str) -> str:
    return f'\n[assumptions.{name}]\n{text}\nsource = "Verzonnen"\n'


ON_SCENE = assumption("ter_plaatse", 'keys = ["norms.*.on_scene_min"]\ndistribution = "uniform"\nlow = 2.0\nhigh = 8.0')
TURNOUT = assumption("uitruk", 'keys = ["norms.*.turnout_min"]\ndistribution = "uniform"\nlow = 1.0\nhigh = 7.0')
FACTOR = assumption(
    "factor", 'keys = ["speeds.ambulance.factor"]\ndistribution = "triangular"\nlow = 0.8\nmode = 1.0\nhigh = 1.3'
)
UNEVEN = assumption("spreiding", 'keys = ["residents.unevenness"]\ndistribution = "uniform"\nlow = 0.2\nhigh = 0.9')
STATION = assumption("post", 'keys = ["sites.ambulance-oost"]\ndistribution = "chance"\nchance = 0.5')
EVERYTHING = ON_SCENE + TURNOUT + FACTOR + UNEVEN + STATION


def project_with(folder: Path, text: str) -> Project:
    return Project.load(write_sample(folder, project=PROJECT + text))
