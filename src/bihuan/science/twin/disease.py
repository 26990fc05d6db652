"""A disease as numbers: one value for a replicate, or a pair of ends between which it is drawn."""

from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import TypeVar, cast

from bihuan.science.twin.philox import TWO_32, Purpose, philox

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Duration:
    """A duration in days: family (gamma, lognormal, weibull, fixed), mean and deviation."""

    family: str
    mean: float
    sd: float


@dataclass(frozen=True, slots=True)
class Band:
    """Susceptibility and severity of the ages from ``first`` up to the next band."""

    first: int
    susceptibility: float
    symptomatic: float
    hospital: float
    death: float


@dataclass(frozen=True, slots=True)
class Contacts:
    """Relative daily contacts by layer, all assumptions until a city measures its own.

    ``reach`` is the share of community contacts within the own community, township, county
    and city; it adds up to 1.
    """

    school: float = 12.0
    work: float = 8.0
    community: float = 5.0
    gate: float = 1.0
    reach: tuple[float, float, float, float] = (0.55, 0.25, 0.15, 0.05)


@dataclass(frozen=True, slots=True)
class Disease:
    """One disease for one replicate.

    Parameters
    ----------
    latent, presymptomatic, symptomatic, asymptomatic, to_hospital, hospital_stay
        Durations of the states.
    bands
        Age bands, rising, the first from age 0.
    asymptomatic_infectiousness
        Relative to the symptomatic, in [0, 1].
    reproduction_number
        Mean secondary infections of the first cases without any measure.
    household_attack
        Share of a case's household members infected by that case, in [0, 1).
    dispersion
        k of the individual infectiousness, a gamma of mean 1; ``inf`` for none.
    early_share, early_ratio
        The first share of the infectious period counts ``early_ratio`` times the rest.
    isolated_at_home, isolated_in_room
        What isolation leaves of the contacts outside the household, and of all contacts.
    serial_weights
        When given, weights of days 1, 2, … since infection that replace all durations: the
        homogeneous renewal limit of validation.
    """

    latent: Duration
    presymptomatic: Duration
    symptomatic: Duration
    asymptomatic: Duration
    bands: tuple[Band, ...]
    reproduction_number: float
    household_attack: float
    dispersion: float
    asymptomatic_infectiousness: float = 1.0
    to_hospital: Duration = Duration("fixed", 5.0, 0.0)
    hospital_stay: Duration = Duration("fixed", 10.0, 0.0)
    vaccine_susceptibility: float = 1.0
    isolated_at_home: float = 0.2
    isolated_in_room: float = 0.0
    early_share: float = 0.0
    early_ratio: float = 1.0
    contacts: Contacts = Contacts()
    serial_weights: tuple[float, ...] = ()


def draw_between(lo: Disease, hi: Disease, seed: int, replicate: int) -> Disease:
    """Draw every number of a disease between two ends, for one replicate.

    The place of a number in the structure is its draw, so plans that share seed and replicate
    share the disease.
    """
    return between(lo, hi, _uniforms(seed, replicate))


def between(lo: T, hi: T, uniform: Callable[[], float]) -> T:
    """Return ``lo + u (hi - lo)`` for every number below two equal structures."""
    if isinstance(lo, bool | str | int):
        return lo
    if isinstance(lo, float) and isinstance(hi, float):
        u = uniform()
        return cast(T, lo if lo == hi else lo + u * (hi - lo))
    if isinstance(lo, tuple) and isinstance(hi, tuple):
        return cast(T, tuple(between(a, b, uniform) for a, b in zip(lo, hi, strict=True)))
    if is_dataclass(lo) and not isinstance(lo, type):
        names = [f.name for f in fields(lo)]
        changed = {n: between(getattr(lo, n), getattr(hi, n), uniform) for n in names}
        return replace(lo, **changed)
    return lo


def _uniforms(seed: int, replicate: int) -> Callable[[], float]:
    import numpy as np

    n = 0

    def following() -> float:
        nonlocal n
        zero = np.uint64(0)
        counter = (np.uint64(n), zero, np.uint64(Purpose.PARAMETER), zero)
        n += 1
        return float(philox(counter, (np.uint64(seed), np.uint64(replicate)))[0] + 0.5) / TWO_32

    return following
