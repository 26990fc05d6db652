"""The front door of the review."""

from bihuan.domain.reviews.decisions import DecisionDraft, Option
from bihuan.features.review.actions import (
    Attendance,
    Correction,
    PlanDraft,
    PublishedDraft,
    RestoreReport,
    acknowledge_plan,
    call_meeting,
    correct_minutes,
    decide,
    draft_night,
    drop_note,
    enter_bulletin,
    enter_figures,
    follow_decision,
    freeze,
    issue_minutes,
    note_decision,
    publish_plan,
    record_restore,
    remind,
    seal_day,
    submit,
    turn_to,
)
from bihuan.features.review.selectors.asks import Ask, asks_of
from bihuan.features.review.selectors.bulletin import published, revisions, revisions_of
from bihuan.features.review.selectors.bulletin_files import BulletinReport, check_bulletin
from bihuan.features.review.selectors.completeness import (
    ReportingUnit,
    reporting_units,
    submitted_at,
    units_in,
)
from bihuan.features.review.selectors.content import content_of
from bihuan.features.review.selectors.corrections import CorrectionView, corrections_of
from bihuan.features.review.selectors.decisions import (
    DecisionView,
    decision_of,
    decisions,
    decisions_of_night,
    open_decisions,
)
from bihuan.features.review.selectors.drafts import Draft, draft_of
from bihuan.features.review.selectors.minutes import minutes_content
from bihuan.features.review.selectors.minutes_paper import minutes_document, minutes_label
from bihuan.features.review.selectors.nights import (
    ItemView,
    NightView,
    SnapshotHead,
    freeze_time,
    frozen_body,
    items_of,
    minutes_of,
    night_of,
    nights,
    snapshot_body,
    snapshot_head,
    snapshot_heads,
)
from bihuan.features.review.selectors.notes import NoteView, open_notes
from bihuan.features.review.selectors.papers import pack_document
from bihuan.features.review.selectors.plans import PlanView, plan_of, plan_start
from bihuan.features.review.selectors.pulse import pulse_of
from bihuan.features.review.selectors.reminders import reminders, reminders_by_subject
from bihuan.features.review.selectors.restores import Came, Copies, copies
from bihuan.features.review.selectors.roots import unsealed_since
from bihuan.features.review.selectors.sections import FigureView, Report, SectionView, report_of

__all__ = [
    "Ask",
    "Attendance",
    "BulletinReport",
    "Came",
    "Copies",
    "Correction",
    "CorrectionView",
    "DecisionDraft",
    "DecisionView",
    "Draft",
    "FigureView",
    "ItemView",
    "NightView",
    "NoteView",
    "Option",
    "PlanDraft",
    "PlanView",
    "PublishedDraft",
    "Report",
    "ReportingUnit",
    "RestoreReport",
    "SectionView",
    "SnapshotHead",
    "acknowledge_plan",
    "asks_of",
    "call_meeting",
    "check_bulletin",
    "content_of",
    "copies",
    "correct_minutes",
    "corrections_of",
    "decide",
    "decision_of",
    "decisions",
    "decisions_of_night",
    "draft_night",
    "draft_of",
    "drop_note",
    "enter_bulletin",
    "enter_figures",
    "follow_decision",
    "freeze",
    "freeze_time",
    "frozen_body",
    "issue_minutes",
    "items_of",
    "minutes_content",
    "minutes_document",
    "minutes_label",
    "minutes_of",
    "night_of",
    "nights",
    "note_decision",
    "open_decisions",
    "open_notes",
    "pack_document",
    "plan_of",
    "plan_start",
    "publish_plan",
    "published",
    "pulse_of",
    "record_restore",
    "remind",
    "reminders",
    "reminders_by_subject",
    "report_of",
    "reporting_units",
    "revisions",
    "revisions_of",
    "seal_day",
    "snapshot_body",
    "snapshot_head",
    "snapshot_heads",
    "submit",
    "submitted_at",
    "turn_to",
    "units_in",
    "unsealed_since",
]
