"""Sweeps over road arrays. Nothing here knows about care."""
