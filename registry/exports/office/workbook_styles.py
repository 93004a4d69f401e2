"""The look of our workbooks: fonts, borders and formats of cells, and the set-up of a sheet for screen and A4.

openpyxl loads in this module and in ``sheets`` only.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

_A4 = 9
_ACCENT = "FF15577A"
_EDGE = Side(style="thin", color="FFB8C2C8")
_BOX = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
# 宋体 and 黑体 are on every Windows and in WPS; other systems have their own under these names.
_FONTS = {"zh": ("宋体", "黑体"), "en": ("Arial", "Arial")}


def new_book() -> Any:
    """Return an empty workbook that has our styles in the fonts of both languages, such as ``text-zh``.

    The styles are ``text``, ``number``, ``link``, ``date``, ``heading``, ``title`` and ``note``.
    """
    book = Workbook(write_only=True)
    book.properties.creator = ""
    for language in _FONTS:
        for style in _styles(language):
            book.add_named_style(style)
    return book


def _styles(language: str) -> list[NamedStyle]:
    text, heading = _FONTS[language]
    size = 10 if language == "zh" else 9
    plain = Font(name=text, size=size)
    link = Font(name=text, size=size, color=_ACCENT, underline="single")
    top = Alignment(vertical="top", wrap_text=True)
    centre = Alignment(horizontal="center", vertical="top", wrap_text=True)
    middle = Alignment(horizontal="center", vertical="center", wrap_text=True)
    day = 'yyyy"年"m"月"d"日"' if language == "zh" else "d mmm yyyy"
    bold = language == "en"
    return [
        *(
            NamedStyle(f"{name}-{language}", font=font, alignment=alignment, border=_BOX, number_format=form)
            for name, font, alignment, form in (
                ("text", plain, top, "@"),
                ("number", plain, centre, "0"),
                ("link", link, top, "@"),
                ("date", plain, centre, day),
            )
        ),
        NamedStyle(
            f"heading-{language}",
            font=Font(name=heading, size=size, bold=bold),
            alignment=middle,
            border=_BOX,
            fill=PatternFill("solid", fgColor="FFE6F0F5"),
        ),
        NamedStyle(
            f"title-{language}",
            font=Font(name=heading, size=16, bold=bold),
            alignment=Alignment(horizontal="center", vertical="center"),
        ),
        NamedStyle(f"note-{language}", font=plain, alignment=Alignment(vertical="center", wrap_text=True)),
    ]


def style_number(sheet: Any, style: str, quoted: bool = False) -> int:
    """Return the number by which cells of ``sheet`` name a style; ``quoted`` marks text that looks like a formula."""
    cell = WriteOnlyCell(sheet)
    cell.style = style
    if quoted:
        cell.quotePrefix = True
    number: int = cell.style_id
    return number


def set_up(sheet: Any, widths: Sequence[float], footer: str) -> None:
    """Set a sheet up for paper, A4 landscape, with ``footer`` on each page; ``widths`` are those of its columns."""
    for index, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.6
    sheet.page_margins.header = sheet.page_margins.footer = 0.25
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter.center.text = footer
