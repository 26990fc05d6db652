"""What a verification found, in Chinese: its faults are written in English, as files keep them."""

import re

_SENTENCES = tuple(
    (re.compile(english), chinese)
    for english, chinese in (
        (r"unreadable(?: entry)?: (?P<why>.*)", "无法读取：{why}"),
        (r"the chain does not end where its head says", "链尾与记录的链头不符"),
        (
            r"expected entry (?P<wanted>\d+), found (?P<found>\d+): .*",
            "应为第 {wanted} 条，实为第 {found} 条：有条目被删除、插入或者调换顺序",
        ),
        (r"the body was changed", "条目正文被改动"),
        (
            r"the body is missing, and nothing records that it was erased",
            "条目正文缺失，且没有依法删除的记录",
        ),
        (r"the entry does not continue the one before it", "条目与前一条不衔接"),
        (r"the columns differ from the signed head", "各列与签封的条目头不符"),
        (r"(?P<file>\S+) is unreadable: (?P<why>.*)", "{file} 无法读取：{why}"),
        (
            r"the root of (?P<day>\S+) is signed by no key of this installation",
            "{day} 的根不是由本安装的密钥签封",
        ),
        (
            r"(?P<file>\S+) is missing, so no stored root's signature was checked: .*",
            "缺少 {file}，根的签名均未核对：请从备份找回，或用 --pubkey FILE 指明库外公钥",
        ),
        (
            r"the root of (?P<day>\S+) names an entry that is not there any more",
            "{day} 的根所指的条目已不存在",
        ),
        (r"the root of (?P<day>\S+) does not follow from its heads", "{day} 的根与其链头不符"),
        (r"(?P<file>[^:]+): not a root file \((?P<why>.*)\)", "{file}：不是根文件（{why}）"),
        (r"(?P<file>[^:]+): no trusted key has signed it", "{file}：未经任何可信密钥签封"),
        (r"(?P<file>[^:]+): the signature does not hold", "{file}：签名不成立"),
        (
            r"(?P<file>[^:]+): the stored root of (?P<day>\S+) differs or is missing",
            "{file}：库内 {day} 的根不一致或者缺失",
        ),
    )
)


def fault_in_chinese(what: str) -> str:
    """Return a fault in Chinese; what the table does not know stays as it is."""
    for english, chinese in _SENTENCES:
        found = english.fullmatch(what)
        if found is not None:
            return chinese.format(**found.groupdict())
    return what
