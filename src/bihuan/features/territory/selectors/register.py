"""A register of zones against what is stored: rows of the table, and the dry run."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bihuan.domain.registers.cells import LOCAL, Line, RowProblem
from bihuan.domain.registers.zones import COLUMNS as ALL_COLUMNS
from bihuan.domain.registers.zones import Attribute, ZoneDraft, parse_zones, sounds
from bihuan.domain.zones import SPANS, Level
from bihuan.features.territory.models import Zone
from bihuan.features.territory.selectors.readings import Speller, local_readings
from bihuan.features.territory.selectors.stored import COLUMNS, TABLE, known_zones
from bihuan.platform.clock import now
from bihuan.platform.exchange.register import Comparison, Rows, dry_run

# Column of the file → columns of the table that it fills.
_FILLS: Mapping[str, tuple[str, ...]] = {
    "name_zh": ("name_zh",),
    "name_en": ("name_en",),
    "official_name": ("official_name",),
    "pinyin": ("spelling", "initials"),
    "attributes": ("fringe", "three_no", "courtyard", "rural"),
    "residents": ("residents",),
    "households": ("households",),
    "schematic": ("schematic",),
    "valid_from": ("valid_from",),
    "valid_to": ("valid_to",),
}


@dataclass(frozen=True, slots=True)
class ZoneReport:
    """What a file of zones would do, and what is wrong with it."""

    rows: int
    problems: tuple[RowProblem, ...]
    comparison: Comparison


def check_zones(lines: Sequence[Line], header: Iterable[str]) -> ZoneReport:
    """Try a register without changing anything (dry run)."""
    drafts, problems = parse_zones(lines, header, known_zones(now()))
    return ZoneReport(len(lines), tuple(problems), dry_run([zone_rows(drafts, header)]))


def zone_rows(drafts: Sequence[ZoneDraft], header: Iterable[str]) -> Rows:
    """Return drafts as rows of the table, with the columns that the file speaks about."""
    speller = Speller(local_readings())
    told = {column for name in header for column in _FILLS.get(name, ())}
    return Rows(
        TABLE, COLUMNS, tuple(zone_row(draft, speller) for draft in drafts), frozenset(told)
    )


def zone_row(draft: ZoneDraft, speller: Speller) -> tuple[Any, ...]:
    """Return a draft as a row of the table, in the order of ``COLUMNS``."""
    pinyin = draft.pinyin or speller.pinyin(draft.name_zh)
    spelling, initials = sounds(pinyin)
    return (
        draft.code,
        draft.code + SPANS[draft.level] - 1,
        draft.parent,
        int(draft.level),
        draft.name_zh,
        draft.name_en or spelling.capitalize(),
        draft.official_name or draft.name_zh,
        spelling[:240],
        initials[:60],
        *(int(kind in draft.attributes) for kind in _MARKS),
        draft.residents,
        draft.households,
        int(draft.schematic),
        draft.valid_from,
        draft.valid_to,
    )


_MARKS = (Attribute.FRINGE, Attribute.THREE_NO, Attribute.COURTYARD, Attribute.RURAL)


def register_lines() -> tuple[tuple[str, ...], Iterator[Line]]:
    """Return the stored register as a file would hold it: header, and lines in code order."""
    return FILE_COLUMNS, (_line(row) for row in _stored())


def _stored() -> Iterator[dict[str, Any]]:
    yield from Zone.objects.order_by("id").values(*COLUMNS).iterator()


def _line(row: Mapping[str, Any]) -> Line:
    texts = {
        "code": str(row["id"]),
        "level": Level(row["level"]).name.lower(),
        "parent": str(row["parent_id"] or ""),
        "attributes": ";".join(kind.value for kind in _MARKS if row[kind.value]),
        "schematic": "1" if row["schematic"] else "",
    }
    for column in ("name_zh", "name_en", "official_name"):
        texts[column] = row[column]
    for column in ("residents", "households"):
        texts[column] = "" if row[column] is None else str(row[column])
    for column in ("valid_from", "valid_to"):
        texts[column] = "" if row[column] is None else row[column].astimezone(LOCAL).isoformat()
    return texts


# Readings are computed from the name and the local readings; they do not go out.
FILE_COLUMNS = tuple(column for column in ALL_COLUMNS if column != "pinyin")
