"""A browser of somebody signed in for a post."""

from django.test import Client

from bihuan.platform.auth.models import Account


def visitor(person, *, english=False):
    """Return a signed-in client of a person; it speaks Chinese unless told otherwise."""
    account, _ = Account.objects.get_or_create(person=person, defaults={"username": f"p{person}"})
    client = Client(headers={"accept-language": "en" if english else "zh-hans"})
    client.force_login(account, backend="bihuan.platform.auth.backend.Accounts")
    client.get("/")  # the session is noted now, so that later pages only read it
    return client
