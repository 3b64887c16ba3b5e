"""Travel times to care for every neighbourhood, the 45-minute norm as a chain, and what a closure changes."""

from __future__ import annotations

from importlib.metadata import version

__version__ = version("zorgkaart")

__all__ = ["__version__"]
