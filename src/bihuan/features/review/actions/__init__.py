"""What can be done with a night: enter, submit, freeze, meet, decide, follow, issue, publish."""

from bihuan.features.review.actions.correct_minutes import Correction, correct_minutes
from bihuan.features.review.actions.decide import decide
from bihuan.features.review.actions.enter_figures import (
    PublishedDraft,
    enter_bulletin,
    enter_figures,
)
from bihuan.features.review.actions.follow_decision import follow_decision
from bihuan.features.review.actions.freeze import draft_night, freeze
from bihuan.features.review.actions.issue_minutes import Attendance, issue_minutes
from bihuan.features.review.actions.meeting import call_meeting, turn_to
from bihuan.features.review.actions.note_decision import drop_note, note_decision
from bihuan.features.review.actions.plan import PlanDraft, acknowledge_plan, publish_plan
from bihuan.features.review.actions.record_restore import RestoreReport, record_restore
from bihuan.features.review.actions.remind import remind
from bihuan.features.review.actions.seal_day import seal_day
from bihuan.features.review.actions.submit import submit

__all__ = [
    "Attendance",
    "Correction",
    "PlanDraft",
    "PublishedDraft",
    "RestoreReport",
    "acknowledge_plan",
    "call_meeting",
    "correct_minutes",
    "decide",
    "draft_night",
    "drop_note",
    "enter_bulletin",
    "enter_figures",
    "follow_decision",
    "freeze",
    "issue_minutes",
    "note_decision",
    "publish_plan",
    "record_restore",
    "remind",
    "seal_day",
    "submit",
    "turn_to",
]
