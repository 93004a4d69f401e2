"""The theme's templates: the environment in which MkDocs renders them, where MkDocs itself does not run."""

from __future__ import annotations

import jinja2
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

from registry.core.paths import ROOT
from registry.validation.site_configuration import CONFIGURATIONS


def theme_environment(language: str) -> jinja2.Environment:
    """Return the environment in which MkDocs renders the theme's templates in a language."""
    configuration = load_config(str(ROOT / CONFIGURATIONS[language]))
    leave_theme_out(configuration)
    return escaping(configuration.theme.get_env())


def leave_theme_out(configuration: MkDocsConfig) -> None:
    """Keep MkDocs from going through the theme's own 14,000 files, none of which is a template of ours."""
    configuration.theme.static_templates = set()
    configuration.theme.dirs = [str(ROOT / "macros" / "theme")]


def escaping(environment: jinja2.Environment) -> jinja2.Environment:
    """Let an environment of MkDocs', which does not, escape what is put into its templates."""
    environment.autoescape = True
    return environment
