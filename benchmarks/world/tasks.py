"""What is measured inside the product's process; each task returns plain numbers."""

import itertools
import json
import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bihuan.domain.findings.facts import FindingFacts
from bihuan.domain.findings.states import State
from bihuan.domain.policy.loop_acts import LoopAct
from bihuan.domain.zones import Level, level_of
from bihuan.features.incidents import api as incidents
from bihuan.features.supervision import api as supervision
from bihuan.platform.auth import ActingPost, system_post
from bihuan.platform.auth.models import Account
from bihuan.platform.commands import Outcome
from bihuan.platform.db.dialects import Session
from bihuan.site.demo.build import cast_of
from bihuan.site.demo.city import make_city

SEED = 11
CITY = make_city()
CAST = cast_of(CITY)
INCIDENT = incidents.incidents()[0]
CLERK, TEAM = CAST["市督查办文书岗"], CAST["督查一组督查岗"]
COMMUNITIES = [zone.code for zone in CITY.zones if level_of(zone.code) is Level.COMMUNITY]
TYPES = ("X01", "X02", "P01")
Deed = tuple[ActingPost, LoopAct, dict[str, Any]]
_keys = itertools.count()


def deed_for(facts: FindingFacts) -> Deed | None:
    """Return the next act on the main path, its post and what is said."""
    state = facts.state
    unit = CAST.posts.get(facts.handler_post or 0, CLERK)
    verifier = CAST.posts.get(facts.verifier_post or 0)
    texts = {"order_text": supervision.ORDER_TEXT, "reply_text": supervision.REPLY_TEXT}
    said = {"evidence": "已清理", "cause": "堆放", "prevention": "每日巡查"}
    table: dict[str, Deed] = {
        State.REPORTED: (CLERK, LoopAct.FILE, {}),
        State.FILED: (CLERK, LoopAct.ASSIGN, texts),
        State.ASSIGNED: (unit, LoopAct.RECEIVE, {}),
        State.RECEIVED: (unit, LoopAct.START, {"plan": "按条目整改"}),
        State.RECTIFYING: (unit, LoopAct.RECTIFY, said),
        State.VERIFYING: (system_post(), LoopAct.NAME_VERIFIER, {}),
    }
    if state == State.VERIFYING and verifier:
        return verifier, LoopAct.PASS, {"visit": "on_site", "notes": "现场核实已整改"}
    return None if facts.dispute == "open" else table.get(state)


class Pool:
    """Open findings in a seeded order; gives the next act of each in turn."""

    def __init__(self) -> None:
        sql = "SELECT id FROM supervision_finding WHERE incident=? AND state IN"
        states = [State.REPORTED, State.FILED, State.ASSIGNED, State.RECEIVED, State.RECTIFYING]
        # An order whose items are open would be refused; the items are not what is measured.
        sql += f" ({', '.join('?' * len(states))}) AND (state<>'{State.RECTIFYING.value}'"
        sql += " OR id NOT IN (SELECT finding FROM supervision_item WHERE done_at IS NULL))"
        sql += " ORDER BY id"
        rows = Session().all(sql, (INCIDENT.id, *states))
        self.waiting = [row[0] for row in rows]
        random.Random(SEED).shuffle(self.waiting)  # noqa: S311
        self.place = 0

    def take(self, count: int) -> list[tuple[str, int, Deed]]:
        """Return the next acts, each on a finding of its own."""
        got: list[tuple[str, int, Deed]] = []
        if len(self.waiting) - self.place < count:
            self.place = 0
        while len(got) < count and self.place < len(self.waiting):
            facts = supervision.finding_facts(self.waiting[self.place])
            deed = deed_for(facts) if facts else None
            if facts and deed:
                got.append((facts.id, facts.version, deed))
                self.place += 1
            else:
                del self.waiting[self.place]
        if len(got) < count:
            raise SystemExit("no open findings are left; use fewer rounds")
        return got


_pools: list[Pool] = []


def pool() -> Pool:
    if not _pools:
        _pools.append(Pool())
    return _pools[0]


def _do(one: tuple[str, int, Deed], key: str) -> bool:
    finding, version, (by, act, said) = one
    seen = supervision.Seen(finding, INCIDENT.id, version)
    answer = supervision.act_on(by=by, act=act, seen=seen, key=key, said=said)
    return isinstance(answer, Outcome)


def check_durable() -> None:
    """Stop unless commits are durable here."""
    session = Session()
    mode = session.all("PRAGMA journal_mode")[0][0], session.all("PRAGMA synchronous")[0][0]
    if mode != ("wal", 2):
        raise SystemExit(f"not durable: {mode}")


def transition(calls: int) -> dict[str, Any]:
    """Act by act on the main path, one caller."""
    check_durable()
    given = pool().take(calls)
    times, done, cpu = [], 0, time.process_time()
    for one in given:
        start = time.perf_counter()
        done += _do(one, f"bench:{next(_keys)}")
        times.append(time.perf_counter() - start)
    cpu = time.process_time() - cpu
    return {"done": done, "calls": calls, "seconds": sum(times), "cpu": cpu, "times": times}


def crowd(calls: int, callers: int = 32) -> dict[str, Any]:
    """The same by many callers at once, each on findings of its own."""
    check_durable()
    given = pool().take(calls)
    keys = [f"bench:{next(_keys)}" for _ in given]
    shares = [list(zip(given[n::callers], keys[n::callers], strict=True)) for n in range(callers)]

    def work(share: list[Any]) -> list[float]:
        times = []
        for one, key in share:
            start = time.perf_counter()
            if not _do(one, key):
                raise SystemExit(f"refused: {one}")
            times.append(time.perf_counter() - start)
        return times

    with ThreadPoolExecutor(callers, initializer=Session) as threads:
        list(threads.map(lambda _: time.sleep(0.05), range(callers)))
        start = time.perf_counter()
        times = [t for share in threads.map(work, shares) for t in share]
        seconds = time.perf_counter() - start
        list(threads.map(_close, range(callers)))
    return {"done": len(times), "seconds": seconds, "times": times}


def checkpoint() -> None:
    """Copy the log into the file, apart from what is measured."""
    Session().checkpoint()


def _close(_: int) -> None:
    connection.close()
    time.sleep(0.05)


def client(post: ActingPost) -> Client:
    """Return a signed-in browser with CSRF checks on."""
    found = Client(enforce_csrf_checks=True, headers={"accept-language": "zh-hans"})
    account = Account.objects.get(person=post.person)
    kind = Authenticator.Type.TOTP
    Authenticator.objects.get_or_create(user=account, type=kind, defaults={"data": {}})
    found.force_login(account, backend="bihuan.platform.auth.backend.Accounts")
    return found


_clients: dict[int, Client] = {}


def _client(post: ActingPost) -> Client:
    return _clients.setdefault(post.post, client(post))


def page(address: str, count: int) -> dict[str, Any]:
    """Read one page several times; queries and size are counted once."""
    browser = _client(CLERK)

    def read() -> bytes:
        answer = browser.get(address)
        if answer.status_code != 200:
            raise SystemExit(f"{address}: {answer.status_code}")
        return answer.content

    with CaptureQueriesContext(connection) as seen:
        size = len(read())
    return {"times": _timed(read, count), "queries": len(seen.captured_queries), "bytes": size}


def _signed_in(post: ActingPost, address: str) -> tuple[Client, str]:
    browser = _client(post)
    browser.get(address)
    return browser, browser.cookies["csrf"].value


def press(calls: int) -> dict[str, Any]:
    """File reported findings through the act's page, as the office's clerk."""
    rows = Session().all(
        "SELECT id, version, severity FROM supervision_finding WHERE incident=? AND state=?"
        " ORDER BY id LIMIT ?",
        (INCIDENT.id, State.REPORTED, calls),
    )
    browser, token = _signed_in(CLERK, "/ledger")
    done, start = 0, time.perf_counter()
    for finding, version, severity in rows:
        said = {"key": f"bench:{next(_keys)}", "version": version, "severity": severity}
        said |= {"clause": "防疫方案", "csrfmiddlewaretoken": token}
        done += browser.post(f"/orders/{finding}/file", said).status_code == 303
    return {"done": done, "calls": calls, "seconds": time.perf_counter() - start}


def file_by_page(calls: int) -> dict[str, Any]:
    """Report findings by the form, as a supervisor."""
    browser, token = _signed_in(TEAM, "/f/report")
    done, start = 0, time.perf_counter()
    for _ in range(calls):
        said = {**_seen(), "key": uuid4().hex, "csrfmiddlewaretoken": token}
        done += browser.post("/f/report", said).status_code == 302
    return {"done": done, "calls": calls, "seconds": time.perf_counter() - start}


def file_by_sync(calls: int, each: int = 50) -> dict[str, Any]:
    """Report findings as a phone does that was without a network: fifty in one commit."""
    browser, token = _signed_in(TEAM, "/f/report")
    done, start = 0, time.perf_counter()
    for _ in range(calls):
        items = [{"key": uuid4().hex, "order": n, "form": _seen()} for n in range(each)]
        answer = browser.post(
            "/f/sync", json.dumps({"items": items}), "application/json",
            headers={"x-csrftoken": token},
        )  # fmt: skip
        done += sum(one["status"] == "stored" for one in answer.json()["results"])
    return {"done": done, "calls": calls * each, "seconds": time.perf_counter() - start}


def _seen() -> dict[str, str]:
    number = next(_keys)
    zone = COMMUNITIES[number * 7919 % len(COMMUNITIES)]
    return {"type": TYPES[number % len(TYPES)], "zone": str(zone), "text": "西门链锁锁闭，无人值守"}


def _timed(deed: Callable[[], object], count: int) -> list[float]:
    times = []
    for _ in range(count):
        start = time.perf_counter()
        deed()
        times.append(time.perf_counter() - start)
    return times


TASKS: dict[str, Callable[..., Any]] = {
    "checkpoint": checkpoint,
    "transition": transition,
    "crowd": crowd,
    "page": page,
    "press": press,
    "file_by_page": file_by_page,
    "file_by_sync": file_by_sync,
}
