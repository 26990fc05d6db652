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
CAST = cast_of(make_city())
INCIDENT = incidents.incidents()[0]
CLERK, SECOND = CAST["市督查办文书岗"], CAST["市督查办文书二岗"]
TEAM = CAST["督查一组督查岗"]
Deed = tuple[ActingPost, LoopAct, dict[str, Any]]
_keys = itertools.count()


def deed_for(facts: FindingFacts) -> Deed | None:
    """Return the next act on the main path, its post and what is said."""
    state = facts.state
    unit = CAST.posts.get(facts.handler_post or 0, CLERK)
    verifier = CAST.posts.get(facts.verifier_post or 0)
    texts = {"order_text": supervision.ORDER_TEXT, "reply_text": supervision.REPLY_TEXT}
    items = {"items": list(supervision.usual_items(facts))}
    said = {"evidence": "已清理", "cause": "堆放", "prevention": "每日巡查"}
    table: dict[str, Deed] = {
        State.REPORTED: (CLERK, LoopAct.FILE, {}),
        State.FILED: (CLERK, LoopAct.ASSIGN, texts | items),
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
        sql += f" ({', '.join('?' * len(states))}) ORDER BY id"
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
    found.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
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
}
_ = (Level, level_of, json, uuid4, TEAM, SECOND)
