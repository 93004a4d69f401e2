"""Recording official texts in ``published.yml``: what is new, and what was corrected on purpose.

The record is only ever added to.
"""

from __future__ import annotations

import datetime
import os
from dataclasses import dataclass
from pathlib import Path

from registry.core.diagnostics import CommandError, Diagnostic, diagnostic, nearest
from registry.core.languages import LANGUAGES, Bilingual
from registry.core.messages import message_and_hint
from registry.core.text.reasons import fault_of_reason
from registry.core.writing import replace_file
from registry.loader.yaml import Scalar, read
from registry.model.discovery import measure_paths, name_of
from registry.model.ledger import FILE, LedgerEntry, entry_line, published_of, read_published
from registry.model.official_texts import HOMES, measure_text, official_texts
from registry.model.vocabulary import FOLDER
from registry.model.vocabulary_loader import read_vocabulary
from registry.validation.checker import caused_by, check

_HEADER = (
    "# 已发布举措的标识和官方文本的指纹。只增不改：用 python3 build.py amend 追加。\n"
    "# Identifiers that have been published and the fingerprints of their official texts. Only ever added to, by "
    "python3 build.py amend.\n"
)


class AmendError(CommandError):
    """Nothing was recorded; ``problems`` are those of the content that the message speaks of."""

    problems: tuple[Diagnostic, ...] = ()


def amend(folder: Path, prefix: str, identifier: str, reason_zh: str | None, reason_en: str | None) -> str:
    """Record the present text of a measure or another official text; with ``all``, every text not yet published.

    A document's identifier stands for the document and its notice.

    Return a line that says what was done. Raises ``AmendError`` where there is no such text, nothing to record, no reason
    for a correction, or where something else is wrong with what would be recorded.
    """
    published, found = read_published(folder, prefix)
    problems = [problem for problem in found if problem.severity == "error"]
    texts = {} if problems else _texts(folder, prefix)
    newest = published.newest
    wanted = [name for name in (identifier, *(f"{home}/{identifier}" for home in HOMES)) if name in texts]
    if problems or identifier == "all":
        wanted = [text for text in texts if text not in newest]
    elif not wanted:
        near = nearest(identifier, texts)
        name = "amend.no-measure-near" if near else "amend.no-measure"
        raise AmendError.told(name, identifier=identifier, near=near)
    changed = [name for name in wanted if name not in newest or newest[name].text != texts[name].fingerprint]
    corrected = [name for name in changed if name in newest]
    reason_of = dict.fromkeys(corrected, _reason(reason_zh, reason_en)) if corrected else {}
    if wrong := problems or _in_the_way([texts[name] for name in changed], folder, prefix):
        error = AmendError.told("amend.problems", count=len(wrong))
        error.problems = tuple(wrong)
        raise error
    entries = [
        entry_line(LedgerEntry(name, _date(newest.get(name)), texts[name].fingerprint, reason_of.get(name)))
        for name in changed
    ]
    if not entries:
        raise AmendError.told("amend.nothing")
    path = folder / FILE
    before = path.read_text(encoding="utf-8-sig") if path.exists() else _HEADER
    # To an empty list, written as such, nothing can be added.
    before = before.rstrip().removesuffix("[]").rstrip()
    content = "\n".join([*([before] if before else []), *entries, ""]).encode()
    if not published_of(content).sound:
        raise AmendError.told("amend.no-lines", file=FILE, entry=entries[0])
    replace_file(path, content)
    return f"已登记 {len(entries)} 条。 / Recorded {len(entries)}."


@dataclass(frozen=True)
class _Text:
    """An official text: its file as in problems, its fingerprint, and that of what its English, if any, was made from."""

    file: str
    fingerprint: str
    translated: str | None = None


def _texts(folder: Path, prefix: str) -> dict[str, _Text]:
    """Return all official texts by identifier; those of measures that cannot be read have no fingerprint."""
    found = {}
    for path in measure_paths(folder):
        file = name_of(path, folder, prefix)
        reading = read(path, file)
        identifier, translated = (
            node.text if isinstance(node := reading.find(*keys), Scalar) else ""
            for keys in (("id",), ("translation", "of"))
        )
        text = measure_text(identifier, reading)
        found[identifier or path.stem] = _Text(file, "" if text is None else text.fingerprint, translated)
    home = f"{prefix}/{FOLDER}"
    vocabulary = read_vocabulary(folder / FOLDER, home).readings
    return found | {
        text.id: _Text(f"{home}/{text.name}.yml", text.fingerprint)
        for text in official_texts(vocabulary).values()
    }


def _reason(zh: str | None, en: str | None) -> Bilingual:
    """Return the reason for a correction. Raises ``AmendError`` where it is missing, or none."""
    if not (zh and en):
        raise AmendError.told("amend.no-reason")
    reason = Bilingual(" ".join(zh.split()), " ".join(en.split()))
    for language in LANGUAGES:
        if fault := fault_of_reason(reason[language], language):
            message, hint = message_and_hint(fault, {})
            option = f"--reason-{language}"
            raise AmendError.told("amend.reason", option=option, message=message, hint=hint)
    return reason


def _in_the_way(wanted: list[_Text], folder: Path, prefix: str) -> list[Diagnostic]:
    """Return the errors on account of which texts cannot be recorded: their own, and those of vocabulary and record.

    That a text is not the published one is what is to be recorded. A translation has to be right by then.
    """
    files = {text.file for text in wanted}
    common = {f"{prefix}/{FILE}", f"{prefix}/{FOLDER}"}
    errors = [problem for problem in check(folder, prefix).problems if problem.severity == "error"]
    wrong = [
        problem
        for problem in caused_by(errors, files | common, prefix)
        if not problem.rule.endswith("as-published")
    ]
    for text in wanted:
        if text.translated not in {None, text.fingerprint} and all(
            problem.file != text.file for problem in wrong
        ):
            wrong.append(_not_translated(text))
    return wrong


def _not_translated(text: _Text) -> Diagnostic:
    of = f'of: "{text.fingerprint}"'
    return diagnostic(text.file, (1, 1), "translation-current.before-amending", of=of)


def _date(former: LedgerEntry | None) -> str:
    """Return today's date, or that of ``SOURCE_DATE_EPOCH`` where it is set; never one before the measure's last entry."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    moment = (
        datetime.datetime.fromtimestamp(int(epoch), datetime.UTC)
        if epoch
        else datetime.datetime.now(datetime.UTC)
    )
    return max(moment.date().isoformat(), former.date if former else "")
