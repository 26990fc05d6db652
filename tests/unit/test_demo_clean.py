"""Making the demo again removes an earlier demo and nothing else."""

import fcntl

import pytest

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
