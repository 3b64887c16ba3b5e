"""A run held against official figures, and against its own last accepted results. Nothing here changes a result."""
