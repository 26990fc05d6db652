"""R45: the product makes no outgoing connection, in the suite or served without a network."""

import socket
import subprocess
import sys
import textwrap

import pytest
from tests.console import bihuan, environment
from tests.loopback import OutsideConnection, is_own
from tests.security.test_first_run import SETUP

# Brings the loopback up in a namespace that has nothing else, serves, and asks for a page.
LONELY = """
    import fcntl, os, socket, struct, subprocess, sys, time, urllib.request
    names = [name for _, name in socket.if_nameindex()]
    assert names == ["lo"], names
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        fcntl.ioctl(probe, 0x8914, struct.pack("16sh14x", b"lo", 0x1 | 0x40))
    def ask(path):
        return urllib.request.urlopen(f"http://127.0.0.1:8000{path}", timeout=5)
    server = subprocess.Popen([sys.executable, "-m", "bihuan", "serve", "--port", "8000"])
    try:
        for _ in range(1800):
            try:
                with ask("/healthz") as answer:
                    print("served", answer.status)
                break
            except OSError:
                time.sleep(0.1)
        with ask("/accounts/login/") as page:
            print("login", page.status, len(page.read()) > 1000)
    finally:
        server.terminate()
        server.wait(30)
"""


@pytest.mark.parametrize("host", ["192.0.2.1", "10.0.0.1"])
def test_the_guard_of_the_suite_stops_what_leads_elsewhere(host):
    with pytest.raises(OutsideConnection), socket.socket() as one:
        one.connect((host, 80))
    with pytest.raises(OutsideConnection), socket.socket(type=socket.SOCK_DGRAM) as one:
        one.sendto(b"x", (host, 53))


@pytest.mark.parametrize("host", ["192.0.2.1", "example.org", "2001:db8::1"])
def test_the_guard_of_the_suite_looks_no_name_up(host):
    with pytest.raises(OutsideConnection):
        socket.getaddrinfo(host, 80)


def test_the_guard_lets_this_machine_speak_to_itself():
    for host in ("127.0.0.1", "::1", "localhost", "/run/x.sock"):
        assert is_own(host)
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()


def test_the_product_serves_where_there_is_no_network(tmp_path):
    """Web, worker and clock in a network namespace that holds the loopback alone."""
    password, data = tmp_path / "password", tmp_path / "data"
    password.write_text("seven quiet geese at dawn\n", "utf-8")
    made = bihuan("setup", *SETUP, "--password-file", password, data=data)
    assert made.returncode == 0, made.stderr
    (data / "settings.toml").write_text(
        'demo = false\nhosts = []\ntls = false\nbase_url = "http://localhost:8000"\n', "utf-8"
    )
    alone = ["unshare", "--user", "--map-root-user", "--net", sys.executable]
    ran = subprocess.run(
        [*alone, "-c", textwrap.dedent(LONELY)], capture_output=True, text=True, timeout=300,
        env=environment(data), check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr[-2000:]
    assert "served 200" in ran.stdout
    assert "login 200 True" in ran.stdout
