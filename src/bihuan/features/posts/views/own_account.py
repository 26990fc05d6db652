"""A person's own account: where somebody is signed in, and how to end that."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.features.posts import api
from bihuan.platform.auth import ActingPost
from bihuan.platform.auth.access import public
from bihuan.platform.auth.models import Account
from bihuan.platform.auth.own_sessions import OwnSession, own_sessions
from bihuan.platform.clock import now
from bihuan.platform.ui.forms import go, key_of

LONGEST_MARK = 40


@public  # everybody's own, and nobody else's can be named
def own_account(request: HttpRequest) -> HttpResponse:
    """Show where the own account is signed in; end one session, or all of them."""
    account = request.user
    person = api.person_of(account.person or 0, at=now()) if isinstance(account, Account) else None
    if person is None or not isinstance(account, Account):
        return redirect_to_login(request.get_full_path())
    found = own_sessions(account, request.session.session_key)
    if request.method == "POST":
        known = {one.mark: one for one in found}
        return _ended(request, person, known.get(request.POST.get("session", "")[:LONGEST_MARK]))
    context = {"account": account, "person": person, "sessions": found, "at": now()}
    return render(request, "posts/own_account.html", context)


def _ended(request: HttpRequest, person: api.PersonView, one: OwnSession | None) -> HttpResponse:
    """End what was asked for; whoever ended the session that asks is led to the sign-in page."""
    everywhere = "everywhere" in request.POST
    if one is None and not everywhere:
        messages.info(request, _("That session has ended already."))
        return go(reverse("posts:own_account"))
    mark = "" if everywhere or one is None else one.mark
    by: ActingPost = getattr(request, "by", None) or api.invited_post(person)
    api.end_own_sessions(by=by, mark=mark, key=key_of(request))
    if everywhere or (one is not None and one.current):
        logout(request)
        said = _("You are signed out everywhere.") if everywhere else _("You are signed out.")
        messages.success(request, said)
        return go(reverse("account_login"))
    messages.success(request, _("The session was ended."))
    return go(reverse("posts:own_account"))
