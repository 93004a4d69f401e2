"""The content policy: what a page may load and do, whatever text has found its way into it.

Each page says it in a ``meta`` element, so that it holds on any host and for files opened from a disk. Web servers say
it in a header, which can forbid one thing more; ``deploy/`` is held against it.
"""

from __future__ import annotations

DIRECTIVES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    # Text becomes neither markup nor script in the page, not even through a script of our own.
    "require-trusted-types-for": "'script'",
    "trusted-types": "'none'",
}
"""What a page may load and do, by directive."""

HEADER_DIRECTIVES = {"frame-ancestors": "'none'"}
"""What browsers heed in a header only."""

REFERRER = "same-origin"
"""Where links lead to another host, it is not told from which page; the page may be on a closed network."""


def content_policy(*, header: bool = False) -> str:
    """Return the value of ``Content-Security-Policy`` for a ``meta`` element, or for a header."""
    directives = DIRECTIVES | (HEADER_DIRECTIVES if header else {})
    return "; ".join(f"{name} {sources}" for name, sources in directives.items())
