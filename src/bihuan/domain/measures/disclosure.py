"""What of a measure everybody reads, and that no number of a person stands in it."""

from collections.abc import Collection, Iterator

from bihuan.domain.machines import guard
from bihuan.domain.measures.case import Case
from bihuan.domain.measures.facts import MeasureFacts
from bihuan.domain.registers.personal import may_be_published

HELP_LINE = "help_line"
PUBLISHED = ("purpose", "purpose_en", "exceptions", "exceptions_en", HELP_LINE)
"""Columns that stand in the notice in all its forms; the described parts stand there too."""


def published(facts: MeasureFacts) -> Iterator[tuple[str, str]]:
    """Yield each text that the notice of a measure carries, with the name of its field."""
    yield from ((name, getattr(facts, name)) for name in PUBLISHED)
    yield from facts.around.parts.items()


def discloses(name: str, text: str, codes: Collection[int] = ()) -> bool:
    """Tell whether a field would publish a number of a person; a help line is a telephone.

    ``codes`` are the zones named in it: they are nobody's own.
    """
    return not may_be_published(text, codes, telephones=name == HELP_LINE)


def _first(case: Case) -> dict[str, str | int]:
    codes = case.facts.around.codes
    named = (name for name, text in published(case.facts) if discloses(name, text, codes))
    return {"field": next(named, "")}


@guard("notice_holds_private_number", clause="PIPL 6", params=_first)
def discloses_nobody(case: Case) -> bool:
    """No text that is published holds an identity, bank-card or mobile number of a person."""
    codes = case.facts.around.codes
    return not any(discloses(name, text, codes) for name, text in published(case.facts))
