"""Tampering of every kind is found and the first bad entry named."""

import json
import random

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.factories.tampering import remove_triggers
from tests.platform.conftest import COUNTY, Author, MakeClock

from bihuan.domain.chain.links import body_hash, entry_hash
from bihuan.platform.commands import execute
from bihuan.platform.commands.command import Written
from bihuan.platform.db.changes import Entry
from bihuan.platform.db.dialects import Session
from bihuan.platform.db.ledgered import ledgered_tables
from bihuan.platform.ledger import signing
from bihuan.platform.ledger.rebuild import check
from bihuan.platform.ledger.roots import export_roots
from bihuan.platform.ledger.verify import verify
from bihuan.site.cli import main

pytestmark = pytest.mark.django_db
CHAIN = COUNTY // 10**9
COLUMNS = (
    "at",
    "incident_at",
    "kind",
    "subject",
    "zone",
    "post",
    "person",
    "key",
    "head",
    "body",
    "body_hash",
    "hash",
)


class Seal:
    kind, incident = "test.seal", 0

    def __init__(self, day: str) -> None:
        self.day = day

    def payload(self):
        return {"day": self.day}

    def load(self, read):
        return None

    def check(self, by, facts):
        return None

    def decide(self, by, facts, now):
        return now

    def write(self, step, facts, registrar):
        root = registrar.seal(0, self.day)
        return Written([Entry("test.sealed", self.day, COUNTY, facts={"root": root.hex()})])


@pytest.fixture
def ledger(author: Author, signing_key: None) -> Session:
    for n in range(1, 21):
        execute(MakeClock(n), by=author, key=f"k{n}")
    session = Session()
    remove_triggers(session)  # whoever holds the file can do that; the chain must tell
    return session


def faults(session, **options):
    return [(f.chain, f.number) for f in verify(session, **options).faults]


def test_an_untouched_ledger_is_intact(ledger):
    report = verify(ledger)
    assert (report.entries, report.faults) == (20, ())


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("n", [1, 10, 20])
def test_a_changed_column_is_found_at_its_entry(ledger, column, n):
    (value,) = ledger.one(f"SELECT {column} FROM ledger_event WHERE n=?", (n,))
    if isinstance(value, bytes):
        other = bytes([value[0] ^ 1]) + value[1:]
    else:
        other = value + 1 if isinstance(value, int) else value + "x"
    ledger.run(f"UPDATE ledger_event SET {column}=? WHERE n=?", (other, n))
    assert faults(ledger) == [(CHAIN, n)]


@pytest.mark.parametrize("n", [1, 10, 20])
def test_a_removed_entry_is_found(ledger, n):
    ledger.run("DELETE FROM ledger_event WHERE n=?", (n,))
    assert faults(ledger) == [(CHAIN, n)]


def test_reordered_entries_are_found(ledger):
    ledger.run("UPDATE ledger_event SET n=99 WHERE n=5")
    ledger.run("UPDATE ledger_event SET n=5 WHERE n=6")
    ledger.run("UPDATE ledger_event SET n=6 WHERE n=99")
    assert faults(ledger) == [(CHAIN, 5)]


def test_a_copied_entry_is_found(ledger):
    ledger.run(
        "INSERT INTO ledger_event SELECT chain, 21, at, incident_at, kind, subject, zone, post,"
        " person, key, head, body, body_hash, hash FROM ledger_event WHERE n=20"
    )
    assert faults(ledger) == [(CHAIN, 21)]


def test_random_bytes_never_break_the_verification(ledger):
    rng = random.Random(20260802)
    for _ in range(100):
        n, column = rng.randint(1, 20), rng.choice(COLUMNS)
        (value,) = ledger.one(f"SELECT {column} FROM ledger_event WHERE n=?", (n,))
        junk = rng.choice([rng.randbytes(rng.randint(0, 40)), rng.getrandbits(62), "�", "{"])
        if junk == value:
            continue
        ledger.run(f"UPDATE ledger_event SET {column}=? WHERE n=?", (junk, n))
        assert faults(ledger) == [(CHAIN, n)]
        ledger.run(f"UPDATE ledger_event SET {column}=? WHERE n=?", (value, n))
    assert faults(ledger) == []


@pytest.mark.parametrize("junk", ["{", b"{", b"[]", b"{}", b"\xff", 7, b'{"rows": [1]}', b"7"])
def test_the_replay_names_an_entry_that_cannot_be_read_and_goes_on(ledger, junk):
    ledger.run("UPDATE ledger_event SET body=? WHERE n=5", (junk,))
    state, differences = check(ledger, ledgered_tables())
    assert ("ledger_event", f"{CHAIN}/5") in {(one.table, one.row) for one in differences}
    assert ("incident_clock", "20") in {(table, str(row)) for table, row in state.rows}


def test_a_body_that_is_gone_without_a_record_is_found(ledger):
    ledger.run("UPDATE ledger_event SET body=NULL WHERE n BETWEEN 7 AND 9")
    assert faults(ledger) == [(CHAIN, 7)]


def test_a_truncated_chain_is_found_by_a_root_kept_outside(ledger, author, tmp_path):
    execute(Seal("2026-08-02"), by=author, key="seal")
    export_roots(ledger, tmp_path)
    (root,) = tmp_path.glob("*.json")
    assert faults(ledger, roots=tmp_path) == []
    keep = ledger.one("SELECT n, hash FROM ledger_event WHERE n=12")
    ledger.run("DELETE FROM ledger_event WHERE n>12")
    ledger.run("DELETE FROM ledger_root")
    ledger.run("UPDATE ledger_head SET n=?, hash=?", keep)
    assert faults(ledger) == []
    assert (CHAIN, 20) in faults(ledger, roots=tmp_path)
    document = json.loads(root.read_text())
    document["entries"][0][1] = 12
    root.write_text(json.dumps(document))
    assert faults(ledger, roots=tmp_path)
    root.write_text("not json")
    assert faults(ledger, roots=tmp_path) == [(0, 0)]


def hashed_anew(ledger, first):
    """Link a chain anew from an entry on, as somebody does who knows how it is made."""
    rows = ledger.all("SELECT n, head, body FROM ledger_event WHERE n>=? ORDER BY n", (first,))
    (link,) = ledger.one("SELECT hash FROM ledger_event WHERE n=?", (first - 1,))
    for n, head, body in rows:
        digest = body_hash(bytes(body))
        link = entry_hash(bytes(link), CHAIN, n, bytes(head), digest)
        ledger.run("UPDATE ledger_event SET body_hash=?, hash=? WHERE n=?", (digest, link, n))
    ledger.run("UPDATE ledger_head SET hash=?", (link,))


def test_a_chain_that_an_insider_hashed_anew_is_found_by_a_root_kept_outside(
    ledger, author, tmp_path
):
    execute(Seal("2026-08-02"), by=author, key="seal")
    export_roots(ledger, tmp_path)
    ledger.run(
        "UPDATE ledger_event SET body=CAST(replace(body, '1000', '9999') AS BLOB) WHERE n=12"
    )
    hashed_anew(ledger, 12)
    ledger.run("DELETE FROM ledger_root")
    assert faults(ledger) == []
    assert CHAIN in {chain for chain, _ in faults(ledger, roots=tmp_path)}


def test_an_older_file_put_back_is_found_by_a_root_kept_outside(ledger, author, tmp_path):
    tables = ("ledger_event", "ledger_head", "ledger_root")
    for table in tables:
        ledger.run(f"CREATE TEMP TABLE older_{table} AS SELECT * FROM {table}")
    execute(Seal("2026-08-02"), by=author, key="seal")
    export_roots(ledger, tmp_path)
    for table in tables:
        ledger.run(f"DELETE FROM {table}")
        ledger.run(f"INSERT INTO {table} SELECT * FROM older_{table}")
    assert faults(ledger) == []
    assert faults(ledger, roots=tmp_path) != []


def test_a_root_that_a_forger_signed_with_his_own_key_is_found_by_the_key_kept_outside(
    ledger, author, tmp_path, settings
):
    execute(Seal("2026-08-02"), by=author, key="seal")
    export_roots(ledger, tmp_path)
    kept = signing.public_keys(settings.DATA_DIR)
    assert faults(ledger, roots=tmp_path, trusted=kept) == []
    forger = Ed25519PrivateKey.generate()
    public = signing.public_bytes(forger.public_key())
    (path,) = tmp_path.glob("*.json")
    document = json.loads(path.read_text())
    document["signature"] = forger.sign(bytes.fromhex(document["root"])).hex()
    document["public_key"], document["key_id"] = public.hex(), signing.key_id(public)
    path.write_text(json.dumps(document))
    assert faults(ledger, roots=tmp_path) == [], "by the key inside it all seems well"
    assert faults(ledger, roots=tmp_path, trusted=kept) == [(0, 0)]


def console(capsys, *words):
    """The console program, in this process and on this database."""
    status = main(["ledger", "verify", *map(str, words)])
    said = capsys.readouterr()
    return status, said.out + said.err


def test_the_console_trusts_a_public_key_kept_outside_and_no_other(
    ledger, author, tmp_path, settings, capsys
):
    execute(Seal("2026-08-02"), by=author, key="seal")
    roots, own, other = tmp_path / "roots", tmp_path / "own.pub", tmp_path / "other.pub"
    export_roots(ledger, roots)
    own.write_bytes((settings.DATA_DIR / signing.PUBLIC_FILE).read_bytes())
    stranger = signing.public_bytes(Ed25519PrivateKey.generate().public_key())
    other.write_text(f"{stranger.hex()}\n", "utf-8")
    assert console(capsys, "--roots", roots, "--pubkey", own)[0] == 0
    status, said = console(capsys, "--roots", roots, "--pubkey", other)
    assert status == 1
    assert "no trusted key has signed it" in said
    assert "1 roots" in said


def test_the_console_refuses_what_is_no_key_or_no_folder_in_both_languages(
    ledger, tmp_path, capsys
):
    (tmp_path / "letter.pub").write_text("尊敬的领导", "utf-8")
    for words, zh, en in (
        (("--pubkey", tmp_path / "letter.pub"), "不是公钥文件", "No file of public keys"),
        (("--pubkey", tmp_path / "none.pub"), "不是公钥文件", "No file of public keys"),
        (("--roots", tmp_path / "none"), "没有这个文件夹", "No such folder"),
    ):
        status, said = console(capsys, *words)
        assert status == 2
        assert zh in said
        assert en in said
        assert "Traceback" not in said


def test_each_former_root_must_still_lie_on_the_chain(ledger, author, tmp_path):
    for day in (2, 3, 4):
        execute(MakeClock(30 + day), by=author, key=f"more{day}")
        execute(Seal(f"2026-08-0{day}"), by=author, key=f"seal{day}")
    export_roots(ledger, tmp_path)
    assert faults(ledger, roots=tmp_path) == []
    ledger.run("DELETE FROM ledger_root WHERE day='2026-08-03'")
    said = [fault.what for fault in verify(ledger, roots=tmp_path).faults]
    assert any("2026-08-03 differs or is missing" in one for one in said)
    assert any("2026-08-04 does not follow" in one for one in said)


def test_a_missing_public_key_is_said_once_and_where_to_get_it(ledger, author, settings, tmp_path):
    for day in (2, 3):
        execute(Seal(f"2026-08-0{day}"), by=author, key=f"seal{day}")
    file = settings.DATA_DIR / signing.PUBLIC_FILE
    text = file.read_text("utf-8")
    file.unlink()
    try:
        (fault,) = verify(ledger).faults
        assert "root-key.pub is missing" in fault.what
        assert "--pubkey" in fault.what
        (tmp_path / "kept.pub").write_text(text, "utf-8")
        kept = signing.read_public(tmp_path / "kept.pub")
        assert verify(ledger, trusted=kept).faults == ()
    finally:
        file.write_text(text, "utf-8")


@pytest.mark.parametrize("text", ["not hex", "abcd", "密钥"])
def test_a_file_that_holds_no_public_key_is_refused(tmp_path, text):
    (tmp_path / "some.pub").write_text(text, "utf-8")
    with pytest.raises(ValueError, match="hex"):
        signing.read_public(tmp_path / "some.pub")


def test_sealing_a_day_twice_keeps_its_root(ledger, author):
    first = execute(Seal("2026-08-02"), by=author, key="one")
    execute(MakeClock(30), by=author, key="more")
    second = execute(Seal("2026-08-02"), by=author, key="two")
    assert first.number < second.number
    assert ledger.one("SELECT count(*) FROM ledger_root") == (1,)
    execute(Seal("2026-08-03"), by=author, key="three")
    assert faults(ledger) == []
