"""What a measure says that whoever signs it has to have read: its rule and the seven answers."""

from typing import Any

from bihuan.domain.measures.facts import MeasureFacts
from bihuan.domain.measures.proportionality import Question
from bihuan.features.measures.labels.names import QUESTIONS
from bihuan.features.measures.selectors.notices import rules_said

Answer = tuple[Any, bool | None, str]


def answers_of(one: MeasureFacts) -> list[Answer]:
    """Return each of the seven questions with its answer and reason; None while it is open."""
    return [(QUESTIONS[q], *one.around.answers.get(q, (None, ""))) for q in Question]


def rules_of(one: MeasureFacts) -> list[tuple[Any, Any]]:
    """Return what the measure asks in words, as its notice will tell it; missing parts too."""
    return list(rules_said(one, missing=True))
