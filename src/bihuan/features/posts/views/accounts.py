"""Accounts (账号): the administrator offers, renews and takes away access, and reads no case."""

import base64
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from bihuan.domain.accounts import AccountState, proposed_name
from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.features.posts import api
from bihuan.features.posts.forms import AccountNameForm, NewAccountForm
from bihuan.features.posts.labels import ACCOUNT_STATES
from bihuan.features.posts.views.invitations import sheet
from bihuan.platform.auth.access import page
from bihuan.platform.auth.middleware import ActingRequest
from bihuan.platform.clock import now
from bihuan.platform.commands import Outcome
from bihuan.platform.ui.forms import go, key_of, number_said
from bihuan.platform.ui.paging import KeyedPage, keyed_page, read_key
from bihuan.platform.ui.parts import SavedView

PAGE = 50
MOST_AT_ONCE = 60
LONGEST_WORDS = 60
TOKEN_BYTES = 18
HOW = {"disable": api.disable, "reset-factor": api.reset_second_factor}


@page(Act.VIEW_ACCOUNTS)
def accounts(request: ActingRequest) -> HttpResponse:
    """List people at work with their accounts."""
    show, words = request.GET.get("show", ""), request.GET.get("q", "")[:LONGEST_WORDS].strip()
    if show not in {"", api.WITHOUT, *AccountState}:
        raise Http404("no such view")
    context = {
        "views": _views(show),
        "page": _people(request, show, words),
        "words": words,
        "show": show,
        "states": ACCOUNT_STATES,
        "at": now(),
        "most": MOST_AT_ONCE,
    }
    return render(request, "posts/accounts.html", context)


def _views(show: str) -> list[SavedView]:
    counts = api.counts_of_people(at=now())
    labels = {
        "": _("All people"),
        api.WITHOUT: _("Hold a post, no account"),
        **{state.value: str(label) for state, label in ACCOUNT_STATES.items()},
    }
    here = reverse("posts:accounts")
    return [
        SavedView(label, f"{here}?show={name}" if name else here, counts[name], name == show)
        for name, label in labels.items()
    ]


def _people(request: ActingRequest, show: str, words: str) -> KeyedPage:
    key = read_key(request.GET.get("after", ""), 1)
    after = key[0] if key and isinstance(key[0], int) else 0
    rows = api.people_listed(at=now(), show=show, words=words, after=after, limit=PAGE + 1)
    keys = [(row.id,) for row in rows]
    return keyed_page(rows, keys, PAGE, first=key is None)


@page(Act.VIEW_ACCOUNTS)
def account(request: ActingRequest, number: int) -> HttpResponse:
    """Show one person's account and what can be done."""
    return _account(request, _person_or_404(number))


def _account(
    request: ActingRequest, person: api.PersonView, refusal: Refusal | None = None
) -> HttpResponse:
    proposed = person.grant.account if person.grant else proposed_name(person.id)
    context = {
        "person": person,
        "form": AccountNameForm(initial={"account": proposed}),
        "states": ACCOUNT_STATES,
        "refusal": refusal,
        "own": person.id == request.by.person,
        "at": now(),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refusal else HTTPStatus.OK
    return render(request, "posts/account.html", context, status=status)


@page(Act.CREATE_ACCOUNT)
def new(request: ActingRequest) -> HttpResponse:
    """Enter somebody new, invite, and where wanted propose for a post."""
    form = NewAccountForm(request.POST or None)
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        answer = _admit(request, form)
        if isinstance(answer, HttpResponse):
            return answer
        refusal = answer
    context = {"form": form, "refusal": refusal, "key": key_of(request)}
    wrong = refusal is not None or form.is_bound
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render(request, "posts/account_new.html", context, status=status)


def _admit(request: ActingRequest, form: NewAccountForm) -> HttpResponse | Refusal:
    said, key, by = form.cleaned_data, key_of(request), request.by
    newcomer = api.NewPerson(said["name"], said["work_phone"])
    entered = api.enter_person(by=by, person=newcomer, key=f"{key}:person")
    if isinstance(entered, Refusal):
        return entered
    person = int(entered.result["person"])
    if said["post"]:
        proposed = api.appoint(
            by=by, post=said["post"], person=person, kind=said["kind"], key=f"{key}:post"
        )
        if isinstance(proposed, Refusal):
            return proposed
    return _invited(request, [(person, said["account"] or proposed_name(person))])


@page(Act.CREATE_ACCOUNT)
@require_POST
def invite(request: ActingRequest, number: int) -> HttpResponse:
    """Make a one-time link for one person."""
    person = _person_or_404(number)
    answer = _invited(request, [(number, request.POST.get("account", "").strip().lower())])
    return answer if isinstance(answer, HttpResponse) else _account(request, person, answer)


@page(Act.CREATE_ACCOUNT)
@require_POST
def invite_many(request: ActingRequest) -> HttpResponse:
    """Make one-time links for the people ticked, on a sheet to print and cut."""
    said = map(number_said, request.POST.getlist("person"))
    ticked = [one for one in said if one is not None]
    if not 0 < len(ticked) <= MOST_AT_ONCE:
        messages.warning(request, _("Tick between one and %(most)s people.") % {
            "most": MOST_AT_ONCE,
        })  # fmt: skip
        return go(reverse("posts:accounts") + f"?show={api.WITHOUT}")
    people = api.people_by_number(ticked, at=now())
    wanted = [(one.id, one.grant.account if one.grant else proposed_name(one.id)) for one in people]
    answer = _invited(request, wanted)
    if isinstance(answer, HttpResponse):
        return answer
    return render(
        request, "posts/refused.html", {"refusal": answer, "back": reverse("posts:accounts")},
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
    )  # fmt: skip


def _invited(request: ActingRequest, wanted: list[tuple[int, str]]) -> HttpResponse | Refusal:
    """Invite and answer with the sheet; what was refused of many is said on it."""
    key, links, refusals = key_of(request), [], []
    for person, name in wanted:
        token = _token(request, key, person)
        answer = api.invite(
            by=request.by, person=person, account=name, token=token, key=f"{key}:{person}"
        )
        if isinstance(answer, Outcome):
            links.append((person, token))
        else:
            refusals.append((person, answer))
    if not links:
        return refusals[0][1] if refusals else Refusal("file_missing")
    return sheet(request, links, refusals)


def _token(request: ActingRequest, key: str, person: int) -> str:
    """Return the secret of a link: the same for a repeated click, unknown to everybody else."""
    said = f"{request.by.person}:{key}:{person}"
    made = salted_hmac("bihuan.invitation", said, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(made[:TOKEN_BYTES]).decode()


@page(Act.VIEW_ACCOUNTS)
@require_POST
def change(request: ActingRequest, number: int, how: str) -> HttpResponse:
    """Switch an account off or take away a second factor; the action asks the policy."""
    person = _person_or_404(number)
    if how not in HOW:
        raise Http404("no such act")
    answer = HOW[how](by=request.by, person=number, key=key_of(request))
    if isinstance(answer, Refusal):
        return _account(request, person, answer)
    said = {
        "disable": pgettext("account", "Switched off; every open session has ended."),
        "reset-factor": _("The second factor is gone; every open session has ended."),
    }
    messages.success(request, said[how])
    return go(reverse("posts:account", args=[number]))


def _person_or_404(number: int) -> api.PersonView:
    person = api.person_of(number, at=now())
    if person is None:
        raise Http404("no such person")
    return person
