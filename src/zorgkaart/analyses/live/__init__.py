"""The map in which sites are clicked shut and open."""
