"""The register command as somebody at the machine uses it: a new city, a file, an answer."""

from pathlib import Path

import pytest
from tests.console import bihuan

ROOT = Path(__file__).resolve().parents[2]
LINFEN = ROOT / "src" / "bihuan" / "site" / "demo" / "data" / "linfen_zones.csv"
PASSWORD = "a-long-enough-phrase-7"


@pytest.fixture
def data(tmp_path):
    (tmp_path / "password").write_text(PASSWORD)
    done = bihuan(
        "setup", "--city", "1410", "--name-zh", "临汾市", "--name-en", "Linfen City",
        "--admin", "root",
        "--admin-name", "管理员", "--password-file", str(tmp_path / "password"),
        data=tmp_path / "city",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return tmp_path / "city"


def test_the_register_of_a_whole_city_is_tried_entered_and_unchanged_the_second_time(
    data, tmp_path
):
    answers = [
        bihuan("register", "zones", str(LINFEN), *more, data=data)
        for more in ((), ("--enter",), ("--enter",))
    ]
    assert [one.returncode for one in answers] == [0, 0, 0], answers
    assert [one.stdout.split(": ")[1].strip() for one in answers] == [
        "+2501 ~0 =1",
        "+2501 ~0 =1",
        "+0 ~0 =2502",
    ]
    file = tmp_path / "zones.csv"
    file.write_text("code,name_zh\n7,北门区\n", "utf-8")
    bad = bihuan("register", "zones", str(file), "--enter", data=data)
    assert bad.returncode == 1
    assert "zones 2 code" in bad.stdout
    odd = bihuan("register", "duty", str(tmp_path / "none.xlsx"), data=data)
    assert odd.returncode == 2
    assert "Traceback" not in bad.stderr + odd.stderr
