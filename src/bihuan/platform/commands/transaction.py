"""One transaction of the executor: clocks, chain tips and counters of a batch of commands."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from bihuan.domain.chain.canonical import canonical_plain, instant_of, micros
from bihuan.domain.refusals import Refusal, changed_meanwhile
from bihuan.domain.zones import chain_of
from bihuan.platform.clock.incident import COLUMNS, LIVE_WALL, IncidentClock, Moment, clock_of
from bihuan.platform.commands.command import Author, Command, Outcome, Written
from bihuan.platform.commands.idempotency import first_outcome, remember
from bihuan.platform.db.changes import Entry, Given, plain
from bihuan.platform.db.dialects import Session
from bihuan.platform.db.reader import Reader
from bihuan.platform.db.writer import ChangedMeanwhile, write
from bihuan.platform.ledger import roots
from bihuan.platform.ledger import writer as ledger
from bihuan.platform.ledger.recorded import recorded
from bihuan.platform.registry.subscriptions import listeners
from bihuan.platform.rollups import writer as rollups

TOLERANCE = timedelta(seconds=1)
_REACTION = (
    "INSERT INTO reaction (key, handler, payload, attempts, not_before) VALUES (?, ?, ?, 0, ?)"
)


class Refused(Exception):  # noqa: N818  (carries a value out of the savepoint, nothing else)
    """Undoes what a refused command has written."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


class Batch:
    """The state shared by the commands of one commit.

    What the command at hand moves is kept apart until it is done, so a command that stops
    half-way leaves nothing behind here; ``has_written`` tells whether it has left something in
    the database.
    """

    def __init__(self, session: Session, wall: datetime) -> None:
        self._session = session
        # Time never runs behind what is already recorded, whatever the machine's clock says.
        self._now = wall
        self._wall = max(wall, recorded(session))
        self._reader = Reader(session)
        self._clocks: dict[int, IncidentClock] = {0: LIVE_WALL}
        self._tips: dict[int, ledger.Tip] = {}
        self._counts: Counter[rollups.RowKey] = Counter()
        self._own_tips: dict[int, ledger.Tip] = {}
        self._own_counts: Counter[rollups.RowKey] = Counter()
        self._own_numbers: list[Given] = []
        self.has_written = False

    @property
    def wall(self) -> datetime:
        """The wall time of this commit (see ``Registrar``)."""
        return self._wall

    def carry_out(
        self, command: Command[Any, Any, Any], by: Author, key: bytes, digest: bytes
    ) -> Outcome:
        """Load, check, decide and write one command.

        Raises
        ------
        Refused
            The command's own refusal, a key conflict, or a row that changed meanwhile.
        """
        self._own_tips, self._own_counts, self._own_numbers = {}, Counter(), []
        self.has_written = False
        outcome = self._carry_out(command, by, key, digest)
        self._tips.update(self._own_tips)
        self._counts.update(self._own_counts)
        return outcome

    def _carry_out(
        self, command: Command[Any, Any, Any], by: Author, key: bytes, digest: bytes
    ) -> Outcome:
        known = first_outcome(self._session, key, digest)
        if known is not None:
            return _or_refuse(known)
        clock = self._clock(command.incident)
        facts = _or_refuse(command.load(self._reader))
        refusal = command.check(by, facts)
        if refusal is not None:
            raise Refused(refusal)
        moment = clock.moment(self._wall)
        if clock.drill:
            moment = self._not_before(self._tip(clock.chain), moment)
        step = _or_refuse(command.decide(by, facts, moment.incident))
        written: Written = command.write(step, facts, self)
        author = ledger.Author(by.post, by.person, key, command.incident)
        try:
            first = self._append(clock, written.entries, moment, author)
        except ChangedMeanwhile as changed:
            raise Refused(changed_meanwhile(changed.table, str(changed.row))) from changed
        outcome = Outcome(*first, moment.incident, written.result)
        remember(self._session, key, digest, outcome, micros(moment.incident))
        return outcome

    def next(self, series: str, year: int, subject: str) -> int:
        """Give the next number of a series (see ``Registrar``)."""
        self.has_written = True
        number = ledger.next_number(self._session, series, year, subject)
        self._own_numbers.append((series, year, number, subject))
        return number

    def seal(self, series: int, day: str) -> bytes:
        """Sign the root of a series for a day (see ``Registrar``)."""
        self.has_written = True
        self._move_heads()
        return roots.seal(self._session, series, day)

    def finish(self) -> None:
        """Store chain heads (in code order) and counters, once for the whole batch."""
        self._move_heads()
        rollups.add(self._session, self._counts)

    def _move_heads(self) -> None:
        for chain in sorted(self._tips):
            ledger.move_head(self._session, self._tips[chain])

    def _append(
        self, clock: IncidentClock, entries: Sequence[Entry], moment: Moment, author: ledger.Author
    ) -> tuple[int, int]:
        first: tuple[int, int] | None = None
        self.has_written = True
        for entry in entries:
            tip = self._tip(clock.chain or chain_of(entry.zone))
            at = self._corrected(tip, moment, author, entry.zone)
            rows = [write(self._session, change) for change in entry.writes]
            ledger.append(self._session, tip, self._numbered(entry, first), rows, at, author)
            first = first or (tip.chain, tip.number)
            self._own_counts.update(_tally(clock, entry, at))
            self._react(tip, entry, author.incident, at)
        assert first is not None  # noqa: S101  (a command writes at least one entry)
        return first

    def _numbered(self, entry: Entry, first: tuple[int, int] | None) -> Entry:
        """Keep the numbers that the command was given in its first entry."""
        given = () if first else tuple(self._own_numbers)
        return replace(entry, numbers=given) if given else entry

    def _corrected(
        self, tip: ledger.Tip, moment: Moment, author: ledger.Author, zone: int
    ) -> Moment:
        """Hold time at the chain's last entry when a clock was set back, and say so."""
        at = self._not_before(tip, moment)
        behind = at.wall - self._now
        if behind > TOLERANCE:
            facts = {"behind_microseconds": behind // timedelta(microseconds=1)}
            entry = Entry("clock.held", tip.chain, zone, facts=facts)
            ledger.append(self._session, tip, entry, [], at, author)
        return at

    def _not_before(self, tip: ledger.Tip, moment: Moment) -> Moment:
        wall = max(moment.wall, instant_of(tip.wall))
        return Moment(wall, max(moment.incident, instant_of(tip.incident)))

    def _react(self, tip: ledger.Tip, entry: Entry, incident: int, moment: Moment) -> None:
        for position, handler in enumerate(listeners(entry.event)):
            key = f"event:{tip.chain}:{tip.number}:{position}"
            known = {"subject": entry.subject, "zone": entry.zone, "incident": incident}
            said = {name: plain(value) for name, value in (*entry.facts.items(), *known.items())}
            values = (key, handler, canonical_plain(said).decode(), micros(moment.wall))
            self._session.run(_REACTION, values)

    def _tip(self, chain: int) -> ledger.Tip:
        own = self._own_tips.get(chain)
        if own is None:
            tip = self._tips.get(chain)
            own = tip.copy() if tip else ledger.tip_of(self._session, chain)
            self._own_tips[chain] = own
        return own

    def _clock(self, incident: int) -> IncidentClock:
        clock = self._clocks.get(incident)
        if clock is None:
            row = self._reader.one("incident_clock", COLUMNS, id=incident)
            clock = self._clocks[incident] = clock_of(incident, row)
        return clock


Value = TypeVar("Value")


def _or_refuse(value: Value | Refusal) -> Value:
    if isinstance(value, Refusal):
        raise Refused(value)
    return value


def _tally(clock: IncidentClock, entry: Entry, moment: Moment) -> Counter[rollups.RowKey]:
    if not entry.counts:
        return Counter()
    day = clock.review_day(moment.incident).isoformat()
    return rollups.tally(clock.incident, day, entry.counts)
