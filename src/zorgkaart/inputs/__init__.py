"""Inputs: areas, residents and facilities, read and checked at the door."""
