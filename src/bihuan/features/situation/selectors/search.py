"""What a text finds: orders by any form of their number, places, posts, types and clauses."""

import re
from collections.abc import Callable, Mapping, Sequence

from bihuan.domain.findings.facts import FindingFacts
from bihuan.domain.zones import ZoneRange, range_of
from bihuan.features.incidents.api import IncidentView
from bihuan.features.posts import api as posts
from bihuan.features.supervision import api as supervision
from bihuan.features.territory import api as territory
from bihuan.platform.auth import ActingPost

EACH = 8
NEAREST = 3
_DRILL = r"(?:[（(]?演练[）)]?)?[-–—\s]*"
_YEAR = r"(?:[〔\[（(【]?\s*(?P<year>\d{4})\s*[〕\]）)】]?[-–—\s]*)?"
# 213, jb213, JB-2026-0213, 演练-JB-2022-12
LEDGER = re.compile(_DRILL + r"(?:jb)?[-–—\s]*" + _YEAR + r"0*(?P<number>\d{1,6})", re.IGNORECASE)
# db41, DB-2022-0041
SUPERVISION = re.compile(_DRILL + r"db[-–—\s]*" + _YEAR + r"0*(?P<number>\d{1,6})", re.IGNORECASE)
# 〔2026〕12号, 临疫防督〔2026〕12号, [2026]12号, 12号
DOCUMENT = re.compile(_DRILL + r"\w{0,8}?" + _YEAR + r"0*(?P<number>\d{1,6})\s*号")
Look = Callable[[int, int, int], FindingFacts | None]
_FORMS: Mapping[re.Pattern[str], Look] = {
    DOCUMENT: supervision.finding_by_document,
    SUPERVISION: supervision.finding_by_supervision,
    LEDGER: supervision.finding_by_number,
}


def orders_like(text: str, by: ActingPost, incident: IncidentView) -> list[FindingFacts]:
    """Return the orders that a number means in this incident, as far as the post may see them."""
    for form, look in _FORMS.items():
        said = form.fullmatch(text)
        if said is None:
            continue
        year = int(said["year"] or incident.now().year)
        found = look(incident.id, year, int(said["number"]))
        if found is not None and supervision.may_view(by, found):
            return [found]
    return []


def places_like(
    text: str, by: ActingPost, zones: Sequence[territory.ZoneView]
) -> list[territory.PlaceHit]:
    """Return places by name; for a spelling those of the zones that are spelled so."""
    found = territory.search_places(text, scope=by.scope, limit=EACH)
    if found or not text.isascii():
        return found
    near = [place for zone in zones[:NEAREST] for place in _places(range_of(zone.code))]
    return near[:EACH]


def _places(scope: ZoneRange) -> list[territory.PlaceHit]:
    listed = territory.places_in(scope=scope, limit=EACH)
    return [territory.PlaceHit(one.id, one.kind, one.zone, one.name) for one in listed]


def posts_like(
    text: str, by: ActingPost, zones: Sequence[territory.ZoneView]
) -> list[posts.PostView]:
    """Return posts by title or unit; for a spelling those of the zones that are spelled so."""
    found = posts.search_posts(text, scope=by.scope, limit=EACH)
    if found or not text.isascii():
        return found
    near = [post for zone in zones[:NEAREST] for post in posts.posts_at(zone.code, limit=EACH)]
    return near[:EACH]


def types_like(text: str) -> list[supervision.FindingType]:
    """Return finding types by code, name or clause."""
    wanted = text.casefold()
    return [
        kind
        for kind in supervision.finding_types().values()
        if kind.code.casefold() == wanted
        or (len(wanted) > 1 and any(wanted in one.casefold() for one in _words(kind)))
    ][:EACH]


def _words(kind: supervision.FindingType) -> tuple[str, ...]:
    return kind.zh, kind.en, kind.clause, kind.clause_en
