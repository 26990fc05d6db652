"""Kernels: the courses of a batch of persons, drawn at infection, and their daily counts."""

import numpy as np

from bihuan.science.twin.compiling import inner
from bihuan.science.twin.fetching import fetch
from bihuan.science.twin.kernel_course import infectiousness, step_of
from bihuan.science.twin.layout import I64, Delays, Fate, Int, Mark, Real, Scalar, State, Step
from bihuan.science.twin.philox import TWO_32, Purpose, blocks, philox
from bihuan.science.twin.running import Batch, Part, World

U64 = np.uint64
INDEX, N_FRESH = int(Mark.INDEX), int(Mark.N_FRESH)
STEPS = len(Step)
DURATIONS = U64(Purpose.DURATIONS)
OF_PEOPLE = (Purpose.DURATIONS, Purpose.INFECTIOUSNESS, Purpose.LAYER_COUNT)
ZERO = U64(0)
ONE = U64(1)
LATENT, PRESYMPTOMATIC = int(Delays.LATENT), int(Delays.PRESYMPTOMATIC)
SYMPTOMATIC, ASYMPTOMATIC = int(Delays.SYMPTOMATIC), int(Delays.ASYMPTOMATIC)
TO_HOSPITAL, HOSPITAL = int(Delays.TO_HOSPITAL), int(Delays.HOSPITAL)
S, E, A, P = int(State.S), int(State.E), int(State.A), int(State.P)
I, R, H, D = int(State.I), int(State.R), int(State.H), int(State.D)  # noqa: E741 - the usual letter
WEAKER, COMMON = int(Scalar.ASYMPTOMATIC), int(Scalar.COMMON_SHAPE)
FATE, FIRST, ROW, CUT = int(Step.FATE), int(Step.FIRST), int(Step.ROW), int(Step.CUT)
ONSET, END = int(Step.ONSET), int(Step.END)
ADMITTED, LEFT = int(Step.ADMITTED), int(Step.LEFT)
NO_SYMPTOMS, ILL = int(Fate.NO_SYMPTOMS), int(Fate.ILL)
IN_HOSPITAL, DEATH = int(Fate.HOSPITAL), int(Fate.DEATH)
NEVER = 30000


@inner
def draw_courses(w: World, p: Part, m: Int, day: Int) -> None:
    """Draw the courses of the batch's persons, infected on ``day``; ask for those of the next."""
    b, after = p.batch, p.cursor[INDEX] + m
    for i in range(m):
        b.ask[0, i], b.ask[1, i] = b.record[i, 4], 0
    for k in range(len(OF_PEOPLE)):
        blocks(b.ask, b.words[k], int(m), U64(OF_PEOPLE[k]), w.key)
    for i in range(m):
        fetch(w.people.person, U64(p.fresh[min(after + i, p.cursor[N_FRESH] - 1)]))
        b.strength[i] = draw_course(w, b, i, day)


@inner
def draw_course(w: World, b: Batch, i: Int, day: Int) -> Real:
    """Write down one person's days; return the strength over its whole infectious period."""
    c, row = w.course, b.course[STEPS * i : STEPS * i + STEPS]
    strength = infectiousness(c, U64(b.words[1, 0, i]), U64(b.words[1, 1, i]))
    row[FATE], row[CUT], row[ONSET] = NO_SYMPTOMS, NEVER, NEVER
    if c.scalar[COMMON] > 0.0:
        row[FIRST], row[ROW], row[END] = day, 0, day + 1
        return strength
    first = day + step_of(c.guide[LATENT], c.delay[LATENT], U64(b.words[0, 0, i]))
    length = U64(b.words[0, 2, i])
    band = c.band[(b.record[i, 2] >> 16) & 0xFF]
    row[FIRST] = first
    if (b.words[0, 3, i] + 0.5) / TWO_32 >= c.symptomatic[band]:
        days = step_of(c.guide[ASYMPTOMATIC], c.delay[ASYMPTOMATIC], length)
        row[ROW], row[END] = days, first + days
        return strength * float(days * c.scalar[WEAKER])
    before = U64(b.words[0, 1, i])
    onset = first + step_of(c.guide[PRESYMPTOMATIC], c.delay[PRESYMPTOMATIC], before)
    end = onset + step_of(c.guide[SYMPTOMATIC], c.delay[SYMPTOMATIC], length)
    row[FATE], row[ROW], row[ONSET], row[END] = ILL, end - first, onset, end
    if (b.words[1, 2, i] + 0.5) / TWO_32 < c.hospital[band]:
        row[CUT] = in_hospital(w, b, i, band) - first
    return strength * (end - first)


@inner
def in_hospital(w: World, b: Batch, i: Int, band: Int) -> Int:
    """Write down the way through the hospital; return the day of admission."""
    c, row = w.course, b.course[STEPS * i : STEPS * i + STEPS]
    counter = (U64(b.record[i, 4]), ZERO, DURATIONS, ONE)
    words = philox(counter, (w.key[0], w.key[1]))
    admitted = np.int64(row[ONSET]) + step_of(c.guide[TO_HOSPITAL], c.delay[TO_HOSPITAL], words[0])
    row[ADMITTED] = admitted
    row[LEFT] = admitted + step_of(c.guide[HOSPITAL], c.delay[HOSPITAL], words[1])
    fatal = (b.words[1, 3, i] + 0.5) / TWO_32 < c.death[band]
    row[FATE] = DEATH if fatal else IN_HOSPITAL
    return admitted


@inner
def stay(delta: I64, state: Int, start: Int, end: Int) -> None:
    """Count a person in a compartment on the days from ``start`` up to before ``end``."""
    days = delta.shape[1]
    if start < days and start < end:
        delta[state, start] += 1
        if end < days:
            delta[state, end] -= 1


@inner
def count_courses(p: Part, m: Int, day: Int) -> None:
    """Count the batch's persons in their compartments, day by day."""
    delta = p.delta
    delta[S, day] -= m
    for i in range(m):
        row = p.batch.course[STEPS * i : STEPS * i + STEPS]
        fate, end = row[FATE], row[END]
        stay(delta, E, day, row[FIRST])
        if fate == NO_SYMPTOMS:
            stay(delta, A, row[FIRST], end)
            stay(delta, R, end, NEVER)
            continue
        stay(delta, P, row[FIRST], row[ONSET])
        if fate == ILL:
            stay(delta, I, row[ONSET], end)
            stay(delta, R, end, NEVER)
            continue
        stay(delta, I, row[ONSET], row[ADMITTED])
        stay(delta, H, row[ADMITTED], row[LEFT])
        stay(delta, D if fate == DEATH else R, row[LEFT], NEVER)
