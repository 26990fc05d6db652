"""The product as its own process, for tests that look at it from outside."""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def bihuan(*words: str, data: Path) -> list[str]:
    return [sys.executable, "-m", "bihuan", words[0], "--data", str(data), *words[1:]]


def environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BIHUAN_")}
    return kept | {"PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1"}


@dataclass(frozen=True)
class Running:
    """A city in its own process: where it is reached and where it lies."""

    address: str
    data: Path


@contextmanager
def demo_city(shared: Path, data: Path) -> Iterator[Running]:
    """Serve a demo city of one's own, copied from one that is made once for all processes."""
    with (shared / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "demo").exists():
            make_demo(shared / "demo-in-the-making")
            (shared / "demo-in-the-making").rename(shared / "demo")
    shutil.copytree(shared / "demo", data)
    with served(data) as address:
        yield Running(address, data)


def make_demo(data: Path) -> None:
    made = subprocess.run(
        bihuan("demo", "--no-serve", data=data),
        env=environment(), capture_output=True, text=True, timeout=1200, check=False,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr[-3000:]


@contextmanager
def served(data: Path) -> Iterator[str]:
    """Serve what lies in a data directory on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = bihuan("serve", "--only", "web", "--port", str(port), data=data)
    with subprocess.Popen(words, env=environment()) as server:
        address = f"http://127.0.0.1:{port}"
        try:
            wait_for(address)
            yield address
        finally:
            server.terminate()


def wait_for(address: str) -> None:
    for _ in range(1800):
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=2).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server did not start")
