"""The small project with a kind of its own: schools, with a norm of ten minutes by car and one of five."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd

from support.study_samples import PROJECT, Site, write_sample, write_sites
from zorgkaart.project.model import Project

SCHOOLS = (
    Site("school-west", "School West", (2, 0)),
    Site("school-oost", "School Oost", (28, 0)),
)
SCHOOL_PROJECT = f"""{PROJECT}
[norms.school]
label = "School binnen tien minuten"
measure = "reis"
mode = "auto"
limit_min = 10
share = 0.9
per = "gemeente"
source = "Verzonnen"

[norms.school_vlakbij]
kind = "school"
measure = "reis"
limit_min = 5
source = "Verzonnen"

[kinds.school]
table = "gegevens/school.csv"
label = "School"
"""


def write_school_sample(folder: Path, *, project: str = SCHOOL_PROJECT) -> Path:
    """Write the small project with its schools, and return its project file."""
    path = write_sample(folder, project=project)
    write_sites(folder / "gegevens" / "school.csv", SCHOOLS)
    return path


def only_schools(project: Project) -> Project:
    """The same project, of which nothing but the schools and their norms is left."""
    raw = project.model_dump()
    raw["kinds"] = {"school": raw["kinds"]["school"]}
    raw["norms"] = {name: norm for name, norm in raw["norms"].items() if name.startswith("school")}
    return Project.model_validate({**raw, "published": None})


# A region of its own with nothing but schools: areas as GeoJSON, residents and schools as CSV, the speeds that every
# project has, and a norm of ten minutes.
OWN_REGION = """
published = "gegevens/gepubliceerd.csv"

[project]
name = "scholen"
region = "de eigen streek"
title = "Scholen in de eigen streek"
output = "uitvoer"
sources = ["Verzonnen."]

[areas]
buurten = "gegevens/buurten.geojson"
columns = { inwoners = "aantal" }

[residents]
addresses = ["gegevens/adressen.csv", "gegevens/adressen.geojson"]

[facilities]
columns = { naam = "benaming", volcontinu = "dag_en_nacht" }

[network]
file = "gegevens/wegen.npz"

[norms.school]
measure = "reis"
mode = "auto"
limit_min = 10
source = "Verzonnen"

[kinds.school]
table = "gegevens/school.csv"
label = "School"

[assumptions.snelheid]
keys = ["speeds.auto.factor"]
distribution = "uniform"
low = 0.9
high = 1.1
source = "Verzonnen"
"""
OWN_PUBLISHED = """id,maat,soort,niveau,gebied,gesloten,waarde,eenheid,jaar,bron,toelichting
school,buiten_norm,school,gemeenten,Alfa,,100,inwoners,2020,Verzonnen,Te ver van een school
zonder,extra_buiten_norm,school,,,school-west,500,inwoners,2020,Verzonnen,Zonder School West
ver,afstand_km,school,gemeenten,Alfa,,2,km,2020,Verzonnen,Gemiddelde afstand
"""


def write_own_region(folder: Path) -> Path:
    """Write a region with nothing but schools and roads, and return its project file."""
    write_sample(folder)
    data = folder / "gegevens"
    gpd.read_file(data / "buurten.gpkg").to_file(data / "buurten.geojson", driver="GeoJSON")
    write_sites(data / "school.csv", SCHOOLS)
    (data / "gepubliceerd.csv").write_text(OWN_PUBLISHED, encoding="utf-8")
    for kind in ("seh", "acute_verloskunde", "huisarts", "huisartsenpost", "ambulancepost"):
        next(data.glob(f"{kind}.*")).unlink()
    path = folder / "scholen.toml"
    path.write_text(OWN_REGION, encoding="utf-8")
    return path
