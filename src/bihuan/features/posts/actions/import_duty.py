"""Enter a duty register: every problem, or one entry for each chain."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bihuan.domain.refusals import Refusal
from bihuan.domain.registers.cells import Line
from bihuan.domain.registers.duty_parse import Table, parse_duty
from bihuan.features.posts.actions.settle_appointment import confirm_all
from bihuan.features.posts.permissions import check_import
from bihuan.features.posts.selectors.register import (
    SYSTEM_PERSON,
    DutyReport,
    Entering,
    duty_rows,
    known_duty,
    waiting_of,
)
from bihuan.features.posts.selectors.taken_back import TAKING
from bihuan.platform.auth import ActingPost
from bihuan.platform.clock import now
from bihuan.platform.db.dialects import Session
from bihuan.platform.exchange.register import (
    Comparison,
    Entered,
    EnterRegister,
    Rows,
    by_chain,
    enter,
)
from bihuan.platform.exchange.undo import times_undone


def import_duty(*, by: ActingPost, tables: Mapping[str, Table], key: str) -> Entered | DutyReport:
    """Enter organisations, posts, people, appointments, rules and responsibilities.

    Parameters
    ----------
    by
        The acting post. What the system itself enters is confirmed, also what a person entered
        before; appointments that a person enters wait for a second person.
    tables
        Header and lines of each sheet, by name.
    key
        Fingerprint of the file, hexadecimal: the same file again changes nothing.
    """
    register, problems = parse_duty(tables, known_duty())
    if problems:
        count = sum(len(lines) for _, lines in tables.values())
        return DutyReport(count, tuple(problems), Comparison(0, 0, 0))
    chains: defaultdict[int, list[Rows]] = defaultdict(list)
    total = 0
    for zones, table in duty_rows(register, tables, Entering(by.person, now())):
        total += len(table.rows)
        for chain, part in by_chain(table, lambda row, zones=zones: zones[row[0]]).items():  # type: ignore[misc]
            chains[chain].append(part)
    commands = [
        EnterRegister(
            "posts.import_duty", "posts.duty_entered", key, chain, tuple(parts), check_import
        )
        for chain, parts in sorted(chains.items())
    ]
    entered = enter(commands, by=by, rows=total, undone=times_undone(Session(), key, TAKING))
    return _confirmed(entered, waiting_of(register), by) if by.person == SYSTEM_PERSON else entered


def _confirmed(entered: Entered, waiting: Sequence[str], by: ActingPost) -> Entered:
    """Confirm what a person entered before: in a new city nobody else could."""
    answers = confirm_all(by=by, appointments=waiting, key="entered-at-the-machine")
    refused = tuple(one for one in answers if isinstance(one, Refusal))
    n = len(answers) - len(refused)
    return replace(
        entered, changed=entered.changed + n, unchanged=entered.unchanged - n,
        refusals=(*entered.refusals, *refused),
    )  # fmt: skip


def import_posts(
    *, by: ActingPost, sheets: Mapping[str, Sequence[Line]], key: str
) -> Entered | DutyReport:
    """Enter a duty register whose lines say their own columns (generators, other programs)."""
    tables = {
        name: (tuple(dict.fromkeys(column for line in lines for column in line)), lines)
        for name, lines in sheets.items()
    }
    return import_duty(by=by, tables=tables, key=key)
