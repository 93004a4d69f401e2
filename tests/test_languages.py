"""Each passage in the other language says so, so that it is read aloud in the right voice and set in the right type."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

VOID = frozenset("area base br col hr img input link meta source wbr".split())
WORDS_OF = {"aria-label", "title", "placeholder", "alt", "content", "label"}
"""Attributes that hold words for people."""

CHINESE = re.compile("[\u3400-\u9fff]")
ENGLISH = re.compile(r"[A-Za-z]{2,}(?:[,;:]? [A-Za-z’'-]+){3,}")
"""Four words running: shorter names of Latin letters, such as “GB/T 7714”, belong to Chinese text too."""


class Passages(HTMLParser):
    """The words of a page, each with the language that holds where it stands."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.found: list[tuple[str, str]] = []

    def lang(self) -> str:
        return self.open[-1][1] if self.open else ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        lang = values.get("lang", self.lang())
        if tag not in {"html", "link"} and values.get("http-equiv") is None:
            self.found += [(lang, values[name]) for name in sorted(WORDS_OF & values.keys())]
        if tag not in VOID:
            self.open.append((tag, lang))

    def handle_endtag(self, tag: str) -> None:
        # End tags that HTML lets one leave out are left out nowhere (test_valid_html.py).
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1][0] not in {"script", "style", "code"}:
            self.found.append((self.lang(), data))


def strangers(html: str) -> list[str]:
    """Return the words of a page that stand under the wrong language."""
    passages = Passages()
    passages.feed(html)
    return [
        f"{lang}: {words.strip()[:80]}"
        for lang, words in passages.found
        if (CHINESE if lang.startswith("en") else ENGLISH).search(words)
    ]


def test_passages_in_the_other_language_say_so(site: Path) -> None:
    wrong = {
        path.relative_to(site).as_posix(): found
        for path in sorted(site.rglob("*.html"))
        if (found := strangers(path.read_text(encoding="utf-8")))
    }
    assert wrong == {}


def test_what_is_looked_for_is_found() -> None:
    page = '<html lang="{}"><body><p>{}</p></body></html>'
    assert strangers(page.format("en", "The 营业执照"))
    assert strangers(page.format("en", '<a aria-label="中文">x</a>'))
    assert strangers(page.format("zh-Hans", "Roll out the electronic licence"))
    assert not strangers(page.format("en", 'See <span lang="zh-Hans">营业执照</span>.'))
    assert not strangers(page.format("zh-Hans", "推广 EDI"))
