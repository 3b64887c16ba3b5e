"""Arrays as base64 in the smallest type that holds them, for the data block of a page; long ones deflated.

``live_inflate.js`` makes them whole again. Before they are deflated, the first bytes of all numbers are put together,
then the second ones, and so on, as the high bytes of neighbours are often alike.
"""

from __future__ import annotations

import base64
import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

LONG = 4096  # bytes, from which on deflating is worth it


def packed(values: NDArray[Any]) -> dict[str, Any]:
    """Numbers as base64 of little-endian bytes, with their type; of long ones the bytes are deflated.

    Whole numbers take the smallest integer type, others keep the precision of `values`.

    Returns
    -------
    dict
        ``type`` and ``data``; and ``size`` where they are deflated: how many bytes they were.
    """
    whole = not len(values) or (bool(np.isfinite(values).all()) and bool((values == np.floor(values)).all()))
    kinds = ("u1", "i1", "u2", "i2", "u4", "i4") if whole else ()
    low, high = (values.min(), values.max()) if len(values) and whole else (0, 0)
    for kind in kinds:
        info = np.iinfo(kind)
        if info.min <= low and high <= info.max:
            break
    else:
        kind = "f4" if values.dtype == np.float32 else "f8"
    numbers = np.ascontiguousarray(values.astype(f"<{kind}"))
    data = numbers.tobytes()
    if len(data) >= LONG:
        planes = numbers.view(np.uint8).reshape(len(numbers), numbers.itemsize).T
        deflated = _deflated(np.ascontiguousarray(planes).tobytes())
        if len(deflated) < len(data):
            return {"type": kind, "data": base64.b64encode(deflated).decode(), "size": len(data)}
    return {"type": kind, "data": base64.b64encode(data).decode()}


def _deflated(data: bytes) -> bytes:
    """As in RFC 1951, without a head."""
    machine = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return machine.compress(data) + machine.flush()


def packed_steps(values: NDArray[Any]) -> dict[str, Any]:
    """As :func:`packed`, for whole numbers of which nearly all fit in two bytes: the others stand apart.

    Returns
    -------
    dict
        As :func:`packed`, with 0 in the place of those that do not fit, and ``far``: their places and themselves.
    """
    info = np.iinfo("i2")
    far = np.flatnonzero((values < info.min) | (values > info.max))
    near = np.array(values)
    near[far] = 0
    return {**packed(near), "far": [far.tolist(), values[far].astype(int).tolist()]}
