"""The photo of a report that a phone collected without a network."""

import base64
import binascii
from collections.abc import Mapping
from typing import Any

from bihuan.domain.refusals import Refusal
from bihuan.features.supervision.api import Picture, add_evidence
from bihuan.platform import attachments
from bihuan.platform.auth import ActingPost


def photo_of(item: Mapping[str, Any]) -> bytes | Refusal | None:
    """Return the bytes of an item's photo, None without one.

    It comes as ``{"data": base64}`` in the item's form, smudged and ticked on the phone.
    """
    said = item.get("form")
    photo = said.get("photo") if isinstance(said, dict) else None
    if not isinstance(said, dict) or not isinstance(photo, dict):
        return None
    if not said.get("smudged"):
        return Refusal("photo_not_blurred")
    try:
        return base64.b64decode(str(photo.get("data", "")), validate=True)
    except (binascii.Error, ValueError):
        return Refusal("image_not_readable")


def keep_photo(
    item: Mapping[str, Any], finding: str, *, by: ActingPost, incident: int, key: str
) -> Refusal | None:
    """Store an item's photo beside its finding; say why when that is refused."""
    photo = photo_of(item)
    if photo is None or isinstance(photo, Refusal):
        return photo
    cleaned = attachments.clean(photo)
    if isinstance(cleaned, Refusal):
        return cleaned
    picture = Picture(
        finding=finding,
        stage="found",
        file=attachments.write(cleaned),
        caption="",
        smudged=True,
    )
    answer = add_evidence(by=by, incident=incident, picture=picture, key=f"{key}:photo")
    return answer if isinstance(answer, Refusal) else None
