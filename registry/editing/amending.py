"""Recording official texts in ``published.yml``: what is new, and what was corrected on purpose.

Imports ``checking`` and the rooms before it. The record is only ever added to.
"""

from __future__ import annotations

import datetime
import os
from pathlib import Path

from registry.bilingual import Bilingual
from registry.files import measure_paths
from registry.official_texts import HOMES, measure_text, official_texts
from registry.problem import nearest
from registry.published import FILE, read_published
from registry.reading import Scalar, read
from registry.vocabulary import FOLDER
from registry.vocabulary_reading import read_vocabulary

_HEADER = (
    "# 已发布举措的标识和官方文本的指纹。只增不改：用 python3 build.py amend 追加。\n"
    "# Identifiers that have been published and the fingerprints of their official texts. Only ever added to, by "
    "python3 build.py amend.\n"
)


class AmendError(Exception):
    """Nothing was recorded; ``message`` says why and what to do."""

    def __init__(self, zh: str, en: str) -> None:
        """Keep the words in both languages."""
        super().__init__(zh)
        self.message = Bilingual(zh, en)


def amend(folder: Path, identifier: str, reason_zh: str | None, reason_en: str | None) -> str:
    """Record the present text of a measure or another official text; with ``all``, every text not yet published.

    A document's identifier stands for the document and its notice.

    Return a line that says what was done. Raises ``AmendError`` where there is no such measure, nothing to record, or
    no reason for a correction.
    """
    published, problems = read_published(folder, folder.name)
    if problems:
        raise AmendError(
            f"先改好 {FILE}：{problems[0].message.zh}", f"First fix {FILE}: {problems[0].message.en}"
        )
    texts = _texts(folder)
    newest = published.newest
    wanted = [each for each in (identifier, *(f"{home}/{identifier}" for home in HOMES)) if each in texts]
    if identifier == "all":
        entries = [_entry(each, text, None) for each, text in texts.items() if each not in newest]
    elif not wanted and (file := _file_of(identifier, folder)):
        raise AmendError(
            f"{file} 读不出来：先运行 `python3 build.py check`，改好它指出的问题。",
            f"{file} cannot be read: first run `python3 build.py check` and fix what it reports.",
        )
    elif not wanted:
        near = nearest(identifier, texts)
        raise AmendError(
            f"没有举措“{identifier}”：{f'是不是 {near}？' if near else '标识就是文件名，不带 .yml。'}",
            f"There is no measure “{identifier}”: {f'perhaps {near}?' if near else 'the identifier is the file’s name without .yml.'}",
        )
    else:
        reason = Bilingual(reason_zh, reason_en) if reason_zh and reason_en else None
        changed = [each for each in wanted if each not in newest or newest[each].text != texts[each]]
        if reason is None and any(each in newest for each in changed):
            raise AmendError(
                "更正官方文本要写明原因：--reason-zh … --reason-en …",
                "A correction of an official text needs its reason: --reason-zh … --reason-en …",
            )
        entries = [_entry(each, texts[each], reason if each in newest else None) for each in changed]
    if not entries:
        raise AmendError(
            "没有要登记的：文本与已发布的相同。", "There is nothing to record: the text is the published one."
        )
    path = folder / FILE
    before = path.read_text(encoding="utf-8-sig") if path.exists() else _HEADER
    gap = "" if before.endswith("\n") else "\n"
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(f"{before}{gap}{''.join(entries)}", encoding="utf-8", newline="\n")
    beside.replace(path)
    return f"已登记 {len(entries)} 条。 / Recorded {len(entries)}."


def _texts(folder: Path) -> dict[str, str]:
    """Return the fingerprint of each present official text by identifier, of the files that can be read so far."""
    found = {}
    for path in measure_paths(folder):
        reading = read(path, path.name)
        identifier = reading.find("id")
        text = measure_text("", reading)
        if text is not None and isinstance(identifier, Scalar):
            found[identifier.text] = text.fingerprint
    vocabulary = read_vocabulary(folder / FOLDER, FOLDER).readings
    return found | {text.id: text.fingerprint for text in official_texts(vocabulary).values()}


def _file_of(identifier: str, folder: Path) -> str | None:
    """Return the file named after an identifier, as it lies in the measures' folder, or ``None``."""
    return next(
        (path.relative_to(folder).as_posix() for path in measure_paths(folder) if path.stem == identifier),
        None,
    )


def _entry(identifier: str, text: str, reason: Bilingual | None) -> str:
    quoted = "" if reason is None else f", reason: {{zh: {_quoted(reason.zh)}, en: {_quoted(reason.en)}}}"
    return f"- {{id: {identifier}, date: {_today()}, text: {text}{quoted}}}\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'


def _today() -> str:
    """Return today's date, or that of ``SOURCE_DATE_EPOCH`` where it is set."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    moment = (
        datetime.datetime.fromtimestamp(int(epoch), datetime.UTC)
        if epoch
        else datetime.datetime.now(datetime.UTC)
    )
    return moment.date().isoformat()
