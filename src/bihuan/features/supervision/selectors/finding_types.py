"""The table of finding types (问题类型): data that a city edits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from bihuan.domain.findings.facts import FindingFacts
from bihuan.domain.severity import Severity
from bihuan.domain.zones import Level
from bihuan.features.supervision.labels.families import FAMILIES
from bihuan.platform.i18n import choose
from bihuan.platform.registry.rulefiles import RuleFileError, read_rules

FILE = Path(__file__).resolve().parents[1] / "finding_types.yaml"
OVER_CONTROL = "X"
MOST_TILES = 6
LEVELS = {"county": Level.COUNTY, "township": Level.TOWNSHIP, "community": Level.COMMUNITY}


@dataclass(frozen=True, slots=True)
class FindingType:
    """One type: its names, default severity, who must answer, the clause, what is asked.

    ``clause`` is what the order cites, ``clause_en`` the same for English pages; ``items`` are the
    usual sub-items of an order, as (zh, en). ``by_rule`` types nobody reports by hand: a rule
    files them with the event that caused them, and files them once.
    """

    code: str
    zh: str
    en: str
    severity: Severity
    function: str
    level: Level
    clause: str
    clause_en: str
    tile: bool
    by_rule: bool
    items: tuple[tuple[str, str], ...]

    @property
    def label(self) -> str:
        """Return the name in the language of the page."""
        return choose(self.zh, self.en)

    @property
    def cited(self) -> str:
        """Return the clause in the language of the page."""
        return choose(self.clause, self.clause_en)

    @property
    def over_control(self) -> bool:
        """Tell whether it is about too much control."""
        return self.code.startswith(OVER_CONTROL)


@dataclass(frozen=True, slots=True)
class Family:
    """The types of one field, named by the first letter of their codes."""

    name: str
    types: tuple[FindingType, ...]


def families(*, tiles: bool = True) -> Sequence[Family]:
    """Return what people may report, grouped by field in the file's order.

    Parameters
    ----------
    tiles
        Whether the types that are tiles on the phone stand here too.
    """
    grouped: dict[str, list[FindingType]] = {}
    for kind in finding_types().values():
        if not kind.by_rule and (tiles or not kind.tile):
            grouped.setdefault(kind.code[0], []).append(kind)
    return [
        Family(str(FAMILIES.get(letter, letter)), tuple(kinds)) for letter, kinds in grouped.items()
    ]


def clause_of(facts: FindingFacts) -> str:
    """Return the clause cited; the type's own one in the language of the page."""
    kind = finding_types().get(facts.type_code)
    known = kind is not None and facts.clause == kind.clause
    return choose(kind.clause, kind.clause_en) if kind and known else facts.clause


@lru_cache(maxsize=1)
def finding_types() -> Mapping[str, FindingType]:
    """Return the types by code, in the file's order.

    Raises
    ------
    RuleFileError
        A row is incomplete or unknown in part; the message names it.
    """
    listed = [_type_of(row) for row in read_rules(FILE)["types"]]
    table = {one.code: one for one in listed}
    if len(table) != len(listed):
        raise RuleFileError("finding_types.yaml: a code stands twice")
    if sum(one.tile for one in listed) > MOST_TILES + 1:
        raise RuleFileError(f"finding_types.yaml: more than {MOST_TILES} tiles and 'other'")
    return MappingProxyType(table)


def _type_of(row: Mapping[str, Any]) -> FindingType:
    code = str(row.get("code", "?"))
    try:
        return FindingType(
            code=code,
            zh=row["zh"],
            en=row["en"],
            severity=Severity[row["severity"]],
            function=row["function"],
            level=LEVELS[row["level"]],
            clause=row["clause"]["zh"],
            clause_en=row["clause"]["en"],
            tile=row["tile"] is True,
            by_rule=row.get("by_rule") is True,
            items=tuple((item["zh"], item["en"]) for item in row["items"]),
        )
    except (KeyError, TypeError) as damage:
        raise RuleFileError(f"finding_types.yaml: {code}: {damage} is missing or unknown") from None


def words_of(type_code: str, text: str) -> str:
    """Return the words that a finding keeps: what was written, or the name of its type."""
    return text.strip() or finding_types()[type_code].zh
