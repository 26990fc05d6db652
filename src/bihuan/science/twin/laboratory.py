"""Rounds of sampling and the queue of their tubes, reckoned from the plan alone.

A laboratory takes so many tubes a day, first come, first served; what it does not take waits. The
queue is a fluid in whole tubes: the same in every run, and no part of the kernel.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bihuan.science.queues import STEEP_UTILISATION
from bihuan.science.twin.layout import I64

NO_LIMIT = -1
EVERYBODY = "residents"


@dataclass(frozen=True, slots=True)
class Rounds:
    """Sampling rounds: zones, days, the samples a day that people and sites can take, and where to.

    ``laboratory`` is the place of theirs among the plan's laboratories; ``NO_LIMIT`` is one that
    takes whatever comes. ``limit`` names what bounds the samples, for whoever reads the answer.
    """

    zones: tuple[int, ...]
    first_day: int
    until: int
    every: int
    samples_per_day: int
    pool: int
    delay_days: int
    laboratory: int = NO_LIMIT
    limit: str = ""


@dataclass(frozen=True, slots=True)
class Campaign:
    """What rounds take on each of their days: people, and tubes with the retests expected."""

    rounds: Rounds
    residents: int
    days: range
    taken: int
    tubes: int

    @property
    def share(self) -> float:
        """The share of the residents in scope that is sampled on such a day."""
        return self.taken / self.residents if self.residents else 0.0

    @property
    def limit(self) -> str:
        """What keeps the rounds from more samples a day, the residents themselves included."""
        return EVERYBODY if self.taken == self.residents else self.rounds.limit


@dataclass(frozen=True, slots=True)
class Queue:
    """A laboratory's tubes by day: come, still waiting at its end, and how late their results are.

    Parameters
    ----------
    per_day
        Tubes the laboratory takes on a day.
    span
        Days from the first round to the end of the last.
    late
        Whole days on top of the rounds' own, 0 on days without tubes.
    """

    per_day: int
    span: int
    tubes: I64
    waiting: I64
    late: I64

    @property
    def utilisation(self) -> float:
        """Tubes over what the laboratory could take in the span."""
        return float(self.tubes.sum() / (self.per_day * self.span)) if self.span else 0.0

    @property
    def steep(self) -> bool:
        """Tell whether a little more work makes the wait grow without limit."""
        return self.utilisation > STEEP_UTILISATION


@dataclass(frozen=True, slots=True)
class Sampling:
    """All rounds of a plan and the queues of its laboratories."""

    campaigns: tuple[Campaign, ...]
    queues: tuple[Queue, ...]

    def delay(self, campaign: Campaign, day: int) -> int:
        """Return the days to the results of a day's samples."""
        own = campaign.rounds
        late = 0 if own.laboratory == NO_LIMIT else int(self.queues[own.laboratory].late[day])
        return own.delay_days + late


def sample(
    rounds: Sequence[tuple[Rounds, int, float]], laboratories: Sequence[int], days: int
) -> Sampling:
    """Return what rounds take and how late their results are.

    Parameters
    ----------
    rounds
        Each with the residents of its zones, and the share of them who test positive.
    laboratories
        Tubes a day of each, at least 1.
    days
        Length of the run.
    """
    campaigns = tuple(_campaign(one, days) for one in rounds)
    queues = tuple(
        _queue([one for one in campaigns if one.rounds.laboratory == place], per_day, days)
        for place, per_day in enumerate(laboratories)
    )
    return Sampling(campaigns, queues)


def _campaign(given: tuple[Rounds, int, float], days: int) -> Campaign:
    rounds, residents, positive = given
    taken = min(rounds.samples_per_day, residents)
    pools = -(-taken // rounds.pool)
    in_positive = 1.0 - (1.0 - positive) ** rounds.pool if rounds.pool > 1 else 0.0
    retests = int(np.ceil(taken * in_positive))
    when = range(rounds.first_day, min(rounds.until, days), rounds.every)
    return Campaign(rounds, residents, when, taken, pools + retests)


def _queue(campaigns: Sequence[Campaign], per_day: int, days: int) -> Queue:
    tubes = np.zeros(days, dtype=np.int64)
    for one in campaigns:
        tubes[one.days] += one.tubes
    first = min((one.rounds.first_day for one in campaigns), default=0)
    last = max((min(one.rounds.until, days) for one in campaigns), default=0)
    return first_come(tubes, per_day, last - first)


def first_come(tubes: I64, per_day: int, span: int) -> Queue:
    """Return the queue of tubes that come day by day.

    The tubes of a day come together, so each of its rounds waits alike. Their results are late by
    the mean over the tubes, to the nearest whole day, halves up: a sample has one result, and a
    mean that is cut off would tell half of them too early. The mean never rises with the capacity.
    """
    waiting, late = np.zeros_like(tubes), np.zeros_like(tubes)
    before = 0
    for day, come in enumerate(tubes.tolist()):
        if come:
            total = _days_waited(before + come, per_day) - _days_waited(before, per_day)
            late[day] = (2 * total + come) // (2 * come)
        before = max(0, before + come - per_day)
        waiting[day] = before
    return Queue(per_day, span, tubes, waiting, late)


def _days_waited(tubes: int, per_day: int) -> int:
    """Return the days that the first tubes of a queue wait, added up: 0 for the first day's."""
    whole, rest = divmod(tubes, per_day)
    return per_day * whole * (whole - 1) // 2 + whole * rest
