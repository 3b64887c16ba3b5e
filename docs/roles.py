"""Docstrings name other objects with Sphinx roles; on the site these become plain code."""

from __future__ import annotations

import re
from typing import Any

import griffe

ROLE = re.compile(r":(?:class|func|meth|attr|data|mod):`~?(?:[\w.]*\.)?(\w+)`")


class Roles(griffe.Extension):
    """Replaces ``:class:`~a.b.C` `` by ``C`` before a docstring is parsed."""

    def on_object(self, *, obj: griffe.Object, **kwargs: Any) -> None:
        """Rewrite the docstring of one object."""
        if obj.docstring is not None:
            obj.docstring.value = ROLE.sub(r"`\1`", obj.docstring.value)
