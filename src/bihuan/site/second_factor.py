"""Whoever holds a post that needs a second factor sets it up first and cannot drop it."""

from collections.abc import Callable, Iterable

from allauth.mfa.adapter import DefaultMFAAdapter, get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from bihuan.domain.policy.second_factor import NEEDS_SECOND_FACTOR
from bihuan.platform.auth import ActingPost
from bihuan.platform.auth.acting_post import posts_of
from bihuan.platform.auth.backend import has_second_factor
from bihuan.platform.auth.models import Account
from bihuan.platform.clock.system import now

# What somebody without the second factor may still reach: to set it up, to read, to leave.
OPEN = ("/accounts/", "/static/", "/language", "/preference", "/healthz", "/readyz", "/f/sw.js")


class SecondFactor(DefaultMFAAdapter):  # type: ignore[misc]
    """Keeps the second factor of those who need one; others may switch theirs off."""

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Say whether an account may drop an authenticator."""
        account = authenticator.user
        if not settings.SECOND_FACTOR or not isinstance(account, Account) or not account.person:
            return True
        return not _needed(posts_of(account.person, now()))


class ActivateTOTPForm(forms.ActivateTOTPForm):  # type: ignore[misc]
    """Sets the second factor up; the code that proves it is spent by that, like every other."""

    def clean_code(self) -> str:
        """Refuse a wrong code, and spend a right one."""
        code = str(super().clean_code())
        adapter = get_adapter()
        planned = Authenticator(
            user=self.user,
            type=Authenticator.Type.TOTP,
            data={"secret": adapter.encrypt(self.secret)},
        )
        if not planned.wrap().validate_code(code):
            raise adapter.validation_error("incorrect_code")
        return code


def demanded(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Lead to setting it up until it is there."""

    def middleware(request: HttpRequest) -> HttpResponse:
        posts = getattr(request, "posts", ())
        if (
            settings.SECOND_FACTOR
            and not getattr(request, "service", False)
            and _needed(posts)
            and not request.path.startswith(OPEN)
            and not has_second_factor(request.user)
        ):
            return redirect("mfa_activate_totp")
        return get_response(request)

    return middleware


def _needed(posts: Iterable[ActingPost]) -> bool:
    return any(post.actor.role in NEEDS_SECOND_FACTOR for post in posts)
