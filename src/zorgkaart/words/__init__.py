"""Dutch words for numbers, dates, lists and parts of sentences."""
