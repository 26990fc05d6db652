"""Two languages: which one a page speaks, and dates, names and durations written in it."""

from bihuan.platform.i18n.language import chinese, choose, html_lang, in_language

__all__ = ["chinese", "choose", "html_lang", "in_language"]
