"""Edits of a small register in a copy of the project, such as editors and designers make, one at a time.

Each kind of edit is a method; ``Editor.edit`` makes the next one and says which. All leave a register without errors.
"""

from __future__ import annotations

import os
import random
import re
import shutil
from pathlib import Path

from registry.core.fingerprints import fingerprint
from tests.conftest import ROOT

DOCUMENT = ROOT / "tests" / "data" / "second-document"
FOLDER = "measures/starting-a-business"
START = 4
"""Measures in the first list at the beginning."""

HOSTILE = re.compile(r"[：:]? ?<script>[^\n\"。]*?(?=\"|。|\.\n)")

STYLE = "docs/assets/styles/zz-edited.css"
KINDS = (
    "macro", "word", "setting", "style", "page", "new_page", "drop_page", "notice",
    "body", "place", "term", "group", "add", "title", "practice", "chinese",
    "keywords", "publish", "withdraw", "move", "touch", "same_time", "remove", "restore",
)  # fmt: skip
"""The kinds of edits in their order: what makes many pages anew comes first, lest it hide what a later one has missed."""


def latin(number: int) -> str:
    """A word for a number: figures in the two languages would be held against each other."""
    return "".join("abcdefghij"[int(each)] for each in str(number))


def han(number: int) -> str:
    return "".join("甲乙丙丁戊己庚辛壬癸"[int(each)] for each in str(number))


class Editor:
    """Edits the register in ``project``, a copy of the project; the same seed edits the same measures."""

    def __init__(self, project: Path, seed: int) -> None:
        self.project = project
        self.chance = random.Random(seed)
        self.count = 0
        self.numbers = list(range(1, START + 1))
        measures = project / "measures"
        for path in measures.iterdir():
            if path.is_dir() and path.name != "vocabulary":
                shutil.rmtree(path)
        shutil.rmtree(measures / "vocabulary" / "notices")
        shutil.copy(DOCUMENT / "documents.yml", measures / "vocabulary" / "documents.yml")
        shutil.copytree(DOCUMENT / "paying-taxes", measures / "paying-taxes")
        for path in (measures / "paying-taxes").iterdir():  # What is hostile in it, no register may hold.
            text = path.read_text(encoding="utf-8")
            harmless = HOSTILE.sub("", text).replace("of: 92ece5ff94c5", "of: 9ba9b1df0811")
            path.write_text(harmless, encoding="utf-8")
        (project / FOLDER).mkdir()
        (measures / "published.yml").write_text("[]\n", encoding="utf-8")
        for number in self.numbers:
            self.write_measure(number)
        self.outline()

    def edit(self) -> str:
        """Make an edit and return its name, with what it was made of; the kinds come in turn."""
        kind = KINDS[self.count % len(KINDS)]
        self.count += 1
        return f"{self.count} {kind} {getattr(self, kind)() or ''}"

    # Measures

    def path(self, number: int) -> Path:
        return self.project / FOLDER / f"trial-2031-1-a-{number:02d}.yml"

    def write_measure(self, number: int) -> None:
        text = (DOCUMENT / "starting-a-business" / "trial-2031-1-a-01.yml").read_text(encoding="utf-8")
        zh, practice = f"一次填表之{han(number)}", "企业开办只填一张表。"
        text = text.replace("-a-01", f"-a-{number:02d}").replace("number: 1}", f"number: {number}}}")
        text = text.replace('zh: "一次填表"', f"zh: {zh}").replace("one form", f"form {latin(number)}", 1)
        self.path(number).write_text(
            re.sub(r"of: \w+", f"of: {fingerprint(zh, practice)}", text), encoding="utf-8"
        )

    def outline(self) -> None:
        path = self.project / "measures/vocabulary/documents.yml"
        text = path.read_text(encoding="utf-8")
        first, separator, rest = text.partition("\n    b:\n")
        count = len(self.numbers)
        for pattern, new in (
            (r"measures: \d+", f"measures: {count}"),
            (r"（\d+项）", f"（{count}项）"),
            (r"\(\d+\)\}", f"({count})}}"),
            (r"\(\d+ measures?\)", f"({count} measure{'s' if count > 1 else ''})"),
        ):
            first = re.sub(pattern, new, first)
        path.write_text(first + separator + rest, encoding="utf-8")

    def change(self, file: str | Path, pattern: str, new: str) -> None:
        path = self.project / file
        text = path.read_text(encoding="utf-8")
        changed, found = re.subn(pattern, new, text, count=1)
        assert found, f"{pattern} in {file}"
        path.write_text(changed, encoding="utf-8")

    def some(self) -> Path:
        return self.path(self.chance.choice(self.numbers))

    def title(self) -> str:
        path = self.some()
        self.change(path, r'en: "[^"]*"', f'en: "Fill in form {latin(self.count)}"')
        return path.name

    def practice(self) -> None:
        self.change(
            self.some(), r"(en: \|\n).*", rf"\g<1>    A new enterprise fills in form {latin(self.count)}."
        )

    def chinese(self) -> str:
        path = self.some()
        if path.stem in (self.project / "measures/published.yml").read_text(encoding="utf-8"):
            return "published, left alone"
        self.change(path, "zh: 一次填表.*", f"zh: 一次填表之{han(self.count)}")
        of = fingerprint(f"一次填表之{han(self.count)}", "企业开办只填一张表。")
        self.change(path, r"of: \w+", f"of: {of}")
        return path.name

    def keywords(self) -> None:
        path = self.some()
        text = path.read_text(encoding="utf-8").partition("keywords:")[0]
        path.write_text(
            f"{text.rstrip()}\nkeywords: {{zh: [填表{han(self.count)}], en: [form {latin(self.count)}]}}\n",
            encoding="utf-8",
        )

    def add(self) -> None:
        if len(self.numbers) < 2 * START:
            self.numbers.append(len(self.numbers) + 1)
            self.write_measure(self.numbers[-1])
            self.outline()

    def remove(self) -> str:
        path = self.path(self.numbers[-1])
        if len(self.numbers) < 2 or path.stem in (self.project / "measures/published.yml").read_text("utf-8"):
            return "left alone"
        path.unlink()
        self.numbers.pop()
        self.outline()
        return path.name

    def move(self) -> None:
        """Rename a file and back in two steps: what bears the name afterwards is another file."""
        path = self.some()
        other = path.with_name("x.part")
        path.rename(other)
        path.write_bytes(other.read_bytes())
        other.unlink()

    def withdraw(self) -> str:
        path = self.some()
        if "kind:" not in path.read_text(encoding="utf-8"):
            with path.open("a", encoding="utf-8") as file:
                file.write(
                    f"kind: withdrawn\ndate: 2026-11-24\nreason: {{zh: 原因{han(self.count)}。, en: Reason {latin(self.count)}.}}\n"
                )
        return path.name

    def restore(self) -> None:
        for number in self.numbers:
            text = self.path(number).read_text(encoding="utf-8")
            self.path(number).write_text(text.partition("kind:")[0], encoding="utf-8")

    def publish(self) -> str:
        path = self.some()
        record = self.project / "measures/published.yml"
        text = record.read_text(encoding="utf-8").replace("[]\n", "")
        of = re.search(r"of: (\w+)", path.read_text(encoding="utf-8"))
        assert of
        if path.stem not in text:
            entry = f"- {{id: {path.stem}, date: 2026-11-24, text: {of[1]}}}\n"
            record.write_text(text + entry, encoding="utf-8")
        return path.name

    # Vocabulary

    def body(self) -> None:
        self.change(
            "measures/vocabulary/bodies.yml",
            r"(amr:\n(?:.*\n)*?.*en: )Guangdong[^,}\n]*",
            rf"\g<1>Guangdong Office {self.count}",
        )

    def place(self) -> None:
        self.change("measures/vocabulary/places.yml", r"en: Guangzhou\d*", f"en: Guangzhou{self.count}")

    def term(self) -> None:
        self.change(
            "measures/vocabulary/glossary.yml",
            r"(definition:\n\s+zh: .*\n\s+en: ).*",
            rf"\g<1>A definition, number {self.count}.",
        )

    def group(self) -> None:
        self.change(
            "measures/vocabulary/documents.yml",
            r"en: \(1\) Starting a business[^}(]*",
            f"en: (1) Starting a business {latin(self.count)} ",
        )

    def notice(self) -> None:
        self.change(
            "measures/vocabulary/documents.yml",
            r"en: Notice on rolling out reform measures in Shiyan[^}]*",
            f"en: Notice on rolling out reform measures in Shiyan {latin(self.count)}",
        )

    # Looks and words

    def macro(self) -> None:
        self.change("macros/facts.html", r'class="facts[^"]*"', f'class="facts changed-{self.count}"')

    def word(self) -> None:
        self.change(
            "macros/strings.yml",
            r"(skip: \{zh: 跳到正文)\d*(, en: Skip to main content)\d*",
            rf"\g<1>{self.count}\g<2>{self.count}",
        )

    def style(self) -> None:
        (self.project / STYLE).write_text(f".edited-{self.count} {{ color: inherit; }}\n", encoding="utf-8")

    def setting(self) -> None:
        self.change("mkdocs.yml", r'icp: "[^"]*"', f'icp: "粤ICP备{self.count}号"')

    # Hand-written pages

    def page(self) -> None:
        self.change("docs/en/about.md", "## Privacy.*", f"## Privacy {self.count} {{#privacy}}")

    def new_page(self) -> None:
        for language in ("zh", "en"):
            head = "---\ntitle: Extra\ndescription: Extra.\n---\n\n"
            (self.project / f"docs/{language}/extra-{self.count % 3}.md").write_text(
                f"{head}Extra {self.count}.\n"
            )

    def drop_page(self) -> None:
        for language in ("zh", "en"):
            for path in (self.project / "docs" / language).glob("extra-*.md"):
                path.unlink()

    # What looks like a change and is none, and the other way round

    def touch(self) -> None:
        self.some().touch()

    def same_time(self) -> str:
        """Change a file to one of the same size, and set its time back to what it was."""
        path = self.some()
        before = path.stat()
        text = path.read_text(encoding="utf-8")
        at = text.index("A new enterprise fills in ") if "A new enterprise fills in " in text else 0
        if at:
            path.write_text(
                text[:at] + "A big enterprise fills in " + text[at + len("A big enterprise fills in ") :],
                encoding="utf-8",
            )
            os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        return path.name
