"""Reads of the territory: always by ranges of codes."""
