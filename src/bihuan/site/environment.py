"""What one installation says about itself: its data directory, settings file and secret."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DATA_VARIABLE = "BIHUAN_DATA"
DEFAULT_DATA = Path("data")
SETTINGS_FILE = "settings.toml"
SECRET_FILE = "secret.key"  # noqa: S105  (the name of a file)
LOOPBACK = ("127.0.0.1", "localhost", "[::1]", "testserver")


@dataclass(frozen=True, slots=True)
class Installation:
    """One installation's own values.

    ``secret_key`` is empty until ``bihuan setup`` or ``bihuan demo`` has made the data
    directory; nothing is served before that.
    """

    data: Path
    secret_key: str = ""
    demo: bool = False
    tls: bool = False
    hosts: tuple[str, ...] = LOOPBACK
    base_url: str = "http://127.0.0.1:8000"
    log_level: str = "INFO"


def read_installation(environ: Mapping[str, str] = os.environ) -> Installation:
    """Read the installation that ``BIHUAN_DATA`` names, or an empty one."""
    data = Path(environ.get(DATA_VARIABLE) or DEFAULT_DATA).absolute()
    secret = data / SECRET_FILE
    values = _settings_of(data / SETTINGS_FILE)
    return Installation(
        data=data,
        secret_key=secret.read_text("utf-8").strip() if secret.is_file() else "",
        demo=values.get("demo") is True,
        tls=values.get("tls") is True,
        hosts=(*LOOPBACK, *(str(host) for host in values.get("hosts", ()))),
        base_url=str(values.get("base_url", "http://127.0.0.1:8000")),
        log_level=environ.get("BIHUAN_LOG", "INFO"),
    )


def _settings_of(path: Path) -> Mapping[str, Any]:
    if not path.is_file():
        return {}
    return tomllib.loads(path.read_text("utf-8"))
