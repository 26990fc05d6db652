"""What an answer says of a plan's sampling: what limits it, and the queue of its laboratories."""

from bihuan.science.twin.city import City
from bihuan.science.twin.laboratory import Campaign, Queue, Sampling
from bihuan.science.twin.plan import Plan, sampling_of

PER_CENT = 100


def sampling_told(city: City, plan: Plan) -> dict[str, list[dict[str, object]]]:
    """Return the rounds of a plan and its laboratories, as whole numbers and words.

    Figures of the plan, the same in every run.
    """
    found = sampling_of(city, plan)
    return {
        "rounds": [_rounds(one, found) for one in found.campaigns],
        "laboratories": [_laboratory(one) for one in found.queues if one.span],
    }


def _rounds(one: Campaign, found: Sampling) -> dict[str, object]:
    delays = [found.delay(one, day) for day in one.days] if one.taken else []
    return {
        "residents": one.residents,
        "sampled_per_day": one.taken,
        "limited_by": one.limit,
        "tubes_per_day": one.tubes,
        "own_delay_days": one.rounds.delay_days,
        "longest_delay_days": max(delays, default=None),
    }


def _laboratory(one: Queue) -> dict[str, object]:
    return {
        "tubes_per_day": one.per_day,
        "tubes": int(one.tubes.sum()),
        "utilisation_percent": round(one.utilisation * PER_CENT),
        "steep": one.steep,
        "most_waiting": int(one.waiting.max()),
        "waiting_at_end": int(one.waiting[-1]),
    }
