"""Kernels: one person's course, drawn once at infection, and its steps in the daily counts."""

from typing import NamedTuple

import numpy as np

from bihuan.science.twin.compiling import inner
from bihuan.science.twin.kernel_course import infectiousness, step_of
from bihuan.science.twin.layout import I64, Cursor, Delays, Int, Real, Scalar, State, World
from bihuan.science.twin.philox import TWO_32, Purpose, philox

U64 = np.uint64
DURATIONS = U64(Purpose.DURATIONS)
INFECTIOUSNESS = U64(Purpose.INFECTIOUSNESS)
ZERO = U64(0)
ONE = U64(1)
LATENT, PRESYMPTOMATIC = int(Delays.LATENT), int(Delays.PRESYMPTOMATIC)
SYMPTOMATIC, ASYMPTOMATIC = int(Delays.SYMPTOMATIC), int(Delays.ASYMPTOMATIC)
TO_HOSPITAL, HOSPITAL = int(Delays.TO_HOSPITAL), int(Delays.HOSPITAL)
S, E, A, P = int(State.S), int(State.E), int(State.A), int(State.P)
ILL, R, H, D = int(State.I), int(State.R), int(State.H), int(State.D)
WEAKER, COMMON = int(Scalar.ASYMPTOMATIC), int(Scalar.COMMON_SHAPE)
DEATHS = int(Cursor.DEATHS)
NEVER = 30000


class History(NamedTuple):
    """A person's course: first infectious day, shape row, days usable, strength, onset, end."""

    person: Int
    first: Int
    row: Int
    cut: Int
    strength: Real
    onset: Int
    end: Int


@inner
def stay(delta: I64, state: Int, start: Int, end: Int) -> None:
    """Count a person in a compartment on the days from ``start`` up to before ``end``."""
    days = delta.shape[1]
    if start < days and start < end:
        delta[state, start] += 1
        if end < days:
            delta[state, end] -= 1


@inner
def history_of(w: World, person: Int, day: Int) -> History:
    """Draw the course of a person infected on ``day`` and count its compartments."""
    c, delta, key = w.course, w.tally.delta, (w.key[0], w.key[1])
    latent, before, length, symptoms = philox((U64(person), ZERO, DURATIONS, ZERO), key)
    word, tail, severe, fatal = philox((U64(person), ZERO, INFECTIOUSNESS, ZERO), key)
    strength = infectiousness(c, word, tail)
    delta[S, day] -= 1
    if c.scalar[COMMON] > 0.0:
        stay(delta, A, day, day + 1)
        stay(delta, R, day + 1, NEVER)
        return History(person, day, 0, NEVER, strength, NEVER, day + 1)
    first = day + step_of(c.guide[LATENT], c.delay[LATENT], latent)
    stay(delta, E, day, first)
    band = c.band[(w.people.person[person, 2] >> 16) & 0xFF]
    if (symptoms + 0.5) / TWO_32 >= c.symptomatic[band]:
        days = step_of(c.guide[ASYMPTOMATIC], c.delay[ASYMPTOMATIC], length)
        stay(delta, A, first, first + days)
        stay(delta, R, first + days, NEVER)
        strength *= days * c.scalar[WEAKER]
        return History(person, first, days, NEVER, strength, NEVER, first + days)
    onset = first + step_of(c.guide[PRESYMPTOMATIC], c.delay[PRESYMPTOMATIC], before)
    end = onset + step_of(c.guide[SYMPTOMATIC], c.delay[SYMPTOMATIC], length)
    stay(delta, P, first, onset)
    strength *= end - first
    if (severe + 0.5) / TWO_32 < c.hospital[band]:
        cut = in_hospital(w, person, onset, fatal) - first
        return History(person, first, end - first, cut, strength, onset, end)
    stay(delta, ILL, onset, end)
    stay(delta, R, end, NEVER)
    return History(person, first, end - first, NEVER, strength, onset, end)


@inner
def in_hospital(w: World, person: Int, onset: Int, fatal: np.uint64) -> Int:
    """Count the way through the hospital; return the day of admission."""
    c, delta = w.course, w.tally.delta
    words = philox((U64(person), ZERO, DURATIONS, ONE), (w.key[0], w.key[1]))
    admitted = onset + step_of(c.guide[TO_HOSPITAL], c.delay[TO_HOSPITAL], words[0])
    left = admitted + step_of(c.guide[HOSPITAL], c.delay[HOSPITAL], words[1])
    band = c.band[(w.people.person[person, 2] >> 16) & 0xFF]
    stay(delta, ILL, onset, admitted)
    stay(delta, H, admitted, left)
    if (fatal + 0.5) / TWO_32 < c.death[band]:
        stay(delta, D, left, NEVER)
    else:
        stay(delta, R, left, NEVER)
    return admitted
