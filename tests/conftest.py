"""Every test run has a data directory of its own, and the network is not for tests."""

import atexit
import fcntl
import gc
import logging
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

# Compiled once and kept beside the sources, also where that is switched off: a run starts a
# hundred processes of the product, and each would compile all of it anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

_DATA = Path(tempfile.mkdtemp(prefix="bihuan-tests-"))
atexit.register(shutil.rmtree, _DATA, ignore_errors=True)  # each process removes its own
os.environ["BIHUAN_DATA"] = str(_DATA)
(_DATA / "secret.key").write_text("tests-only-" + "k" * 50, "utf-8")

import pytest  # noqa: E402
from django.core import management  # noqa: E402
from django.db import connection  # noqa: E402
from django.template.base import Template  # noqa: E402
from django.test import TransactionTestCase, override_settings  # noqa: E402
from django.test.utils import _TestState, instrumented_test_render  # noqa: E402
from django.utils import translation  # noqa: E402
from hypothesis import HealthCheck, settings  # noqa: E402
from pytest_django.plugin import DjangoDbBlocker  # noqa: E402
from tests import loopback  # noqa: E402
from whitenoise.middleware import WhiteNoiseMiddleware  # noqa: E402

# How long an example takes depends on what else the machine does: no reason to fail.
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")

# Nearly everything a run loads stays to its end: looking through it again and again is for nothing.
gc.freeze()
gc.set_threshold(50_000, 20, 20)

loopback.install()  # R45: whatever the suite runs, nothing in it leaves this machine


_SERVED: dict[str, object] = {}
_LOOK_THROUGH = WhiteNoiseMiddleware.add_files_from_finders


def _add_files_once(middleware: WhiteNoiseMiddleware) -> None:
    """Look through the static files once: every test client builds the middleware anew."""
    if not _SERVED:
        _LOOK_THROUGH(middleware)
        _SERVED.update(middleware.files)
    middleware.files.update(_SERVED)


WhiteNoiseMiddleware.add_files_from_finders = _add_files_once

_EMPTY = sqlite3.connect(":memory:", check_same_thread=False)


@pytest.fixture(scope="session")
def _migrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], None]]:
    """Let the first process that needs a database migrate it; the others wait, and copy it."""
    own = tmp_path_factory.getbasetemp()
    # Under pytest-xdist every process has a folder of its own inside one that they share.
    shared = own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own
    kept, instead = shared / "migrated.sqlite", pytest.MonkeyPatch()
    with (shared / "migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if found := kept.exists():
            instead.setattr(management, "call_command", lambda *_, **__: _copy(kept))

        def migrated() -> None:
            instead.undo()
            if not found:
                with closing(sqlite3.connect(kept)) as copy:
                    connection.connection.backup(copy)
            fcntl.flock(lock, fcntl.LOCK_UN)

        yield migrated


def _copy(kept: Path) -> None:
    with closing(sqlite3.connect(kept)) as migrated:
        connection.ensure_connection()
        migrated.backup(connection.connection)


@pytest.fixture(scope="session")
def django_db_setup(
    _migrated: Callable[[], None], django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """Keep a copy of the database as the migrations leave it."""
    with django_db_blocker.unblock():
        connection.ensure_connection()
        connection.connection.backup(_EMPTY)
        _migrated()


SERVING = "process_request_thread"  # as the threads of the framework's test server are named
LONGEST_ANSWER = 30.0


def _nothing_is_served() -> None:
    """Wait for what the test server still answers: all its threads share this database."""
    for one in threading.enumerate():
        if SERVING in one.name:
            one.join(LONGEST_ANSWER)


def _empty_the_database(_case: TransactionTestCase) -> None:
    """Put the copy in place after a test whose writes no rollback undoes."""
    _nothing_is_served()
    connection.ensure_connection()
    _EMPTY.backup(connection.connection)


TransactionTestCase._fixture_teardown = _empty_the_database


@pytest.fixture(scope="session", autouse=True)
def _pages_are_rendered_as_served(django_test_environment: None) -> None:
    """Take off what copies the context of every template: few tests look at it."""
    Template._render = _TestState.saved_data.template_render


@pytest.fixture
def contexts_kept() -> Iterator[None]:
    """Let the answers of the test client carry the contexts of their templates."""
    Template._render = instrumented_test_render
    yield
    Template._render = _TestState.saved_data.template_render


@pytest.fixture(scope="session", autouse=True)
def _passwords_are_quick_to_check() -> Iterator[None]:
    """Spare every account of a test the third of a second that the product's hash takes."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(scope="session", autouse=True)
def _data_lies_in_the_directory_of_the_run() -> Iterator[None]:
    """Say so again: without worker processes the settings were read before this file was."""
    with override_settings(DATA_DIR=_DATA):
        yield


@pytest.fixture(scope="session", autouse=True)
def _no_log_goes_to_a_closed_stream(django_test_environment: None) -> None:
    """Take off the handler that writes to what standard error was while the tests were found."""
    logging.getLogger().handlers[:] = [
        one for one in logging.getLogger().handlers if type(one) is not logging.StreamHandler
    ]


@pytest.fixture(autouse=True)
def _a_password_is_enough() -> Iterator[None]:
    """Let pages be tested without a second factor; `tests/security` tests the second factor."""
    with override_settings(SECOND_FACTOR=False):
        yield


# What takes longest begins first, or one process works at it alone while the others have ended.
# Only one of the first makes the demo city; those that need it too begin when it is there.
LONGEST = (
    "browser/test_product.py", "security/test_first_run.py", "science/test_validation.py",
    "property/test_loop.py", "journeys/test_real_city.py", "security/test_hostile_input.py",
    "browser/test_content_policy.py", "browser/test_restore_drill.py", "browser/test_review.py",
    "browser/test_orders.py", "browser/test_measures.py", "browser/test_city_pages.py",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first; the others stay as they were found."""
    places = {name: place for place, name in enumerate(LONGEST)}
    here = Path(__file__).parent
    items.sort(
        key=lambda item: (
            places.get(item.path.relative_to(here).as_posix(), len(places))
            if item.path.is_relative_to(here)
            else len(places)
        )
    )


@pytest.fixture(autouse=True)
def _the_languages_begin_anew() -> None:
    """Forget the language that the last test's last request left to this thread."""
    translation.deactivate()


# The pages speak Chinese only with the compiled catalogue; quick when nothing changed.
_SCRIPTS = Path(__file__).resolve().parents[1] / "scripts"
subprocess.run([sys.executable, _SCRIPTS / "messages.py", "compile"], check=True)
