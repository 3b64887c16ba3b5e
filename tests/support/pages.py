"""Pages of HTML taken apart."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import Any


class Page(HTMLParser):
    """A page taken apart: its elements, its visible text, and what stands in its scripts and styles."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.raw: dict[str, list[str]] = {"script": [], "style": []}
        self.texts: list[str] = []
        self._open = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._open = tag
        if tag in self.raw:
            self.raw[tag].append("")

    def handle_endtag(self, tag: str) -> None:
        self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open in self.raw:
            self.raw[self._open][-1] += data
        else:
            self.texts.append(data.strip(" \n"))

    @property
    def data(self) -> dict[str, Any]:
        ids = [attributes.get("id") for tag, attributes in self.elements if tag == "script"]
        result: dict[str, Any] = json.loads(self.raw["script"][ids.index("zk-data")])
        return result

    @property
    def policy(self) -> dict[str, list[str]]:
        metas = [a for tag, a in self.elements if tag == "meta" and a.get("http-equiv") == "Content-Security-Policy"]
        parts = [part.split() for part in str(metas[0]["content"]).split(";")]
        return {name: values for name, *values in parts}


def block(page: str, name: str) -> Any:
    match = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', page, re.DOTALL)
    assert match, name
    return json.loads(match[1])
