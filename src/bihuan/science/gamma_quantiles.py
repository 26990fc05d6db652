"""Quantiles of the gamma distribution for many shapes at once.

The cube root of quantile over shape is a smooth function of one over the root of the shape
(Wilson and Hilferty 1931 is its first terms), so a Chebyshev series fitted once per level
replaces an iterative inverse per value. Against ``scipy.special.gammaincinv`` the relative
difference stays below 1e-12 for shapes of one and more.
"""

from functools import lru_cache

import numpy as np

from bihuan.science.provenance import FloatArray

_DEGREE = 24
_SMALLEST_SHAPE = 1.0
_LEVELS_OF_SERIES = (0.002, 0.998)  # further out the series loses digits


@lru_cache(maxsize=128)
def _series(level: float) -> tuple[float, ...]:
    from scipy.special import gammaincinv

    nodes = np.cos(np.pi * (np.arange(_DEGREE + 1) + 0.5) / (_DEGREE + 1))
    shape = 4.0 / (nodes + 1.0) ** 2
    root = np.cbrt(gammaincinv(shape, level) / shape)
    return tuple(np.polynomial.chebyshev.chebfit(nodes, root, _DEGREE).tolist())


def _polynomials(x: FloatArray) -> FloatArray:
    """Return the Chebyshev polynomials T_0..T_n at ``x``, shape (n + 1, points)."""
    table = np.empty((_DEGREE + 1, x.size))
    table[0], table[1] = 1.0, x
    for k in range(2, _DEGREE + 1):
        np.multiply(x, table[k - 1], out=table[k])
        table[k] *= 2.0
        table[k] -= table[k - 2]
    return table


def gamma_quantiles(shape: FloatArray, levels: tuple[float, ...]) -> FloatArray:
    """Return quantiles of Gamma(shape, rate 1).

    Parameters
    ----------
    shape
        Any shape of array, positive; ``nan`` stays ``nan``.
    levels
        Probabilities in (0, 1).

    Returns
    -------
    FloatArray
        Shape ``shape.shape + (len(levels),)``; divide by the rate.
    """
    from scipy.special import gammaincinv

    flat = np.asarray(shape, float).ravel()
    out = np.full((len(levels), flat.size), np.nan)
    large = flat >= _SMALLEST_SHAPE
    low, high = _LEVELS_OF_SERIES
    smooth = np.array([low <= level <= high for level in levels], dtype=bool)
    if large.any() and smooth.any():
        values = flat[large]
        table = _polynomials(2.0 / np.sqrt(values) - 1.0)
        series = np.array([_series(p) for p, ok in zip(levels, smooth, strict=True) if ok])
        out[np.ix_(smooth, large)] = values * (series @ table) ** 3
    direct = ~(smooth[:, None] & large[None, :]) & (flat > 0.0)
    rows, points = np.nonzero(direct)
    out[rows, points] = gammaincinv(flat[points], np.array(levels)[rows])
    return np.moveaxis(out.reshape(len(levels), *np.shape(shape)), 0, -1)
