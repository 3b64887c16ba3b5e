"""The scripts of a page as one text.

In their folder the scripts are ES modules, which editors, linters and tests read as they are. A page that is
opened from a disk cannot load modules, so the page has them one behind the other in the scope of one function:
each module after those that it imports from, without its lines of ``import`` and the word ``export``.

What that takes is little, and all of it is checked: imports name what they take, under its own name, from a
module beside it; exports stand before a declaration; and no two modules declare the same name.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_IMPORT = re.compile(r'^import \{ (\w+(?:, \w+)*) \} from "\./(\w+\.js)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async function|function|const|let|class) )", re.MULTILINE)
_DECLARED = re.compile(r"^(export )?(?:async function|function|const|let|class) (\w+)", re.MULTILINE)
_OTHER = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)


def page_script(entry: str, read: Callable[[str], str]) -> str:
    """Return a module and all that it needs as one script.

    Parameters
    ----------
    entry : str
        File name of the module that starts the page.
    read : callable
        Gives the text of a module by its file name.

    Raises
    ------
    ValueError
        If the modules use a form of import or export that this does not know, import what is not exported, import
        each other in a circle, or declare one name twice.
    """
    sources = _in_order(entry, read)
    plain = [_plain(name, text) for name, text in sources.items()]
    declared: dict[str, str] = {}
    exported: dict[str, set[str]] = {}
    for name, text in sources.items():
        for word, variable in _DECLARED.findall(text):
            if variable in declared:
                raise ValueError(f"{name} and {declared[variable]} both declare {variable}. Rename one of them.")
            declared[variable] = name
            if word:
                exported.setdefault(name, set()).add(variable)
    for name, text in sources.items():
        for variables, other in _IMPORT.findall(text):
            missing = set(variables.split(", ")) - exported.get(other, set())
            if missing:
                raise ValueError(f"{name} imports {', '.join(sorted(missing))}, which {other} does not export.")
    return "\n".join(plain)


def _in_order(entry: str, read: Callable[[str], str]) -> dict[str, str]:
    """The text of each module, those that a module imports from before it."""
    sources: dict[str, str] = {}

    def add(name: str, importers: tuple[str, ...]) -> None:
        if name in importers:
            raise ValueError(f"modules import each other: {' -> '.join((*importers, name))}. Move what both need.")
        if name in sources:
            return
        text = read(name)
        for _, other in _IMPORT.findall(text):
            add(other, (*importers, name))
        sources[name] = text

    add(entry, ())
    return sources


def _plain(name: str, text: str) -> str:
    """A module without imports and exports."""
    plain = _EXPORT.sub("", _IMPORT.sub("", text))
    if left := _OTHER.search(plain):
        raise ValueError(f'{name}: write imports as import {{ name }} from "./module.js"; not as {left.group()!r}.')
    return plain
