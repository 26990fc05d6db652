"""Finds zones and places by Chinese name, pinyin, initials or code."""

from dataclasses import dataclass

from django.db.models import Case, IntegerField, Q, Value, When

from bihuan.domain.registers.zones import sounds
from bihuan.domain.zones import DIGITS, ZoneRange
from bihuan.features.territory.models import Place, Zone
from bihuan.features.territory.selectors.carried import carried
from bihuan.features.territory.selectors.places import standing_in
from bihuan.features.territory.selectors.zones import FIELDS, ZoneName, ZoneView, view_of

LONGEST = 60
FEWEST_DIGITS = 2


@dataclass(frozen=True, slots=True)
class PlaceHit:
    """A place that was found."""

    id: str
    kind: str
    zone: int
    name: ZoneName


def search_zones(text: str, *, scope: ZoneRange, limit: int = 8) -> list[ZoneView]:
    """Return zones in force that match, best first: exact, then beginning, then anywhere.

    Parameters
    ----------
    text
        Chinese characters, full pinyin, initials or the first digits of a code.
    scope
        Where to look.
    limit
        How many at most.
    """
    wanted = printable(text)
    condition = _condition(wanted)
    if condition is None:
        return []
    found = (
        Zone.objects.filter(condition, valid_to__isnull=True, id__range=(scope.lo, scope.hi))
        .annotate(rank=_rank(wanted))
        .order_by("rank", "level", "id")
    )
    return [view_of(row) for row in found.values_list(*FIELDS)[:limit]]


def printable(text: str) -> str:
    """Return what can be searched for: the database ends a pattern at a control character."""
    return "".join(letter for letter in text if letter.isprintable()).strip()[:LONGEST]


def _condition(wanted: str) -> Q | None:
    if not wanted:
        return None
    if wanted.isascii() and wanted.isdigit():
        return _by_code(wanted)
    spelling, _ = sounds(wanted) if wanted.isascii() or _accented(wanted) else ("", "")
    if spelling:
        named = Q(name_en__istartswith=wanted)
        return named | Q(spelling__contains=spelling) | Q(initials__startswith=spelling)
    return Q(name_zh__contains=wanted) | Q(official_name__contains=wanted)


def _accented(wanted: str) -> bool:
    return all(not "\u2e80" <= letter <= "\u9fff" for letter in wanted)


def _by_code(wanted: str) -> Q | None:
    if not FEWEST_DIGITS <= len(wanted) <= DIGITS:
        return None
    low = int(wanted.ljust(DIGITS, "0"))
    return Q(id__range=(low, int(wanted.ljust(DIGITS, "9"))))


def _rank(wanted: str) -> Case:
    spelling, _ = sounds(wanted)
    exact = Q(name_zh=wanted)
    begins = Q(name_zh__startswith=wanted)
    if spelling:
        exact |= Q(spelling=spelling) | Q(initials=spelling)
        begins |= Q(spelling__startswith=spelling) | Q(initials__startswith=spelling)
    ranks = (When(exact, then=Value(0)), When(begins, then=Value(1)))
    return Case(*ranks, default=Value(2), output_field=IntegerField())


def search_places(text: str, *, scope: ZoneRange, limit: int = 8) -> list[PlaceHit]:
    """Return places in use whose name contains the text."""
    wanted = printable(text)
    if not wanted:
        return []
    known = carried()
    found = Place.objects.filter(
        Q(name_zh__contains=wanted) | Q(name_en__icontains=wanted),
        standing_in(known, scope),
        valid_to__isnull=True,
    ).order_by("zone_id", "name_zh")
    rows = found.values_list("id", "kind", "zone_id", "name_zh", "name_en")[:limit]
    hits = [(id_, kind, known.today(code), zh, en) for id_, kind, code, zh, en in rows]
    return [PlaceHit(id_, kind, zone, ZoneName(zone, zh, en)) for id_, kind, zone, zh, en in hits]
