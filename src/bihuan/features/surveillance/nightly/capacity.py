"""Sections 7 and 8 from counted inputs, until registers of facilities and laboratories exist."""

from collections.abc import Callable, Collection
from typing import NamedTuple

from bihuan.domain.surveillance.capacity import FACILITIES as FACILITY_ITEMS
from bihuan.domain.surveillance.capacity import TESTING as TESTING_ITEMS
from bihuan.domain.surveillance.capacity import Item
from bihuan.features.surveillance.selectors.capacity import (
    PER_10K,
    STAFF_ROOMS,
    Isolation,
    Testing,
    input_sources,
    inputs_of,
    isolation_of,
    testing_of,
)
from bihuan.features.territory.api import population
from bihuan.platform.figures import (
    Amount,
    Breakdown,
    BreakdownRow,
    Count,
    Definition,
    Figure,
    FigureValue,
    NightlyContext,
    Share,
    Verdict,
    Words,
)

FACILITIES, TESTING = 7, 8
ROOMS = Words("间", "rooms")
MINUTES = Words("分钟", "minutes")
Value = Callable[[NightlyContext], FigureValue | None]


def _values(context: NightlyContext) -> dict[Item, int]:
    return context.once("capacity.inputs", lambda: _asked(context))


def _asked(context: NightlyContext) -> dict[Item, int]:
    day = context.window.day.isoformat()
    values, _ = inputs_of(incident=context.incident, zone=context.scope.lo, day=day)
    return dict(values)


class _Source:
    """Where the counts of a section were reported, as whoever entered them said."""

    def __init__(self, items: Collection[Item]) -> None:
        self._items = frozenset(items)

    def __call__(self, context: NightlyContext) -> Verdict | None:
        """Return the sources, None when nobody named one."""
        day = context.window.day.isoformat()
        told = context.once(
            "capacity.sources",
            lambda: input_sources(incident=context.incident, zone=context.scope.lo, day=day),
        )
        named = "；".join(sorted({told[item] for item in self._items & told.keys()} - {""}))
        return Verdict("source", Words(named, named)) if named else None


class _Counted:
    """An input as it was entered."""

    def __init__(self, item: Item) -> None:
        self._item = item

    def __call__(self, context: NightlyContext) -> Count | None:
        """Return the count, None when it was not entered."""
        value = _values(context).get(self._item)
        return None if value is None else Count(value)


class _Part:
    """One input among another."""

    def __init__(self, part: Item, whole: Item) -> None:
        self._part, self._whole = part, whole

    def __call__(self, context: NightlyContext) -> Share | None:
        """Return the share, None when one was not entered or the part is larger."""
        values = _values(context)
        part, whole = values.get(self._part), values.get(self._whole)
        if part is None or whole is None or part > whole:
            return None
        return Share(part, whole)


def _isolation(context: NightlyContext) -> Isolation | None:
    return isolation_of(_values(context), population(context.scope.lo).residents)


def _testing(context: NightlyContext) -> Testing | None:
    return testing_of(_values(context))


def ready_rooms(context: NightlyContext) -> Breakdown | None:
    """Rooms ready within 24, 48 and 72 hours against what is due, and what is missing."""
    found = _isolation(context)
    if found is None or not found.readiness:
        return None
    rows = tuple(
        BreakdownRow(
            f"{hours}h", Words(f"{hours} 小时内", f"within {hours} h"),
            (gap.have, gap.needed, gap.short),
        )
        for hours, gap in found.readiness
    )  # fmt: skip
    heads = (Words("可用", "ready"), Words("应有", "due"), Words("缺口", "short"))
    return Breakdown(heads, rows)


def rooms_per_10k(context: NightlyContext) -> Amount | None:
    """Rooms per 10,000 residents."""
    found = _isolation(context)
    return None if found is None else Amount(round(found.per_10k * 10), 1)


def rooms_per_staff(context: NightlyContext) -> Amount | None:
    """Health workers per fifty rooms."""
    values = _values(context)
    staff, rooms = values.get(Item.HEALTH_STAFF), values.get(Item.ROOMS)
    if staff is None or not rooms:
        return None
    return Amount(round(staff * STAFF_ROOMS * 10 / rooms), 1)


def laboratory_use(context: NightlyContext) -> Amount | None:
    """Tubes over the laboratories' capacity, in percent; it may exceed 100."""
    values = _values(context)
    tubes, capacity = values.get(Item.TUBES), values.get(Item.TUBES_PER_DAY)
    if tubes is None or not capacity:
        return None
    return Amount(round(tubes * 1000 / capacity), 1)


def samplers_short(context: NightlyContext) -> Count | None:
    """Samplers missing to finish the area in a day."""
    found = _testing(context)
    return None if found is None or found.samplers is None else Count(found.samplers.short)


class _At(NamedTuple):
    """Where a figure stands: its section, code and order."""

    section: int
    code: str
    order: int


def _of(
    at: _At, words: Words, unit: Words, counts: Words, value: Value, over: Words | None = None
) -> Figure:
    definition = Definition(counts, unit, over, f"nightly-review §{at.section}")
    return Figure(f"capacity.{at.code}", at.section, words, definition, value, at.order)


_ENTERED = Words("填报的数", "As entered")
_ALL = Words("启用房间", "Rooms in use or ready")
FIGURES = (
    _of(_At(7, "rooms", 10), Words("隔离房间", "Rooms"), ROOMS, _ENTERED, _Counted(Item.ROOMS)),
    _of(
        _At(7, "per_10k", 20),
        Words("每万人房间", "Rooms per 10,000"),
        Words("间/万人", "per 10,000"),
        Words("隔离房间", "Rooms"),
        rooms_per_10k,
        Words(f"常住人口/{PER_10K:,}", "Residents"),
    ),
    _of(
        _At(7, "occupancy", 30),
        Words("使用率", "Occupancy"),
        ROOMS,
        Words("在用房间", "Occupied rooms"),
        _Part(Item.ROOMS_OCCUPIED, Item.ROOMS),
        _ALL,
    ),
    _of(
        _At(7, "staff", 40),
        Words("每 50 间医护", "Health workers per 50 rooms"),
        Words("人", "people"),
        Words("医护人员", "Health workers"),
        rooms_per_staff,
        _ALL,
    ),
    _of(
        _At(7, "accessible", 50),
        Words("无障碍房间", "Accessible rooms"),
        ROOMS,
        Words("无障碍房间", "Accessible rooms"),
        _Part(Item.ROOMS_ACCESSIBLE, Item.ROOMS),
        _ALL,
    ),
    _of(
        _At(7, "complaints", 60),
        Words("投诉", "Complaints"),
        Words("件", "complaints"),
        _ENTERED,
        _Counted(Item.COMPLAINTS),
    ),
    _of(
        _At(7, "waste", 70),
        Words("医废 48 小时内清运", "Medical waste removed within 48 h"),
        Words("批", "lots"),
        Words("按时清运", "Removed in time"),
        _Part(Item.WASTE_REMOVED, Item.WASTE_DUE),
        Words("应清运", "Due"),
    ),
    _of(
        _At(7, "ready", 80),
        Words("房间就绪", "Rooms ready"),
        ROOMS,
        Words("24、48、72 小时内可用", "Ready within 24, 48, 72 h"),
        ready_rooms,
    ),
    _of(
        _At(8, "sites", 10),
        Words("采样点", "Sampling sites"),
        Words("个", "sites"),
        _ENTERED,
        _Counted(Item.SITES),
    ),
    _of(
        _At(8, "samplers", 20),
        Words("采样人员", "Samplers"),
        Words("人", "people"),
        _ENTERED,
        _Counted(Item.SAMPLERS),
    ),
    _of(
        _At(8, "samplers_short", 25),
        Words("采样人员缺口", "Samplers missing"),
        Words("人", "people"),
        Words("人口/360 减去现有", "People / 360 less those there are"),
        samplers_short,
    ),
    _of(
        _At(8, "queue", 30),
        Words("排队 P90", "Queue P90"),
        MINUTES,
        _ENTERED,
        _Counted(Item.QUEUE_P90_MINUTES),
    ),
    _of(
        _At(8, "samples", 40),
        Words("采样人次", "Samples"),
        Words("份", "samples"),
        _ENTERED,
        _Counted(Item.SAMPLES),
    ),
    _of(
        _At(8, "utilisation", 50),
        Words("检测能力利用率", "Laboratory utilisation"),
        Words("%", "%"),
        Words("检测管数", "Tubes"),
        laboratory_use,
        Words("每日检测能力", "Tubes a day"),
    ),
    _of(
        _At(8, "turnaround", 60),
        Words("出报告 P90", "Turnaround P90"),
        MINUTES,
        Words("采样至报告", "Sample to result"),
        _Counted(Item.TURNAROUND_P90_MINUTES),
    ),
    _of(
        _At(8, "completion", 70),
        Words("24 小时完成率", "24 h completion"),
        Words("人", "people"),
        Words("已采样", "People sampled"),
        _Part(Item.SAMPLED, Item.PEOPLE),
        Words("划定区域人口", "People of the area"),
    ),
    _of(
        _At(7, "facility_source", 90),
        Words("数据来源", "Source of the counts"),
        Words("来源", "source"),
        _ENTERED,
        _Source(FACILITY_ITEMS),
    ),
    _of(
        _At(8, "testing_source", 90),
        Words("数据来源", "Source of the counts"),
        Words("来源", "source"),
        _ENTERED,
        _Source(TESTING_ITEMS),
    ),
)
