"""For which zone an old code counts today, worked out once for each state of the register."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from bihuan.domain.boundaries import Succession
from bihuan.domain.ground import Carried, Ground
from bihuan.platform.db.dialects import Session
from bihuan.platform.ledger.marks import once, told

CHANGES = (
    "(SELECT count(*) || '.' || coalesce(sum(old_id % 999983 * (new_id % 999979)), 0)"
    " FROM territory_succession)"
)
"""An expression that changes with every change of boundaries; rows are only ever added."""
_MARK = f"SELECT {CHANGES}"
# A zone that was split and stayed goes on itself: what it was then is no other zone's.
_PAIRS = (
    "SELECT s.old_id, s.new_id FROM territory_succession s"
    " JOIN territory_zone o ON o.id=s.old_id WHERE o.valid_to<=s.at"
)


def carried(mark: str = "") -> Carried:
    """Return what became of every old code; ``mark`` is a value of ``CHANGES`` just read."""
    if mark:
        told(_mark, mark)
    return _carried(mark or _mark())


@once
def _mark() -> str:
    return str((Session().one(_MARK) or ("",))[0])


@lru_cache(maxsize=4)
def _carried(mark: str) -> Carried:
    pairs = () if mark.startswith("0.") else Session().all(_PAIRS)
    return Carried.from_pairs(Succession(*pair) for pair in pairs)


def grounds(codes: Iterable[int]) -> Mapping[int, Ground]:
    """Return what each zone stands for today, old codes that went wholly into it included."""
    found = carried()
    return {code: found.ground(code) for code in codes}


def same_ground(code: int) -> tuple[int, ...]:
    """Return a code, the zone that carries its ground today and what else that zone carries on."""
    found = carried()
    here = found.today(code)
    return tuple(dict.fromkeys((code, here, *found.came_to(here))))


def today(code: int) -> int:
    """Return the zone that carries a code's ground today: itself where nothing moved."""
    return carried().today(code)
