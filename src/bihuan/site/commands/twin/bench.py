"""``bihuan twin bench``: runs the measurements in ``benchmarks/`` and prints their ratios."""

import argparse
import sys
from pathlib import Path
from subprocess import run as run_process

from bihuan.site.commands.twin.scenario_files import InputError

ROOT = Path(__file__).parents[5]
OWN = ("twin_floor.py", "twin_growth.py", "twin_ensemble.py")


def add_arguments(parser: argparse.ArgumentParser, _name: str) -> None:
    """Declare the options of the command."""
    parser.add_argument("--peers", type=Path, help="folder with the peers' scripts")
    parser.add_argument("--peers-python", default=sys.executable, help="python with the peers")
    parser.add_argument("--benchmarks", type=Path, default=ROOT / "benchmarks")


def run(args: argparse.Namespace) -> int:
    """Run each script as a process of its own; 0 when all of them end well."""
    if not (args.benchmarks / OWN[0]).exists():
        raise InputError(f"{args.benchmarks}: expected the folder benchmarks of a source checkout")
    commands = [[sys.executable, str(args.benchmarks / name)] for name in OWN]
    if args.peers:
        if not args.peers.is_dir():
            raise InputError(f"--peers {args.peers}: no such folder")
        pairs = [sys.executable, str(args.benchmarks / "twin_peers.py")]
        commands.append([*pairs, "--peers", str(args.peers), "--peers-python", args.peers_python])
    return max(run_process(command, check=False).returncode for command in commands)  # noqa: S603
