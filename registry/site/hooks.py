"""The site: the only room that knows MkDocs. It makes one language's pages into files.

MkDocs renders the hand-written pages and, through its environment, the shell: what all pages of a section and depth
share. Everything else is put into shells as ready HTML. ``build_language`` runs MkDocs for ``build``; the functions
named ``on_…`` are MkDocs' hooks, so that ``mkdocs build`` and ``mkdocs serve`` give the Chinese site too.
Imports every room before it.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup, escape
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, BuildError, MkDocsException
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page as MkDocsPage

from registry.assets import Assets, collect_assets
from registry.bilingual import LANGUAGES
from registry.checking import check
from registry.collection import Collection
from registry.handwritten import strange_html
from registry.pages import PARTS, recipes
from registry.pages.page import Page, Recipe, Workshop
from registry.search import write_search
from registry.templating import Macros, Settings, Strings, View, compiled, read_strings

CONFIGURATIONS = {"zh": "mkdocs.yml", "en": "mkdocs.en.yml"}
"""MkDocs' configuration of each language, in the project's folder."""

ROOT = Path(__file__).resolve().parent.parent
"""The project's folder."""


class SiteError(Exception):
    """The site cannot be made; the message says why, for people."""


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
_PART = re.compile(r"<p>\[\[([\w-]+)\]\]</p>")


@dataclass(frozen=True)
class Handwritten:
    """A page of ``docs/zh`` or ``docs/en`` as MkDocs gives it: ``content`` is its Markdown as HTML, ``source`` its file.

    A paragraph ``[[name]]`` stands for one of ``PARTS``.
    """

    address: str
    section: str
    title: str
    description: str
    content: Markup
    source: str
    scripts: tuple[str, ...]


@dataclass
class Builder:
    """Makes the pages of one language; MkDocs' environment reaches it through ``on_env``.

    ``alone`` says that MkDocs was started by itself, so that nobody else writes what is not written by hand.
    """

    language: str
    collection: Collection
    strings: Strings
    settings: Settings
    assets: Assets
    alone: bool = False
    environment: jinja2.Environment | None = None
    macros: Macros = field(default_factory=lambda: Macros(ROOT / "macros", compiled()))
    handwritten: list[Handwritten] = field(default_factory=list)
    _shells: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    _scripts: dict[tuple[tuple[str, ...], str], Markup] = field(default_factory=dict)

    @cached_property
    def workshop(self) -> Workshop:
        """What pages are made with."""
        return Workshop(self.language, self.collection, self.macros, self.strings, self.settings)

    def files(self, recipe: Recipe) -> Iterator[tuple[str, bytes]]:
        """Give the files of a recipe's pages, and what their scripts read: the path below the language's root, the content."""
        for page in recipe.pages():
            name = page.address if page.address.endswith(".html") else f"{page.address}index.html"
            yield name, self.html(page).encode()
            for path, content in page.data.items():
                yield path, content.encode()

    def prose(self, written: Handwritten) -> Page:
        """Return a hand-written page."""
        view = self.workshop.view(written.address)
        pieces = _PART.split(written.content)
        body = Markup("").join(
            PARTS[piece](self.workshop, view) if odd % 2 else Markup(piece)
            for odd, piece in enumerate(pieces)
        )
        html = self.macros.render(
            "prose-page", view, title=written.title, body=body, edit=view.edit(written.source)
        )
        return Page(
            self.language, written.address, written.section, written.title, written.description, html,
            scripts=written.scripts,
        )  # fmt: skip

    def write_search(self, site: Path, documents: Path) -> None:
        """Write the search index below ``site``; ``documents`` holds the hand-written pages."""
        write_search(self.collection, self.language, site / "search", documents)

    def html(self, page: Page) -> str:
        """Return the whole HTML of a page: its shell, with its own parts put in."""
        view = self.workshop.view(page.address)
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


def read_settings(configuration: Path = ROOT / "mkdocs.yml") -> Settings:
    """Return the settings; the variables ``SITE_URL``, ``REPO_URL`` and ``ICP`` go before the configuration's."""
    from registry.reading import Scalar, read

    reading = read(configuration, configuration.name)

    def setting(*path: str) -> str:
        node = reading.find(*path)
        return os.environ.get(path[-1].upper(), node.text if isinstance(node, Scalar) else "").rstrip("/")

    return Settings(site_url=setting("site_url"), repo_url=setting("repo_url"), icp=setting("extra", "icp"))


def make_builders(collection: Collection) -> dict[str, Builder]:
    """Return the builder of each language; they share words, assets, settings and components of the project's folder.

    Raises ``SiteError`` where ``macros/strings.yml`` has problems.
    """
    strings, problems = read_strings(ROOT / "macros" / "strings.yml", "macros/strings.yml")
    if problems:
        raise SiteError(
            "\n".join(f"{each.file}:{each.line}: {each.message.zh} / {each.message.en}" for each in problems)
        )
    first = Builder(
        LANGUAGES[0], collection, strings, read_settings(), collect_assets(ROOT / "docs" / "assets")
    )
    others = {
        each: Builder(each, collection, strings, first.settings, first.assets, macros=first.macros)
        for each in LANGUAGES[1:]
    }
    return {LANGUAGES[0]: first} | others


def make_builder(language: str, collection: Collection) -> Builder:
    """Return the builder of one language; see ``make_builders``."""
    return make_builders(collection)[language]


_builder: Builder | None = None
"""The builder that the hooks work for; MkDocs gives hooks no other way to be handed anything."""


def theme_environment(language: str) -> jinja2.Environment:
    """Return the environment in which MkDocs renders the theme's templates, where MkDocs itself does not run."""
    configuration = load_config(str(ROOT / CONFIGURATIONS[language]))
    _leave_theme_out(configuration)
    return on_env(configuration.theme.get_env(), configuration, Files([]))


def _leave_theme_out(configuration: MkDocsConfig) -> None:
    """Keep MkDocs from going through the theme's own 14,000 files, none of which is a template of ours."""
    configuration.theme.static_templates = set()
    configuration.theme.dirs = [str(ROOT / "macros" / "theme")]


def build_language(builder: Builder, site: Path) -> None:
    """Build the hand-written pages of a language with MkDocs into ``site``.

    Raises ``SiteError`` for whatever MkDocs finds wrong.
    """
    global _builder
    _builder = builder
    errors = _Messages()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(errors)
    logger.setLevel(logging.WARNING)
    try:
        configuration = str(ROOT / CONFIGURATIONS[builder.language])
        build(load_config(configuration, site_dir=str(site), strict=True, site_url=builder.settings.site_url))
    except (Abort, MkDocsException, jinja2.TemplateError, UnicodeDecodeError) as error:
        raise SiteError("\n".join(errors.messages) or str(error)) from error
    finally:
        logger.removeHandler(errors)
        _builder = None


class _Messages(logging.Handler):
    """Keeps what MkDocs warns of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a message."""
        self.messages.append(record.getMessage())


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Make the builder where MkDocs was started by itself, and keep out what the theme would add."""
    global _builder
    _leave_theme_out(config)
    if _builder is None or _builder.alone:
        checked = check(ROOT / "measures")
        if not checked.sound or checked.vocabulary is None:
            raise BuildError("measures/: python3 build.py check")
        language = next(each for each in LANGUAGES if Path(config.docs_dir).name == each)
        _builder = make_builder(language, Collection(checked.measures, checked.vocabulary, checked.published))
        _builder.alone = True
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Leave out the theme's own scripts, styles and images: ``assets`` has what is used."""
    return Files([file for file in files if file.src_dir == config.docs_dir])


def on_env(env: jinja2.Environment, config: MkDocsConfig, files: Files) -> jinja2.Environment:
    """Take the environment in which the theme's templates are rendered."""
    env.autoescape = True
    if _builder is not None:
        _builder.environment = env
    return env


def on_page_context(
    context: dict[str, Any], page: MkDocsPage, config: MkDocsConfig, nav: Any
) -> dict[str, Any]:
    """Hand a hand-written page to the shell."""
    builder = _current()
    source = Path(str(page.file.abs_src_path)).relative_to(ROOT).as_posix()
    if "description" not in page.meta:
        raise BuildError(f"{source}:1: 开头缺少 description。 / The head of the page lacks description.")
    if strange := next(strange_html(page.content or ""), None):
        raise BuildError(f"{source}: {strange[1]} – python3 build.py check")
    section = str(page.meta.get("section", page.file.name))
    content = Markup(page.content or "")
    scripts = tuple(str(script) for script in page.meta.get("scripts", ()))
    written = Handwritten(
        page.url, section, str(page.title), str(page.meta["description"]), content, source, scripts
    )
    builder.handwritten.append(written)
    context |= {
        "shell": builder.parts(builder.prose(written), builder.workshop.view(page.url)),
        "assets": builder.assets.paths,
        "component": builder.component,
    }
    return context


def on_post_build(config: MkDocsConfig) -> None:
    """Where MkDocs was started by itself, write everything else that the language's pages are and need."""
    builder = _current()
    if not builder.alone:
        return
    site = Path(config.site_dir)
    pages = (file for recipe in recipes(builder.workshop) for file in builder.files(recipe))
    for name, content in chain(builder.assets.contents.items(), pages):
        target = site / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    builder.write_search(site, Path(config.docs_dir))


def _current() -> Builder:
    assert _builder is not None, "on_config makes the builder"
    return _builder
