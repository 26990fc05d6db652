"""Numbers of orders as they are written, read from an address, and looked up."""

import re
from collections.abc import Iterable, Sequence

from bihuan.domain.findings.facts import FindingFacts
from bihuan.domain.findings.numbers import document_label, ledger_label
from bihuan.domain.findings.step import SeriesCode
from bihuan.features.supervision.selectors.finding_page import (
    RecordLine,
    finding_by_number,
    finding_facts,
)
from bihuan.features.territory.api import ZoneName

LABEL = re.compile(r"(演练-)?JB-(\d{4})-(\d{1,9})")
IDENTITY = re.compile(r"[0-9a-f]{32}")
# 临 of 临汾市 and what the office is for: 临疫防督〔2022〕12号.
OFFICE_MARK = "疫防督"


def find_order(label: str, incidents: Iterable[int]) -> FindingFacts | None:
    """Return the finding of a number or id; a number is looked up in the incidents in turn."""
    if IDENTITY.fullmatch(label):
        return finding_facts(label)
    read = LABEL.fullmatch(label)
    if read is None:
        return None
    drill, year, number = read[1] is not None, int(read[2]), int(read[3])
    for incident in incidents:
        facts = finding_by_number(incident, year, number)
        if facts is not None and facts.drill == drill:
            return facts
    return None


def document_mark(city: Sequence[ZoneName]) -> str:
    """Return the mark of the city's document numbers, from the first name of a chain of names."""
    return f"{city[0].zh[:1]}{OFFICE_MARK}" if city else OFFICE_MARK


def document_number(facts: FindingFacts, mark: str) -> str:
    """Return the newest document number of an order, empty before it is assigned."""
    if facts.document_year is None or facts.document_number is None:
        return ""
    return document_label(mark, facts.document_year, facts.document_number, drill=facts.drill)


def record_number(facts: FindingFacts, record: RecordLine, mark: str) -> str:
    """Return the document number of a side row, empty when it has none."""
    if record.year is None or record.document_number is None:
        return ""
    return document_label(mark, record.year, record.document_number, drill=facts.drill)


def supervision_label(facts: FindingFacts, record: RecordLine) -> str:
    """Return the number of a supervision order (DB-2022-0041), empty when it has none."""
    if record.year is None or record.number is None:
        return ""
    code = SeriesCode.SUPERVISION.value
    return ledger_label(record.year, record.number, drill=facts.drill, code=code)
