"""Surveillance: case aggregates, signals, blind spots, timeliness, models of the epidemic."""
