"""How much there is of a kind for whom: by every method, per area and per site."""
