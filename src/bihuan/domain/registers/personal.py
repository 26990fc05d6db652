"""Columns and values that belong to persons: they are refused by name, never stored."""

import re
import unicodedata
from collections.abc import Iterable

_WORDS = frozenset(
    {
        "idcard", "passport", "phone", "mobile", "tel", "telephone", "email", "wechat", "track",
        "trajectory", "itinerary", "gps", "lat", "lon", "lng", "latitude", "longitude", "address",
        "birthday", "birthdate", "dob", "patient", "surname", "ssn", "person",
    }
)  # fmt: skip
_TOGETHER = ("id_number", "id_no", "id_card", "identity_number", "identity_card", "full_name")
_CHINESE = (
    "身份证", "证件号", "护照", "姓名", "手机", "电话", "微信", "轨迹", "行程", "住址", "地址",
    "经度", "纬度", "出生",
)  # fmt: skip
_IDENTITY = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_LIST = 3
"""Different mobile numbers that make a text a list of people; one or two may be duty telephones."""
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")


def is_personal_column(name: str) -> bool:
    """Tell whether a column looks like an identity number, a telephone, a name or a track."""
    name = unicodedata.normalize("NFKC", name)
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
    plain = re.sub(r"[^a-z0-9]+", "_", apart).strip("_")
    if any(word in name for word in _CHINESE) or any(one in plain for one in _TOGETHER):
        return True
    return not _WORDS.isdisjoint(plain.split("_"))


def personal_columns(names: Iterable[str]) -> list[str]:
    """Return the columns of a table that belong to persons."""
    return [name for name in names if is_personal_column(name)]


def holds_personal_number(text: str) -> bool:
    """Tell whether a text contains what reads as an identity or mobile number."""
    return bool(_IDENTITY.search(text) or _MOBILE.search(text))


def holds_identity_number(text: str) -> bool:
    """Tell whether a text contains an identity number whose check digit is right (GB 11643)."""
    return any(_checked(found) for found in _IDENTITY.findall(text))


def lists_people(text: str) -> bool:
    """Tell whether a text holds an identity number, or the mobile numbers of several people."""
    return holds_identity_number(text) or len(set(_MOBILE.findall(text))) >= _LIST


def _checked(number: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return _CHECKS[total % 11] == number[-1].upper()
