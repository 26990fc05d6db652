"""The engine against laws that hold whatever the numbers: conservation, sameness, monotony."""

import numpy as np
import pytest
from cities import RATE, city, disease, world, zone_table

from bihuan.platform.twin.identity import digest_of
from bihuan.science.twin import compiling, simulate, validation
from bihuan.science.twin.compiling import compiled
from bihuan.science.twin.ensemble import Task
from bihuan.science.twin.kernel_accept import accepted, meet
from bihuan.science.twin.kernel_run import SPARE_CHUNKS, advance
from bihuan.science.twin.layout import BATCH, CHUNK, Cursor, Mark, Status, Work
from bihuan.science.twin.policy import open_policy
from bihuan.science.twin.simulate import new_batch, new_world, result_of, run_until
from bihuan.science.twin.tables import course_of


@pytest.fixture(scope="module")
def town():
    return city(20_000)


@pytest.fixture(scope="module")
def wave(town):
    return result_of(run_until(world(town, 100), 100))


def test_a_wave_happens_and_everybody_is_counted_every_day(town, wave):
    assert validation.conserved_row(wave, town.n).holds
    assert wave.infected.sum() > 0.3 * town.n


def test_nobody_is_infected_twice_and_nobody_returns_to_susceptible(town, wave):
    assert (np.diff(wave.states[0]) <= 0).all()
    assert wave.infected.sum() == town.n - wave.states[0, -1]
    assert wave.by_layer.sum() == wave.infected.sum()


def test_infections_are_never_on_the_day_of_their_source(town):
    w = run_until(world(town, 60), 60)
    infected = np.flatnonzero(w.live.state)
    source, day = w.live.trail[infected, 0], w.live.trail[infected, 1] >> 3
    others = source != infected
    assert others.sum() > 100
    assert (day[others] > (w.live.trail[source[others], 1] >> 3)).all()


def test_a_multiplier_of_zero_gives_no_infection_but_the_imported(town):
    run = result_of(run_until(world(town, 60, factor=0.0), 60))
    assert run.infected.sum() == 20
    assert run.by_layer[:, 7].sum() == 20


def test_a_larger_multiplier_never_accepts_fewer_events_for_the_same_draws(town):
    low, high = world(town, 60, factor=0.35), world(town, 60, factor=0.4)
    words = np.random.default_rng(1).integers(0, 2**29, 3000).astype(np.uint32) << 3 | 3
    taken = [[happens(w, word) for word in words] for w in (low, high)]
    assert all(b or not a for a, b in zip(*taken, strict=True))
    assert sum(taken[1]) > sum(taken[0]) > 0


def happens(w, word):
    """Ask whether one potential transmission, from person 9 to person 7 on day 3, happens."""
    part = w.parts[0]
    part.events[0], part.kept[0] = (7, 9, word), 0
    meet(w.world, part, part, (1, True))
    return bool(accepted(w.world, part, (0, 3), (7, word)))


def test_threads_do_not_change_a_single_figure(town):
    assert validation.threads_row(lambda r: world(town, 60, (1, r)), 60, 8).holds


def test_stopping_every_day_gives_the_same_figures(town):
    assert validation.resume_row(lambda r: world(town, 60, (1, r)), 60).holds


def test_machine_code_gives_what_plain_python_gives():
    hamlet = city(600)
    fast = run_until(world(hamlet, 25, seeds=60), 25)
    slow = world(hamlet, 25, seeds=60)
    slow.live.cursor[Cursor.STOP] = 25
    assert advance(slow.world, slow.parts, Work.ALONE) == Status.DONE
    assert result_of(slow).digest == result_of(fast).digest
    assert result_of(fast).infected.sum() > 80


def test_two_seeds_differ_and_one_seed_repeats(town):
    digests = [
        result_of(run_until(world(town, 40, k), 40)).digest for k in ((1, 0), (1, 0), (2, 0))
    ]
    assert digests[0] == digests[1] != digests[2]


@pytest.fixture(scope="module")
def large_town():
    return city(150_000)


def fast_wave(of, policy=None):
    """Return a world with days of more events than one thread is given."""
    policy = policy or open_policy(60, len(of.zones.code), 2, of.n, 300)
    return new_world(of, course_of(disease(), 3 * RATE, np.ones(6)), policy, 60, (1, 0))


def watched(of, care=0.2, rooms=0):
    """Return the policy of a fast wave in which clinics find the ill, and rooms may run out."""
    policy = open_policy(60, len(of.zones.code), 2, of.n, 300)
    policy.watch[:], policy.care[:], policy.rooms[:] = 1, care, rooms
    policy.room_rule[:2] = 1.0, 10.0  # one room a case, for ten days
    return policy


def test_two_threads_work_on_a_day_side_by_side_and_give_the_same_figures(large_town, monkeypatch):
    kernel, asked = compiled(advance), []

    def listening(w, parts, work):
        asked.append((work, kernel(w, parts, work)))
        return asked[-1][1]

    monkeypatch.setattr(simulate, "compiled", lambda _: listening)
    one, two = (run_until(fast_wave(large_town), 60, threads) for threads in (1, 2))
    assert result_of(one).digest == result_of(two).digest
    for alone, beside in zip(one.parts, two.parts, strict=True):
        assert alone.cursor[Mark.INFECTED] == beside.cursor[Mark.INFECTED] > 25_000
    assert asked.count((Work.TOGETHER, Status.WIDE)) > 10
    assert asked.count((1, Status.DONE)) > 10


def test_rooms_that_run_out_go_to_the_same_people_on_any_number_of_threads(large_town):
    policy = watched(large_town, rooms=400)
    runs = [result_of(run_until(fast_wave(large_town, policy), 60, threads)) for threads in (1, 2)]
    assert runs[0].rooms.max() == 400
    assert runs[0].unmet_rooms.sum() > 0
    assert runs[0].digest == runs[1].digest
    assert (runs[0].unmet_rooms == runs[1].unmet_rooms).all()


def test_rooms_that_run_out_do_not_go_by_where_people_stand_in_memory(large_town):
    policy = watched(large_town, rooms=400)
    run = run_until(fast_wave(large_town, policy), 60)
    part = np.arange(large_town.n) >> 12 & 1
    roomed, found = run.live.isolated < 0, run.live.isolated != 0
    one, two = (roomed[part == k].sum() / found[part == k].sum() for k in (0, 1))
    assert roomed.sum() > 1_500
    assert 0.8 < one / two < 1.25


def test_of_a_source_found_today_the_contacts_are_found_today_wherever_they_stand(large_town):
    policy = watched(large_town, care=0.3)
    policy.trace[:] = 1.0
    run = run_until(fast_wave(large_town, policy), 60)
    trail, since = run.live.trail, np.abs(run.live.isolated)
    contacts = np.flatnonzero((since > 0) & (trail[:, 1] & 7 != 7))
    sources = trail[contacts, 0]
    later = (since[sources] > 0) & (trail[contacts, 1] >> 3 < since[sources] - 1)
    assert later.sum() > 2_000
    assert (since[contacts[later]] <= since[sources[later]]).all()


def with_hardly_any_memory(w):
    chunks = SPARE_CHUNKS + 1
    parts = []
    for part in w.parts:
        part.cursor[Mark.N_FREE] = chunks
        parts.append(
            part._replace(
                following=part.following[:chunks],
                free=part.free[-chunks:].copy(),
                events=part.events[: chunks * CHUNK],
                joining=part.joining[:1],
                fresh=part.fresh[:1],
                batch=new_batch(BATCH),
            )
        )
    world = w.world._replace(live=w.live._replace(active=w.live.active[:1]))
    return w._replace(world=world, parts=tuple(parts))


@pytest.mark.parametrize("threads", [1, 2])
def test_a_run_that_begins_with_hardly_any_memory_gives_the_same_figures(large_town, threads):
    policy = watched(large_town)
    short = run_until(with_hardly_any_memory(fast_wave(large_town, policy)), 60, threads)
    assert len(short.live.active) > 1
    for part in short.parts:
        assert len(part.batch.owner) > BATCH
        assert len(part.following) > SPARE_CHUNKS + 1
        assert len(part.joining) > 1
        assert len(part.fresh) > 1
    whole = run_until(fast_wave(large_town, policy), 60)
    assert result_of(short).digest == result_of(whole).digest


def test_memory_grows_while_running_without_changing_the_figures(town):
    policy = open_policy(30, len(town.zones.code), 2, town.n, 5000)
    made = course_of(disease(), RATE, np.ones(6))
    run = result_of(run_until(new_world(town, made, policy, 30, (1, 0)), 30))
    assert run.by_layer[0, 7] == 5000
    assert validation.conserved_row(run, town.n).holds


def test_an_engine_of_other_sources_never_mixes_with_what_was_kept(tmp_path, monkeypatch):
    one = Task(zone_table(2_000), disease(), disease(), (), 1)
    before, sources = digest_of(one), compiling.SOURCES
    assert digest_of(one) == before
    for path in sources.glob("*.py"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(compiling, "SOURCES", tmp_path)
    try:
        compiling.engine_digest.cache_clear()
        assert digest_of(one) == before
        with (tmp_path / "costs.py").open("a") as source:
            source.write("# another engine\n")
        assert digest_of(one) == before, "read once in a process"
        compiling.engine_digest.cache_clear()
        assert digest_of(one) != before
    finally:
        compiling.engine_digest.cache_clear()
