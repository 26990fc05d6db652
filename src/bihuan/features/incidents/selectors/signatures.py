"""Who signed which text of a disease profile, and whether it may be put in force."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from hashlib import sha256

from bihuan.domain.chain.canonical import instant_of
from bihuan.domain.profiles import DiseaseProfile, Standing
from bihuan.domain.refusals import Refusal
from bihuan.features.incidents.selectors.incidents import FOLDER, IncidentView
from bihuan.platform.db.dialects import Session

TABLE = "incidents_profile_signature"
HANDS = ("cdc", "legal")


@dataclass(frozen=True, slots=True)
class Signature:
    """One hand under one text."""

    hand: str
    post: int
    person: int
    at: datetime


@lru_cache(maxsize=32)
def profile_text(identity: str) -> str:
    """Return a profile's file as it stands."""
    return (FOLDER / f"{identity}.yaml").read_text("utf-8")


def digest_of(text: str) -> str:
    """Return the digest of a profile's text: one changed character takes the signatures off."""
    return sha256(text.encode()).hexdigest()


def signatures_of(session: Session, digest: str) -> Mapping[str, Signature]:
    """Return the signatures under a text by hand."""
    rows = session.all(
        f"SELECT hand, post, person, at FROM {TABLE} WHERE digest=?",  # noqa: S608
        (digest,),
    )
    return {row[0]: Signature(row[0], row[1], row[2], instant_of(row[3])) for row in rows}


def all_signatures() -> Mapping[str, Mapping[str, Signature]]:
    """Return every signature by digest and hand."""
    found: dict[str, dict[str, Signature]] = {}
    for digest, *row in Session().all(f"SELECT digest, hand, post, person, at FROM {TABLE}"):  # noqa: S608
        one = Signature(row[0], row[1], row[2], instant_of(row[3]))
        found.setdefault(digest, {})[one.hand] = one
    return found


def why_not_in_force(
    profile: DiseaseProfile, signed: Mapping[str, Signature], *, drill: bool, day: date
) -> Refusal | None:
    """Say why a profile may not be put in force: standing, validity, a missing hand.

    A drill may run on any profile; its page says what is not signed.
    """
    said = {"profile": profile.reference}
    if drill:
        return None
    if profile.standing is not Standing.OPERATIONS:
        return Refusal("profile_not_for_live", said)
    if not profile.validity.first <= day <= profile.validity.last:
        return Refusal(
            "profile_not_valid",
            {"profile": profile.reference, "day": day.isoformat()},
            "profiles 5.3",
        )
    if any(hand not in signed for hand in HANDS):
        return Refusal("profile_unsigned", said, "profiles 5.3")
    return None


def ran_out(view: IncidentView, day: date) -> date | None:
    """Return the last day of a live incident's profile, once that day is over; else None.

    It stays on the text it adopted. A drill may run on any, at any time.
    """
    last = view.adoption.profile.validity.last
    return None if view.drill or day <= last else last
