"""Every picture of the report has words."""

from __future__ import annotations

import re

from zorgkaart.outputs.documents.content import Picture, Report


def test_every_picture_has_words(ommelander_report: Report) -> None:
    pictures = [block for block in ommelander_report.blocks() if isinstance(block, Picture)]
    assert len(pictures) == 7  # the distribution; the norm and the trip by car before, after and as a difference
    assert len({picture.name for picture in pictures}) == len(pictures)
    for picture in pictures:
        assert picture.alt
        assert picture.caption
        assert b"http" not in re.sub(rb'(xmlns(:\w+)?|rdf:resource)="[^"]*"|<!DOCTYPE[^>]*>', b"", picture.svg)
