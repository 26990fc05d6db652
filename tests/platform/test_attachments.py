import io
import random

import pytest
from PIL import Image

from bihuan.domain.refusals import Refusal
from bihuan.platform.attachments import clean, path_of, write


def picture(size=(2000, 1000), kind="JPEG", **options) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, (120, 30, 30)).save(target, kind, **options)
    return target.getvalue()


def with_gps() -> bytes:
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (36.0, 5.0, 0.0)}
    exif[0x010E] = "secret-comment"
    return picture(exif=exif.tobytes())


def test_a_cleaned_picture_is_smaller_and_says_nothing_about_where_it_was_taken():
    cleaned = clean(with_gps() + b"PK\x03\x04 tail of another file")
    with Image.open(io.BytesIO(cleaned)) as image:
        assert image.format == "JPEG"
        assert max(image.size) == 1600
        assert not image.getexif()
    assert b"secret-comment" not in cleaned
    assert b"tail of another file" not in cleaned


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a" + bytes(40),
        picture()[:300],
        b"%PDF-1.4",
    ],
)
def test_what_is_no_picture_is_refused(data):
    assert clean(data) == Refusal("image_not_readable")


def test_a_pixel_bomb_is_refused_before_it_is_decoded():
    bomb = picture((9000, 9000), "PNG")
    assert len(bomb) < 2**20
    assert clean(bomb) == Refusal("image_too_many_pixels", {"megapixels": 40})


def test_a_huge_file_is_refused():
    assert clean(bytes(11 * 2**20)).code == "image_too_large"


def test_the_same_content_is_stored_once_under_its_hash(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    name = write(b"same")
    assert write(b"same") == name
    assert path_of(name).read_bytes() == b"same"
    assert len([p for p in tmp_path.rglob("*") if p.is_file()]) == 1


@pytest.mark.parametrize("name", ["../../etc/passwd", "a" * 63 + "/.jpg", "", "x.jpg", "A" * 64])
def test_a_made_up_name_leads_nowhere(name):
    with pytest.raises(ValueError, match="stored file"):
        path_of(name)


def test_no_damage_to_a_picture_ends_in_anything_but_a_picture_or_a_refusal():
    rng = random.Random(43)
    for kind in ("JPEG", "PNG", "WEBP"):
        target = io.BytesIO()
        Image.new("RGB", (64, 48), (10, 200, 30)).save(target, kind)
        for turn in range(120):
            data = bytearray(target.getvalue())
            for _ in range(rng.randint(1, 5)):
                data[rng.randrange(len(data))] = rng.randrange(256)
            answer = clean(bytes(data[: rng.randint(1, len(data))] if turn % 3 else data))
            assert isinstance(answer, bytes | Refusal)
