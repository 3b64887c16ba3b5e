"""The main job: travel times, norms and all their files."""
