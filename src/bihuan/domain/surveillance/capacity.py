"""Inputs of the testing and isolation arithmetic, until registers of facilities exist."""

from enum import StrEnum

LARGEST = 10**9


class Item(StrEnum):
    """One count that a testing lead or a facility manager enters."""

    PEOPLE = "people"
    SAMPLED = "sampled"
    POSITIVE_PER_10K = "positive_per_10k"
    POOL = "pool"
    SAMPLERS = "samplers"
    SITES = "sites"
    QUEUE_P90_MINUTES = "queue_p90_minutes"
    SAMPLES = "samples"
    TUBES = "tubes"
    TUBES_PER_DAY = "tubes_per_day"
    LABORATORY_LINES = "laboratory_lines"
    RUN_MINUTES = "run_minutes"
    TRANSPORT_MINUTES = "transport_minutes"
    TURNAROUND_P90_MINUTES = "turnaround_p90_minutes"
    ROOMS = "rooms"
    ROOMS_OCCUPIED = "rooms_occupied"
    ROOMS_24H = "rooms_24h"
    ROOMS_48H = "rooms_48h"
    ROOMS_72H = "rooms_72h"
    ROOMS_ACCESSIBLE = "rooms_accessible"
    HEALTH_STAFF = "health_staff"
    COMPLAINTS = "complaints"
    WASTE_REMOVED = "waste_removed"
    WASTE_DUE = "waste_due"
    AID_SAMPLERS = "aid_samplers"
    AID_TUBES_PER_DAY = "aid_tubes_per_day"
    AID_ROOMS = "aid_rooms"


TESTING = (
    Item.PEOPLE, Item.SAMPLED, Item.POSITIVE_PER_10K, Item.POOL, Item.SAMPLERS, Item.SITES,
    Item.QUEUE_P90_MINUTES, Item.SAMPLES, Item.TUBES, Item.TUBES_PER_DAY, Item.LABORATORY_LINES,
    Item.RUN_MINUTES, Item.TRANSPORT_MINUTES, Item.TURNAROUND_P90_MINUTES, Item.AID_SAMPLERS,
    Item.AID_TUBES_PER_DAY,
)  # fmt: skip
FACILITIES = (
    Item.ROOMS, Item.ROOMS_OCCUPIED, Item.ROOMS_24H, Item.ROOMS_48H, Item.ROOMS_72H,
    Item.ROOMS_ACCESSIBLE, Item.HEALTH_STAFF, Item.COMPLAINTS, Item.WASTE_REMOVED, Item.WASTE_DUE,
    Item.AID_ROOMS,
)  # fmt: skip
# No tube holds no sample, and of ten thousand people no more than all are positive.
LEAST = {Item.POOL: 1}
MOST = {Item.POSITIVE_PER_10K: 10_000}


def ends_of(item: Item) -> tuple[int, int]:
    """Return the smallest and the largest value that an item may have."""
    return LEAST.get(item, 0), MOST.get(item, LARGEST)
