"""One page of the wizard as it is about to be shown."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bihuan.domain.refusals import Refusal


@dataclass(slots=True)
class Drawn:
    """One page: its form, template and context; which part of the package it keeps."""

    template: str
    form: Any
    part: str = ""
    said: Callable[[], Any] = dict
    context: dict[str, Any] = field(default_factory=dict)
    refusal: Refusal | None = None
