"""The first rows of a new city: its zone, its office, the administrator's post and account."""

from dataclasses import dataclass
from hashlib import sha256

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from bihuan.domain.accounts import well_named
from bihuan.domain.refusals import Refusal
from bihuan.domain.roles import Role
from bihuan.domain.zones import CITY_CHAIN_STEP, ZoneCodeError, level_of
from bihuan.features.posts import api as posts
from bihuan.features.territory import api as territory
from bihuan.platform.auth import system_post
from bihuan.platform.auth.models import Account
from bihuan.platform.clock import now
from bihuan.platform.clock.incident import LOCAL
from bihuan.platform.commands import together
from bihuan.platform.exchange.register import Entered
from bihuan.platform.i18n.refusal_texts import in_both

OFFICE, POST, PERSON = 1, 1, 1
# What a refused cell was called when it was typed.
_OPTIONS = {
    ("zones", "name_zh"): "--name-zh",
    ("zones", "name_en"): "--name-en",
    ("people", "name"): "--admin-name",
    ("people", "work_phone"): "--admin-phone",
}


@dataclass(frozen=True, slots=True)
class NewCity:
    """A city by its four-digit code and its names."""

    code: int
    name_zh: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Administrator:
    """The first account."""

    account: str
    name: str
    phone: str
    password: str


def wrong_at_once(city: NewCity, administrator: Administrator) -> list[str]:
    """Return what no database is needed to refuse, in two languages."""
    zone = city.code * CITY_CHAIN_STEP
    try:
        level_of(zone)
        validate_password(administrator.password)
    except ZoneCodeError:
        return [f"城市代码应为四位，如 1410。Expected a city code of four digits, got {city.code}."]
    except ValidationError as weak:
        return ["密码太弱。The password is too weak: " + " ".join(weak.messages)]
    if not well_named(administrator.account):
        refused = Refusal("account_name_malformed", {"name": administrator.account})
        return [f"--admin: {in_both(refused)}"]
    return []


def start_city(city: NewCity, administrator: Administrator) -> list[str]:
    """Enter the city and its administrator; return what stands in the way, in two languages."""
    zone = city.code * CITY_CHAIN_STEP
    problems = _enter(city, administrator, zone)
    return problems or _first_account(administrator)


def _first_account(administrator: Administrator) -> list[str]:
    """Make the account and record it: no account is there that the ledger does not know."""
    with together():
        Account.objects.create_user(administrator.account, administrator.password, person=PERSON)
        answer = posts.record_access(
            by=system_post(), person=PERSON, account=administrator.account, key="setup:access"
        )
    return [in_both(answer)] if isinstance(answer, Refusal) else []


def _enter(city: NewCity, administrator: Administrator, zone: int) -> list[str]:
    by = system_post()
    columns = ("code", "name_zh", "name_en")
    lines = [{"code": str(zone), "name_zh": city.name_zh, "name_en": city.name_en}]
    entered = territory.import_zones(
        by=by, lines=lines, header=columns, key=_print_of("zones", zone)
    )
    sheets = _sheets(city, administrator, zone)
    tables = {name: (list(lines[0]), lines) for name, lines in sheets.items()}
    refused = _problems_of(entered)
    report = posts.import_duty(by=by, tables=tables, key=_print_of("duty", zone))
    return refused or _problems_of(report)


def _print_of(what: str, zone: int) -> str:
    return sha256(f"setup:{what}:{zone}".encode()).hexdigest()


def _problems_of(answer: Entered | territory.ZoneReport | posts.DutyReport) -> list[str]:
    if isinstance(answer, Entered):
        return [in_both(refusal) for refusal in answer.refusals]
    typed = [one for one in answer.problems if (one.sheet, one.column) in _OPTIONS]
    return [
        f"{_OPTIONS.get((one.sheet, one.column), f'{one.sheet} {one.row} {one.column}')}:"
        f" {in_both(Refusal(one.code, one.params))}"
        for one in typed or answer.problems
    ]


def _sheets(
    city: NewCity, administrator: Administrator, zone: int
) -> dict[str, list[dict[str, str]]]:
    today = now().astimezone(LOCAL).date().isoformat()
    office = {
        "id": str(OFFICE),
        "name_zh": f"{city.name_zh}人民政府",
        "name_en": f"{city.name_en} Government",
        "kind": "government",
        "zone": str(zone),
    }
    post = {
        "id": str(POST),
        "title_zh": "系统管理岗",
        "title_en": "Administrator",
        "organisation": str(OFFICE),
        "role": Role.ADMINISTRATOR.value,
        "zone": str(zone),
        "work_phone": administrator.phone,
    }
    person = {"id": str(PERSON), "name": administrator.name, "work_phone": administrator.phone}
    held = {"post": str(POST), "person": str(PERSON), "kind": "primary", "valid_from": today}
    return {
        "organisations": [office],
        "posts": [post],
        "people": [person],
        "appointments": [held],
    }
