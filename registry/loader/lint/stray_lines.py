"""Lines that belong to no YAML: comments of other languages, marks of pages and of merges."""

from __future__ import annotations

import re

from registry.loader.lint.source_lines import MARKER, SourceLines

_TAG = re.compile(r"</?[A-Za-z][^<>]*>?|<!--.*?(?:-->|$)|-->")
_KINDS = (
    (
        re.compile(r"[^\s:：]{1,30}\s+\d{2,4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s+\d{1,2}:\d{2}(?::\d{2})?\s*$"),
        "这一行是聊天或邮件里的姓名和时间。",
        "This line is the name and time of a message.",
        "删去这一行；文件里只写内容。",
        "Delete the line; the file holds the content alone.",
    ),
    (
        re.compile(r"%(?:YAML|TAG|[A-Z]+ )"),
        "这里用了 YAML 的指令。",
        "There is a YAML directive here.",
        "删去这一行。",
        "Delete the line.",
    ),
    (
        re.compile(r"//|/\*|\*/|＃|﹟|;|；|--\s"),
        "说明不这样写。",
        "A comment is not written like this.",
        "说明以半角井号和空格开头：`# 说明`。",
        "A comment begins with a half-width number sign and a space: `# comment`.",
    ),
    (
        re.compile(r"(```|~~~)\s*\w*\s*$"),
        "这一行是 Markdown 的代码标记。",
        "This line is Markdown’s mark around code.",
        "删去这一行；文件里只写内容。",
        "Delete the line; the file contains only the content.",
    ),
    (
        re.compile(r"={7}$|\|{7}( .*)?$"),
        "这一行是合并冲突留下的标记。",
        "This line is left over from a merge conflict.",
        "删去这一行，并核对上下的内容只留了要的一份。",
        "Delete the line, and check that only the wanted text around it was kept.",
    ),
    (
        re.compile(r"[\]}】］｝)）]+\s*[,，]?\s*$"),
        "这里多了一个括号，前面没有打开的。",
        "A bracket closes here that was never opened.",
        "删去它；括号要一一成对。",
        "Delete it; brackets come in pairs.",
    ),
)


def mend_stray(sheet: SourceLines, column: int) -> bool:
    """Report a line that belongs to no YAML, and empty it; return whether it was one."""
    line = sheet.line
    if line.startswith(("<", "-->"), column) and (tag := _TAG.match(line, column)):
        sheet.report(
            column,
            "stray-line",
            f"“{tag.group()[:20]}”是网页的标记。",
            f"“{tag.group()[:20]}” is a mark of web pages.",
            "删去它；文件里只写内容，说明以 # 开头。",
            "Delete it; the file contains only the content, and a comment begins with #.",
        )
        sheet.line = _TAG.sub("", line).rstrip()
        return True
    for pattern, zh, en, do_zh, do_en in _KINDS:
        if pattern.match(line, column):
            sheet.report(column, "stray-line", zh, en, do_zh, do_en)
            sheet.line = ""
            return True
    return False


def mend_marker(sheet: SourceLines) -> None:
    """Report a line that would end the document in its middle, and empty it; one before a second measure stays."""
    if not MARKER.match(sheet.line):
        return
    above = any(line.strip() and line[0] not in "#%" for line in sheet.lines[: sheet.at])
    below = next((line for line in sheet.lines[sheet.at + 1 :] if line.strip() and line[0] != "#"), "---")
    if above and not re.match(r"---|\.\.\.|id\s*[:：]", below):
        mark = sheet.line[:3]
        sheet.report(
            0,
            "stray-line",
            f"这一行“{mark}”把文件分成了两部分。",
            f"This line “{mark}” splits the file in two.",
            "删去这一行。",
            "Delete the line.",
        )
        sheet.line = ""
