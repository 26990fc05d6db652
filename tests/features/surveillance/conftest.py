"""A drill in the small city, and a browser for any acting post."""

import pytest
from django.test import Client
from tests.factories import review as night

from bihuan.features.posts.api import posts_held_now
from bihuan.platform.auth.acting_post import provide_posts
from bihuan.platform.auth.models import Account


@pytest.fixture
def incident():
    found = night.open_drill(night.EVENING)
    yield found
    provide_posts(posts_held_now)


@pytest.fixture
def web():
    account = Account.objects.create_user(username="u", password="p" * 20, person=9001)

    def entered(by, *, language="en"):
        provide_posts(lambda person, instant: [by])
        browser = Client(headers={"accept-language": language})
        browser.force_login(account, backend="bihuan.platform.auth.backend.Accounts")
        return browser

    return entered
