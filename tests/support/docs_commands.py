"""The documentation as a reader uses it: commands that are typed, files that are written, Python that is run.

A page is read from top to bottom in one folder, which looks like a clone of the repository:

* ``bash`` blocks are commands, typed as they stand. ``zorgkaart`` is called in this process, which saves the seconds
  that Python needs to start; everything else goes to bash.
* a block with ``title="a/path"`` is a file that the reader writes.
* ``python`` blocks of a page are one session.

What differs from a reader's own clone: the default project has one municipality and few draws, so that a command takes
seconds; continuous integration runs it whole (``make run``, ``make validate``).
"""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from support.paths import ROOT
from zorgkaart.cli.app import app

DOCS = ROOT / "docs"
FENCE = re.compile(r"^(?P<indent> *)(?P<fence>```+)(?P<language>[\w-]*)(?P<rest>.*)$")
TITLE = re.compile(r'title="([^"]+)"')
PROGRAM = re.compile(r"^(\.venv/bin/)?(zorgkaart|make|python3?|pip|ogr2ogr|psql|cp|mkdir|git)\s")
ZORGKAART = ("zorgkaart", ".venv/bin/zorgkaart")
SMALL = {
    'provincies = ["Groningen"]\n': 'provincies = ["Groningen"]\ngemeentenamen = ["Oldambt"]\n',
    "\ndraws = 200\n": "\ndraws = 4\n",
}


@dataclass(frozen=True)
class Block:
    """A fenced block of a page."""

    page: str
    line: int
    language: str
    title: str
    text: str

    @property
    def where(self) -> str:
        """For messages: the page and the line of the fence."""
        return f"{self.page}:{self.line}"

    @property
    def is_commands(self) -> bool:
        """Whether these are commands, also where the fence does not say so."""
        if self.language in ("", "console", "sh", "shell"):
            return any(PROGRAM.match(line) for line in self.text.splitlines())
        return self.language == "bash"

    def commands(self) -> Iterator[str]:
        """The commands, one by one; a backslash at the end of a line goes on to the next."""
        for line in self.text.replace("\\\n", " ").splitlines():
            if line.strip() and not line.lstrip().startswith("#"):
                yield line.strip()


def blocks(page: Path) -> list[Block]:
    """The fenced blocks of a Markdown file."""
    name = page.relative_to(ROOT).as_posix()
    found, opened, lines = [], None, []
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), start=1):
        match = FENCE.match(line)
        if opened is None and match:
            opened, lines = (number, match), []
        elif opened is not None and match and match["fence"] == opened[1]["fence"] and not match["language"]:
            title = TITLE.search(opened[1]["rest"])
            text = "".join(f"{each}\n" for each in lines)
            found.append(Block(name, opened[0], opened[1]["language"], title[1] if title else "", text))
            opened = None
        elif opened is not None:
            lines.append(line.removeprefix(opened[1]["indent"]))
    assert opened is None, f"{name}:{opened[0]}: the block is not closed"
    return found


def pages() -> list[Path]:
    """Every page that may hold commands."""
    return [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]


def make_clone(folder: Path) -> Path:
    """A folder that looks like a clone, with a small default project, in which pages can write what they like."""
    for name in ("data", "src", "notebooks", ".venv"):
        if (ROOT / name).exists():
            (folder / name).symlink_to((ROOT / name).resolve())
    shutil.copytree(DOCS, folder / "docs")
    shutil.copytree(ROOT / "projects", folder / "projects")
    project = folder / "projects" / "groningen.toml"
    text = project.read_text(encoding="utf-8")
    for old, new in SMALL.items():
        assert text.count(old) == 1, f"groningen.toml has no {old!r} to make it small by"
        text = text.replace(old, new)
    project.write_text(text, encoding="utf-8")
    return folder


class Reader:
    """Someone who does what a page says, in a folder like a clone.

    Parameters
    ----------
    folder
        From :func:`make_clone`.
    replace
        What stands on the page, and what it is on this machine: the address of a server, say.
    """

    def __init__(self, folder: Path, *, replace: Mapping[str, str] | None = None) -> None:
        self.folder = folder
        self.replace = replace or {}
        self.session: dict[str, object] = {"__name__": "__docs__"}

    def write(self, block: Block) -> None:
        """Write the file that a block shows."""
        path = self.folder / block.title
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text, encoding="utf-8")

    def type(self, command: str, where: str) -> str:
        """Type a command; what it printed. It must succeed."""
        for shown, real in self.replace.items():
            command = command.replace(shown, real)
        words = shlex.split(command, comments=True)
        code, output = self._zorgkaart(words[1:]) if words[0] in ZORGKAART else self._bash(command)
        assert code == 0, f"{where}: {command}\nexit code {code}\n{output}"
        return output

    def run(self, block: Block) -> str:
        """Run a block of Python after those before it; what it printed."""
        printed = io.StringIO()
        with self._here(), redirect_stdout(printed):
            exec(compile("\n" * block.line + block.text, block.page, "exec"), self.session)
        return printed.getvalue()

    def _zorgkaart(self, words: list[str]) -> tuple[int, str]:
        with self._here() as patch:
            patch.setattr(sys, "argv", ["zorgkaart", *words])
            result = CliRunner().invoke(app, words)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.output

    def _bash(self, command: str) -> tuple[int, str]:
        environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
        done = subprocess.run(
            ["bash", "-euc", command],
            cwd=self.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        return done.returncode, done.stdout + done.stderr

    @contextmanager
    def _here(self) -> Iterator[pytest.MonkeyPatch]:
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(self.folder)
            yield patch
