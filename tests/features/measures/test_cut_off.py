"""A night tells of measures and gates as of its cut-off, whatever happens before the freeze."""

import pytest
from tests.factories.decided import HOUR, LAWYER, PRINCIPAL, act, done, drafted, ready
from tests.factories.orders import MORNING
from tests.factories.premises import drawn, keeper, signed
from tests.factories.territory import BRIDGE, CITY, MARKET

from bihuan.domain.measures.legal import Confirmation
from bihuan.domain.policy.acts import Act
from bihuan.domain.premises.gates import GateState
from bihuan.domain.zones import range_of
from bihuan.features.incidents import api as incidents
from bihuan.features.measures import api, nightly
from bihuan.features.premises import api as premises
from bihuan.features.premises import nightly as gates
from bihuan.platform.auth import system_post
from bihuan.platform.clock import now
from bihuan.platform.clock.system import fixed_at
from bihuan.platform.figures import Count, NightlyContext, Share, Window

pytestmark = pytest.mark.django_db
CUT_OFF = MORNING + 30 * HOUR


def figures(town):
    """Every figure of measures and gates for the night that ends at the cut-off, asked now."""
    clock = incidents.incident(town.incident).clock
    night = NightlyContext(town.incident, clock, Window(CUT_OFF), range_of(CITY), now())
    every = (*nightly.FIGURES, *gates.FIGURES)
    return {one.code: one.value(night) for one in every} | {
        "agenda": [item for source in nightly.AGENDA for item in source.items(night)]
    }


def chained(town, compound, key):
    seal = premises.SealDraft(compound=compound, gate="南门")
    done(premises.report_sealed(by=keeper(), incident=town.incident, draft=seal, key=key))


def gate_closed_too(compound):
    said = {"gate": "南门", "state": GateState.EMERGENCY_VEHICLE_ONLY, "key": "gate"}
    done(premises.set_gate(by=keeper(), compound=compound, **said))


def law_withdrawn():
    word = api.BasisWord("IDL 63(6)", "Official text of the article.", Confirmation.WITHDRAWN)
    done(api.confirm_basis(by=LAWYER, word=word, key="withdrawn"))


def test_what_happens_after_the_cut_off_changes_no_figure_of_the_night(town):
    measure = ready(town)
    open_ = signed("石桥旧院")
    drawn("新院", MARKET)
    with fixed_at(CUT_OFF):
        before = figures(town)
    assert before["premises.plans"] == Share(2, 3)
    assert before["measures.affected"] == Count(4000)
    with fixed_at(CUT_OFF + HOUR):
        chained(town, open_, "chained")
        gate_closed_too(open_)
        signed("另一院", MARKET)
        drawn("河边新院", BRIDGE)
        law_withdrawn()
        drafted(town, zones=(MARKET,))
        done(act(town, measure, Act.PROPOSE_LIFTING))
        assert figures(town) == before
        done(act(town, measure, Act.LIFT_MEASURE, PRINCIPAL))
    with fixed_at(CUT_OFF + 2 * HOUR):
        assert figures(town) == before


def test_an_exit_that_was_locked_at_the_cut_off_suspends_the_measure_of_that_night(town):
    ready(town)
    (compound,) = [one.id for one in premises.compounds_in(range_of(BRIDGE))]
    with fixed_at(CUT_OFF - HOUR):
        chained(town, compound, "chained")
    with fixed_at(CUT_OFF + HOUR):
        (seal,) = premises.open_seals_of("")
        assert figures(town)["measures.affected"] == Count(0)
        assert figures(town)["premises.plans"] == Share(0, 1)
    with fixed_at(CUT_OFF + 2 * HOUR):
        done(premises.drop_seal(
            by=system_post(), incident=town.incident, seal=seal[0], key="dropped"
        ))  # fmt: skip
        assert figures(town)["measures.affected"] == Count(0)
