"""A plan as tables: multipliers by period, layer, group of zones and propensity; the watch."""

import numpy as np

from bihuan.science.twin.layout import BINS, Layer, Policy

LAYERS = len(Layer)
LATEST = 64


def open_policy(days: int, zones: int, bands: int, n: int, seeds: int) -> Policy:
    """Return the policy of a plan that changes nothing, with cases imported on day 0."""
    imports = np.zeros(days, dtype=np.int32)
    imports[0] = seeds
    return Policy(
        period=np.zeros(days, dtype=np.uint16),
        group=np.zeros(zones, dtype=np.uint16),
        accept=np.ones((1, LAYERS, 1, BINS)),
        plain=np.full(1, 2, dtype=np.uint8),
        vaccinated=np.zeros(bands),
        watch=np.zeros(days, dtype=np.uint8),
        care=np.zeros((days, 1)),
        screen=np.zeros((days, 1)),
        result_delay=np.zeros((days, 1), dtype=np.uint16),
        sensitivity=np.zeros(LATEST),
        trace=np.zeros(8),
        rooms=np.zeros(days, dtype=np.int64),
        room_rule=np.zeros(5),
        imports=imports,
        import_reach=np.array([[0, n]], dtype=np.uint32),
    )
