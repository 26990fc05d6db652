"""``bihuan epi``: epidemic intelligence on files, without a database."""

import argparse
import sys
from collections.abc import Callable
from types import ModuleType

from bihuan.site.commands.epi import forecast, nowcast, rt, score, screen, status
from bihuan.site.commands.epi.sentences import InputError, RefusedError

HELP = "epidemic intelligence on CSV files: rt, nowcast, forecast, screen, status, score"
_ROOMS: dict[str, ModuleType] = {
    "rt": rt,
    "nowcast": nowcast,
    "forecast": forecast,
    "screen": screen,
    "status": status,
    "score": score,
}
USAGE_ERROR, REFUSED = 2, 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare one sub-command per question."""
    commands = parser.add_subparsers(dest="question", metavar="QUESTION", required=True)
    for name, room in _ROOMS.items():
        sub = commands.add_parser(name, help=room.HELP, description=room.HELP)
        room.add_arguments(sub)


def run(args: argparse.Namespace) -> int:
    """Answer the question; 0 answered, 2 the input must be mended, 3 refused with the reason."""
    answer: Callable[[argparse.Namespace], int] = _ROOMS[args.question].run
    try:
        return answer(args)
    except InputError as problem:
        print(f"bihuan epi {args.question}：{problem.said('zh')}", file=sys.stderr)
        print(f"bihuan epi {args.question}: {problem.said('en')}", file=sys.stderr)
        return USAGE_ERROR
    except RefusedError as refusal:
        print(f"bihuan epi {args.question}：不予回答：{refusal.said('zh')}", file=sys.stderr)
        print(f"bihuan epi {args.question}: refused: {refusal.said('en')}", file=sys.stderr)
        return REFUSED
