"""The look of our text documents: A4 and fonts after GB/T 9704—2012 (党政机关公文格式).

python-docx loads in this module and in ``word_documents`` only.
"""

from __future__ import annotations

from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from registry.exports.office.word_text import LANGUAGES

TITLE = "方正小标宋简体"
BODY = "仿宋_GB2312"
HEADING = "黑体"
SUBHEADING = "楷体_GB2312"
LATIN = "Times New Roman"

FALLBACKS = {
    TITLE: "方正小标宋_GBK,华文中宋,STZhongsong,宋体",
    BODY: "仿宋,FangSong,华文仿宋,STFangsong",
    HEADING: "SimHei,华文黑体,Noto Sans CJK SC",
    SUBHEADING: "楷体,KaiTi,华文楷体,STKaiti",
}
"""What stands in where a font is not installed, as Word and WPS read it in ``w:altName``."""

_STYLES = {
    # name: font, size in points, alignment
    "Register Annex": (HEADING, 16, WD_ALIGN_PARAGRAPH.LEFT),
    "Register Title": (TITLE, 22, WD_ALIGN_PARAGRAPH.CENTER),
    "Register Subtitle": (TITLE, 14, WD_ALIGN_PARAGRAPH.CENTER),
    "Register List": (HEADING, 16, WD_ALIGN_PARAGRAPH.LEFT),
    "Register Column": (HEADING, 12, WD_ALIGN_PARAGRAPH.CENTER),
    "Register Group": (SUBHEADING, 12, WD_ALIGN_PARAGRAPH.LEFT),
    "Register Number": (BODY, 12, WD_ALIGN_PARAGRAPH.CENTER),
    "Register Cell": (BODY, 12, WD_ALIGN_PARAGRAPH.LEFT),
    "Register English": (BODY, 10.5, WD_ALIGN_PARAGRAPH.LEFT),
    "Register Note": (BODY, 10.5, WD_ALIGN_PARAGRAPH.LEFT),
}
_USED_STYLES = (
    "Normal",
    "Default Paragraph Font",
    "Normal Table",
    "No List",
    "Table Grid",
    "Header",
    "Footer",
)
_UNUSED = ("stylesWithEffects", "thumbnail", "customXml", "numbering")
_KEPT_WITH_NEXT = ("Register Annex", "Register Title", "Register Subtitle", "Register List", "Register Group")


def blank_document() -> Any:
    """Return an empty A4 document with the margins of GB/T 9704 (top 37, bottom 35, left 28, right 26 mm) and our styles."""
    document = docx.Document()
    _clear_out(document)
    for part in (document.styles.element, document.settings.element):
        for found in part.iter(qn("w:lang"), qn("w:themeFontLang")):
            _set_languages(found)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(28)
    _set_font(document.styles["Normal"], BODY, 12)
    for name, (font, size, alignment) in _STYLES.items():
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
        _set_font(style, font, size)
        style.paragraph_format.alignment = alignment
        style.paragraph_format.space_after = style.paragraph_format.space_before = Pt(0)
        style.paragraph_format.keep_with_next = name in _KEPT_WITH_NEXT
    document.styles["Register Title"].paragraph_format.space_before = Pt(12)
    document.styles["Register Title"].paragraph_format.space_after = Pt(18)
    document.styles["Register List"].paragraph_format.space_before = Pt(12)
    document.styles["Register List"].paragraph_format.space_after = Pt(6)
    link = document.styles.add_style("Register Link", WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb = RGBColor(0x15, 0x57, 0x7A)
    link.font.underline = True
    _number_pages(section)
    return document


def _clear_out(document: Any) -> None:
    """Take out what python-docx's own template brings and we do not use: nine tenths of the file."""
    for relations in (document.part.package.rels, document.part.rels):
        kinds = {key: relation.reltype.rsplit("/", 1)[-1] for key, relation in relations.items()}
        for key, kind in kinds.items():
            if kind in _UNUSED:
                del relations[key]
    for style in list(document.styles):
        if style.name not in _USED_STYLES:
            style.delete()


def _set_font(style: Any, font: str, size: float) -> None:
    style.font.name = LATIN
    style.font.size = Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), font)
    fonts.set(qn("w:hAnsi"), LATIN)
    fonts.set(qn("w:cs"), LATIN)
    languages = OxmlElement("w:lang")
    _set_languages(languages)
    style.element.get_or_add_rPr().append(languages)


def _set_languages(element: Any) -> None:
    for name, code in LANGUAGES.items():
        element.set(qn(f"w:{name}"), code)


def _number_pages(section: Any) -> None:
    """Put the page's number at its foot, between dashes as GB/T 9704 has it."""
    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(paragraph, "— ")
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        run.font.size = Pt(14)
        piece = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            piece.set(qn("w:fldCharType"), kind)
        else:
            piece.text = text
        run._r.append(piece)  # noqa: SLF001  (python-docx has no public way to a field)
    _run(paragraph, " —")


def _run(paragraph: Any, text: str) -> None:
    paragraph.add_run(text).font.size = Pt(14)


def font_table() -> bytes:
    """Return the part of a document that names its fonts and what stands in for each."""
    entries = "".join(
        f'<w:font w:name="{font}"><w:altName w:val="{instead}"/><w:charset w:val="86"/></w:font>'
        for font, instead in FALLBACKS.items()
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return f'{head}<w:fonts xmlns:w="{space}">{entries}</w:fonts>\n'.encode()
