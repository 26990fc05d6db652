"""R2 and R3: what was acknowledged was synced before, and survives a power cut."""

import random
from threading import Thread

import pytest
from django.db import connection, connections
from tests.chaos.conftest import FILE, move_to
from tests.factories.orders import SUPERVISOR
from tests.factories.territory import BRIDGE

from bihuan.features.supervision import api
from bihuan.platform.commands import Outcome
from bihuan.platform.db.dialects import Session
from bihuan.platform.db.ledgered import ledgered_tables
from bihuan.platform.ledger.rebuild import check
from bihuan.platform.ledger.verify import verify

pytestmark = pytest.mark.django_db(transaction=True)
CUTS, CALLERS, EACH, SEED = 24, 4, 30, 20221128
IN_TURN, CHECKPOINT = 120, 40


def reporter(city):
    by, incident = city.town.by(SUPERVISOR), city.town.incident

    def report(key):
        draft = api.FindingDraft(type_code="P01", zone=BRIDGE, text=key)
        answer = api.report(by=by, incident=incident, draft=draft, key=key)
        assert isinstance(answer, Outcome), answer

    return report


class Cuts:
    """Power cuts at random operations of the disk, with what was acknowledged until then."""

    def __init__(self, disk, folder, operations):
        self.rng, self.disk, self.folder = random.Random(SEED), disk, folder
        self.at = sorted(self.rng.sample(range(1, operations), CUTS))
        self.acknowledged, self.taken, self.seen = [], [], 0

    def watch(self):
        self.seen += 1
        if self.at and self.seen >= self.at[0]:
            self.at.pop(0)
            place = self.folder / f"cut-{len(self.taken)}"
            acknowledged = list(self.acknowledged)
            self.disk.after_a_power_cut(place, self.rng)
            self.taken.append((place / FILE, acknowledged))


def storm(report, cuts):
    """Report by several callers at once, with checkpoints in between."""

    def work(caller):
        try:
            for number in range(EACH):
                report(f"{caller}-{number}")
                cuts.acknowledged.append(f"{caller}-{number}")
                if caller == 0 and number % 10 == 9:
                    Session().checkpoint()
        finally:
            connections.close_all()

    threads = [Thread(target=work, args=(caller,)) for caller in range(CALLERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def lost(cuts):
    """Count what was acknowledged before a cut and is not there after it."""
    missing = 0
    for file, acknowledged in cuts.taken:
        connection.close()
        move_to(file)
        session = Session()
        assert session.one("PRAGMA integrity_check") == ("ok",)
        assert verify(session).faults == ()
        assert check(session, ledgered_tables())[1] == []
        kept = {text for (text,) in session.all("SELECT text FROM supervision_finding")}
        missing += len(set(acknowledged) - kept)
    return missing


def test_no_power_cut_takes_what_was_acknowledged(city, tmp_path):
    report = reporter(city)
    report("first")
    cuts = Cuts(city.disk, tmp_path, CALLERS * EACH * 8)
    city.disk.watch = cuts.watch
    storm(report, cuts)
    city.disk.watch = None
    assert len(cuts.taken) == CUTS
    assert len(cuts.taken[-1][1]) > CALLERS * EACH // 4
    assert lost(cuts) == 0


def test_without_a_sync_at_every_commit_the_same_cuts_would_lose_some(city, tmp_path):
    report = reporter(city)
    report("first")
    connection.connection.execute("PRAGMA synchronous=NORMAL")
    cuts = Cuts(city.disk, tmp_path, IN_TURN * 8)
    city.disk.watch = cuts.watch
    for number in range(IN_TURN):
        report(str(number))
        cuts.acknowledged.append(str(number))
    city.disk.watch = None
    assert lost(cuts) > 0


def test_no_command_is_answered_before_its_log_is_synced(city):
    report = reporter(city)
    early = 0
    for number in range(IN_TURN):
        report(str(number))
        early += city.disk.unsynced() > 0
        if number % CHECKPOINT == 0:
            Session().checkpoint()
    assert early == 0


def test_no_page_is_answered_before_its_log_is_synced(city):
    client, early = city.town.client(SUPERVISOR), 0
    for number in range(CHECKPOINT):
        said = {"type": "P01", "zone": BRIDGE, "text": "占道", "key": f"key-{number}"}
        assert client.post("/f/report", said).status_code == 302
        early += city.disk.unsynced() > 0
    assert early == 0
