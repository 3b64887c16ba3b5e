"""How sure the figures are: assumptions drawn from distributions, and what that does to the results."""
