"""What a rule is, what it is given, and the lists of all rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields
from functools import cached_property
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

from registry.core.diagnostics import MOST_OF_A_KIND, Diagnostic, diagnostic
from registry.core.fingerprints import fingerprint
from registry.core.languages import Bilingual
from registry.loader.fields import UnknownError, Values
from registry.loader.yaml import LARGEST_MEASURE, Reading, Scalar, read
from registry.model.document import Block, Document, Group, Link, MeasureList
from registry.model.glossary import Renderings
from registry.model.ledger import Earlier, Ledger
from registry.model.official_texts import KeyPath, OfficialText, official_texts
from registry.model.vocabulary import Vocabulary


@dataclass(frozen=True)
class MeasureFile:
    """A measure file: where it lies, how it is called in problems, and its values, without those that have problems.

    ``stamp`` stands for its content and what it was published as.
    """

    source: str
    file: str
    data: Values
    stamp: str = ""
    read_before: Reading | None = None

    @cached_property
    def reading(self) -> Reading:
        """Where its values stand; read again where a rule asks for a place after all."""
        return self.read_before or read(Path(self.source), self.file, LARGEST_MEASURE)

    @cached_property
    def path(self) -> PurePosixPath:
        """Its path, as in problems."""
        return PurePosixPath(self.file)

    @cached_property
    def id(self) -> str:
        """The identifier that it gives itself, or else that of its name."""
        return str(self.data.get("id", self.path.stem))

    @property
    def number(self) -> int:
        """Its number in its list. Raises ``UnknownError``."""
        return int(self.data["source"]["number"])

    @cached_property
    def fingerprint(self) -> str:
        """The fingerprint of its Chinese text. Raises ``UnknownError``."""
        return fingerprint(self.data["title"]["zh"], self.data["practice"]["zh"])

    def problem(self, path: KeyPath, name: str, /, offset: int | None = None, **values: Any) -> Diagnostic:
        """Return a problem of the field at ``path``, at the character ``offset`` of its text where that is given."""
        node = self.reading.find(*path)
        place = (
            node.at(offset) if offset is not None and isinstance(node, Scalar) else self.reading.place(*path)
        )
        return diagnostic(self.file, place, name, **values)


@dataclass(frozen=True)
class FileContext:
    """What every measure file is held against, whatever other files there are.

    ``earlier`` are former states of the record of publications, where there is a repository, and ``earlier_indicators``
    the keys that indicators had then, in their order.
    """

    folder: Path
    vocabulary: Vocabulary
    vocabulary_readings: Mapping[str, Reading]
    published: Ledger
    earlier: tuple[Earlier, ...] = ()
    earlier_indicators: tuple[str, ...] = ()

    def together(
        self, files: tuple[MeasureFile, ...], names: frozenset[str], problems: Iterable[Diagnostic] = ()
    ) -> RegisterContext:
        """Return this with all measure files, the names (without ending) of all files there are, and what was found."""
        own = {field.name: getattr(self, field.name) for field in fields(FileContext)}
        lacking = tuple(problem for problem in problems if problem.lacking)
        return RegisterContext(**own, files=files, names=names, lacking=lacking)

    @cached_property
    def renderings(self) -> Renderings:
        """Holds translations against the glossary."""
        return Renderings(self.vocabulary.glossary.values())

    @cached_property
    def official_texts(self) -> dict[str, OfficialText]:
        """The official texts of the vocabulary, by identifier."""
        unknown = self.vocabulary.unknown
        readings = self.vocabulary_readings.items()
        return official_texts({name: reading for name, reading in readings if name not in unknown})

    def is_as_published(self, identifier: str) -> bool:
        """Say whether an official text of the vocabulary is as it was last published, or not published at all."""
        text, entry = self.official_texts.get(identifier), self.published.newest.get(identifier)
        return text is None or entry is None or text.fingerprint == entry.text

    def problem(self, name: str, path: KeyPath, message: str, /, **values: Any) -> Diagnostic:
        """Return a problem at a path in a file of the vocabulary."""
        reading = self.vocabulary_readings[name]
        return diagnostic(reading.file, reading.place(*path), message, **values)

    def in_documents(self, path: KeyPath, message: str, /, **values: Any) -> Diagnostic:
        """Return a problem at a path in ``documents.yml``: where a value stands that is a text, or else its key."""
        reading = self.vocabulary_readings["documents"]
        is_text = isinstance(reading.find(*path), Scalar)
        place = reading.place(*path) if is_text else reading.place_of_key(*path)
        return diagnostic(reading.file, place, message, **values)

    def list_of(self, file: MeasureFile) -> MeasureList | None:
        """Return the list that a file says it stands in, or ``None`` where its document has no such list.

        Raises ``UnknownError`` where the file does not say, or what the document says is to be corrected first.
        """
        document = file.data["source"]["document"]
        if document in self.vocabulary.unsettled:
            raise UnknownError(document)
        return self.vocabulary.documents[document].list(file.data["source"]["list"])

    def group_of(self, file: MeasureFile) -> Group | None:
        """Return the group in which its number puts a file, or ``None``. Raises ``UnknownError``."""
        measure_list = self.list_of(file)
        return measure_list.group_of(file.number) if measure_list else None


@dataclass(frozen=True)
class RegisterContext(FileContext):
    """What rules on the register as a whole may look at.

    ``files`` are all measure files, ``names`` the names (without ending) of all files there are, ``lacking`` the problems
    of values that the vocabulary lacks.
    """

    files: tuple[MeasureFile, ...] = ()
    names: frozenset[str] = frozenset()
    lacking: tuple[Diagnostic, ...] = ()

    @cached_property
    def lost_keys(self) -> dict[str, list[Diagnostic]]:
        """The entries of the vocabulary that were published, or that several files name, and that are not there.

        By ``list/key``, with the problems of the files that name them.
        """
        found: dict[str, list[Diagnostic]] = {
            text: []
            for text in self.published.newest
            if text.partition("/")[0] in KEYS_USED and text not in self.official_texts
        }
        present = self.vocabulary.indicators
        found |= {f"indicators/{key}": [] for key in self.earlier_indicators if key not in present}
        several: dict[str, list[Diagnostic]] = {}
        for problem in self.lacking:
            several.setdefault(problem.lacking, []).append(problem)
        folders = {f"indicators/{file.path.parent.name}" for file in self.files}
        found |= {
            key: problems
            for key, problems in several.items()
            if len(problems) >= SEVERAL or key in found or key in folders
        }
        unknown = self.vocabulary.unknown
        return {
            key: problems
            for key, problems in found.items()
            if key.partition("/")[0] not in unknown and (problems or key not in self.vocabulary.former)
        }

    @property
    def links(self) -> Iterator[tuple[str, KeyPath, Block, Link]]:
        """The links in notices: the name of the file, the path there, the block, and the link."""
        for document in self.vocabulary.documents.values():
            for index, block in enumerate(document.blocks):
                for number, link in enumerate(block.links):
                    yield f"notices/{document.key}", ("blocks", index, "links", number), block, link

    @cached_property
    def prefix(self) -> str:
        """What begins the names of files in problems."""
        return self.published.file.rpartition("/")[0]

    @cached_property
    def identifiers(self) -> frozenset[str]:
        """The identifiers that have a file, also where it cannot be read: told by what they say and how they are named."""
        return self.names | {file.id for file in self.files}


KEYS_USED = ("indicators", "documents", "bodies", "remarks", "places")
"""The lists of the vocabulary whose keys measures name."""

SEVERAL = 3
"""Files; where so many name a key that is not there, the vocabulary is what was changed."""

Rule = TypeVar("Rule", bound=Callable[..., object])


class Rules(dict[str, Rule]):
    """Rules by name; as a decorator it enters one under the name of its function, with hyphens."""

    def __call__(self, rule: Rule) -> Rule:
        """Enter a rule."""
        self[name_of(rule)] = rule
        return rule


file_rule: Rules[Callable[[MeasureFile, FileContext], Iterator[Diagnostic]]] = Rules()
"""The rules on one measure file."""

document_rule: Rules[Callable[[Document, FileContext], Iterator[Diagnostic]]] = Rules()
"""The rules on one document of the vocabulary."""

register_rule: Rules[Callable[[RegisterContext], Iterator[Diagnostic]]] = Rules()
"""The rules across files."""


def name_of(rule: Callable[..., object]) -> str:
    """Return the name of a rule, as problems bear it."""
    return rule.__name__.replace("_", "-")


def apply_file_rules(file: MeasureFile, context: FileContext) -> Iterator[Diagnostic]:
    """Give what the rules on one file find. Where a rule asks for a value that has a problem of its own, it says no more."""
    for rule in file_rule.values():
        with suppress(UnknownError):
            yield from islice(rule(file, context), MOST_OF_A_KIND)


def apply_document_rules(context: FileContext) -> dict[str, list[Diagnostic]]:
    """Return what the rules on documents find, by the key of each document that has problems."""
    found = {
        document.key: [problem for rule in document_rule.values() for problem in rule(document, context)]
        for document in context.vocabulary.documents.values()
    }
    return {key: problems for key, problems in found.items() if problems}


def apply_register_rules(context: RegisterContext) -> Iterator[Diagnostic]:
    """Give what the rules across files find."""
    for rule in register_rule.values():
        with suppress(UnknownError):
            yield from rule(context)


def statement_of(rule: Callable[..., object]) -> Bilingual:
    """Return what a rule says, from its docstring: Chinese first, then English after an empty line."""
    zh, _, en = (rule.__doc__ or "").partition("\n\n")
    return Bilingual(" ".join(zh.split()), " ".join(en.split()))
