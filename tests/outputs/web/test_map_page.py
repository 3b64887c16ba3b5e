"""The page asks for nothing but the tiles that it was given."""

from __future__ import annotations

import base64
import hashlib

import pytest
from support.map_samples import (
    draw,
    page,
)

from zorgkaart.errors import InputError
from zorgkaart.outputs.web.map_page import tile_origin
from zorgkaart.project.sections import MapSection

TILES = "https://service.pdok.nl/brt/achtergrondkaart/wmts/v2_0/grijs/EPSG:3857/{z}/{x}/{y}.png"


def test_policy_names_each_script_and_only_the_host_of_the_tiles() -> None:
    result = page()
    scripts = [text for text in result.raw["script"] if not text.startswith("{")]
    hashes = [f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'" for s in scripts]
    assert len(hashes) == 2
    assert result.policy == {
        "default-src": ["'none'"],
        "script-src": hashes,
        "style-src": ["'unsafe-inline'"],
        "img-src": ["data:", "https://service.pdok.nl"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }


def test_map_without_tiles() -> None:
    result = page(settings=MapSection(tiles=""))
    assert result.policy["img-src"] == ["data:"]
    assert "pdok" not in result.html
    assert "})(map_zorgkaart, null);" in result.html


@pytest.mark.parametrize(
    ("tiles", "origin"),
    [
        ("", ""),
        (TILES, "https://service.pdok.nl"),
        ("http://localhost:8080/{z}/{x}/{y}{r}.png?a=b", "http://localhost:8080"),
        ("https://{s}.example.org/{z}/{x}/{y}.png", "https://*.example.org"),
    ],
)
def test_tile_origin(tiles: str, origin: str) -> None:
    assert tile_origin(tiles) == origin


@pytest.mark.parametrize(
    "tiles",
    [
        "https://example.org/tile.png",
        "javascript:alert(1)//{z}{x}{y}",
        "https://a.nl; script-src */{z}/{x}/{y}",
        "https://a.nl/{z}/{x}/{y}/{{7*7}}",
        "https://a.nl/{z}/{x}/{y}/{key}",
        "file:///{z}/{x}/{y}.png",
        "https://a.nl/{z}/{x}/{y}'\"><script>",
    ],
)
def test_other_addresses_are_no_tiles(tiles: str) -> None:
    with pytest.raises(InputError, match="tile address"):
        draw(settings=MapSection(tiles=tiles))
