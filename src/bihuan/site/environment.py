"""What one installation says about itself: its data directory, settings file and secret."""

import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from typing import Any

DATA_VARIABLE = "BIHUAN_DATA"
DEFAULT_DATA = Path("data")
SETTINGS_FILE = "settings.toml"
SECRET_FILE = "secret.key"  # noqa: S105  (the name of a file)
LOOPBACK = ("127.0.0.1", "localhost", "[::1]", "testserver")
KINDS: Mapping[str, type] = {
    "demo": bool,
    "tls": bool,
    "hosts": list,
    "base_url": str,
    "restore_drill": bool,
    "hourly_backup": bool,
    "backups": str,
    "proxies": list,
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in the settings file: a known code, the word it is about."""

    code: str
    about: str


@dataclass(frozen=True, slots=True)
class Installation:
    """One installation's own values.

    ``secret_key`` is empty until ``bihuan setup`` or ``bihuan demo`` has made the data
    directory; nothing is served before that. ``faults`` say what of the settings file was not
    taken: with any of them nothing is served either.
    """

    data: Path
    secret_key: str = ""
    demo: bool = False
    tls: bool = False
    hosts: tuple[str, ...] = LOOPBACK
    base_url: str = "http://127.0.0.1:8000"
    restore_drill: bool = True
    hourly_backup: bool = True
    backups: str = ""
    proxies: tuple[str, ...] = ()
    log_level: str = "INFO"
    faults: tuple[Fault, ...] = ()


def read_installation(environ: Mapping[str, str] = os.environ) -> Installation:
    """Read the installation that ``BIHUAN_DATA`` names, or an empty one."""
    data = Path(environ.get(DATA_VARIABLE) or DEFAULT_DATA).absolute()
    secret = data / SECRET_FILE
    said, faults = _settings_of(data / SETTINGS_FILE)
    return Installation(
        data=data,
        secret_key=secret.read_text("utf-8").strip() if secret.is_file() else "",
        demo=said.get("demo", False),
        tls=said.get("tls", False),
        hosts=(*LOOPBACK, *said.get("hosts", ())),
        base_url=said.get("base_url", "http://127.0.0.1:8000"),
        restore_drill=said.get("restore_drill", True),
        hourly_backup=said.get("hourly_backup", True),
        backups=said.get("backups", ""),
        proxies=tuple(said.get("proxies", ())),
        log_level=environ.get("BIHUAN_LOG", "INFO"),
        faults=faults,
    )


def _settings_of(path: Path) -> tuple[Mapping[str, Any], tuple[Fault, ...]]:
    """Return the values that can be read, and what is wrong with the others."""
    if not path.is_file():
        return {}, ()
    try:
        said = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        return {}, (Fault("settings_unreadable", str(wrong)),)
    faults = tuple(_faults(said))
    wrong_keys = {fault.about for fault in faults}
    return {key: value for key, value in said.items() if key not in wrong_keys}, faults


def _faults(said: Mapping[str, Any]) -> Iterator[Fault]:
    for key, value in said.items():
        if key not in KINDS:
            yield Fault("setting_unknown", key)
        elif not isinstance(value, KINDS[key]) or not _all_words(value):
            yield Fault("setting_wrong_kind", key)
        elif key == "proxies" and not _addresses(value):
            yield Fault("setting_no_address", key)


def _addresses(value: object) -> bool:
    """Tell whether every text of a list is an address or a network."""
    try:
        return isinstance(value, list) and all(ip_network(one, strict=False) for one in value)
    except ValueError:
        return False


def _all_words(value: object) -> bool:
    return not isinstance(value, list) or all(isinstance(one, str) for one in value)
