"""``bihuan account``: list, invite, switch off, reset a second factor, at the machine itself."""

import argparse
import csv
import secrets
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from bihuan.site.boot import boot, stop

HELP = "list accounts, invite, switch off, reset a second factor; tokens for programs"
TOKEN_BYTES = 18
SERVICE_BYTES = 32
MOST = 2_000
PERSON = "number of the person (see `account list`)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what is done to whose account."""
    acts = parser.add_subparsers(dest="act", metavar="ACT", required=True)
    listed = acts.add_parser("list", help="print people and their accounts")
    listed.add_argument("--show", default="", help="open, invited, disabled or without")
    listed.add_argument("--search", default="", help="part of a name, account, telephone or post")
    offer = acts.add_parser("invite", help="print a link that works once, for 24 hours")
    who = offer.add_mutually_exclusive_group(required=True)
    who.add_argument("--person", type=int, help=PERSON)
    who.add_argument("--missing", action="store_true", help="all who hold a post without one")
    offer.add_argument("--name", default="", help="the account's name; left out, one is chosen")
    for name, said in (("disable", "switch an account off"),
                       ("reset-factor", "take a lost second factor away")):  # fmt: skip
        act = acts.add_parser(name, help=said)
        act.add_argument("--person", type=int, required=True, help=PERSON)
    _token_arguments(acts)


def _token_arguments(acts: Any) -> None:
    made = acts.add_parser("token", help="print a token for a program; it is shown this once")
    made.add_argument("--person", type=int, required=True, help="who answers for the program")
    made.add_argument("--post", type=int, required=True, help="the post of his it speaks for")
    made.add_argument("--label", required=True, help="what the program is, in a few words")
    made.add_argument("--days", type=int, default=90, help="how long it is good for (90)")
    acts.add_parser("tokens", help="print every token that was made, never its secret")
    taken = acts.add_parser("revoke-token", help="take a token back at once")
    taken.add_argument("token", help="its name in the list")


def run(options: argparse.Namespace) -> int:
    """Carry out one act; 1 when it is refused."""
    boot()
    return {
        "list": _list, "invite": _invite, "disable": _change, "reset-factor": _change,
        "token": _token, "tokens": _tokens, "revoke-token": _revoke,
    }[options.act](options)  # fmt: skip


def _list(options: argparse.Namespace) -> int:
    from bihuan.domain.accounts import AccountState
    from bihuan.features.posts import api

    if options.show not in {"", api.WITHOUT, *AccountState}:
        stop(f"没有这种状态：{options.show}", f"No such state: {options.show}")
    out = csv.writer(sys.stdout)
    out.writerow(("person", "name", "account", "state", "second_factor", "posts"))
    for one in _everybody(options.show, options.search.strip()):
        account, state = (one.grant.account, one.grant.state.value) if one.grant else ("", "")
        held = " / ".join(post.label for post in one.posts)
        out.writerow((one.id, one.name, account, state, "yes" if one.second_factor else "no", held))
    return 0


def _everybody(show: str, words: str = "") -> Iterator[Any]:
    """Yield all whom a view of the list holds, some thousands at a time."""
    from bihuan.features.posts import api
    from bihuan.platform.clock import now

    after, full = 0, True
    while full:
        rows = api.people_listed(at=now(), show=show, words=words, after=after, limit=MOST)
        yield from rows
        full = len(rows) == MOST
        after = rows[-1].id if full else after


def _invite(options: argparse.Namespace) -> int:
    from django.conf import settings

    from bihuan.domain.accounts import proposed_name
    from bihuan.features.posts import api
    from bihuan.platform.auth import system_post
    from bihuan.platform.commands import Outcome

    if options.missing:
        people: Iterable[Any] = _everybody(api.WITHOUT)
    else:
        people = _person(options.person)
    out, refused = csv.writer(sys.stdout), False
    out.writerow(("person", "name", "account", "link"))
    for one in people:
        name = options.name or (one.grant.account if one.grant else proposed_name(one.id))
        token = secrets.token_urlsafe(TOKEN_BYTES)
        answer = api.invite(
            by=system_post(), person=one.id, account=name, token=token, key=f"console:{token}"
        )
        if isinstance(answer, Outcome):
            out.writerow((one.id, one.name, name, f"{settings.BASE_URL.rstrip('/')}/i/{token}"))
        else:
            refused = _refused(answer) or refused
    return 1 if refused else 0


def _change(options: argparse.Namespace) -> int:
    from bihuan.features.posts import api
    from bihuan.platform.auth import system_post
    from bihuan.platform.commands import Outcome

    act = api.disable if options.act == "disable" else api.reset_second_factor
    key = f"console:{options.act}:{secrets.token_hex(8)}"
    answer = act(by=system_post(), person=options.person, key=key)
    if not isinstance(answer, Outcome):
        return int(_refused(answer))
    print("已办理；该账号的会话已全部结束。 Done; every session of the account has ended.")
    return 0


def _token(options: argparse.Namespace) -> int:
    from bihuan.features.posts import api
    from bihuan.platform.auth import system_post
    from bihuan.platform.commands import Outcome

    token = secrets.token_urlsafe(SERVICE_BYTES)
    draft = api.TokenDraft(options.person, options.post, options.label, options.days)
    key = f"console:{secrets.token_hex(8)}"
    answer = api.make_token(by=system_post(), draft=draft, token=token, key=key)
    if not isinstance(answer, Outcome):
        return int(_refused(answer))
    out = csv.writer(sys.stdout)
    out.writerows((("token", "secret"), (answer.result["token"], token)))
    return 0


def _tokens(options: argparse.Namespace) -> int:  # noqa: ARG001
    from bihuan.features.posts import api

    out = csv.writer(sys.stdout)
    out.writerow(("token", "person", "post", "label", "made", "ends", "revoked"))
    for one in api.tokens_made():
        instants = (one.made_at, one.ends_at, one.revoked_at)
        said = [at.isoformat(timespec="seconds") if at else "" for at in instants]
        out.writerow((one.handle, one.person, one.post, one.label, *said))
    return 0


def _revoke(options: argparse.Namespace) -> int:
    from bihuan.features.posts import api
    from bihuan.platform.auth import system_post
    from bihuan.platform.commands import Outcome

    key = f"console:{secrets.token_hex(8)}"
    answer = api.revoke_token(by=system_post(), handle=options.token, key=key)
    if not isinstance(answer, Outcome):
        return int(_refused(answer))
    print("已收回；下一次请求即被拒绝。 Taken back; the next request with it is refused.")
    return 0


def _person(number: int) -> list[Any]:
    from bihuan.features.posts import api
    from bihuan.platform.clock import now

    found = api.person_of(number, at=now())
    if found is None:
        stop(f"登记册里没有人员 {number}。", f"There is no person {number} in the register.")
    return [found]


def _refused(refusal: Any) -> bool:
    from bihuan.platform.i18n.refusal_texts import in_both

    print(f"✗ {in_both(refusal)}", file=sys.stderr)
    return True
