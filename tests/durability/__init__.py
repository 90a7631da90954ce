"""What survives: kills, cut power as far as a system-call trace can show it, and many writers at once."""
