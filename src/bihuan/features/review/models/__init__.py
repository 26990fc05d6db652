"""Tables of the nightly review; every row is a projection of the ledger."""

from bihuan.features.review.models.decision import Decision
from bihuan.features.review.models.figures import BulletinFigure, Revision, Submission
from bihuan.features.review.models.meeting import DecisionNote, MinutesCorrection, Reminder
from bihuan.features.review.models.night import AgendaItem, DataSnapshot, Minutes, NightlyReview
from bihuan.features.review.models.plan import ActionPlan, PlanAcknowledgement

__all__ = [
    "ActionPlan",
    "AgendaItem",
    "BulletinFigure",
    "DataSnapshot",
    "Decision",
    "DecisionNote",
    "Minutes",
    "MinutesCorrection",
    "NightlyReview",
    "PlanAcknowledgement",
    "Reminder",
    "Revision",
    "Submission",
]
