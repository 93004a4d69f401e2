"""MkDocs' configuration: what MkDocs says of ``mkdocs.yml`` and ``mkdocs.en.yml``, at the line, and what this site needs of them."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from registry.core.diagnostics import Diagnostic, Diagnostics, nearest
from registry.loader.yaml import Mapping, Node, Reading, Scalar, Sequence, read
from registry.validation.handwritten import Markdown
from registry.validation.site_settings import ADDRESSES, AddressError, address_of, extra_settings, settings_in

CONFIGURATIONS = {"zh": "mkdocs.yml", "en": "mkdocs.en.yml"}
"""MkDocs' configuration of each language, in the project's folder."""

_HOOK = "registry/build/hook.py"

_NEEDED: dict[str, dict[tuple[str, ...], str]] = {
    "mkdocs.yml": {
        ("docs_dir",): "docs/zh",
        ("site_dir",): "site",
        ("theme", "name"): "material",
        ("theme", "custom_dir"): "macros/theme",
        ("theme", "language"): "zh",
        ("hooks",): _HOOK,
    },
    "mkdocs.en.yml": {
        ("INHERIT",): "mkdocs.yml",
        ("docs_dir",): "docs/en",
        ("site_dir",): "site/en",
        ("theme", "language"): "en",
    },
}
"""What must stand in each file, for the build relies on it."""

_THEME_KEYS = frozenset(
    "name custom_dir static_templates locale language direction features palette font icon logo favicon".split()
)
"""The keys of ``theme`` that MkDocs and Material know."""

_USUAL_ORDER = tuple(
    "INHERIT site_name site_url repo_url extra docs_dir site_dir theme name custom_dir language plugins hooks".split()
)
"""In what order keys are usually written, so that a missing one has a place."""

_WITH_TAGS = ("markdown_extensions", "plugins")
"""Where MkDocs' documentation writes ``!!python/name:`` and ``!ENV``."""

_TRANSLATED = (
    (r"Unrecognised configuration name: (.*)", "没有“{0}”这项设置"),
    (r"Required configuration not provided\.", "缺少这项设置"),
    (r"Unrecognised theme name: '(.*?)'.*", "没有名为“{0}”的主题"),
    (r"No theme name set\.", "缺少主题的名称 theme.name"),
    (r"The \"(.*)\" plugin is not installed", "没有安装插件“{0}”"),
    (r"Failed to load extension '(.*?)'\..*", "Markdown 扩展“{0}”或它的选项不对"),
    (
        r"The path '(.*)' isn't an existing (?:file|directory|file or directory)\.",
        "没有“{0}”这个文件或文件夹",
    ),
    (r"Expected type: <class '(.*?)'> but received: <class '(.*?)'>", "值的类型应是 {0}，现在是 {1}"),
    (r".*[Ee]xpected .*", "值的写法不对"),
    (r"Invalid .*", "值的写法不对"),
)
"""What MkDocs says, and how it is said in Chinese; what is not here is given as it is."""


def check_configuration(project: Path) -> tuple[list[Diagnostic], dict[str, Markdown]]:
    """Return all problems of MkDocs' configurations of a project, and what each language's pages are read with.

    Never raises for bad content.
    """
    readings = {name: read(project / name, name) for name in CONFIGURATIONS.values()}
    own, english = readings.values()
    problems: list[Diagnostic] = []
    for language, reading in zip(CONFIGURATIONS, (own, english), strict=True):
        diagnostics = Diagnostics(
            reading.file, [problem for problem in reading.problems if not _is_tag_of_mkdocs(problem, reading)]
        )
        if not diagnostics.problems and not isinstance(reading.root, Mapping):
            diagnostics.add(
                (1, 1), "configuration",
                zh="文件里没有任何设置。", en="The file has no settings.",
                do_zh="用 git 找回原来的文件。", do_en="Restore the file with git.",
            )  # fmt: skip
        if not diagnostics.problems:
            _check_needed(reading, diagnostics)
            _check_addresses(project, reading, diagnostics)
            extra_settings(reading, diagnostics)
            _check_navigation(project / "docs" / language, reading, diagnostics)
        problems += diagnostics.problems
    if problems:
        return problems, {}  # What MkDocs would say of these files follows from what is said already.
    markdown: dict[str, Markdown] = {}
    for language, reading in zip(CONFIGURATIONS, (own, english), strict=True):
        diagnostics = Diagnostics(reading.file)
        complaints, markdown[language] = _read_by_mkdocs(project / reading.file)
        for key, words in complaints:
            if reading is own or reading.find(key) is not None or own.find(key) is None:
                _report(reading, key, words, diagnostics)
        problems += diagnostics.problems
    return problems, {} if problems else markdown


def _is_tag_of_mkdocs(problem: Diagnostic, reading: Reading) -> bool:
    """Say whether a problem is a tag, which measures may not have, in a place where MkDocs has them."""
    if problem.rule not in {"tag", "alias"} or not isinstance(reading.root, Mapping):
        return False
    starts = sorted((key.line, name) for name, key in reading.root.keys.items())
    above = [name for line, name in starts if line <= problem.line]
    return bool(above) and above[-1] in _WITH_TAGS


def _check_needed(reading: Reading, diagnostics: Diagnostics) -> None:
    for path, wanted in _NEEDED[reading.file].items():
        node, name = reading.find(*path), ".".join(path)
        items = node.items if isinstance(node, Sequence) else [node]
        if wanted in [item.text for item in items if isinstance(item, Scalar)]:
            continue
        place = node.place if node else _place_of_missing(reading, path)
        written = f"[{wanted}]" if path == ("hooks",) else wanted
        diagnostics.add(
            place, "configuration",
            zh=f"{name} 应是 {wanted}，构建依赖此项。", en=f"{name} must be {wanted}: the build relies on it.",
            do_zh=f"写上 {path[-1]}: {written}。", do_en=f"Write {path[-1]}: {written}.",
        )  # fmt: skip
    theme = reading.find("theme")
    for key, scalar in theme.keys.items() if isinstance(theme, Mapping) else ():
        if key not in _THEME_KEYS:
            near = nearest(key, _THEME_KEYS)
            diagnostics.add(
                scalar.place, "configuration",
                zh=f"theme 没有“{key}”这个字段。", en=f"theme has no setting “{key}”.",
                do_zh=f"是否应为 {near}？" if near else f"删去它。可用的有：{'、'.join(sorted(_THEME_KEYS))}。",
                do_en=f"Perhaps {near}?" if near else f"Remove it. There are {', '.join(sorted(_THEME_KEYS))}.",
            )  # fmt: skip
    directory = reading.find("use_directory_urls")
    if isinstance(directory, Scalar) and directory.text.lower() not in {"true", "yes", "on"}:
        diagnostics.add(
            directory.place, "configuration",
            zh="use_directory_urls 应是 true，网页的固定网址依赖此项。",
            en="use_directory_urls must be true: the permanent addresses of pages rely on it.",
            do_zh="删去这一行。", do_en="Remove this line.",
        )  # fmt: skip
    if template := reading.find("edit_uri_template"):
        diagnostics.add(
            template.place, "configuration",
            zh="本站不用 edit_uri_template。", en="This site does not use edit_uri_template.",
            do_zh="改写 edit_uri，例如 edit_uri: edit/main/docs/zh/。", do_en="Write edit_uri, such as edit_uri: edit/main/docs/zh/.",
        )  # fmt: skip


def _check_navigation(folder: Path, reading: Reading, diagnostics: Diagnostics) -> None:
    for text, place in _scalars(reading.find("nav")):
        if text.endswith(".md") and not (folder / text).is_file():
            diagnostics.add(
                place,
                "configuration",
                zh=f"nav 里的页面“{text[:60]}”不存在。",
                en=f"The page “{text[:60]}” in nav does not exist.",
                do_zh=f"检查拼写：路径从 docs/{folder.name}/ 算起；或删去这一项。",
                do_en=f"Check the spelling: paths start at docs/{folder.name}/. Or remove this item.",
            )


def _check_addresses(project: Path, reading: Reading, diagnostics: Diagnostics) -> None:
    found = settings_in(project / reading.file)
    for name in ADDRESSES:
        node = reading.find(name)
        if node is None:
            continue
        if reading.file != CONFIGURATIONS["zh"]:
            diagnostics.add(
                node.place, "configuration",
                zh=f"{name} 只写在 mkdocs.yml 里，两种语言共用。", en=f"{name} can be set only in mkdocs.yml, for both languages.",
                do_zh="把它移到 mkdocs.yml。", do_en="Move it to mkdocs.yml.",
            )  # fmt: skip
        elif not isinstance(node, Scalar):
            diagnostics.add(
                node.place, "configuration",
                zh=f"{name} 应是一个网址。", en=f"{name} must be an address.",
                do_zh=f'写成 {name}: "https://…"。', do_en=f'Write {name}: "https://…".',
            )  # fmt: skip
        else:
            try:
                address_of(name, found[name])
            except AddressError as error:
                diagnostics.add(
                    node.place, "configuration",
                    zh=error.message.zh, en=error.message.en, do_zh=error.hint.zh, do_en=error.hint.en,
                )  # fmt: skip


def _read_by_mkdocs(path: Path) -> tuple[list[tuple[str, str]], Markdown]:
    """Return what MkDocs finds wrong with a configuration, the key and MkDocs' words, and how it reads Markdown."""
    from mkdocs.config.defaults import MkDocsConfig

    config = MkDocsConfig(config_file_path=str(path))
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with path.open("rb") as file:
            config.load_file(file)
        if isinstance(hooks := config.data.get("hooks"), list):
            # That it exists is enough: it loads the whole program, and is run by the build.
            config["hooks"] = [hook for hook in hooks if hook != _HOOK or not (path.parent / _HOOK).is_file()]
        errors, warnings = config.validate()
        complaints = [(key, str(said)) for key, said in (*errors, *warnings)]
        return complaints, (tuple(config.markdown_extensions or ()), config.mdx_configs or {})
    except Exception as error:  # A plugin or an extension may raise whatever it likes.
        return [("", f"{type(error).__name__}: {error}")], ((), {})
    finally:
        logging.disable(before)


def _report(reading: Reading, key: str, said: str, diagnostics: Diagnostics) -> None:
    """Report what MkDocs says of a key, at the line in question."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    words = f"{lines[0].rstrip('.')}: {lines[-1]}" if len(lines) > 1 else lines[0] if lines else "?"
    translated: Any = next(
        (
            zh.format(*found.groups())
            for pattern, zh in _TRANSLATED
            if (found := re.fullmatch(pattern, words))
        ),
        words,
    )
    near = _nearest(key, words)
    node = reading.root.keys.get(key) if isinstance(reading.root, Mapping) else None
    place = _quoted_place(reading.find(key), words) or (
        node.place if node else _place_of_missing(reading, (key,))
    )
    where = f"“{key}”" if key else ""
    diagnostics.add(
        place, "configuration",
        zh=f"MkDocs 不接受{where}：{translated}。" if translated != words else f"MkDocs 不接受{where}：{words.rstrip('.')}。",
        en=f"MkDocs does not accept {where or 'this file'}: {words.rstrip('.')}.",
        do_zh=f"是否应为 {near}？" if near else "检查这一行的拼写和写法，或删去最近的改动。",
        do_en=f"Perhaps {near}?" if near else "Check the spelling and form of this line, or undo the last change.",
    )  # fmt: skip


def _nearest(key: str, words: str) -> str | None:
    """Return the name that was probably meant by the one that MkDocs does not know."""
    quoted = re.search(r"['\"]([\w.-]+)['\"]|name: ([\w.-]+)$", words)
    wrong = (quoted[1] or quoted[2]) if quoted else ""
    groups = {
        "markdown_extensions": "markdown.extensions",
        "plugins": "mkdocs.plugins",
        "theme": "mkdocs.themes",
    }
    if key in groups:
        return nearest(wrong, (point.name for point in entry_points(group=groups[key])))
    if "Unrecognised configuration name" in words:
        from mkdocs.config.defaults import MkDocsConfig

        return nearest(key, iter(MkDocsConfig()))
    return None


def _place_of_missing(reading: Reading, path: tuple[str, ...]) -> tuple[int, int]:
    """Return the end of what usually stands before a key that is missing."""
    above = reading.find(*path[:-1])
    if not isinstance(above, Mapping) or path[-1] not in _USUAL_ORDER:
        return reading.place(*path)
    before = [key for key in _USUAL_ORDER[: _USUAL_ORDER.index(path[-1])] if key in above.entries]
    places = [above.entries[key].place for key in before]
    places += [place for key in before for _, place in _scalars(above.entries[key])]
    return max(places, default=above.place)


def _quoted_place(node: Node | None, words: str) -> tuple[int, int] | None:
    """Return where one of the names that stand in quotation marks in ``words``, or at its end, stands within a node."""
    quoted = set(re.findall(r"['\"]([^'\"]+)['\"]|name: ([\w.-]+)$", words))
    names = {name for found in quoted for name in found if name}
    names |= {Path(name).name for name in names if "/" in name}
    places = [place for text, place in _scalars(node) if text in names or Path(text).name in names]
    return places[-1] if places else None  # The innermost is what MkDocs stumbled over.


def _scalars(node: Node | None) -> Iterator[tuple[str, tuple[int, int]]]:
    """Give the keys and single values within a node, each with its place."""
    if isinstance(node, Scalar):
        yield node.text, node.place
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _scalars(item)
    elif isinstance(node, Mapping):
        for key, value in node.entries.items():
            yield key, node.keys[key].place
            yield from _scalars(value)
