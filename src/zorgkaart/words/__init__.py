"""Dutch words for numbers, dates, lists and parts of sentences, by Babel's rules for the Netherlands.

Every text that a reader sees takes its numbers, dates and lists from here, so that a figure looks the same on
the terminal, on a map, in a picture and in a report. Nothing here knows what the words are about.
"""
