"""The real web servers with the real configuration of ``deploy/``, on loopback: nginx as on Debian, in a container, Caddy."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import ROOT

DEPLOY = ROOT / "deploy"
HOST = "register.example.org"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Server:
    """A server that runs: its process, its port, the port where it takes plain HTTP if another, and whether the first is encrypted."""

    name: str
    process: int
    port: int
    encrypted: bool = False
    plain_port: int = 0

    def ask(
        self, path: str, accept_encoding: str = "", method: str = "GET", *, plain: bool = False
    ) -> Answer:
        """Ask for a path, or for whatever else is to stand in the request line, as it is."""
        connection: http.client.HTTPConnection
        if self.encrypted and not plain:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
            connection = http.client.HTTPSConnection("127.0.0.1", self.port, context=context)
        else:
            connection = http.client.HTTPConnection("127.0.0.1", self.plain_port if plain else self.port)
        connection._validate_path = str  # type: ignore[attr-defined]
        connection._encode_request = lambda request: request.encode("utf-8", "surrogateescape")  # type: ignore[attr-defined]
        headers = {"Host": HOST} | ({"Accept-Encoding": accept_encoding} if accept_encoding else {})
        try:
            connection.request(method, path, headers=headers)
            answer = connection.getresponse()
            body = answer.read()
            return Answer(answer.status, {name.lower(): text for name, text in answer.getheaders()}, body)
        finally:
            connection.close()


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def program(name: str) -> str:
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/bin")
    if found is None:
        reason = f"no {name}: install Debian's package {name}"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return found


def put_in(text: str, **replacements: str) -> str:
    """Replace what an administrator would change; each must be there."""
    for old, new in replacements.items():
        assert old in text, old
        text = text.replace(old, new)
    return text


@contextlib.contextmanager
def running(command: list[str], port: int, folder: Path, **variables: str) -> Iterator[int]:
    """Run a server until the context ends; wait until it answers at its port, and give the number of its process."""
    with (folder / "said").open("w+") as said:
        server = subprocess.Popen(
            command, cwd=folder, env={**os.environ, **variables}, stdout=said, stderr=said
        )
        try:
            while True:
                assert server.poll() is None, (folder / "said").read_text()
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                    break
                time.sleep(0.02)
            yield server.pid
        finally:
            server.terminate()
            server.wait()


@contextlib.contextmanager
def nginx(site: Path, folder: Path) -> Iterator[Server]:
    """Run nginx with ``deploy/nginx.conf``, as Debian includes it, and a certificate of its own making."""
    executable = program("nginx")
    encrypted, plain = free_port(), free_port()
    _copy_rules(site, folder)
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={HOST}",
         "-keyout", "privkey.pem", "-out", "fullchain.pem"],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip
    path = folder / "nginx.conf"
    text = path.read_text(encoding="utf-8")
    text = put_in(
        text,
        **{
            "    listen 80;\n": f"    listen 127.0.0.1:{plain};\n",
            "    listen [::]:80;\n": "",
            "    listen 443 ssl http2;\n": f"    listen 127.0.0.1:{encrypted} ssl http2;\n",
            "    listen [::]:443 ssl http2;\n": "",
            "/etc/ssl/register/": f"{folder}/",
        },
    )
    path.write_text(text, encoding="utf-8")
    # What Debian's /etc/nginx/nginx.conf sets around it.
    (folder / "main.conf").write_text(
        f"""
        {"user root;" if os.geteuid() == 0 else ""}
        worker_processes auto;
        pid {folder}/nginx.pid;
        error_log {folder}/error.log;
        include /etc/nginx/modules-enabled/*.conf;
        events {{ worker_connections 768; }}
        http {{
            {_temporary(folder)}
            sendfile on;
            tcp_nopush on;
            types_hash_max_size 2048;
            include /etc/nginx/mime.types;
            default_type application/octet-stream;
            ssl_prefer_server_ciphers on;
            gzip on;
            access_log off;
            include {path};
        }}
        """,
        encoding="utf-8",
    )
    command = [
        executable,
        "-e",
        str(folder / "error.log"),
        "-c",
        str(folder / "main.conf"),
        "-g",
        "daemon off;",
    ]
    with running(command, encrypted, folder) as process:
        yield Server("nginx", process, encrypted, encrypted=True, plain_port=plain)


@contextlib.contextmanager
def nginx_in_container(site: Path, folder: Path) -> Iterator[Server]:
    """Run nginx with ``deploy/nginx-container.conf``, as the Dockerfile does."""
    executable = program("nginx")
    port = free_port()
    _copy_rules(site, folder)
    path = folder / "nginx-container.conf"
    text = put_in(
        path.read_text(encoding="utf-8"),
        **{"listen 8080;": f"listen 127.0.0.1:{port};", "/tmp/nginx": f"{folder}/nginx"},
    )
    path.write_text(("user root;\n" if os.geteuid() == 0 else "") + text, encoding="utf-8")
    with running([executable, *_container_options(path)], port, folder) as process:
        yield Server("container", process, port)


def _container_options(configuration: Path) -> list[str]:
    """Return what the Dockerfile hands to nginx, with the configuration at another place."""
    (command,) = re.findall(r"^CMD (.*)", (DEPLOY / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)
    _, *options = json.loads(command)
    return [str(configuration) if option.endswith(".conf") else option for option in options]


@contextlib.contextmanager
def caddy(site: Path, folder: Path) -> Iterator[Server]:
    """Run Caddy with ``deploy/Caddyfile``, address and folder given by its variables."""
    executable = program("caddy")
    port = free_port()
    text = "{\n\tadmin off\n}\n" + (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
    (folder / "Caddyfile").write_text(text, encoding="utf-8")
    homes = {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    command = [executable, "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]
    with running(
        command,
        port,
        folder,
        SITE=f"http://127.0.0.1:{port}, http://{HOST}:{port}",
        SITE_ROOT=str(site),
        **homes,
    ) as process:
        yield Server("caddy", process, port)


SERVERS = {"nginx": nginx, "container": nginx_in_container, "caddy": caddy}


def _copy_rules(site: Path, folder: Path) -> None:
    for path in DEPLOY.glob("*.conf"):
        text = path.read_text(encoding="utf-8")
        text = text.replace("/srv/register/site", str(site)).replace("/srv/register/deploy", str(folder))
        (folder / path.name).write_text(text, encoding="utf-8")


def _temporary(folder: Path) -> str:
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    return "\n".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
