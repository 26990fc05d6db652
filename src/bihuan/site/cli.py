"""The console program ``bihuan``: one name for everything an installation needs."""

import argparse
import importlib
import os
import pkgutil
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import bihuan
import bihuan.site.commands as rooms
from bihuan.site.environment import DATA_VARIABLE, read_installation
from bihuan.site.installation.faults import stopped_by
from bihuan.site.usage import Parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    given, data = _without_data(given)
    wanted = next((word for word in given if not word.startswith("-")), None)
    parser = _parser(wanted)
    options = parser.parse_args(given)
    if options.version:
        print(f"bihuan {bihuan.__version__}")
        return 0
    if options.command is None:
        parser.print_help()
        return 2
    options.data = data or options.data
    if options.data is not None:
        os.environ[DATA_VARIABLE] = str(options.data.absolute())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.site.settings")
    return _run(options)


def _run(options: argparse.Namespace) -> int:
    try:
        return int(_room(options.command).run(options))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # `bihuan check | head`: who reads has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except Exception as fault:
        said = stopped_by(fault, read_installation().data)
        if said is None:
            raise
        print("\n".join(said), file=sys.stderr)
        return 1


def _without_data(words: Sequence[str]) -> tuple[list[str], Path | None]:
    """Take ``--data DIR`` out from wherever it stands, before or after a command's own words."""
    rest, data = list(words), None
    for position, word in enumerate(rest):
        if word == "--data" and position + 1 < len(rest):
            data = Path(rest[position + 1])
            del rest[position : position + 2]
            break
        if word.startswith("--data="):
            data = Path(word.partition("=")[2])
            del rest[position]
            break
    return rest, data


def _parser(wanted: str | None) -> argparse.ArgumentParser:
    parser = Parser(
        prog="bihuan", description="Bihuan (闭环): the closed loop of a city's emergency command."
    )
    parser.add_argument("--version", action="store_true", help="print the version and stop")
    parser.set_defaults(data=None, command=None)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for name in sorted(entry.name for entry in pkgutil.iter_modules(rooms.__path__)):
        if wanted not in {None, name}:
            commands.add_parser(name)  # known by name, read only when it is wanted
            continue
        room = _room(name)
        sub = commands.add_parser(name, help=room.HELP, description=room.HELP)
        sub.add_argument(
            "--data",
            type=Path,
            default=None,
            help="data directory (default: $BIHUAN_DATA or ./data)",
        )
        room.add_arguments(sub)
    return parser


def _room(name: str) -> ModuleType:
    return importlib.import_module(f"bihuan.site.commands.{name}")
