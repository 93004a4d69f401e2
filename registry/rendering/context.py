"""Templating: our own Jinja environment, the words of the interface, and what a page hands to its macros.

Text is escaped, undefined names and missing words are errors.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from jinja2 import FileSystemLoader
from markupsafe import Markup, escape

from registry.core.languages import HTML_LANGUAGE, other_language
from registry.core.limits import limited
from registry.model.document import ADOPTIONS, CORRECTION_KINDS
from registry.model.register import Register
from registry.model.strings import Strings
from registry.model.urls import below
from registry.rendering.content_security_policy import REFERRER, content_policy
from registry.rendering.jinja import CompiledCache, ComponentEnvironment, FastEnvironment
from registry.validation.site_settings import Settings

_CHINESE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60]+")


@dataclass(frozen=True)
class View:
    """What a page hands to its macros: the language, the words, the way to other pages, and the collection.

    ``address`` is the page's path below the language's root (``"m/ybh2019-376-1a-03/"``; ``""`` for the home page).
    """

    language: str
    address: str
    register: Register
    strings: Strings
    settings: Settings = field(default_factory=Settings)

    def adoption(self, key: str) -> str:
        """Return the words for a category of measures."""
        return ADOPTIONS[key][self.language]

    def correction_kind(self, key: str) -> str:
        """Return the words for what was done about a passage."""
        return CORRECTION_KINDS[key][self.language]

    @property
    def content_policy(self) -> Markup:
        """What the page may load and do, as HTML says it; its quotation marks may stand in an attribute."""
        return Markup(content_policy())

    @property
    def referrer(self) -> str:
        """What other hosts are told of the page from which a link leads to them."""
        return REFERRER

    @property
    def other(self) -> str:
        """The other language."""
        return other_language(self.language)

    @property
    def lang(self) -> str:
        """The page's language as HTML names it."""
        return HTML_LANGUAGE[self.language]

    @property
    def other_lang(self) -> str:
        """The other language as HTML names it."""
        return HTML_LANGUAGE[self.other]

    @cached_property
    def home(self) -> str:
        """The relative way to the root of the page's language, ``"./"`` or ``"../"`` as often as needed.

        The page for addresses that do not exist is served at any depth, so its ways begin at the host.
        """
        if self.address == "404.html":
            return self.root + below(self.language, "")
        return "../" * self.address.count("/") or "./"

    @cached_property
    def root(self) -> str:
        """The relative way to the root of the site, which both languages share."""
        if self.address == "404.html":
            return urlsplit(self.settings.mirror_url or self.settings.site_url).path + "/"
        ups = below(self.language, self.address).count("/")
        return "../" * ups or "./"

    @property
    def counterpart(self) -> str:
        """The way to the same page in the other language."""
        return self.root + below(self.other, self.address)

    @property
    def canonical(self) -> str:
        """The address that stands for this page: absolute where the site's own address is set."""
        return self.address_in(self.language, self.address)

    def address_in(self, language: str, address: str) -> str:
        """Return the address of a page: absolute where the site's own is set, else from the page that is open."""
        base = f"{self.settings.site_url}/" if self.settings.site_url else self.root
        return base + below(language, address)

    def link(self, address: str) -> str:
        """Return the way to a page of the same language by its address."""
        return self.home + address

    def edit(self, file: str) -> str:
        """Return the way to where a file can be edited: at the code host, or this site's page on editing."""
        if self.settings.edit_url:
            return self.settings.edit_url + quote(file)
        return f"{self.link('editing/')}?file={file}"

    @property
    def new_issue(self) -> str:
        """The way to where an issue is opened at the code host, title and text to be filled in; ``""`` without one."""
        if not self.settings.repo_url:
            return ""
        own, filled = (
            ("-/", "issue[title]=&issue[description]=") if self.settings.is_gitlab else ("", "title=&body=")
        )
        return f"{self.settings.repo_url}/{own}issues/new?{filled}"

    def marked(self, text: str) -> Markup:
        """Return a text of the page's language in which Chinese quoted on an English page is marked as Chinese."""
        if self.language == "zh":
            return escape(text)
        quoted = Markup('<span lang="zh-Hans">{}</span>')
        pieces = _CHINESE.split(text)
        found = [quoted.format(each) for each in _CHINESE.findall(text)]
        return Markup("").join(each for pair in zip(pieces, [*found, ""], strict=True) for each in pair)

    def t(self, key: str, **values: object) -> str | Markup:
        """Return words of the interface in the page's language; see ``Strings.get``."""
        return self.strings.get(key, self.language, values)

    def other_t(self, key: str, **values: object) -> str | Markup:
        """Return words of the interface in the other language, for links that lead there."""
        return self.strings.get(key, self.other, values)


class Macros:
    """The components: ``macros/<name>.html``, each holding one macro of its name (hyphens as underscores)."""

    def __init__(self, folder: Path) -> None:
        """Work with the components in ``folder``; nothing is read before it is used."""
        self._folder = folder
        self._environment = FastEnvironment(FileSystemLoader(folder), CompiledCache())
        self._macros: dict[str, Any] = {}

    def render(self, component: str, view: View, **parameters: object) -> Markup:
        """Render a component, handing it ``view`` and the parameters it names."""
        with limited():
            return self._render(component, view, parameters)

    def _render(self, component: str, view: View, parameters: dict[str, object]) -> Markup:
        try:
            if component not in self._macros:
                self._macros[component] = _macro_of(self._environment, component)
            return Markup(self._macros[component](view=view, **parameters))
        except Exception:
            # Jinja's own code says which name is undefined, where the faster code says that an attribute is missing.
            plain = ComponentEnvironment(FileSystemLoader(self._folder))
            try:
                _macro_of(plain, component)(view=view, **parameters)
            except Exception:
                plain.handle_exception()  # Raises it at the lines of components, not of what they compile to.
            self._environment.handle_exception()


def _macro_of(environment: ComponentEnvironment, component: str) -> Any:
    name = component.rsplit("/", 1)[-1].replace("-", "_")
    return getattr(environment.get_template(f"{component}.html").module, name)
