"""Ids of the review's rows: made from what they are, so that a repeat finds the same row."""

from uuid import UUID, uuid5

ROWS = UUID("5a1d1c3e-6a56-5f0e-9f1b-7d4e2a9c0b11")


def row_id(kind: str, *parts: int | str) -> str:
    """Return the 32 hex digits of a row named by its parts."""
    return uuid5(ROWS, ":".join((kind, *(str(part) for part in parts)))).hex


def night_id(incident: int, day: str) -> str:
    """Return the id of a night, shared by its review and its snapshot."""
    return row_id("night", incident, day)


def figure_id(incident: int, day: str, dimension: str, key: str) -> str:
    """Return the id of one published count."""
    return row_id("figure", incident, day, dimension, key)
