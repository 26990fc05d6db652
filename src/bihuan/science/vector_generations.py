"""The days from one case of a vector-borne disease to the next, by the temperature.

A person infected today is infectious to mosquitoes after the intrinsic incubation, for as long as
the viraemia lasts; a mosquito that bites then is infectious after the extrinsic incubation, which
is shorter where it is warm.
"""

from collections.abc import Sequence

import numpy as np


def extrinsic_days(known: Sequence[tuple[float, float]], celsius: float) -> float:
    """Return the extrinsic incubation at a temperature, on a straight line between known ones.

    Parameters
    ----------
    known
        Degrees and days, in rising order of degrees.
    celsius
        Mean temperature of the air.

    Raises
    ------
    ValueError
        Outside the known temperatures: below some of them no virus ripens, and no line says so.
    """
    degrees = [at for at, _ in known]
    if not degrees or not degrees[0] <= celsius <= degrees[-1]:
        raise ValueError(f"Expected a temperature within {degrees}, got {celsius}.")
    return float(np.interp(celsius, degrees, [days for _, days in known]))


def mean_generation(intrinsic: float, viraemia: float, extrinsic: float) -> float:
    """Return the mean days from case to case; the mosquito bites at any time of the viraemia."""
    return intrinsic + viraemia / 2 + extrinsic
