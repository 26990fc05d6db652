"""How figures are shown: absent is "—", a small denominator shows counts, a small cell hides.

Nothing here turns an absent value into zero.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

ABSENT = "—"
SMALL_DENOMINATOR = 10
SMALL_CELL = 5


@dataclass(frozen=True, slots=True)
class Ratio:
    """A numerator over a denominator; None is unknown, never zero.

    Raises
    ------
    ValueError
        "Expected 0 <= n <= of." The counts contradict each other.
    """

    n: int | None
    of: int | None

    def __post_init__(self) -> None:
        if self.n is not None and self.of is not None and not 0 <= self.n <= self.of:
            raise ValueError(f"Expected 0 <= n <= of, got {self.n} of {self.of}.")

    @property
    def value(self) -> Fraction | None:
        """Return the exact ratio, or None when unknown or without a denominator."""
        if self.n is None or not self.of:
            return None
        return Fraction(self.n, self.of)

    @property
    def percent(self) -> Decimal | None:
        """Return the percentage to two decimals, half up, whatever the denominator."""
        value = self.value
        return None if value is None else _rounded(value * 100)

    @property
    def shown(self) -> str:
        """Return the percentage, the counts when the denominator is under ten, or "—"."""
        if self.n is None or not self.of:
            return ABSENT
        if self.of < SMALL_DENOMINATOR:
            return f"{self.n}/{self.of}"
        return f"{self.percent} %"


def shown(value: int | None) -> str:
    """Return a count with thousands separators, or "—" when absent."""
    return ABSENT if value is None else f"{value:,}"


def cell(count: int | None, *, sees_small_cells: bool) -> str:
    """Return a count of people, hiding 1–4 from those who may not see small cells."""
    if count is not None and 0 < count < SMALL_CELL and not sees_small_cells:
        return f"<{SMALL_CELL}"
    return shown(count)


def hidden_cells(counts: Sequence[int | None]) -> frozenset[int]:
    """Return the places in a row with a published total that must be hidden together.

    One hidden cell could be subtracted from the total, so the smallest other count hides too.
    """
    small = {i for i, n in enumerate(counts) if n is not None and 0 < n < SMALL_CELL}
    if len(small) == 1:
        others = [(n, i) for i, n in enumerate(counts) if n and i not in small]
        if others:
            small.add(min(others)[1])
    return frozenset(small)


def quantile(values: Iterable[float | None], q: float) -> float | None:
    """Return a quantile by linear interpolation; None when no value is present.

    Parameters
    ----------
    values
        Any order; absent ones are left out.
    q
        In [0, 1].

    Raises
    ------
    ValueError
        "Expected q in [0, 1]."
    """
    if not 0 <= q <= 1:
        raise ValueError("Expected q in [0, 1].")
    present = sorted(v for v in values if v is not None)
    if not present:
        return None
    place = q * (len(present) - 1)
    low = int(place)
    high = min(low + 1, len(present) - 1)
    return present[low] + (present[high] - present[low]) * (place - low)


def median(values: Iterable[float | None]) -> float | None:
    """Return the median, or None when no value is present."""
    return quantile(values, 0.5)


def p90(values: Iterable[float | None]) -> float | None:
    """Return the ninth decile, or None when no value is present."""
    return quantile(values, 0.9)


def _rounded(value: Fraction) -> Decimal:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
