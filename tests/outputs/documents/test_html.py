"""A page loads nothing and runs nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.browser import Browser, chromium
from support.report_samples import Page


def test_the_page_loads_nothing(ommelander_page: str) -> None:
    page = Page(ommelander_page)
    policies = [a["content"] for tag, a in page.tags if tag == "meta" and a.get("http-equiv")]
    assert len(policies) == 1
    assert policies[0].startswith("default-src 'none'; style-src 'sha256-")
    assert "script-src" not in policies[0]
    assert "unsafe" not in policies[0]
    for tag, attributes in page.tags:
        for name in ("src", "href", "srcset", "action", "data"):
            target = attributes.get(name)
            assert target is None or target.startswith(("data:image/svg+xml;base64,", "#")), (tag, name)
        assert "style" not in attributes
    assert len(ommelander_page) < 3_000_000
    assert all(a.get("alt") for tag, a in page.tags if tag == "img")
    json_text = ommelander_page.partition('id="herkomst">')[2].partition("</script>")[0]
    assert json.loads(json_text)["opdracht"] == "zorgkaart scenario"


# In a browser.


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as result:
        yield result


@pytest.mark.browser
@pytest.mark.parametrize("size", [(1280, 900), (390, 844)])
def test_the_page_in_a_browser(browser: Browser, ommelander_page: str, tmp_path: Path, size: tuple[int, int]) -> None:
    path = tmp_path / "rapport.html"
    path.write_text(ommelander_page, encoding="utf-8")
    browser.open(path, size=size)
    images = browser.run("return [...document.images].map((i) => i.complete && i.naturalWidth > 0)")
    assert images
    assert all(images)
    assert browser.complaints() == []
    assert browser.requests() == [path.as_uri()]
    assert browser.run("return document.documentElement.scrollWidth <= window.innerWidth")
    assert "rgb(47, 93, 138)" in browser.run("return getComputedStyle(document.querySelector('h2')).borderTopColor")
