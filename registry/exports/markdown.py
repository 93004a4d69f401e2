"""The texts as Markdown (CommonMark), for programs that read texts: a file beside each page, ``llms.txt`` and ``llms-full.txt``.

``llms.txt`` follows https://llmstxt.org: a title, a summary, and lists of links with notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from registry.core.languages import LANGUAGES
from registry.core.writing import place
from registry.exports.context import SEPARATOR, ExportContext
from registry.model import urls
from registry.model.citation import list_label, place_label
from registry.model.document import Document
from registry.model.measure import Measure

MOST_LINKS = 1000
"""Up to how many measures ``llms.txt`` links one by one; with more, it leads to the files that hold them all."""

_HEADINGS = {"heading": "## ", "subheading": "### "}

_MEANT = re.compile(r"([\\`*_\[\]#>])|([<&])|^(\s*)([-+]|=+|\d+[.)])", re.MULTILINE)


def escaped(text: str) -> str:
    """Return text in which Markdown takes no sign for markup."""

    def escape(found: re.Match[str]) -> str:
        sign, reference, indent, start = found.groups()
        if reference:
            return "&lt;" if reference == "<" else "&amp;"
        if sign:
            return f"\\{sign}"
        # Not every reader knows this sign behind a backslash.
        return f"{indent}&#61;{start[1:]}" if start[0] == "=" else f"{indent}{start[:-1]}\\{start[-1]}"

    return _MEANT.sub(escape, text)


def write_markdown(context: ExportContext, document: Document, site: Path) -> list[str]:
    """Write the file of a document and those of its measures below ``site``; return their paths."""
    return [
        place(site, urls.markdown(document), document_text(context, document).encode()),
        *(
            place(site, urls.markdown(measure), measure_text(context, measure).encode())
            for measure in context.of_document(document)
        ),
    ]


def write_llms(context: ExportContext, site: Path) -> list[str]:
    """Write ``llms.txt`` and ``llms-full.txt`` below ``site``; return their paths."""
    texts = [
        text
        for document in context.register.documents
        for text in (
            document_text(context, document),
            *(measure_text(context, measure) for measure in context.of_document(document)),
        )
    ]
    head = f"# {_name(context)}\n\n> {context.both('llms_summary')}\n"
    return [
        place(site, "llms.txt", f"{head}\n{_links(context)}".encode()),
        place(site, "llms-full.txt", "\n".join([head, *texts]).encode()),
    ]


def measure_text(context: ExportContext, measure: Measure) -> str:
    """Return a measure as Markdown: title and text in both languages, source, facts, address and fingerprint."""
    return _joined(
        f"# {escaped(measure.title.zh)}",
        f"**{escaped(measure.title.en)}**",
        *(
            [f"> {context.both(f'markdown_{measure.ending.kind}', date=measure.ending.date)}"]
            if measure.ending
            else []
        ),
        f"## {context.both('markdown_official')}",
        escaped(measure.practice.zh.strip()),
        f"## {context.both('markdown_translation')}",
        escaped(measure.practice.en.strip()),
        f"## {context.both('facts.heading')}",
        "\n".join(_facts(context, measure)),
    )


def document_text(context: ExportContext, document: Document) -> str:
    """Return a document as Markdown: number, title, the text of its notice in both languages, and its measures."""
    blocks: list[str] = []
    for block in document.blocks:
        for language in LANGUAGES:
            text = escaped(block.text[language])
            blocks.append(f"{_HEADINGS.get(block.kind, '')}{text}")
    measures = [
        line
        for measure_list in document.lists
        for line in (
            f"## {escaped(list_label(measure_list, 'zh'))} / {escaped(list_label(measure_list, 'en'))}",
            "\n".join(_link(context, measure) for measure in context.of_list(measure_list)),
        )
        if line
    ]
    return _joined(
        f"# {escaped(document.title.zh)}",
        f"**{escaped(document.title.en)}**",
        f"{document.number.zh} / {document.number.en}",
        _address(context.page_url("zh", document.address)),
        *blocks,
        *measures,
    )


def _joined(*blocks: str) -> str:
    return "\n\n".join(blocks) + "\n"


def _name(context: ExportContext) -> str:
    return context.both("site.name")


def _facts(context: ExportContext, measure: Measure) -> Iterator[str]:
    """Give what is known of a measure, a line each."""

    def fact(key: str, values: Iterable[str]) -> str:
        return f"- {context.both(key)}: {' / '.join(values)}"

    document = measure.source.document
    yield fact(
        "facts.source",
        (
            escaped(f"{document.number[language]} {place_label(measure.source, language)}")
            for language in LANGUAGES
        ),
    )
    yield fact("listing.indicator", (escaped(measure.indicator.name[language]) for language in LANGUAGES))
    yield fact(
        "facts.responsible",
        (
            escaped(context.names(measure.responsible, measure.others_responsible, language))
            for language in LANGUAGES
        ),
    )
    if measure.remark:
        yield fact("facts.remark", (escaped(measure.remark.label[language]) for language in LANGUAGES))
    if measure.origin:
        yield fact(
            "facts.origin",
            (
                escaped(SEPARATOR[language].join(origin.label[language] for origin in measure.origin))
                for language in LANGUAGES
            ),
        )
    yield fact("facts.identifier", (measure.id,))
    yield fact("facts.fingerprint", (measure.fingerprint,))
    yield fact(
        "markdown_address", (_address(context.page_url(language, measure.address)) for language in LANGUAGES)
    )


def _address(address: str) -> str:
    return f"[{address}]({address})"


def _link(context: ExportContext, measure: Measure) -> str:
    title = " / ".join(escaped(measure.title[language]) for language in LANGUAGES)
    return f"- [{title}]({context.url('/' + urls.markdown(measure))})"


def _links(context: ExportContext) -> str:
    """Return the lists of links of ``llms.txt``."""
    register = context.register
    documents = [
        f"- [{escaped(document.title.zh)} / {escaped(document.title.en)}]({context.url('/' + urls.markdown(document))})"
        for document in register.documents
    ]
    measures = (
        [_link(context, measure) for measure in register.measures]
        if len(register.measures) <= MOST_LINKS
        else []
    )
    files = [
        f"- [{name}]({context.url('/' + path)}): {context.both(key)}"
        for name, path, key in (
            ("llms-full.txt", "llms-full.txt", "data.llms_full"),
            ("measures.json", f"{urls.API}measures.json", "data.api_measures"),
            ("openapi.json", f"{urls.API}openapi.json", "data.api_openapi"),
            ("feed.xml", urls.FEED, "data.feed"),
        )
    ]
    sections = (("nav.documents", documents), ("nav.measures", measures), ("data.title", files))
    return "\n".join(
        f"## {context.both(key)}\n\n" + "\n".join(links) + "\n" for key, links in sections if links
    )
