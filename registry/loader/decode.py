"""Decoding: the bytes of a file in, clean text out, and every fault of encoding and characters as a problem.

What could not be meant is reported and mended in the text handed on, so that the rest of the file can be checked too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from registry.core.diagnostics import Diagnostics
from registry.core.languages import Bilingual
from registry.core.text.mojibake import garbled, looks_garbled

RULES = {
    "encoding": Bilingual("文件用 UTF-8 编码保存。", "A file is saved as UTF-8."),
    "conflict": Bilingual("文件里没有未解决的合并冲突。", "No merge conflict is left unresolved in a file."),
    "control-character": Bilingual("文件里没有控制字符。", "A file contains no control characters."),
    "invisible-character": Bilingual(
        "文件里没有零宽字符和改变书写方向的字符。",
        "A file contains no zero-width characters and none that change the direction of text.",
    ),
    "damaged-character": Bilingual("文件里没有乱码。", "No character in a file is damaged."),
    "variant-character": Bilingual(
        "文字里没有部首、竖排标点、连字这样的变体字符。",
        "No radical, vertical mark or ligature is used in place of the ordinary character.",
    ),
    "odd-space": Bilingual("空格用半角空格。", "A space is the plain space of the keyboard."),
    "tab": Bilingual("缩进和间隔用空格，不用制表符。", "Indentation and gaps are made of spaces, not tabs."),
}
"""The rules that this room holds files to, by name."""

_LINE_END = re.compile(r"\r\n|\r|\n")

_DAMAGED = "\ufffd\ue000-\uf8ff"
_INVISIBLE = "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff"
_SPACES = "\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\u0085"
_CONTROL = "\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufff0-\ufffb\ufffe\uffff"
_VARIANT = (
    "\u2e80-\u2fd5\uf900-\ufa0d\ufa10\ufa12\ufa15-\ufa1e\ufa20\ufa22\ufa25\ufa26\ufa2a-\ufad9\ufb00-\ufb06"
    "\ufe10-\ufe19\ufe31-\ufe54\ufe56-\ufe62\ufe64-\ufe6b\uff61-\uff65"
)
_SUSPICIOUS = re.compile(
    f"(?P<tab>\t)|(?P<variant>[{_VARIANT}])|(?P<space>[{_SPACES}])|(?P<invisible>[{_INVISIBLE}])|(?P<damaged>[{_DAMAGED}]|锟斤拷)"
    f"|(?P<control>[{_CONTROL}])"
)
# With it a text is looked through ten times as fast, being one set of characters: nearly all texts hold none of them.
_SUSPECTED = re.compile(f"[\t{_VARIANT}{_SPACES}{_INVISIBLE}{_DAMAGED}锟{_CONTROL}]")
_CONFLICT = re.compile(r"(<{7}|>{7})( .*)?$")
_WIDE_LETTER = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60“”‘’]")


def lines_of(text: str) -> list[str]:
    """Return the lines of a text, as editors count them: parted by LF, CRLF or CR and by nothing else."""
    return _LINE_END.split(text) if "\r" in text else text.split("\n")


def decode(content: bytes, diagnostics: Diagnostics) -> list[str] | None:
    """Return the lines of a file, mended where they had to be, or ``None`` where nothing can be read."""
    text = _text(content, diagnostics)
    if text is None:
        return None
    lines = lines_of(text)
    if "<<<<<<<" in text or ">>>>>>>" in text:
        _report_conflicts(lines, diagnostics)
        if diagnostics.lines_with("conflict"):
            return None
    if looks_garbled(text):
        lines = [_ungarbled(line, number, diagnostics) for number, line in enumerate(lines, 1)]
        text = "\n".join(lines)
    if _SUSPECTED.search(text):
        lines = [_clean(line, number, diagnostics) for number, line in enumerate(lines, 1)]
    return lines


def without_escaped(text: str, place: tuple[int, int], diagnostics: Diagnostics) -> str:
    r"""Return a text without the characters that no file may hold; here they were written as escapes, such as ``"\\u202e"``.

    A tab and the wide space pass, for whoever writes them so means them.
    """
    for match in _SUSPICIOUS.finditer(text):
        if match.group()[0] not in "\t\u3000":
            _report_character(match, place, diagnostics)
            return _SUSPICIOUS.sub("", text)
    return text


def _text(content: bytes, diagnostics: Diagnostics) -> str | None:
    """Return the text, read as what the bytes look like where they are not UTF-8."""
    beginning = content[:200].lstrip(b"\xef\xbb\xbf \r\n").lower()
    for other, (zh, en) in _OTHER_FILES.items():
        if beginning.startswith(other):
            _report_other_file(zh, en, diagnostics)
            return None
    wide = _utf_16_or_32(content)
    line = 1
    if wide is None:
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
            if _mostly_utf_8(content):
                _report_damage(line, diagnostics)
                return content.decode("utf-8-sig", "ignore")
    codec, name = wide or _legacy_encoding(content)
    shown = f"，看起来是 {name}" if name else ""
    diagnostics.add(
        (line, 1),
        "encoding",
        zh=f"文件不是 UTF-8 编码{shown}。",
        en=f"The file is not UTF-8{f'; it looks like {name}' if name else ''}.",
        do_zh=f"VS Code：点右下角的编码，先“通过编码重新打开”选 {name or '原来的编码'}，再“通过编码保存”选 UTF-8。记事本：“另存为”，编码选 UTF-8。",
        do_en=(
            f"VS Code: click the encoding at the bottom right, “Reopen with Encoding” {name or 'as it was'}, then “Save with Encoding” UTF-8. "
            "Notepad: “Save as”, encoding UTF-8."
        ),
    )
    return content.decode(codec, "ignore").removeprefix("\ufeff") if codec not in {"", "big5"} else None


_OTHER_FILES = {
    b"pk\x03\x04": ("Word、WPS、Excel 文档或压缩包", "a Word, WPS or Excel document or an archive"),
    b"\xd0\xcf\x11\xe0": ("旧版 Word 或 Excel 文档", "an old Word or Excel document"),
    b"{\\rtf": ("RTF 文档", "an RTF document"),
    b"%pdf": ("PDF 文档", "a PDF document"),
    b"<!doctype": ("网页", "a web page"),
    b"<html": ("网页", "a web page"),
    b"\x89png": ("图片", "a picture"),
    b"\xff\xd8\xff": ("图片", "a picture"),
    b"\x1f\x8b": ("压缩文件", "a compressed file"),
}
"""How files that are no plain text begin (in lower case), and what they are."""


def _report_other_file(zh: str, en: str, diagnostics: Diagnostics) -> None:
    diagnostics.add(
        (1, 1),
        "encoding",
        zh=f"这不是文本文件，而是{' ' if zh[0].isascii() else ''}{zh}。",
        en=f"This is not a text file, but {en}.",
        do_zh=f"用 `git checkout HEAD -- {diagnostics.file}` 找回原来的文件；要用的文字，以纯文本粘贴进去。",
        do_en=f"Restore the file with `git checkout HEAD -- {diagnostics.file}`; paste what you need into it as plain text.",
    )


def _report_damage(line: int, diagnostics: Diagnostics) -> None:
    diagnostics.add(
        (line, 1),
        "encoding",
        zh="这一行有一个字的编码不完整，其余是 UTF-8。",
        en="A character in this line is cut off or of another encoding; the rest is UTF-8.",
        do_zh="重新输入这一行里显示为 � 的字，保存为 UTF-8。",
        do_en="Type the character that shows as � again, and save as UTF-8.",
    )


def _utf_16_or_32(content: bytes) -> tuple[str, str] | None:
    """Return codec and name where the bytes are UTF-16 or UTF-32, told by their mark or their zero bytes."""
    for mark, codec, name in (
        (b"\xff\xfe\0\0", "utf-32", "UTF-32"),
        (b"\0\0\xfe\xff", "utf-32", "UTF-32"),
        (b"\xff\xfe", "utf-16", "UTF-16 LE"),
        (b"\xfe\xff", "utf-16", "UTF-16 BE"),
    ):
        if content.startswith(mark):
            return codec, name
    even, odd = content[0:4000:2].count(0), content[1:4000:2].count(0)
    if max(even, odd) * 8 > len(content[:4000]) and min(even, odd) * 4 < max(even, odd):
        return ("utf-16-be", "UTF-16 BE") if even > odd else ("utf-16-le", "UTF-16 LE")
    return None


def _mostly_utf_8(content: bytes) -> bool:
    """Say whether all but a few of the bytes outside ASCII are sound UTF-8."""
    replaced = content.decode("utf-8", "replace")
    damaged = replaced.count("\ufffd")
    return sum(ord(each) > 0x7F for each in replaced) - damaged > 4 * damaged


def _legacy_encoding(content: bytes) -> tuple[str, str]:
    """Return codec and name of the Chinese encoding that the bytes look like; ``""`` where they look like none."""
    common = []
    for codec, name, first, last in (("gb18030", "GBK / GB18030", 0xB0, 0xD7), ("big5", "Big5", 0xA4, 0xC6)):
        try:
            text = content.decode(codec)
        except UnicodeDecodeError:
            continue
        # The characters of daily use lie together in each of the two encodings.
        wide = [each.encode(codec) for each in text if ord(each) > 0x7F]
        usual = sum(
            len(each) == 2 and first <= each[0] <= last and (codec == "big5" or each[1] >= 0xA1)
            for each in wide
        )
        common.append((usual / max(1, len(wide)), codec, name))
    return max(common)[1:] if common else ("", "")


def _report_conflicts(lines: list[str], diagnostics: Diagnostics) -> None:
    for number, line in enumerate(lines, 1):
        if _CONFLICT.match(line.lstrip()):
            diagnostics.add(
                (number, 1),
                "conflict",
                zh="这里有未解决的合并冲突。",
                en="A merge conflict is left unresolved here.",
                do_zh="在 <<<<<<< 与 >>>>>>> 之间留下要的内容，删去这三种标记行（<<<<<<<、=======、>>>>>>>）。",
                do_en="Keep what is wanted between <<<<<<< and >>>>>>>, and delete the marker lines (<<<<<<<, =======, >>>>>>>).",
            )


def _ungarbled(line: str, number: int, diagnostics: Diagnostics) -> str:
    """Return a line with its garbled text as it was, reporting the first of it."""
    found = garbled(line)
    for start, stands, was in found[:1]:
        diagnostics.add(
            (number, start + 1),
            "damaged-character",
            zh=f"这里是乱码“{stands[:20]}”：文件曾用错误的编码打开，又存了下来；原来是“{was[:20]}”。",
            en=f"“{stands[:20]}” is garbled: the file was opened in a wrong encoding and saved; it was “{was[:20]}”.",
            do_zh=f"用 `git checkout HEAD -- {diagnostics.file}` 找回原来的文件，再以 UTF-8 编码打开来改；或重新粘贴这段文字。",
            do_en=f"Restore the file with `git checkout HEAD -- {diagnostics.file}` and open it as UTF-8; or paste the text again.",
        )
    for start, stands, was in reversed(found):
        line = line[:start] + was.replace("\ufffd", "") + line[start + len(stands) :]
    return line


def _clean(line: str, number: int, diagnostics: Diagnostics) -> str:
    """Return a line without what cannot be meant, reporting each kind once."""
    matches = list(_SUSPICIOUS.finditer(line))
    reported: set[str | None] = set()
    for match in matches:
        if match.lastgroup not in reported:
            reported.add(match.lastgroup)
            _report_character(match, (number, match.start() + 1), diagnostics)
    return "".join(_mended(line, matches)) if matches else line


def _mended(line: str, matches: list[re.Match[str]]) -> Iterator[str]:
    indentation = len(line) - len(line.lstrip())
    end = 0
    for match in matches:
        yield line[end : match.start()]
        end = match.end()
        if match.start() < indentation and match.group() in "\t\u3000":
            yield "  "
        elif match.lastgroup == "variant":
            yield _ordinary(match.group())
        elif match.lastgroup in {"tab", "space"}:
            beside = line[match.start() - 1 : match.start()] + line[end : end + 1]
            yield (
                ""
                if match.start() >= indentation and _WIDE_LETTER.search(beside) and ":" not in beside
                else " "
            )
    yield line[end:]


def _ordinary(character: str) -> str:
    """Return the ordinary character for a variant, a mark being full-width; itself where Unicode names none."""
    plain = unicodedata.normalize("NFKC", character)
    return chr(ord(plain) + 0xFEE0) if len(plain) == 1 and "!" <= plain <= "~" else plain


def _report_character(match: re.Match[str], place: tuple[int, int], diagnostics: Diagnostics) -> None:
    character = match.group()[0]
    code = f"U+{ord(character):04X}"
    name = unicodedata.name(character, "").lower()
    named = f"{code} {name}".strip()
    if match.lastgroup == "tab":
        diagnostics.add(
            place,
            "tab",
            zh="这里有制表符（Tab）。",
            en="There is a tab here.",
            do_zh="换成空格；每层缩进两个空格。",
            do_en="Make it spaces; indent each level by two.",
        )
    elif match.lastgroup == "space":
        diagnostics.add(
            place,
            "odd-space",
            zh=f"这里有{'全角空格' if character == chr(0x3000) else '特殊空格'}（{code}）。",
            en=f"There is a space of another kind here ({named}).",
            do_zh="缩进和冒号后用半角空格；中文里的空格删去。",
            do_en="Use the plain space for indentation and after a colon; delete it inside Chinese.",
        )
    elif match.lastgroup == "variant":
        plain = _ordinary(character)
        known = plain != character
        diagnostics.add(
            place,
            "variant-character",
            zh=f"这里的“{character}”（{code}）不是普通的字符{f'“{plain}”' if known else ''}，多半是从 PDF 复制来的。",
            en=f"The “{character}” here ({named}) is not the ordinary {f'“{plain}”' if known else 'character'}; "
            "it was probably copied from a PDF.",
            do_zh=f"改为“{plain}”。" if known else "用输入法重新输入这个字。",
            do_en=f"Make it “{plain}”." if known else "Type it again.",
        )
    elif match.lastgroup == "invisible":
        diagnostics.add(
            place,
            "invisible-character",
            zh=f"这里有看不见的字符（{code}）。",
            en=f"There is an invisible character here ({named}).",
            do_zh="删去它：把光标放在这一列，前后各删一个字，再重新输入。",
            do_en="Delete it: put the cursor in this column, delete the letters around it and type them again.",
        )
    elif match.lastgroup == "damaged":
        diagnostics.add(
            place,
            "damaged-character",
            zh=f"这里有乱码“{match.group()}”（{code}）。",
            en=f"There is a damaged character here ({code}).",
            do_zh="照原文重新输入这个字。",
            do_en="Type the character again from the source.",
        )
    else:
        diagnostics.add(
            place,
            "control-character",
            zh=f"这里有控制字符（{code}）。",
            en=f"There is a control character here ({code}).",
            do_zh="删去它，重新输入这一行。",
            do_en="Delete it, and type the line again.",
        )
