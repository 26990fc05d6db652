"""``bihuan review freeze``: files, the hash, and clear sentences for what does not fit."""

from hashlib import sha256

import pytest
from tests.factories import review as night
from tests.factories.review import DAY, EVENING, T0

from bihuan.features.review import api
from bihuan.site import cli

pytestmark = pytest.mark.django_db
AT = "2022-11-28T18:00:00+08:00"


@pytest.fixture
def run(drill, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("bihuan.site.commands.review.boot", lambda: tmp_path)

    def command(at=AT, *more, when=EVENING, out=tmp_path / "out"):
        with night.at(drill, when):
            status = cli.main(["review", "freeze", "--at", at, "--out", str(out), *more])
        return status, capsys.readouterr()

    return command


def test_the_files_carry_the_hash_and_a_second_call_gives_the_same(run, drill, tmp_path):
    night.enter(drill)
    status, first = run()
    assert status == 0
    digest = sha256((tmp_path / "out" / "review.json").read_bytes()).hexdigest()
    assert first.out.split() == ["SNAP-20221128-1800", digest]
    assert (tmp_path / "out" / "review.pdf").read_bytes().startswith(b"%PDF")
    night.enter(drill, [night.row(value=99)], when=EVENING, key="late")
    paper = (tmp_path / "out" / "review.pdf").read_bytes()
    assert run()[1].out == first.out
    assert (tmp_path / "out" / "review.pdf").read_bytes() == paper
    assert run("2022-11-28T10:00:00+00:00", "--language", "en")[1].out == first.out


def test_the_paper_leads_to_its_page_like_the_one_from_the_screen(run, drill, monkeypatch):
    asked = []
    monkeypatch.setattr(
        "bihuan.platform.ui.print.documents.qr_svg", lambda link: asked.append(link) or ""
    )
    monkeypatch.setattr("django.conf.settings.BASE_URL", "https://city.example/")
    night.enter(drill)
    assert run()[0] == 0
    assert asked == [f"https://city.example/review/{DAY}"]


@pytest.mark.parametrize(
    ("at", "more", "said"),
    [
        ("tonight", (), "is no time"),
        ("2022-11-28T18:00:00", (), "no time zone"),
        ("9999-12-31T18:00:00+08:00", (), "in the year 9999"),
        ("2022-11-28T17:00:00+08:00", (), "2022-11-28T18:00:00+08:00"),
        ("2022-11-20T18:00:00+08:00", (), "before the first day"),
        ("2022-11-29T18:00:00+08:00", (), "has not come"),
        (AT, ("--incident", "77"), "no such incident"),
    ],
)
def test_a_wrong_cut_off_or_incident_is_a_clear_sentence(run, drill, capsys, at, more, said):
    with pytest.raises(SystemExit) as stopped:
        run(at, *more)
    assert stopped.value.code == 2
    error = capsys.readouterr().err
    assert said in error
    assert "Traceback" not in error
    assert api.snapshot_head(incident=drill, day=DAY) is None


def test_a_folder_that_cannot_be_written_is_said(run, tmp_path, capsys):
    (tmp_path / "file").write_text("x")
    with pytest.raises(SystemExit):
        run(out=tmp_path / "file" / "below", when=T0 + night.HOUR)
    assert "Cannot write" in capsys.readouterr().err
