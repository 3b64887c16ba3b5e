"""The JSON schema of the project file, with which editors complete and check its keys.

Types, bounds and defaults come from the model, explanations from the template. TOML has no null, and a file that takes
over another (``base``) holds a part of the keys, so that nothing is required and nothing may be null: what is
missing, and what two keys together cannot be, is for ``zorgkaart check``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from zorgkaart.project.explanations import explanations
from zorgkaart.project.keys import ANY, PathUse, Place, named_sections, path_keys
from zorgkaart.project.model import Project

# The draft that every editor knows; without references, beside which it allows no explanation.
DRAFT = "http://json-schema.org/draft-07/schema#"
TITLE = "Projectbestand van zorgkaart"
# What pydantic says that an editor has no use for: names of classes, and what English readers of the code are told.
NOISE = ("title", "description", "required", "format")
DATE = "date"


def project_schema(template: str) -> dict[str, Any]:
    """Return the schema of a project file.

    Parameters
    ----------
    template : str
        The text of a project file in which every key is explained; see
        :func:`zorgkaart.project.explanations.explanations`.
    """
    texts = explanations(template, frozenset(named_sections(Project)))
    raw = Project.model_json_schema()
    for key in path_keys(Project):
        if key.use is PathUse.ITSELF:
            del raw["properties"][key.place[0]]
    return {"$schema": DRAFT, "title": TITLE, **_Writer(raw.pop("$defs"), texts).schema(raw, ())}


def schema_text(template: str) -> str:
    """Return the schema as a file has it."""
    return json.dumps(project_schema(template), ensure_ascii=False, indent=1) + "\n"


class _Writer:
    """Writes the schema of pydantic anew: each section in its place, explained."""

    def __init__(self, definitions: Mapping[str, Any], texts: Mapping[Place, str]) -> None:
        self._definitions = definitions
        self._texts = texts

    def schema(self, raw: Mapping[str, Any], place: Place) -> dict[str, Any]:
        """What may stand at a place of the file."""
        if "$ref" in raw:
            return self.schema(self._definitions[raw["$ref"].rpartition("/")[2]], place)
        choices = [choice for choice in raw.get("anyOf", raw.get("oneOf", ())) if choice.get("type") != "null"]
        if len(choices) == 1:
            return self.schema({**choices[0], **_kept(raw, "anyOf", "oneOf")}, place)
        if choices:
            return {"anyOf": [self.schema(choice, place) for choice in choices]}
        schema = {"description": self._texts[place]} if place in self._texts else {}
        schema |= _kept(raw, *NOISE, "properties", "patternProperties", "additionalProperties", "items", "prefixItems")
        if raw.get("format") == DATE:
            schema["format"] = DATE
        if raw.get("type") == "array":
            return schema | {"items": self.schema(_item(raw), (*place, ANY))}
        if raw.get("type") == "object":
            return {key: value for key, value in schema.items() if key != "default"} | self._keys(raw, place)
        return schema

    def _keys(self, raw: Mapping[str, Any], place: Place) -> dict[str, Any]:
        """The keys of a section, or what stands under every name of a section with names."""
        if "properties" in raw:
            keys = {name: self.schema(inner, (*place, name)) for name, inner in raw["properties"].items()}
            return {"properties": keys, "additionalProperties": False}
        named = raw.get("patternProperties") or {"": raw["additionalProperties"]}
        ((pattern, inner),) = named.items()
        below = self.schema(inner, (*place, ANY))
        if not pattern:
            return {"additionalProperties": below}
        return {"patternProperties": {pattern: below}, "additionalProperties": False}


def _item(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the items of a list are: those of a fixed number are all of one sort."""
    item: Mapping[str, Any] = raw["items"] if "items" in raw else raw["prefixItems"][0]
    return item


def _kept(raw: Mapping[str, Any], *but: str) -> dict[str, Any]:
    return {key: value for key, value in raw.items() if key not in but and value is not None}
