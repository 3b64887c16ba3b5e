"""Location models on arrays: which of many candidates to choose, with a proven bound on how much better any choice could be."""
