"""What makes the pages of a language: their HTML put into shells, which the theme's templates make."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup, escape

from registry.core.diagnostics import SiteError
from registry.core.languages import LANGUAGES
from registry.core.paths import ROOT
from registry.model.register import Register
from registry.model.strings import Strings, read_strings
from registry.rendering.assets import Assets, collect_assets
from registry.rendering.context import Macros, View
from registry.rendering.mkdocs import theme_environment
from registry.rendering.page import HandwrittenPage, Page, PageSpec, RenderContext
from registry.search import write_search
from registry.validation.site_settings import Settings, read_settings


@dataclass(frozen=True)
class Shell:
    """What all pages of a section and depth share; each value but ``view`` and ``section`` may be a mark."""

    view: View
    section: str
    title: str | Markup
    description: str | Markup
    canonical: str | Markup
    counterpart: str | Markup
    head: Markup
    content: Markup
    scripts: Markup


_MARKS = ("title", "description", "canonical", "counterpart", "head", "content", "scripts")
_MARK = re.compile(r"\[\[register:(\w+)\]\]")


@dataclass
class PageRenderer:
    """Makes the pages of one language; MkDocs' environment reaches it through ``on_env``.

    ``alone`` says that MkDocs was started by itself, so that nobody else writes what is not written by hand.
    """

    language: str
    register: Register
    strings: Strings
    settings: Settings
    assets: Assets
    alone: bool = False
    environment: jinja2.Environment | None = None
    macros: Macros = field(default_factory=lambda: Macros(ROOT / "macros"))
    handwritten: list[HandwrittenPage] = field(default_factory=list)
    _shells: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    _scripts: dict[tuple[tuple[str, ...], str], Markup] = field(default_factory=dict)

    @cached_property
    def context(self) -> RenderContext:
        """What pages are made with."""
        return RenderContext(self.language, self.register, self.macros, self.strings, self.settings)

    def files(self, spec: PageSpec) -> Iterator[tuple[str, bytes]]:
        """Give the files of a spec's pages, and what their scripts read: the path below the language's root, the content."""
        for page in spec.pages():
            name = page.address if page.address.endswith(".html") else f"{page.address}index.html"
            yield name, self.html(page).encode()
            for path, content in page.data.items():
                yield path, content.encode()

    def write_search(self, site: Path, documents: Path) -> None:
        """Write the search index below ``site``; ``documents`` holds the hand-written pages."""
        write_search(self.register, self.language, site / "search", documents)

    def html(self, page: Page) -> str:
        """Return the whole HTML of a page: its shell, with its own parts put in."""
        view = self.context.view(page.address)
        key = (page.section, view.home + page.address if page.address.endswith(".html") else view.home)
        if key not in self._shells:
            marks = {name: Markup(f"[[register:{name}]]") for name in _MARKS}
            self._shells[key] = _MARK.split(self.render_shell(Shell(view, page.section, **marks)))
        shell = self.parts(page, view)
        pieces = self._shells[key].copy()
        pieces[1::2] = [escape(getattr(shell, name)) for name in pieces[1::2]]
        return "".join(pieces)

    def parts(self, page: Page, view: View) -> Shell:
        """Return what is a page's own in its shell."""
        name = view.t("site.name")
        return Shell(
            view=view,
            section=page.section,
            title=page.title if page.title == name else view.t("site.title", page=page.title),
            description=page.description,
            canonical=view.canonical,
            counterpart=view.counterpart,
            head=page.head,
            content=page.html,
            scripts=self.scripts(page.scripts, view.root),
        )

    def scripts(self, names: tuple[str, ...], root: str) -> Markup:
        """Return what loads the scripts of a page, for which ``root`` is the way to the site's root."""
        if (names, root) not in self._scripts:
            element = Markup('<script type="module" src="{}"></script>')
            self._scripts[names, root] = Markup("\n").join(
                element.format(root + self.assets.paths[name]) for name in names
            )
        return self._scripts[names, root]

    def render_shell(self, shell: Shell) -> str:
        """Render the theme's outermost template."""
        if self.environment is None:
            self.environment = theme_environment(self.language)
        return self.environment.get_template("main.html").render(
            shell=shell, assets=self.assets.paths, component=self.component
        )

    def forget_theme(self) -> None:
        """Read the theme's templates again when they are next used; MkDocs' environment does not look for changes."""
        if self.environment is not None and self.environment.cache is not None:
            self.environment.cache.clear()

    def component(self, name: str, **parameters: Any) -> Markup:
        """Render one of the project's components inside the theme's template."""
        return self.macros.render(name, **parameters)


def make_renderers(register: Register) -> dict[str, PageRenderer]:
    """Return the builder of each language; they share words, assets, settings and components of the project's folder.

    Raises ``SiteError`` where ``macros/strings.yml`` has problems.
    """
    strings, problems = read_strings(ROOT / "macros" / "strings.yml", "macros/strings.yml")
    if problems:
        raise SiteError(problems)
    first = PageRenderer(
        LANGUAGES[0], register, strings, read_settings(), collect_assets(ROOT / "docs" / "assets")
    )
    others = {
        language: PageRenderer(language, register, strings, first.settings, first.assets, macros=first.macros)
        for language in LANGUAGES[1:]
    }
    return {LANGUAGES[0]: first} | others
