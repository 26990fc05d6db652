"""Decisions and where their orders stand."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bihuan.domain.chain.canonical import instant_of
from bihuan.domain.reviews.commitments import CommitmentFacts, is_late, is_open, is_red
from bihuan.domain.reviews.states import Follow
from bihuan.features.review.models import Decision
from bihuan.features.review.models.decision import OPEN
from bihuan.platform.clock.incident import IncidentClock
from bihuan.platform.db.dialects import Session
from bihuan.platform.ledger.as_of import undone
from bihuan.platform.ledger.marks import once

COMMITMENT_FIELDS = (
    "id", "incident", "zone", "decided_on", "owner_post", "owner_unit", "due_at", "state",
    "version", "document_year", "document_number", "ordered_at", "received_at", "reported_at",
    "reporter_person", "verified_at", "verifier_post", "ended_at", "carried_on", "nights",
)  # fmt: skip
CARRIED = frozenset({"carried_on", "nights", "version"})
TEXT_FIELDS = (
    "number", "subject", "title", "situation", "risks", "powers", "options", "choice", "reasons",
    "help", "review_at", "feedback", "verdict",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A decision with its form and its order."""

    order: CommitmentFacts
    number: int
    subject: str
    title: str
    situation: str
    risks: str
    powers: str
    options: Sequence[Mapping[str, str]]
    choice: int
    reasons: str
    help: str
    review_at: datetime
    feedback: str
    verdict: str

    @property
    def label(self) -> str:
        """Return the number as people say it: D-17."""
        return f"D-{self.number}"

    @property
    def chosen(self) -> Mapping[str, str]:
        """The option that was chosen."""
        return self.options[self.choice]

    @property
    def cancelled(self) -> bool:
        """Whether it was taken back."""
        return self.order.state == Follow.CANCELLED

    @property
    def open(self) -> bool:
        """Tell whether it returns to the next meeting."""
        return is_open(self.order)

    @property
    def red(self) -> bool:
        """Tell whether it was carried over two nights or more."""
        return is_red(self.order)

    def late(self, now: datetime) -> bool:
        """Tell whether it is past its deadline and open."""
        return is_late(self.order, now=now)


def commitment(values: Mapping[str, Any]) -> CommitmentFacts:
    """Build the facts of an order from its columns; dates are stored as text."""
    days = {name: _day(values[name]) for name in ("decided_on", "carried_on")}
    return CommitmentFacts(**{**values, **days})


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def decisions(*, incident: int, **where: Any) -> list[DecisionView]:
    """Return decisions of an incident that match columns, by number."""
    rows = Decision.objects.filter(incident=incident, **where).order_by("number")
    return [_view(row) for row in rows.values(*COMMITMENT_FIELDS, *TEXT_FIELDS)]


def open_decisions(*, incident: int) -> list[DecisionView]:
    """Return the decisions that are not done, oldest first."""
    return decisions(incident=incident, state__in=OPEN)


@once
def decisions_as_of(*, incident: int, clock: IncidentClock, at: datetime) -> list[DecisionView]:
    """Return the decisions as their orders stood at an instant, by number.

    Nights carried over stay as they are now: the carrying belongs to the night that is frozen.
    """
    since = undone(Session(), clock, Decision._meta.db_table, at)
    rows = Decision.objects.filter(incident=incident).order_by("number")
    found = []
    for row in rows.values(*COMMITMENT_FIELDS, *TEXT_FIELDS):
        before = since.get(row["id"], {})
        if before is not None:
            found.append(_view({**row, **_put_back(before)}))
    return found


def _put_back(before: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: old for name, old in before.items() if name not in CARRIED}
    return {
        name: instant_of(old) if name.endswith("_at") and old is not None else old
        for name, old in kept.items()
        if name in COMMITMENT_FIELDS or name in TEXT_FIELDS
    }


def decision_of(*, incident: int, number: int) -> DecisionView | None:
    """Return one decision by its number."""
    found = decisions(incident=incident, number=number)
    return found[0] if found else None


def decisions_of_night(*, incident: int, day: str) -> list[DecisionView]:
    """Return what a night's meeting decided."""
    return decisions(incident=incident, decided_on=day)


def _view(row: Mapping[str, Any]) -> DecisionView:
    order = commitment({name: row[name] for name in COMMITMENT_FIELDS})
    texts = {name: row[name] for name in TEXT_FIELDS}
    texts["options"] = json.loads(row["options"])
    return DecisionView(order=order, **texts)
