"""Every address of the product declares the act it stands for."""

from django.urls import URLPattern, URLResolver, get_resolver

from bihuan.domain.policy.matrix import MATRIX
from bihuan.platform.auth.access import PUBLIC

# The login library's own pages: before anybody has a post.
LOGIN_LIBRARY = ("accounts/",)


def leaves(resolver, prefix=""):
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from leaves(entry, route)
        elif isinstance(entry, URLPattern):
            yield route, entry.callback


def test_every_address_is_declared():
    undeclared = [
        route
        for route, view in leaves(get_resolver())
        if not route.startswith(LOGIN_LIBRARY) and not hasattr(view, "act")
    ]
    assert undeclared == []


def test_every_declared_act_is_in_the_matrix():
    acts = {getattr(view, "act", PUBLIC) for _, view in leaves(get_resolver())}
    assert acts - {PUBLIC} <= set(MATRIX)
