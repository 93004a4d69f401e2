"""The units of a build: files that are made together, what they are made of, and how they are made.

Pages of one address are a unit, and so is a search index, an export, the hand-written pages of a language. ``publish``
makes those units whose key is another than at the last build, many side by side.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

from registry.build.manifest import Files, Seen, digest_of_files, files_below, key_of, put, seen
from registry.build.mkdocs_hooks import build_language
from registry.core.languages import LANGUAGES
from registry.core.paths import ROOT
from registry.exports import Export, Stock, exports
from registry.model.register import Collection
from registry.model.urls import below
from registry.pages import recipes
from registry.rendering.page import Recipe
from registry.rendering.shell import Builder, make_builders
from registry.validation.cache import program

Make = Callable[[Path], Files]
"""Makes the files of a unit below a folder, which holds other files too, and returns them."""

_PAGE, _REGISTER_PAGE, _ROWS, _PROSE = 1, 20, 50, 200
"""Weights: a measure's page is 1; one of the register as a whole; so many rows weigh 1; a run of MkDocs."""


@dataclass(frozen=True)
class Unit:
    """Files that are made together: a name, the key that stands for all they are made of, and what makes them.

    ``weight`` says how long that takes, in pages of a measure; ``family`` is the same for units which are best made by
    one process, since they load the same things.
    """

    name: str
    key: str
    weight: float
    family: str
    make: Make


@dataclass
class Works:
    """What makes a site of a collection, unit by unit."""

    collection: Collection

    def __reduce__(self) -> tuple[type[Works], tuple[Collection]]:
        """Go to another process without what can be made there again."""
        return Works, (self.collection,)

    @cached_property
    def builders(self) -> dict[str, Builder]:
        """The builder of each language."""
        return make_builders(self.collection)

    @cached_property
    def stock(self) -> Stock:
        """What exports are made from."""
        builder = self.builders[LANGUAGES[0]]
        return Stock(builder.collection, builder.strings, builder.settings, builder.macros)

    @cached_property
    def units(self) -> dict[str, Unit]:
        """Every unit, by its name."""
        every = [*self._pages(), *self._prose(), *self._search(), *self._exports()]
        return {unit.name: unit for unit in every}

    def make(self, names: Sequence[str], folder: Path) -> list[Files]:
        """Make units below ``folder``, and return the files of each."""
        return [self.units[name].make(folder) for name in names]

    @cached_property
    def _common(self) -> str:
        """What every unit is made with: the program, the components and words, the settings, the vocabulary."""
        return key_of(
            program(),
            digest_of_files(
                [
                    ROOT / "macros",
                    ROOT / "docs" / "assets",
                    *ROOT.glob("mkdocs*.yml"),
                    ROOT / "tests" / "results",
                ]
            ),
            repr(self.builders[LANGUAGES[0]].settings),
            repr(self.collection.vocabulary),
        )

    @cached_property
    def _whole(self) -> str:
        """What the units of the register as a whole are made of."""
        entries = [repr((each.id, each.date, each.text)) for each in self.collection.published.entries]
        return key_of(self._common, *self.collection.marks.values(), *entries)

    def _pages(self) -> Iterator[Unit]:
        marks = self.collection.marks
        for language, builder in self.builders.items():
            for recipe in recipes(builder.workshop):
                name = f"{language} {recipe.address}"
                if recipe.about is None:
                    key, weight = key_of(self._whole, name), float(_REGISTER_PAGE)
                else:
                    key = key_of(self._common, name, *[marks[each.id] for each in recipe.about])
                    weight = _PAGE + len(recipe.about) / _ROWS
                make = partial(_make_pages, builder.files, recipe, below(language, ""))
                yield Unit(name, key, weight, f"pages {language}", make)

    def _prose(self) -> Iterator[Unit]:
        for language, builder in self.builders.items():
            key = key_of(self._common, language, digest_of_files([ROOT / "docs" / language]))
            make = partial(_make_in_folder, partial(build_language, builder), below(language, ""))
            yield Unit(f"prose {language}", key, _PROSE, f"pages {language}", make)

    def _search(self) -> Iterator[Unit]:
        for language, builder in self.builders.items():
            written = ROOT / "docs" / language
            key = key_of(self._whole, language, digest_of_files([written]))
            write = partial(_write_search, builder, written)
            weight = _REGISTER_PAGE + len(self.collection.current) / 2
            yield Unit(
                f"search {language}",
                key,
                weight,
                "search",
                partial(_make_in_folder, write, below(language, "")),
            )

    def _exports(self) -> Iterator[Unit]:
        marks = self.collection.marks
        for export in exports(self.stock):
            name = f"export {export.name}"
            key = (
                key_of(self._whole, name)
                if export.about is None
                else key_of(self._common, name, *[marks[each.id] for each in export.about])
            )
            make = partial(_make_export, export)
            yield Unit(name, key, export.weight, f"exports {export.family}", make)


def _write_search(builder: Builder, written: Path, folder: Path) -> None:
    builder.write_search(folder, written)


def _make_pages(
    files: Callable[[Recipe], Iterable[tuple[str, bytes]]], recipe: Recipe, prefix: str, folder: Path
) -> Files:
    return {prefix + name: put(folder, prefix + name, content) for name, content in files(recipe)}


def _make_export(export: Export, folder: Path) -> Files:
    return {name: seen(f"{folder}/{name}") for name in export.write(folder)}


def _make_in_folder(write: Callable[[Path], None], prefix: str, folder: Path) -> Files:
    """Let ``write`` write into a folder of its own, then move all files below ``folder``."""
    made: dict[str, Seen] = {}
    with tempfile.TemporaryDirectory(prefix="unit-", dir=folder.parent) as own:
        write(Path(own))
        for name in sorted(files_below(Path(own))):
            target = f"{folder}/{prefix}{name}"
            try:
                os.rename(f"{own}/{name}", target)  # noqa: PTH104  (a Path for each of thousands takes as long again)
            except FileNotFoundError:
                Path(target).parent.mkdir(parents=True, exist_ok=True)
                os.rename(f"{own}/{name}", target)  # noqa: PTH104
            made[prefix + name] = seen(target)
    return made
