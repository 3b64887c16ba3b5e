"""A report as one HTML page that runs nothing and loads nothing."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from zorgkaart.outputs.documents.content import Block, Picture, Report
from zorgkaart.outputs.meaning.frames import provenance_json
from zorgkaart.words.dates import dutch_date


def html_page(report: Report) -> str:
    """Return the page. Every text is escaped; the style is allowed by its hash, and nothing else is."""
    css = files("zorgkaart.outputs.documents").joinpath("templates", "report.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            report=report,
            css=Markup(css),
            policy=policy,
            date=dutch_date(report.date),
            origin=Markup(_inert(provenance_json(report.provenance))),
            letters="ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        )
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("zorgkaart.outputs.documents", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["kind"] = _kind
    environment.filters["data_uri"] = _data_uri
    return environment


def _kind(block: Block) -> str:
    return type(block).__name__


def _data_uri(picture: Picture) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(picture.svg).decode()


def _inert(json: str) -> str:
    """JSON that cannot end the element that it stands in."""
    return json.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
