"""Components: how the macros of ``macros/`` become fast code, the same on every page but for what is a page's own.

Beside ``site``, which has MkDocs' own environment, the only room that imports ``jinja2``.
"""

from jinja2 import TemplateSyntaxError

from registry.rendering.compiler.analysis import (
    ANY,
    TAGS,
    Asked,
    Called,
    Component,
    Macro,
    analyse,
    asked_by_program,
    open_block,
    pattern_of,
)
from registry.rendering.compiler.compiled import Compiled, FoldingLoader
from registry.rendering.compiler.environment import ComponentEnvironment, FastEnvironment, unfolded

__all__ = [
    "ANY",
    "TAGS",
    "Asked",
    "Called",
    "Compiled",
    "Component",
    "ComponentEnvironment",
    "FastEnvironment",
    "FoldingLoader",
    "Macro",
    "TemplateSyntaxError",
    "analyse",
    "asked_by_program",
    "open_block",
    "pattern_of",
    "unfolded",
]
