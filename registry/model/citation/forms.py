"""The forms of a citation, each a row of parts, so that a page can link the address and fill in the day of copying.

Nothing is said that the source does not say: of the document only its year is known, and the address cited is this
site's.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from registry.core.languages import ENGLISH_MONTHS, Bilingual
from registry.model.citation.places import place_label
from registry.model.measure import Measure

_MARKDOWN = re.compile(r"([\\`*_\[\]<>&])")


@dataclass(frozen=True, slots=True)
class CitationPart:
    """A part of a citation.

    ``kind`` is ``text``; ``link``, words that bear the link to the page; ``address`` (``text`` is then empty);
    ``date``, the day of access, its ``text`` saying how it is written (``iso``, ``zh`` or ``en``); or ``fingerprint``,
    words with the fingerprint that may be left away as a whole.
    """

    kind: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation in one form; ``language`` is that of its words and of the page it leads to.

    ``code`` is true where it is not prose but markup to be pasted.
    """

    form: str
    language: str
    parts: tuple[CitationPart, ...]
    code: bool = False


def citations(measure: Measure, language: str, site_name: Bilingual) -> tuple[Citation, ...]:
    """Return the citations of a measure, that of ``language``, the reader's, first; ``site_name`` is this site's."""
    chinese = _official(measure)
    english = _english(measure)
    own, other = (chinese, english) if language == "zh" else (english, chinese)
    others = (_standard(measure, "2025"), _standard(measure, "2015"), _law(measure, site_name.zh))
    ordered = (own, *others, other) if language == "zh" else (own, other, *others)
    return (*ordered, _markdown(own), _html(own))


def plain(citation: Citation, addresses: Bilingual, accessed: date) -> str:
    """Return a citation as plain text; ``addresses`` are those of the measure's page in each language."""
    words = []
    for part in citation.parts:
        if part.kind == "address":
            words.append(addresses[citation.language])
        elif part.kind == "date":
            words.append(_day(accessed, part.text))
        else:
            words.append(part.text)
    return "".join(words)


def inside_quotes(text: str) -> str:
    """Return Chinese words as they stand within “ ”: their own quotation marks become single ones."""
    return text.replace("“", "‘").replace("”", "’")


def inside_title_marks(text: str) -> str:
    """Return a Chinese title as it stands within 《 》: title marks of its own become single ones."""
    return text.replace("《", "〈").replace("》", "〉")


def document_words(measure: Measure) -> str:
    """Return the document with its number, as Chinese prose names it: ``《…通知》（粤办函〔2019〕376号）``."""
    document = measure.source.document
    return f"《{inside_title_marks(document.title.zh)}》（{document.number.zh}）"


def standard_title(measure: Measure, colon: str = "：") -> str:
    """Return title, number and place in the document, joined as GB/T 7714 joins the parts of a title."""
    document = measure.source.document
    place = f"{place_label(measure.source, 'zh')} {measure.title.zh}"
    return colon.join((document.title.zh, document.number.zh, place))


def _citation(form: str, language: str, *parts: str | tuple[str, str], code: bool = False) -> Citation:
    """Return a citation of texts and other parts, which are a kind with its text."""
    pairs = (("text", part) if isinstance(part, str) else part for part in parts)
    return Citation(form, language, tuple(CitationPart(*pair) for pair in pairs), code)


_ADDRESS = ("address", "")


def _official(measure: Measure) -> Citation:
    place = f"{document_words(measure)}{place_label(measure.source, 'zh')}“"
    fingerprint = ("fingerprint", f"（文本指纹 {measure.fingerprint}）")
    return _citation("official", "zh", place, ("link", inside_quotes(measure.title.zh)), "”", fingerprint)


def _standard(measure: Measure, year: str) -> Citation:
    # Rule 7 of that of 2025: the full stop and square brackets half-width, all other signs full-width.
    document, half = measure.source.document, year == "2015"
    colon, day = (": ", f"({document.year})") if half else ("：", f"（{document.year}）")
    start = f"{document.issuer.zh}. {standard_title(measure, colon)}[EB/OL]. {day}["
    fingerprint = ("fingerprint", f" 文本指纹{colon}{measure.fingerprint}.")
    return _citation(f"gbt7714-{year}", "zh", start, ("date", "iso"), "]. ", _ADDRESS, ".", fingerprint)


def _law(measure: Measure, site_name: str) -> Citation:
    place = f"{document_words(measure)}，{place_label(measure.source, 'zh')}"
    start = f"{place}“{inside_quotes(measure.title.zh)}”，载{site_name}网站，"
    fingerprint = ("fingerprint", f"，文本指纹 {measure.fingerprint}")
    return _citation("law", "zh", start, _ADDRESS, "，", ("date", "zh"), "访问", fingerprint, "。")


def _english(measure: Measure) -> Citation:
    document = measure.source.document
    author = "" if document.issuer.en in document.title.en else f"{document.issuer.en}, "
    place = place_label(measure.source, "en")
    start = f"{author}‘{document.title.en}’ ({document.number.en}), {place}, ‘"
    translation, accessed = "’, unofficial translation <", "> accessed "
    fingerprint = ("fingerprint", f" (text fingerprint {measure.fingerprint})")
    return _citation(
        "english", "en", start, ("link", measure.title.en), translation, _ADDRESS, accessed, ("date", "en"), fingerprint,
    )  # fmt: skip


def _reference(own: Citation) -> tuple[str, tuple[str, str]]:
    """Return the words of a citation that a link can bear, and the part with the fingerprint."""
    words = "".join(_until_access(own))
    return words, next((part.kind, part.text) for part in own.parts if part.kind == "fingerprint")


def _until_access(own: Citation) -> Iterator[str]:
    for part in own.parts:
        if part.kind not in {"text", "link"}:
            return
        yield part.text.removesuffix(" <")


def _markdown(own: Citation) -> Citation:
    words, fingerprint = _reference(own)
    escaped = _MARKDOWN.sub(r"\\\1", words)
    return _citation("markdown", own.language, f"[{escaped}](", _ADDRESS, ")", fingerprint, code=True)


def _html(own: Citation) -> Citation:
    words, fingerprint = _reference(own)
    end = f'">{html.escape(words, quote=False)}</a>'
    return _citation("html", own.language, '<a href="', _ADDRESS, end, fingerprint, code=True)


def _day(day: date, style: str) -> str:
    if style == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    if style == "en":
        return f"{day.day} {ENGLISH_MONTHS[day.month - 1]} {day.year}"
    return day.isoformat()
