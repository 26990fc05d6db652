"""Cells that leave the product: text that a spreadsheet would run as a formula stays text."""

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")


def neutral(text: str) -> str:
    """Return a cell's text with an apostrophe before what would be taken for a formula."""
    plain = "".join(sign for sign in text if sign >= " " or sign in "\t\r\n")
    return "'" + plain if plain.startswith(DANGEROUS) else plain
