"""What a night says about gates, in generated towns, is what each compound says by itself."""

from datetime import timedelta
from random import Random

import pytest
from tests.factories.orders import MORNING, Town
from tests.factories.premises import drawn, inspector, keeper, signed
from tests.factories.territory import BRIDGE, CITY, GRIDS, HILL, MARKET, RIVER, TEMPLE

from bihuan.domain.zones import range_of
from bihuan.features.incidents import api as incidents
from bihuan.features.premises import api, nightly
from bihuan.platform.auth import system_post
from bihuan.platform.clock import now
from bihuan.platform.clock.system import fixed_at
from bihuan.platform.figures import NightlyContext, Share, Window, spread_of

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
HERE = (BRIDGE, MARKET, TEMPLE, *GRIDS)


def generated(dice, town):
    """Compounds unsigned, signed for a day or a week, with blocked ways; reports about both."""
    made = []
    for number in range(dice.randrange(4, 9)):
        zone, name = dice.choice(HERE), f"小区{number}"
        kind = dice.choice(("drawn", "signed", "signed", "lapsing", "blocked"))
        make = drawn if kind in ("drawn", "blocked") else signed
        made.append(make(name, zone, **({"days": 1} if kind == "lapsing" else {})))
        if kind == "blocked":
            slow = api.Measured({"北门": 10, "南门": 300})
            api.sign_check(by=inspector(), compound=made[-1], measured=slow, key=f"slow {number}")
    for number in range(dice.randrange(4)):
        about = {"compound": dice.choice(made), "gate": "南门"}
        if dice.random() < 0.4:
            about = {"zone": dice.choice((*HERE, RIVER, HILL))}
        api.report_sealed(
            by=keeper(), incident=town.incident, draft=api.SealDraft(**about), key=f"seal {number}"
        )
    return made


def settled(dice, town, compounds):
    """End some reports: by a verification, or by nobody standing for them and a newer check."""
    ended = []
    for seal, incident in api.open_seals_of(""):
        if dice.random() < 0.4:
            end = dice.choice((api.clear_seal, api.drop_seal))
            end(by=system_post(), incident=incident, seal=seal, key=f"end {seal}")
            ended.append(seal)
    with fixed_at(now() + HOUR):
        for one in compounds:
            if dice.random() < 0.3:
                good = api.Measured({"北门": 10, "南门": 20})
                api.sign_check(by=inspector(), compound=one, measured=good, key=f"again {one}")


@pytest.mark.parametrize("seed", range(6))
def test_the_plans_that_pass_are_those_whose_compound_has_no_problem(seed):
    dice = Random(seed)
    with fixed_at(MORNING):
        town = Town()
        compounds = generated(dice, town)
    with fixed_at(MORNING + HOUR):
        settled(dice, town, compounds)
    clock = incidents.incident(town.incident).clock
    for at in (MORNING + 2 * HOUR, MORNING + 26 * HOUR):
        with fixed_at(at):
            night = NightlyContext(town.incident, clock, Window(at), range_of(CITY), now())
            said = {one.code: one.value(night) for one in nightly.FIGURES}
            passing = [one for one in compounds if not api.compound_of(one).problems(at)]
            assert said["premises.plans"] == Share(len(passing), len(compounds))
            whole = api.readiness([range_of(CITY)], at)
            assert whole.passing == len(passing)
            minutes = [
                int((end - begin).total_seconds() // 60)
                for _, begin, end in api.seals_in(range_of(CITY), town.incident)
                if end is not None and at - 24 * HOUR < end <= at
            ]
            assert said["premises.time_to_clear"] == spread_of(minutes)
