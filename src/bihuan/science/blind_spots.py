"""Blind spots (隐匿传播): what is not looked at, per zone, listed and never melted into a score."""

from dataclasses import dataclass

import numpy as np

from bihuan.science.descriptive import BLANK, Interval, wilson
from bihuan.science.provenance import BoolArray, FloatArray

_WEEK = 7
_LEAST_BEFORE = 5


@dataclass(frozen=True, slots=True)
class Sources:
    """Reporting sources by zone, shape (zones,) each; ``nan`` is unknown."""

    due: FloatArray
    silent_24h: FloatArray
    sites_due: FloatArray
    sites_reported: FloatArray


@dataclass(frozen=True, slots=True)
class Looking:
    """Tests and inspections by zone.

    Parameters
    ----------
    tests, positives
        Shape (zones, days), at least 14 days for the trend.
    days_since_test
        Shape (zones,): days since any test or inspection; ``nan`` is never or unknown.
    residents, sampled
        Shape (zones,): residents of the delimited area, and those with any sample.
    """

    tests: FloatArray
    positives: FloatArray
    days_since_test: FloatArray
    residents: FloatArray
    sampled: FloatArray


@dataclass(frozen=True, slots=True)
class Detection:
    """Cases by zone, shape (zones, days): by mode, and those first found by their symptoms."""

    community: FloatArray
    managed: FloatArray
    symptomatic: FloatArray
    screened: FloatArray


@dataclass(frozen=True, slots=True)
class BlindSpots:
    """Indicators side by side, shape (zones,) each; ``nan`` means nobody knows.

    ``no_test_for_long`` counts a zone without any record as one that was not looked at.
    ``less_looking`` marks zones where cases fall while tests fall too. ``never_tested`` is the
    floor for what testing cannot see. ``prevalence_bound`` is the upper 95 % bound where tests
    found nobody.
    """

    silent_share: FloatArray
    working_source: BoolArray
    no_test_for_long: BoolArray
    never_tested: FloatArray
    symptomatic_share: FloatArray
    community_ratio: FloatArray
    test_ratio: FloatArray
    case_ratio: FloatArray
    less_looking: BoolArray
    positivity: tuple[Interval, ...]
    prevalence_bound: FloatArray
    silent_sites: FloatArray


def share(n: FloatArray, of: FloatArray) -> FloatArray:
    """Return n / of; ``nan`` without a denominator."""
    with np.errstate(invalid="ignore", divide="ignore"):
        whole = np.asarray(of, float)
        return np.where(whole > 0.0, np.asarray(n, float) / whole, np.nan)


def sentinel_coverage(working: BoolArray) -> float:
    """Return zones with at least one working source over zones; ``nan`` without zones."""
    return float(np.mean(working)) if np.size(working) else float("nan")


def none_found_bound(tested: FloatArray, sensitivity: float = 1.0) -> FloatArray:
    """Return the upper 95 % bound of the prevalence when none of ``tested`` was positive.

    Parameters
    ----------
    tested
        People tested, any shape; none gives a bound of 1.
    sensitivity
        Of the test, in (0, 1].
    """
    if not 0.0 < sensitivity <= 1.0:
        raise ValueError("Expected a sensitivity in (0, 1].")
    n = np.asarray(tested, float)
    with np.errstate(divide="ignore"):
        bound = -np.expm1(np.log(0.05) / n) / sensitivity
    return np.asarray(np.where(n > 0.0, np.minimum(bound, 1.0), 1.0), dtype=float)


def week_ratio(counts: FloatArray) -> FloatArray:
    """Return the last seven days over the seven before, by zone; ``nan`` below five before."""
    values = np.asarray(counts, float)
    if values.shape[-1] < 2 * _WEEK:
        return np.full(values.shape[:-1], np.nan)
    last = values[..., -_WEEK:].sum(axis=-1)
    before = values[..., -2 * _WEEK : -_WEEK].sum(axis=-1)
    return np.where(before >= _LEAST_BEFORE, share(last, before), np.nan)


def blind_spots(
    sources: Sources,
    looking: Looking,
    detection: Detection,
    *,
    limit_days: int,
    sensitivity: float = 1.0,
) -> BlindSpots:
    """Return the indicators of every zone.

    Parameters
    ----------
    sources, looking, detection
        What is reported, looked for and found.
    limit_days
        The profile's limit of days without any test or inspection.
    sensitivity
        Of the test, for the bound where nobody was found.
    """
    tested, positive = _last_week(looking.tests), _last_week(looking.positives)
    by_symptom, by_screen = _last_week(detection.symptomatic), _last_week(detection.screened)
    cases = np.asarray(detection.community, float) + np.asarray(detection.managed, float)
    test_ratio, case_ratio = week_ratio(looking.tests), week_ratio(cases)
    bound = np.where(positive == 0.0, none_found_bound(tested, sensitivity), np.nan)
    return BlindSpots(
        silent_share=share(sources.silent_24h, sources.due),
        working_source=sources.due - sources.silent_24h >= 1.0,
        no_test_for_long=~(looking.days_since_test <= limit_days),
        never_tested=1.0 - share(looking.sampled, looking.residents),
        symptomatic_share=share(by_symptom, by_symptom + by_screen),
        community_ratio=share(_last_week(detection.community), _last_week(detection.managed)),
        test_ratio=test_ratio,
        case_ratio=case_ratio,
        less_looking=(case_ratio < 1.0) & (test_ratio < 1.0),
        positivity=tuple(_positivity(n, of) for n, of in zip(positive, tested, strict=True)),
        prevalence_bound=bound,
        silent_sites=sources.sites_due - sources.sites_reported,
    )


def _last_week(counts: FloatArray) -> FloatArray:
    return np.asarray(np.asarray(counts, float)[:, -_WEEK:].sum(axis=1), dtype=float)


def _positivity(positive: float, tested: float) -> Interval:
    return wilson(positive, tested) if positive <= tested else BLANK
