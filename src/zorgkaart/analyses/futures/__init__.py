"""Years to come: who lives where then, which practices have no owner left, and what closures add to that."""
