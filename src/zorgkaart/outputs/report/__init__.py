"""The accessibility analysis of a scenario as a document: one content, rendered as HTML and as PDF."""
