"""Decoding: the bytes of a file in, clean text out, and every fault of encoding and characters as a problem.

What could not be meant is reported and mended in the text handed on, so that the rest of the file can be checked too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from registry.core.diagnostics import Diagnostics
from registry.core.languages import Bilingual
from registry.core.text.mojibake import garbled, in_daily_use

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
    if not in_daily_use(text):
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
    for other, kind in _OTHER_FILES.items():
        if beginning.startswith(other):
            diagnostics.report((1, 1), "encoding.no-text", kind=kind, file=diagnostics.file)
            return None
    wide = _utf_16_or_32(content)
    line = 1
    if wide is None:
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
            if _mostly_utf_8(content):
                diagnostics.report((line, 1), "encoding.one-character")
                return content.decode("utf-8-sig", "ignore")
    codec, name = wide or _legacy_encoding(content)
    diagnostics.report((line, 1), "encoding.looks-like" if name else "encoding", name=name)
    return content.decode(codec, "ignore").removeprefix("\ufeff") if codec not in {"", "big5"} else None


_OTHER_FILES = {
    b"pk\x03\x04": Bilingual(" Word、WPS、Excel 文档或压缩包", "a Word, WPS or Excel document or an archive"),
    b"\xd0\xcf\x11\xe0": Bilingual("旧版 Word 或 Excel 文档", "an old Word or Excel document"),
    b"{\\rtf": Bilingual(" RTF 文档", "an RTF document"),
    b"%pdf": Bilingual(" PDF 文档", "a PDF document"),
    b"<!doctype": Bilingual("网页", "a web page"),
    b"<html": Bilingual("网页", "a web page"),
    b"\x89png": Bilingual("图片", "a picture"),
    b"\xff\xd8\xff": Bilingual("图片", "a picture"),
    b"\x1f\x8b": Bilingual("压缩文件", "a compressed file"),
}
"""How files that are no plain text begin (in lower case), and what they are."""


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
    return sum(ord(sign) > 0x7F for sign in replaced) - damaged > 4 * damaged


def _legacy_encoding(content: bytes) -> tuple[str, str]:
    """Return codec and name of the Chinese encoding that the bytes look like; ``""`` where they look like none."""
    common = []
    for codec, name, first, last in (("gb18030", "GBK / GB18030", 0xB0, 0xD7), ("big5", "Big5", 0xA4, 0xC6)):
        try:
            text = content.decode(codec)
        except UnicodeDecodeError:
            continue
        # The characters of daily use lie together in each of the two encodings.
        wide = [sign.encode(codec) for sign in text if ord(sign) > 0x7F]
        usual = sum(
            len(sign) == 2 and first <= sign[0] <= last and (codec == "big5" or sign[1] >= 0xA1)
            for sign in wide
        )
        common.append((usual / max(1, len(wide)), codec, name))
    return max(common)[1:] if common else ("", "")


def _report_conflicts(lines: list[str], diagnostics: Diagnostics) -> None:
    for number, line in enumerate(lines, 1):
        if _CONFLICT.match(line.lstrip()):
            diagnostics.report((number, 1), "conflict")


def _ungarbled(line: str, number: int, diagnostics: Diagnostics) -> str:
    """Return a line with its garbled text as it was, reporting the first of it."""
    found = garbled(line)
    for start, stands, was in found[:1]:
        diagnostics.report(
            (number, start + 1),
            "damaged-character.garbled",
            stands=stands[:20],
            was=was[:20],
            file=diagnostics.file,
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
    code, name = f"U+{ord(character):04X}", unicodedata.name(character, "").lower()
    plain = _ordinary(character)
    message = _MESSAGES[match.lastgroup or ""]
    if character == "\u3000":
        message = "odd-space.wide"
    elif match.lastgroup == "variant" and plain != character:
        message = "variant-character.known"
    named = f"{code} {name}".strip()
    diagnostics.report(place, message, found=match.group(), code=code, named=named, plain=plain)


_MESSAGES = {
    "tab": "tab",
    "space": "odd-space",
    "variant": "variant-character",
    "invisible": "invisible-character",
    "damaged": "damaged-character",
    "control": "control-character",
}
"""What is said of the characters of each kind."""
