"""Every "no" of the product is a value with a code, its parameters and the rule behind it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refused act: told to the person in two languages, never raised.

    Parameters
    ----------
    code
        Stable name of the fact that stands in the way, e.g. ``already_returned_once``.
    params
        Values the sentence needs: integers and strings only.
    clause
        The rule behind it, e.g. ``invariant 2`` or an article.
    """

    code: str
    params: Mapping[str, str | int] = field(default_factory=dict)
    clause: str = ""


def changed_meanwhile(table: str, row: str) -> Refusal:
    """Say that a row is no longer the one that was read: nobody overwrites what he has not seen."""
    return Refusal("changed_meanwhile", {"table": table, "row": row})
