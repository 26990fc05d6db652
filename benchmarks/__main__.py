"""Run every benchmark: ``python -m benchmarks [--peers DIR] [NAME …]``."""

import argparse
import pkgutil
import sys
from importlib import import_module

import benchmarks

NOT_ONE = {"__main__", "pairing", "epi_pairs", "twin_common", "twin_oracles"}


def main() -> int:
    found = [one.name for one in pkgutil.iter_modules(benchmarks.__path__) if not one.ispkg]
    names = [name for name in found if name not in NOT_ONE]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", help="folder with the peers' scripts")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(names)}")
    arguments = parser.parse_args()
    unknown = set(arguments.names) - set(names)
    if unknown:
        parser.error(f"no benchmark {', '.join(sorted(unknown))}; there are {', '.join(names)}")
    status = 0
    for name in arguments.names or names:
        print(f"# {name}", flush=True)
        sys.argv = [name, *(["--peers", arguments.peers] if arguments.peers else [])]
        status |= int(import_module(f"benchmarks.{name}").main())
    return status


if __name__ == "__main__":
    sys.exit(main())
