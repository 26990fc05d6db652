"""Grow the first city to N findings: rows in bulk, copied from the played ones.

Every copy has its own identity, zone (Zipf's law over communities), time, numbers and
responsible post; a quarter is open. The rows of findings and their counters are written raw;
the open quarter also gets its whole history (entries of the ledger in order and linked, side
rows, items). So the ledger verifies, but ``ledger rebuild`` does not know the copies.
Run with BIHUAN_DATA set: ``python -m benchmarks.world.grow N``.
"""

import json
import random
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bihuan.site.boot import boot

boot()

from bihuan.domain.chain.canonical import instant_of, micros  # noqa: E402
from bihuan.domain.findings.facts import COLUMNS  # noqa: E402
from bihuan.domain.findings.states import BUCKET_OF, Bucket, State  # noqa: E402
from bihuan.domain.zones import Level, ancestor_of, chain_of, level_of  # noqa: E402
from bihuan.features.posts import api as posts  # noqa: E402
from bihuan.features.supervision.models.rows import _INSTANTS  # noqa: E402
from bihuan.features.supervision.selectors.finding_types import finding_types  # noqa: E402
from bihuan.platform.clock.incident import LIVE_WALL, Moment  # noqa: E402
from bihuan.platform.clock.system import now  # noqa: E402
from bihuan.platform.db.changes import Count, Entry  # noqa: E402
from bihuan.platform.db.dialects import Session  # noqa: E402
from bihuan.platform.db.reader import Reader  # noqa: E402
from bihuan.platform.ledger import writer as ledger  # noqa: E402
from bihuan.platform.rollups import writer as rollups  # noqa: E402

SEED, OPEN_SHARE, FRESH_SHARE, DAYS = 7, 0.25, 0.5, 95
AT = {name: place for place, name in enumerate(COLUMNS)}
RECORD = (
    "id", "finding", "incident", "zone", "kind", "at", "body", "year", "number",
    "document_number", "done_at", "done_by", "version",
)  # fmt: skip
ITEM = ("id", "finding", "position", "text", "done_at", "done_by", "version")


@dataclass(frozen=True, slots=True)
class Model:
    """A played finding with its history."""

    row: tuple[Any, ...]
    records: list[tuple[Any, ...]]
    items: list[tuple[Any, ...]]
    events: list[tuple[Any, ...]]
    counts: list[list[Any]]


def models(session: Session) -> list[Model]:
    found = []
    for row in session.all(f"SELECT {', '.join(COLUMNS)} FROM supervision_finding ORDER BY id"):  # noqa: S608
        own = (row[AT["id"]],)
        records = f"SELECT {', '.join(RECORD)} FROM supervision_record WHERE finding=?"  # noqa: S608
        items = f"SELECT {', '.join(ITEM)} FROM supervision_item WHERE finding=?"  # noqa: S608
        events = "SELECT kind, at, post, person, body FROM ledger_event WHERE subject=? ORDER BY n"
        history = session.all(events, own)
        counts = [count for event in history for count in json.loads(event[4])["counts"]]
        found.append(
            Model(row, session.all(records, own), session.all(items, own), history, counts)
        )
    return [one for one in found if one.row[AT["state"]] not in (State.DRAFT, State.MERGED)]


class Grower:
    """Makes copies; what it has made waits in lists until ``store``."""

    def __init__(self, session: Session, wanted: int) -> None:
        self.session, self.wanted = session, wanted
        self.rng = random.Random(SEED)  # noqa: S311  (a data set, not a secret)
        self.reader, self.wall = Reader(session), micros(now())
        listed = models(session)
        self.open = [one for one in listed if BUCKET_OF[one.row[AT["state"]]] is Bucket.OPEN]
        self.ended = [one for one in listed if BUCKET_OF[one.row[AT["state"]]] is not Bucket.OPEN]
        self.fresh = [one for one in self.open if one.row[AT["state"]] == State.REPORTED]
        self.last = max(event[1] for one in listed for event in one.events)
        codes = [r[0] for r in session.all("SELECT id FROM territory_zone ORDER BY id")]
        self.zones = [code for code in codes if level_of(code) is Level.COMMUNITY]
        self.rng.shuffle(self.zones)
        self.weights = [1 / rank for rank in range(1, len(self.zones) + 1)]
        self.owners: dict[tuple[str, int], Any] = {}
        self.rows: list[tuple[Any, ...]] = []
        self.records: list[tuple[Any, ...]] = []
        self.items: list[tuple[Any, ...]] = []
        self.numbers: list[tuple[Any, ...]] = []
        self.events: list[tuple[int, int, str, str, int, dict[str, Any]]] = []
        self.counts: Counter[rollups.RowKey] = Counter()
        top = "SELECT coalesce(max(n), 0) FROM ledger_number WHERE series=?"
        self.top = {name: session.all(top, (name,))[0][0] for name in ("JB", "document")}

    def grow(self) -> None:
        zones = self.rng.choices(self.zones, self.weights, k=self.wanted)
        for zone in zones:
            if self.rng.random() < OPEN_SHARE:
                # Half of the open ones are new; the played days end now, give or take a day.
                fresh = self.rng.random() < FRESH_SHARE
                model = self.rng.choice(self.fresh if fresh else self.open)
                shift = self.wall - self.last - round(self.rng.uniform(0, 36 * 3600e6))
                self.copy(model, zone, shift, history=True)
            else:
                model = self.rng.choice(self.ended)
                shift = round(self.rng.uniform(0, (DAYS * 86400e6)))
                self.copy(model, zone, shift, history=False)

    def copy(self, model: Model, community: int, shift: int, *, history: bool) -> None:
        old, identity = model.row[AT["id"]], f"{self.rng.getrandbits(128):032x}"
        row = list(model.row)
        for place in _INSTANTS:
            row[place] = None if row[place] is None else row[place] + shift
        kind = finding_types()[row[AT["type_code"]]]
        zone = community if kind.level >= Level.COMMUNITY else ancestor_of(community, kind.level)
        row[AT["id"]], row[AT["zone"]] = identity, zone
        self._owner(row, kind, zone)
        self._number(row, identity, "ledger_number", "JB")
        self._number(row, identity, "document_number", "document")
        self.rows.append(tuple(row))
        day = LIVE_WALL.review_day(instant_of(row[AT["reported_at"]])).isoformat()
        counts = [Count(metric, zone, delta) for metric, _, delta in model.counts]
        self.counts.update(rollups.tally(row[AT["incident"]], day, counts))
        if history:
            self._history(model, (old, identity), zone, shift)

    def _owner(self, row: list[Any], kind: Any, zone: int) -> None:
        if row[AT["handler_post"]] is None:
            return
        key = (kind.function, zone)
        if key not in self.owners:
            self.owners[key] = posts.responsible_in(
                self.reader, function=kind.function, zone=zone, at=now(), level=kind.level
            )
        owner = self.owners[key]
        row[AT["handler_post"]], row[AT["handler_unit"]] = owner.post, owner.unit
        row[AT["handler_level"]] = int(level_of(owner.zone))

    def _number(self, row: list[Any], identity: str, column: str, series: str) -> None:
        if row[AT[column]] is not None:
            self.top[series] += 1
            row[AT[column]] = self.top[series]
            year = row[AT[column.replace("number", "year")]]
            self.numbers.append((series, year, self.top[series], identity))

    def _history(self, model: Model, names: tuple[str, str], zone: int, shift: int) -> None:
        for row in model.records:
            said = [v.replace(*names) if isinstance(v, str) else v for v in row]
            said[3], said[5] = zone, said[5] + shift
            said[10] = None if said[10] is None else said[10] + shift
            self.records.append(tuple(said))
        for row in model.items:
            said = [v.replace(*names) if isinstance(v, str) else v for v in row]
            said[4] = None if said[4] is None else said[4] + shift
            self.items.append(tuple(said))
        for kind, at, post, person, body in model.events:
            text = body.decode().replace(*names)
            self.events.append((at + shift, post, kind, text, zone, {"person": person}))

    def store(self) -> None:
        session = self.session
        with session.commit():
            _many(session, "supervision_finding", COLUMNS, self.rows)
            _many(session, "supervision_record", RECORD, self.records)
            _many(session, "supervision_item", ITEM, self.items)
            _many(session, "ledger_number", ("series", "year", "n", "subject"), self.numbers)
            keys = list(self.counts.items())
            for start in range(0, len(keys), 200):
                rollups.add(session, Counter(dict(keys[start : start + 200])))
            self._append()
        session.checkpoint()

    def _append(self) -> None:
        tips: dict[int, ledger.Tip] = {}
        incident = self.rows[0][AT["incident"]]
        for at, post, kind, text, zone, more in sorted(self.events, key=lambda e: e[0]):
            chain = chain_of(zone)
            tip = tips.get(chain) or tips.setdefault(chain, ledger.tip_of(self.session, chain))
            body = json.loads(text)
            subject = body["rows"][0][1]
            counts = tuple(Count(metric, zone, delta) for metric, _, delta in body["counts"])
            entry = Entry(kind, subject, zone, counts=counts, facts=body["facts"])
            author = ledger.Author(post, more["person"], self.rng.randbytes(16), incident)
            moment = instant_of(max(at, tip.wall))
            ledger.append(self.session, tip, entry, body["rows"], Moment(moment, moment), author)
        for chain in sorted(tips):
            ledger.move_head(self.session, tips[chain])


def _many(session: Session, table: str, columns: tuple[str, ...], rows: list[Any]) -> None:
    marks = ", ".join("?" * len(columns))
    session.run_many(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)  # noqa: S608


def main() -> None:
    session = Session()
    grower = Grower(session, int(sys.argv[1]))
    grower.grow()
    grower.store()
    made = timedelta(microseconds=micros(now()) - grower.wall).total_seconds()
    print(
        f"{grower.wanted} findings, {len(grower.events)} entries in {made:.1f} s", file=sys.stderr
    )


if __name__ == "__main__":
    main()
