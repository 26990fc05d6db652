"""A city-less executor: commands that move a row of the clock table, the smallest projection."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from bihuan.domain.refusals import Refusal
from bihuan.platform.commands import Registrar, Written
from bihuan.platform.db.changes import Count, Entry, Insert, Update
from bihuan.platform.db.reader import Reader
from bihuan.platform.ledger import signing

COUNTY = 141002_000_000_000
START = datetime(2026, 8, 2, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Author:
    post: int = 7
    person: int = 70


@dataclass(frozen=True)
class MakeClock:
    """Insert a clock row; fails or is refused on demand."""

    row: int
    chain: int = 0
    broken: bool = False
    refused: bool = False
    zone: int = COUNTY
    kind: str = "test.make_clock"
    incident: int = 0

    def payload(self) -> Mapping[str, Any]:
        return {"row": self.row, "chain": self.chain}

    def load(self, read: Reader) -> int:
        return self.row

    def check(self, by: Author, facts: int) -> Refusal | None:
        return Refusal("not_yours") if self.refused else None

    def decide(self, by: Author, facts: int, now: datetime) -> datetime:
        return now

    def write(self, step: datetime, facts: int, registrar: Registrar) -> Written:
        values = {
            "chain": self.chain,
            "wall_at": step,
            "incident_at": step,
            "speed": 1000,
            "cut_off_minutes": 1080,
        }
        number = registrar.next("T", 2026, str(self.row))
        insert = Insert("incident_clock", self.row, values)
        entry = Entry("test.made", self.row, self.zone, (insert,), (Count("made", self.zone),))
        if self.broken:
            raise RuntimeError("planted")
        return Written([entry], {"number": number})


@dataclass(frozen=True)
class SetSpeed:
    """Update a clock row at an expected version."""

    row: int
    old: int
    new: int
    version: int
    kind: str = "test.set_speed"
    incident: int = 0

    def payload(self) -> Mapping[str, Any]:
        return {"row": self.row, "new": self.new}

    def load(self, read: Reader) -> int:
        return self.row

    def check(self, by: Author, facts: int) -> Refusal | None:
        return None

    def decide(self, by: Author, facts: int, now: datetime) -> int:
        return self.new

    def write(self, step: int, facts: int, registrar: Registrar) -> Written:
        update = Update(
            "incident_clock", self.row, self.version, {"speed": self.old}, {"speed": step}
        )
        return Written([Entry("test.moved", self.row, COUNTY, (update,))])


@pytest.fixture
def author() -> Author:
    return Author()


@pytest.fixture
def signing_key(settings) -> None:
    settings.DATA_DIR.mkdir(exist_ok=True)
    signing.make_key(settings.DATA_DIR)
