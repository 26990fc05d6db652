"""Switch role and post with one click: in the demo only."""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from bihuan.platform.auth.access import public
from bihuan.platform.auth.models import Account
from bihuan.site.preferences import back


@public  # a database that the demo command did not make has no such account
@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Sign in as another of the demo's accounts."""
    if not settings.DEMO:
        raise Http404("no_demo")
    account = Account.objects.filter(
        username=request.POST.get("account", ""), demo=True, is_active=True
    ).first()
    if account is None:
        raise Http404("no_such_role")
    login(request, account, backend="bihuan.platform.auth.backend.Accounts")
    return redirect(back(request))
