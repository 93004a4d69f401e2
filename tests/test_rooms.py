"""The rooms import only downwards, and only one of them knows MkDocs."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

REGISTRY = Path(__file__).resolve().parent.parent / "registry"

ORDER = (
    ("sources",),
    ("styles", "scripts", "components", "placing"),
    (
        "bilingual",
        "fingerprint",
        "figures",
        "assets",
        "policy",
        "han",
        "letters",
        "marks",
        "garbled",
    ),
    ("problem", "working", "reasons"),
    ("git", "plain"),
    ("command",),
    ("faults",),
    ("decoding", "explaining"),
    ("scanning",),
    ("reading", "report"),
    ("shape", "handwritten", "official_texts"),
    ("vocabulary_shapes", "published"),
    ("vocabulary",),
    ("vocabulary_reading", "terms", "measure_shape", "files"),
    ("rules", "prose", "memory"),
    ("model", "examining"),
    ("checking",),
    ("collection", "addresses"),
    ("citation",),
    ("editing", "search", "quotation", "locking"),
    ("templating",),
    ("metadata", "project"),
    ("pages", "exports"),
    ("site", "publishing"),
    ("units",),
    ("trial",),
    ("publish", "hook"),
    ("serving",),
    ("cli",),
    ("__main__",),
)
"""The rooms from the lowest to the highest; rooms on one line do not know each other."""

LEVEL = {room: level for level, rooms in enumerate(ORDER) for room in rooms}
FILES = sorted(path for path in REGISTRY.rglob("*.py") if path != REGISTRY / "__init__.py")


def imported_modules(path: Path) -> set[str]:
    """Return the dotted names of all that a file imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module}
            if node.module == "registry":
                names |= {f"registry.{alias.name}" for alias in node.names}
    return names


def room_of(path: Path) -> str:
    return path.relative_to(REGISTRY).parts[0].removesuffix(".py")


def test_every_file_is_in_a_room() -> None:
    assert {room_of(path) for path in FILES} == set(LEVEL)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(REGISTRY).as_posix())
def test_imports_only_downwards(path: Path) -> None:
    own = room_of(path)
    for name in imported_modules(path):
        if name.startswith("registry."):
            other = name.split(".")[1]
            assert other == own or LEVEL[other] < LEVEL[own], f"{own} imports {other}"


@pytest.mark.parametrize("package", ["mkdocs", "jinja2", "yaml", "material"])
def test_each_framework_has_one_room(package: str) -> None:
    rooms = {room_of(p) for p in FILES if any(name.split(".")[0] == package for name in imported_modules(p))}
    allowed = {
        "mkdocs": {"project", "site"},
        "jinja2": {"components", "site"},
        "yaml": {"reading"},
        "material": set(),
    }[package]
    assert rooms <= allowed
    assert rooms or not allowed


def test_a_file_is_a_room_not_a_hall() -> None:
    long = {
        path.name: count
        for path in FILES
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert not long
