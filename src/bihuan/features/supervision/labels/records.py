"""Side rows, numbers, clocks, reasons to call and duties in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from bihuan.domain.findings.step import RecordKind, SeriesCode

RECORDS: Mapping[RecordKind, Promise] = {
    RecordKind.NOTICE: pgettext_lazy("record", "Notice"),
    RecordKind.REJECTION: pgettext_lazy("record", "Decision not to file"),
    RecordKind.CORRECTION: pgettext_lazy("record", "Type corrected"),
    RecordKind.FINDING: pgettext_lazy("record", "New linked finding"),
    RecordKind.RAISE: pgettext_lazy("record", "Severity taken over"),
    RecordKind.ORDER: pgettext_lazy("record", "Assignment order"),
    RecordKind.RETURN: pgettext_lazy("record", "Return"),
    RecordKind.PLAN: pgettext_lazy("record", "Rectification plan"),
    RecordKind.EXTENSION: pgettext_lazy("record", "Extension"),
    RecordKind.BLOCKER: pgettext_lazy("record", "Blocker"),
    RecordKind.HELP: pgettext_lazy("record", "Help"),
    RecordKind.RECTIFICATION: pgettext_lazy("record", "Rectification report"),
    RecordKind.VERIFICATION: pgettext_lazy("record", "Verification"),
    RecordKind.LOOK_BACK: pgettext_lazy("record", "Look-back"),
    RecordKind.DISPUTE: pgettext_lazy("record", "Objection"),
    RecordKind.REVIEW: pgettext_lazy("record", "Formal review"),
    RecordKind.SUSPENSION: pgettext_lazy("record", "Suspension"),
    RecordKind.REMINDER: pgettext_lazy("record", "Reminder"),
    RecordKind.CALL: pgettext_lazy("record", "Call"),
    RecordKind.SUPERVISION_ORDER: pgettext_lazy("record", "Supervision order"),
    RecordKind.RAISED_SUPERVISION: pgettext_lazy("record", "Raised supervision"),
    RecordKind.AGENDA_ITEM: pgettext_lazy("record", "Agenda item"),
    RecordKind.SPECIAL_MEETING: pgettext_lazy("record", "Special meeting"),
    RecordKind.TALK: pgettext_lazy("record", "Talk proposed"),
    RecordKind.REFERRAL: pgettext_lazy("record", "Accountability referral"),
}
"""Kinds of side rows."""

TALKS: Mapping[str, Promise] = {
    "held": pgettext_lazy("talk", "The talk is held"),
    "not_held": pgettext_lazy("talk", "No talk is held"),
}
"""What a leader decides on a proposed talk."""

SERIES: Mapping[SeriesCode, Promise] = {
    SeriesCode.LEDGER: pgettext_lazy("series", "Ledger number"),
    SeriesCode.DOCUMENT: pgettext_lazy("series", "Document number"),
    SeriesCode.SUPERVISION: pgettext_lazy("series", "Supervision number"),
}
"""Series of numbers."""

SOURCES: Mapping[str, Promise] = {
    "supervision": pgettext_lazy("source", "Inspection"),
    "grid": pgettext_lazy("source", "Grid and community"),
    "staff": pgettext_lazy("source", "Reported by staff"),
    "rule": pgettext_lazy("source", "Found by rule"),
    "request": pgettext_lazy("source", "Resident's request"),
    "decision": pgettext_lazy("source", "Decision of the review"),
    "recurrence": pgettext_lazy("source", "Recurrence"),
}
"""Where a finding comes from."""

CLOCKS: Mapping[str, Promise] = {
    "triage": pgettext_lazy("clock name", "From report to assignment"),
    "receipt": pgettext_lazy("clock name", "Receipt"),
    "rectify": pgettext_lazy("clock name", "Rectification"),
    "verify": pgettext_lazy("clock name", "Verification"),
    "ruling": pgettext_lazy("clock name", "Ruling"),
    "dispute": pgettext_lazy("clock name", "Ruling on the objection"),
}
"""The finding's clocks."""

CALLS: Mapping[str, Promise] = {
    "s1_reported": pgettext_lazy("call", "S1 reported: file and assign within 10 minutes"),
    "s1_assigned": pgettext_lazy("call", "S1 assigned: make sure the duty post has it"),
    "s1_to_verify": pgettext_lazy("call", "S1 awaits verification"),
    "not_received": pgettext_lazy("call", "Nobody has signed for the order"),
    "overdue": pgettext_lazy("call", "The rectification is overdue"),
    "raised_urgent": pgettext_lazy("call", "S1 not put right within an hour: escalated"),
    "raised_rework": pgettext_lazy("call", "Failed its verification again: escalated"),
    "raised_recurring": pgettext_lazy("call", "The same again within 7 days: escalated"),
    "triage_late": pgettext_lazy("call", "Filing or assignment is late"),
    "verify_late": pgettext_lazy("call", "The verification is late"),
    "ruling_late": pgettext_lazy("call", "A ruling is late"),
    "dispute_late": pgettext_lazy("call", "The ruling on an objection is late"),
}
"""Why somebody is called."""
