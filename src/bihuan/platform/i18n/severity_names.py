"""Severities in words: the full name, and the one for narrow columns."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from bihuan.domain.severity import Severity

SEVERITY_NAMES: Mapping[Severity, Promise] = {
    Severity.S1: pgettext_lazy("severity", "life or rights"),
    Severity.S2: pgettext_lazy("severity", "serious"),
    Severity.S3: pgettext_lazy("severity", "ordinary"),
    Severity.S4: pgettext_lazy("severity", "improvement"),
}
SEVERITY_SHORT: Mapping[Severity, Promise] = {
    **SEVERITY_NAMES,
    Severity.S1: pgettext_lazy("severity", "life"),
    Severity.S4: pgettext_lazy("severity", "minor"),
}
