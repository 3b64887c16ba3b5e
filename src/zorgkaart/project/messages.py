"""What is wrong with a key, in words that need no Python."""

from __future__ import annotations

PLAIN_WORDS = {
    "extra_forbidden": "there is no such key",
    "missing": "this key is missing",
    "path_type": "a path between quotes is needed",
    "tuple_type": "a list between [ and ] is needed",
    "string_type": "a text between quotes is needed",
    "bool_parsing": "true or false is needed",
    "bool_type": "true or false is needed",
    "float_parsing": "a number is needed",
    "float_type": "a number is needed",
    "model_type": "a section is needed",
    "dict_type": "a section is needed",
    "date_type": "a date is needed, as in 2026-01-31 and without quotes",
    "date_from_datetime_parsing": "a date is needed, as in 2026-01-31",
    "date_from_datetime_inexact": "a date without a time is needed, as in 2026-01-31",
}


def sentence(kind: str, message: str) -> str:
    """An error of pydantic in words that need no Python, as it goes on after a colon."""
    message = PLAIN_WORDS.get(kind, message.removeprefix("Value error, "))
    return message[:1].lower() + message[1:]
