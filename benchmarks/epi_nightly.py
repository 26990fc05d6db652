"""The whole nightly set: Rt, nowcast and forecast of city, 17 counties and 158 townships.

At most 30 times one call of ``scipy.special.gammaincinv`` over 176 series, 174 windows and 7
levels; 180 days each, triangles of 180 rows and delays up to 14 days. First the functions of
``science``; then what the product keeps of each zone: growth, community zero, chances of a further
case, descriptive figures and the import screen come on top, ready to be stored.

    python -m benchmarks.epi_nightly [--rounds N]
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import yaml

from benchmarks.epi_pairs import at_most, pair, seconds
from bihuan.science.forecast import forecast
from bihuan.science.nowcast import nowcast
from bihuan.science.rt import RtSettings, estimate_rt
from bihuan.science.serial_interval import discretise_si

SERIES, DAYS, DELAYS, TIMES = 176, 180, 15, 30.0
TOWNSHIPS_FROM = 18  # city, 17 counties, then the townships
BELOW = (17, 9, 0)  # zones right below a city, a county, a township


def epidemic() -> np.ndarray:
    """Return new reports by zone, day and delay: waves, a weekday rhythm, unequal zones."""
    rng = np.random.default_rng(28)
    day = np.arange(DAYS)
    size = 60.0 / np.arange(1, SERIES + 1) ** 0.7
    wave = 1.2 + np.sin(day / 17.0 + rng.uniform(0, 6, (SERIES, 1)))
    week = np.array([1.2, 1.1, 1.0, 1.0, 1.0, 0.8, 0.6])[day % 7]
    share = 0.3 * 0.7 ** np.arange(DELAYS)
    mean = size[:, None, None] * (wave * week)[..., None] * share / share.sum()
    return rng.poisson(mean).astype(float)


def nightly(cells: np.ndarray) -> tuple[int, ...]:
    counts = cells.sum(axis=2)
    weights = discretise_si(3.5, 2.1, DAYS)
    rt = estimate_rt(counts, np.zeros_like(counts), weights)
    late = nowcast(cells)
    ahead = forecast(counts)
    return rt.mean.size, late.quantiles.size, ahead.quantiles.size


def kept(cells: np.ndarray) -> Callable[[], object]:
    """Return the call that makes what the product keeps of every zone."""
    import bihuan
    from bihuan.site.installation.files import make_installation

    with tempfile.TemporaryDirectory(prefix="bihuan-epi-") as home:
        os.environ["BIHUAN_DATA"] = home
        make_installation(Path(home), demo=False, base_url="http://127.0.0.1:8000")
        from bihuan.site.boot import boot

        boot()
    from bihuan.domain.profiles import parse
    from bihuan.features.surveillance.selectors.analysis.given import Given
    from bihuan.features.surveillance.selectors.analysis.together import contents

    folder = Path(bihuan.__file__).parent / "features" / "incidents" / "profiles"
    profile = parse(yaml.safe_load((folder / "respiratory-novel.yaml").read_text("utf-8")))
    days = tuple(date(2026, 1, 1) + timedelta(days=n) for n in range(DAYS))
    counts, none = cells.sum(axis=2), np.zeros(DAYS)
    givens = [
        Given(
            days=days, new=new, community=np.floor(new / 4), imported=none,
            unlinked=np.floor(new / 8), linked=new - np.floor(new / 8), blank=none > 0, start=0,
            children=counts[1 : 1 + BELOW[min(place, 2)]], triangle=cells[place],
            residents=25_000, profile=profile, small=place >= TOWNSHIPS_FROM,
        )
        for place, new in enumerate(counts)
    ]  # fmt: skip
    return lambda: contents(givens)


def main() -> int:
    from scipy.special import gammaincinv

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--peers", default=None, help="not needed: the floor is in scipy")
    args = parser.parse_args()
    cells = epidemic()
    windows = DAYS - 6
    shape = 1.0 + np.random.default_rng(1).poisson(60, (SERIES, windows, 1))
    levels = np.array(RtSettings().levels)
    print(f"# first call {seconds(lambda: nightly(cells)):.3f} s")
    found = pair(
        "nightly/gammaincinv",
        lambda: nightly(cells),
        lambda: gammaincinv(shape, levels),
        rounds=args.rounds,
    )
    holds = at_most(found, TIMES)
    whole = pair(
        "kept/gammaincinv", kept(cells), lambda: gammaincinv(shape, levels), rounds=args.rounds
    )
    return 0 if at_most(whole, TIMES) and holds else 1


if __name__ == "__main__":
    sys.exit(main())
