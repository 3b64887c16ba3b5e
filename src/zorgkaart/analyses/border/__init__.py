"""What sites abroad make a difference for."""
