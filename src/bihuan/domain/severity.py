"""Severity (级别) of a finding: S1 life or rights … S4 minor."""

from enum import IntEnum


class Severity(IntEnum):
    """How grave a finding is; a smaller number is graver."""

    S1 = 1
    S2 = 2
    S3 = 3
    S4 = 4

    @property
    def is_grave(self) -> bool:
        """Tell whether stricter separations hold (S1–S2)."""
        return self <= Severity.S2

    @property
    def one_graver(self) -> "Severity":
        """Return the next graver severity; S1 stays S1."""
        return Severity(max(self - 1, 1))


def gravest(first: int, second: int) -> Severity:
    """Return the graver of two severities."""
    return Severity(min(first, second))


def severity_of(value: object) -> Severity | None:
    """Read a severity given as 1–4 or "S1"–"S4"; anything else is None."""
    if isinstance(value, str):
        return Severity.__members__.get(value.strip().upper())
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= len(Severity):
        return Severity(value)
    return None
