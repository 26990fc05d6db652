"""Names after a change of boundaries: zones that come to lie side by side stay distinct."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from bihuan.domain.boundaries import Succession
from bihuan.domain.texts import name_key
from bihuan.domain.zones import parent_of

LONGEST_ZH, LONGEST_EN = 60, 120
Key = tuple[int | None, str]


@dataclass(frozen=True, slots=True)
class Named:
    """What a zone is called in both languages."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Renamed:
    """A zone that moves and cannot keep its name, since another one beside it bears it.

    Parameters
    ----------
    pair
        The old and the new code.
    origin
        The code of the zone that it lay in; its name goes into the new one.
    was, becomes
        The name before and after.
    """

    pair: Succession
    origin: int
    was: Named
    becomes: Named


def renamed_by(
    plan: Sequence[Succession], parts: Collection[int], names: Mapping[int, Named]
) -> tuple[Renamed, ...]:
    """Return the zones that move and need another name, in the plan's order.

    A zone that stays keeps its name. Of several that move and are called alike, each is marked.

    Parameters
    ----------
    plan
        Every succession of the change.
    parts
        The codes that it merges into or splits into; their names are chosen by a person.
    names
        What the zones in force before the change are called.
    """
    moved = [pair for pair in plan if pair.new not in parts]
    gone = {pair.old for pair in plan} - set(parts)
    held = {
        (parent_of(code), name_key(name.zh)) for code, name in names.items() if code not in gone
    }
    wanted = Counter((parent_of(pair.new), name_key(names[pair.old].zh)) for pair in moved)
    taken: set[Key] = held | set(wanted)
    found = []
    for pair in moved:
        was, origin, parent = names[pair.old], parent_of(pair.old) or 0, parent_of(pair.new)
        key = (parent, name_key(was.zh))
        if key not in held and wanted[key] == 1:
            continue
        becomes = _free(was, names[origin], parent, taken)
        taken.add((parent, name_key(becomes.zh)))
        found.append(Renamed(pair, origin, was, becomes))
    return tuple(found)


def _free(was: Named, origin: Named, parent: int | None, taken: Collection[Key]) -> Named:
    """Return the name with its origin; a number follows where even that is borne already."""
    marked = (_marked(was, origin, "" if n == 1 else f" {n}") for n in count(1))
    return next(name for name in marked if (parent, name_key(name.zh)) not in taken)


def _marked(was: Named, origin: Named, number: str) -> Named:
    zh = f"（原{origin.zh[: LONGEST_ZH // 2]}{number}）"
    en = f" (formerly of {(origin.en or origin.zh)[: LONGEST_EN // 2]}{number})"
    english = was.en[: LONGEST_EN - len(en)] + en if was.en else ""
    return Named(was.zh[: LONGEST_ZH - len(zh)] + zh, english)
