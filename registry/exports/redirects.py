"""Old addresses: a page at each that leads on, and a list for the web server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from registry.core.languages import LANGUAGES
from registry.core.writing import place
from registry.exports.context import ExportContext, page_path
from registry.rendering.context import View

_ADDRESS = re.compile(r"(?!\.)[\w.-]+(?:/(?!\.)[\w.-]+)*")


@dataclass(frozen=True)
class Redirect:
    """An address below the root of a language, with a slash at its end, at which a page was before.

    ``target`` is where the page is now, ``title`` what it is called there; ``id`` is the identifier or key of what it shows.
    """

    language: str
    address: str
    target: str
    title: str
    id: str

    def record(self, context: ExportContext) -> dict[str, str]:
        """Return where it leads, as the API gives it: paths below the site's root, and the address where it is known."""
        target = page_path(self.language, self.target)
        record = {"from": page_path(self.language, self.address), "to": target, "id": self.id}
        return record | ({"url": context.url(target)} if context.settings.site_url else {})


def redirects(context: ExportContext) -> Iterator[Redirect]:
    """Give all old addresses in both languages: those of measures, and of entries of the vocabulary whose keys changed.

    An alias without a slash is an identifier that the measure had, and its page was where pages of measures are. What
    would leave the site's folder is passed over.
    """
    for measure in context.register.measures:
        for alias in measure.aliases:
            address = alias.strip("/")
            if _ADDRESS.fullmatch(address):
                old = f"{address}/" if "/" in address else f"m/{address}/"
                for language in LANGUAGES:
                    yield Redirect(language, old, measure.address, measure.title[language], measure.id)
    for former, entry in context.register.vocabulary.former.items():
        for language in LANGUAGES:
            yield Redirect(language, f"{former}/", entry.address, entry.name[language], entry.key)


def write_redirects(context: ExportContext, site: Path) -> list[str]:
    """Write a page at each old address; return their paths. It needs no script and works on any server."""
    names = []
    for redirect in redirects(context):
        view = View(redirect.language, redirect.address, context.register, context.strings, context.settings)
        target = context.page_url(redirect.language, redirect.target)
        canonical = target if context.settings.site_url else view.link(redirect.target)
        html = context.macros.render(
            "redirect", view, address=redirect.target, title=redirect.title, canonical=canonical
        )
        name = f"{page_path(redirect.language, redirect.address).lstrip('/')}index.html"
        names.append(place(site, name, f"{html}\n".encode()))
    return names
