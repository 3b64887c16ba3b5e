"""The documentation is true: its commands and Python run, its links lead somewhere, it loads nothing from outside."""

from __future__ import annotations

import html.parser
import importlib.util
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import pandas as pd
import pytest
import typer
from support.axe import axe_findings
from support.browser import DESKTOP, PHONE, TWICE, Browser
from support.docs_commands import DOCS, Block, Reader, blocks, make_clone, pages
from support.paths import ROOT

from zorgkaart.cli.app import app
from zorgkaart.project.template import TEMPLATE

# 'make run' is typed as the recipe that the Makefile has for it, as everything is installed here already.
RECIPES = {"make run": "zorgkaart run projects/groningen.toml"}
# Typed as make's recipe by continuous integration: the small project is not the one whose figures were accepted.
AS_MAKE = {"zorgkaart validate": "make validate"}
# Typed by continuous integration, in .ci/run.
IN_CI = {"make test", "make lint", "make validate", "make notebooks", "make docs"}
# Not typed by any test: they need files or machines that a clone has not.
BY_HAND = {"make test-fast", "make bench", "make data", "make constraints", "make help"}
MINUTES, WORDS_PER_MINUTE = 10, 200


@contextmanager
def public_services(folder: Path) -> Iterator[dict[str, str]]:
    """Where ``zorgkaart fetch`` gets its data, played on this machine."""
    from support.fetch_server import playing

    played = folder / "diensten"
    played.mkdir()
    with playing(played) as server, pytest.MonkeyPatch.context() as patch:
        patch.setenv("ZORGKAART_SERVICES", str(server.services))
        yield {}


@contextmanager
def database(folder: Path) -> Iterator[dict[str, str]]:
    """A database for ``--to``; the page is skipped where there is no PostgreSQL."""
    from support.postgres_server import make_database, started

    with started() as server:
        yield {"postgresql://gis@localhost/zorg": make_database(server, "zorg")}


Service = Callable[[Path], AbstractContextManager[dict[str, str]]]
# Pages that need something beside a clone: what starts it, and gives what then stands for words of the page.
SERVICES: dict[str, Service] = {
    "README.md": public_services,
    "docs/eigen-regio.md": public_services,
    "docs/postgis.md": database,
}

ALL = {page.relative_to(ROOT).as_posix(): page for page in pages()}
USED = {name: page for name, page in ALL.items() if any(b.is_commands or b.language == "python" for b in blocks(page))}


@pytest.fixture(scope="module")
def reference() -> ModuleType:
    """``docs/reference.py``, which writes the pages that follow from the program."""
    spec = importlib.util.spec_from_file_location("reference", DOCS / "reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site; mkdocs fails on a link or an anchor that leads nowhere."""
    pytest.importorskip("mkdocs")
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


# Commands and code.


@pytest.mark.slow
@pytest.mark.parametrize("name", USED)
def test_every_command_of_a_page_works_as_it_stands(name: str, tmp_path: Path) -> None:
    found = blocks(ALL[name])
    with _services(name, tmp_path) as replace:
        reader = Reader(make_clone(tmp_path), replace=replace)
        for block in found:
            if block.title:
                reader.write(block)
            elif block.language == "python":
                reader.run(block)
            elif block.is_commands:
                for command in block.commands():
                    _type(reader, command, block)


def _type(reader: Reader, command: str, block: Block) -> None:
    bare = command.partition(" #")[0].strip().removeprefix(".venv/bin/")
    if bare in AS_MAKE:
        return
    if bare in RECIPES:
        reader.type(RECIPES[bare], block.where)
    elif bare.startswith("make "):
        assert bare in IN_CI | BY_HAND, f"{block.where}: {bare!r} is typed nowhere"
    else:
        reader.type(command, block.where)


def test_commands_stand_in_blocks_that_say_so() -> None:
    """README apart, which keeps its bare fences; they are typed all the same."""
    bare = [
        b.where
        for name, page in ALL.items()
        if name != "README.md"
        for b in blocks(page)
        if b.is_commands and b.language != "bash"
    ]
    assert bare == []


def test_every_block_has_a_language() -> None:
    known = {"bash", "python", "toml", "csv", "text", "sql", "json"}
    assert [b.where for page in ALL.values() for b in blocks(page) if b.language not in known | {""}] == []
    assert [b.where for page in DOCS.rglob("*.md") for b in blocks(page) if not b.language] == []


def test_make_targets_are_what_this_test_takes_them_for() -> None:
    makefile, steps = ((ROOT / name).read_text(encoding="utf-8") for name in ("Makefile", ".ci/run"))
    for command in IN_CI:
        assert re.search(rf"\b{command}\b", steps), f".ci/run does not type {command!r}"
    for command in RECIPES.keys() | IN_CI | BY_HAND:
        assert re.search(rf"^{command.split()[1]}:", makefile, re.M), f"the Makefile has no {command!r}"
    assert set(AS_MAKE.values()) <= IN_CI
    for command in [*RECIPES.values(), *AS_MAKE]:
        assert f"\t$(BIN)/{' '.join(command.split()[:2])} $(PROJECT)\n" in makefile
    assert "PROJECT ?= projects/groningen.toml\n" in makefile


# What a page must tell.


def test_every_command_and_option_stands_on_the_page_of_commands() -> None:
    page = (DOCS / "opdrachten.md").read_text(encoding="utf-8")
    for word in _words_of_the_command_line():
        assert f">{word}<" in page or f"\n## {word}\n" in page, word


def test_every_key_of_the_project_file_stands_in_the_documentation() -> None:
    """By name, in code, on the page about the project file and nowhere cut off."""
    page = (DOCS / "projectbestand.md").read_text(encoding="utf-8")
    lines = [line for line in TEMPLATE.read_text(encoding="utf-8").splitlines() if line]
    assert len(lines) > 100
    assert [line for line in lines if f"\n{line}\n" not in page] == []


def test_pieces_of_a_project_file_have_keys_that_exist() -> None:
    known = set(re.findall(r"\w+", TEMPLATE.read_text(encoding="utf-8")))
    pieces = [block for page in ALL.values() for block in blocks(page) if block.language == "toml"]
    assert len(pieces) > 5
    for block in pieces:
        for section, keys in tomllib.loads(block.text).items():
            own = keys if isinstance(keys, dict) else {}
            named = own.values() if all(isinstance(value, dict) for value in own.values()) else [own]
            wrong = {section, *(key for table in named for key in table)} - known
            assert wrong == set(), f"{block.where}: {wrong}"


def test_pages_that_follow_from_the_program_are_current(reference: ModuleType) -> None:
    for name, text in reference.pages().items():
        assert (DOCS / name).read_text(encoding="utf-8") == text, f"docs/{name} is old: run python -m docs.reference"


def test_the_files_of_the_example_are_those_that_the_tutorial_shows() -> None:
    shown = {Path(b.title).name: b.text for b in blocks(DOCS / "eigen-regio.md") if b.title}
    shipped = {path.name: path.read_text(encoding="utf-8") for path in (DOCS / "voorbeeld").iterdir()}
    assert shown
    assert {name: shipped.get(name) for name in shown} == shown


def test_a_newcomer_has_a_map_after_ten_minutes_of_reading() -> None:
    """All of the tutorial counts, code too: a reader looks at that as well."""
    text = (DOCS / "eigen-regio.md").read_text(encoding="utf-8")
    words = len(re.findall(r"[\w'-]+", re.sub(r"<!--.*?-->|\]\([^)]*\)", " ", text, flags=re.S)))
    assert words / WORDS_PER_MINUTE <= MINUTES, f"{words} words"


# The site.


@pytest.mark.slow
def test_every_page_is_in_the_menu_and_every_link_leads_somewhere(site: Path) -> None:
    built = {path.relative_to(site).with_suffix(".md").as_posix() for path in site.rglob("*.html")} - {"404.md"}
    assert built == {page.relative_to(DOCS).as_posix() for page in DOCS.rglob("*.md")}


@pytest.mark.slow
def test_the_site_loads_nothing_from_outside(site: Path) -> None:
    loaded = {page.relative_to(site).as_posix(): _loaded(page) for page in site.rglob("*.html")}
    assert any(loaded.values())
    assert {page: urls for page, found in loaded.items() if (urls := list(filter(_is_outside, found)))} == {}
    for sheet in site.rglob("*.css"):
        urls = re.findall(r"(?:@import\s+|url\()['\"]?([^'\")\s;]+)", sheet.read_text(encoding="utf-8"))
        assert list(filter(_is_outside, urls)) == [], sheet


@pytest.mark.browser
@pytest.mark.parametrize("size", [DESKTOP, TWICE, PHONE])
@pytest.mark.parametrize("name", ["index", "kaart-lezen", "projectbestand", "uitvoer", "model", "api/study"])
def test_axe_has_no_serious_finding(browser: Browser, site: Path, name: str, size: tuple[int, int]) -> None:
    browser.open(site / f"{name}.html", size=size)
    assert axe_findings(browser) == []


def test_pictures_are_small_and_described() -> None:
    for picture in DOCS.rglob("*.png"):
        assert picture.stat().st_size < 200_000, picture
    for page in DOCS.rglob("*.md"):
        assert re.findall(r"!\[\s*\]", page.read_text(encoding="utf-8")) == [], page


@pytest.mark.slow
def test_the_reference_has_no_roles_of_another_tool(site: Path) -> None:
    for page in (site / "api").glob("*.html"):
        assert re.findall(r":(?:class|func|meth|attr|data|mod):", page.read_text(encoding="utf-8")) == [], page


class _Loads(html.parser.HTMLParser):
    """Collects what a browser fetches when it opens a page: not what a reader may click on."""

    def __init__(self) -> None:
        super().__init__()
        self.urls: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in ("script", "img", "iframe", "source", "video", "audio", "embed"):
            self.urls += [
                values.get("src") or "",
                *(part.split()[0] for part in (values.get("srcset") or "").split(",") if part),
            ]
        if tag == "object":
            self.urls.append(values.get("data") or "")
        if tag == "link" and (values.get("rel") or "") not in ("canonical", "next", "prev", "edit"):
            self.urls.append(values.get("href") or "")


def _loaded(page: Path) -> list[str]:
    parser = _Loads()
    parser.feed(page.read_text(encoding="utf-8"))
    return [url for url in parser.urls if url]


def _is_outside(url: str) -> bool:
    return url.startswith("//") or (":" in url.split("/")[0] and not url.startswith("data:"))


@contextmanager
def _services(name: str, folder: Path) -> Iterator[dict[str, str]]:
    """What a page needs beside a clone, while its commands are typed."""
    if name not in SERVICES:
        yield {}
        return
    with SERVICES[name](folder) as replace:
        yield replace


def _words_of_the_command_line() -> Iterator[str]:
    """Every command and every option."""
    group: Any = typer.main.get_command(app)
    for name, command in group.commands.items():
        yield name
        for param in command.params:
            yield from (*param.opts, *param.secondary_opts) if param.param_type_name == "option" else ()


def test_the_readme_counts_what_is_covered_as_validate_does(reference: ModuleType) -> None:
    accepted = pd.read_csv(ROOT / "projects" / "groningen.accepted.csv").set_index("id")
    published = pd.read_csv(ROOT / "data" / "published" / "groningen.csv").set_index("id")
    said = re.search(
        r"cover (\d+) of the \d+ published counts", "\n".join(reference.headline_lines(accepted, published))
    )
    assert said is not None
    assert int(said[1]) == accepted.loc["cijfers_gedekt", "waarde"]
