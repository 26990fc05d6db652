"""Finds the acting post of a request, anew each time: a revoked post is gone at once."""

from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from bihuan.platform.auth.acting_post import ActingPost, posts_of
from bihuan.platform.auth.models import Account
from bihuan.platform.auth.services import post_for, token_of, unknown_token
from bihuan.platform.auth.sessions import lost_a_post
from bihuan.platform.clock.system import now

CHOSEN = "acting_post"


class ActingRequest(HttpRequest):
    """A request with its acting post; for annotations."""

    by: ActingPost
    posts: list[ActingPost]


def acting_post(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Set ``request.posts`` and ``request.by`` (None for nobody); ``service`` for a program."""

    def middleware(request: HttpRequest) -> HttpResponse:
        token = token_of(request)
        if token is not None:
            return _as_service(request, token)
        posts = _posts(request)
        if request.user.is_authenticated and lost_a_post(request.session, posts):
            logout(request)
            posts = []
        chosen = request.session.get(CHOSEN)
        by = next((post for post in posts if post.post == chosen), posts[0] if posts else None)
        request.posts, request.by = posts, by  # type: ignore[attr-defined]
        return get_response(request)

    def _as_service(request: HttpRequest, token: str) -> HttpResponse:
        by = post_for(token, now())
        if by is None:
            return unknown_token()
        request.posts, request.by, request.service = [by], by, True  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def _posts(request: HttpRequest) -> list[ActingPost]:
    user = request.user
    if not isinstance(user, Account) or user.person is None:
        return []
    return list(posts_of(user.person, now()))
