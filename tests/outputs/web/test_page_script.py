"""The scripts of a page as one text: in order, without imports and exports, and nothing that this cannot do."""

from __future__ import annotations

import re

import pytest
from support.paths import ROOT

from zorgkaart.outputs.web.page_script import page_script

SCRIPTS = ROOT / "src" / "zorgkaart" / "outputs" / "web" / "scripts"
MODULES = {
    "start.js": '// Starts.\n\nimport { b } from "./b.js";\nimport { a, more } from "./a.js";\n\nb(a, more);\n',
    "b.js": 'import { a } from "./a.js";\nexport function b(x) {\n  return x + a;\n}\n',
    "a.js": "export const a = 1;\nexport async function more() {}\nconst own = 2; // no export at all\n",
    "unused.js": "export const a = 1;\n",
}


def test_modules_stand_behind_what_they_import_once_and_without_imports_and_exports() -> None:
    assert page_script("start.js", MODULES.__getitem__) == (
        "const a = 1;\nasync function more() {}\nconst own = 2; // no export at all\n"
        "\nfunction b(x) {\n  return x + a;\n}\n"
        "\n// Starts.\n\n\nb(a, more);\n"
    )


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("a.js", "export const a = 1;\n", "imports more, which a.js does not export"),
        ("a.js", "const a = 1;\nexport const more = 1;\n", "imports a, which a.js does not export"),
        (
            "a.js",
            'import { b } from "./b.js";\nexport const a = 1;\n',
            "import each other: start.js -> b.js -> a.js -> b.js",
        ),
        ("a.js", "export const a = 1, more = 2;\nfunction b() {}\nexport const more = 1;\n", "both declare b"),
        ("a.js", "export default 1;\n", "not as 'export default 1;'"),
        ("a.js", 'export { a } from "./unused.js";\n', "not as 'export"),
        ("start.js", 'import { a as c } from "./a.js";\n', "not as 'import"),
        ("start.js", 'import * as all from "./a.js";\n', "not as 'import"),
        ("start.js", 'import { a } from "leaflet";\n', "not as 'import"),
        ("start.js", 'import "./a.js";\n', "not as 'import"),
    ],
)
def test_what_it_cannot_do_is_an_error(name: str, text: str, complaint: str) -> None:
    modules = MODULES | {name: text}
    with pytest.raises(ValueError, match=re.escape(complaint)):
        page_script("start.js", modules.__getitem__)


def test_every_script_is_in_a_page_and_only_a_live_one_has_all() -> None:
    read = {path.name: path.read_text(encoding="utf-8") for path in SCRIPTS.glob("*.js")}
    seen: dict[str, set[str]] = {"map.js": set(), "live_map.js": set()}
    for entry, names in seen.items():

        def reading(name: str, names: set[str] = names) -> str:
            names.add(name)
            return read[name]

        script = page_script(entry, reading)
        assert not re.search(r"^(import|export)\b", script, re.MULTILINE)
        assert script.rstrip().endswith("createLive);" if entry == "live_map.js" else "null);")
    assert seen["map.js"] | seen["live_map.js"] == set(read)
    assert seen["live_map.js"] - seen["map.js"] == {name for name in read if name.startswith("live")}
