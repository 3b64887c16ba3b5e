"""What the template of the project file says about each key, by the place of the key.

The explanation of a key or a section stands behind it, or in the lines right above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from zorgkaart.project.keys import ANY, Place

# A section, a key and what stands behind them; most are commented out.
SECTION = re.compile(r"(?:# )?\[([a-z_]+)(?:\.([A-Za-z0-9_-]+))?\](?:\s+# (.+))?")
KEY = re.compile(r"""(?:# )?([a-z0-9_]+) = (?:"[^"]*"|[^"#])+?(?:\s+# (.+))?""")
COMMENT = re.compile(r"# (.+)")


def explanations(template: str, named: frozenset[str]) -> dict[Place, str]:
    """Return the explanation of every key and section of a template that has one.

    Parameters
    ----------
    named : frozenset of str
        The sections with names, as ``kinds``: what is said of one of them is said of all.
    """
    texts: dict[Place, str] = {}
    for place, text in _explained(template, named):
        if text:
            texts.setdefault(place, text)
    return texts


def _explained(template: str, named: frozenset[str]) -> Iterator[tuple[Place, str]]:
    section: Place = ()
    above: list[str] = []
    for line in template.splitlines():
        if match := SECTION.fullmatch(line):
            first, second, behind = match.groups()
            section = (first,) if second is None else (first, ANY if first in named else second)
            # What stands above the first of several names is about the section as a whole.
            yield ((first,) if first in named else section), behind or " ".join(above)
            above = []
        elif match := KEY.fullmatch(line):
            yield (*section, match[1]), match[2] or " ".join(above)
            above = []
        elif match := COMMENT.fullmatch(line):
            above.append(match[1])
        else:
            above = []
