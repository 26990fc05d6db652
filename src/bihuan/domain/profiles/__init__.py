"""Disease profiles (病种方案): rules about a disease as data; no disease is named in code."""

from bihuan.domain.profiles.compare import PART_OF, Change, Part, compare, grouped
from bihuan.domain.profiles.epidemiology import (
    Basis,
    Delay,
    Epidemiology,
    Family,
    Model,
    Range,
    SeverityBand,
    VectorModel,
)
from bihuan.domain.profiles.names import Names
from bihuan.domain.profiles.offer import Circumstances, Offer, offer
from bihuan.domain.profiles.parse import parse
from bihuan.domain.profiles.profile import (
    CaseDefinition,
    CommunityZero,
    DiseaseProfile,
    EndRule,
    Indicator,
    LegalClass,
    MeasureRule,
    Need,
    Objective,
    Permission,
    ResponseLevel,
    Standing,
    Validity,
)

__all__ = [
    "PART_OF",
    "Basis",
    "CaseDefinition",
    "Change",
    "Circumstances",
    "CommunityZero",
    "Delay",
    "DiseaseProfile",
    "EndRule",
    "Epidemiology",
    "Family",
    "Indicator",
    "LegalClass",
    "MeasureRule",
    "Model",
    "Names",
    "Need",
    "Objective",
    "Offer",
    "Part",
    "Permission",
    "Range",
    "ResponseLevel",
    "SeverityBand",
    "Standing",
    "Validity",
    "VectorModel",
    "compare",
    "grouped",
    "offer",
    "parse",
]
