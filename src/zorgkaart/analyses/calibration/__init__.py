"""One number fitted to published figures, in the open."""
