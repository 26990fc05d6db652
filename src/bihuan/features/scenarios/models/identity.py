"""Ids of the rows: made from what they are, so that a repeat finds the same row."""

from uuid import UUID, uuid5

ROWS = UUID("3f6e0d52-7c1b-5d43-9a60-5c7e1f2b8d90")


def row_id(kind: str, *parts: int | str) -> str:
    """Return the 32 hex digits of a row named by its parts."""
    return uuid5(ROWS, ":".join((kind, *(str(part) for part in parts)))).hex
