"""Making the demo again removes an earlier demo and nothing else."""

import fcntl

import pytest

from bihuan.site.commands import demo
from bihuan.site.demo.clean import clear


def test_an_earlier_demo_is_removed(tmp_path):
    (tmp_path / "settings.toml").write_text("demo = true\n", "utf-8")
    clear(tmp_path)
    assert not tmp_path.exists()


@pytest.mark.parametrize(
    "settings", ["# not demo = true\ndemo = false\n", 'name = "demo = true"\n', "demo = true\n[x"]
)
def test_a_real_city_that_mentions_the_demo_stays(tmp_path, settings):
    (tmp_path / "settings.toml").write_text(settings, "utf-8")
    with pytest.raises(FileExistsError):
        clear(tmp_path)
    assert (tmp_path / "settings.toml").read_text("utf-8") == settings


def test_a_demo_that_still_runs_stays(tmp_path):
    (tmp_path / "settings.toml").write_text("demo = true\n", "utf-8")
    with (tmp_path / "serve.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(BlockingIOError):
            clear(tmp_path)
    assert (tmp_path / "settings.toml").exists()
    clear(tmp_path)
    assert not tmp_path.exists()


def test_a_demo_without_the_assets_of_its_pages_says_what_still_works(tmp_path, capsys):
    demo.tell_if_bare(tmp_path)
    assert capsys.readouterr().out == ""
    demo.tell_if_bare(tmp_path / "vendor")
    said = capsys.readouterr().out
    assert "先运行 make vendor 可补全" in said
    assert "words and acts work without" in said
