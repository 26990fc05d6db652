"""``bihuan profile``: list the disease profiles, show one, check a file that shall become one."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from bihuan.domain.profiles import DiseaseProfile
from bihuan.site.boot import boot, stop

HELP = "list the disease profiles, show one as it is signed, check a file against the schema"
MOST_TOLD = 60
ENDED, WRONG = 0, 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what is done with which profile."""
    acts = parser.add_subparsers(dest="act", metavar="ACT", required=True)
    acts.add_parser("list", help="print the profiles that ship with the product")
    show = acts.add_parser("show", help="print a profile's text, the one that both offices sign")
    show.add_argument("profile", help="its id, such as drill-generic")
    check = acts.add_parser("check", help="check files; 1 when one of them is no profile")
    check.add_argument("files", nargs="+", type=Path, metavar="FILE", help="YAML file of a profile")


def run(options: argparse.Namespace) -> int:
    """Carry out one act; nothing of it needs an installation."""
    boot(prepared=False)
    return {"list": _list, "show": _show, "check": _check}[options.act](options)


def _list(options: argparse.Namespace) -> int:  # noqa: ARG001
    from bihuan.features.incidents import api

    for one in api.profiles().values():
        print(f"{one.reference}  {_said(one)}  {_digest(api.profile_text(one.id))[:12]}")
    return ENDED


def _show(options: argparse.Namespace) -> int:
    from bihuan.features.incidents import api

    known = api.profiles()
    if options.profile not in known:
        names = ", ".join(sorted(known))
        stop(f"没有病种方案 {options.profile}；有：{names}",
             f"There is no profile {options.profile}; there are {names}.")  # fmt: skip
    print(api.profile_text(options.profile), end="")
    return ENDED


def _check(options: argparse.Namespace) -> int:
    return max(_checked(path) for path in options.files)


def _checked(path: Path) -> int:
    """Say what is wrong with a file, each problem on a line; or what profile it is."""
    from bihuan.domain.profiles import parse
    from bihuan.platform.registry.handed_files import read_handed
    from bihuan.platform.registry.rulefiles import RuleFileError, told

    try:
        found = parse(read_handed(path))
    except RuleFileError as damage:
        return _refused(path, [str(damage)])
    if not isinstance(found, DiseaseProfile):
        return _refused(path, told(path, found).splitlines())
    digest = _digest(path.read_text("utf-8"))
    print(f"✓ {path}: {found.reference}  {_said(found)}\n  sha256 {digest}")
    if path.stem != found.id:
        print(f"  文件名应为 {found.id}.yaml / the file has to be called {found.id}.yaml")
    return ENDED


def _refused(path: Path, lines: Sequence[str]) -> int:
    print(f"✗ {path}: {len(lines)} 处问题 problems", file=sys.stderr)
    for line in lines[:MOST_TOLD]:
        print(f"  {line}", file=sys.stderr)
    if len(lines) > MOST_TOLD:
        more = len(lines) - MOST_TOLD
        print(f"  另有 {more} 处 / {more} more", file=sys.stderr)
    return WRONG


def _said(one: DiseaseProfile) -> str:
    days = f"{one.validity.first} – {one.validity.last}"
    return f"{one.names.zh} {one.names.en}  {one.standing}  {one.legal_class}  {days}"


def _digest(text: str) -> str:
    from bihuan.features.incidents import api

    return api.digest_of(text)
