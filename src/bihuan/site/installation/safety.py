"""What is unsafe about an installation; outside the demo it may not start so."""

import ipaddress
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from bihuan.platform.auth.models import Account
from bihuan.platform.clock import now
from bihuan.platform.clock.incident import LOCAL
from bihuan.platform.db.dialects import Session
from bihuan.platform.ledger.append_only import lost_triggers
from bihuan.platform.ledger.models import LEDGER_TABLES
from bihuan.platform.ledger.recorded import recorded
from bihuan.site.environment import LOOPBACK
from bihuan.site.installation.concerns import Concern, concern
from bihuan.site.installation.unsafe_files import file_concerns, open_to_others
from bihuan.site.settings.databases import sqlite_is_sound

SHORTEST_SECRET = 50
FEWEST_SIGNS = 12
SAMPLE = "django-insecure-"
MOST_NAMED = 10
CLOCKS_DIFFER = timedelta(minutes=1)
PROOF_DAYS = 7
# Daily backups, and two hours for a late one; hourly ones may miss one.
BACKUP_HOURS, HOURLY_HOURS = 26, 2
TALKATIVE = ("DEBUG", "NOTSET")


@dataclass(frozen=True, slots=True)
class Listening:
    """Where the web server is to listen, and with which certificate."""

    host: str = "127.0.0.1"
    certificate: str | None = None
    key: str | None = None

    @property
    def to_others(self) -> bool:
        """Tell whether other machines could reach it."""
        return not _is_loopback(self.host)


def concerns(listening: Listening | None = None) -> list[Concern]:
    """List what is unsafe about this installation when it listens so."""
    where = listening or Listening()
    checks = (
        _said_wrongly(),
        file_concerns(settings.DATA_DIR),
        _settings(),
        _addresses(where),
        _certificates(where),
        _copies(),
        _database(),
    )
    return [one for check in checks for one in check]


def refusals(listening: Listening) -> list[Concern]:
    """List what forbids a start: nothing in the demo on loopback."""
    grave = [one for one in concerns(listening) if one.grave]
    return [] if settings.DEMO and not listening.to_others else grave


def pending_migrations() -> list[str]:
    """Name the migrations that the database lacks, or that this version does not know."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    known = set(executor.loader.disk_migrations)
    strange = [key for key in executor.loader.applied_migrations if key not in known]
    return [str(step[0]) for step in plan] + [".".join(key) for key in strange]


def _said_wrongly() -> Iterator[Concern]:
    for fault in settings.INSTALLATION.faults:
        yield concern(fault.code, fault.about)


def _settings() -> Iterator[Concern]:
    secret = settings.SECRET_KEY
    if len(secret) < SHORTEST_SECRET:
        yield concern("secret_short")
    elif len(set(secret)) < FEWEST_SIGNS or secret.startswith(SAMPLE):
        yield concern("secret_guessable")
    if settings.DEBUG:
        yield concern("debug_on")
    if str(settings.LOGGING["level"]).upper() in TALKATIVE:
        yield concern("log_talkative", settings.LOGGING["level"])
    if settings.DEMO:
        yield concern("demo")


def _addresses(where: Listening) -> Iterator[Concern]:
    if where.to_others and not settings.SECURE_TLS:
        yield concern("no_tls")
    if where.to_others and not set(settings.ALLOWED_HOSTS) - set(LOOPBACK):
        yield concern("no_host_named")
    for host in settings.ALLOWED_HOSTS:
        if not host or "*" in host or host.startswith("."):
            yield concern("any_host", repr(host))
    yield from _base_url(settings.BASE_URL, to_others=where.to_others)


def _base_url(said: str, *, to_others: bool) -> Iterator[Concern]:
    try:
        address = urlsplit(said)
        host = address.hostname or ""
    except ValueError:
        yield concern("base_url_wrong", said)
        return
    if address.scheme not in {"http", "https"} or not host:
        yield concern("base_url_wrong", said)
    elif address.scheme == "http" and not _is_loopback(host):
        yield concern("base_url_plain", said)
    elif to_others and _is_loopback(host):
        yield concern("base_url_here", said)


def _certificates(where: Listening) -> Iterator[Concern]:
    if bool(where.certificate) != bool(where.key):
        yield concern("certificate_alone")
    for name in (where.certificate, where.key):
        if name and not Path(name).is_file():
            yield concern("certificate_missing", name)
    if where.key and open_to_others(Path(where.key)):
        yield concern("file_readable", where.key)
    if where.certificate and not settings.SECURE_TLS:
        yield concern("certificate_unused")


def _database() -> Iterator[Concern]:
    if not sqlite_is_sound():
        yield concern("sqlite_version", sqlite3.sqlite_version, grave=False)
    yield from _durability()
    tables = connection.introspection.table_names()
    if LEDGER_TABLES.issubset(tables):
        for name in lost_triggers(Session()):
            yield concern("history_unguarded", name)
    if not settings.DEMO and Account._meta.db_table in tables:
        strangers = Account.objects.filter(demo=True).count()
        if strangers:
            yield concern("demo_accounts", strangers)
        yield from _accounts()
    yield from _roots()
    if LEDGER_TABLES.issubset(tables):
        yield from _keeping()


def _accounts() -> Iterator[Concern]:
    """Name accounts nobody gave, and the year whose working days are not known."""
    from bihuan.features.incidents.api import working_calendar
    from bihuan.features.posts.api import people_by_number

    if pending_migrations():
        return
    named = dict(Account.objects.filter(is_active=True).values_list("person", "username"))
    people = people_by_number({one for one in named if one is not None}, at=now())
    recorded = {one.id for one in people if one.grant is not None}
    unknown = sorted(name for person, name in named.items() if person not in recorded)
    if unknown:
        yield concern("account_unrecorded", ", ".join(unknown[:MOST_NAMED]))
    year = now().astimezone(LOCAL).year
    if not working_calendar().knows(year):
        yield concern("calendar_year_missing", year, grave=False)


def _roots() -> Iterator[Concern]:
    """Name each live incident whose record nobody sealed; a start is what mends it."""
    from bihuan.features.incidents.api import incidents
    from bihuan.features.review.api import unsealed_since

    if pending_migrations():
        return
    for view in incidents():
        since = unsealed_since(view, view.now())
        if since is not None:
            said = since.astimezone(LOCAL).isoformat(" ", "minutes")
            yield concern("root_missing", said, grave=False)


def _keeping() -> Iterator[Concern]:
    """Name a clock that the record has overtaken, and a backup that nobody has proven."""
    from bihuan.features.review.api import copies

    at, last = now(), recorded(Session())
    if last - at > CLOCKS_DIFFER:
        said = last.astimezone(LOCAL).isoformat(" ", "minutes")
        yield concern("clock_behind_record", said, grave=False)
    reached = max(at, last)
    kept = copies(reached)
    days = kept.days(reached)
    if kept.last_failed:
        yield concern("restore_failed", grave=False)
    if days is None:
        yield concern("restore_never_proven", grave=False)
    elif days > PROOF_DAYS:
        yield concern("restore_proof_old", days, grave=False)


def backup_hours() -> int:
    """Return how old the last backup may be before somebody should look."""
    said = settings.INSTALLATION
    return HOURLY_HOURS if said.backups and said.hourly_backup and not said.demo else BACKUP_HOURS


def _copies() -> Iterator[Concern]:
    """Name a folder of backups that is missing, or that the city's disk takes along."""
    said = settings.INSTALLATION
    if not said.demo and not said.backups:
        yield concern("backups_by_hand", grave=False)
    elif said.backups and not Path(said.backups).is_dir():
        yield concern("backups_missing", said.backups, grave=False)
    elif said.backups and Path(said.backups).stat().st_dev == settings.DATA_DIR.stat().st_dev:
        yield concern("backups_on_one_disk", said.backups, grave=False)


def _durability() -> Iterator[Concern]:
    with connection.cursor() as cursor:
        for pragma, wanted in (("journal_mode", "wal"), ("synchronous", 2)):
            cursor.execute(f"PRAGMA {pragma}")
            found = cursor.fetchone()[0]
            if found != wanted:
                yield concern("not_durable", f"{pragma} = {found}")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
