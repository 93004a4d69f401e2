"""MkDocs at work: ``build_language`` runs it for the hand-written pages of a language, and it calls the hooks.

The functions named ``on_…`` are those hooks, so that ``mkdocs build`` and ``mkdocs serve`` give the Chinese site too.
"""

from __future__ import annotations

import logging
import re
from itertools import chain
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, BuildError, MkDocsException
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page as MkDocsPage

from registry.core.diagnostics import Diagnostic, SiteError, diagnostic
from registry.core.languages import LANGUAGES
from registry.core.paths import ROOT
from registry.core.project_files import is_passed_over
from registry.model.register import Register
from registry.pages import page_specs
from registry.pages.handwritten import handwritten_page
from registry.rendering.checks import check_project
from registry.rendering.mkdocs import escaping, leave_theme_out
from registry.rendering.page import HandwrittenPage
from registry.rendering.shell import PageRenderer, make_renderers
from registry.validation.checker import check
from registry.validation.handwritten import strange_html
from registry.validation.site_configuration import CONFIGURATIONS

_renderer: PageRenderer | None = None
"""The builder that the hooks work for; MkDocs gives hooks no other way to be handed anything."""


def build_language(renderer: PageRenderer, site: Path) -> None:
    """Build the hand-written pages of a language with MkDocs into ``site``.

    Raises ``SiteError`` for whatever MkDocs finds wrong.
    """
    global _renderer
    _renderer = renderer
    errors = _Messages()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(errors)
    logger.setLevel(logging.WARNING)
    try:
        configuration = str(ROOT / CONFIGURATIONS[renderer.language])
        build(
            load_config(configuration, site_dir=str(site), strict=True, site_url=renderer.settings.site_url)
        )
    except (Abort, MkDocsException, jinja2.TemplateError, UnicodeDecodeError) as error:
        lines = "\n".join(errors.messages or [str(error)]).splitlines()
        raise SiteError(_told(line) for line in lines if line.strip()) from error
    finally:
        logger.removeHandler(errors)
        _renderer = None


def _told(message: str) -> Diagnostic:
    """Return a message of MkDocs as a problem, at the place that it names."""
    placed = re.match(r"([\w./-]+\.\w+):(\d+): (.*)", message)
    if placed:
        return diagnostic(placed[1], (int(placed[2]), 1), "template", reason=placed[3])
    named = re.search(r"'([\w/-]+\.md)'", message)
    return diagnostic(named[1] if named else "mkdocs.yml", (1, 1), "template", reason=message)


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
    global _renderer
    leave_theme_out(config)
    # The check of hand-written pages knows all pages, and MkDocs only those that are written by hand.
    config.validation.links.not_found = logging.INFO
    if _renderer is None or _renderer.alone:
        checked = check(ROOT / "measures")
        if not checked.sound or checked.vocabulary is None or check_project(ROOT):
            raise BuildError("python3 build.py check")
        language = next(language for language in LANGUAGES if Path(config.docs_dir).name == language)
        register = Register(checked.measures, checked.vocabulary, checked.published)
        _renderer = make_renderers(register)[language]
        _renderer.alone = True
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Leave out what editors leave, and the theme's own scripts, styles and images: ``assets`` has what is used."""
    return Files(
        [
            file
            for file in files
            if file.src_dir == config.docs_dir and not is_passed_over(Path(file.src_uri).name)
        ]
    )


def on_env(env: jinja2.Environment, config: MkDocsConfig, files: Files) -> jinja2.Environment:
    """Take the environment in which the theme's templates are rendered."""
    if _renderer is not None:
        _renderer.environment = env
    return escaping(env)


def on_page_context(
    context: dict[str, Any], page: MkDocsPage, config: MkDocsConfig, nav: Any
) -> dict[str, Any]:
    """Hand a hand-written page to the shell."""
    renderer = _current()
    source = Path(str(page.file.abs_src_path)).relative_to(ROOT).as_posix()
    if "description" not in page.meta:
        raise BuildError(f"{source}:1: 开头缺少 description。 / The head of the page lacks description.")
    if strange := next(strange_html(page.content or ""), None):
        raise BuildError(f"{source}: {strange[1]} – python3 build.py check")
    section = str(page.meta.get("section", page.file.name))
    content = Markup(page.content or "")
    scripts = tuple(str(script) for script in page.meta.get("scripts", ()))
    written = HandwrittenPage(
        page.url, section, str(page.title), str(page.meta["description"]), content, source, scripts
    )
    renderer.handwritten.append(written)
    context |= {
        "shell": renderer.parts(handwritten_page(renderer.context, written), renderer.context.view(page.url)),
        "assets": renderer.assets.paths,
        "component": renderer.component,
    }
    return context


def on_post_build(config: MkDocsConfig) -> None:
    """Where MkDocs was started by itself, write everything else that the language's pages are and need."""
    renderer = _current()
    if not renderer.alone:
        return
    site = Path(config.site_dir)
    pages = (file for spec in page_specs(renderer.context) for file in renderer.files(spec))
    for name, content in chain(renderer.assets.contents.items(), pages):
        target = site / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    renderer.write_search(site, Path(config.docs_dir))


def _current() -> PageRenderer:
    assert _renderer is not None, "on_config makes the builder"
    return _renderer
