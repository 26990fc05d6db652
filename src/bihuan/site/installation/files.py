"""Makes a data directory: secret, signing key, settings file."""

import os
import secrets
from pathlib import Path

from bihuan.platform.db.epoch import EPOCH_FILE
from bihuan.platform.ledger.signing import make_key
from bihuan.site.boot import OTHERS_NOTHING
from bihuan.site.environment import SECRET_FILE, SETTINGS_FILE

OWNER_ONLY_FILE, OWNER_ONLY_FOLDER = 0o600, 0o700
SETTINGS = """\
# Settings of this installation of Bihuan (闭环). Read at start.
demo = {demo}
# Host names under which people reach it. With TLS (here or at a proxy in front) cookies need it;
# without it only this machine itself is served.
hosts = []
tls = {tls}
base_url = "{base_url}"
# A folder on another disk, for this city alone: a backup is written there every hour, of which
# 48 and one of each of 35 days are kept. Without a folder backups are made by hand only.
backups = ""
hourly_backup = true
# Once a week at night the newest backup in that folder is restored into an empty temporary place
# and compared with the city; without a folder a backup is made for it. false switches that off.
restore_drill = true
"""


def write_once(path: Path, text: str, mode: int = OWNER_ONLY_FILE) -> bool:
    """Write a file that is not there yet, readable by its owner alone; False when it is."""
    try:
        number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    except FileExistsError:
        return False
    with os.fdopen(number, "w", encoding="utf-8") as file:
        file.write(text)
    return True


def make_installation(data: Path, *, demo: bool, base_url: str) -> None:
    """Create what is missing of a data directory; what is there stays.

    From then on this process writes files that its own user alone can read: the database,
    attachments, a restored city.
    """
    os.umask(OTHERS_NOTHING)
    data.mkdir(parents=True, exist_ok=True, mode=OWNER_ONLY_FOLDER)
    data.chmod(OWNER_ONLY_FOLDER)
    write_once(data / SECRET_FILE, secrets.token_urlsafe(50) + "\n")
    said = {"demo": demo, "tls": base_url.startswith("https:")}
    words = {name: str(value).lower() for name, value in said.items()}
    write_once(data / SETTINGS_FILE, SETTINGS.format(base_url=base_url, **words))
    write_once(data / EPOCH_FILE, secrets.token_hex(8) + "\n")
    make_key(data)
