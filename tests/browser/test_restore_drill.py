"""R22 on the whole demo city: backed up while people write, restored into an empty place, proven.

What was signed before the restore is still proven after it, although the key is another one.
"""

import http.cookiejar
import re
import shutil
import sqlite3
import tarfile
import threading
import urllib.parse
import urllib.request
from uuid import uuid4

import pytest
from tests.browser.running import served
from tests.console import bihuan

pytestmark = pytest.mark.browser
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Visitor:
    """Somebody with a browser and no script."""

    def __init__(self, address):
        self.address = address
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(cookies)

    def get(self, path):
        with self.opener.open(self.address + path, timeout=60) as answer:
            return answer.status, answer.read().decode()

    def post(self, path, shown, **fields):
        page = self.get(shown)[1]
        carried = {name: value for name, value in HIDDEN.findall(page) if name == "incident"}
        carried["csrfmiddlewaretoken"] = TOKEN.search(page)[1]
        said = urllib.parse.urlencode({**carried, **fields}).encode()
        with self.opener.open(self.address + path, said, timeout=60) as answer:
            return answer.status

    def enter(self, account):
        return self.post("/demo/switch", "/accounts/login/", account=account, next="/healthz")


def counts(data):
    """How many rows each table holds."""
    with sqlite3.connect(data / "bihuan.sqlite3") as database:
        names = [
            row[0]
            for row in database.execute("SELECT name FROM sqlite_master WHERE type='table'")
            if not row[0].startswith("sqlite_")
        ]
        found = {
            name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names
        }
    database.close()
    return found


def keep_writing(address, stop, begun, written):
    """Report findings until told to stop; say when the first one is confirmed."""
    who = Visitor(address)
    who.enter("demo-supervisor")
    while not stop.is_set():
        said = {"type": "X02", "zone": "141002001001000", "key": uuid4().hex, "text": "演练"}
        written.append(who.post("/f/report", "/f/report", **said))
        begun.set()


@pytest.fixture(scope="module")
def drill(demo, tmp_path_factory):
    """A backup made while people write, what came of its restore, and the roots from before."""
    place = tmp_path_factory.mktemp("drill")
    stop, begun, written = threading.Event(), threading.Event(), []
    writer = threading.Thread(target=keep_writing, args=(demo.address, stop, begun, written))
    roots = bihuan("ledger", "roots", place / "roots", data=demo.data)
    assert roots.returncode == 0, roots.stderr
    writer.start()
    begun.wait(60)  # a backup is quick: without this it may be made before anybody writes
    try:
        made = bihuan("backup", place / "city.tar.gz", data=demo.data)
    finally:
        stop.set()
        writer.join()
    assert made.returncode == 0, made.stderr
    assert written
    assert set(written) == {200}
    data = place / "restored"
    back = bihuan("restore", place / "city.tar.gz", data=data)
    assert back.returncode == 0, back.stderr
    assert made.stdout.split("heads ")[1].split()[0] in back.stdout
    return place, data


def test_the_restored_ledger_is_whole_and_every_table_follows_from_it(drill):
    _place, data = drill
    verified = bihuan("ledger", "verify", data=data)
    assert verified.returncode == 0, verified.stdout
    rebuilt = bihuan("ledger", "rebuild", "--check", data=data)
    assert rebuilt.returncode == 0, rebuilt.stdout
    found = counts(data)
    assert found["supervision_finding"] > 300
    (drill[0] / "inside").mkdir()
    with tarfile.open(drill[0] / "city.tar.gz") as archive:
        packed = archive.extractfile("bihuan.sqlite3")
        assert packed is not None
        (drill[0] / "inside" / "bihuan.sqlite3").write_bytes(packed.read())
    # The restore itself is an entry of the restored ledger; nothing else differs.
    own = {"ledger_event": 1, "command": 1}
    inside = counts(drill[0] / "inside")
    assert {name: n + own.get(name, 0) for name, n in inside.items()} == found
    shutil.rmtree(drill[0] / "inside")


def test_roots_signed_before_the_restore_are_proven_after_it(demo, drill):
    place, data = drill
    assert list((place / "roots").glob("*.json"))
    verified = bihuan("ledger", "verify", "--roots", place / "roots", data=data)
    assert verified.returncode == 0, verified.stdout
    old, new = ((one / "root-key.pub").read_text().split() for one in (demo.data, data))
    assert new[0] not in old
    assert new[1:] == old
    again = bihuan("ledger", "roots", place / "again", data=data)
    assert again.returncode == 0, again.stderr
    for path in (place / "roots").glob("*.json"):
        assert (place / "again" / path.name).read_text() == path.read_text()
    keys = [(one / "root-key.pem").read_bytes() for one in (demo.data, data)]
    assert keys[0] != keys[1]


def test_people_sign_in_to_the_restored_city_and_phones_see_a_new_epoch(demo, drill):
    _place, data = drill
    assert (data / "epoch").read_text() != (demo.data / "epoch").read_text()
    with served(data) as address:
        who = Visitor(address)
        assert who.enter("demo-clerk") == 200
        status, page = who.get("/ledger?view=all")
        assert status == 200
        assert 'href="/orders/' in page
