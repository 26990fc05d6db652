"""``bihuan twin``: try plans on a synthetic city, without a database. It never recommends."""

import argparse
import sys
from collections.abc import Callable
from types import ModuleType

from bihuan.science.twin.compiling import SimulationMissingError
from bihuan.site.commands.twin import bench, try_plans, validate, work
from bihuan.site.commands.twin.keeping import finished_in
from bihuan.site.commands.twin.sentences import SENTENCES, InputError, ToldError
from bihuan.site.installation.faults import in_words

HELP = "try plans on a synthetic city: run, compare, bench, validate"
USAGE_ERROR, MISSING, STOPPED = 2, 3, 130
_COMMANDS: dict[str, tuple[ModuleType, str]] = {
    "run": (try_plans, "try one plan beside the plan in which nothing is in force"),
    "compare": (try_plans, "try several plans side by side, with paired differences"),
    "bench": (bench, "measure the engine against its floor and against peers"),
    "validate": (validate, "run the validation table and write its page"),
    "work": (work, "carry out the runs asked on screen, then end"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare one sub-command per question."""
    commands = parser.add_subparsers(dest="question", metavar="QUESTION", required=True)
    for name, (room, help_text) in _COMMANDS.items():
        sub = commands.add_parser(name, help=help_text, description=help_text)
        sub.add_argument("--language", choices=("zh", "en"), default="zh", help="of messages")
        room.add_arguments(sub, name)


def run(args: argparse.Namespace) -> int:
    """Answer; 0 done, 1 a row does not hold, 2 mend the input, 3 something missing, 130 stopped."""
    answer: Callable[[argparse.Namespace], int] = _COMMANDS[args.question][0].run
    try:
        return answer(args)
    except InputError as problem:
        print(problem.said(args.language), file=sys.stderr)
        return USAGE_ERROR
    except OSError as fault:
        told = ToldError("system_fault", where=_place(fault), reason=in_words(fault))
        print(told.said(args.language), file=sys.stderr)
        return USAGE_ERROR
    except KeyboardInterrupt:
        if answer is try_plans.run:
            _tell_how_to_go_on(args)
        return STOPPED
    except SimulationMissingError:
        words = SENTENCES.say("simulation_missing", args.language, {})
        print(f"bihuan twin: {words}", file=sys.stderr)
        return MISSING


def _place(fault: OSError) -> str:
    return f" {fault.filename}" if fault.filename else ""


def _tell_how_to_go_on(args: argparse.Namespace) -> None:
    kept = finished_in(args.out)
    code = "stopped_with_some" if kept else "stopped_with_none"
    said = SENTENCES.say(code, args.language, {"kept": kept, "path": args.out})
    print(f"bihuan twin: {said}", file=sys.stderr)
