"""Lines that belong to no YAML: comments of other languages, marks of pages and of merges."""

from __future__ import annotations

import re

from registry.loader.lint.source_lines import MARKER, SourceLines

_TAG = re.compile(r"</?[A-Za-z][^<>]*>?|<!--.*?(?:-->|$)|-->")
_KINDS = (
    (
        re.compile(r"[^\s:：]{1,30}\s+\d{2,4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s+\d{1,2}:\d{2}(?::\d{2})?\s*$"),
        "stray-line.message-header",
    ),
    (re.compile(r"%(?:YAML|TAG|[A-Z]+ )"), "stray-line.directive"),
    (re.compile(r"//|/\*|\*/|＃|﹟|;|；|--\s"), "stray-line.comment"),
    (re.compile(r"(```|~~~)\s*\w*\s*$"), "stray-line.markdown"),
    (re.compile(r"={7}$|\|{7}( .*)?$"), "stray-line.conflict"),
    (re.compile(r"[\]}】］｝)）]+\s*[,，]?\s*$"), "stray-line.bracket"),
)


def mend_stray(sheet: SourceLines, column: int) -> bool:
    """Report a line that belongs to no YAML, and empty it; return whether it was one."""
    line = sheet.line
    if line.startswith(("<", "-->"), column) and (tag := _TAG.match(line, column)):
        sheet.report(column, "stray-line.tag", found=tag.group()[:20])
        sheet.line = _TAG.sub("", line).rstrip()
        return True
    for pattern, name in _KINDS:
        if pattern.match(line, column):
            sheet.report(column, name)
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
        sheet.report(0, "stray-line.marker", mark=mark)
        sheet.line = ""
