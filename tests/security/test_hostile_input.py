"""R28 and bad input: every parameter and every form of the product, filled with what nobody should
send. No answer is a failure of the program, nothing of its inside is told, what was typed stays."""

import html
import inspect
import json
import random
import re
import sys

import pytest
from tests.factories import posts as duty
from tests.factories.orders import (
    CITY_LEADER,
    COUNTY_PRINCIPAL,
    HEAD,
    SECOND_CLERK,
    SUPERVISOR,
    hidden,
)
from tests.security.addresses import addresses, filled

from bihuan.domain.policy.check import check
from bihuan.domain.policy.loop_acts import LoopAct
from bihuan.domain.policy.loop_rules import LOOP_RULES
from bihuan.features.supervision.labels import ICONS
from bihuan.platform.db.dialects import Session

pytestmark = pytest.mark.django_db
READ = re.compile(r'(?:GET|said|POST)\s*(?:\.get(?:list)?\(|\[)\s*"(\w+)"')
HOSTILE = (
    "", "0", "-1", "9" * 40, "9" * 5000, "1e309", "NaN", "²", "١٢", "１２", "\x00", "%00", "%",
    "'\"; DROP TABLE supervision_finding; --", "' OR 1=1 --", "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0", "＝1+1", "𠮷" * 500, "长" * 5000, "2022-02-30", "0000-00-00",
    "9999-12-31T23:59:60+99:99", "../../etc/passwd", "\u202e", "[]", '{"a":1}', "true",
    "990100000000000", "990102001001000/x", "a,b,,c" * 50, "\ud7ff\uffff", "+", "~", "None",
)  # fmt: skip
TOLD = ("Traceback", "OperationalError", "IntegrityError", "SELECT ", "sqlite3", "django.db")
BY = (duty.CLERK, duty.ADMIN, CITY_LEADER, COUNTY_PRINCIPAL, HEAD, duty.DUTY_OFFICER, SUPERVISOR,
      duty.LEADER, SECOND_CLERK)  # fmt: skip
NAME = re.compile(r'<(?:input|textarea|select|button)[^>]*\bname="([^"]+)"', re.IGNORECASE)


def whole(answer, *about):
    """The answer is the product's own, whatever was sent."""
    body = answer.content if not answer.streaming else b"".join(answer.streaming_content)
    answer.close()
    text = body.decode("utf-8", "replace") if "html" in answer.get("Content-Type", "") else ""
    assert answer.status_code < 500, (answer.status_code, *about)
    assert not any(word in text for word in TOLD), about
    return text


def told(files):
    return {
        "code": "990102001001000", "number": str(duty.LEADER), "identity": files.pictures[0],
        "how": "confirm", "day": "2026-08-03", "finding": files.findings["supervised"],
        "label": files.findings["supervised"], "slug": "receive",
        "fingerprint": "0" * 64,
    }  # fmt: skip


def who_may(files, act):
    for post in BY:
        if check(act, files.town.by(post).actor) is None:
            return post
    return duty.CLERK


def parameters_of(view):
    """The parameters that a view's module reads from the address."""
    inner = inspect.unwrap(view)
    source = inspect.getsource(sys.modules[inner.__module__])
    return sorted(set(READ.findall(source)))


def test_no_parameter_of_any_address_breaks_it_or_is_told_about_the_inside(files):
    rng, asked = random.Random(20221128), 0
    kept = told(files)
    for address in addresses():
        names = parameters_of(address.view) if not address.public else []
        if not names or address.route.endswith("duty/book.xlsx"):
            continue
        post = who_may(files, address.act)
        path, _ = filled(address, kept)
        for name in names:
            for value in rng.sample(HOSTILE, 2):
                answer = files.ask(post, path, {name: value})
                whole(answer, path, name, value[:40])
                asked += 1
    assert asked >= 120


def test_no_part_of_an_address_breaks_it(files):
    rng = random.Random(20221129)
    for address in addresses():
        if address.public or not address.parts:
            continue
        post = who_may(files, address.act)
        for value in rng.sample([one for one in HOSTILE if one and "/" not in one], 4):
            path = "/" + re.sub(r"<[^>]+>", value[:300], address.route)
            whole(files.ask(post, path, {}), path[:80])


def test_hostile_orderings_and_filters_show_no_row_more(files):
    """Whatever stands in the filters of the ledger: never more rows than without them."""
    rng = random.Random(7)
    rows = files.ask(duty.CLERK, "/ledger", {"view": "all"}).content.count(b"table__number")
    for _ in range(30):
        said = {
            name: rng.choice(HOSTILE) for name in ("zone", "severity", "type", "state", "after")
        }
        text = whole(files.ask(duty.CLERK, "/ledger", {"view": "all", **said}), said)
        assert text.count("table__number") <= rows


def forms_of(page, path):
    """Every form of a page: where it is sent, and the names of its fields."""
    for found in re.finditer(r"<form\b[^>]*>.*?</form>", page, re.DOTALL | re.IGNORECASE):
        form = found[0]
        opening = form[: form.index(">") + 1]
        if not re.search(r'method="post"', opening, re.IGNORECASE):
            continue
        action = re.search(r'\saction="([^"]*)"', opening)
        names = [name for name in NAME.findall(form) if name != "csrfmiddlewaretoken"]
        yield html.unescape(action[1]) if action and action[1] else path, dict.fromkeys(names)


SCREENS = (
    "/now", "/ledger", "/calls", "/f/report", "/duty", "/map", "/review", "/setup/zones",
    "/duty/book", "/zones/990102001001000/rename", "/zones/990102001001000/end",
    "/zones/990102001000000/new", "/zones/990102001001000/merge", "/zones/990102001001000/split",
    "/zones/990102001001000/places/new", "/posts/503/appoint", "/posts/503/hand-over",
    "/duty/assign?zone=990102001001000&function=fire_egress", "/duty/call?zone=990102001001000",
    "/review/2026-08-03", "/review/2026-08-03/figures", "/review/2026-08-03/plan",
    "/review/2026-08-03/minutes",
)  # fmt: skip


def screens_of(files):
    """Pages with forms and who may open them, the acts of two orders among them."""
    orders = [f"/orders/{files.findings[stage]}" for stage in ("supervised", "verifying")]
    roles = {post: files.town.by(post).actor.role for post in BY}
    for path in (*SCREENS, *orders):
        yield path, BY
    for act in ICONS:
        slug = act.value.removeprefix("supervision.").replace("_", "-")
        posts = [post for post in BY if roles[post] in LOOP_RULES[LoopAct(act)].grants]
        for order in orders:
            yield f"{order}/{slug}", posts


def test_every_form_survives_what_nobody_should_send_and_keeps_what_was_typed(files):
    rng, sent = random.Random(20221130), set()
    for path, posts in screens_of(files):
        for post in posts:
            page = files.ask(post, path, {})
            if page.status_code != 200:
                continue
            for action, names in forms_of(page.content.decode(), path):
                if action.startswith("/accounts/logout") or (action, tuple(names)) in sent:
                    continue
                sent.add((action, tuple(names)))
                _send_hostile(files, post, (action, names), page, rng)
            break
    assert len(sent) >= 30, len(sent)


def _send_hostile(files, post, form, page, rng):
    action, names = form
    plain = hidden(page.content.decode())
    for turn in range(2):
        said = {name: plain.get(name, "1") if turn == 1 and name in plain else rng.choice(HOSTILE)
                for name in names}  # fmt: skip
        answer = files.submit(post, action, said)
        text = whole(answer, action, {name: value[:40] for name, value in said.items()})
        if answer.status_code == 422 and "text" in said and "\x00" not in said["text"]:
            typed = said["text"].strip()
            assert html.escape(typed) in text or typed in html.unescape(text), (action, typed[:40])


def test_what_a_phone_sends_is_answered_item_by_item_or_refused_whole(files):
    good = {"key": "k", "order": 1, "form": {"type": "X02", "zone": "990102001001000", "text": "x"}}
    bodies = [
        b"", b"null", b"[]", b"{}", b"\xff\xfe", b'{"items": 3}', b'{"items": [3]}',
        b'{"items": [{}]}', b"[" * 100_000, b'{"items": [' + b"1," * 60 + b"1]}",
        *(json.dumps({"items": [{**good, "key": value, "form": {"type": value, "zone": value,
          "text": value, "observed_at": value}, "order": value}]}).encode() for value in HOSTILE),
        *(json.dumps({"items": [{**good, "key": f"z{n}", "observed_at": value,
          "form": {**good["form"], "photo": {"data": value}, "smudged": True}}]}).encode()
          for n, value in enumerate(HOSTILE)),
        json.dumps({"items": [{**good, "key": [], "form": {"type": {}, "zone": []}}]}).encode(),
        json.dumps({"items": [{"form": "x", "key": 1, "order": 1e300}]}).encode(),
    ]  # fmt: skip
    for body in bodies:
        answer = files.post_body(SUPERVISOR, "/f/sync", body)
        whole(answer, body[:60])
        assert answer.status_code in {200, 400}, body[:60]
        if answer.status_code == 200:
            for result in answer.json()["results"]:
                assert result["status"] in {"stored", "already", "refused", "conflict"}
                assert result["status"] != "refused" or result["reason"], body[:60]


def test_the_tables_still_hold_what_they_held(files):
    assert Session().one("SELECT count(*) FROM supervision_finding")[0] >= len(files.findings)
    assert Session().one("PRAGMA integrity_check") == ("ok",)
