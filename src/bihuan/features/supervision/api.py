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
from bihuan.features.supervision.permissions import may_view
from bihuan.features.supervision.selectors.choices import Choice, choices
from bihuan.features.supervision.selectors.clock_line import (
    ClockLine,
    clock_named,
    running_clock,
)
from bihuan.features.supervision.selectors.finding_page import (
    FindingPage,
    due_findings,
    finding_by_number,
    finding_facts,
    finding_page,
    last_record,
    records_of_kind,
)
from bihuan.features.supervision.selectors.finding_types import FindingType, finding_types
from bihuan.features.supervision.selectors.layers import LAYERS
from bihuan.features.supervision.selectors.ledger_table import (
    ControlLine,
    LedgerFilter,
    LedgerPage,
    control_line,
    count_of,
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
from bihuan.features.supervision.selectors.order_texts import ORDER_TEXT, REPLY_TEXT, usual_items
from bihuan.features.supervision.selectors.own import alike, last_zones

__all__ = [
    "LAYERS",
    "ORDER_TEXT",
    "REPLY_TEXT",
    "Choice",
    "ClockLine",
    "ControlLine",
    "FindingDraft",
    "FindingPage",
    "FindingType",
    "LedgerFilter",
    "LedgerLine",
    "LedgerPage",
    "Picture",
    "Seen",
    "act_on",
    "act_on_many",
    "add_evidence",
    "alike",
    "choices",
    "clock_named",
    "control_line",
    "count_of",
    "due_findings",
    "every_row",
    "face_of",
    "file_by_rule",
    "file_gaps",
    "finding_by_number",
    "finding_facts",
    "finding_page",
    "finding_types",
    "findings_of",
    "finish_item",
    "key_of",
    "label_of",
    "last_record",
    "last_zones",
    "ledger_page",
    "lines_of",
    "may_view",
    "rates_of",
    "records_of_kind",
    "report",
    "report_many",
    "running_clock",
    "save_draft",
    "tick_call",
    "usual_items",
    "verb_of",
]
