"""What a figure can be: counts, shares, spreads, amounts, breakdowns, verdicts.

All of them are made of integers and text, so that a frozen figure has one canonical form. An
absent figure is None and prints "—"; nothing here turns it into zero.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bihuan.domain.figures import ABSENT, Ratio, median, p90
from bihuan.domain.figures import shown as shown_count
from bihuan.platform.i18n import choose


@dataclass(frozen=True, slots=True)
class Words:
    """One text in both languages."""

    zh: str
    en: str

    def __str__(self) -> str:
        """Return the text in the language of the page."""
        return choose(self.zh, self.en)

    def said(self, language: str) -> str:
        """Return the text for a language code such as ``zh-hans`` or ``en``."""
        return self.zh if language.startswith("zh") else self.en

    def as_json(self) -> dict[str, str]:
        """Return both texts by language."""
        return {"zh": self.zh, "en": self.en}


@dataclass(frozen=True, slots=True)
class Count:
    """A number of things."""

    n: int

    def as_json(self) -> dict[str, Any]:
        """Return the canonical form."""
        return {"kind": "count", "n": self.n}

    def shown(self, language: str) -> str:  # noqa: ARG002
        """Return the number with separators."""
        return shown_count(self.n)


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole; under ten it is shown as its two counts.

    Raises
    ------
    ValueError
        "Expected 0 <= n <= of."
    """

    n: int
    of: int

    def __post_init__(self) -> None:
        Ratio(self.n, self.of)

    def as_json(self) -> dict[str, Any]:
        """Return the canonical form."""
        return {"kind": "share", "n": self.n, "of": self.of}

    def shown(self, language: str) -> str:  # noqa: ARG002
        """Return the percentage, the counts, or "—" without a whole."""
        return Ratio(self.n, self.of).shown


@dataclass(frozen=True, slots=True)
class Spread:
    """Median and ninth decile of ``n`` whole numbers (minutes, hours: the definition's unit)."""

    n: int
    median: int
    p90: int

    def as_json(self) -> dict[str, Any]:
        """Return the canonical form."""
        return {"kind": "spread", "n": self.n, "median": self.median, "p90": self.p90}

    def shown(self, language: str) -> str:  # noqa: ARG002
        """Return the median with P90 and the number of cases."""
        return f"{self.median:,} (P90 {self.p90:,}, n={self.n:,})"


@dataclass(frozen=True, slots=True)
class Amount:
    """A decimal number kept as an integer: ``units`` of 10 to the power of minus ``places``."""

    units: int
    places: int

    def as_json(self) -> dict[str, Any]:
        """Return the canonical form."""
        return {"kind": "amount", "units": self.units, "places": self.places}

    def shown(self, language: str) -> str:  # noqa: ARG002
        """Return the decimal number with a true minus."""
        sign = "−" if self.units < 0 else ""
        whole, rest = divmod(abs(self.units), 10**self.places)
        return f"{sign}{whole:,}" + (f".{rest:0{self.places}d}" if self.places else "")


@dataclass(frozen=True, slots=True)
class BreakdownRow:
    """One row of a breakdown; ``key`` is the code of what it is about."""

    key: str
    words: Words
    values: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A small table of counts, one column title for each value of a row."""

    columns: tuple[Words, ...]
    rows: tuple[BreakdownRow, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the canonical form."""
        rows = [
            {"key": row.key, **row.words.as_json(), "values": list(row.values)} for row in self.rows
        ]
        return {
            "kind": "breakdown",
            "columns": [words.as_json() for words in self.columns],
            "rows": rows,
        }

    def shown(self, language: str) -> str:
        """Return the rows on one line; pages that have room print the table."""
        joined = ["/".join(shown_count(n) for n in row.values) for row in self.rows]
        names = [row.words.said(language) for row in self.rows]
        return " · ".join(f"{name} {values}" for name, values in zip(names, joined, strict=True))


@dataclass(frozen=True, slots=True)
class Verdict:
    """A finding in words, from a rule: ``code`` is stable, the words are told."""

    code: str
    words: Words

    def as_json(self) -> dict[str, Any]:
        """Return the canonical form."""
        return {"kind": "verdict", "code": self.code, **self.words.as_json()}

    def shown(self, language: str) -> str:
        """Return the words."""
        return self.words.said(language)


FigureValue = Count | Share | Spread | Amount | Breakdown | Verdict


def spread_of(values: Sequence[int]) -> Spread | None:
    """Return median and ninth decile, rounded to whole numbers; None without any value."""
    middle, high = median(values), p90(values)
    if middle is None or high is None:
        return None
    return Spread(len(values), round(middle), round(high))


def shown(value: FigureValue | None, language: str = "zh-hans") -> str:
    """Return a figure as it is printed on every screen and page; "—" when absent."""
    return ABSENT if value is None else value.shown(language) or ABSENT


def as_json(value: FigureValue | None) -> dict[str, Any] | None:
    """Return the canonical form of a figure; None stays null."""
    return None if value is None else value.as_json()


def _breakdown(said: Mapping[str, Any]) -> Breakdown:
    rows = tuple(
        BreakdownRow(row["key"], Words(row["zh"], row["en"]), tuple(row["values"]))
        for row in said["rows"]
    )
    return Breakdown(tuple(Words(**words) for words in said["columns"]), rows)


_READ: Mapping[str, Callable[[Mapping[str, Any]], FigureValue]] = {
    "count": lambda said: Count(said["n"]),
    "share": lambda said: Share(said["n"], said["of"]),
    "spread": lambda said: Spread(said["n"], said["median"], said["p90"]),
    "amount": lambda said: Amount(said["units"], said["places"]),
    "verdict": lambda said: Verdict(said["code"], Words(said["zh"], said["en"])),
    "breakdown": _breakdown,
}


def from_json(said: Mapping[str, Any] | None) -> FigureValue | None:
    """Return the figure of its canonical form.

    Raises
    ------
    ValueError
        The form is of no known kind: the snapshot was written by a newer version.
    """
    if said is None:
        return None
    if said["kind"] not in _READ:
        raise ValueError(f"Expected a known kind of figure, got {said['kind']!r}.")
    return _READ[said["kind"]](said)
