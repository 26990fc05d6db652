"""``bihuan twin bench``: runs the measurements in ``benchmarks/`` and prints their ratios."""

import argparse
import sys
from importlib.util import find_spec
from pathlib import Path
from subprocess import run as run_process

from bihuan.science.twin.compiling import SimulationMissingError
from bihuan.site.commands.twin.sentences import ToldError

ROOT = Path(__file__).parents[5]
OWN = ("twin_floor", "twin_growth", "twin_ensemble")
PAIRED = ("twin_peers", "twin_matched")


def add_arguments(parser: argparse.ArgumentParser, _name: str) -> None:
    """Declare the options of the command."""
    parser.add_argument("--peers", type=Path, help="folder with the peers' scripts")
    parser.add_argument("--peers-python", type=Path, help="python with the peers")
    parser.add_argument(
        "--benchmarks", type=Path, default=ROOT / "benchmarks", help="folder with ours"
    )


def run(args: argparse.Namespace) -> int:
    """Run each script as a process of its own; 0 when all of them end well."""
    if not (args.benchmarks / f"{OWN[0]}.py").exists():
        raise ToldError("benchmarks_missing", path=args.benchmarks)
    if find_spec("numba") is None:
        raise SimulationMissingError
    commands = [[sys.executable, "-m", f"benchmarks.{name}"] for name in OWN]
    if args.peers:
        if not args.peers.is_dir():
            raise ToldError("no_such_folder", option="--peers", path=args.peers)
        with_peers = ["--peers", str(args.peers.resolve())]
        if args.peers_python:
            with_peers += ["--peers-python", str(args.peers_python.absolute())]
        commands += [[sys.executable, "-m", f"benchmarks.{n}", *with_peers] for n in PAIRED]
    home = args.benchmarks.resolve().parent
    return max(run_process(one, cwd=home, check=False).returncode for one in commands)  # noqa: S603
