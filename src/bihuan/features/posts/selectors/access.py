"""Accounts: what commands need of them, and the administrator's list of people."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db.models import Exists, OuterRef, Q, QuerySet

from bihuan.domain.accounts import AccountState
from bihuan.domain.chain.canonical import instant_of
from bihuan.domain.policy.actor import Actor
from bihuan.domain.policy.acts import Act
from bihuan.domain.policy.check import rule_of
from bihuan.domain.roles import Role
from bihuan.domain.zones import Level
from bihuan.features.posts.models import AccessGrant, Appointment, Person
from bihuan.features.posts.selectors.posts import PostView, appointed_at, posts_of
from bihuan.platform.auth import ActingPost
from bihuan.platform.auth.accounts import people_with_second_factor
from bihuan.platform.db.reader import Reader

GRANTS = "posts_access_grant"
COLUMNS = (
    "account", "state", "invitation", "invited_by", "invited_at", "expires_at", "opened_at",
    "disabled_at", "factor_reset_by", "factor_reset_at", "version",
)  # fmt: skip
WITHOUT = "without"


@dataclass(frozen=True, slots=True)
class StoredGrant:
    """An account as commands see it; instants as they are stored."""

    person: int
    columns: Mapping[str, object]
    version: int

    @property
    def account(self) -> str:
        """The account's name."""
        return str(self.columns["account"])

    @property
    def state(self) -> AccountState:
        """Where it stands."""
        return AccountState(str(self.columns["state"]))

    @property
    def invitation(self) -> str:
        """Fingerprint of the open invitation."""
        return str(self.columns["invitation"])

    def instant(self, name: str) -> datetime | None:
        """Return one of the instants."""
        value = self.columns[name]
        return instant_of(value) if isinstance(value, int) else None

    def number(self, name: str) -> int | None:
        """Return one of the persons named."""
        value = self.columns[name]
        return value if isinstance(value, int) else None


def fingerprint(token: str) -> str:
    """Return what is stored of a one-time link: it cannot be turned back into the link."""
    return sha256(f"invitation:{token}".encode()).hexdigest()


def invited_post(person: "PersonView") -> ActingPost:
    """Return somebody who opens the own account and acts for no post yet."""
    actor = Actor(
        post=0, person=person.id, unit=0, role=Role.RESIDENT, level=Level.CITY, lo=0, hi=0
    )
    return ActingPost(actor, person.name, person.name, "", "")


def stored_grant(read: Reader, person: int) -> StoredGrant | None:
    """Return a person's account inside a command."""
    row = read.one(GRANTS, COLUMNS, id=person)
    if row is None:
        return None
    columns = dict(zip(COLUMNS[:-1], row[:-1], strict=True))
    return StoredGrant(person, columns, row[-1])


def invited_person(read: Reader, invitation: str) -> int | None:
    """Return whose open invitation has a fingerprint."""
    row = read.one(GRANTS, ("id",), invitation=invitation) if invitation else None
    return None if row is None else int(row[0])


@dataclass(frozen=True, slots=True)
class GrantView:
    """An account as the administrator sees it."""

    account: str
    state: AccountState
    invited_at: datetime
    expires_at: datetime
    opened_at: datetime | None
    disabled_at: datetime | None
    factor_reset_at: datetime | None
    invited: bool

    def open_invitation(self, at: datetime) -> bool:
        """Tell whether the last link can still be used."""
        return self.invited and at < self.expires_at


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person at work with the account, the posts held, and whether a second factor is set."""

    id: int
    name: str
    work_phone: str
    grant: GrantView | None
    posts: Sequence[PostView]
    second_factor: bool


def people_listed(
    *, at: datetime, show: str = "", words: str = "", after: int = 0, limit: int = 50
) -> Sequence[PersonView]:
    """Return people by number.

    Parameters
    ----------
    at
        The instant at which posts count as held.
    show
        A state of accounts, ``without`` for those who hold a post and cannot sign in, or
        empty for everybody.
    words
        Part of a name, an account, a telephone number or a post's title.
    after
        The last person's number of the page before.
    limit
        How many at most.
    """
    found = _shown(Person.objects.filter(id__gt=after), show, at)
    if words:
        titled = Appointment.objects.filter(
            Q(post__title_zh__icontains=words) | Q(post__organisation__name_zh__icontains=words),
            appointed_at(at), person_id=OuterRef("pk"),
        )  # fmt: skip
        found = found.filter(
            Q(name__icontains=words) | Q(work_phone__contains=words)
            | Q(access__account__icontains=words) | Exists(titled)
        )  # fmt: skip
    return _views(list(found.order_by("id").select_related("access")[:limit]), at)


def person_of(number: int, *, at: datetime) -> PersonView | None:
    """Return one person with the account."""
    views = _views(list(Person.objects.filter(id=number).select_related("access")), at)
    return views[0] if views else None


def people_by_number(numbers: Collection[int], *, at: datetime) -> Sequence[PersonView]:
    """Return several people with their accounts, by number."""
    found = Person.objects.filter(id__in=numbers).order_by("id").select_related("access")
    return _views(list(found), at)


def counts_of_people(*, at: datetime) -> Mapping[str, int]:
    """Return how many people each view of the list holds."""
    counts = {state.value: 0 for state in AccountState}
    for state in AccessGrant.objects.values_list("state", flat=True).iterator():
        counts[state] += 1
    everybody = Person.objects.count()
    return {"": everybody, **counts, WITHOUT: _shown(Person.objects.all(), WITHOUT, at).count()}


def person_invited(token: str, *, at: datetime) -> PersonView | None:
    """Return for whom an open and valid one-time link was made."""
    found = AccessGrant.objects.filter(invitation=fingerprint(token), expires_at__gt=at)
    number = found.values_list("id", flat=True).first()
    return None if number is None else person_of(number, at=at)


def others_confirm(person: int, *, at: datetime) -> bool:
    """Tell whether anybody else who can sign in holds a post that confirms appointments."""
    roles = rule_of(Act.CONFIRM_APPOINTMENT).roles
    held = Appointment.objects.filter(appointed_at(at), post__role__in=roles)
    able = AccessGrant.objects.filter(state=AccountState.OPEN, id=OuterRef("person_id"))
    return held.exclude(person_id=person).filter(Exists(able)).exists()


def _shown(found: QuerySet[Person], show: str, at: datetime) -> QuerySet[Person]:
    if show == WITHOUT:
        held = Appointment.objects.filter(appointed_at(at), person_id=OuterRef("pk"))
        return found.filter(Exists(held), access__isnull=True)
    return found.filter(access__state=show) if show else found


def _views(people: list[Person], at: datetime) -> list[PersonView]:
    numbers = [person.id for person in people]
    held: dict[int, list[int]] = {number: [] for number in numbers}
    rows = Appointment.objects.filter(appointed_at(at), person_id__in=numbers)
    for person, post in rows.order_by("post_id").values_list("person_id", "post_id"):
        held[person].append(post)
    posts = posts_of({post for listed in held.values() for post in listed})
    secured = people_with_second_factor(numbers)
    return [
        PersonView(
            id=person.id,
            name=person.name,
            work_phone=person.work_phone,
            grant=_grant(person),
            posts=[posts[one] for one in held[person.id] if one in posts],
            second_factor=person.id in secured,
        )
        for person in people
    ]


def _grant(person: Person) -> GrantView | None:
    row: AccessGrant | None = getattr(person, "access", None)
    if row is None:
        return None
    return GrantView(
        account=row.account,
        state=AccountState(row.state),
        invited_at=row.invited_at,
        expires_at=row.expires_at,
        opened_at=row.opened_at,
        disabled_at=row.disabled_at,
        factor_reset_at=row.factor_reset_at,
        invited=bool(row.invitation),
    )
