"""What the city knows about the epidemic: counts, signals, timeliness, never persons."""
