"""Rules on the renderings of terms: one English for one Chinese word, in measures, vocabulary and notices."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from registry.core.diagnostics import Diagnostic
from registry.core.languages import Bilingual
from registry.model.glossary import Missing, forms
from registry.model.vocabulary import FOLDER
from registry.validation.rules.english import beside, english_texts, unequal_figures
from registry.validation.rules.rule import FileContext, MeasureFile, RegisterContext, file_rule, register_rule


@file_rule
def glossary_terms(file: MeasureFile, context: FileContext) -> Iterator[Diagnostic]:
    """中文里的术语，标题和主要做法的英文各用术语表的译法，有几处译几处；长的术语先算，其中的短术语不另算。

    Each glossary term in the Chinese has the glossary's rendering in the English, in the title and in the practice, as often
    as the Chinese has it; a term within a longer one does not count.
    """
    for field, english in english_texts(file):
        chinese = file.data[field]["zh"]
        for missing in context.renderings.missing(chinese, english):
            offset = beside(chinese, missing.start, english)
            yield file.problem((field, "en"), _message(missing), offset=offset, **_values(missing))


def _message(missing: Missing) -> str:
    return "glossary-terms.fewer" if missing.english else "glossary-terms"


def _values(missing: Missing) -> dict[str, Any]:
    """Return what the message on a term that is not rendered says; it is a warning where English may say “it”."""
    return {
        "severity": "warning" if missing.english else "error",
        "involves": (f"{FOLDER}/glossary.yml",),
        "term": missing.term.term.zh,
        "chinese": missing.chinese,
        "english": missing.english,
        "accepted": " / ".join((missing.term.term.en, *missing.term.accepted_en)),
    }


@register_rule
def terms_of_vocabulary(context: RegisterContext) -> Iterator[Diagnostic]:
    """词表和通知的英文也用术语表的译法：通知各段，文件的标题、简称、附件、清单和分组，指标的名称和说明，备注。

    The English of vocabulary and notices has the glossary's renderings too: the blocks of a notice; the titles, lists and
    groups of a document; the names and descriptions of indicators; remarks.
    """
    for name, path, text in _translated(context):
        for missing in context.renderings.missing(text.zh, text.en):
            yield context.problem(
                name, (*path, "en"), _message(missing), rule="terms-of-vocabulary", **_values(missing)
            )


@register_rule
def figures_of_vocabulary(context: RegisterContext) -> Iterator[Diagnostic]:
    """通知、指标和备注的英文，数字也与中文相同。

    The figures of the English agree with the Chinese in notices, indicators and remarks, too.
    """
    for name, path, text in _translated(context):
        if name != "documents":  # Whose numbers are held against each other.
            for _, message, values in unequal_figures(text.zh, text.en):
                yield context.problem(name, (*path, "en"), message, rule="figures-of-vocabulary", **values)


def _translated(context: RegisterContext) -> Iterator[tuple[str, tuple[str | int, ...], Bilingual]]:
    """Give the translated texts of the vocabulary, each with its file and its place there."""
    vocabulary = context.vocabulary
    for indicator in vocabulary.indicators.values():
        yield "indicators", (indicator.key, "name"), indicator.name
        yield "indicators", (indicator.key, "description"), indicator.description
    for remark in vocabulary.remarks.values():
        yield "remarks", (remark.key, "text"), remark.text
    for document in vocabulary.documents.values():
        yield "documents", (document.key, "title"), document.title
        yield "documents", (document.key, "short_title"), document.short_title
        for index, annex in enumerate(document.annexes):
            yield "documents", (document.key, "annexes", index, "title"), annex.title
        for part in document.lists:
            path = (document.key, "lists", part.key)
            yield "documents", (*path, "heading"), part.heading
            yield "documents", (*path, "name"), part.name
            for index, group in enumerate(part.groups):
                yield "documents", (*path, "groups", index, "heading"), group.heading
        for index, block in enumerate(document.blocks):
            yield f"notices/{document.key}", ("blocks", index, "text"), block.text


@register_rule
def titles_in_notice(context: RegisterContext) -> Iterator[Diagnostic]:
    """通知提到举措标题的，英文用词与该举措的英文标题相同；词形和冠词可以不同。

    Where a notice names a measure by its title, its English has the words of the measure's English title; endings and
    articles may differ.
    """
    titles = {file.id: file.data.get("title", {}) for file in context.files}
    for file, path, _, link in context.links:
        title = titles.get(link.measure, {})
        english = title.get("en", link.text.en)
        if title.get("zh") == link.text.zh and _content(english) != _content(link.text.en):
            values = {"words": link.text.en, "title": english, "involves": (f"{link.measure}.yml",)}
            yield context.problem(file, (*path, "en"), "titles-in-notice", severity="warning", **values)


def _content(english: str) -> list[str]:
    """Return the words of an English text without endings, articles and marks."""
    return [word for word in forms(english) if word.isalnum() and word not in {"a", "an", "the"}]
