"""The keys of the project file, as its model has them."""

from __future__ import annotations

from typing import get_args, get_origin

from pydantic import BaseModel


def sections(model: type[BaseModel], name: str = "") -> dict[str, list[str]]:
    """Every section of the project file and its keys; of sections with names the section of one of them."""
    found: dict[str, list[str]] = {name: []}
    for key, field in model.model_fields.items():
        listed = get_origin(field.annotation) is tuple
        inner = [t for t in (field.annotation, *get_args(field.annotation)) if isinstance(t, type) and not listed]
        inner = [t for t in inner if issubclass(t, BaseModel)]
        if inner:
            found |= sections(inner[0], f"{name}.{key}".strip("."))
        else:
            found[name].append(key)
    return found
