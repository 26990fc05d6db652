"""What supervision adds to the nightly review: section 9, over-control, agenda, late inputs."""

from bihuan.features.supervision.nightly.agenda import items
from bihuan.features.supervision.nightly.figures import FIGURES
from bihuan.features.supervision.nightly.late import late_findings
from bihuan.platform.figures import AgendaSource, LateSource

__all__ = ["AGENDA", "FIGURES", "LATE"]

AGENDA = (AgendaSource("supervision", items),)
LATE = (LateSource("supervision", late_findings),)
