"""Many findings at once, made from a seed and written straight into the table.

No commands: for tests that ask how lists and counts behave, whatever led to the rows.
"""

import random
from datetime import datetime, timedelta

from bihuan.domain.chain.canonical import micros
from bihuan.domain.findings.facts import COLUMNS, FindingFacts
from bihuan.domain.findings.states import BUCKET_OF, Bucket, Referral, State
from bihuan.features.supervision.models.rows import TABLE
from bihuan.platform.db.changes import plain
from bihuan.platform.db.dialects import Session

MINUTE = timedelta(minutes=1)
STATES = [one for one in State if BUCKET_OF[one] is not Bucket.DRAFT and one is not State.NEW]
TYPES = ("X02", "P01", "C03", "H01")
REFERRALS = [one.value for one in Referral if one is not Referral.NONE]
UNITS, POSTS, AUTHORS = (3, 4), (303, 304), (601, 612)


def make_many(
    incident: int, zones: list[int], *, n: int, now: datetime, seed: int = 5, first: int = 1
) -> None:
    """Write ``n`` findings of every state, late ones and raised ones among them."""
    rng = random.Random(seed)
    marks = ", ".join("?" * len(COLUMNS))
    numbers = range(first, first + n)
    rows = [_row(rng, incident, rng.choice(zones), number, now) for number in numbers]
    values = [[plain(getattr(row, name)) for name in COLUMNS] for row in rows]
    session = Session()
    session.run_many(f"INSERT INTO {TABLE} ({', '.join(COLUMNS)}) VALUES ({marks})", values)


def _row(rng: random.Random, incident: int, zone: int, number: int, now: datetime) -> FindingFacts:
    state = rng.choice(STATES)
    reported = now - rng.randrange(1, 9000) * MINUTE
    at = lambda most: reported + rng.randrange(1, most) * MINUTE  # noqa: E731
    ordered = state not in (State.REPORTED, State.FILED, State.REJECTED, State.MERGED)
    ended = BUCKET_OF[state] in (Bucket.REJECTED, Bucket.WITHDRAWN, Bucket.MERGED)
    closed = BUCKET_OF[state] is Bucket.CLOSED
    passed = closed or state is State.PASSED
    own = random.Random(f"{number}:{reported}")  # so that the rest is drawn as it always was
    fed_back = passed or state in (State.RECTIFIED, State.VERIFYING)
    return FindingFacts(
        id=f"{rng.getrandbits(128):032x}",
        incident=incident,
        zone=zone,
        type_code=rng.choice(TYPES),
        severity=rng.choice((1, 2, 2, 3, 3, 3, 4)),
        over_control=rng.random() < 0.1,
        text=f"made up {number}",
        state=state,
        on_site=rng.random() < 0.1,
        # Drawn in its place: what is drawn behind it stays what the lists' tests count on.
        author_post=(author := rng.choice(AUTHORS)),
        handler_post=rng.choice(POSTS) if ordered else None,
        handler_unit=rng.choice(UNITS) if ordered else None,
        verifier_post=612 if fed_back and author != 612 else None,
        # What touches life or rights is rejected by two.
        proposer_person=1 if state is State.REJECTED else None,
        rejecter_person=2 if state is State.REJECTED else None,
        ledger_year=reported.year,
        ledger_number=number,
        document_year=reported.year if ordered else None,
        document_number=number if ordered else None,
        reported_at=reported,
        triage_due_at=at(300),
        filed_at=None if state is State.REPORTED else at(100),
        assigned_at=at(200) if ordered else None,
        order_due_at=at(9000) if ordered else None,
        rectify_due_at=at(9000) if ordered else None,
        rectified_at=at(5000) if fed_back else None,
        passed_at=at(6000) if passed else None,
        closed_at=at(7000) if closed else None,
        ended_at=at(500) if ended else None,
        look_back_due_at=at(20000) if closed and rng.random() < 0.7 else None,
        level=rng.choice((0, 0, 0, 1, 2, 3)),
        dispute="open" if rng.random() < 0.1 else "",
        review="open" if rng.random() < 0.05 else "",
        referral=own.choice(REFERRALS) if ordered and own.random() < 0.2 else "",
        office_level=None if state is State.REPORTED else own.choice((1, 2)),
        handler_level=own.choice((1, 2, 3, 4)) if ordered else None,
        look_back_post=own.choice((601, 612)) if state is State.LOOKBACK else None,
        return_count=rng.choice((0, 0, 1, 2)),
        verify_count=rng.choice((0, 1, 2, 3)),
        look_back_count=rng.choice((0, 1)),
        dispute_total=rng.choice((0, 0, 1)),
        dispute_decided=rng.choice((0, 1)),
        next_tick_at=None if ended or closed else now + rng.randrange(1, 900) * MINUTE,
    )


def stored(incident: int) -> list[FindingFacts]:
    """Return every finding of an incident, in no order that a list could rely on."""
    from bihuan.features.supervision.models.rows import facts_of

    sql = f"SELECT {', '.join(COLUMNS)} FROM {TABLE} WHERE incident=?"
    return [facts_of(row) for row in Session().all(sql, (incident,))]


def instant(value: datetime | None) -> int:
    """Return microseconds, 0 for never."""
    return 0 if value is None else micros(value)
