"""Two or more situations side by side: now, scenarios, moments, projects and earlier runs."""
