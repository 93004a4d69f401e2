"""The settings of the site: its own address, the code host's, where files are edited; from ``mkdocs.yml`` or the environment."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from registry.core.diagnostics import CommandError, Diagnostics
from registry.core.languages import Bilingual
from registry.core.paths import ROOT
from registry.loader.fields import ABSENT, Line, bilingual, declared, record_of
from registry.loader.yaml import Reading, Scalar, read

_DOCS_FOLDER = re.compile(r"docs(/(zh|en))?/?$")
_USUAL_EDIT_URI = (
    ("gitlab", "-/edit/main/"),
    ("bitbucket", "src/main/"),
    ("codeberg", "_edit/main/"),
    ("", "edit/main/"),
)
"""Where code hosts edit files, by a part of their names."""
ADDRESSES = ("site_url", "repo_url")
"""The settings that are addresses; each can be set by the variable of its name in capitals."""

_HOST = re.compile(r"(?!-)[a-z0-9_-]+(?<!-)(\.(?!-)[a-z0-9_-]+(?<!-))*\.?|\[[0-9a-f:.]+\]")
_SSH = re.compile(r"(?:ssh://)?(?:[\w.-]+@)([\w.-]+)(?::\d+)?[:/](?P<path>[\w./~-]+)")


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Where errors can be reported: an address for mail, a telephone number, a page; ``""`` for what there is not."""

    mail: str = declared(
        Line(r"[^\s@<>\"]+@[^\s@<>\".]+(\.[^\s@<>\".]+)+", Bilingual("电子邮箱，如 mail@example.org", "an email address, such as mail@example.org")),
        "电子邮箱", "email address", "",
    )  # fmt: skip
    telephone: str = declared(
        Line(r"\+?[0-9][0-9 ()-]{1,30}[0-9]", Bilingual("电话号码，如 020-12345", "a telephone number, such as +86 20 12345")),
        "电话", "telephone number", "",
    )  # fmt: skip
    page: str = declared(
        Line(r"https?://[^\s<>\"'`{}|\\^]+", Bilingual("网址，如 https://example.org/contact", "an address, such as https://example.org/contact")),
        "受理网页", "page for reports", "",
    )  # fmt: skip


_EXTRA = {"operator": bilingual(Line()), "contact": record_of(Contact)}
"""The settings under ``extra`` that have several values: who runs the site, and where errors can be reported."""


@dataclass(frozen=True)
class Settings:
    """What is set for the whole site: its own address and the code host's, without a slash at the end, or ``""``.

    ``mirror_url`` is the address of this copy where it is a mirror of the site at ``site_url``.

    ``edit_uri`` is MkDocs' setting: where the code host edits the pages' folder, ``None`` for the host's usual place,
    ``""`` for none; ``icp`` is the number under which a site in mainland China is filed (粤ICP备…号), or ``""``;
    ``operator`` is who runs the site.
    """

    site_url: str = ""
    repo_url: str = ""
    edit_uri: str | None = None
    icp: str = ""
    mirror_url: str = ""
    operator: Bilingual | None = None
    contact: Contact = Contact()

    @cached_property
    def edit_url(self) -> str:
        """What stands before the path of a file, from the project's folder, where it is edited; ``""`` where it is not."""
        host = urlsplit(self.repo_url).hostname or ""
        uri = self.edit_uri
        if uri is None:
            uri = next(usual for part, usual in _USUAL_EDIT_URI if part in host)
        if not self.repo_url or not uri:
            return ""
        base = _DOCS_FOLDER.sub("", uri)  # Measures lie elsewhere than the pages.
        base += "" if not base or base.endswith(("/", "=")) else "/"
        return base if re.match("https?://", base) else f"{self.repo_url}/{base.lstrip('/')}"

    @property
    def is_gitlab(self) -> bool:
        """Whether the code host is a GitLab, whose addresses differ from those of the others."""
        return "gitlab" in (urlsplit(self.repo_url).hostname or "")


class AddressError(ValueError):
    """An address cannot be used: ``message`` says what is wrong with it, ``hint`` what to do."""

    def __init__(self, message: Bilingual, hint: Bilingual) -> None:
        super().__init__(message.en)
        self.message = message
        self.hint = hint


class SettingsError(CommandError):
    """A variable of the environment cannot be used."""


def address_of(name: str, text: str) -> str:
    """Return the address that ``text`` gives for the setting ``name``, in its usual form. Raises ``AddressError``."""
    text = text.strip()
    if not text:
        return ""
    try:
        parts = urlsplit(text)
        port = f":{parts.port}" if parts.port is not None else ""
        host = (
            (parts.hostname or "").encode("idna").decode()
            if "[" not in parts.netloc
            else f"[{parts.hostname}]"
        )
    except ValueError:  # A port that is no number, a bracket that is not closed, a host that cannot be.
        parts, port, host = urlsplit(f"{text.partition(':')[0]}:"), "", ""
    path = re.sub("/+", "/", parts.path).rstrip("/")
    if name == "repo_url":
        path = path.removesuffix(".git")
    wrong = _wrong(text, parts.scheme, parts.netloc, path)
    if wrong is None and not _HOST.fullmatch(host):
        wrong = Bilingual("缺少主机名，或主机名、端口不对", "its host or port is missing or cannot be")
    if wrong is not None:
        example = (
            "https://github.com/example/register" if name == "repo_url" else "https://register.example.org"
        )
        if (ssh := _SSH.fullmatch(text)) and name == "repo_url":
            example = f"https://{ssh[1]}/{ssh['path'].strip('/').removesuffix('.git')}"
        shown = (
            "…"
            if "@" in text and not ssh
            else "".join(sign if sign.isprintable() else "?" for sign in text[:80])
        )
        raise AddressError(
            Bilingual(
                f"{name} 的网址“{shown}”不能用：{wrong.zh}。", f"{name} cannot be “{shown}”: {wrong.en}."
            ),
            Bilingual(f"写完整的网址，例如 {example}。", f"Write the whole address, such as {example}."),
        )
    return f"{parts.scheme}://{host}{port}{quote(path, safe='/%~!$&()*+,;=:@')}"


def _wrong(text: str, scheme: str, netloc: str, path: str) -> Bilingual | None:
    if scheme not in {"http", "https"}:
        return Bilingual("开头不是 https:// 或 http://", "it does not begin with https:// or http://")
    if re.search(r"[\s\x00-\x1f\x7f\\<>\"'`{}|^]", text):
        return Bilingual(
            "里面有空格或网址中不能有的符号", "it contains a space or a character that addresses cannot have"
        )
    if "@" in netloc:
        return Bilingual(
            "带有用户名或密码，会公开在网页上",
            "it contains a user name or password, which pages would publish",
        )
    if "?" in text or "#" in text:
        return Bilingual("带有 ? 或 #", "it contains ? or #")
    if {".", ".."} & set(path.split("/")):
        return Bilingual("路径里有 . 或 ..", "its path contains . or ..")
    return None


def settings_in(configuration: Path) -> dict[str, str]:
    """Return what ``mkdocs.yml`` sets, by the name of the setting; those that are not set are missing."""
    reading = read(configuration, configuration.name)
    paths = {name: (name,) for name in (*ADDRESSES, "edit_uri")} | {"icp": ("extra", "icp")}
    found = {name: reading.find(*path) for name, path in paths.items()}
    return {
        name: "" if node.empty else node.text.strip()
        for name, node in found.items()
        if isinstance(node, Scalar)
    }


def extra_settings(reading: Reading, diagnostics: Diagnostics) -> dict[str, Any]:
    """Return the operator and the contact that ``mkdocs.yml`` sets; report what is wrong with them."""
    found: dict[str, Any] = {}
    for name, shape in _EXTRA.items():
        node = reading.find("extra", name)
        if node is None or (isinstance(node, Scalar) and node.empty):
            continue
        known = len(diagnostics.problems)
        value = shape.take(node, f"extra.{name}", diagnostics)
        if value is not ABSENT and len(diagnostics.problems) == known:
            found[name] = shape.build(value)
    return found


def read_settings(configuration: Path = ROOT / "mkdocs.yml") -> Settings:
    """Return the settings; variables such as ``SITE_URL``, ``REPO_URL`` and ``ICP`` take precedence over the configuration.

    Raises ``SettingsError`` for a variable, ``AddressError`` for a line of the configuration, that cannot be used.
    """
    reading = read(configuration, configuration.name)
    found = settings_in(configuration) | environment_settings()
    site_url, repo_url = (address_of(name, found.get(name, "")) for name in ADDRESSES)
    return Settings(
        site_url=site_url,
        repo_url=repo_url,
        edit_uri=found.get("edit_uri"),
        icp=found.get("icp", ""),
        mirror_url=found.get("mirror_url", ""),
        **extra_settings(reading, Diagnostics(reading.file)),
    )


def environment_settings() -> dict[str, str]:
    """Return the settings that the environment gives, in their usual form. Raises ``SettingsError``."""
    addresses = (*ADDRESSES, "mirror_url")
    found = {
        name: os.environ[name.upper()].strip()
        for name in (*addresses, "edit_uri", "icp")
        if name.upper() in os.environ
    }
    for name in addresses:
        try:
            if name in found:
                found[name] = address_of(name, found[name])
        except AddressError as error:
            zh, en = (
                f"{error.message[language]}{' ' * (language == 'en')}{error.hint[language]}"
                for language in ("zh", "en")
            )
            raise SettingsError(
                f"环境变量 {name.upper()}：{zh}", f"The variable {name.upper()}: {en}"
            ) from None
    return found
