"""Somebody who files findings over HTTP and sends again, under the same key, until answered."""

import http.client
import json
import random
import time
from collections.abc import Callable
from http.cookies import SimpleCookie
from urllib.parse import urlencode

LONGEST_ANSWER = 20.0
PAUSE = 0.2
LARGEST_SYNC = 5
TWICE = 0.05
# Two communities and a village of the small city, and types that are answered for there.
ZONES, TYPES = (990102_001_001_000, 990102_001_002_000, 990102_002_001_000), ("P01", "X02", "X01")


class NoAnswerError(Exception):
    """The connection broke or the server said that it cannot now: nothing is known."""


class Browser:
    """The least of a browser: one address, cookies, forms with their token."""

    def __init__(self, port: int) -> None:
        self.port, self.cookies = port, dict[str, str]()
        self._connection: http.client.HTTPConnection | None = None

    def send(self, method: str, path: str, body: str = "", **headers: str) -> tuple[int, str, str]:
        """Return status, location and body of one answer, or raise ``NoAnswerError``."""
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": cookie, **headers}
        try:
            if self._connection is None:
                where = ("127.0.0.1", self.port)
                self._connection = http.client.HTTPConnection(*where, timeout=LONGEST_ANSWER)
            self._connection.request(method, path, body or None, headers)
            answer = self._connection.getresponse()
            text = answer.read().decode()
        except (OSError, http.client.HTTPException) as fault:
            self.close()
            raise NoAnswerError(str(fault)) from fault
        for line in answer.headers.get_all("Set-Cookie") or ():
            self.cookies |= {name: one.value for name, one in SimpleCookie(line).items()}
        if answer.status >= http.client.INTERNAL_SERVER_ERROR:
            raise NoAnswerError(f"{answer.status}: {text[:200]}")
        return answer.status, answer.headers.get("Location", ""), text

    def post(self, path: str, said: dict[str, str]) -> tuple[int, str, str]:
        """Send a form with its token."""
        body = urlencode({"csrfmiddlewaretoken": self.cookies["csrf"], **said})
        kind = "application/x-www-form-urlencoded"
        return self.send("POST", path, body, **{"Content-Type": kind})

    def close(self) -> None:
        """Forget a connection that may be broken."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


class Sender:
    """One sender: what was acknowledged, under which key, and as which finding."""

    def __init__(self, port: int, account: str, seed: int, over: Callable[[], bool]) -> None:
        self.acknowledged: dict[str, str] = {}
        self.sent_again, self.faults = 0, list[str]()
        self._browser, self._account, self._over = Browser(port), account, over
        self._rng, self._number = random.Random(seed), 0

    def sign_in(self) -> None:
        """Take the role by the demo's switch."""
        self._until_answered(lambda: self._browser.send("GET", "/accounts/login/"))
        said = {"account": self._account, "next": "/f/report"}
        self._until_answered(lambda: self._browser.post("/demo/switch", said))
        self._until_answered(lambda: self._browser.send("GET", "/f/report"))

    def sign_off(self) -> None:
        """Leave nothing open."""
        self._browser.close()

    def file_some(self) -> None:
        """File one finding by the form, or a few at once as a phone does."""
        if self._rng.random() < 0.5:
            self._by_form(self._key())
        else:
            self._by_sync([self._key() for _ in range(self._rng.randint(1, LARGEST_SYNC))])

    def _key(self) -> str:
        self._number += 1
        return f"{self._account}-{self._number}"

    def _said(self, key: str) -> dict[str, str]:
        at = self._number
        return {
            "type": TYPES[at % len(TYPES)], "zone": str(ZONES[at % len(ZONES)]), "text": key,
            "key": key,
        }  # fmt: skip

    def _by_form(self, key: str) -> None:
        said = self._said(key)
        for _ in range(2 if self._rng.random() < TWICE else 1):
            status, address, text = self._until_answered(
                lambda: self._browser.post("/f/report", said)
            )
            if status not in (302, 303) or not address.startswith("/f/reported/"):
                self.faults.append(f"{key}: {status} {address} {text[:300]}")
                return
            self._note(key, address.rsplit("/", 1)[1])

    def _by_sync(self, keys: list[str]) -> None:
        items = [{"key": key, "order": n, "form": self._said(key)} for n, key in enumerate(keys)]
        body = json.dumps({"items": items})
        for _ in range(2 if self._rng.random() < TWICE else 1):
            status, _, text = self._until_answered(
                lambda: self._browser.send(
                    "POST", "/f/sync", body,
                    **{"Content-Type": "application/json",
                       "X-CSRFToken": self._browser.cookies["csrf"]},
                )
            )  # fmt: skip
            if status != http.client.OK:
                self.faults.append(f"{keys}: {status} {text[:300]}")
                return
            for one in json.loads(text)["results"]:
                if one["status"] in ("stored", "already"):
                    self._note(one["key"], one["number"])
                else:
                    self.faults.append(f"{one}")

    def _note(self, key: str, finding: str) -> None:
        if self.acknowledged.setdefault(key, finding) != finding:
            self.faults.append(f"{key}: {finding} and {self.acknowledged[key]}")

    def _until_answered(self, send: Callable[[], tuple[int, str, str]]) -> tuple[int, str, str]:
        while True:
            try:
                return send()
            except NoAnswerError as fault:
                if self._over():
                    raise TimeoutError(f"{self._account}: no answer, {fault}") from fault
                self.sent_again += 1
                time.sleep(PAUSE)
