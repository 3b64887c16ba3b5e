"""A recorded computation repeated, and compared to the last digit."""
