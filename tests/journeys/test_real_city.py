"""A real city from an empty directory to a finding that five people close, as its people do it:
the console, the downloaded workbook, one-time links, second factors, TLS. Nothing of the demo."""

import datetime as dt
import http.cookiejar
import ipaddress
import re
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from openpyxl import load_workbook
from tests import console

PASSWORD = "seven quiet geese at dawn"
PATIENCE = 60
LOCAL = dt.timezone(dt.timedelta(hours=8))
CITY, NORTH, SOUTH = 990100_000_000_000, 990102_000_000_000, 990103_000_000_000
TOWNS = (NORTH + 1_000_000, SOUTH + 1_000_000)
VILLAGES = tuple(town + n * 1_000 for town in TOWNS for n in (1, 2))
ZONES = [(NORTH, "北门区"), (SOUTH, "南河县"), (TOWNS[0], "河滨街道"), (TOWNS[1], "东山镇"),
         *zip(VILLAGES, ("石桥社区", "集市社区", "上坪村", "下坪村"), strict=True)]  # fmt: skip
# Number, organisation, its kind, its zone.
UNITS = [(11, "市督查办", "supervision_office", CITY), (12, "市督查组", "department", CITY),
         (13, "市核查组", "department", CITY), (14, "市应急指挥部", "command", CITY),
         (15, "市政府办公室", "government", CITY), (21, "河滨街道办事处", "township", TOWNS[0]),
         (22, "东山镇人民政府", "township", TOWNS[1])]  # fmt: skip
# Account, number of post and person, title, organisation, role, zone.
PEOPLE = [("clerk", 101, "文书岗", 11, "clerk", CITY),
          ("second", 102, "文书二岗", 11, "clerk", CITY),
          ("supervisor", 103, "督查岗", 12, "supervisor", CITY),
          ("verifier", 104, "核查岗", 13, "verifier", CITY),
          ("leader", 105, "市长", 14, "city_leader", CITY),
          ("government", 106, "复核岗", 15, "government_office", CITY),
          ("street", 201, "街道值班岗", 21, "unit_duty", TOWNS[0]),
          ("town", 202, "镇值班岗", 22, "unit_duty", TOWNS[1])]  # fmt: skip


def bihuan(*words, data, status=0):
    done = console.bihuan(*words, data=data)
    assert done.returncode == status, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout


def certificate(folder):
    """Write a certificate for this machine, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    begins = dt.datetime.now(dt.UTC) - dt.timedelta(days=1)
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name)
        .public_key(key.public_key()).serial_number(x509.random_serial_number())
        .not_valid_before(begins).not_valid_after(begins + dt.timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    pem = serialization.Encoding.PEM
    plain = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "cert.pem").write_bytes(made.public_bytes(pem))
    (folder / "key.pem").write_bytes(key.private_bytes(pem, *plain))
    (folder / "key.pem").chmod(0o600)
    return folder / "cert.pem", folder / "key.pem"


class Person:
    """Somebody at a browser: cookies, forms, and an authenticator app."""

    def __init__(self, address, trusted):
        self.address = address
        self.cookies = http.cookiejar.CookieJar()
        secure = urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=trusted))
        jar = urllib.request.HTTPCookieProcessor(self.cookies)
        self.opener = urllib.request.build_opener(secure, jar)
        self.page = self.at = ""

    def ask(self, path, said=None):
        """Open a page or send a form; returns the status, keeps the page and where it is."""
        asked = urllib.request.Request(urllib.parse.urljoin(self.address, path))
        asked.add_header("Accept-Language", "en")
        if said is not None:
            asked.data = urllib.parse.urlencode(said, doseq=True).encode()
            asked.add_header("Referer", self.address)
        try:
            answer = self.opener.open(asked, timeout=PATIENCE)
        except urllib.error.HTTPError as refused:
            answer = refused
        self.at = urllib.parse.urlsplit(answer.url).path
        self.body = answer.read()
        self.page = self.body.decode(errors="replace")
        return answer.status

    def send(self, path, said, *, form=""):
        """Fill in the form of a page and send it, with what it carries unseen."""
        assert self.ask(path) == 200, (path, self.page[self.page.find('class="refused') :][:300])
        return self.ask(path, {**self.unseen(form), **said})

    def unseen(self, form=""):
        """What the page's forms carry unseen, from a place of the page on."""
        page = self.page[max(self.page.find(form), 0) :] if form else self.page
        return dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', page))

    def words(self):
        main = self.page[self.page.find("<main") :]
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))[:800]

    def signs_in(self, account):
        """Sign in; whoever needs a second factor is led to it and sets it up."""
        said = {"login": account, "password": PASSWORD}
        self.send("/accounts/login/", said, form='action="/accounts/login/"')
        if self.at.endswith("/reauthenticate/"):  # nobody adds a factor to somebody else's session
            self.ask(self.at, {**self.unseen(), "password": PASSWORD})
        if self.at.endswith("/totp/activate/"):
            secret = re.search(r'code-text">(\w+)<', self.page)[1]
            code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
            self.ask(self.at, {**self.unseen(), "code": code})
        assert self.ask("/now") == 200, self.words()
        assert self.at == "/now", (account, self.at)
        return self

    def acts(self, order, act, **said):
        """Do an act of the loop through its form."""
        path = f"/orders/{order}/{act}"
        status = self.send(path, said, form='id="act-form"')
        assert status == 200, (act, self.words())
        assert self.at != path, (act, self.words())


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("real")


@pytest.fixture(scope="module")
def data(place):
    """The city as its administrator enters it at the console, from an empty directory."""
    (place / "password").write_text(PASSWORD, "utf-8")
    data = place / "city"
    bihuan("setup", "--city", "9901", "--name-zh", "明州市", "--name-en", "Mingzhou", "--admin",
           "root", "--admin-name", "管理员", "--admin-phone", "0350-1000", "--password-file",
           place / "password", data=data)  # fmt: skip
    assert "No responsibility rules" in bihuan("check", data=data, status=1)
    zones = place / "zones.csv"
    zones.write_text("code,name_zh\n" + "".join(f"{c},{n}\n" for c, n in ZONES), "utf-8")
    assert "+8" in bihuan("register", "zones", zones, "--enter", data=data)
    book = place / "duty.xlsx"
    bihuan("register", "duty", book, "--template", data=data)
    filled(book)
    assert bihuan("register", "duty", book, data=data).startswith("试导入")
    bihuan("register", "duty", book, "--enter", data=data)
    return data


def filled(book):
    """Fill the downloaded workbook in by hand, as a county office does."""
    file = load_workbook(book)
    for number, name, kind, zone in UNITS:
        file["organisations"].append([number, name, name, kind, str(zone), None])
    for account, number, title, unit, role, zone in PEOPLE:
        phone = f"0350-2{number}"
        file["posts"].append([number, title, account, unit, role, str(zone), phone, None, None])
        file["people"].append([number, f"张{title}", phone])
        file["appointments"].append([number, number, "primary", "2026-01-01", None, None])
    file["rules"].append(["community_control", "township", "unit_duty", "", "city_leader"])
    for post, town in ((201, TOWNS[0]), (202, TOWNS[1])):
        row = ["community_control", str(town), post, None, 105, "2026-01-01", None]
        file["responsibilities"].append(row)
    file.save(book)


@pytest.fixture(scope="module")
def served(data, place):
    """The city served over TLS: its address and the certificate to trust."""
    cert, key = certificate(place)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = ["serve", "--port", port, "--threads", "4", "--tls-cert", cert, "--tls-key", key]
    with (place / "serve.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "bihuan", *map(str, words)], env=console.environment(data),
            stdout=subprocess.DEVNULL, stderr=log,
        )  # fmt: skip
    address = f"https://localhost:{port}"
    try:
        until = time.monotonic() + PATIENCE
        while not up(address, cert):
            assert process.poll() is None, (place / "serve.log").read_text()
            assert time.monotonic() < until, "it did not answer"
            time.sleep(0.3)
        yield address, cert
    finally:
        process.terminate()
        process.wait(PATIENCE)


def up(address, cert):
    try:
        return Person(address, cert).ask("/healthz") == 200
    except OSError:
        return False


def invited(admin, served, account, number):
    """The administrator makes a link; the person opens it and chooses the password."""
    assert admin.ask(f"/setup/accounts/{number}") == 200
    said = {**admin.unseen('class="form card__body"'), "account": account}
    made = admin.ask(f"/setup/accounts/{number}/invite", said)
    assert made == 200, admin.words()
    link = re.search(r"(https://[^<\s]+/i/[\w-]+)", admin.page)[1]
    person = Person(*served)
    assert person.send(link, {"password": PASSWORD, "again": PASSWORD}) == 200
    assert person.at == "/accounts/login/"
    return person.signs_in(account)


@pytest.fixture(scope="module")
def people(served):
    """Everybody at the own browser, signed in through an invitation."""
    admin = Person(*served).signs_in("root")
    found = {name: invited(admin, served, name, number) for name, number, *_ in PEOPLE}
    return {"root": admin, **found}


def test_the_gap_report_and_its_exit_status_follow_the_register(data, place):
    whole = bihuan("check", data=data)
    assert "no gap" in whole
    assert "holidays of" in whole  # the year's working days are not entered yet
    lines = bihuan("account", "list", data=data).splitlines()
    assert len(lines) == len(PEOPLE) + 2  # the header and the administrator
    hole = place / "hole.csv"
    hole.write_text("function,level,role\nmedical,township,unit_duty\n", "utf-8")
    bihuan("register", "duty", hole, "--enter", data=data)
    assert "unowned" in bihuan("check", data=data, status=1)
    owned = place / "owned.csv"
    owned.write_text(
        "function,zone,post,valid_from\n"
        + "".join(f"medical,{town},{post},2026-01-01\n" for post, town in
                  ((201, TOWNS[0]), (202, TOWNS[1]))), "utf-8",
    )  # fmt: skip
    bihuan("register", "duty", owned, "--enter", data=data)
    assert "no gap" in bihuan("check", data=data)


def test_from_the_first_link_to_the_backup_everything_works_without_the_demo(people, data, place):
    """One walk, so that one city is built for it."""
    a_live_incident_and_a_drill_run_side_by_side(people, data)
    five_people_close_a_finding(people)
    the_night_is_frozen_and_the_record_kept(data, place)
    an_account_switched_off_is_out_with_its_next_request(people, data)


def a_live_incident_and_a_drill_run_side_by_side(people, data):
    root, leader = people["root"], people["leader"]
    begun = (dt.datetime.now(LOCAL) - dt.timedelta(days=3)).date().isoformat()
    live = {"name_zh": "防控行动", "name_en": "Response", "zone": CITY, "level": 2,
            "day_zero": begun, "cut_off": "18:00", "kind": "live"}  # fmt: skip
    assert root.send("/setup/incidents/new", live) == 200, root.words()
    drill = live | {"name_zh": "演练", "name_en": "Drill", "kind": "drill", "speed": "60",
                    "drill_at": "2026-02-01T18:00", "day_zero": "2026-01-20"}  # fmt: skip
    assert leader.send("/setup/incidents/new", drill) == 200
    listed = bihuan("incident", "list", data=data).splitlines()
    assert ["实战" in line for line in listed] == [True, False]


def five_people_close_a_finding(people):
    supervisor, clerk = people["supervisor"], people["clerk"]
    seen = {"type": "X01", "zone": VILLAGES[0], "text": "到期告示仍在执行"}
    assert supervisor.send("/f/report", seen, form="<main") == 200, supervisor.words()
    finding = re.search(r"/f/reported/(\w+)", supervisor.at)[1]
    clerk.acts(finding, "file", severity="2", clause="plan")
    clerk.acts(finding, "assign", order_text="立即解除", items="立即解除", reply_text="可以陈述")
    street = people["street"]
    street.acts(finding, "receive")
    street.acts(finding, "start")
    assert street.ask(f"/orders/{finding}") == 200
    street.ask(f"/orders/{finding}/items", {**street.unseen("/items"), "position": 1})
    street.acts(finding, "rectify", evidence="告示已撤", cause="交接疏漏", prevention="每日核对")
    verifier, until = people["verifier"], time.monotonic() + PATIENCE
    while verifier.ask(f"/orders/{finding}/pass") != 200 and time.monotonic() < until:
        time.sleep(0.5)  # the worker draws the verifier
    verifier.acts(finding, "pass", visit="on_site")
    people["second"].acts(finding, "close")
    assert clerk.ask(f"/orders/{finding}") == 200
    assert "Closed" in clerk.words()
    # Somebody of another town does not see it; the administrator reads no case at all.
    assert people["town"].ask(f"/orders/{finding}") in {403, 404}
    assert people["root"].ask(f"/orders/{finding}") == 403


def the_night_is_frozen_and_the_record_kept(data, place):
    night = dt.datetime.now(LOCAL)
    cut_off = night.replace(hour=18, minute=0, second=0, microsecond=0)
    cut_off += dt.timedelta(days=cut_off < night)
    tonight = ("review", "freeze", "--incident", "1", "--out", place / "night", "--at")
    past = (cut_off - dt.timedelta(days=1)).isoformat()
    first = bihuan(*tonight, past, data=data)
    assert first == bihuan(*tonight, past, data=data)
    assert (place / "night" / "review.pdf").read_bytes().startswith(b"%PDF")
    bihuan("ledger", "verify", data=data)
    bihuan("ledger", "rebuild", "--check", data=data)
    bihuan("backup", place / "city.tar.gz", data=data)
    bihuan("restore", place / "city.tar.gz", data=place / "again")
    bihuan("ledger", "verify", data=place / "again")


def an_account_switched_off_is_out_with_its_next_request(people, data):
    town = people["town"]
    assert town.ask("/now") == 200
    assert town.at == "/now"
    bihuan("account", "disable", "--person", "202", data=data)
    town.ask("/now")
    assert town.at == "/accounts/login/"
    again = bihuan("account", "disable", "--person", "202", data=data, status=1)
    assert again == ""
