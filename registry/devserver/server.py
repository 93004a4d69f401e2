"""The server of the preview: pages from memory, over loopback only, and news for open pages."""

from __future__ import annotations

import hashlib
import json
import mimetypes
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from registry.core.console import printable, say
from registry.core.languages import Bilingual
from registry.devserver.state import Preview
from registry.model.urls import below, language_of
from registry.rendering.content_security_policy import content_policy

NEWS = "/_live"
"""Where open pages ask for news."""

OWN_FILES = {f"/_live{ending}": Path(__file__).with_name(f"live{ending}") for ending in (".js", ".css")}
"""The preview's own script and style, which are no part of the site."""

_OWN_HEAD = '<link rel="stylesheet" href="/_live.css">\n<script type="module" src="/_live.js" data-page="{}"></script>\n</head>'

_NO_SITE_YET = b'<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><title>serve</title></head><body></body></html>'
"""Stands under the panel of problems as long as there has been no sound site."""

_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[^:\[\]]*)(?::\d*)?", re.IGNORECASE)
_ORIGIN = re.compile(r"[a-z][a-z0-9+.-]*://[^/?#]*", re.IGNORECASE)

_TYPES = {
    ".atom": "application/atom+xml",
    ".bib": "application/x-bibtex; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".ris": "application/x-research-info-systems; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xml": "application/xml; charset=utf-8",
    ".zip": "application/zip",
}


class Server(ThreadingHTTPServer):
    """A server of a preview; ``words`` gives the words of the panel that shows problems.

    ``hosts`` are the names by which it may be called besides those of this machine.
    """

    daemon_threads = True
    allow_reuse_address = sys.platform != "win32"  # There it would let two servers share a port.

    def __init__(
        self,
        address: tuple[str, int],
        preview: Preview,
        words: Callable[[], dict[str, Bilingual]],
        hosts: Sequence[str] = (),
    ) -> None:
        """Take the port. Raises ``OSError`` where it is in use."""
        self.preview = preview
        self.words = words
        self.hosts = {"localhost", "127.0.0.1", "::1", address[0], *(host.casefold() for host in hosts)}
        self.refused: set[str] = set()
        super().__init__(address, _Handler)

    def handle_error(self, *_: Any) -> None:
        """Say nothing where a browser went away; everything else is a fault of ours, said in one line."""
        error = sys.exception()
        if not isinstance(error, ConnectionError | TimeoutError):
            say(f"serve: {type(error).__name__}: {error}", error=True)


class _Handler(BaseHTTPRequestHandler):
    """Answers one connection."""

    server: Server
    protocol_version = "HTTP/1.1"
    timeout = 60
    # Else the end of a page would wait until the browser has confirmed its beginning, which takes it 40 ms.
    disable_nagle_algorithm = True
    wbufsize = -1

    def do_GET(self) -> None:
        """Answer a request."""
        host = self.headers.get("Host", "")
        called = _HOST.fullmatch(host)
        if called is None or called[1].strip("[]").casefold() not in self.server.hosts:
            self._refuse(printable(called[1] if called else host)[:100])
            return
        path = unquote(re.split("[?#]", _ORIGIN.sub("", self.path, count=1), maxsplit=1)[0])
        if path == NEWS:
            self._news()
        elif path in OWN_FILES:
            self._send(HTTPStatus.OK, _type(path), OWN_FILES[path].read_bytes())
        else:
            self._file(path)

    do_HEAD = do_GET  # noqa: N815

    def log_message(self, *_: Any) -> None:
        """Print nothing for each request."""

    def _refuse(self, host: str) -> None:
        """Refuse a request that came by another name: a page elsewhere may have its own name point here."""
        text = (
            f"预览不接受用“{host}”打开：请用 127.0.0.1 或 localhost；若经由转发，重新启动时加上 --allow-host {host}。\n"
            f"The preview cannot be opened by the name “{host}”: use 127.0.0.1 or localhost. Where it is forwarded, start it "
            f"again with --allow-host {host}.\n"
        )
        if host not in self.server.refused and len(self.server.refused) < 20:
            self.server.refused.add(host)
            say(text.strip().replace("\n", " / "), error=True)
        self._send(HTTPStatus.FORBIDDEN, "text/plain; charset=utf-8", text.encode())

    def _file(self, path: str) -> None:
        get = self.server.preview.get
        name = path.removeprefix("/")
        if not name or name.endswith("/"):
            name += "index.html"
        if "." not in name and get(f"{name}/index.html") is not None:
            where = {"Location": f"/{quote(name)}/"}
            self._send(HTTPStatus.MOVED_PERMANENTLY, "text/plain", b"", where)
            return
        status, content = HTTPStatus.OK, get(name)
        if content is None:
            status, name = HTTPStatus.NOT_FOUND, below(language_of(name), "404.html")
            content = get(name) or _NO_SITE_YET
        if name.endswith(".html"):
            tag = hashlib.sha256(content).hexdigest()[:16]
            page = content.replace(b"</head>", _OWN_HEAD.format(tag).encode(), 1)
            headers = {"Content-Security-Policy": content_policy(header=True), "X-Page": tag}
            self._send(status, _type(name), page, headers)
        else:
            self._send(status, _type(name), content)

    def _send(
        self, status: HTTPStatus, kind: str, content: bytes, more: dict[str, str] | None = None
    ) -> None:
        self.send_response(status)
        headers = {
            "Content-Type": kind,
            "Content-Length": str(len(content)),
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "same-origin",
        }
        for name, value in (headers | (more or {})).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def _news(self) -> None:
        """Send the present state."""
        turn, problems = self.server.preview.state
        words = {key: f"{both.zh} / {both.en}" for key, both in self.server.words().items()}
        state = {"turn": turn, "words": words, "problems": [asdict(problem) for problem in problems]}
        self._send(HTTPStatus.OK, _type(".json"), json.dumps(state, ensure_ascii=False).encode())


def _type(path: str) -> str:
    ending = Path(path).suffix
    return _TYPES.get(ending) or mimetypes.types_map.get(ending, "application/octet-stream")
