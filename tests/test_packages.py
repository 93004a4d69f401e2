"""The packages import only from those above them, and frameworks are used where they belong."""

from __future__ import annotations

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

REGISTRY = Path(__file__).resolve().parent.parent / "registry"

ORDER = (
    "core",
    "loader",
    "model",
    "validation",
    "authoring",
    "search",
    "rendering",
    "pages",
    "exports",
    "build",
    "devserver",
    "cli",
    "__main__",
)
"""The packages in the order of the data: each imports only from those before it."""

LONGEST = 400
"""Lines of a file."""

FILES = sorted(path for path in REGISTRY.rglob("*.py") if path != REGISTRY / "__init__.py")


def imported_modules(path: Path) -> set[str]:
    """Return the dotted names of all that a file imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= (
                {f"registry.{alias.name}" for alias in node.names}
                if node.module == "registry"
                else {node.module}
            )
    return names


def package_of(path: Path) -> str:
    return path.relative_to(REGISTRY).parts[0].removesuffix(".py")


def test_every_file_is_in_a_package() -> None:
    assert {package_of(path) for path in FILES} == set(ORDER)


@pytest.mark.parametrize("package", ORDER)
def test_imports_lead_to_packages_above(package: str) -> None:
    wrong = [
        f"{path.relative_to(REGISTRY)}: {name}"
        for path in FILES
        if package_of(path) == package
        for name in imported_modules(path)
        if name.startswith("registry.") and ORDER.index(name.split(".")[1]) > ORDER.index(package)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("framework", "packages"),
    [
        ("mkdocs", {"validation", "rendering", "build"}),
        ("jinja2", {"rendering", "exports", "build"}),
        ("yaml", {"loader"}),
        ("material", set()),
    ],
)
def test_each_framework_is_used_where_it_belongs(framework: str, packages: set[str]) -> None:
    used = {
        package_of(path)
        for path in FILES
        if any(name.split(".")[0] == framework for name in imported_modules(path))
    }
    assert used == packages


def test_no_file_is_too_long() -> None:
    lengths = {
        path.relative_to(REGISTRY).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in FILES
    }
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST} == {}


def test_the_site_is_built_with_its_own_dependencies_only() -> None:
    """What only tests have is not there where somebody builds."""
    lock = (REGISTRY.parent / "requirements" / "run.txt").read_text(encoding="utf-8")
    pinned = {name.lower() for name in re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)}
    distributions = packages_distributions()
    names = {name.partition(".")[0] for path in FILES for name in imported_modules(path)}
    foreign = names - set(sys.stdlib_module_names) - {"registry", "msvcrt"}
    assert {"jinja2", "yaml", "mkdocs"} <= foreign
    for name in foreign:
        assert {found.lower() for found in distributions[name]} & pinned, name
