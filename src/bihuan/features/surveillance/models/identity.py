"""Ids of the rows: made from what they are, so that a repeat finds the same row."""

from uuid import UUID, uuid5

ROWS = UUID("0c8a3b4e-5f0a-5b8e-9a55-3f2c7d1e6a44")


def row_id(kind: str, *parts: int | str) -> str:
    """Return the 32 hex digits of a row named by its parts."""
    return uuid5(ROWS, ":".join((kind, *(str(part) for part in parts)))).hex
