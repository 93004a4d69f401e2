"""Chinese characters: which traditional or variant form stands for which simplified one.

From OpenCC's dictionaries, read at build time only.
"""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path

_VARIANTS = ("TWVariantsRev.txt", "HKVariantsRev.txt")


@cache
def traditional_to_simplified() -> dict[str, str]:
    """Return the simplified form of every traditional character, and of the forms usual in Taiwan and Hong Kong."""
    forms: dict[str, str] = {}
    for line in _dictionary("TSCharacters.txt"):
        sign, simplified = line.split("\t")
        forms[sign] = simplified.split(" ")[0]
    for name in _VARIANTS:
        for line in _dictionary(name):
            sign, standard = line.split("\t")
            form = standard.split(" ")[0]
            forms.setdefault(sign, forms.get(form, form))
    return {sign: form for sign, form in forms.items() if len(sign) == len(form) == 1 and sign != form}


def traditional_forms(used: set[str]) -> str:
    """Return pairs of a traditional character and its simplified form, for the simplified ones in ``used``.

    A character that is itself in ``used`` is left alone, so that no official text is changed by the table.
    """
    pairs = sorted(traditional_to_simplified().items())
    return "".join(f"{sign}{form}" for sign, form in pairs if form in used and sign not in used)


def _dictionary(name: str) -> list[str]:
    found = importlib.util.find_spec("opencc")
    assert found is not None
    assert found.submodule_search_locations
    return (
        (Path(found.submodule_search_locations[0]) / "dictionary" / name)
        .read_text(encoding="utf-8")
        .splitlines()
    )
