"""``bihuan twin run`` and ``compare``: plans side by side, always with a less restrictive one."""

import argparse
import os
import sys
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

from bihuan.domain.profiles import Model
from bihuan.domain.reading import Problem
from bihuan.platform.twin.bridge import disease_ends, plan_of, positions
from bihuan.science.twin.city import ZoneTable
from bihuan.science.twin.compiling import SimulationMissingError
from bihuan.science.twin.ensemble import Outcome, Task
from bihuan.science.twin.plan import Plan
from bihuan.site.commands.twin.executors import executor_of
from bihuan.site.commands.twin.keeping import Keeping
from bihuan.site.commands.twin.memory import free_mib
from bihuan.site.commands.twin.results import write_results
from bihuan.site.commands.twin.scenario_files import Checked, read_scenario, told
from bihuan.site.commands.twin.sentences import SENTENCES, InputError, ToldError, whole
from bihuan.site.commands.twin.territory import territory
from bihuan.site.commands.twin.vector_plans import try_vector

BYTES_PER_PERSON = 46
# Of a finished replicate: a figure for each zone and day, and a day's row of the answer's files.
BYTES_PER_ZONE_DAY, BYTES_PER_DAY = 4, 400
MOST_PLANS = 8
OF_THE_AREA = ("vector_index", "temperature")
ALIKE = ("profile", "days", "residents", "seeds", "reproduction_number", *OF_THE_AREA)
OPTIONS = {"runs": (1, 100_000), "threads": (1, 1024), "seed": (0, 2**32 - 1)}
BAR = 30
PLAN = "scenario file (docs/twin-scenario.md)"


def add_arguments(parser: argparse.ArgumentParser, name: str) -> None:
    """Declare the options; ``run`` takes one scenario, ``compare`` several."""
    if name == "run":
        parser.add_argument(
            "--scenario", dest="scenarios", type=Path, nargs=1, required=True, help=PLAN
        )
    else:
        parser.add_argument("scenarios", type=Path, nargs="+", metavar="SCENARIO", help=PLAN)
    parser.add_argument("--out", type=Path, required=True, help="folder for the results")
    parser.add_argument("--runs", type=whole, default=32, help="replicates (default 32)")
    parser.add_argument("--seed", type=whole, default=1, help="of the random numbers (1)")
    parser.add_argument(
        "--threads",
        type=whole,
        default=os.cpu_count() or 1,
        help="processes here, threads for a first run",
    )
    parser.add_argument("--scheduler", help="address of a Dask scheduler, instead of --threads")
    parser.add_argument(
        "--format", choices=("csv", "parquet"), default="csv", help="of the results"
    )
    parser.add_argument("--zones", type=Path, help="register: CSV with code, level")
    parser.add_argument("--population", type=Path, help="CSV with code of county, residents")


def run(args: argparse.Namespace) -> int:
    """Check everything, run, keep what is done, and write the answers."""
    _check_numbers(args)
    first = territory(args.zones, args.population, 0)
    checked = [read_scenario(p, first.code.tolist(), args.language) for p in args.scenarios]
    _check_comparable(checked)
    _check_names(checked, args.language)
    if checked[0].profile.epidemiology.model is Model.VECTOR_RENEWAL:
        _check_memory(checked[0], (0, 0), args)
        size = args.runs, args.seed
        return try_vector(checked, args.out, size, args.format, args.language)
    zones = _city_of(checked[0], args)
    if find_spec("numba") is None:  # before anything is written
        raise SimulationMissingError
    plans = _with_less([plan_of(c.scenario, c.profile, zones) for c in checked])
    low, high = disease_ends(checked[0].profile, checked[0].scenario.reproduction_number)
    task = Task(zones, low, high, plans, args.seed)
    outcomes = _run_all(task, args)
    write_results(args.out, task, checked, outcomes, args.format)
    print(f"{args.out / 'summary.json'}")
    return 0


def _check_numbers(args: argparse.Namespace) -> None:
    for name, (least, most) in OPTIONS.items():
        got = getattr(args, name)
        if not least <= got <= most:
            raise ToldError("option_range", option=f"--{name}", least=least, most=most, got=got)
    if args.format == "parquet" and find_spec("pyarrow") is None:
        raise ToldError("parquet_needs_extra")
    if not 0 < len(args.scenarios) <= MOST_PLANS:
        raise ToldError("scenario_count", most=MOST_PLANS, got=len(args.scenarios))


def _city_of(checked: Checked, args: argparse.Namespace) -> ZoneTable:
    """Return the communities; too few or too many people for what is asked are told by line."""
    wanted, path = checked.scenario.residents, checked.path
    try:
        zones = territory(args.zones, args.population, wanted)
    except InputError as damage:
        if not wanted:
            raise
        few = (Problem(("residents",), "too_few_residents", {"got": wanted}),)
        raise InputError(told(path, checked.lines, few, args.language)) from damage
    residents, seeds = int(zones.residents.sum()), checked.scenario.seeds
    there = int(zones.residents[list(positions(seeds.zones, zones))].sum())
    if seeds.cases > there:
        said: dict[str, int | str | float] = {"got": seeds.cases, "residents": there}
        many = (Problem(("seeds", "cases"), "more_than_residents", said),)
        raise InputError(told(path, checked.lines, many, args.language))
    _check_memory(checked, (residents, len(zones.code)), args)
    return zones


def _check_comparable(checked: list[Checked]) -> None:
    """Plans are compared only when nothing but the plan differs."""
    first = checked[0]
    for other in checked[1:]:
        for name in ALIKE:
            a, b = getattr(first.scenario, name), getattr(other.scenario, name)
            if a != b:
                said = {"path": other.path, "first": first.path, "got": b, "wanted": a}
                raise ToldError("not_comparable", name=name, **said)


def _check_names(checked: list[Checked], language: str) -> None:
    """Plans are told apart by their names, in tables and pictures alike."""
    for place, other in enumerate(checked):
        for first in checked[:place]:
            a, b = first.scenario.names, other.scenario.names
            if a.zh == b.zh or a.en == b.en:
                same = Problem(("name",), "name_of_another", {"first": str(first.path)})
                raise InputError(told(other.path, other.lines, (same,), language))


def _check_memory(checked: Checked, city: tuple[int, int], args: argparse.Namespace) -> None:
    """Refuse what memory cannot hold: a city in every process, and all finished replicates."""
    (residents, zones), days = city, checked.scenario.days
    processes = 1 if args.scheduler else args.threads
    working = (residents * BYTES_PER_PERSON + days * zones * 12) * (1 + processes)
    finished = days * (zones * BYTES_PER_ZONE_DAY + BYTES_PER_DAY)
    need = (working + finished * args.runs * (len(args.scenarios) + 1)) >> 20
    free = free_mib()
    if free is not None and need > free:
        problem = Problem(("days",), "too_large", {"need": need, "free": free})
        raise InputError(told(checked.path, checked.lines, (problem,), args.language))


def _with_less(plans: list[Plan]) -> tuple[Plan, ...]:
    """Return the plans with one in which no contact measure is in force, unless one is there."""
    if any(not p.effects for p in plans):
        return tuple(plans)
    free = replace(plans[0], name=SENTENCES.say("nothing_in_force", "en", {}), effects=())
    return (*plans, free)


def _run_all(task: Task, args: argparse.Namespace) -> list[Outcome]:
    wanted = list(range(args.runs))
    keeping = Keeping(args.out, task)
    done = keeping.kept(wanted)
    left = [n for n in wanted if n not in done]
    try:
        _progress(len(done), args.runs)
        if left:
            for number, outcomes in executor_of(args.scheduler, args.threads).map(task, left):
                keeping.keep(number, outcomes)
                done[number] = outcomes
                _progress(len(done), args.runs)
    finally:
        print(file=sys.stderr)
    return [o for n in wanted for o in done[n]]


def _progress(done: int, wanted: int) -> None:
    filled = BAR * done // wanted
    print(f"\r[{'#' * filled}{'.' * (BAR - filled)}] {done}/{wanted}", end="", file=sys.stderr)
    sys.stderr.flush()
