"""The queue of the laboratory against closed forms and laws that hold whatever the numbers."""

from dataclasses import replace

import numpy as np
import pytest
from cities import RATE, city, disease
from hypothesis import given
from hypothesis import strategies as st

from bihuan.domain.scenarios import Limit, Screening
from bihuan.science.twin.costs import plan_costs
from bihuan.science.twin.kernel_run import advance
from bihuan.science.twin.laboratory import NO_LIMIT, Rounds, first_come, sample
from bihuan.science.twin.layout import Cursor, Layer, State, Status, Work
from bihuan.science.twin.plan import Plan, build_policy, sampling_of
from bihuan.science.twin.simulate import new_world, result_of, run_until
from bihuan.science.twin.tables import course_of

TUBES = st.lists(st.integers(0, 5_000), min_size=1, max_size=60)
CAPACITY = st.integers(1, 6_000)
DAILY = Rounds((0,), 0, 30, 1, 900, 10, 1, 0)


def queue(tubes, per_day):
    return first_come(np.array(tubes, dtype=np.int64), per_day, len(tubes))


@given(TUBES, CAPACITY)
def test_every_tube_that_came_is_done_or_waits(tubes, per_day):
    found = queue(tubes, per_day)
    done = np.cumsum(found.tubes) - found.waiting
    assert (found.waiting >= 0).all()
    assert (np.diff(done, prepend=0) >= 0).all()
    assert (np.diff(done, prepend=0) <= per_day).all()
    idle = np.diff(done, prepend=0) < per_day
    assert (found.waiting[idle] == 0).all(), "a laboratory that has tubes does not rest"


@given(TUBES, CAPACITY)
def test_the_days_of_a_queue_are_those_of_its_tubes_one_by_one(tubes, per_day):
    found = queue(tubes, per_day)
    free, line = 0, []  # the place in the order of work that comes next
    for day, come in enumerate(tubes):
        free = max(free, day * per_day)
        line.append([(free + k) // per_day - day for k in range(come)])
        free += come
    for day, waits in enumerate(line):
        mean = sum(waits) / len(waits) if waits else 0.0
        assert abs(found.late[day] - mean) <= 0.5
        assert found.late[day] >= mean - 0.5


@given(TUBES, CAPACITY, CAPACITY)
def test_more_capacity_never_means_a_longer_delay_or_more_waiting(tubes, a, b):
    small, large = queue(tubes, min(a, b)), queue(tubes, max(a, b))
    assert (large.late <= small.late).all()
    assert (large.waiting <= small.waiting).all()
    assert large.utilisation <= small.utilisation


@given(TUBES, CAPACITY)
def test_who_comes_later_never_knows_earlier(tubes, per_day):
    found = queue(tubes, per_day)
    told = [day + found.late[day] for day, come in enumerate(tubes) if come]
    assert told == sorted(told)


@pytest.mark.parametrize("times", [2, 3, 4, 7])
def test_under_constant_arrivals_above_capacity_the_delay_grows_linearly(times):
    """Of the tubes of day d the mean waits d (k - 1) + (k - 1) / 2 days, k times the capacity."""
    found = queue([40 * times] * 20, 40)
    exact = np.arange(20) * (times - 1) + (times - 1) / 2
    assert found.late.tolist() == np.floor(exact + 0.5).tolist()
    assert found.waiting.tolist() == [40 * (times - 1) * (day + 1) for day in range(20)]
    assert found.utilisation == times
    assert found.steep


def test_a_laboratory_at_its_capacity_is_never_late_and_flagged_from_85_percent():
    assert queue([40] * 10, 40).late.tolist() == [0] * 10
    assert [queue([n] * 10, 40).steep for n in (34, 35, 40)] == [False, True, True]
    every_other_day = replace(DAILY, every=2, samples_per_day=600)
    found = sample([(every_other_day, 10_000, 0.0)], (40,), 30).queues[0]
    assert found.utilisation == 0.75
    assert found.late.max() == 0
    assert found.waiting.tolist() == [20, 0] * 15


@given(st.integers(0, 5_000), st.integers(1, 50), st.floats(0, 1), CAPACITY)
def test_no_result_comes_before_the_rounds_own_days(samples, pool, positive, per_day):
    rounds = replace(DAILY, samples_per_day=samples, pool=pool, delay_days=2, limit="sites")
    found = sample([(rounds, 3_000, positive)], (per_day,), 30)
    (one,) = found.campaigns
    assert one.taken == min(samples, 3_000)
    assert one.limit == ("sites" if samples < 3_000 else Limit.RESIDENTS)
    assert -(-one.taken // pool) <= one.tubes <= -(-one.taken // pool) + one.taken
    assert all(found.delay(one, day) >= 2 for day in one.days)
    free = sample([(replace(rounds, laboratory=NO_LIMIT), 3_000, positive)], (), 30)
    assert {free.delay(free.campaigns[0], day) for day in one.days} == {2}


def test_rounds_share_one_laboratory_or_have_their_own():
    both = [(DAILY, 5_000, 0.0), (replace(DAILY, first_day=3), 5_000, 0.0)]
    shared = sample(both, (100,), 30)
    assert shared.queues[0].late.max() > 0
    assert [shared.delay(one, 10) for one in shared.campaigns] == [7, 7]
    apart = sample([both[0], (replace(both[1][0], laboratory=1), 5_000, 0.0)], (100, 100), 30)
    assert [one.late.max() for one in apart.queues] == [0, 0]


@given(st.integers(0, 500), st.integers(1, 500), st.integers(1, 5_000))
def test_samples_are_those_of_the_tighter_of_samplers_and_sites(samplers, sites, each):
    free = Screening((), 0, 9, 1, samplers, 360, 10, 100, 1)
    one = replace(free, sites=sites, samples_per_site=each)
    assert one.samples_per_day == min(samplers * 360, sites * each)
    tight = Limit.SITES if sites * each < samplers * 360 else Limit.SAMPLERS
    assert one.limit is tight
    assert replace(free, sites=10**9).samples_per_day == free.samples_per_day
    nowhere = replace(one, tubes_per_day=0)
    assert (nowhere.samples_per_day, nowhere.limit) == (0, Limit.LABORATORY)


@pytest.fixture(scope="module")
def town():
    return city(20_000)


def test_retests_are_reckoned_from_the_cases_of_the_first_day_where_they_live(town):
    zones = tuple(range(len(town.zones.code)))
    rounds = replace(DAILY, zones=zones, samples_per_day=20_000, laboratory=NO_LIMIT)
    plan = Plan("p", 30, seeds=200, rounds=(rounds,))
    (one,) = sampling_of(town, plan).campaigns
    assert one.tubes == 2_000 + np.ceil(20_000 * (1 - 0.99**10))
    elsewhere = replace(plan, seed_zones=(1,), rounds=(replace(rounds, zones=(0,)),))
    (none,) = sampling_of(town, elsewhere).campaigns
    assert none.tubes == -(-none.taken // 10)
    (alone,) = sampling_of(town, replace(plan, rounds=(replace(rounds, pool=1),))).campaigns
    assert alone.tubes == 20_000
    costs = plan_costs(town, plan)
    assert (costs.tests, costs.tubes) == (20_000 * 30, one.tubes * 30)


def watched(town, plan, **changes):
    largest = np.ones(6)
    policy = build_policy(town, plan, largest, 2, (1, 0))
    made = course_of(disease(**changes), RATE, largest)
    return policy, result_of(run_until(new_world(town, made, policy, plan.days, (1, 0)), plan.days))


def plan_with(*rounds, laboratories=(), **changes):
    given = {"seeds": 40, "rounds": rounds, "laboratories": laboratories}
    return Plan("p", 60, **(given | changes))


def test_samples_wait_and_are_not_dropped_and_late_results_let_it_spread(town):
    zones = tuple(range(len(town.zones.code)))
    rounds = replace(DAILY, zones=zones, until=60, samples_per_day=6_000)
    sums = []
    for per_day in (10_000, 500, 250):
        policy, run = watched(town, plan_with(rounds, laboratories=(per_day,)))
        assert (policy.screen == 0.3).all()
        sums.append((int(run.infected.sum()), run.found.sum() / run.infected.sum()))
        (line,) = sampling_of(town, plan_with(rounds, laboratories=(per_day,))).queues
        assert policy.result_delay[:, 0].tolist() == np.minimum(1 + line.late, 60).tolist()
    assert line.late.max() > 60, "results beyond the last day are nobody's"
    infected, share_found = zip(*sums, strict=True)
    assert infected[0] < infected[1] < infected[2]
    assert share_found[0] > share_found[1] > share_found[2] > 0


@pytest.mark.parametrize("care", [0, 1, 5])
def test_a_delay_moves_every_case_found_by_as_many_days(town, care):
    """Where isolation changes nothing, the same people are found, each so many days later."""
    zones = tuple(range(len(town.zones.code)))
    rounds = Rounds(zones, 0, 60, 1, 6_000, 10, 0)
    plans = [plan_with(replace(rounds, delay_days=n), delay_days=care) for n in (0, 1, 5, 25)]
    runs = [watched(town, plan, isolated_at_home=1.0)[1] for plan in plans]
    prompt = runs[0].found.tolist()
    assert runs[0].found.sum() > 1_000
    for late, run in zip((0, 1, 5, 25), runs, strict=True):
        assert run.infected.tolist() == runs[0].infected.tolist()
        assert run.found[late:].tolist() == prompt[: 60 - late]
        assert run.found[:late].sum() == 0


def test_machine_code_watches_as_plain_python_does():
    hamlet, days = city(600), 25
    zones = tuple(range(len(hamlet.zones.code)))
    rounds = Rounds(zones, 2, 20, 1, 200, 10, 1, 0)
    plan = Plan("p", days, seeds=60, rounds=(rounds,), laboratories=(120,), care_per_day=0.05)
    policy, fast = watched(hamlet, plan)
    assert 4 <= policy.result_delay.max() < days
    slow = new_world(hamlet, course_of(disease(), RATE, np.ones(6)), policy, days, (1, 0))
    slow.live.cursor[Cursor.STOP] = days
    assert advance(slow.world, slow.parts, Work.ALONE) == Status.DONE
    assert result_of(slow).digest == fast.digest
    assert fast.found.sum() > 20


def test_a_late_result_keeps_no_clinic_from_finding_the_case_first(town):
    clinics = {"care_per_day": 0.5, "delay_days": 1}
    _, alone = watched(town, plan_with(**clinics))
    zones = tuple(range(len(town.zones.code)))
    rounds = replace(DAILY, zones=zones, until=60, samples_per_day=20_000)
    rounds = replace(rounds, delay_days=50, laboratory=NO_LIMIT)
    policy, run = watched(town, plan_with(rounds, **clinics))
    assert policy.result_delay.min() == 50
    assert run.found[:50].tolist() == alone.found[:50].tolist()
    assert run.states[State.S, 49] == alone.states[State.S, 49]


def test_rooms_are_never_more_than_there_are_however_late_results_are_told(town):
    zones = tuple(range(len(town.zones.code)))
    rounds = replace(DAILY, zones=zones, until=60, every=2, laboratory=NO_LIMIT)
    for care_days, result_days in ((2, 0), (3, 1), (0, 2)):
        plan = plan_with(
            replace(rounds, delay_days=result_days),
            seeds=400,
            care_per_day=0.2,
            delay_days=care_days,
            trace=((Layer.HOUSEHOLD, 0.9),),
            rooms=50,
            rooms_per_case=2,
            stay_days=7,
        )
        _, run = watched(town, plan)
        assert run.rooms.max() == 50
        assert run.unmet_rooms.sum() > 0


def test_of_rounds_that_overlap_the_days_are_the_mean_over_those_sampled(town):
    near = Rounds((0, 1), 0, 10, 1, 300, 10, 1)
    far = Rounds((1,), 0, 10, 1, 10**6, 10, 4)
    for rounds in ((near, far), (far, near)):
        policy, _ = watched(town, plan_with(*rounds))
        groups = [policy.group[zone] for zone in (0, 1, 2)]
        assert policy.result_delay[0, groups].tolist() == [1, 4, 0]
        assert policy.screen[10:].max() == 0
