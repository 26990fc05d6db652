"""Pictures of places: cleaned, smudged, and shown to those who may see the order only."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from tests.factories import posts as duty
from tests.factories.orders import AUDITOR, HEAD, ORDINARY, SOUTH_VERIFIER, SUPERVISOR, text_of
from tests.factories.territory import BRIDGE

from bihuan.domain.policy.loop_acts import LoopAct as A
from bihuan.features.supervision import api
from bihuan.platform.db.dialects import Session


def photo(kind="JPEG") -> bytes:
    picture = Image.new("RGB", (640, 480), (90, 120, 150))
    exif = Image.Exif()
    exif[0x010E] = "taken by somebody"
    target = io.BytesIO()
    picture.save(target, kind, exif=exif)
    return target.getvalue()


def add(town, post, finding, data=None, **fields):
    sent = {"key": "k1", "smudged": "yes", "caption": "西门", **fields}
    if data is not None:
        sent["picture"] = SimpleUploadedFile("../../x.php", data, "text/html")
    with town.later(seconds=10):
        return town.client(post).post(f"/orders/{finding}/evidence", sent)


def stored():
    return Session().all("SELECT id, file, stage, caption, smudged FROM supervision_evidence")


def test_a_picture_is_drawn_anew_stored_once_and_shown(town):
    finding = town.to_rectifying()
    assert add(town, duty.LEADER, finding, photo()).status_code == 303
    assert add(town, duty.LEADER, finding, photo()).status_code == 303
    ((identity, file, stage, caption, smudged),) = stored()
    assert (stage, caption, bool(smudged)) == ("feedback", "西门", True)
    with town.later(seconds=1):
        answer = town.client(duty.CLERK).get(f"/evidence/{identity}.jpg")
        body = b"".join(answer.streaming_content)
        again = town.client(duty.CLERK).get(
            f"/evidence/{identity}.jpg", headers={"If-None-Match": answer["ETag"]}
        )
    assert again.status_code == 304
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "private, no-cache"
    assert not Image.open(io.BytesIO(body)).getexif()
    assert file in answer["ETag"].strip('"') + ".jpg"


def test_a_picture_is_seen_by_whoever_sees_the_order_only(town):
    finding = town.to_rectifying()
    add(town, duty.LEADER, finding, photo())
    ((identity, *_),) = stored()
    with town.later(seconds=1):
        for post, status in ((AUDITOR, 200), (SOUTH_VERIFIER, 404), (duty.MARKET_LEADER, 404)):
            answer = town.client(post).get(f"/evidence/{identity}.jpg")
            answer.close()
            assert answer.status_code == status
        for wrong in ("0" * 32, "..%2f..%2fsecret", "x"):
            assert town.client(duty.CLERK).get(f"/evidence/{wrong}.jpg").status_code == 404


def test_what_is_no_picture_or_was_not_looked_at_is_refused_and_not_stored(town):
    finding = town.to_rectifying()
    no_picture = add(town, duty.LEADER, finding, b"<svg onload=alert(1)>")
    assert (no_picture.status_code, stored()) == (422, [])
    assert "不是可读取的" in text_of(no_picture)
    missing = add(town, duty.LEADER, finding)
    not_looked_at = add(town, duty.LEADER, finding, photo(), smudged="")
    assert (missing.status_code, not_looked_at.status_code, stored()) == (422, 422, [])
    assert "请先检查人脸、车牌" in text_of(not_looked_at)
    long = add(town, duty.LEADER, finding, photo(), caption="长" * 201)
    turned = add(town, duty.LEADER, finding, photo(), caption="西\u202e门")
    assert (long.status_code, turned.status_code, stored()) == (422, 422, [])


def test_who_has_no_task_adds_no_picture(town):
    finding = town.to_rectifying()
    assert add(town, AUDITOR, finding, photo()).status_code == 422
    assert add(town, duty.MARKET_LEADER, finding, photo()).status_code == 404
    assert stored() == []


def test_nothing_is_added_to_what_was_withdrawn(town):
    finding = town.to_assigned()
    assert api.may_add_evidence(town.by(HEAD), town.facts(finding))
    digits = f"{town.facts(finding).ledger_number:04d}"
    town.do(HEAD, finding, A.WITHDRAW, reason="重复", confirm=digits)
    assert not api.may_add_evidence(town.by(HEAD), town.facts(finding))


def test_pictures_stand_in_for_words_in_the_feedback(town):
    finding = town.to_rectifying()
    add(town, duty.LEADER, finding, photo("PNG"))
    town.tick_all(finding)
    town.do(duty.LEADER, finding, A.RECTIFY, evidence="", cause="夜间无人", prevention="试开")
    assert town.facts(finding).rectified_at is not None


def test_the_picture_of_the_fault_is_no_evidence_that_it_was_put_right(town):
    finding = town.to_reported()
    add(town, SUPERVISOR, finding, photo())
    said = {"order_text": "打开西门", "items": "", "reply_text": "可以陈述"}
    town.do(duty.CLERK, finding, A.FILE, severity="1", clause="Fire Law 28")
    town.do(duty.CLERK, finding, A.ASSIGN, **said)
    town.do(duty.LEADER, finding, A.RECEIVE)
    town.do(duty.LEADER, finding, A.START)
    add(town, duty.CLERK, finding, photo("PNG"), key="k2")
    words = {"evidence": "", "cause": "夜间无人", "prevention": "试开"}
    answer = town.press(duty.LEADER, finding, A.RECTIFY, **words)
    assert (answer.status_code, town.facts(finding).state) == (422, "RECTIFYING")
    said = {"key": "k3", "said": words, "act": A.RECTIFY}
    seen = api.Seen(finding, town.incident)
    with town.later(seconds=1):
        assert api.act_on(by=town.by(duty.LEADER), seen=seen, **said).code == "evidence_missing"
    ordinary = town.to_reported(type_code=ORDINARY)
    add(town, SUPERVISOR, ordinary, photo(), key="k4")
    fix = town.press(SUPERVISOR, ordinary, A.FIX_ON_SITE, evidence="", unit_agrees="on")
    assert (fix.status_code, town.facts(ordinary).state) == (422, "REPORTED")


def test_a_photo_that_cannot_be_kept_refuses_the_whole_report(town, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    (tmp_path / "attachments").write_text("no folder", "utf-8")
    said = {
        "type": "X02", "zone": str(BRIDGE), "key": "once", "text": "西门上锁",
        "photo": SimpleUploadedFile("one.jpg", photo(), "image/jpeg"), "smudged": "on",
    }  # fmt: skip
    before = Session().one("SELECT count(*) FROM supervision_finding")
    with town.later(minutes=1), pytest.raises(OSError, match="attachments"):
        town.client(SUPERVISOR).post("/f/report", said)
    assert Session().one("SELECT count(*) FROM supervision_finding") == before
