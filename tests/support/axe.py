"""What axe-core finds wrong for readers with a screen reader, a keyboard, poor sight or a large finger."""

from __future__ import annotations

import os
from typing import Any

import pytest

from support.browser import Browser
from support.paths import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
SERIOUS = ("serious", "critical")
RUN = """
const done = arguments[arguments.length - 1];
const options = {resultTypes: ["violations"], rules: {"target-size": {enabled: true}}};
axe.run(document, options).then((result) => done(result.violations), (error) => done(String(error)));
"""


def axe_findings(browser: Browser) -> list[str]:
    """The serious findings on the page as it stands, each with the elements; skips where there is no axe-core."""
    if not AXE.is_file():
        message = "no axe-core; make lint installs it"
        if os.environ.get("ZORGKAART_BROWSER") == "1":
            pytest.fail(message)
        pytest.skip(message)
    browser.driver.set_script_timeout(120)
    browser.run(AXE.read_text(encoding="utf-8"))
    violations: list[dict[str, Any]] | str = browser.driver.execute_async_script(RUN)
    assert isinstance(violations, list), violations
    return [
        f"{rule['impact']}: {rule['help']} ({rule['id']}): {node['target']}"
        for rule in violations
        if rule["impact"] in SERIOUS
        for node in rule["nodes"]
    ]
