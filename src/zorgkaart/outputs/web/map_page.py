"""A folium map as one HTML file that loads nothing but, when there is internet, background tiles.

folium's own page takes Leaflet, jQuery and Bootstrap from the internet; here Leaflet stands in the page
and the others are not used. The page carries a Content-Security-Policy that names the hash of each
script in it, so that markup which got in against all rules still could not run.

Two things in branca call for care. It puts what a template has rendered through Jinja a second time,
so nothing that holds data or JavaScript may go through a macro: see :class:`Verbatim`. And it does not
escape: texts go through the templates here, which do.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from functools import partial
from importlib.resources import files
from typing import Any

import folium
from branca.element import Element, Figure
from folium.template import Template
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from zorgkaart.errors import InputError
from zorgkaart.outputs.web.page_script import page_script

LEAFLET = "leaflet-1.9.4"
_TILE_URL = re.compile(r"(https?)://([A-Za-z0-9.{}-]+)(:\d+)?(/[A-Za-z0-9._~:{}/?&=%,+-]*)")

_templates = Environment(
    loader=PackageLoader("zorgkaart.outputs.web", "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


class Verbatim(Element):
    """Text that goes into the page as it is; branca would take it for a Jinja template."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._name = "Verbatim"
        self.text = text

    def render(self, **kwargs: Any) -> str:
        """Return the text."""
        return self.text


class Page(Figure):
    """The HTML page around a map: Leaflet and styles inside it, and a policy that closes it off."""

    def __init__(self, *, title: str, tile_origin: str, live: bool = False) -> None:
        super().__init__(title=title)
        self.tile_origin = tile_origin
        self.styles = ("map.css", *(["live.css"] if live else []), "print.css")

    def render(self, **kwargs: Any) -> str:
        """Return the page. Elements that a user added to the map in a notebook are in it."""
        for child in self._children.values():
            child.render(**kwargs)
        leaflet = _text("vendor", LEAFLET, "leaflet.js").partition("//# sourceMappingURL=")[0]
        script = f"(function () {{\n{self.script.render(**kwargs)}\n}})();"
        return _templates.get_template("page.html.j2").render(
            title=self.title,
            policy=_policy(self.tile_origin, leaflet, script),
            licence=_text("vendor", LEAFLET, "LICENSE"),
            leaflet_css=Markup(_without_images(_text("vendor", LEAFLET, "leaflet.css"))),
            css=Markup("\n".join(_text("templates", name) for name in self.styles)),
            leaflet=Markup(leaflet),
            header=Markup(self.header.render(**kwargs)),
            body=Markup(self.html.render(**kwargs)),
            script=Markup(script),
        )


class CareMap(folium.Map):
    """A :class:`folium.Map` that loads no script and no style from the internet.

    Layers of folium that need Leaflet alone can be added to it in a notebook; those that need jQuery or
    a plugin from the internet (popups of folium, plugins) do not work, by the page's policy.
    """

    _template = Template(
        """
        {% macro html(this, kwargs) %}
            <div class="folium-map" id="{{ this.get_name() }}" role="main" aria-label="Kaart"></div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = L.map({{ this.get_name()|tojson }}, {
                center: {{ this.location|tojson }},
                ...{{ this.options|tojavascript }}
            });
        {% endmacro %}
        """
    )

    def __init__(self, *, title: str, tiles: str, attribution: str, live: bool = False, **options: Any) -> None:
        super().__init__(tiles=None, prefer_canvas=True, zoom_control=False, **options)
        self._id = "zorgkaart"
        self.default_js, self.default_css = [], []
        self.tile_layer: folium.TileLayer | None = None
        Page(title=title, tile_origin=tile_origin(tiles), live=live).add_child(self)
        if tiles:
            self.tile_layer = folium.TileLayer(tiles, attr=_attribution(attribution), max_zoom=19, control=False)
            self.tile_layer._id = "achtergrond"
            self.add_child(self.tile_layer)


class CareApp(Element):
    """What makes the map one of care: panel, layers, legend, popups and search, with their data.

    With `live`, the page also has the panel and the script with which sites close and open.
    """

    def __init__(self, *, data: str, texts: dict[str, Any], live: bool = False, provenance: str = "") -> None:
        super().__init__()
        self._name = "CareApp"
        self.data = data
        self.texts = texts
        self.live = live
        self.provenance = provenance

    def render(self, **kwargs: Any) -> str:
        """Add the panel and the data to the body, and the script behind that of the map."""
        figure, map_ = self.get_root(), self._parent
        assert isinstance(figure, Page), "the panel belongs to the page of its map"
        assert isinstance(map_, CareMap), "the panel belongs to a map"
        tiles = map_.tile_layer.get_name() if map_.tile_layer else "null"
        script = f"({page_source(live=self.live)})({map_.get_name()}, {tiles});"
        body = _templates.get_template("panel.html.j2").render(
            data=Markup(self.data), live=self.live, provenance=Markup(self.provenance), **self.texts
        )
        figure.html.add_child(Verbatim(body), name="zorgkaart_panel")
        figure.script.add_child(Verbatim(script), name="zorgkaart_script")
        return ""


def page_source(*, live: bool) -> str:
    """Return the scripts of a page as one function of the map and its background layer or null."""
    sources = page_script("live_map.js" if live else "map.js", partial(_text, "scripts"))
    return f'function (map, tiles) {{\n"use strict";\n{sources}\n}}'


def tile_origin(tiles: str) -> str:
    """Return the origin of a tile address for the page's policy, or an empty text for no tiles.

    Raises
    ------
    InputError
        If the address is not an http or https one with the usual ``{z}``, ``{x}``, ``{y}`` and ``{s}``.
    """
    if not tiles:
        return ""
    match = _TILE_URL.fullmatch(tiles)
    rest = tiles
    for name in ("{z}", "{x}", "{y}", "{s}", "{r}"):
        rest = rest.replace(name, "")
    if not match or "{" in rest or "}" in rest or not all(name in tiles for name in ("{z}", "{x}", "{y}")):
        raise InputError(f"[map] tiles: {tiles!r} is not a tile address such as https://host/{{z}}/{{x}}/{{y}}.png.")
    scheme, host, port, _ = match.groups()
    return f"{scheme}://{host.replace('{s}', '*')}{port or ''}"


def _policy(origin: str, *scripts: str) -> str:
    hashes = " ".join(f"'sha256-{_sha256(script)}'" for script in scripts)
    return (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data: {origin}".rstrip()
        + "; base-uri 'none'; form-action 'none'"
    )


def _sha256(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _attribution(text: str) -> str:
    """Return plain text for Leaflet, which takes markup: entities of the project file read, then all escaped.

    Braces go too, as branca reads the result as a template.
    """
    return html.escape(html.unescape(text)).replace("{", "&#123;").replace("}", "&#125;")


def _text(*path: str) -> str:
    return files("zorgkaart.outputs.web").joinpath(*path).read_text(encoding="utf-8")


def _without_images(css: str) -> str:
    """Drop the images of Leaflet's own controls and markers, which the map does not use."""
    return re.sub(r"url\((?:images/[^)]*|#default#VML)\)", "none", css)
