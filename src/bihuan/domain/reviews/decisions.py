"""A decision in the form of the joint decision model: nothing is decided without its reasons.

Situation, risks, powers, at least two options one of which is less restrictive or does
nothing, the choice, reasons, owner, deadline, review time, help. The draft says everything
that is missing at once, each with its field.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bihuan.domain.refusals import Refusal
from bihuan.domain.reviews.states import OptionKind

LEAST_OPTIONS = 2
FURTHEST = timedelta(days=90)
_CLAUSE = "decision form"
_TEXTS = ("title", "situation", "risks", "powers", "reasons", "help")


@dataclass(frozen=True, slots=True)
class Option:
    """One way to go on."""

    text: str
    kind: OptionKind = OptionKind.MEASURE


@dataclass(frozen=True, slots=True)
class DecisionDraft:
    """What the meeting writes down.

    Parameters
    ----------
    title, situation, risks, powers, reasons
        Texts; ``powers`` names the clause that allows the choice.
    options, choice
        The options and the index of the chosen one.
    owner_post, owner_unit
        Who carries it out: a post, never a person.
    due_at, review_at
        Until when; when it is looked at again.
    help
        What help goes with it; "none asked" is an answer, silence is not.
    answered
        How many decisions on the item its form showed, None where it showed none: who decides at
        the same time as another is told.
    """

    title: str
    situation: str
    risks: str
    powers: str
    reasons: str
    options: tuple[Option, ...]
    choice: int | None
    owner_post: int | None
    owner_unit: int | None
    due_at: datetime | None
    review_at: datetime | None
    help: str
    answered: int | None = None


def decision_problems(draft: DecisionDraft, *, now: datetime) -> tuple[Refusal, ...]:
    """Return everything that keeps a draft from being decided; empty when it may be.

    Every refusal names its ``field``, so that a form can show it where it is mended.
    """
    return (
        *_missing_texts(draft),
        *_option_problems(draft),
        *_owner_problems(draft),
        *_time_problems(draft, now),
    )


def is_complete(draft: DecisionDraft, *, now: datetime) -> bool:
    """Tell whether a draft may be decided."""
    return not decision_problems(draft, now=now)


def _refused(code: str, field: str, **params: str | int) -> Refusal:
    return Refusal(code, {"field": field, **params}, _CLAUSE)


def _missing_texts(draft: DecisionDraft) -> Iterator[Refusal]:
    for name in _TEXTS:
        if not getattr(draft, name).strip():
            yield _refused("decision_field_missing", name)


def _option_problems(draft: DecisionDraft) -> Iterator[Refusal]:
    options = draft.options
    for number, option in enumerate(options, start=1):
        if not option.text.strip():
            yield _refused("option_empty", "options", number=number)
    texts = {option.text.strip() for option in options}
    if len(texts) < LEAST_OPTIONS:
        yield _refused("options_too_few", "options", least=LEAST_OPTIONS)
    elif all(option.kind is OptionKind.MEASURE for option in options):
        yield _refused("no_less_restrictive_option", "options")
    if draft.choice is None or not 0 <= draft.choice < len(options):
        yield _refused("choice_missing", "choice")


def _owner_problems(draft: DecisionDraft) -> Iterator[Refusal]:
    if draft.owner_post is None or draft.owner_unit is None:
        yield _refused("owner_missing", "owner_post")


def _time_problems(draft: DecisionDraft, now: datetime) -> Iterator[Refusal]:
    for name, at in (("due_at", draft.due_at), ("review_at", draft.review_at)):
        if at is None or at.tzinfo is None:
            yield _refused("decision_field_missing", name)
        elif at <= now:
            yield _refused("time_has_passed", name)
        elif at - now > FURTHEST:
            yield _refused("time_too_far_ahead", name, days=FURTHEST.days)
