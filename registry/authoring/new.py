"""New measure files: the next one of a list, with all that the document's outline knows already filled in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from registry.authoring.normal_form import MODELINE, Unfit, scalar
from registry.core.diagnostics import CommandError
from registry.core.languages import Bilingual
from registry.model.discovery import measure_paths
from registry.model.document import MeasureList
from registry.model.ledger import read_published
from registry.model.vocabulary import FOLDER, Vocabulary

NOT_YET = "000000000000"
"""Stands for the fingerprint of a Chinese text that is still to be written; ``check`` says what to put."""


class NewError(CommandError):
    """No file was made."""


@dataclass(frozen=True)
class NewFile:
    """A file to be made: where, and its content."""

    path: Path
    content: str

    def write(self) -> None:
        """Make the file. Raises ``FileExistsError`` where there is one already."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(self.content)


def new_measure(
    folder: Path,
    vocabulary: Vocabulary,
    name: str | None,
    number: int | None = None,
    title: Bilingual | None = None,
) -> NewFile:
    """Return the file of the next measure of a list, or of that with a ``number``.

    ``name`` is the list's identifier, such as ``ybh2019-376-2b``; without it, the only list that lacks measures is
    taken. Raises ``NewError`` where there is no such list, nothing is missing in it, or the number is not free.
    """
    lists = {
        measure_list.id: measure_list
        for document in vocabulary.documents.values()
        for measure_list in document.lists
    }
    taken = _taken(folder)
    free = {
        key: [n for n in range(1, found.measures + 1) if f"{key}-{n:02d}" not in taken]
        for key, found in lists.items()
    }
    rows = [f"{key} {found.measures - len(free[key])}/{found.measures}" for key, found in lists.items()]
    if name is None:
        open_lists = [key for key, numbers in free.items() if numbers]
        if len(open_lists) != 1:
            raise NewError.told("new.which-list", first=next(iter(lists), ""), lists=rows)
        name = open_lists[0]
    if name not in lists:
        raise NewError.told("new.no-list", name=name, lists=rows)
    wanted = lists[name]
    if number is None:
        if not free[name]:
            raise _complete(wanted, folder)
        number = free[name][0]
    elif f"{name}-{number:02d}" in taken:
        raise NewError.told("new.taken", identifier=f"{name}-{number:02d}")
    group = wanted.group_of(number)
    if group is None:
        if free[name]:
            raise NewError.told("new.no-number", list=name, most=wanted.measures, number=number)
        raise _complete(wanted, folder)
    identifier = f"{name}-{number:02d}"
    title = title or Bilingual("", "")
    content = "\n".join(
        (
            MODELINE,
            f"id: {identifier}",
            f"indicator: {group.indicator}",
            f"source: {{document: {wanted.document}, list: {wanted.key}, number: {number}}}",
            f"adoption: {wanted.adoption}",
            "title:",
            f"  zh:{_value(title.zh)}",
            f"  en:{_value(title.en)}",
            "practice:",
            "  zh: |  # 主要做法：在下一行起照抄原文，每行前空四格，段间空一行",
            "",
            "  en: |  # the practice in English, from the next line on, each line indented by four spaces",
            "",
            f"responsible: [{', '.join(group.responsible)}]",
            f"others_responsible: {str(group.others_responsible).lower()}",
            *(
                f"# remark: {key}  # 原文备注为“{remark.printed}”时，去掉行首的 #"
                for key, remark in vocabulary.remarks.items()
            ),
            "# 来源地：去掉下一行行首的 #，只填原文写明的地方；可用的代码见 vocabulary/places.yml；原文未载明的，写 origin: []。",
            "# Place of origin: remove the # of the next line and name the document’s (vocabulary/places.yml), or write origin: [].",
            f"# origin: [{next(iter(vocabulary.places), '')}]",
            "keywords:",
            "  zh: []",
            "  en: []",
            "# of：译文写好后运行 check，它会给出应填的值。 / of: when the translation is done, check says what to put here.",
            f'translation: {{of: "{NOT_YET}", status: unofficial}}',
            "",
        )
    )
    return NewFile(folder / group.indicator / f"{identifier}.yml", content)


def _value(text: str) -> str:
    if not text.strip():
        return ""
    try:
        return f" {scalar(text.strip())}"
    except Unfit:
        raise NewError.told("new.title") from None


def _taken(folder: Path) -> set[str]:
    """Return the identifiers that are in use or ever were: those of files, by their names, and those published."""
    published, _ = read_published(folder, folder.name)
    return {path.stem for path in measure_paths(folder)} | set(published.newest)


def _complete(measure_list: MeasureList, folder: Path) -> NewError:
    file = f"{folder.name}/{FOLDER}/documents.yml"
    place = f"{measure_list.document} → lists → {measure_list.key} → groups"
    return NewError.told("new.complete", list=measure_list, file=file, place=place)
