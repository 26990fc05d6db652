"""How accounts come to be: an administrator makes them; nobody signs up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from bihuan.platform.auth.connections import client_address


class ClosedSignup(DefaultAccountAdapter):  # type: ignore[misc]
    """Close the sign-up page; accounts are created by the administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Refuse every sign-up."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return by which address failed sign-ins are counted."""
        return client_address(request)
