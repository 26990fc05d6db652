"""Instants that have passed are worked off within one tick; stuck ones keep nobody waiting."""

from tests.factories.many import make_many
from tests.factories.territory import BRIDGE, NORTH

from bihuan.domain.chain.canonical import micros
from bihuan.features.incidents import api as incidents
from bihuan.features.supervision import api
from bihuan.features.supervision.jobs import BATCH, escalate
from bihuan.platform.db.dialects import Session
from bihuan.platform.jobs import Tick


def due(town):
    return api.due_findings(incident=town.incident, now=town.wall, most=10_000)


def clog(town):
    """Put more findings than a tick reads at once before all others; nothing moves them."""
    make_many(town.incident, [NORTH, BRIDGE], n=2 * BATCH, now=town.wall, first=1000)
    Session().run("UPDATE supervision_finding SET next_tick_at=? WHERE text LIKE 'made up %'"
                  " AND next_tick_at IS NOT NULL", (micros(town.wall),))  # fmt: skip


def test_one_tick_reaches_what_stands_behind_a_full_batch_and_issues_all_its_instants(town):
    findings = [town.to_rectifying(), town.to_rectifying()]
    with town.later(seconds=1):
        clog(town)
    with town.later(hours=9):
        stuck = due(town)[:-2]
        done = escalate(Tick(incidents.incident(town.incident).clock, town.wall))
        left = due(town)
    assert len(stuck) > BATCH
    assert done == len(findings)
    assert [town.facts(one).highest_level for one in findings] == [4, 4]
    assert {one.id for one in left} <= {one.id for one in stuck}
