"""What may stand in the HTML of a hand-written page and in an SVG picture.

Judged is what may be there and not what may not: no trick of writing gets past that.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator

_TAGS = frozenset(
    "a abbr blockquote br code dd del details dfn div dl dt em h1 h2 h3 h4 h5 h6 hr ins kbd li ol p pre s small span "
    "strong sub summary sup table tbody td th thead tr ul".split()
)
_EMPTY = frozenset(("br", "hr"))
_ATTRIBUTES = frozenset("class hidden href id lang scope start title".split())
_SHAPES = frozenset("svg g path circle ellipse line polygon polyline rect title desc".split())
_SHAPE_ATTRIBUTES = re.compile(
    "xmlns|viewbox|width|height|role|aria-[a-z]+|id|class|d|[cr][xy]?|[xy][12]?|points|transform|fill(-[a-z]+)?|stroke(-[a-z]+)?"
)
_SCHEMES = ("http", "https", "mailto")
_TAG = re.compile(r'</?([a-z][a-z0-9]*)((?:\s+[a-z][\w:-]*(?:="[^"<>]*")?)*)\s*/?>', re.IGNORECASE)
_ATTRIBUTE = re.compile(r'\s([a-z][\w:-]*)(?:="([^"]*)")?', re.IGNORECASE)
_SCHEME = re.compile(r"([^/?#]*):")


def strange_html(content: str) -> Iterator[tuple[str, str, int]]:
    """Give what may not be in the HTML of a page: the rule it breaks, the words at fault, and which of several they are.

    The rule ``page-open`` is of tags that are not closed or close nothing.
    """
    opened: list[tuple[str, str, int]] = []
    times: Counter[str] = Counter()
    for match in re.finditer("<", content):
        tag = _TAG.match(content, match.start())
        if tag is None or tag.group(1) not in _TAGS:
            yield "page-html", content[match.start() : tag.end() if tag else match.start() + 20], 1
            continue
        for name, value in _ATTRIBUTE.findall(tag.group(2)):
            if name not in _ATTRIBUTES:
                yield "page-html", name, 1
            elif name == "href" and not _leads_somewhere_good(value):
                yield "page-link", html.unescape(value), 1
        words, name = tag.group(), tag.group(1)
        times[words] += 1
        if words.startswith("</"):
            if name in (names := [each[0] for each in opened]):
                at = len(names) - 1 - names[::-1].index(name)
                yield from (("page-open", *each[1:]) for each in opened[at + 1 :])
                del opened[at:]
            else:
                yield "page-open", words, times[words]
        elif name not in _EMPTY:
            opened.append((name, words, times[words]))
    yield from (("page-open", *each[1:]) for each in opened)


def _leads_somewhere_good(value: str) -> bool:
    address = "".join(each for each in html.unescape(value) if each > " ")
    if not address:
        return False
    scheme = _SCHEME.match(address)
    if scheme:
        return scheme.group(1).lower() in _SCHEMES
    return not re.match(r"[/\\]{2}", address)


def strange_shapes(line: str) -> Iterator[int]:
    """Give where in a line of an SVG picture something begins that is no shape."""
    for match in re.finditer("<", line):
        tag = _TAG.match(line, match.start())
        names = [name.lower() for name, _ in _ATTRIBUTE.findall(tag.group(2))] if tag else []
        if not (tag and tag.group(1) in _SHAPES and all(_SHAPE_ATTRIBUTES.fullmatch(name) for name in names)):
            yield match.start()
