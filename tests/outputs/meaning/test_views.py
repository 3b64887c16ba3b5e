"""Views that make no sense are refused."""

from __future__ import annotations

from typing import Any

import pytest
from support.map_samples import (
    car_view,
    draw,
)

from zorgkaart.errors import InputError
from zorgkaart.outputs.meaning.views import View


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"key": "a b"}, "a key has"),
        ({"classes": ()}, "ascending"),
        ({"classes": (10.0, 5.0)}, "ascending"),
        ({"classes": (10.0, float("inf"))}, "ascending"),
        ({"classes": tuple(float(n) for n in range(1, 12))}, "ascending"),
        ({"limit": 44.0}, "not one of the classes"),
        ({"diverging": True, "classes": (-5.0, 0.0, 5.0)}, "zero must lie inside"),
        ({"moment": "na"}, "moment and theme"),
        ({"theme": "seh"}, "moment and theme"),
    ],
)
def test_views_that_make_no_sense(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        car_view("seh", **changes)


@pytest.mark.parametrize(
    ("views", "message"),
    [
        ((), "at least one view"),
        ((car_view("seh"), car_view("seh")), "twice: seh"),
        (
            (car_view("seh", key="a", moment="na", theme="seh"), car_view("seh", key="b", moment="na", theme="seh")),
            "twice: seh/na",
        ),
    ],
)
def test_views_that_do_not_go_together(views: tuple[View, ...], message: str) -> None:
    with pytest.raises(InputError, match=message):
        draw(views=views)
