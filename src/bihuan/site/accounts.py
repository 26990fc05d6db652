"""How accounts come to be: an administrator makes them; nobody signs up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest
from django.urls import reverse

from bihuan.platform.auth.connections import client_address
from bihuan.platform.auth.models import Account


class ClosedSignup(DefaultAccountAdapter):  # type: ignore[misc]
    """Close the sign-up page; accounts are created by the administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Refuse every sign-up."""
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        """Return where it is said that the password was changed."""
        return reverse("home")

    def reauthenticate(self, user: Account, password: str) -> bool:
        """Tell whether the password is right; whoever gave it stays signed in.

        A password kept in a weaker form than today's is stored anew when it is given, and that
        ends every session, also the one in which it was asked for.
        """
        right = bool(super().reauthenticate(user, password))
        if right:
            user.refresh_from_db(fields=["password"])
            update_session_auth_hash(self.request, user)
        return right

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return by which address failed sign-ins are counted."""
        return client_address(request)
