"""Errors of pydantic in plain words."""

from __future__ import annotations

import json
import re

from pydantic import TypeAdapter, ValidationError

from zorgkaart.project.messages import PATTERN_WORDS, sentence
from zorgkaart.project.model import Project


def test_every_pattern_of_the_project_file_has_words() -> None:
    """Nobody is shown a regular expression."""
    schema = json.dumps(TypeAdapter(Project).json_schema())
    used = set(re.findall(r'"pattern": ("(?:[^"\\]|\\.)*")', schema))
    keys = re.findall(r'"patternProperties": \{("(?:[^"\\]|\\.)*")', schema)
    used |= set(keys)
    assert len(used) > 1
    assert keys
    assert {json.loads(text) for text in used} <= set(PATTERN_WORDS)


def test_a_pattern_is_said_in_words() -> None:
    try:
        Project.model_validate({"kinds": {"MRI": {}}})
    except ValidationError as error:
        (item,) = [item for item in error.errors() if item["type"] == "string_pattern_mismatch"]
    assert sentence(item["type"], item["msg"]) == PATTERN_WORDS[item["ctx"]["pattern"]]
    assert "^" not in sentence(item["type"], item["msg"])
