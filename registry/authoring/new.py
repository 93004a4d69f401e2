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
        key: [n for n in range(1, each.measures + 1) if f"{key}-{n:02d}" not in taken]
        for key, each in lists.items()
    }
    if name is None:
        open_lists = [key for key, numbers in free.items() if numbers]
        if len(open_lists) != 1:
            raise NewError(*_which(lists, free))
        name = open_lists[0]
    if name not in lists:
        raise NewError(*_which(lists, free, name))
    each = lists[name]
    if number is None:
        if not free[name]:
            raise NewError(*_complete(each, folder))
        number = free[name][0]
    elif f"{name}-{number:02d}" in taken:
        raise NewError(
            f"{name}-{number:02d} 已经有了，标识不能再用。",
            f"{name}-{number:02d} exists already; an identifier is never used again.",
        )
    group = each.group_of(number)
    if group is None:
        if free[name]:
            raise NewError(
                f"清单 {name} 的序号是 1 到 {each.measures}，没有 {number}。",
                f"The numbers of {name} are 1 to {each.measures}; there is no {number}.",
            )
        raise NewError(*_complete(each, folder))
    identifier = f"{name}-{number:02d}"
    title = title or Bilingual("", "")
    content = "\n".join(
        (
            MODELINE,
            f"id: {identifier}",
            f"indicator: {group.indicator}",
            f"source: {{document: {each.document}, list: {each.key}, number: {number}}}",
            f"adoption: {each.adoption}",
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
        raise NewError(
            "标题应写在一行里，不含控制字符。", "A title must be one line without control characters."
        ) from None


def _taken(folder: Path) -> set[str]:
    """Return the identifiers that are in use or ever were: those of files, by their names, and those published."""
    published, _ = read_published(folder, folder.name)
    return {path.stem for path in measure_paths(folder)} | set(published.newest)


def _which(
    lists: dict[str, MeasureList], free: dict[str, list[int]], name: str | None = None
) -> tuple[str, str]:
    """Return the words that say which lists there are and how many measures each still lacks."""
    rows = [f"{key} {each.measures - len(free[key])}/{each.measures}" for key, each in lists.items()]
    zh, en = f"清单有：{'、'.join(rows)}（已收/应收）。", f"The lists are: {', '.join(rows)} (there/in all)."
    if name is None:
        return f"请写明清单，如 new {next(iter(lists), '')}。{zh}", f"Say which list. {en}"
    return f"没有清单“{name}”。{zh}", f"There is no list “{name}”. {en}"


def _complete(each: MeasureList, folder: Path) -> tuple[str, str]:
    file = f"{folder.name}/{FOLDER}/documents.yml"
    place = f"{each.document} → lists → {each.key} → groups"
    zh = (
        f"清单 {each.id} 的 {each.measures} 项都已收录。若原文确有更多，先在 {file} 的 {place} 中把所在一组的 measures 加大"
        "（小标题所印项数不同时另写 printed_measures），再运行 new。"
    )
    en = (
        f"All {each.measures} measures of {each.id} are there. Where the document has more, first raise `measures` of "
        f"the group in {file} under {place} (with printed_measures where the printed heading says another number), then "
        "run new again."
    )
    return zh, en
