"""The demo's accounts: one for each kind of work, passwords made anew each time."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.hashers import Argon2PasswordHasher

from bihuan.features.posts.api import record_access
from bihuan.platform.auth import system_post
from bihuan.platform.auth.models import Account

WORD_LENGTH = 4
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
LITTLE_MEMORY = 1024  # KiB


@dataclass(frozen=True, slots=True)
class Role:
    """A one-click role of the demo: its account, the post's title, which of its holders."""

    account: str
    title: str
    name_zh: str
    name_en: str
    holder: int = 0


ROLES = (
    Role("demo-clerk", "市督查办文书岗", "市督查办 文书岗", "Supervision office clerk"),
    Role("demo-leader", "市长", "市长", "City leader"),
    Role("demo-duty", "市指挥部值班岗", "市指挥部 值班岗", "Duty officer"),
    Role("demo-relief", "市指挥部值班岗", "市指挥部 值班岗（接班）", "Duty officer, next shift", 1),
    Role("demo-head", "市督查办主任", "市督查办 主任", "Head of the office"),
    Role("demo-coordinator", "市指挥部统筹岗", "市指挥部 统筹岗", "Coordinator"),
    Role("demo-cdc", "流行病学岗", "市疾控 流行病学岗", "Epidemiologist"),
    Role("demo-cdc2", "流行病学复核岗", "市疾控 流行病学复核岗", "Second epidemiologist"),
    Role("demo-supervisor", "督查一组督查岗", "督查一组", "Supervisor"),
    Role("demo-verifier", "核查一组核查岗", "核查一组", "Verifier"),
    Role("demo-verifier2", "核查二组核查岗", "核查二组", "Verifier, team 2"),
    Role("demo-verifier3", "核查三组核查岗", "核查三组", "Verifier, team 3"),
    Role("demo-verifier4", "尧都区核查岗", "尧都区 核查组", "Verifier of Yaodu"),
    Role("demo-county", "尧都区县级带班领导", "尧都区 带班领导", "County principal"),
    Role("demo-street", "{township}值班岗", "乡镇(街道) 值班岗", "Township duty post"),
    Role("demo-community", "{community}值班岗", "社区 值班岗", "Community duty post"),
    Role("demo-grid", "{grid}", "网格员", "Grid worker"),
    Role("demo-government", "政府办复核岗", "政府办 复核岗", "Government office"),
    Role("demo-legal", "法制审核岗", "法制审核岗", "Legal reviewer"),
    Role("demo-safeguards", "监督保障岗", "监督保障岗", "Safeguards officer"),
    Role("demo-auditor", "人大监督岗", "人大监督岗", "Auditor"),
    Role("demo-admin", "系统管理岗", "系统管理岗", "Administrator"),
)


def make_accounts(posts: Mapping[str, int]) -> dict[str, str]:
    """Create the accounts of the roles and return their passwords.

    Parameters
    ----------
    posts
        Post number by account name.
    """
    passwords = {}
    for role in ROLES:
        password = "-".join(_word() for _ in range(4))
        person = posts[role.account] * 10 + role.holder
        Account.objects.create(
            username=role.account, password=_hash_of(password), person=person, demo=True
        )
        record_access(
            by=system_post(), person=person, account=role.account, key=f"demo:access:{person}"
        )
        passwords[role.account] = password
    return passwords


def _hash_of(password: str) -> str:
    """Hash with less effort: one for each role at full effort takes seconds of every demo's start.

    These passwords are random, printed on the console and live as long as the demo.
    """
    hasher = Argon2PasswordHasher()
    hasher.time_cost, hasher.memory_cost, hasher.parallelism = 1, LITTLE_MEMORY, 1
    return str(hasher.encode(password, hasher.salt()))


def _word() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(WORD_LENGTH))
