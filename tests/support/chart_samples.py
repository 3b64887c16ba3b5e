"""A chart of minutes, and the texts on it."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.figure import Figure

from zorgkaart.outputs.pictures.charts import AFTER, Curve

HOSTILE = "$\\frac{1}{0}$ <script>alert(1)</script> & =cmd"


def curve(minutes: list[float], weight: list[float], **options: Any) -> Curve:
    return Curve(options.pop("label", "lijn"), np.array(minutes), np.array(weight), AFTER, **options)


def texts(figure: Figure) -> list[str]:
    return [text.get_text() for ax in figure.axes for text in ax.texts] + [text.get_text() for text in figure.texts]
