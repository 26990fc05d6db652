"""Every fault that a verification can tell has its Chinese sentence."""

import re
from pathlib import Path

from bihuan.platform.ledger import verify
from bihuan.platform.ledger.fault_words import fault_in_chinese

SOURCE = Path(verify.__file__).read_text("utf-8")
TOLD = [
    "unreadable: x",
    "the chain does not end where its head says",
    "expected entry 3, found 4: removed, inserted or reordered",
    "the body was changed",
    "the body is missing, and nothing records that it was erased",
    "the entry does not continue the one before it",
    "unreadable entry: x",
    "the columns differ from the signed head",
    "root-key.pub is unreadable: x",
    "the root of 2022-11-28 is signed by no key of this installation",
    verify._NO_KEY,
    "the root of 2022-11-28 names an entry that is not there any more",
    "the root of 2022-11-28 does not follow from its heads",
    "a.json: not a root file (x)",
    "a.json: no trusted key has signed it",
    "a.json: the signature does not hold",
    "a.json: the stored root of 2022-11-28 differs or is missing",
]


def test_every_fault_is_told_in_chinese():
    assert [what for what in TOLD if not re.search("[\u4e00-\u9fff]", fault_in_chinese(what))] == []
    assert fault_in_chinese(TOLD[2]).startswith("应为第 3 条，实为第 4 条")
