"""Sections 3, 6 and 14 of a night, over generated towns, equal a count of one row after another."""

import json
from collections import Counter
from datetime import timedelta
from random import Random

import pytest
from tests.factories.decided import adopted, lawful
from tests.factories.orders import MORNING, Town
from tests.factories.premises import keeper, signed
from tests.factories.territory import (
    BRIDGE,
    CITY,
    FIELD,
    GRIDS,
    HILL,
    MARKET,
    RIVER,
    SOUTH,
    TEMPLE,
)

from bihuan.domain.chain.canonical import micros
from bihuan.domain.measures.companion import Need
from bihuan.domain.zones import range_of
from bihuan.features.incidents import api as incidents
from bihuan.features.measures import api, nightly
from bihuan.features.measures.models import Measure, MeasureScope, NoticeReceipt, PackageTask
from bihuan.features.premises import api as premises
from bihuan.features.safeguards import nightly as safeguards
from bihuan.features.safeguards.models import Appeal
from bihuan.platform.clock import now
from bihuan.platform.clock.system import fixed_at
from bihuan.platform.db import guard
from bihuan.platform.figures import Count, NightlyContext, Share, Window, spread_of

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
AT = MORNING + 30 * HOUR
RESIDENTS = {GRIDS[0]: 2000, GRIDS[1]: 2000, MARKET: 3000, TEMPLE: 900}
TOLD = (RIVER, HILL, FIELD, BRIDGE, MARKET, TEMPLE)
KINDS = ("M10", "M10", "M10", "M10", "M06", "M14")
STATES = ("DECIDED", "NOTICE_PUBLISHED", "ACTIVE", "ACTIVE", "ACTIVE", "SUSPENDED", "LIFTED")
EMPTY = dict.fromkeys(("package", "smaller_why", "opinion", "parts"), "")


def stored_measures(dice, town):
    """Write measures as their acts would have left them, in every state that a night tells of."""
    rows = []
    for number in range(dice.randrange(8, 20)):
        identity, state, kind = f"m{number}", dice.choice(STATES), dice.choice(KINDS)
        begin = MORNING + dice.randrange(-20, 28) * HOUR
        end = begin + dice.randrange(4, 130) * HOUR
        zones = dice.sample((*GRIDS, MARKET, TEMPLE, HILL, SOUTH), dice.randrange(1, 4))
        basis = dice.choice((*api.catalogue().types[kind].bases[:1] * 5, ""))
        needs = dice.choice((Need, Need, Need, list(Need)[:-2]))
        noticed = state != "DECIDED"
        with guard.lifted():
            row = Measure.objects.create(
                id=identity, version=1, incident=town.incident, zone=zones[0], code=kind,
                drill=False, state=state, answers="{}", purpose="p", exceptions="e",
                help_line="12345", basis=basis, starts_at=micros(begin), ends_at=micros(end),
                activated_at=micros(begin) if state in ("ACTIVE", "SUSPENDED", "LIFTED") else None,
                ended_at=micros(begin + HOUR) if state == "LIFTED" else None,
                decided_at=micros(begin - HOUR), decider_level=2, decider_post=1,
                notice_at=micros(begin - HOUR) if noticed else None,
                reported_at=micros(begin) if noticed else None,
                companion_at=dice.choice((None, *[micros(begin)] * 4)),
                companion=json.dumps({need.value: ["street", 200_000] for need in needs}),
                override_reason=dice.choice(("", "because")),
                renews=f"m{number - 1}" if number and dice.random() < 0.3 else "", **EMPTY,
            )  # fmt: skip
            for zone in zones:
                MeasureScope.objects.create(
                    id=f"{identity}:{zone}", version=1, measure=identity, zone=zone,
                    zone_hi=range_of(zone).hi,
                )  # fmt: skip
        rows.append((row, zones))
    return rows


def stored_tasks(dice, town, rows):
    tasks = []
    for number in range(dice.randrange(5, 30)):
        due = MORNING + dice.randrange(0, 60) * HOUR
        state = dice.choice(("OPEN", "DONE", "VERIFIED"))
        done = due + dice.randrange(-9, 9) * HOUR
        with guard.lifted():
            tasks.append(PackageTask.objects.create(
                id=f"t{number}", version=1, package="p", measure=dice.choice(rows)[0].id,
                incident=town.incident, zone=dice.choice((BRIDGE, MARKET, TEMPLE)), line=1,
                code="c", function="supplies", state=state, due_at=micros(due),
                evidence="" if state == "OPEN" else "seen", note="",
                done_at=None if state == "OPEN" else micros(done),
                verified_at=micros(done + HOUR) if state == "VERIFIED" else None,
            ))  # fmt: skip
    return tasks


def stored_receipts(dice, rows):
    """Acknowledge notices in zones where they are due, some of them after the cut-off."""
    for row, zones in rows:
        for zone in due_in(zones):
            if dice.random() < 0.5:
                at = AT + dice.choice((-2, 2)) * HOUR
                with guard.lifted():
                    NoticeReceipt.objects.create(
                        id=f"{row.id}:{zone}", version=1, measure=row.id, zone=zone, post=1,
                        person=1, at=micros(at),
                    )  # fmt: skip


def due_in(zones):
    """Townships and communities inside some zones, and those around them."""
    return {
        told
        for told in TOLD
        if any(told in range_of(zone) or zone in range_of(told) for zone in zones)
    }


def stored_appeals(dice, town):
    found = []
    for number in range(dice.randrange(8)):
        filed = MORNING + dice.randrange(-90, 40) * HOUR
        decided = filed + dice.randrange(1, 90) * HOUR if dice.random() < 0.5 else None
        with guard.lifted():
            found.append(Appeal.objects.create(
                id=f"a{number}", version=1, incident=town.incident, zone=BRIDGE, measure="m0",
                code_hash=f"{number}", text="t", hearing_post=dice.choice((None, 5)),
                filed_at=micros(filed), due_at=micros(filed + 72 * HOUR),
                ruling="" if decided is None else "stands",
                reason="" if decided is None else "why",
                decided_at=None if decided is None else micros(decided), decided_post=None,
            ))  # fmt: skip
    return found


def share(n, of):
    return Share(n, of) if of else None


@pytest.mark.parametrize("seed", range(6))
def test_every_figure_of_measures_is_what_a_count_by_hand_gives(seed):
    dice = Random(seed)
    with fixed_at(MORNING):
        town = Town()
        adopted(town.incident)
        lawful(town)
        for zone in (BRIDGE, MARKET, TEMPLE):
            compound = signed(f"小区{zone}", zone)
            if dice.random() < 0.2:
                seal = premises.SealDraft(compound=compound, gate="南门")
                premises.report_sealed(by=keeper(zone), incident=town.incident, draft=seal,
                                       key=f"seal {zone}")  # fmt: skip
    rows = stored_measures(dice, town)
    tasks = stored_tasks(dice, town, rows)
    stored_receipts(dice, rows)
    appeals = stored_appeals(dice, town)
    with fixed_at(AT):
        clock = incidents.incident(town.incident).clock
        night = NightlyContext(town.incident, clock, Window(AT), range_of(CITY), now())
        every = (*nightly.FIGURES, *safeguards.FIGURES)
        said = {one.code: one.value(night) for one in every}
        expected = counted(rows, tasks) | heard(appeals)
    assert {code: plain(said[code]) for code in expected} == {
        code: plain(value) for code, value in expected.items()
    }
    with guard.lifted():  # no command wrote them
        for model in (Measure, MeasureScope, PackageTask, NoticeReceipt, Appeal):
            model.objects.all().delete()


def plain(value):
    """Return the numbers of a breakdown, anything else as it is."""
    rows = getattr(value, "rows", None)
    return value if rows is None else {row.key: tuple(row.values) for row in rows}


def counted(rows, tasks):
    facts = {row.id: api.measure_of(row.id) for row, _ in rows}
    standing = {name: api.state_as_of(one, AT) for name, one in facts.items()}
    held = [one for name, one in facts.items() if standing[name] in ("ACTIVE", "REVIEW_DUE")]
    places = {row.id: zones for row, zones in rows}
    inside = {
        one
        for one in RESIDENTS
        if any(one in range_of(zone) for fact in held for zone in places[fact.id])
    }
    soon = [one for one in held if one.ends_at - AT <= 48 * HOUR]
    over = ("LIFTED", "EXPIRED", "REVOKED")
    asked = {one.renews for one in facts.values() if one.state not in (*over, "SUSPENDED")}
    strict = [one for one in held if one.around.type.restricts]
    due = [(one, zones) for one in held if (zones := due_in(places[one.id]))]
    receipts = sum(
        NoticeReceipt.objects.filter(measure=one.id, zone__in=zones, at__lte=micros(AT)).count()
        for one, zones in due
    )
    late = [one for one in tasks if one.due_at <= micros(AT)]
    waiting = [one for name, one in facts.items() if one.state in ("DECIDED", "NOTICE_PUBLISHED")
               and standing[name] not in over]  # fmt: skip
    return {
        "measures.active": {c: (n,) for c, n in Counter(one.code for one in held).items()},
        "measures.affected": Count(sum(RESIDENTS[one] for one in inside)),
        "measures.expiring": {
            "renewal": (sum(one.id in asked for one in soon),),
            "lapses": (sum(one.id not in asked for one in soon),),
        },
        "measures.companion": share(
            sum(bool(one.companion_at) and not one.around.companion_short for one in strict),
            len(strict),
        ),
        "measures.companion_short": Count(sum(one.around.companion_short for one in waiting)),
        "measures.delivered": share(receipts, sum(len(zones) for _, zones in due)),
        "measures.carried_out": share(
            sum(one.verified_at is not None and one.verified_at <= micros(AT) for one in late),
            len(late),
        ),
        "measures.overrides": Count(sum(
            bool(row.override_reason) and AT - 24 * HOUR < facts[row.id].decided_at <= AT
            for row, _ in rows
        )),
        "measures.suspended": Count(sum(
            row.state == "SUSPENDED" and standing[row.id] == "SUSPENDED" for row, _ in rows
        )),
    }  # fmt: skip


def heard(appeals):
    open_ = [one for one in appeals
             if one.filed_at <= micros(AT) < (one.decided_at or micros(AT) + 1)]  # fmt: skip
    return {
        "safeguards.open": Count(len(open_)),
        "safeguards.age": spread_of(
            [(micros(AT) - one.filed_at) // 3_600_000_000 for one in open_]
        ),
        "safeguards.late": Count(sum(one.due_at < micros(AT) for one in open_)),
        "safeguards.unheard": Count(sum(one.hearing_post is None for one in open_)),
    }
