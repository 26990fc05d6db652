"""What stands against a change of boundaries in what features keep of the zones."""

from collections.abc import Callable, Sequence

from bihuan.domain.boundaries import Succession
from bihuan.domain.refusals import Refusal

Objection = Callable[[Sequence[Succession], frozenset[int]], Refusal | None]
"""Old and new codes, and every code that begins, ends or takes in others; why it may not be."""
_objections: list[Objection] = []


def provide_objection(objection: Objection) -> None:
    """Register what may stand against a change; it is asked in the change's own commit."""
    _objections.append(objection)


def objection_to(pairs: Sequence[Succession], ending: frozenset[int]) -> Refusal | None:
    """Return the first reason against a change, None where it may be made."""
    changed = ending | {code for pair in pairs for code in (pair.old, pair.new)}
    found = (objection(pairs, changed) for objection in _objections)
    return next((one for one in found if one is not None), None)
