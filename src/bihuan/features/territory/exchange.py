"""The register of zones from a file: what a program outside the pages calls."""

from pathlib import Path

from bihuan.domain.refusals import Refusal
from bihuan.features.territory.api import ZoneReport, check_zones, import_zones
from bihuan.platform.auth import ActingPost
from bihuan.platform.exchange.readers import read_file
from bihuan.platform.exchange.register import Entered

NAME = "zones"


def try_file(path: Path) -> ZoneReport | Refusal:
    """Try a register file without changing anything."""
    table = read_file(path.read_bytes(), name=NAME)
    if isinstance(table, Refusal):
        return table
    sheet = table.sheets[0]
    return check_zones(sheet.lines, sheet.header)


def enter_file(path: Path, *, by: ActingPost) -> Entered | ZoneReport | Refusal:
    """Enter a register file; the same file again changes nothing."""
    table = read_file(path.read_bytes(), name=NAME)
    if isinstance(table, Refusal):
        return table
    sheet = table.sheets[0]
    return import_zones(by=by, lines=sheet.lines, header=sheet.header, key=table.fingerprint)
