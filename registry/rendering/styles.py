"""Style sheets: of the theme's, the rules for running text; of any, a shorter form that means the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

_PIECE = re.compile(
    r"""/\*.*?\*/|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|url\([^"')]*\)|[{};]|[^"'{};/u]+|.""", re.DOTALL
)
_COMPONENT = re.compile(
    r"\.(?!md-typeset\b)[a-z_-]|#|\[data-|\[dir=rtl\]|:-(?:webkit|moz)-|::-", re.IGNORECASE
)
_PICTURE = re.compile(r"""--[\w-]+:url\("[^"]*"\);?""")
_NESTING = ("@media", "@supports", "@layer")


def prose_rules(sheet: str) -> str:
    """Return the rules of the theme's style sheet that name none of its components: those for elements of text.

    Its pictures, which the content policy forbids and only components use, are left out too.
    """
    return _PICTURE.sub("", "".join(_prose(sheet)))


def shortened(sheet: str) -> str:
    """Return a style sheet without comments and without the white space that only people need."""
    pieces = (piece for piece in _PIECE.findall(sheet) if not piece.startswith("/*"))
    text = "".join(
        piece if piece[0] in "\"'" or piece.startswith("url(") else re.sub(r"\s+", " ", piece)
        for piece in pieces
    )
    return re.sub(r" ?([{};]) ?", r"\1", text).replace(";}", "}")


def _prose(sheet: str) -> Iterator[str]:
    for head, body in _rules(sheet):
        if head.startswith(_NESTING):
            within = prose_rules(body)
            if within:
                yield f"{head}{{{within}}}"
        elif not head.startswith("@"):
            # Commas within parentheses part no selectors.
            selectors = [each for each in re.split(r",(?![^()]*\))", head) if not _COMPONENT.search(each)]
            if selectors:
                yield f"{','.join(selectors)}{{{body}}}"


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Give each rule: what stands before its brace, and what within. Statements such as ``@charset`` are left out."""
    depth = 0
    head = body = ""
    for piece in _PIECE.findall(sheet):
        depth -= piece == "}"
        if depth:
            body += piece
        elif piece == "}":
            yield head.strip(), body
            head = body = ""
        elif piece == ";":
            head = ""
        elif piece != "{":
            head += piece
        depth += piece == "{"
