"""The register of zones as a table: drafts, or every problem with its row and column."""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bihuan.domain.registers.cells import (
    LOCAL,
    Broken,
    Cells,
    Line,
    RowProblem,
    first_rows,
    header_problems,
    parse_rows,
)
from bihuan.domain.registers.personal import About
from bihuan.domain.texts import name_key, tidy
from bihuan.domain.zones import (
    Level,
    ZoneCodeError,
    level_of,
    parent_of,
    range_of,
    well_named,
)

SHEET = "zones"
NEEDED = ("code", "name_zh")
COLUMNS = (
    "code", "level", "parent", "name_zh", "name_en", "pinyin", "official_name", "attributes",
    "residents", "households", "schematic", "valid_from", "valid_to",
)  # fmt: skip
LONGEST_NAME = 60


class Attribute(StrEnum):
    """What makes a zone need extra service; in a rural one ways are longer."""

    FRINGE = "fringe"
    THREE_NO = "three_no"
    COURTYARD = "courtyard"
    RURAL = "rural"


_LEVELS: Mapping[str, Level] = {
    **{level.name.lower(): level for level in Level},
    **{str(int(level)): level for level in Level},
    "市": Level.CITY, "县": Level.COUNTY, "区县": Level.COUNTY, "县(市、区)": Level.COUNTY,
    "乡镇": Level.TOWNSHIP, "乡镇(街道)": Level.TOWNSHIP, "街道": Level.TOWNSHIP,
    "村": Level.COMMUNITY, "社区": Level.COMMUNITY, "村(社区)": Level.COMMUNITY,
    "网格": Level.GRID,
}  # fmt: skip
_ATTRIBUTES: Mapping[str, Attribute] = {
    **{attribute.value: attribute for attribute in Attribute},
    "城乡接合部": Attribute.FRINGE, "三无": Attribute.THREE_NO, "三无小区": Attribute.THREE_NO,
    "院落": Attribute.COURTYARD, "平房院落": Attribute.COURTYARD, "农村": Attribute.RURAL,
}  # fmt: skip
_YES = frozenset({"1", "yes", "true", "y", "是", "示意"})
_NO = frozenset({"", "0", "no", "false", "n", "否"})


@dataclass(frozen=True, slots=True)
class ZoneDraft:
    """One zone as a register says it. ``pinyin`` may be empty; counts may be absent."""

    code: int
    name_zh: str
    name_en: str = ""
    pinyin: str = ""
    official_name: str = ""
    attributes: frozenset[Attribute] = frozenset()
    residents: int | None = None
    households: int | None = None
    schematic: bool = False
    valid_from: datetime | None = None
    valid_to: datetime | None = None

    @property
    def level(self) -> Level:
        """The level that the code says."""
        return level_of(self.code)

    @property
    def parent(self) -> int | None:
        """The parent that the code says."""
        return parent_of(self.code)


@dataclass(frozen=True, slots=True)
class KnownZone:
    """A zone that is stored already, as far as checks of new ones need it.

    ``gone`` is one that ended for good: merged, split or retired.
    """

    code: int
    name_zh: str
    valid_to: datetime | None = None
    gone: bool = False


def parse_zones(
    lines: Sequence[Line], header: Iterable[str], known: Iterable[KnownZone] = ()
) -> tuple[list[ZoneDraft], list[RowProblem]]:
    """Read a register of zones and check the tree it makes with what is stored already.

    Parameters
    ----------
    lines
        One mapping from column name to cell for each row below the header.
    header
        The names of the columns.
    known
        The zones already stored.

    Returns
    -------
    tuple
        Drafts of the rows without problems, and every problem in row order.
    """
    wrong = header_problems(SHEET, header, NEEDED, COLUMNS, (About.SPOT,))
    if wrong:
        return [], list(wrong)
    broken: list[tuple[int, Broken]] = []
    rows, problems = parse_rows(SHEET, lines, _draft, broken)
    stored = {zone.code: zone for zone in known}
    problems += _tree_problems(rows, broken, stored)
    if "valid_to" in header:
        problems += _ends_changed(rows, stored)
    bad = {problem.row for problem in problems}
    drafts = [draft for row, draft in rows if row not in bad]
    return drafts, sorted(problems, key=lambda problem: (problem.row, problem.column))


def _name(cells: Cells, column: str, said: str) -> str:
    if not well_named(said):
        cells.fault(column, "zone_name_malformed")
    return tidy(said)


def _draft(cells: Cells) -> ZoneDraft | None:
    code = _code(cells, "code")
    draft = ZoneDraft(
        code=code or 0,
        name_zh=_name(cells, "name_zh", cells.required("name_zh", longest=LONGEST_NAME)),
        name_en=_name(cells, "name_en", cells.text("name_en")),
        pinyin=cells.text("pinyin"),
        official_name=cells.text("official_name"),
        attributes=_attributes(cells),
        residents=cells.integer("residents"),
        households=cells.integer("households"),
        schematic=_yes(cells, "schematic"),
        valid_from=cells.instant("valid_from"),
        valid_to=cells.instant("valid_to"),
    )
    if code is None:
        return None
    _check_level(cells, code)
    _check_parent(cells, code)
    if draft.valid_from and draft.valid_to and draft.valid_to <= draft.valid_from:
        cells.fault("valid_to", "dates_reversed")
    return draft


def _code(cells: Cells, column: str) -> int | None:
    code = cells.identity(column)
    if code is None:
        return None
    try:
        level_of(code)
    except ZoneCodeError:
        cells.fault(column, "zone_code_malformed", {"value": str(code)})
        return None
    return code


def _check_level(cells: Cells, code: int) -> None:
    if not cells.given("level"):
        return
    level = cells.choice("level", Level, _LEVELS)
    if level is not None and level is not level_of(code):
        says = level_of(code).name.lower()
        cells.fault("level", "zone_level_contradicts_code", {"expected": says})


def _check_parent(cells: Cells, code: int) -> None:
    if not cells.given("parent"):
        return
    parent = _code(cells, "parent")
    expected = parent_of(code)
    if parent == code:
        cells.fault("parent", "zone_is_its_own_parent")
    elif parent is not None and parent != expected:
        params = {"parent": str(parent), "expected": str(expected or "—")}
        cells.fault("parent", "zone_parent_contradicts_code", params)


def _attributes(cells: Cells) -> frozenset[Attribute]:
    said = cells.text("attributes").replace("，", ",").replace("、", ",").replace(";", ",")
    words = [word for part in said.split(",") for word in part.split()]
    found = set()
    for word in words:
        attribute = _ATTRIBUTES.get(word.lower())
        if attribute is None:
            cells.fault("attributes", "cell_not_a_choice", {
                "value": word, "allowed": ", ".join(Attribute),
            })  # fmt: skip
        else:
            found.add(attribute)
    return frozenset(found)


def _yes(cells: Cells, column: str) -> bool:
    said = cells.text(column).lower()
    if said not in _YES | _NO:
        cells.fault(column, "cell_not_a_choice", {"value": said, "allowed": "1, 0"})
    return said in _YES


def _codes_of(broken: Sequence[tuple[int, Broken]]) -> list[tuple[int, int]]:
    """Return row and code of the rows that have problems but a code that is one."""
    found = []
    for row, one in broken:
        code = one.numbers.get("code")
        try:
            level_of(code or 0)
        except ZoneCodeError:
            continue
        found.append((row, int(code or 0)))
    return found


def _tree_problems(
    rows: Sequence[tuple[int, ZoneDraft]],
    broken: Sequence[tuple[int, Broken]],
    known: Mapping[int, KnownZone],
) -> list[RowProblem]:
    listed = sorted([*((row, draft.code) for row, draft in rows), *_codes_of(broken)])
    problems = first_rows(SHEET, "code", "zone_code_twice", listed)
    codes = {code for _, code in listed}
    city = next((code for code in (*known, *sorted(codes)) if level_of(code) is Level.CITY), None)
    for row, code in listed:
        if city is not None and code not in range_of(city):
            params = {"city": str(city)}
            problems.append(RowProblem(SHEET, row, "code", "zone_outside_city", params))
            continue
        parent = parent_of(code)
        if parent is not None and parent not in codes and parent not in known:
            params = {"parent": str(parent)}
            problems.append(RowProblem(SHEET, row, "parent", "zone_parent_unknown", params))
    return [*problems, *_out_of_time(rows, known), *_names_twice(rows, known)]


def _out_of_time(
    rows: Sequence[tuple[int, ZoneDraft]], known: Mapping[int, KnownZone]
) -> list[RowProblem]:
    """Find zones that begin before the zone in which they lie, or that outlive it."""
    drafts = {draft.code: draft for _, draft in rows}
    ends = {zone.code: zone.valid_to for zone in known.values()}
    ends |= {code: draft.valid_to for code, draft in drafts.items()}
    codes = sorted(ends)
    problems = []
    for row, draft in rows:
        above = drafts.get(draft.parent or 0)
        if above and above.valid_from and draft.valid_from and draft.valid_from < above.valid_from:
            params = {"parent": str(above.code)}
            code = "zone_begins_before_parent"
            problems.append(RowProblem(SHEET, row, "valid_from", code, params))
        if draft.valid_to is None:
            continue
        last = range_of(draft.code).hi
        below = codes[bisect_right(codes, draft.code) : bisect_right(codes, last)]
        later = [code for code in below if (end := ends[code]) is None or end > draft.valid_to]
        if later:
            count = {"count": len(later)}
            problems.append(RowProblem(SHEET, row, "valid_to", "zone_has_zones_below", count))
    return problems


def _ends_changed(
    rows: Sequence[tuple[int, ZoneDraft]], known: Mapping[int, KnownZone]
) -> Iterator[RowProblem]:
    """Find zones that ended for good and would come back, or end at another time."""
    for row, draft in rows:
        zone = known.get(draft.code)
        if zone and zone.gone and zone.valid_to and draft.valid_to != zone.valid_to:
            params = {"at": zone.valid_to.astimezone(LOCAL).isoformat()}
            yield RowProblem(SHEET, row, "valid_to", "zone_ended_already", params)


def _names_twice(
    rows: Sequence[tuple[int, ZoneDraft]], known: Mapping[int, KnownZone]
) -> list[RowProblem]:
    problems = []
    named = {
        (parent_of(zone.code), name_key(zone.name_zh)): zone.code
        for zone in known.values()
        if zone.valid_to is None
    }
    for row, draft in rows:
        if draft.valid_to is not None:
            continue
        other = named.setdefault((draft.parent, name_key(draft.name_zh)), draft.code)
        if other != draft.code:
            params = {"name": draft.name_zh, "other": str(other)}
            problems.append(RowProblem(SHEET, row, "name_zh", "zone_name_twice", params))
    return problems


def sounds(pinyin: str) -> tuple[str, str]:
    """Return full spelling and initials of a reading, as people type them: no tones, ü as v.

    >>> sounds("yáo dū qū")
    ('yaoduqu', 'ydq')
    """
    parts = _plain(pinyin).split()
    return "".join(parts), "".join(part[0] for part in parts)


def _plain(pinyin: str) -> str:
    lowered = unicodedata.normalize("NFC", pinyin.lower())
    lowered = lowered.translate(str.maketrans("üǖǘǚǜ", "vvvvv"))
    bare = unicodedata.normalize("NFD", lowered)
    return "".join(c for c in bare if (c.isascii() and c.isalnum()) or c == " ")
