"""The duty register as a whole: every pointer, every double, every overlap."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from operator import itemgetter
from typing import Any

from bihuan.domain.duties import AppointmentKind
from bihuan.domain.registers.cells import (
    Broken,
    Line,
    RowProblem,
    first_rows,
    header_problems,
    parse_rows,
)
from bihuan.domain.registers.duty import COLUMNS, NEEDED, DutyRegister, Known, Sheet
from bihuan.domain.registers.duty_rows import PARSERS
from bihuan.domain.registers.personal import About
from bihuan.domain.responsibility import Period, first_overlap
from bihuan.domain.roles import ROLE_LEVELS
from bihuan.domain.zones import ZoneCodeError, level_of, range_of

# A unit's or a post's telephone and street are nobody's own; people at work have names.
_FINE: Mapping[Sheet, tuple[About, ...]] = {
    Sheet.PEOPLE: (About.NAME,),
    Sheet.ORGANISATIONS: (About.CONTACT, About.SPOT),
    Sheet.POSTS: (About.CONTACT, About.SPOT),
}
Table = tuple[Iterable[str], Sequence[Line]]
Numbered = Sequence[tuple[int, Any]]


def parse_duty(tables: Mapping[str, Table], known: Known) -> tuple[DutyRegister, list[RowProblem]]:
    """Read the tables of a duty register and check everything that rows point to.

    Parameters
    ----------
    tables
        Header and lines of each table, by name of the sheet; absent ones stay as stored.
    known
        What is stored already.

    Returns
    -------
    tuple
        The drafts, and every problem by sheet and row. With a problem nothing is entered.
    """
    rows, told, problems = _rows_of(tables)
    problems += _pointing_nowhere(told, known) + _given_twice(rows, told)
    problems += _held_twice(rows, known) + _overlapping(rows, known) + list(_circles(rows))
    bad = {(problem.sheet, problem.row) for problem in problems}
    drafts = {
        sheet.value: tuple(draft for row, draft in listed if (sheet.value, row) not in bad)
        for sheet, listed in rows.items()
    }
    order = {sheet.value: place for place, sheet in enumerate(Sheet)}
    return DutyRegister(**drafts), sorted(
        problems, key=lambda p: (order.get(p.sheet, -1), p.row, p.column)
    )


def _rows_of(
    tables: Mapping[str, Table],
) -> tuple[dict[Sheet, Numbered], dict[Sheet, Numbered], list[RowProblem]]:
    """Read every sheet by itself; what its rows point to is checked afterwards.

    Returned are the drafts, the same with what could be read of broken rows, and the problems.
    """
    problems: list[RowProblem] = []
    rows: dict[Sheet, Numbered] = {}
    told: dict[Sheet, Numbered] = {}
    params = {"allowed": ", ".join(Sheet)}
    problems += [
        RowProblem(name, 1, "", "sheet_unknown", params)
        for name in tables
        if name not in set(Sheet)
    ]
    for sheet in Sheet:
        header, lines = tables.get(sheet.value, ((), ()))
        needed = NEEDED[sheet] if sheet.value in tables else ()
        wrong = header_problems(sheet, header, needed, COLUMNS[sheet], _FINE.get(sheet, ()))
        problems += wrong
        absent = any(one.code == "column_missing" for one in wrong)
        broken: list[tuple[int, Broken]] = []
        parsed, found = parse_rows(sheet.value, () if absent else lines, PARSERS[sheet], broken)
        rows[sheet] = parsed
        told[sheet] = [*parsed, *broken]
        problems += found
    return rows, told, problems


# Sheet → (column, attribute of the draft, sheet it points to).
_POINTERS: Mapping[Sheet, tuple[tuple[str, Sheet], ...]] = {
    Sheet.ORGANISATIONS: (("parent", Sheet.ORGANISATIONS),),
    Sheet.POSTS: (("organisation", Sheet.ORGANISATIONS),),
    Sheet.APPOINTMENTS: (("post", Sheet.POSTS), ("person", Sheet.PEOPLE)),
    Sheet.RESPONSIBILITIES: (
        ("post", Sheet.POSTS), ("deputy", Sheet.POSTS), ("escalation", Sheet.POSTS),
    ),
}  # fmt: skip
_IN_ZONES = (Sheet.ORGANISATIONS, Sheet.POSTS, Sheet.RESPONSIBILITIES)


def _pointing_nowhere(rows: Mapping[Sheet, Numbered], known: Known) -> list[RowProblem]:
    there: dict[Sheet, Collection[int]] = {
        Sheet.ORGANISATIONS: known.organisations,
        Sheet.POSTS: known.posts,
        Sheet.PEOPLE: known.people,
    }
    ids = {sheet: {draft.id for _, draft in rows[sheet]}.union(there[sheet]) for sheet in there}
    problems = []
    for sheet, pointers in _POINTERS.items():
        for row, draft in rows[sheet]:
            for column, target in pointers:
                value = getattr(draft, column)
                if value is not None and value not in ids[target]:
                    params = {"value": str(value), "sheet": target.value}
                    problems.append(RowProblem(sheet, row, column, "points_nowhere", params))
    return [*problems, *_zone_problems(rows, known), *_out_of_reach(rows, known)]


def _zone_problems(rows: Mapping[Sheet, Numbered], known: Known) -> Iterator[RowProblem]:
    for sheet in _IN_ZONES:
        for row, draft in rows[sheet]:
            if draft.zone is None:
                continue
            if draft.zone not in known.zones:
                if known.stands(sheet, draft):
                    continue
                params = {"value": str(draft.zone)}
                yield RowProblem(sheet, row, "zone", "zone_unknown", params)
            elif sheet is Sheet.POSTS and not isinstance(draft, Broken) and not _fits(draft):
                level = level_of(draft.zone).name.lower()
                params = {"role": draft.role.value, "level": level}
                yield RowProblem(sheet, row, "role", "role_not_at_level", params)


def _out_of_reach(rows: Mapping[Sheet, Numbered], known: Known) -> Iterator[RowProblem]:
    """Find responsibilities of posts for zones outside the subtree of their own zone."""
    zones = dict(known.posts) | {draft.id: draft.zone for _, draft in rows[Sheet.POSTS]}
    for row, draft in rows[Sheet.RESPONSIBILITIES]:
        if known.stands(Sheet.RESPONSIBILITIES, draft):
            continue
        for column in ("post", "deputy"):
            own = zones.get(getattr(draft, column))
            if own is None or own not in known.zones or draft.zone is None:
                continue
            if draft.zone not in range_of(own):
                params: dict[str, str | int] = {
                    "post": getattr(draft, column),
                    "zone": str(draft.zone),
                }
                code = "post_does_not_reach_zone"
                yield RowProblem(Sheet.RESPONSIBILITIES, row, column, code, params)


def _fits(draft: Any) -> bool:
    try:
        return level_of(draft.zone) in ROLE_LEVELS[draft.role]
    except ZoneCodeError:
        return False


def _given_twice(
    rows: Mapping[Sheet, Numbered], told: Mapping[Sheet, Numbered]
) -> list[RowProblem]:
    problems = []
    for sheet in (Sheet.ORGANISATIONS, Sheet.POSTS, Sheet.PEOPLE):
        keys = ((row, draft.id) for row, draft in sorted(told[sheet], key=itemgetter(0)))
        problems += first_rows(sheet, "id", "number_twice", keys)
    rules = ((row, (rule.function, rule.level)) for row, rule in rows[Sheet.RULES])
    problems += first_rows(Sheet.RULES, "function", "rule_twice", rules)
    seats = ((r, (a.post, a.person, a.valid_from)) for r, a in rows[Sheet.APPOINTMENTS])
    problems += first_rows(Sheet.APPOINTMENTS, "post", "appointment_twice", seats)
    return problems


def _held_twice(rows: Mapping[Sheet, Numbered], known: Known) -> list[RowProblem]:
    """Find posts that would have two open holders, in the file or with what is stored."""
    said = {(a.post, a.person, a.valid_from): a for _, a in rows[Sheet.APPOINTMENTS]}
    holding = {
        post: (person, begins)
        for post, (person, begins) in known.holders.items()
        if (draft := said.get((post, person, begins))) is None or draft.valid_to is None
    }
    problems = []
    for row, draft in rows[Sheet.APPOINTMENTS]:
        if draft.kind is not AppointmentKind.PRIMARY or draft.valid_to is not None:
            continue
        own = (draft.person, draft.valid_from)
        if holding.setdefault(draft.post, own) != own:
            params = {"post": draft.post, "person": holding[draft.post][0]}
            sheet = Sheet.APPOINTMENTS
            problems.append(RowProblem(sheet, row, "post", "post_held_twice", params))
    told = {problem.row for problem in problems}
    terms = _terms_at_once(rows[Sheet.APPOINTMENTS], holding)
    return [*problems, *(one for one in terms if one.row not in told)]


def _terms_at_once(
    rows: Numbered, holding: Mapping[int, tuple[int, datetime]]
) -> Iterator[RowProblem]:
    """Find terms of two people in one post, one of them ended, that hold at the same time."""
    terms: defaultdict[int, list[tuple[datetime, int, datetime | None, int]]] = defaultdict(list)
    for row, draft in rows:
        if draft.kind is AppointmentKind.PRIMARY:
            terms[draft.post].append((draft.valid_from, row, draft.valid_to, draft.person))
    for post, listed in terms.items():
        if post in holding:
            person, begins = holding[post]
            listed.append((begins, 0, None, person))
        for earlier, later in pairwise(sorted(listed, key=lambda term: term[:2])):
            ends, person = earlier[2], earlier[3]
            if person != later[3] and (ends is None or later[0] < ends):
                row, other = max((later[1], person), (earlier[1], later[3]))
                params: dict[str, str | int] = {"post": post, "person": other}
                sheet = Sheet.APPOINTMENTS
                yield RowProblem(sheet, row, "post", "post_held_twice", params)


def _circles(rows: Mapping[Sheet, Numbered]) -> Iterator[RowProblem]:
    """Find organisations that are above themselves."""
    listed = rows[Sheet.ORGANISATIONS]
    above = {draft.id: draft.parent for _, draft in listed}
    for row, draft in listed:
        seen = {draft.id}
        step = draft.parent
        while step is not None and step in above and step not in seen:
            seen.add(step)
            step = above[step]
        if step == draft.id and draft.parent != draft.id:
            yield RowProblem(Sheet.ORGANISATIONS, row, "parent", "organisations_in_a_circle")


def _overlapping(rows: Mapping[Sheet, Numbered], known: Known) -> list[RowProblem]:
    """Find responsibilities for one function and zone that hold at the same time."""
    listed: defaultdict[tuple[str, int], list[Period]] = defaultdict(list)
    for row, draft in rows[Sheet.RESPONSIBILITIES]:
        key = (draft.function.value, draft.zone)
        listed[key].append(Period(draft.valid_from, draft.valid_to, row))
    problems = []
    for (function, zone), periods in listed.items():
        starts = {period.starts for period in periods}
        stored = [
            Period(begins, ends, 0)
            for begins, ends in known.claims.get((function, zone), ())
            if begins not in starts
        ]
        clash = first_overlap([*stored, *periods])
        if clash is not None:
            row, other = max(p.row for p in clash), min(p.row for p in clash)
            params: dict[str, str | int] = {"function": function, "zone": zone, "other_row": other}
            sheet = Sheet.RESPONSIBILITIES
            problems.append(RowProblem(sheet, row, "valid_from", "responsibility_overlaps", params))
    return problems
