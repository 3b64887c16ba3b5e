"""The page on what a run could not see."""
