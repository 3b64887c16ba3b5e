"""Numbers fitted to published figures, in the open."""
