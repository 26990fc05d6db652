"""Columns and values that belong to persons: they are refused by name, never stored."""

import re
import unicodedata
from collections.abc import Collection
from enum import StrEnum
from functools import lru_cache


class About(StrEnum):
    """What a column that no table knows is about, as far as its name tells."""

    PERSON = "person"
    """Who somebody is, or where he was: refused everywhere."""
    NAME = "name"
    """What somebody is called: refused but where the people at work are listed."""
    CONTACT = "contact"
    """A telephone or address of nobody in particular: a person's, unless units are listed."""
    SPOT = "spot"
    """A point or street: where somebody lives, unless places are listed."""
    OFFICE = "office"
    """A telephone on duty: nobody's own."""


_PERSON = frozenset(
    {
        "idcard", "idno", "idnumber", "passport", "ssn", "birthday", "birthdate", "dob",
        "patient", "person", "householder", "wechat", "mobile", "qq", "track", "trajectory",
        "itinerary", "plate",
    }
)  # fmt: skip
_TOGETHER = (
    "id_number", "id_no", "id_card", "identity_number", "identity_card", "birth_date",
    "health_code", "travel_code",
)  # fmt: skip
_PERSON_ZH = (
    "身份证", "证件号", "护照", "联系人", "手机", "微信", "轨迹", "行程", "住址", "健康码", "车牌",
)  # fmt: skip
_NAME = ("surname", "forename", "full_name", "first_name", "last_name", "family_name")
_NAME_ZH = ("姓名", "名字")
# These make anybody's telephone or street somebody's own.
_PRIVATE = frozenset({"home", "private", "personal", "resident"})
_PRIVATE_ZH = ("家庭", "户主", "业主", "居民", "本人", "私人", "患者")
# How many were born is a count; on which day one was, is not.
_BIRTH = re.compile("出生(?!人|数|率)")
_CONTACT = frozenset({"phone", "tel", "telephone", "email", "mail", "contact"})
_CONTACT_ZH = ("电话", "邮箱", "电子邮件", "联系方式")
_SPOT = frozenset({"gps", "lat", "lon", "lng", "latitude", "longitude", "address"})
_SPOT_ZH = ("经度", "纬度", "坐标", "地址")
_OFFICE = frozenset({"work", "duty", "office", "desk", "hotline", "organisation", "unit"})
_OFFICE_ZH = ("值班", "办公", "工作", "单位", "热线", "服务电话")
# "persons" is a count by itself; "person_count" and "patient_total" are none of a person.
_COUNTS = frozenset({"count", "counts", "total", "share", "rate", "days"})
_APART = r"[ \u00b7.\-]?"
"""What people write between the groups of a number."""
_IDENTITY = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
_WRITTEN = re.compile(rf"(?<!\d)(?:\d{_APART}){{17}}[\dXx](?![\dA-Za-z])")
_OLDER = re.compile(rf"(?<!\d)[1-8](?:{_APART}\d){{14}}(?!{_APART}\d)")
_CARD = re.compile(rf"(?<!\d)(?:62|[3-5]\d)(?:{_APART}\d){{13,17}}(?!{_APART}\d)")
_CALLED = re.compile(rf"(?<!\d)(?:\+?86{_APART})?1[3-9]\d(?:{_APART}\d){{8}}(?!\d)")
MASK = "＊＊＊"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
MONTHS, DAYS = 12, 31
CODE = 15
"""Digits of a zone's code, and of an old identity number."""
_LIST = 3
"""Different mobile numbers that make a text a list of people; one or two may be duty telephones."""
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")


def about_of(name: str) -> About | None:
    """Return what the name of a column says it is about, None when it says nothing of the kind."""
    name = unicodedata.normalize("NFKC", name)
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
    plain = re.sub(r"[^a-z0-9]+", "_", apart).strip("_")
    words = frozenset(plain.split("_"))
    if words & _COUNTS:
        return None
    if _of_person(name, plain, words):
        return About.PERSON
    if any(one in plain for one in _NAME) or any(one in name for one in _NAME_ZH):
        return About.NAME
    found = _contact_or_spot(name, words)
    private = words & _PRIVATE or any(one in name for one in _PRIVATE_ZH)
    return About.PERSON if found and private else found


def _of_person(name: str, plain: str, words: frozenset[str]) -> bool:
    if any(one in name for one in _PERSON_ZH) or _BIRTH.search(name):
        return True
    return any(one in plain for one in _TOGETHER) or not words.isdisjoint(_PERSON)


def _contact_or_spot(name: str, words: frozenset[str]) -> About | None:
    if words & _CONTACT or any(one in name for one in _CONTACT_ZH):
        office = words & _OFFICE or any(one in name for one in _OFFICE_ZH)
        return About.OFFICE if office else About.CONTACT
    spot = words & _SPOT or any(one in name for one in _SPOT_ZH)
    return About.SPOT if spot else None


def is_personal_column(name: str, fine: Collection[About] = ()) -> bool:
    """Tell whether a column reads like data on persons.

    Parameters
    ----------
    name
        The column's name.
    fine
        What belongs to no person in this table: the spot in a list of places, the telephone in
        a list of units.
    """
    about = about_of(name)
    return about not in (None, About.OFFICE) and about not in fine


def holds_personal_number(text: str) -> bool:
    """Tell whether a text contains what reads as an identity or mobile number."""
    return bool(_IDENTITY.search(text) or _MOBILE.search(text))


def holds_identity_number(text: str) -> bool:
    """Tell whether a text contains an identity number whose check digit is right (GB 11643)."""
    return any(_checked(found) for found in _IDENTITY.findall(text))


def lists_people(text: str) -> bool:
    """Tell whether a text holds an identity number, or the mobile numbers of several people."""
    return holds_identity_number(text) or len(set(_MOBILE.findall(text))) >= _LIST


@lru_cache(maxsize=4096)
def like_codes(text: str) -> frozenset[int]:
    """Return what may be a zone's code among the numbers of persons in a text, by its length."""
    said = unicodedata.normalize("NFKC", text)
    found = map(_digits, (*_older(said), *_cards(said)))
    return frozenset(int(one) for one in found if len(one) == CODE)


def private_numbers(text: str, codes: Collection[int] = ()) -> list[str]:
    """Return the numbers of a text that belong to persons, as they are written.

    Identity numbers of eighteen and of fifteen digits, bank cards, mobile telephones; also in
    wide digits and in groups. What has a check digit counts when that is right. A number that is
    among ``codes``, those of zones, is none of a person.
    """
    said = unicodedata.normalize("NFKC", text)
    known = [one for one in (*_older(said), *_cards(said)) if int(_digits(one)) not in codes]
    identities = (one for one in _WRITTEN.findall(said) if _checked(_digits(one)))
    return [*identities, *known, *_CALLED.findall(said)]


def may_be_published(text: str, codes: Collection[int] = (), *, telephones: bool = False) -> bool:
    """Tell whether a text may be read by everybody: it holds no number of a person.

    Where telephones are what it is for, a few mobile numbers are those of a duty post.
    """
    found = private_numbers(text, codes)
    if not telephones:
        return not found
    called = [one for one in found if _CALLED.fullmatch(one)]
    return len(called) == len(found) and len(set(map(_digits, called))) < _LIST


def masked(text: str, codes: Collection[int] = ()) -> str:
    """Return a text without the numbers of persons in it, as everybody may read it."""
    said = text
    for number in private_numbers(text, codes):
        said = said.replace(number, MASK)
    return said if said != text or may_be_published(text, codes) else MASK


def _older(said: str) -> list[str]:
    return [one for one in _OLDER.findall(said) if _born(_digits(one))]


def _cards(said: str) -> list[str]:
    return [one for one in _CARD.findall(said) if _luhn(_digits(one))]


def _digits(number: str) -> str:
    return "".join(one for one in number if one.isdigit() or one in "Xx")


def _born(number: str) -> bool:
    """Tell whether a number of fifteen digits names a day of birth, as the old ones did."""
    month, day = int(number[8:10]), int(number[10:12])
    return 1 <= month <= MONTHS and 1 <= day <= DAYS


def _luhn(number: str) -> bool:
    """Tell whether the check digit of a bank card is right."""
    doubled = (int(one) * (1 + place % 2) for place, one in enumerate(reversed(number)))
    return sum(one - 9 if one > 9 else one for one in doubled) % 10 == 0  # noqa: PLR2004


def _checked(number: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return _CHECKS[total % 11] == number[-1].upper()
