"""``bihuan twin validate``: the validation table, and the page that is made from the run."""

import argparse
import platform
from collections.abc import Iterator
from dataclasses import replace
from importlib import metadata
from math import inf
from pathlib import Path

import numpy as np

import bihuan
from bihuan.domain.profiles import DiseaseProfile
from bihuan.platform.twin.bridge import disease_ends
from bihuan.science.twin import validation
from bihuan.science.twin.calibrate import calibrate
from bihuan.science.twin.city import City, synthesise_city
from bihuan.science.twin.disease import Disease
from bihuan.science.twin.plan import Plan, build_policy
from bihuan.science.twin.realised import realised_rows
from bihuan.science.twin.running import Outbreak
from bihuan.science.twin.simulate import new_world, result_of, run_until
from bihuan.science.twin.tables import course_of
from bihuan.site.commands.twin.scenario_files import read_profile
from bihuan.site.commands.twin.sentences import ToldError, whole
from bihuan.site.commands.twin.territory import territory

FULL = {"households": 200_000, "n": 1_000_000, "runs": 30, "extinction": 4000, "pairs": 64}
# The whole city at most; below, its communities have too few each.
RESIDENTS = (50_000, 3_976_481)
# Households and growth keep their size: with fewer, chance alone often leaves the criterion.
QUICK = {"households": 200_000, "n": 100_000, "runs": 8, "extinction": 600, "pairs": 48}
HOUSEHOLDS = tuple((n, p) for n in (2, 3, 4, 5, 6) for p in (0.02, 0.1, 0.3, 0.5))
GROWTH_RUNS = 15
EXTINCTION = ((0.8, 0.3), (1.2, 0.16), (1.5, 0.1), (1.5, 0.5), (2.0, 1.0), (2.5, inf))


def add_arguments(parser: argparse.ArgumentParser, _name: str) -> None:
    """Declare the options of the command."""
    parser.add_argument("--out", type=Path, default=Path("docs/validation-twin.md"), help="page")
    parser.add_argument("--quick", action="store_true", help="small sizes, for a first look")
    parser.add_argument("--residents", type=whole, default=100_000, help="of the synthetic city")


def run(args: argparse.Namespace) -> int:
    """Run every row, write the page; 0 when all rows hold, 1 otherwise."""
    size = QUICK if args.quick else FULL
    least, most = RESIDENTS
    if not least <= args.residents <= most:  # told now, not after minutes
        said = {"least": least, "most": most, "got": args.residents}
        raise ToldError("option_range", option="--residents", **said)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    rows = []
    for row in all_rows(size, args.residents):
        rows.append(row)
        print(f"{'holds' if row.holds else 'FAILS'}  {row.what}: {row.found:.6g}", flush=True)
    args.out.write_text(page(rows, size), "utf-8")
    print(args.out)
    return 0 if all(r.holds for r in rows) else 1


def all_rows(size: dict[str, int], residents: int) -> Iterator[validation.Row]:
    """Yield every row of the table as it is done."""
    yield from validation.household_rows(size["households"], HOUSEHOLDS)
    for r in (1.2, 1.5, 2.0, 3.0):
        yield validation.renewal_row(size["n"], size["runs"], r)
    for r, k in EXTINCTION:
        yield validation.extinction_row(size["extinction"], r, k)
    for r in (1.3, 1.8):
        yield validation.growth_row(1_000_000, GROWTH_RUNS, r)
    yield validation.common_numbers_row(200_000, size["pairs"])
    yield from city_rows(residents)
    yield from validation.laboratory_rows()


def city_rows(residents: int) -> Iterator[validation.Row]:
    """Yield the rows that need the layered city."""
    city = synthesise_city(territory(None, None, residents), 1)
    disease = drill_disease()
    days = 90

    def make(replicate: int) -> Outbreak:
        return drill_world(city, disease, days, (1, replicate))

    yield validation.conserved_row(result_of(run_until(make(0), days)), city.n)
    yield validation.threads_row(make, days, 8)
    yield validation.resume_row(make, days)
    yield from realised_rows(city, disease, 25, 600)


def drill_disease() -> Disease:
    """Return the middle of the drill profile's ranges, without differences of susceptibility."""
    profile = read_profile("drill-generic")
    if not isinstance(profile, DiseaseProfile):
        raise ToldError("drill_profile_missing")
    low, high = disease_ends(profile, None)
    bands = tuple(replace(b, susceptibility=1.0) for b in low.bands)
    return replace(low, bands=bands, reproduction_number=high.reproduction_number)


def drill_world(city: City, disease: Disease, days: int, key: tuple[int, int]) -> Outbreak:
    """Return the world of a plan that changes nothing."""
    plan = Plan("open", days, seeds=max(20, city.n // 5000))
    largest = np.ones(6)
    course = course_of(disease, np.array(calibrate(city, disease, 1).rate), largest)
    policy = build_policy(city, plan, largest, len(disease.bands), key)
    return new_world(city, course, policy, days, key)


def page(rows: list[validation.Row], size: dict[str, int]) -> str:
    """Return the page of the validation, made from the rows of a run."""
    held = sum(r.holds for r in rows)
    versions = ", ".join(f"{n} {metadata.version(n)}" for n in ("numpy", "numba", "scipy"))
    head = [
        "# Validation of the city twin",
        "",
        "Written by `bihuan twin validate`; do not edit.",
        "",
        f"Bihuan {bihuan.__version__}, Python {platform.python_version()}, {versions}.",
        f"Sizes: {', '.join(f'{k} {v}' for k, v in size.items())}.",
        "",
        f"{held} of {len(rows)} rows hold.",
        "",
        "| row | reference | found | allowed | holds |",
        "|---|---|---|---|---|",
    ]
    body = [
        f"| {r.what} | {r.reference:.6g} | {r.found:.6g} | {r.allowed} | "
        f"{'yes' if r.holds else '**no**'} |"
        for r in rows
    ]
    return "\n".join([*head, *body, ""])
