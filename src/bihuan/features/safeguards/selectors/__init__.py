"""Reads of safeguards."""
