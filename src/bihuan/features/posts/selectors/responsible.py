"""Who answers here: the hot path, read inside commands with plain SQL."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from bihuan.domain.chain.canonical import micros
from bihuan.domain.roles import Role
from bihuan.domain.zones import Level, ancestors_of, level_of
from bihuan.platform.db.dialects import Session
from bihuan.platform.db.reader import Reader


@dataclass(frozen=True, slots=True)
class Answering:
    """A post that answers, with its unit."""

    post: int
    unit: int
    zone: int


@dataclass(frozen=True, slots=True)
class Responsible:
    """Who answers for a function in a zone: the post, who stands in, who is above.

    ``zone`` is where the responsibility lies: the zone asked for or the nearest above it.
    """

    post: int
    unit: int
    zone: int
    function: str
    deputy: Answering | None
    escalation: Answering | None


_SQL = (
    "SELECT r.post_id, p.organisation_id, r.zone_id, d.id, d.organisation_id, d.zone_id,"
    " e.id, e.organisation_id, e.zone_id FROM posts_responsibility r"
    " JOIN posts_post p ON p.id=r.post_id"
    " LEFT JOIN posts_post d ON d.id=r.deputy_id LEFT JOIN posts_post e ON e.id=r.escalation_id"
    " WHERE r.zone_id IN (?, ?, ?, ?, ?) AND r.function=? AND r.starts_at<=?"
    " AND (r.ends_at IS NULL OR r.ends_at>?) AND (p.valid_to IS NULL OR p.valid_to>?)"
    " ORDER BY r.zone_id DESC, r.starts_at LIMIT 1"
)
LEVELS = len(Level)
Pair = tuple[str, int]


def responsible_in(
    read: Reader, *, function: str, zone: int, at: datetime, level: Level | None = None
) -> Responsible | None:
    """Return who answers for a function in a zone at an instant, with one indexed query.

    Parameters
    ----------
    read
        The command's reader.
    function
        Code of the function.
    zone
        Where it is needed. Without a responsibility of its own the zone above answers.
    at
        The instant.
    level
        The finest level that may answer: with ``Level.TOWNSHIP`` a grid's township answers.

    Returns
    -------
    Responsible or None
        None when nobody answers, neither here nor above: an unowned zone.
    """
    codes = [
        code for code in (zone, *ancestors_of(zone)) if level is None or level_of(code) <= level
    ]
    # A code above a zone has the same digits and then zeros, hence is the smaller number.
    padded = (codes * LEVELS)[:LEVELS]
    instant = micros(at)
    row = read.session.one(_SQL, (*padded, function, instant, instant, instant))
    if row is None:
        return None
    deputy = None if row[3] is None else Answering(row[3], row[4], row[5])
    above = None if row[6] is None else Answering(row[6], row[7], row[8])
    return Responsible(row[0], row[1], row[2], function, deputy, above)


_ON_DUTY = (
    "SELECT p.id, p.organisation_id, p.zone_id FROM posts_post p"
    " JOIN posts_organisation o ON o.id=p.organisation_id"
    " WHERE p.zone_id IN (?, ?, ?, ?, ?) AND p.role IN ({roles})"
    " AND (p.valid_from IS NULL OR p.valid_from<=?) AND (p.valid_to IS NULL OR p.valid_to>?)"
    " ORDER BY p.zone_id DESC, o.kind<>'command', p.id LIMIT 1"
)


def on_duty_in(
    read: Reader, *, roles: Collection[Role], zone: int, at: datetime
) -> Answering | None:
    """Return the post on duty for a zone where no responsibility names one, or for the zone above.

    Parameters
    ----------
    read
        The command's reader.
    roles
        Roles that may answer; a post of the zone's command goes before others.
    zone, at
        Where, and at which instant.
    """
    padded = ([zone, *ancestors_of(zone)] * LEVELS)[:LEVELS]
    names = sorted(role.value for role in roles)
    sql = _ON_DUTY.format(roles=", ".join("?" * len(names)))
    row = read.session.one(sql, (*padded, *names, micros(at), micros(at)))
    return None if row is None else Answering(*row)


def responsible_post(
    *, function: str, zone: int, at: datetime, level: Level | None = None
) -> Responsible | None:
    """Return who answers, outside a command (see ``responsible_in``)."""
    return responsible_in(Reader(Session()), function=function, zone=zone, at=at, level=level)


def answering_for(pairs: Collection[tuple[str, int]], at: datetime) -> Mapping[Pair, int]:
    """Return the post that answers for each pair of function and zone, by one query for all.

    A zone without a responsibility of its own is answered for above; nobody at all is absent.
    """
    lines = {pair: (pair[1], *ancestors_of(pair[1])) for pair in pairs}
    zones = sorted({zone for line in lines.values() for zone in line})
    functions = sorted({function for function, _ in pairs})
    instant = micros(at)
    rows = Session().all(
        "SELECT r.function, r.zone_id, r.post_id FROM posts_responsibility r"  # noqa: S608
        " JOIN posts_post p ON p.id=r.post_id"
        f" WHERE r.zone_id IN ({', '.join('?' * len(zones))})"
        f" AND r.function IN ({', '.join('?' * len(functions))}) AND r.starts_at<=?"
        " AND (r.ends_at IS NULL OR r.ends_at>?) AND (p.valid_to IS NULL OR p.valid_to>?)"
        " ORDER BY r.starts_at DESC",
        (*zones, *functions, instant, instant, instant),
    )
    held = {(function, zone): post for function, zone, post in rows}
    found = {}
    for (function, zone), line in lines.items():
        post = next((held[function, one] for one in line if (function, one) in held), None)
        if post is not None:
            found[function, zone] = post
    return found


@dataclass(frozen=True, slots=True)
class Verifying:
    """A post that can verify, its unit, and who holds it."""

    post: int
    unit: int
    person: int


_VERIFIERS = (
    "SELECT p.id, p.organisation_id, (SELECT a.person_id FROM posts_appointment a"
    " WHERE a.post_id=p.id AND a.confirmed_at<=? AND a.starts_at<=?"
    " AND (a.ends_at IS NULL OR a.ends_at>?) ORDER BY a.kind='deputy', a.starts_at LIMIT 1)"
    " AS person FROM posts_post p WHERE p.role=? AND p.zone_id IN (?, ?, ?, ?, ?)"
    " AND (p.valid_to IS NULL OR p.valid_to>?)"
    " ORDER BY p.level DESC, p.id"
)


def verifiers_in(read: Reader, *, zone: int, at: datetime) -> list[Verifying]:
    """Return the held posts that can verify in a zone, nearest level first, with one query."""
    padded = ((zone, *ancestors_of(zone)) * LEVELS)[:LEVELS]
    instant = micros(at)
    given = (instant, instant, instant, Role.VERIFIER.value, *padded, instant)
    rows = read.session.all(_VERIFIERS, given)
    return [Verifying(*row) for row in rows if row[2] is not None]


def unit_in(read: Reader, post: int) -> int | None:
    """Return the organisation a post belongs to, inside a command."""
    row = read.one("posts_post", ("organisation_id",), id=post)
    return None if row is None else int(row[0])


def unit_of(post: int) -> int | None:
    """Return the organisation a post belongs to."""
    return unit_in(Reader(Session()), post)


def holders_in(read: Reader, post: int, at: datetime) -> tuple[int, ...]:
    """Return the persons who hold a post at an instant, holders before deputies."""
    rows = read.session.all(_HOLDERS, (post, micros(at), micros(at)))
    return tuple(row[0] for row in rows)


_HOLDERS = (
    "SELECT person_id FROM posts_appointment WHERE post_id=? AND confirmed_at IS NOT NULL"
    " AND starts_at<=? AND (ends_at IS NULL OR ends_at>?) ORDER BY kind='deputy', starts_at"
)
