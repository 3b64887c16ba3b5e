"""The project file of a region that was fetched."""

from __future__ import annotations

import datetime
import json
import re
import tomllib
import unicodedata
from pathlib import Path
from typing import Any

import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from zorgkaart.fetch.material import Material
from zorgkaart.fetch.osm_file import plain_text
from zorgkaart.fetch.osm_points import Points
from zorgkaart.fetch.osm_sites import Sites
from zorgkaart.fetch.site_rules import kinds
from zorgkaart.project.defaults import HOME, WGS84
from zorgkaart.project.region import NETHERLANDS
from zorgkaart.project.template import SCHEMA_LINE, TEMPLATE

TABLES = Path(__file__).parent / "tables"
# Sites abroad lie beyond the areas; a coordinate farther off than this is a mistake.
MARGIN_DEG = 1.0


def project_text(material: Material, points: Points, places: pd.DataFrame, sites: Sites, *, date: str) -> str:
    """Return the text of ``zorgkaart.toml``, for tables in the folder ``gegevens`` beside it.

    Parameters
    ----------
    date
        Of the OpenStreetMap files, as ``2026-01-31``; ``""`` if it is not known.
    """
    buurten = material.boundaries.buurten
    present = [kind for kind in kinds() if len(sites.of(kind))]
    norm_kind, norm, no_norm = _norm(material, sites)
    environment = Environment(
        loader=FileSystemLoader(TABLES),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
        autoescape=False,  # it makes TOML: the filter `toml` escapes
    )
    environment.filters["toml"] = _toml
    environment.filters["plain"] = plain_text
    return environment.get_template("project.toml.jinja").render(
        schema_line=SCHEMA_LINE,
        today=datetime.date.today().isoformat(),
        slug=_slug(material.name),
        name=plain_text(material.name),
        abroad=material.land != HOME,
        crs=material.crs,
        land=material.land,
        sources=material.sources,
        areas_note=material.areas_note,
        levels=[level for level in ("buurten", "wijken", "gemeenten") if len(getattr(material.boundaries, level))],
        places=len(places) > 0,
        areas=len(buurten),
        unknown=int(buurten["inwoners"].isna().sum()),
        buildings=points.buildings,
        bounds=_bounds(material),
        date=date,
        norm_kind=norm_kind,
        norm=norm,
        no_norm=no_norm,
        present=[{"name": kind, **vars(kinds()[kind])} for kind in present],
        absent=[kinds()[kind].label for kind in kinds() if kind not in present],
    )


def _norm(material: Material, sites: Sites) -> tuple[str, dict[str, Any], str]:
    """The kind that the template has a norm on and that norm; without keys where there is none here, and then why."""
    ((kind, norm),) = tomllib.loads(TEMPLATE.read_text(encoding="utf-8"))["norms"].items()
    if material.land != HOME:
        return kind, {}, f"de 45-minutennorm is Nederlands. Voeg [norms.{kind}] toe als u er hier een wilt toetsen."
    counting = {name: sites.of(name).query("status == 'open'") for name in (kind, norm["stations"])}
    for name, table in counting.items():
        if table.empty:
            return kind, {}, f"er is geen locatie gevonden die telt als {kinds()[name].label}."
    known = all((table["volcontinu"] != "onbekend").all() for table in counting.values())
    return kind, {**{key: value for key, value in norm.items() if key != "source"}, "only_24_7": known}, ""


def _bounds(material: Material) -> list[float]:
    """South, north, west, east in degrees, between which coordinates must lie; at home those of every project."""
    if material.land == HOME:
        return list(NETHERLANDS.bounds)
    west, south, east, north = material.boundaries.buurten.to_crs(WGS84).total_bounds
    wide = (south - MARGIN_DEG, north + MARGIN_DEG, west - MARGIN_DEG, east + MARGIN_DEG)
    return [round(float(value), 2) for value in wide]


def _slug(name: str) -> str:
    """A short name of plain letters, digits and hyphens."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:40].strip("-") or "regio"


def _toml(value: object) -> str:
    """A value as TOML; what JSON escapes in a text, TOML reads, once control characters are gone."""
    return json.dumps(plain_text(value) if isinstance(value, str) else value, ensure_ascii=False)
