"""What higher features add to the pages of the territory, registered when they start."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from bihuan.domain.boundaries import Succession
from bihuan.domain.ground import Carried
from bihuan.domain.moved_names import Renamed
from bihuan.features.territory.selectors.carried import carried
from bihuan.features.territory.selectors.places import PlaceView
from bihuan.features.territory.selectors.zones import ZoneView
from bihuan.platform.auth import ActingPost

Figures = Mapping[int, int | None]


@dataclass(frozen=True, slots=True)
class Reshaping:
    """A change of boundaries that is planned and not made yet.

    Parameters
    ----------
    pairs
        Old and new codes.
    gone
        The old codes that end.
    along
        Whether the posts of the zones that go move along with them.
    renamed
        The zones that move and get another name, since one beside them bears theirs.
    """

    pairs: Sequence[Succession]
    gone: frozenset[int]
    along: bool
    renamed: Sequence[Renamed] = ()


@dataclass(frozen=True, slots=True)
class Moment:
    """When a page is read: the wall clock, the incident chosen with its own clock, old codes."""

    at: datetime
    incident: int | None = None
    incident_at: datetime | None = None
    carried: Carried = field(default_factory=carried)


@dataclass(frozen=True, slots=True)
class Shown:
    """A zone as its page shows it, with what the page has read of it already.

    Parameters
    ----------
    zone, children, places
        The zone, the zones in force directly below it, and the places named in a community.
    moment
        When, and in which incident.
    """

    zone: ZoneView
    children: Sequence[ZoneView]
    places: Sequence[PlaceView]
    moment: Moment


@dataclass(frozen=True, slots=True)
class Panel:
    """One part of a zone's page: a heading that folds, a template and what it shows.

    Parameters
    ----------
    title, count
        The heading, and how many lines stand below it.
    template, context
        What is drawn.
    zeros
        Figures that should be 0, each with its words; the page shows them first.
    """

    title: Promise
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    zeros: Sequence[tuple[Promise, int | None]] = ()
    count: int | None = None

    @property
    def wrong(self) -> bool:
        """Tell whether something that should be 0 is not: such a part is not folded away."""
        return any(value for _, value in self.zeros)


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer of the map: a figure for each zone.

    Parameters
    ----------
    code, label
        Its name in the address and on the page.
    values
        Zones and a moment in, figures out. A zone that is missing or None has no data.
    zero_wanted
        Whether anything but 0 is marked.
    flagged
        Whether zones above 0 carry a triangle on the map, whichever layer colours it.
    costly
        Whether it is worked out only while it colours the map, not for each zone picked.
    """

    code: str
    label: Promise
    values: Callable[[Sequence[ZoneView], Moment], Figures]
    zero_wanted: bool = False
    flagged: bool = False
    costly: bool = False


PanelProvider = Callable[[ActingPost, Shown], Panel | None]
ConsequenceProvider = Callable[[ActingPost, Reshaping], Panel | None]
_panels: dict[str, PanelProvider] = {}
_consequences: dict[str, ConsequenceProvider] = {}
_layers: dict[str, Layer] = {}


def provide_panel(name: str, provider: PanelProvider) -> None:
    """Register a part of the zone's page; it is asked for zones the post sees inside."""
    _panels[name] = provider


def provide_consequence(name: str, provider: ConsequenceProvider) -> None:
    """Register what a change of boundaries does; it is said before the change is made."""
    _consequences[name] = provider


def consequences_of(by: ActingPost, change: Reshaping) -> list[Panel]:
    """Return what a planned change does to what features keep of the zones."""
    found = [provider(by, change) for provider in _consequences.values()]
    return [panel for panel in found if panel is not None]


def provide_layer(layer: Layer) -> None:
    """Register a layer of the map."""
    _layers[layer.code] = layer


def panels_of(by: ActingPost, shown: Shown) -> list[Panel]:
    """Return the parts that features add to a zone's page, in order of registration."""
    found = [provider(by, shown) for provider in _panels.values()]
    return [panel for panel in found if panel is not None]


def layers() -> Sequence[Layer]:
    """Return the layers of the map, those of the highest features first."""
    return tuple(reversed(_layers.values()))
