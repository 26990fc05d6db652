"""Floors that the project carries: what SQLite itself can commit durably in the same folder."""

import sqlite3
import time
from pathlib import Path

from benchmarks.pairing import Side

SCHEMA = """
CREATE TABLE finding(id INTEGER PRIMARY KEY, zone INTEGER NOT NULL, state TEXT NOT NULL,
 due INTEGER NOT NULL, version INTEGER NOT NULL);
CREATE INDEX finding_due ON finding(state, due);
CREATE TABLE event(id INTEGER PRIMARY KEY, finding INTEGER NOT NULL, post INTEGER NOT NULL,
 kind TEXT NOT NULL, at INTEGER NOT NULL, note TEXT NOT NULL);
CREATE INDEX event_of_finding ON event(finding, at);
"""
NOTE = "现场核实已整改，附照片两张。"
UPDATE = "UPDATE finding SET state=CASE state WHEN 'A' THEN 'B' ELSE 'A' END, version=version+1"
INSERT = (
    "INSERT INTO event(finding, post, kind, at, note) VALUES (?, ?, 'supervision.passed', ?, ?)"
)


class Floor:
    """A bare database beside the product's: write-ahead log, every commit synced."""

    def __init__(self, folder: Path, rows: int = 10_000) -> None:
        self._db = sqlite3.connect(folder / "floor.sqlite3", isolation_level=None)
        mode = self._db.execute("PRAGMA journal_mode=WAL").fetchone()[0]
        self._db.execute("PRAGMA synchronous=FULL")
        # As the product: the log is copied into the file between the rounds, never inside one.
        self._db.execute("PRAGMA wal_autocheckpoint=0")
        if (mode, self._db.execute("PRAGMA synchronous").fetchone()[0]) != ("wal", 2):
            raise SystemExit("this folder does not hold a durable database")
        self._db.executescript(SCHEMA)
        listed = [(n, 141000000000000 + n, "A", n, 1) for n in range(1, rows + 1)]
        self._db.execute("BEGIN")
        self._db.executemany("INSERT INTO finding VALUES (?, ?, ?, ?, ?)", listed)
        self._db.execute("COMMIT")
        self._rows, self._n = rows, 0

    def commit(self, seconds: float, *, update: bool) -> float:
        """Return commits per second: one event each, or a changed row and an event."""
        self._db.execute("PRAGMA wal_checkpoint(RESTART)").fetchall()
        run, start, done = self._db.execute, time.perf_counter(), 0
        while time.perf_counter() - start < seconds:
            self._n += 1
            finding = self._n * 7919 % self._rows + 1
            run("BEGIN IMMEDIATE")
            if update:
                run(f"{UPDATE} WHERE id=?", (finding,))
            run(INSERT, (finding, self._n % 256, self._n, NOTE))
            run("COMMIT")
            done += 1
        return done / (time.perf_counter() - start)

    def commits(self, seconds: float = 0.4) -> Side:
        """One small insert a commit."""
        return Side("commit_floor", lambda: self.commit(seconds, update=False))

    def transitions(self, seconds: float = 0.4) -> Side:
        """The least that a transition writes: an update and an event."""
        return Side("transition_shape_floor", lambda: self.commit(seconds, update=True))
