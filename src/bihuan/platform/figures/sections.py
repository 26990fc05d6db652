"""The sixteen sections of the nightly report, by number."""

from bihuan.platform.figures.values import Words

SECTION_TITLES = (
    Words("封面", "Cover"),
    Words("要点与今晚要定的事", "Bottom line and decisions needed tonight"),
    Words("疫情", "Epidemiology"),
    Words("措施", "Measures"),
    Words("责任、力量与关爱", "Responsibility, workforce, care"),
    Words("门岗与巡查", "Gates and patrols"),
    Words("生活与就医保障", "Livelihood and medical"),
    Words("场所", "Facilities"),
    Words("检测", "Testing"),
    Words("督查", "Supervision"),
    Words("诉求与发布", "Voice and press"),
    Words("昨日决定事项", "Yesterday's decisions"),
    Words("今晚的问题", "Tonight's problems"),
    Words("明日行动方案", "Tomorrow's action plan"),
    Words("监督保障", "Safeguards"),
    Words("附件：定义、数据质量、修订", "Annex: definitions, data quality, revisions"),
)
SAFEGUARDS_SECTION = 14
