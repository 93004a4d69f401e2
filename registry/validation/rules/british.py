"""The rule on spelling: English is spelt as in Britain, with -ise."""

from __future__ import annotations

import re
from collections.abc import Iterator

from registry.validation.rules.text import Slip, Text, slip, text_rule

_STEMS = dict(
    pair.split(":")
    for pair in (
        "behavior:behaviour color:colour endeavor:endeavour favor:favour flavor:flavour harbor:harbour honor:honour "
        "labor:labour neighbor:neighbour rumor:rumour vapor:vapour vigor:vigour center:centre kilometer:kilometre "
        "centimeter:centimetre theater:theatre liter:litre fiber:fibre caliber:calibre catalog:catalogue dialog:dialogue "
        "enroll:enrol enrollment:enrolment fulfill:fulfil fulfillment:fulfilment installment:instalment skillful:skilful "
        "defense:defence offense:offence pretense:pretence gray:grey percent:per_cent aluminum:aluminium "
        "skeptical:sceptical airplane:aeroplane jewelry:jewellery plow:plough mold:mould artifact:artefact"
    ).split(" ")
)
_LICENCE = r"(?i:(?<=\ba )|(?<=\bthe )|(?<=\beach )|(?<=\bbusiness )|(?<=\belectronic )|(?<=\boperating )|(?<=\bdriving ))"
_WORD = re.compile(
    rf"\b(?P<stem>(?i:{'|'.join(_STEMS)}))(?P<ending>s|ed|ing|able|ful|ably|hood|hoods|al|ally|ite|ites)?\b"
    r"|\b(?P<doubled>(?i:cancel|channel|counsel|dial|fuel|label|marshal|model|signal|total|travel|tunnel))(?P<after>ed|ing|er|ers)\b"
    r"|\b(?P<z>[A-Za-z]{3,}?[iy])z(?P<rest>e|ed|es|er|ers|ing|ation|ations|ational)\b"
    rf"|{_LICENCE}(?P<licence>[Ll]icen)se(?P<plural>s?)\b"
)
_WITH_Z = re.compile(
    r"(?i:(?:.*-)?(?:(?:re|down|out|over|under|full|mid|cap)?siz|seiz|priz|maiz|baiz|assiz|franchiz)(?:e[drs]?|ing|es))"
)
"""Words that are spelt with z everywhere."""


@text_rule("en")
def british_spelling(text: Text) -> Iterator[Slip]:
    """英文用英式拼写：licence（名词）、labour、centre、-ise。

    English is spelt as in Britain: licence (the noun), labour, centre, -ise.
    """
    for match in _WORD.finditer(text.text):
        word = match.group()
        if _WITH_Z.fullmatch(word):
            continue
        right = _british(match)
        if word[0].isupper():
            right = right[0].upper() + right[1:]
        yield slip(match.start(), "british-spelling", word=word, right=right)


def _british(match: re.Match[str]) -> str:
    if match["stem"]:
        ending = match["ending"] or ""
        stem = _STEMS[match["stem"].lower()].replace("_", " ")
        return (stem[:-1] if stem[-1] == "e" and ending[:1] in {"e", "i"} else stem) + ending
    if match["doubled"]:
        return f"{match['doubled']}l{match['after']}"
    if match["licence"]:
        return f"{match['licence']}ce{match['plural']}"
    return f"{match['z']}s{match['rest']}"
