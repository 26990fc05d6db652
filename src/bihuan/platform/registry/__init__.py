"""Finds what features offer by fixed module names, and who listens to which event."""
