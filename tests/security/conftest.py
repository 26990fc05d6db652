"""One whole demo city for a module: real zones, made-up posts, some findings; undone at its end."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction
from django.test import Client, override_settings
from tests.security.files import Files, build_files
from tests.security.town import Town, build_town


@contextmanager
def kept_for_a_module(unblocked) -> Iterator[None]:
    """Hold one transaction open; each test works in a savepoint of its own inside it."""
    with unblocked:
        outer = transaction.atomic()
        outer._from_testcase = True  # as Django's own test cases mark theirs
        outer.__enter__()
        try:
            yield
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


@pytest.fixture(scope="module")
def town(django_db_setup: None, django_db_blocker) -> Iterator[Town]:
    """The city, entered once."""
    with kept_for_a_module(django_db_blocker.unblock()):
        yield build_town()


@pytest.fixture(scope="module")
def _kept_files(django_db_setup: None, django_db_blocker, tmp_path_factory) -> Iterator[Files]:
    """A small city with one order in every stage of its life, and everything that hangs on it."""
    with (
        kept_for_a_module(django_db_blocker.unblock()),
        override_settings(DATA_DIR=tmp_path_factory.mktemp("files"), SECOND_FACTOR=False),
    ):
        yield build_files()


@pytest.fixture
def files(_kept_files: Files, db: None) -> Files:
    """Those files with nobody signed in yet: what a test's sign-ins wrote is gone with the test."""
    _kept_files.browsers.clear()
    return _kept_files


@pytest.fixture
def nobody() -> Client:
    """A browser that is not signed in."""
    return Client(headers={"accept-language": "en"})
