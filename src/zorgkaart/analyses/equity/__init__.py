"""How evenly access to care is spread over people, and between groups of them: equity."""
