"""One whole demo city for a module: real zones, made-up posts, some findings; undone at its end."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from tests.security.town import Town, build_town


@pytest.fixture(scope="module")
def town(django_db_setup: None, django_db_blocker) -> Iterator[Town]:
    """The city, entered once; each test works in a savepoint of its own."""
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer._from_testcase = True  # as Django's own test cases mark theirs
        outer.__enter__()
        try:
            yield build_town()
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


@pytest.fixture
def nobody() -> Client:
    """A browser that is not signed in."""
    return Client(headers={"accept-language": "en"})
