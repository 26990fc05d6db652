"""A picture from outside is an attack until it has been decoded and drawn anew."""

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from bihuan.domain.refusals import Refusal

LARGEST_FILE = 10 * 2**20
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 1600
QUALITY = 85
FORMATS = ("JPEG", "PNG", "WEBP")


def clean(data: bytes) -> bytes | Refusal:
    """Return a picture as a fresh JPEG: no EXIF, no comment, no tail, one frame.

    Parameters
    ----------
    data
        The uploaded bytes, whatever they claim to be.

    Returns
    -------
    bytes or Refusal
        JPEG bytes with the longest side at most 1600 pixels, or why not.
    """
    if len(data) > LARGEST_FILE:
        return Refusal("image_too_large", {"megabytes": LARGEST_FILE // 2**20})
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    return Refusal("image_too_many_pixels", {"megapixels": MOST_PIXELS // 10**6})
                return _redrawn(picture)
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
        OSError,
        ValueError,
        SyntaxError,
    ):
        return Refusal("image_not_readable")


def _redrawn(picture: Image.Image) -> bytes:
    upright = ImageOps.exif_transpose(picture).convert("RGB")
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    fresh = Image.new("RGB", upright.size)
    fresh.paste(upright)
    target = io.BytesIO()
    fresh.save(target, "JPEG", quality=QUALITY, optimize=True)
    return target.getvalue()
