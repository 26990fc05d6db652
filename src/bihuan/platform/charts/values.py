"""What a chart shows, as plain values that freeze with a night: integers and texts only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

Values = tuple[int | None, ...]
DOT = " · "


@dataclass(frozen=True, slots=True)
class Said:
    """One text in both languages."""

    zh: str
    en: str

    def __add__(self, other: "Said") -> "Said":
        """Return one text after another."""
        return Said(self.zh + other.zh, self.en + other.en)

    def said(self, language: str) -> str:
        """Return the text for a language code such as ``zh-hans`` or ``en``."""
        return self.zh if language.startswith("zh") else self.en

    def as_json(self) -> list[str]:
        """Return both texts."""
        return [self.zh, self.en]


class Drawn(StrEnum):
    """How a series is drawn; one that is only told has a low and a high value in the table."""

    BAR = "bar"
    STACK = "stack"
    LINE = "line"
    DOTS = "dots"
    BAND = "band"
    PANEL = "panel"
    TOLD = "told"


@dataclass(frozen=True, slots=True)
class Series:
    """One series; a band lies between ``values`` and ``high``.

    ``people`` says that the values count people, so that small ones are hidden from readers
    who do not work with cases; ``derived`` that they would give hidden counts away; ``covered``
    are places that hide with a small count shown elsewhere, so that no total gives it away, and
    places of a model's values that look back on one.
    """

    words: Said
    drawn: Drawn
    values: Values
    high: Values = ()
    tone: int = 0
    people: bool = False
    derived: bool = False
    covered: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of labels set off: a count window, a regime; both ends included."""

    first: str
    last: str
    words: Said


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart with what it says, how it is computed, and everything its table needs.

    Parameters
    ----------
    code
        Its name in addresses.
    title, summary, how
        What it is, what it says tonight, how it is computed.
    labels
        One for each place on the axis; dates as ISO.
    series, marks
        What is drawn.
    unit
        Of the values.
    places
        Values are integers in units of 10 to the power of minus ``places``.
    level
        A line across, in the same units: 1 for a reproduction number.
    as_of
        When, from which snapshot or analysis, last its fingerprint; stands in the corner.
    veiled
        What it says to those from whom a count hides, when ``summary`` would tell it.
    betrays
        ``summary`` would tell a hidden count though no value drawn does.
    """

    code: str
    title: Said
    summary: Said
    how: Said
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    unit: Said
    marks: tuple[Mark, ...] = ()
    places: int = 0
    level: int | None = None
    as_of: str = ""
    veiled: Said | None = None
    betrays: bool = False

    def __post_init__(self) -> None:
        for one in self.series:
            if len(one.values) != len(self.labels) or len(one.high) not in {0, len(self.labels)}:
                raise ValueError(f"Expected {len(self.labels)} values in {one.words.en!r}.")

    def as_json(self) -> dict[str, Any]:
        """Return the canonical form that a snapshot keeps."""
        series = [
            [one.words.as_json(), one.drawn.value, list(one.values), list(one.high), one.tone,
             int(one.people), int(one.derived)]
            for one in self.series
        ]  # fmt: skip
        return {
            "code": self.code,
            "title": self.title.as_json(),
            "summary": self.summary.as_json(),
            "how": self.how.as_json(),
            "labels": list(self.labels),
            "series": series,
            "marks": [[one.first, one.last, one.words.as_json()] for one in self.marks],
            "unit": self.unit.as_json(),
            "places": self.places,
            "level": self.level,
            "as_of": self.as_of,
        }

    def suppressed(self, small: int) -> "Chart":
        """Return the chart without its counts of people from 1 to ``small`` - 1.

        Nor does it carry the fingerprint of its inputs.
        Where such a count is one of several that stack to a total, all of that day go; where any
        count goes, so do the lines computed from them.
        """
        limit = small * 10**self.places
        stack = [one for one in self.series if one.people and one.drawn is Drawn.STACK]
        shut = {place for one in stack for place, n in enumerate(one.values)
                if _small(n, limit) or place in one.covered}  # fmt: skip
        hides = any((one.people and _small(n, limit)) or
                    (place in one.covered and n is not None and not one.derived)
                    for one in self.series
                    for place, n in enumerate(one.values))  # fmt: skip
        kept = tuple(
            _hidden(one, limit, shut) for one in self.series if not (hides and one.derived)
        )
        veils = self.veiled is not None and (hides or self.betrays)
        said = self.veiled if veils and self.veiled is not None else self.summary
        # The fingerprint of the inputs, which ends it, would prove a guess at what hides elsewhere.
        stands = self.as_of.rpartition(DOT)[0] or self.as_of
        return replace(self, series=kept, summary=said, veiled=None, betrays=False, as_of=stands)

    @property
    def hides(self) -> bool:
        """Tell whether any series counts people."""
        return any(one.people for one in self.series)


def chart_of(said: Mapping[str, Any]) -> Chart:
    """Return the chart of its canonical form."""
    series = tuple(
        Series(
            Said(*words),
            Drawn(drawn),
            tuple(values),
            tuple(high),
            tone,
            bool(people),
            bool(derived),
        )
        for words, drawn, values, high, tone, people, derived in said["series"]
    )
    return Chart(
        code=said["code"],
        title=Said(*said["title"]),
        summary=Said(*said["summary"]),
        how=Said(*said["how"]),
        labels=tuple(said["labels"]),
        series=series,
        marks=tuple(Mark(first, last, Said(*words)) for first, last, words in said["marks"]),
        unit=Said(*said["unit"]),
        places=said["places"],
        level=said["level"],
        as_of=said["as_of"],
    )


def scaled(values: Sequence[float | None], places: int) -> Values:
    """Return values as integers in units of 10 to the power of minus ``places``."""
    return tuple(
        None if value is None or value != value else round(value * 10**places)  # noqa: PLR0124
        for value in values
    )


def _small(n: int | None, limit: int) -> bool:
    return n is not None and 0 < n < limit


def _hidden(one: Series, limit: int, shut: set[int]) -> Series:
    if not one.people:
        low, high = (tuple(None if place in one.covered else n for place, n in enumerate(ends))
                     for ends in (one.values, one.high))  # fmt: skip
        return replace(one, values=low, high=high, covered=frozenset())
    stacked = one.drawn is Drawn.STACK
    values = tuple(
        None if _small(n, limit) or place in one.covered or (stacked and place in shut) else n
        for place, n in enumerate(one.values)
    )
    return replace(one, values=values, covered=frozenset())
