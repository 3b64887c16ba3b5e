"""Location models on arrays: which candidates to choose, with a proven bound on how much better another choice is."""
