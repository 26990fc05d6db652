"""The front door of supervision."""

from bihuan.features.supervision.actions.beside import (
    Picture,
    add_evidence,
    finish_item,
    tick_call,
)
from bihuan.features.supervision.actions.file_gaps import file_gaps
from bihuan.features.supervision.actions.report import (
    FindingDraft,
    file_by_rule,
    report,
    report_many,
    save_draft,
)
from bihuan.features.supervision.actions.transit import Seen, act_on, act_on_many
from bihuan.features.supervision.permissions import may_add_evidence, may_finish_items, may_view
from bihuan.features.supervision.selectors.call_list import (
    CallLine,
    Pulse,
    findings_by_id,
    open_calls,
    own_calls,
    pulse_of,
)
from bihuan.features.supervision.selectors.choices import Choice, choices
from bihuan.features.supervision.selectors.clock_line import (
    ClockLine,
    clock_named,
    running_clock,
)
from bihuan.features.supervision.selectors.finding_page import (
    FindingPage,
    RecordLine,
    TimelineEntry,
    due_findings,
    finding_by_number,
    finding_facts,
    finding_page,
    last_record,
    picture_of,
    records_of_kind,
)
from bihuan.features.supervision.selectors.finding_types import (
    FindingType,
    clause_of,
    finding_types,
)
from bihuan.features.supervision.selectors.layers import LAYERS
from bihuan.features.supervision.selectors.ledger_filter import LedgerFilter
from bihuan.features.supervision.selectors.ledger_table import (
    ControlLine,
    LedgerPage,
    control_line,
    count_of,
    counts_of,
    every_row,
    key_of,
    ledger_page,
)
from bihuan.features.supervision.selectors.lines import (
    LedgerLine,
    face_of,
    label_of,
    lines_of,
    verb_of,
)
from bihuan.features.supervision.selectors.night import findings_of, rates_of
from bihuan.features.supervision.selectors.order_numbers import (
    document_mark,
    document_number,
    find_order,
    record_number,
    supervision_label,
)
from bihuan.features.supervision.selectors.order_texts import ORDER_TEXT, REPLY_TEXT, usual_items
from bihuan.features.supervision.selectors.own import alike, last_spots
from bihuan.features.supervision.selectors.papers import (
    Letterhead,
    feedback_paper,
    letterhead,
    order_paper,
    orders_of,
    supervision_paper,
)

__all__ = [
    "LAYERS",
    "ORDER_TEXT",
    "REPLY_TEXT",
    "CallLine",
    "Choice",
    "ClockLine",
    "ControlLine",
    "FindingDraft",
    "FindingPage",
    "FindingType",
    "LedgerFilter",
    "LedgerLine",
    "LedgerPage",
    "Letterhead",
    "Picture",
    "Pulse",
    "RecordLine",
    "Seen",
    "TimelineEntry",
    "act_on",
    "act_on_many",
    "add_evidence",
    "alike",
    "choices",
    "clause_of",
    "clock_named",
    "control_line",
    "count_of",
    "counts_of",
    "document_mark",
    "document_number",
    "due_findings",
    "every_row",
    "face_of",
    "feedback_paper",
    "file_by_rule",
    "file_gaps",
    "find_order",
    "finding_by_number",
    "finding_facts",
    "finding_page",
    "finding_types",
    "findings_by_id",
    "findings_of",
    "finish_item",
    "key_of",
    "label_of",
    "last_record",
    "last_spots",
    "ledger_page",
    "letterhead",
    "lines_of",
    "may_add_evidence",
    "may_finish_items",
    "may_view",
    "open_calls",
    "order_paper",
    "orders_of",
    "own_calls",
    "picture_of",
    "pulse_of",
    "rates_of",
    "record_number",
    "records_of_kind",
    "report",
    "report_many",
    "running_clock",
    "save_draft",
    "supervision_label",
    "supervision_paper",
    "tick_call",
    "usual_items",
    "verb_of",
]
