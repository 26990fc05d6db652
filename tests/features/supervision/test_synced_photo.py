"""Photos of reports made without a network: kept beside the finding, or refused with a reason."""

import base64
import io

from PIL import Image

from bihuan.domain.refusals import Refusal
from bihuan.features.supervision.views.synced_photo import photo_of


def item(**form: object) -> dict[str, object]:
    return {"key": "k", "form": form}


def jpeg() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "grey").save(out, "JPEG")
    return out.getvalue()


def test_a_report_without_a_photo_has_none():
    assert photo_of(item(type="X02")) is None
    assert photo_of({"form": "no form"}) is None
    assert photo_of(item(photo="text")) is None


def test_the_bytes_of_a_ticked_photo_come_back():
    data = base64.b64encode(jpeg()).decode()
    assert photo_of(item(photo={"data": data}, smudged="on")) == jpeg()


def test_without_the_tick_the_photo_is_refused():
    data = base64.b64encode(jpeg()).decode()
    assert photo_of(item(photo={"data": data})) == Refusal("photo_not_blurred")


def test_what_is_no_base64_is_refused():
    assert photo_of(item(photo={"data": "%%%"}, smudged="on")) == Refusal("image_not_readable")
