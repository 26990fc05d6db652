"""What the frozen snapshot and the registers say: where every plan starts."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from bihuan.domain.figures import cell
from bihuan.domain.measures.facts import MeasureFacts
from bihuan.domain.refusals import Refusal
from bihuan.domain.scenarios.series import DAYS, MISSING, Past, Series
from bihuan.domain.scenarios.tonight import InForce, Tonight
from bihuan.domain.surveillance.capacity import Item
from bihuan.domain.surveillance.covered import is_small
from bihuan.domain.zones import Level, ancestor_of, range_of
from bihuan.features.incidents.api import IncidentView
from bihuan.features.measures.api import in_force_now, measures_in, standing_of
from bihuan.features.review.api import SnapshotHead, snapshot_heads
from bihuan.features.surveillance.api import hidden_among, inputs_of, latest, rows_of_days
from bihuan.features.territory.api import ZoneView, population, zone_of, zones_in
from bihuan.platform.db.dialects import Session
from bihuan.platform.figures.windows import window_of_day

WEEK = 7
DAY = timedelta(days=1)
COVERED = "×"  # a count that would give a small one away


def last_snapshot(view: IncidentView) -> SnapshotHead | None:
    """Return the newest frozen night of an incident."""
    heads = snapshot_heads(incident=view.id)
    return heads[max(heads)] if heads else None


def tonight_of(view: IncidentView, zone: ZoneView) -> Tonight | Refusal:
    """Return the facts of a zone at the cut-off of the newest snapshot."""
    head = last_snapshot(view)
    if head is None:
        return Refusal("no_snapshot_yet")
    standing = standing_of(Session(), view)
    at = head.cut_off_at
    standing_now = in_force_now(
        measures_in(incident=view.id, scope=zone.range, at=at, view=view), at
    )
    values, _ = inputs_of(incident=view.id, zone=zone.code, day=head.day)
    rooms = values.get(Item.ROOMS)
    return Tonight(
        zone=zone.code,
        day=head.day,
        snapshot=head.label,
        sha256=head.sha256,
        profile=standing.adoption.profile.reference,
        level=standing.circumstances.level.value,
        major=int(standing.circumstances.major_epidemic),
        orders=tuple(sorted(standing.circumstances.superior_orders)),
        training=int(standing.circumstances.training),
        in_force=tuple(_in_force(one, at) for one in standing_now if _zones(one)),
        cases=_cases(view, zone, head.day),
        samplers=values.get(Item.SAMPLERS),
        pool=values.get(Item.POOL),
        tubes_per_day=values.get(Item.TUBES_PER_DAY),
        rooms=None if rooms is None else max(0, rooms - values.get(Item.ROOMS_OCCUPIED, 0)),
        found=_found(view, zone, head.day),
        finer=tuple(sorted({one.code for one in standing_now if not _zones(one)})),
        sites=values.get(Item.SITES),
    )


def _found(view: IncidentView, zone: ZoneView, day: str) -> tuple[int, ...]:
    """Return the zones with cases in the last week; one that holds finer ones is left out."""
    last = date.fromisoformat(day)
    days = [(last - DAY * back).isoformat() for back in range(WEEK)]
    rows = rows_of_days(incident=view.id, scope=zone.range, days=days)
    codes = {one.cell.zone for one in rows if one.cell.new}
    return tuple(sorted(code for code in codes if not _holds_another(code, codes)))


def _holds_another(code: int, codes: set[int]) -> bool:
    return any(one != code and range_of(code).covers(range_of(one)) for one in codes)


def _zones(one: MeasureFacts) -> tuple[int, ...]:
    """Return the zones that a measure covers whole; a single compound is finer than the twin."""
    return tuple(sorted(part.lo for part in one.around.covered.whole))


def _in_force(one: MeasureFacts, at: datetime) -> InForce:
    left = -((at - one.ends_at) // DAY) if one.ends_at is not None else 0
    return InForce(one.code, _zones(one), left)


def _cases(view: IncidentView, zone: ZoneView, day: str) -> int | None:
    """Return the infections of the last week that the zone's analysis knows."""
    kept = latest(incident=view.id, zone=zone.code, until=day)
    if kept is None:
        return None
    known = [n for n in kept.body["series"]["new"][-WEEK:] if n is not None]
    return sum(known) if known else None


def cases_hide(tonight: Tonight, *, incident: int) -> bool:
    """Tell whether the week's infections are few, or would give a day of few away."""
    kept = latest(incident=incident, zone=tonight.zone, until=tonight.day)
    if kept is None or tonight.cases is None:
        return False
    week = kept.body["series"]["days"][-WEEK:]
    return is_small(tonight.cases) or bool(hidden_among(kept, week))


def cases_told(tonight: Tonight, *, incident: int, sees_small_cells: bool) -> int | str | None:
    """Return the week's infections as a reader may see them, None where they are not known."""
    if sees_small_cells or not cases_hide(tonight, incident=incident):
        return tonight.cases
    return cell(tonight.cases, sees_small_cells=False) if is_small(tonight.cases) else COVERED


def days_that_hide(series: Series, *, incident: int, zone: int, until: str) -> frozenset[int]:
    """Return the places of a series on which the zone's split by route hides."""
    kept = latest(incident=incident, zone=zone, until=until)
    first = date.fromisoformat(series.first)
    days = [(first + DAY * place).isoformat() for place in range(len(series.counts))]
    shut = frozenset() if kept is None else hidden_among(kept, days, "covered_found")
    return frozenset(place for place, day in enumerate(days) if day in shut)


def communities(zone: ZoneView) -> list[int]:
    """Return the codes of the communities of a zone, rising."""
    if zone.level >= Level.COMMUNITY:
        return [zone.code] if zone.level is Level.COMMUNITY else []
    return sorted(one.code for one in zones_in(scope=zone.range, level=Level.COMMUNITY))


def counties_of(codes: Iterable[int]) -> list[int]:
    """Return the counties in which communities lie."""
    return sorted({ancestor_of(code, Level.COUNTY) for code in codes})


def not_simulable(zone: ZoneView) -> Refusal | None:
    """Say what the register lacks for a zone to be simulated."""
    codes = communities(zone)
    if not codes:
        return Refusal("no_communities")
    unknown = [code for code in counties_of(codes) if not population(code).residents]
    if not unknown:
        return None
    names = [one.name for code in unknown if (one := zone_of(code)) is not None]
    zh, en = "、".join(one.zh for one in names), ", ".join(one.en or one.zh for one in names)
    return Refusal("residents_unknown", {"counties": zh, "counties_en": en})


def series_of_record(view: IncidentView, zone: ZoneView, tonight: Tonight) -> Series:
    """Return the community's cases of the last four weeks, and what was in force meanwhile."""
    last = date.fromisoformat(tonight.day)
    days = [(last - DAY * back).isoformat() for back in reversed(range(DAYS))]
    kept = latest(incident=view.id, zone=zone.code, until=tonight.day)
    known: dict[str, int | None] = {}
    if kept is not None:
        told = kept.body["series"]
        known = dict(zip(told["days"], told["community"], strict=True))
    counts = [known.get(day) for day in days]
    return Series(
        days[0],
        tuple(MISSING if n is None else n for n in counts),
        tuple(_past(view, zone, window_of_day(view.clock, date.fromisoformat(days[0])).since)),
    )


def _past(view: IncidentView, zone: ZoneView, start: datetime) -> Iterator[Past]:
    """Yield the measures in force on any day since a start."""
    at, end = view.now(), start + DAYS * DAY
    for one in measures_in(incident=view.id, scope=zone.range, at=at, ended=at - start, view=view):
        stopped = one.ended_at or one.ends_at
        if one.activated_at is None or stopped is None or stopped <= start:
            continue
        first = max(0, (one.activated_at - start) // DAY)
        until = min(DAYS, -((start - min(stopped, end)) // DAY))
        if first < until and _zones(one):
            yield Past(one.code, _zones(one), first, until)
