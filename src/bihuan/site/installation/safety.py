"""What is unsafe about an installation; outside the demo it may not start so."""

import ipaddress
import sqlite3
import stat
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from bihuan.platform.ledger.signing import KEY_FILE
from bihuan.site.environment import SECRET_FILE
from bihuan.site.settings.databases import sqlite_is_sound

SHORTEST_SECRET = 50


@dataclass(frozen=True, slots=True)
class Concern:
    """One unsafe thing. ``grave`` ones refuse a start outside the demo."""

    code: str
    zh: str
    en: str
    grave: bool = True


def concerns(*, host: str = "127.0.0.1") -> list[Concern]:
    """List what is unsafe about this installation when it listens on ``host``."""
    return [*_file_concerns(), *_setting_concerns(host), *_database_concerns()]


def refusals(*, host: str) -> list[Concern]:
    """List what forbids a start: nothing in the demo on loopback."""
    grave = [one for one in concerns(host=host) if one.grave]
    return [] if settings.DEMO and _is_loopback(host) else grave


def pending_migrations() -> list[str]:
    """Name the migrations that the database lacks, or that this version does not know."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    known = set(executor.loader.disk_migrations)
    strange = [key for key in executor.loader.applied_migrations if key not in known]
    return [str(step[0]) for step in plan] + [".".join(key) for key in strange]


def _file_concerns() -> list[Concern]:
    found = []
    for name in (SECRET_FILE, KEY_FILE):
        path = settings.DATA_DIR / name
        if not path.is_file():
            found.append(
                Concern(
                    "file_missing",
                    f"缺少文件 {name}；运行 bihuan setup。",
                    f"{name} is missing; run `bihuan setup`.",
                )
            )
        elif path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            found.append(
                Concern(
                    "file_readable",
                    f"文件 {name} 可被他人读取；请改为 0600。",
                    f"Others can read {name}; set its mode to 0600.",
                )
            )
    return found


def _setting_concerns(host: str) -> list[Concern]:
    found = []
    if len(settings.SECRET_KEY) < SHORTEST_SECRET:
        found.append(Concern("secret_short", "密钥太短。", "The secret key is too short."))
    if settings.DEBUG:
        found.append(Concern("debug_on", "调试模式不能对外服务。", "Debug mode is on."))
    if settings.DEMO:
        found.append(
            Concern(
                "demo",
                "这是演示库：数据为示意，不得用于真实处置。",
                "This is a demonstration database: not for a real emergency.",
            )
        )
    if not settings.SECURE_TLS and not _is_loopback(host):
        found.append(
            Concern(
                "no_tls",
                "未启用 TLS，却要对外监听；请在 settings.toml 设 tls = true。",
                "It would listen to others without TLS; set `tls = true` in settings.toml.",
            )
        )
    if "*" in settings.ALLOWED_HOSTS:
        found.append(
            Concern("any_host", "hosts 不能是 *；请写明主机名。", "hosts must not be *; name them.")
        )
    return found


def _database_concerns() -> list[Concern]:
    found = []
    if not sqlite_is_sound():
        version = sqlite3.sqlite_version
        found.append(
            Concern(
                "sqlite_version",
                f"SQLite {version} 有已知缺陷，已改用单一检查点；建议升级。",
                f"SQLite {version} has a known flaw; one checkpointer is used. Upgrade it.",
                grave=False,
            )
        )
    with connection.cursor() as cursor:
        for pragma, wanted in (("journal_mode", "wal"), ("synchronous", 2)):
            cursor.execute(f"PRAGMA {pragma}")
            if cursor.fetchone()[0] != wanted:
                found.append(
                    Concern(
                        "not_durable",
                        f"数据库设置 {pragma} 不是 {wanted}。",
                        f"The database setting {pragma} is not {wanted}.",
                    )
                )
    return found


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
