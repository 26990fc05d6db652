"""Items of the nightly agenda (议题), built from facts, never written by hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bihuan.platform.figures.values import Words


class AgendaKind(StrEnum):
    """Why something stands on tonight's agenda."""

    DECISION = "decision"
    ESCALATED = "escalated"
    OFFICE = "office"
    OVER_CONTROL = "over_control"
    BLOCKED = "blocked"
    SUSPENDED = "suspended"
    LOWERED = "lowered"  # a severity lowered at triage, with its reason
    ASKED = "asked"  # the office put it there, and says why
    RECURRING = "recurring"
    OVERDUE = "overdue"
    MEASURE = "measure"
    GAP = "gap"
    SAFEGUARDS = "safeguards"
    PLAN = "plan"


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact under an item: what it is, and what it says (a number, a name, or words)."""

    words: Words
    value: str | Words

    def as_json(self) -> dict[str, Any]:
        """Return the canonical form."""
        value = self.value.as_json() if isinstance(self.value, Words) else self.value
        return {**self.words.as_json(), "value": value}


@dataclass(frozen=True, slots=True)
class AgendaFact:
    """One thing that tonight's meeting has to look at.

    Parameters
    ----------
    kind
        Why it is here.
    subject
        The stable name of what it is about (a ledger number, a zone code, a decision's
        number); one subject is one item, whatever number of sources name it.
    title
        What the item is called.
    facts
        Counts, owner, deadline, cause, earlier decision, last opinion of the unit.
    help
        Help asked, given and not given, with the reason.
    otherwise
        What happens when nothing is decided.
    minutes
        Minutes of the meeting it should take.
    weight
        Order within a kind: recurrence × severity × reach, larger first.
    link
        Address of the page that shows everything, "" for none.
    """

    kind: AgendaKind
    subject: str
    title: Words
    facts: tuple[Fact, ...] = ()
    help: Words | None = None
    otherwise: Words | None = None
    minutes: int = 5
    weight: int = 0
    link: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the canonical form that a snapshot keeps."""
        return {
            "kind": self.kind.value,
            "subject": self.subject,
            "title": self.title.as_json(),
            "facts": [fact.as_json() for fact in self.facts],
            "help": self.help.as_json() if self.help else None,
            "otherwise": self.otherwise.as_json() if self.otherwise else None,
            "minutes": self.minutes,
            "weight": self.weight,
            "link": self.link,
        }


def agenda_fact(said: Mapping[str, Any]) -> AgendaFact:
    """Return the item of its canonical form."""
    return AgendaFact(
        kind=AgendaKind(said["kind"]),
        subject=said["subject"],
        title=Words(**said["title"]),
        facts=tuple(_fact(one) for one in said["facts"]),
        help=Words(**said["help"]) if said["help"] else None,
        otherwise=Words(**said["otherwise"]) if said["otherwise"] else None,
        minutes=said["minutes"],
        weight=said["weight"],
        link=said["link"],
    )


def _fact(said: Mapping[str, Any]) -> Fact:
    value = said["value"]
    words = Words(said["zh"], said["en"])
    return Fact(words, Words(**value) if isinstance(value, dict) else value)
