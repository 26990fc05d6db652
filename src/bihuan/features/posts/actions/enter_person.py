"""Enter somebody at work who is not in the register yet: a name and a telephone at work."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.domain.zones import Level
from bihuan.features.posts.actions.appoint import LONGEST_NAME, NewPerson
from bihuan.features.posts.permissions import check_act
from bihuan.platform.auth import ActingPost
from bihuan.platform.commands import Outcome, Registrar, Written, execute
from bihuan.platform.db.changes import Entry, Insert
from bihuan.platform.db.reader import Reader


def enter_person(*, by: ActingPost, person: NewPerson, key: str) -> Outcome | Refusal:
    """Enter a person; the result names the ``person``."""
    if not 0 < len(person.name.strip()) <= LONGEST_NAME:
        return Refusal("person_name_missing")
    return execute(EnterPerson(person), by=by, key=key)


@dataclass(frozen=True, slots=True)
class EnterPerson:
    """The command behind ``enter_person``."""

    person: NewPerson
    kind: str = "posts.enter_person"
    incident: int = 0

    def payload(self) -> Mapping[str, Any]:
        """Return name and telephone."""
        return {"name": self.person.name, "work_phone": self.person.work_phone}

    def load(self, read: Reader) -> tuple[int, int]:
        """Find the city and the next free number."""
        city = read.one("territory_zone", ("id",), level=int(Level.CITY))
        last = read.session.one("SELECT max(id) FROM posts_person")
        return (0 if city is None else int(city[0])), ((last[0] if last else 0) or 0) + 1

    def check(self, by: ActingPost, facts: tuple[int, int]) -> Refusal | None:
        """Ask the policy."""
        return check_act(by, Act.CREATE_ACCOUNT, facts[0])

    def decide(self, by: ActingPost, facts: tuple[int, int], now: datetime) -> int:  # noqa: ARG002
        """Take the number."""
        return facts[1]

    def write(self, step: int, facts: tuple[int, int], registrar: Registrar) -> Written:  # noqa: ARG002
        """Write the person."""
        row = {"name": self.person.name.strip(), "work_phone": self.person.work_phone.strip()}
        insert = Insert("posts_person", step, row)
        entry = Entry("posts.person_entered", step, facts[0], (insert,))
        return Written([entry], {"person": step})
