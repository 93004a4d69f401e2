"""Old addresses as web servers read them; ``deploy/`` includes these lists.

A server that knows them answers with a redirect before any page is loaded; any
other still has the page that lies at each old address.
"""

from __future__ import annotations

from pathlib import Path

from registry.core.writing import place
from registry.exports import ExportContext
from registry.exports.context import page_path
from registry.exports.redirects import redirects
from registry.model import urls

FORMS = {"redirects.map": '"{old}" "{new}";\n', "redirects.caddy": '"{old}" "{new}"\n'}
"""The lists, for nginx and for Caddy, and how a line of each is written."""


def write_server_maps(context: ExportContext, site: Path) -> list[str]:
    """Write the lists below ``site``, and return their paths there; with no old addresses they hold a comment."""
    names = []
    for name, form in FORMS.items():
        # Addresses consist of letters, digits, "-", "_", "." and "/", so that nothing in them ends the quotation.
        lines = [
            form.format(
                old=page_path(redirect.language, redirect.address),
                new=page_path(redirect.language, redirect.target),
            )
            for redirect in redirects(context)
        ]
        text = "# 旧网址 新网址 / old address, new address\n" + "".join(lines)
        names.append(place(site, f"{urls.API}{name}", text.encode()))
    return names
