"""What a rule is, what it is given, and the lists of all rules.

Imports ``bilingual``, ``problem``, ``reading``, ``shape``, ``published``, ``terms`` and ``vocabulary``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from itertools import islice
from pathlib import Path, PurePosixPath

from registry.bilingual import Bilingual
from registry.fingerprint import fingerprint
from registry.problem import MOST_OF_A_KIND, Problem
from registry.published import Published
from registry.reading import LARGEST_MEASURE, Reading, Scalar, read
from registry.shape import UnknownError, Values
from registry.terms import TermFinder
from registry.vocabulary import Group, MeasureList, Vocabulary


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

    def problem(
        self,
        path: tuple[str | int, ...],
        *,
        zh: str,
        en: str,
        do_zh: str,
        do_en: str,
        severity: str = "error",
        involves: tuple[str, ...] = (),
        offset: int | None = None,
    ) -> Problem:
        """Return a problem of the field at ``path``, at the character ``offset`` of its text where that is given."""
        node = self.reading.find(*path)
        place = (
            node.at(offset) if offset is not None and isinstance(node, Scalar) else self.reading.place(*path)
        )
        return Problem(self.file, *place, "", Bilingual(zh, en), Bilingual(do_zh, do_en), severity, involves)


@dataclass(frozen=True)
class Basis:
    """What every measure file is held against, whatever other files there are.

    ``earlier`` is the record of publications as it was last committed, where there is a repository.
    """

    folder: Path
    vocabulary: Vocabulary
    vocabulary_readings: Mapping[str, Reading]
    published: Published
    earlier: Published | None = None

    def together(self, files: tuple[MeasureFile, ...], names: frozenset[str]) -> Context:
        """Return this with all measure files, and the names (without ending) of all files there are."""
        own = {each.name: getattr(self, each.name) for each in fields(Basis)}
        return Context(**own, files=files, names=names)

    @cached_property
    def terms_zh(self) -> TermFinder:
        """Finds the glossary's terms in Chinese."""
        return TermFinder(self.vocabulary.glossary.values(), "zh")

    def list_of(self, file: MeasureFile) -> MeasureList | None:
        """Return the list that a file says it stands in, or ``None`` where its document has no such list.

        Raises ``UnknownError`` where the file does not say.
        """
        return self.vocabulary.documents[file.data["source"]["document"]].list(file.data["source"]["list"])

    def group_of(self, file: MeasureFile) -> Group | None:
        """Return the group in which its number puts a file, or ``None``. Raises ``UnknownError``."""
        each = self.list_of(file)
        return each.group_of(file.number) if each else None


@dataclass(frozen=True)
class Context(Basis):
    """What rules on the register as a whole may look at.

    ``files`` are all measure files, ``names`` the names (without ending) of all files there are.
    """

    files: tuple[MeasureFile, ...] = ()
    names: frozenset[str] = frozenset()

    @cached_property
    def identifiers(self) -> frozenset[str]:
        """The identifiers that have a file, also where it cannot be read: told by what they say and how they are named."""
        return self.names | {file.id for file in self.files}


FileRule = Callable[[MeasureFile, Basis], Iterator[Problem]]
RegisterRule = Callable[[Context], Iterator[Problem]]

FILE_RULES: dict[str, FileRule] = {}
"""The rules on one measure file, by name."""

REGISTER_RULES: dict[str, RegisterRule] = {}
"""The rules across files, by name."""


def file_rule(rule: FileRule) -> FileRule:
    """Enter a rule on one measure file; its name is the function's, with hyphens."""
    FILE_RULES[name_of(rule)] = rule
    return rule


def register_rule(rule: RegisterRule) -> RegisterRule:
    """Enter a rule across files; its name is the function's, with hyphens."""
    REGISTER_RULES[name_of(rule)] = rule
    return rule


def name_of(rule: Callable[..., object]) -> str:
    """Return the name of a rule, as problems bear it."""
    return rule.__name__.replace("_", "-")


def apply_file_rules(file: MeasureFile, basis: Basis) -> Iterator[Problem]:
    """Give what the rules on one file find. Where a rule asks for a value that has a problem of its own, it says no more."""
    for name, rule in FILE_RULES.items():
        try:
            for problem in islice(rule(file, basis), MOST_OF_A_KIND):
                yield replace(problem, rule=name)
        except UnknownError:
            continue


def apply_register_rules(context: Context) -> Iterator[Problem]:
    """Give what the rules across files find."""
    for name, rule in REGISTER_RULES.items():
        try:
            for problem in rule(context):
                yield replace(problem, rule=name)
        except UnknownError:
            continue


def statement_of(rule: Callable[..., object]) -> Bilingual:
    """Return what a rule says, from its docstring: Chinese first, then English after an empty line."""
    zh, _, en = (rule.__doc__ or "").partition("\n\n")
    return Bilingual(" ".join(zh.split()), " ".join(en.split()))
