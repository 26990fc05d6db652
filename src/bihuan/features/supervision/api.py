"""The front door of supervision."""

from bihuan.features.supervision.actions.agenda import put_on_agenda
from bihuan.features.supervision.actions.beside import (
    Picture,
    add_evidence,
    finish_item,
    tick_call,
)
from bihuan.features.supervision.actions.file_faults import file_faults
from bihuan.features.supervision.actions.file_gaps import file_gaps
from bihuan.features.supervision.actions.keep_view import drop_view, keep_view
from bihuan.features.supervision.actions.report import (
    FindingDraft,
    file_by_rule,
    report,
    report_many,
    save_draft,
)
from bihuan.features.supervision.actions.suspend_exits import EGRESS, FROM_SEAL, suspend_exits
from bihuan.features.supervision.actions.transit import Seen, act_on, act_on_many
from bihuan.features.supervision.permissions import may_add_evidence, may_finish_items, may_view
from bihuan.features.supervision.selectors.answers import public_answer
from bihuan.features.supervision.selectors.call_list import (
    OFFICES,
    CallLine,
    Pulse,
    call_key,
    findings_by_id,
    open_calls,
    own_calls,
    pulse_of,
    reasons_to_call,
)
from bihuan.features.supervision.selectors.choices import Choice, choices, obstacle
from bihuan.features.supervision.selectors.clock_line import (
    ClockLine,
    clock_named,
    running_clock,
)
from bihuan.features.supervision.selectors.facts_said import (
    appeal_words,
    facts_said,
    gap_post,
    measure_behind,
)
from bihuan.features.supervision.selectors.finding_page import (
    FindingPage,
    RecordLine,
    TimelineEntry,
    due_findings,
    finding_by_document,
    finding_by_number,
    finding_by_supervision,
    finding_facts,
    finding_page,
    last_record,
    picture_of,
    records_of_kind,
)
from bihuan.features.supervision.selectors.finding_types import (
    Family,
    FindingType,
    clause_of,
    families,
    finding_types,
)
from bihuan.features.supervision.selectors.kept_views import KeptView, kept_views
from bihuan.features.supervision.selectors.layers import LAYERS
from bihuan.features.supervision.selectors.ledger_filter import LedgerFilter
from bihuan.features.supervision.selectors.ledger_order import key_of
from bihuan.features.supervision.selectors.ledger_table import (
    MOST_COUNTED,
    PAGE,
    ControlLine,
    LedgerPage,
    control_line,
    count_of,
    counts_of,
    every_row,
    first_pages,
    first_pages_and_counts,
    ledger_page,
)
from bihuan.features.supervision.selectors.lines import (
    LedgerLine,
    face_of,
    label_of,
    lines_of,
    verb_of,
)
from bihuan.features.supervision.selectors.linked import linked_to
from bihuan.features.supervision.selectors.night import (
    Behind,
    Lowered,
    asked_for,
    findings_of,
    lowered_in,
    rates_of,
    said_behind,
)
from bihuan.features.supervision.selectors.notices import Told, told_to
from bihuan.features.supervision.selectors.open_work import open_work
from bihuan.features.supervision.selectors.order_numbers import (
    document_mark,
    document_number,
    find_order,
    record_number,
    supervision_label,
)
from bihuan.features.supervision.selectors.order_texts import (
    ORDER_TEXT,
    REPLY_TEXT,
    standing_text,
    usual_items,
)
from bihuan.features.supervision.selectors.own import (
    alike,
    last_spots,
    own_drafts,
    waiting_alike,
)
from bihuan.features.supervision.selectors.papers import (
    Letterhead,
    feedback_paper,
    letterhead,
    order_paper,
    orders_of,
    supervision_paper,
)
from bihuan.features.supervision.selectors.pictures import pictures_for
from bihuan.features.supervision.selectors.queues import Queue, has_work, mine_of, queues_of
from bihuan.features.supervision.selectors.zone_orders import orders_panel

__all__ = [
    "EGRESS",
    "FROM_SEAL",
    "LAYERS",
    "MOST_COUNTED",
    "OFFICES",
    "ORDER_TEXT",
    "PAGE",
    "REPLY_TEXT",
    "Behind",
    "CallLine",
    "Choice",
    "ClockLine",
    "ControlLine",
    "Family",
    "FindingDraft",
    "FindingPage",
    "FindingType",
    "KeptView",
    "LedgerFilter",
    "LedgerLine",
    "LedgerPage",
    "Letterhead",
    "Lowered",
    "Picture",
    "Pulse",
    "Queue",
    "RecordLine",
    "Seen",
    "TimelineEntry",
    "Told",
    "act_on",
    "act_on_many",
    "add_evidence",
    "alike",
    "appeal_words",
    "asked_for",
    "call_key",
    "choices",
    "clause_of",
    "clock_named",
    "control_line",
    "count_of",
    "counts_of",
    "document_mark",
    "document_number",
    "drop_view",
    "due_findings",
    "every_row",
    "face_of",
    "facts_said",
    "families",
    "feedback_paper",
    "file_by_rule",
    "file_faults",
    "file_gaps",
    "find_order",
    "finding_by_document",
    "finding_by_number",
    "finding_by_supervision",
    "finding_facts",
    "finding_page",
    "finding_types",
    "findings_by_id",
    "findings_of",
    "finish_item",
    "first_pages",
    "first_pages_and_counts",
    "gap_post",
    "has_work",
    "keep_view",
    "kept_views",
    "key_of",
    "label_of",
    "last_record",
    "last_spots",
    "ledger_page",
    "letterhead",
    "lines_of",
    "linked_to",
    "lowered_in",
    "may_add_evidence",
    "may_finish_items",
    "may_view",
    "measure_behind",
    "mine_of",
    "obstacle",
    "open_calls",
    "open_work",
    "order_paper",
    "orders_of",
    "orders_panel",
    "own_calls",
    "own_drafts",
    "picture_of",
    "pictures_for",
    "public_answer",
    "pulse_of",
    "put_on_agenda",
    "queues_of",
    "rates_of",
    "reasons_to_call",
    "record_number",
    "records_of_kind",
    "report",
    "report_many",
    "running_clock",
    "said_behind",
    "save_draft",
    "standing_text",
    "supervision_label",
    "supervision_paper",
    "suspend_exits",
    "tick_call",
    "told_to",
    "usual_items",
    "verb_of",
    "waiting_alike",
]
