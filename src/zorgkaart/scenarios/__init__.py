"""What if a site closes, opens or moves, and what that does to everyone's travel times."""
