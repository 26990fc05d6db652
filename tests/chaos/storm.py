"""A storm (R1): many submissions while the server is killed again and again.

``python -m tests.chaos.storm`` runs it at full size: 10,000 submissions by 8 senders, 200 kills
with SIGKILL, a quarter of them of one process only. Nothing acknowledged may be lost, nothing
doubled; ledger, tables and file must be whole. Only loopback traffic; it ends by itself.
"""

import argparse
import http.client
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

from tests.chaos.accounts import SENDERS, accounts
from tests.chaos.sender import Browser, NoAnswerError, Sender

ROOT = Path(__file__).resolve().parents[2]
SHARE_OF_ONE = 4  # every fourth kill meets one process only
MINUTE = 60.0
# With it each start would compile the whole product anew, which no installation does.
UNCOMPILED = "PYTHONDONTWRITEBYTECODE"


@dataclass(frozen=True, slots=True)
class Size:
    """How large a storm is; it ends with a fault when it takes longer than ``minutes``."""

    submissions: int = 10_000
    kills: int = 200
    minutes: float = 180.0
    seed: int = 1


USUAL = Size()


@dataclass(slots=True)
class Outcome:
    """What became of it; ``faults`` is empty when every promise held."""

    acknowledged: int = 0
    kills: int = 0
    of_one: int = 0
    sent_again: int = 0
    ready: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        waits = sorted(self.ready) or [0.0]
        return (
            f"{self.acknowledged} submissions acknowledged, {self.kills} kills ({self.of_one} of"
            f" one process), {self.sent_again} sent again; ready again after"
            f" {waits[len(waits) // 2]:.1f} s (median), {waits[-1]:.1f} s (longest);"
            f" {len(self.faults)} faults"
        )


class Server:
    """A real ``bihuan serve`` in a process group of its own."""

    def __init__(self, data: Path, port: int, log: Path) -> None:
        self.data, self.port, self._log = data, port, log
        self._child: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and return at once."""
        words = [sys.executable, "-m", "bihuan", "serve", "--data", self.data, "--port", self.port]
        with self._log.open("ab") as log:
            self._child = subprocess.Popen(
                [str(word) for word in words], env=environment(self.data), cwd=ROOT,
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def wait_until_ready(self, end: float) -> float:
        """Return after how many seconds it answered."""
        begun, browser = time.monotonic(), Browser(self.port)
        while True:
            try:
                if browser.send("GET", "/healthz")[0] == http.client.OK:
                    browser.close()
                    return time.monotonic() - begun
            except NoAnswerError:
                if time.monotonic() > end:
                    raise TimeoutError(self._log.read_text("utf-8")[-2000:]) from None
            time.sleep(0.05)

    def kill_all(self) -> None:
        """Kill every process of it at once."""
        assert self._child is not None
        os.killpg(self._child.pid, signal.SIGKILL)
        self._child.wait()

    def kill_one(self, rng: random.Random) -> None:
        """Kill one process of it: web, worker or clock, or one that web started."""
        assert self._child is not None
        below = descendants(self._child.pid)
        if below:
            os.kill(rng.choice(below), signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to stop, and see to it."""
        if self._child is not None and self._child.poll() is None:
            self._child.terminate()
            try:
                self._child.wait(20)
            except subprocess.TimeoutExpired:
                self.kill_all()


def environment(data: Path) -> dict[str, str]:
    """Return the environment of a process that works on a data directory."""
    kept = {name: value for name, value in os.environ.items() if name != UNCOMPILED}
    return {
        **kept,
        "BIHUAN_DATA": str(data),
        "BIHUAN_LOG": "ERROR",
        "DJANGO_SETTINGS_MODULE": "bihuan.site.settings",
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")]),
    }


def descendants(parent: int) -> list[int]:
    """Return the processes below one, as the kernel lists them."""
    path = Path(f"/proc/{parent}/task/{parent}/children")
    try:
        found = [int(word) for word in path.read_text("ascii").split()]
    except OSError:
        return []
    return [*found, *(below for one in found for below in descendants(one))]


def run(*words: str, data: Path) -> subprocess.CompletedProcess[str]:
    """Run a module of ours on a data directory."""
    return subprocess.run(
        [sys.executable, "-m", *words], env=environment(data), cwd=ROOT, text=True,
        capture_output=True, check=False,
    )  # fmt: skip


class Storm:
    """Senders, a killer, and the reckoning afterwards."""

    def __init__(self, folder: Path, port: int, size: Size) -> None:
        self.size, self.outcome = size, Outcome()
        self._data = folder / "city"
        self._server = Server(self._data, port, folder / "serve.log")
        self._end = time.monotonic() + size.minutes * MINUTE
        self._done, self._rng = Event(), random.Random(size.seed)
        self._senders = [
            Sender(port, name, size.seed * 100 + n, self._over) for n, name in enumerate(accounts())
        ]

    def blow(self) -> Outcome:
        """Make the city, let it storm, reckon."""
        made = run("tests.chaos.city", data=self._data)
        if made.returncode:
            raise RuntimeError(made.stderr)
        self._server.start()
        try:
            self._server.wait_until_ready(self._end)
            self._let_it_storm()
        finally:
            self._done.set()
            self._server.stop()
        self._reckon()
        return self.outcome

    def _over(self) -> bool:
        return time.monotonic() > self._end

    def _acknowledged(self) -> int:
        return sum(len(one.acknowledged) for one in self._senders)

    def _let_it_storm(self) -> None:
        threads = [Thread(target=self._send, args=(one,), daemon=True) for one in self._senders]
        for thread in threads:
            thread.start()
        step = self.size.submissions / (self.size.kills + 1)
        for number in range(1, self.size.kills + 1):
            while self._acknowledged() < number * step and not self._over():
                time.sleep(0.005)
            time.sleep(self._rng.uniform(0, 0.05))
            self._kill(number)
        for thread in threads:
            thread.join(max(0.0, self._end - time.monotonic()) + MINUTE)

    def _send(self, sender: Sender) -> None:
        share = self.size.submissions / SENDERS
        try:
            sender.sign_in()
            while len(sender.acknowledged) < share:
                sender.file_some()
        except Exception as fault:
            sender.faults.append(repr(fault))
        sender.sign_off()

    def _kill(self, number: int) -> None:
        if number % SHARE_OF_ONE:
            self._server.kill_all()
            self._server.start()
        else:
            self._server.kill_one(self._rng)
            self.outcome.of_one += 1
        self.outcome.kills += 1
        waited = self._server.wait_until_ready(self._end)
        if number % SHARE_OF_ONE:
            self.outcome.ready.append(waited)

    def _reckon(self) -> None:
        outcome = self.outcome
        outcome.acknowledged = self._acknowledged()
        outcome.sent_again = sum(one.sent_again for one in self._senders)
        outcome.faults += [fault for one in self._senders for fault in one.faults]
        if outcome.acknowledged < self.size.submissions:
            outcome.faults.append(f"only {outcome.acknowledged} were acknowledged")
        outcome.faults += list(self._lost_or_doubled())
        for words in (("verify",), ("rebuild", "--check")):
            found = run("bihuan", "ledger", *words, data=self._data)
            if found.returncode:
                outcome.faults.append(f"ledger {words}: {found.stdout[-500:]}{found.stderr[-500:]}")

    def _lost_or_doubled(self) -> list[str]:
        database = sqlite3.connect(self._data / "bihuan.sqlite3")
        whole = database.execute("PRAGMA integrity_check").fetchone()[0]
        stored = database.execute("SELECT text, id FROM supervision_finding").fetchall()
        database.close()
        said = {key: one for sender in self._senders for key, one in sender.acknowledged.items()}
        faults = [] if whole == "ok" else [f"integrity: {whole}"]
        kept = dict(stored)
        faults += [f"lost: {key} {one}" for key, one in said.items() if kept.get(key) != one]
        faults += [f"never acknowledged: {key}" for key in kept.keys() - said.keys()]
        if len(stored) != len(kept):
            faults.append(f"doubled: {len(stored)} findings of {len(kept)} keys")
        return faults


def main() -> int:
    """Run a storm and say what became of it."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--submissions", type=int, default=USUAL.submissions)
    parser.add_argument("--kills", type=int, default=USUAL.kills)
    parser.add_argument("--minutes", type=float, default=USUAL.minutes)
    parser.add_argument("--seed", type=int, default=USUAL.seed)
    parser.add_argument("--port", type=int, default=8109)
    given = parser.parse_args()
    size = Size(given.submissions, given.kills, given.minutes, given.seed)
    with tempfile.TemporaryDirectory(prefix="bihuan-storm-") as folder:
        outcome = Storm(Path(folder), given.port, size).blow()
    said = [str(outcome), *(f"  {fault}" for fault in outcome.faults[:20])]
    sys.stdout.write("\n".join(said) + "\n")
    return 1 if outcome.faults else 0


if __name__ == "__main__":
    sys.exit(main())
