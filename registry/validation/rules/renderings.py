"""Rules on the renderings of terms: one English for one Chinese word, in measures, vocabulary and notices."""

from __future__ import annotations

from collections.abc import Iterator

from registry.core.diagnostics import Diagnostic
from registry.core.languages import Bilingual
from registry.model.glossary import Missing, forms
from registry.model.vocabulary import FOLDER
from registry.validation.rules.english import DO_FIGURES, beside, english_texts, unequal_figures
from registry.validation.rules.rule import FileContext, MeasureFile, RegisterContext, file_rule, register_rule


@file_rule
def glossary_terms(file: MeasureFile, file_context: FileContext) -> Iterator[Diagnostic]:
    """中文里的术语，标题和主要做法的英文各用术语表的译法，有几处译几处；长的术语先算，其中的短术语不另算。

    Each glossary term in the Chinese has the glossary's rendering in the English, in the title and in the practice, as often
    as the Chinese has it; a term within a longer one does not count.
    """
    for field, english in english_texts(file):
        chinese = file.data[field]["zh"]
        for missing in file_context.renderings.missing(chinese, english):
            zh, en, do_zh, do_en = rendering_words(missing)
            yield file.problem(
                (field, "en"),
                offset=beside(chinese, missing.start, english),
                zh=zh,
                en=en,
                do_zh=do_zh,
                do_en=do_en,
                severity=severity_of(missing),
                involves=(f"{FOLDER}/glossary.yml",),
            )


def severity_of(missing: Missing) -> str:
    """Return how bad it is that a term is rendered less often than the Chinese has it; English may say “it”."""
    return "warning" if missing.english else "error"


def rendering_words(missing: Missing) -> tuple[str, str, str, str]:
    """Return what is wrong and what to do about a term that is not rendered, each in Chinese and English."""
    term = missing.term
    zh = f"术语“{term.term.zh}”没有按术语表翻译。"
    en = f"The term “{term.term.zh}” is not rendered as in the glossary."
    if missing.english:
        zh = f"术语“{term.term.zh}”中文有 {missing.chinese} 处，英文按术语表翻译的有 {missing.english} 处。"
        en = f"The term “{term.term.zh}” stands {missing.chinese} times in the Chinese, its rendering {missing.english} times."
    accepted = " / ".join((term.term.en, *term.accepted_en))
    do_zh = f"英文用：{accepted}。另有正确译法的，加到 glossary.yml 的 accepted_en；此处属于更长的词的，把那个词加为术语。"
    do_en = (
        f"In English, use: {accepted}. Add another right rendering to accepted_en in glossary.yml; where the characters "
        "belong to a longer word, add that word as a term."
    )
    return zh, en, do_zh, do_en


@register_rule
def terms_of_vocabulary(context: RegisterContext) -> Iterator[Diagnostic]:
    """词表和通知的英文也用术语表的译法：通知各段，文件的标题、简称、附件、清单和分组，指标的名称和说明，备注。

    The English of vocabulary and notices has the glossary's renderings too: the blocks of a notice; the titles, lists and
    groups of a document; the names and descriptions of indicators; remarks.
    """
    for name, path, text in _translated(context):
        for missing in context.renderings.missing(text.zh, text.en):
            zh, en, do_zh, do_en = rendering_words(missing)
            reading = context.vocabulary_readings[name]
            yield Diagnostic(
                reading.file,
                *reading.place(*path, "en"),
                "",
                Bilingual(zh, en),
                Bilingual(do_zh, do_en),
                severity_of(missing),
                (f"{FOLDER}/glossary.yml",),
            )


@register_rule
def figures_of_vocabulary(context: RegisterContext) -> Iterator[Diagnostic]:
    """通知、指标和备注的英文，数字也与中文相同。

    The figures of the English agree with the Chinese in notices, indicators and remarks, too.
    """
    for name, path, text in _translated(context):
        if name != "documents":  # Whose numbers are held against each other.
            for _, zh, en in unequal_figures(text.zh, text.en):
                reading = context.vocabulary_readings[name]
                yield Diagnostic(reading.file, *reading.place(*path, "en"), "", Bilingual(zh, en), DO_FIGURES)


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
    for document in context.vocabulary.documents.values():
        for index, block in enumerate(document.blocks):
            for number, link in enumerate(block.links):
                title = titles.get(link.measure, {})
                english = title.get("en", link.text.en)
                if title.get("zh") == link.text.zh and _content(english) != _content(link.text.en):
                    reading = context.vocabulary_readings[f"notices/{document.key}"]
                    yield Diagnostic(
                        reading.file,
                        *reading.place("blocks", index, "links", number, "en"),
                        "",
                        Bilingual(
                            f"“{link.text.en}”与举措的英文标题“{english}”用词不同。",
                            f"“{link.text.en}” has other words than the title of the measure, “{english}”.",
                        ),
                        Bilingual(
                            "标题定了以后，照它改通知这一段的英文和 links。",
                            "Settle the title, then change the English of this block and of `links` accordingly.",
                        ),
                        "warning",
                        (f"{link.measure}.yml",),
                    )


def _content(english: str) -> list[str]:
    """Return the words of an English text without endings, articles and marks."""
    return [word for word in forms(english) if word.isalnum() and word not in {"a", "an", "the"}]
