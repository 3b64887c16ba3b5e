"""What is wrong with a key, in words that need no Python."""

from __future__ import annotations

# What names may look like, and the same in words.
KIND_PATTERN = r"^[a-z][a-z0-9_]*$"
NAME_PATTERN = r"^[a-z0-9][a-z0-9_-]*$"
PROJECT_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9_-]*$"
LAND_PATTERN = "^[A-Z]{2}$"
PATTERN_WORDS = {
    KIND_PATTERN: "write small letters, digits and _, a letter first, as in huisarts_2",
    NAME_PATTERN: "write small letters, digits, _ and -, a letter or digit first, as in sluiting-noord",
    PROJECT_PATTERN: "write letters, digits, _ and -, a letter or digit first, as in mijn-regio",
    LAND_PATTERN: "write the two capitals of a country, as in DE",
}

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
    if kind == "string_pattern_mismatch":
        return next(words for pattern, words in PATTERN_WORDS.items() if message.endswith(f"'{pattern}'"))
    message = PLAIN_WORDS.get(kind, message.removeprefix("Value error, "))
    return message[:1].lower() + message[1:]
