"""A type of measure counts once a day in a place: its cost is counted so, and so is its effect."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bihuan.domain.scenarios.scenario import PlannedMeasure
from bihuan.domain.zones import ZoneCodeError, range_of

# From the first day to the first day without.
Days = tuple[int, int]


def twice(
    measures: Sequence[PlannedMeasure], known: Sequence[int]
) -> Iterator[tuple[int, int, int]]:
    """Yield the place of each measure whose type stands already, of that one, and where both do.

    Parameters
    ----------
    known
        Codes of the communities, rising.
    """
    taken: dict[tuple[str, int], list[tuple[Days, int]]] = defaultdict(list)
    for place, one in enumerate(measures):
        days, here = (one.first_day, one.until), _communities(one.zones, known)
        before = next(
            (
                (other, code)
                for code in here
                for span, other in taken[one.code, code]
                if _meet(days, span)
            ),
            None,
        )
        if before is not None:
            yield (place, *before)
            continue
        for code in here:
            taken[one.code, code].append((days, place))


def once(measures: Sequence[PlannedMeasure], known: Sequence[int]) -> tuple[PlannedMeasure, ...]:
    """Return the measures without what stands twice: the higher tier stays, else the first.

    Parameters
    ----------
    known
        Codes of the communities, rising.
    """
    taken: dict[tuple[str, int], list[Days]] = defaultdict(list)
    left: dict[int, list[PlannedMeasure]] = {}
    for place in sorted(range(len(measures)), key=lambda i: measures[i].tier, reverse=True):
        one = measures[place]
        whole = (one.first_day, one.until)
        parts: dict[Days, list[int]] = defaultdict(list)
        here = _communities(one.zones, known)
        for code in here:
            free = [whole]
            for span in taken[one.code, code]:
                free = _free(free, span)
            for days in free:
                parts[days].append(code)
            taken[one.code, code].append(whole)
        left[place] = _pieces(one, parts, len(here))
    return tuple(piece for place in sorted(left) for piece in left[place])


def _pieces(
    one: PlannedMeasure, parts: dict[Days, list[int]], communities: int
) -> list[PlannedMeasure]:
    """Return a measure as it was where nothing is taken from it, else in pieces."""
    if len(parts.get((one.first_day, one.until), ())) == communities:
        return [one]
    return [
        replace(one, zones=tuple(codes), first_day=first, until=until)
        for (first, until), codes in sorted(parts.items())
    ]


def _free(days: list[Days], taken: Days) -> list[Days]:
    """Return what is left of spans of days without another span."""
    out = []
    for first, until in days:
        if _meet((first, until), taken):
            around = ((first, taken[0]), (taken[1], until))
            out += [span for span in around if span[0] < span[1]]
        else:
            out.append((first, until))
    return out


def _meet(one: Days, other: Days) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _communities(zones: tuple[int, ...], known: Sequence[int]) -> list[int]:
    """Return the communities of zones, rising; all when none is named."""
    if not zones:
        return list(known)
    found: set[int] = set()
    for code in zones:
        try:
            span = range_of(code)
        except ZoneCodeError:
            continue  # told as such already
        found.update(known[bisect_left(known, span.lo) : bisect_right(known, span.hi)])
    return sorted(found)
