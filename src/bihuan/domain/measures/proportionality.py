"""The seven questions of proportionality (比例原则): a "no" blocks, "lawful?" always."""

from collections.abc import Mapping
from enum import StrEnum

SHORTEST_REASON = 10


class Question(StrEnum):
    """One question each measure answers with yes or no and a text."""

    LAWFUL = "lawful"
    LEGITIMATE_AIM = "legitimate_aim"
    NECESSARY = "necessary"
    LEAST_RESTRICTIVE = "least_restrictive"
    NON_DISCRIMINATORY = "non_discriminatory"
    TIME_LIMITED = "time_limited"
    RECIPROCAL = "reciprocal"


Answers = Mapping[str, tuple[bool, str]]


def unanswered(answers: Answers) -> tuple[Question, ...]:
    """Return the questions without a reasoned answer."""
    return tuple(q for q in Question if q not in answers or not answers[q][1].strip())


def denied(answers: Answers) -> tuple[Question, ...]:
    """Return the questions answered with no."""
    return tuple(q for q in Question if q in answers and not answers[q][0])


def may_override(answers: Answers, reason: str) -> bool:
    """Tell whether a head's reason can stand in for a "no"; never for an unlawful measure."""
    return Question.LAWFUL not in denied(answers) and len(reason.strip()) >= SHORTEST_REASON
