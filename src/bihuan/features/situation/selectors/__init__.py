"""Reads for the first screen."""
