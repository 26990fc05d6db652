"""From a mapping to a scenario, or to every problem with its path."""

from collections.abc import Mapping

from bihuan.domain.profiles import Circumstances, ResponseLevel
from bihuan.domain.profiles.names import names_of
from bihuan.domain.profiles.parse_epidemiology import LAYERS
from bihuan.domain.profiles.profile import MEASURE_CODES
from bihuan.domain.reading import Problem, Reader
from bihuan.domain.scenarios.scenario import (
    SAMPLES_A_SITE,
    Capacity,
    Detection,
    PlannedMeasure,
    Scenario,
    Screening,
    Seeds,
)

LONGEST_DAYS = 365
LARGEST_CITY = 20_000_000
HIGHEST_INDEX = 1000
HOTTEST_CELSIUS = 45
MANY = 10_000_000
# A day's number is drawn up to 600; a larger mean would be cut off there, unsaid.
MOST_IMPORTS = 500


def parse_scenario(data: object) -> Scenario | tuple[Problem, ...]:
    """Read a scenario from a mapping; law and zones are checked by :func:`check`.

    Returns
    -------
    Scenario
        When every field is there and within its bounds.
    tuple of Problem
        Otherwise: every problem, with the path of its field.
    """
    top = Reader(data)
    scenario = _scenario(top)
    top.close()
    return tuple(top.problems) or scenario


def _scenario(top: Reader) -> Scenario:
    days = top.whole("days", 1, LONGEST_DAYS)
    # Days that were refused say nothing about where a measure may begin.
    horizon = LONGEST_DAYS if top.problems else days
    capacity = _capacity(top.maybe("capacity"))
    shared = capacity.tubes_per_day is not None
    return Scenario(
        names=names_of(top.child("name")),
        profile=top.text("profile"),
        facts=_facts(top),
        days=days,
        residents=top.whole("residents", 1000, LARGEST_CITY, 0) if top.has("residents") else 0,
        seeds=_seeds(top),
        reproduction_number=_pair(top, "reproduction_number"),
        vaccinated=top.number("vaccinated", 0, 1, 0.0),
        measures=tuple(_measure(r, horizon) for r in top.readers("measures", optional=True)),
        screening=tuple(
            _screening(r, horizon, shared=shared) for r in top.readers("screening", optional=True)
        ),
        detection=_detection(top.maybe("detection")),
        capacity=capacity,
        vector_index=_maybe(top, "vector_index", HIGHEST_INDEX),
        temperature=_maybe(top, "temperature", HOTTEST_CELSIUS),
    )


def _maybe(top: Reader, key: str, most: float) -> float | None:
    return top.number(key, 0, most) if top.has(key) else None


def _facts(top: Reader) -> Circumstances:
    orders = []
    for i, item in top.items("superior_orders", optional=True):
        if item in MEASURE_CODES:
            orders.append(str(item))
        else:
            path = (*top.path, "superior_orders", i)
            top.problems.append(Problem(path, "unknown_measure", {"measure": str(item)[:20]}))
    return Circumstances(
        level=top.choice("level", ResponseLevel),
        major_epidemic=top.flag("major_epidemic", default=False),
        superior_orders=frozenset(orders),
        training=top.flag("training", default=False),
    )


def _zones(r: Reader) -> tuple[int, ...]:
    found = []
    for i, item in r.items("zones", optional=True):
        if isinstance(item, int) and not isinstance(item, bool):
            found.append(item)
        else:
            path = (*r.path, "zones", i)
            got = repr(item) if isinstance(item, str) else str(item)
            r.problems.append(Problem(path, "expected_zone", {"got": got[:30]}))
    return tuple(found)


def _seeds(top: Reader) -> Seeds:
    r = top.child("seeds")
    cases, zones = r.whole("cases", 0, MANY), _zones(r)
    out = Seeds(cases, zones, r.number("imports_per_day", 0, MOST_IMPORTS, 0.0))
    r.close()
    return out


def _pair(top: Reader, key: str) -> tuple[float, float] | None:
    if not top.has(key):
        return None
    found = len(top.problems)
    ends = [top.bounded(item, (0, 30), key) for _, item in top.items(key)]
    if len(top.problems) > found:
        return None
    if len(ends) != 2:  # noqa: PLR2004 - a range has two ends
        top.note("expected_two_ends", key, got=len(ends))
        return None
    if ends[0] > ends[1]:
        top.note("not_in_order", key, names="low, high")
    return ends[0], ends[1]


def _window(r: Reader, days: int) -> tuple[int, int]:
    found = len(r.problems)
    first, until = r.whole("from", 0, LONGEST_DAYS), r.whole("until", 0, LONGEST_DAYS)
    if len(r.problems) > found:
        return first, until
    if until <= first:
        r.note("ends_before_start", "until", start=first, end=until)
    elif first >= days:
        r.note("starts_after_the_end", "from", start=first, days=days)
    return first, until


def _measure(r: Reader, days: int) -> PlannedMeasure:
    code = r.text("code")
    if code and code not in MEASURE_CODES:
        r.note("unknown_measure", "code", measure=code[:20])
    first, until = _window(r, days)
    tier, adherence = r.text("tier", ""), r.number("adherence", 0, 1, 1.0)
    out = PlannedMeasure(code, tier, _zones(r), first, until, adherence)
    r.close()
    return out


def _screening(r: Reader, days: int, *, shared: bool) -> Screening:
    """Read rounds; their tubes go to the one laboratory of the scenario or to their own."""
    first, until = _window(r, days)
    if shared and r.has("tubes_per_day"):
        r.note("laboratory_twice", "tubes_per_day")
    out = Screening(
        zones=_zones(r),
        first_day=first,
        until=until,
        every=r.whole("every", 1, 60, 1),
        samplers=r.whole("samplers", 0, 1_000_000),
        samples_per_sampler=r.whole("samples_per_sampler", 1, 5000, 360),
        pool=r.whole("pool", 1, 50, 1),
        tubes_per_day=None if shared else r.whole("tubes_per_day", 0, MANY),
        delay_days=r.whole("delay_days", 0, 30, 1),
        sites=r.whole("sites", 1, 100_000) if r.has("sites") else None,
        samples_per_site=r.whole("samples_per_site", 1, 100_000, SAMPLES_A_SITE),
    )
    r.close()
    return out


def _detection(r: Reader | None) -> Detection:
    if r is None:
        return Detection(0.0, 1, {}, 1)
    trace: dict[str, float] = {}
    section = r.maybe("trace")
    if section is not None:
        trace = {layer: section.number(layer, 0, 1) for layer in LAYERS if section.has(layer)}
        section.close()
    care, delay = r.number("care_per_day", 0, 1, 0.0), r.whole("delay_days", 0, 30, 1)
    out = Detection(care, delay, _read_only(trace), r.whole("trace_delay_days", 0, 30, 1))
    r.close()
    return out


def _read_only(trace: dict[str, float]) -> Mapping[str, float]:
    return dict(sorted(trace.items()))


def _capacity(r: Reader | None) -> Capacity:
    if r is None:
        return Capacity(0, 0, 0, 0, 0.0)
    out = Capacity(
        rooms=r.whole("rooms", 0, MANY, 0),
        rooms_per_case=r.whole("rooms_per_case", 0, 1000, 1),
        stay_days=r.whole("stay_days", 0, LONGEST_DAYS, 7),
        beds=r.whole("beds", 0, MANY, 0),
        strain=r.number("strain", 0, 20, 0.0),
        tubes_per_day=r.whole("tubes_per_day", 1, MANY) if r.has("tubes_per_day") else None,
    )
    r.close()
    return out
