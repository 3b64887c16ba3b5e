"""Documents: one content, rendered as HTML and as PDF."""
