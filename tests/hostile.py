"""Hostile texts: what takes programs down that read YAML, Markdown, or any text at all, each with a name."""

from collections.abc import Callable, Mapping

from tests.made import BODY

MANY = 100_000
LONG = 10_000_000
"""Letters in a line that is too long for most programs."""
LETTERS = str.maketrans("0123456789", "abcdefghij")

BODIES: Mapping[str, Callable[[], str]] = {
    "one line of ten million letters": lambda: "a" * LONG,
    "ten million spaces": lambda: "a" + " " * LONG + "b",
    "one line of words": lambda: "word " * (LONG // 5),
    "sentences without end": lambda: "A.B" * (LONG // 3),
    "full stops": lambda: "." * LONG,
    "capitals": lambda: "A " * (LONG // 2),
    "names": lambda: "Zorblax Quimby " * (LONG // 30),
    "digits": lambda: "0" * LONG,
    "telephone numbers": lambda: "07700 900123 " * MANY,
    "nearly telephone numbers": lambda: "+44 (0) " * MANY,
    "addresses to write to": lambda: "a@b.invalid " * MANY,
    "nearly addresses to write to": lambda: "a@" * MANY,
    "dots that end in no address": lambda: "a@" + "b." * MANY,
    "addresses": lambda: "https://x.invalid/ " * MANY,
    "dates": lambda: "12 March 1994, " * MANY,
    "postcodes": lambda: "AB12 3CD " * MANY,
    "a hundred thousand headings": lambda: "# heading\n\n" * MANY,
    "headings of every level": lambda: "".join("#" * (n % 7) + " h\n" for n in range(MANY)),
    "headings underlined": lambda: "a\n===\n" * MANY,
    "rules": lambda: "---x\n\n***\n\n" * MANY,
    "blank lines": lambda: "a" + "\n" * LONG + "b",
    "blank lines with spaces": lambda: "a\n" + "  \n" * MANY + "b",
    "lists in lists": lambda: "".join("  " * n + "- a\n" for n in range(1_000)),
    "lists in lists in a line": lambda: "- " * MANY + "a",
    "lists of numbers in a line": lambda: "1. " * MANY + "a",
    "lists and quotations in a line": lambda: "> - " * MANY + "a",
    "a list without end": lambda: "- a\n" * MANY,
    "numbers of lists that are too large": lambda: "99999999999. a\n" * 100,
    "quotations side by side": lambda: "> a\n\n" * MANY,
    "quotations in quotations": lambda: "> " * 20 + "a",
    "quotations far in": lambda: ">" * MANY + "a",
    "brackets that open": lambda: "[" * MANY,
    "brackets that open and close": lambda: "[" * 50_000 + "a" + "]" * 50_000,
    "pictures that open": lambda: "![" * 50_000 + "a",
    "links in links": lambda: "[a](" * 50_000,
    "addresses in angles that open": lambda: "[a](<b" * 50_000,
    "links and emphasis": lambda: "[ (](" * MANY,
    "emphasis that opens": lambda: "*a **a " * MANY,
    "emphasis of both kinds": lambda: "*a_ " * MANY,
    "emphasis that closes": lambda: "a** " * MANY,
    "emphasis in emphasis": lambda: "*" * 50_000 + "a" + "*" * 50_000,
    "emphasis of words": lambda: "_a" * MANY,
    "backticks": lambda: "".join("e" + "`" * n for n in range(3_000)),
    "backticks alone": lambda: "`" * MANY,
    "fences": lambda: "```\n" * MANY,
    "a fence that is not closed": lambda: "```\n" + "a\n" * MANY,
    "backslashes": lambda: "\\" * MANY,
    "entities": lambda: "&" * MANY,
    "entities that are too long": lambda: "&" + "a" * MANY + ";",
    "numbers of letters": lambda: "&#" + "1" * MANY + ";",
    "reference definitions": lambda: (
        "".join(f"[{n}]: /x\n" for n in range(20_000)) + "[1]" * 20_000
    ),
    "references to one definition": lambda: "[a]: /" + "x" * 20_000 + "\n\n" + "[a]" * 20_000,
    "reference definitions that are none": lambda: "[a]: \\\n" * 50_000,
    "titles that open": lambda: "[a](b " + '"' * MANY,
    "tables": lambda: "|" * MANY + "\n" + "-|" * MANY,
    "elements that open": lambda: "<div>" * MANY,
    "elements in a line": lambda: "a <b>" * MANY,
    "angles": lambda: "<" * MANY,
    "angles that open and close": lambda: "<>" * MANY,
    "comments that open": lambda: "<!--" * MANY,
    "comments that open in words": lambda: "a <!-- a" * MANY,
    "notes that open": lambda: "<!-- note: a\n" * MANY,
    "notes that open and end": lambda: (
        "<!-- note: drug-use -->\n\na\n\n<!-- note ends -->\n\n" * 20_000
    ),
    "notes with spaces": lambda: "<!--" + " " * MANY + "note",
    "declarations that open": lambda: "a <!A " * MANY,
    "instructions that open": lambda: "a <?" * MANY,
    "data that opens": lambda: "a <![CDATA[" * MANY,
    "attributes that open": lambda: "<a b='" * MANY,
    "attributes without end": lambda: "<a " + "b " * MANY,
    "quotation marks": lambda: '"' * MANY,
    "quotation marks of all kinds": lambda: "“‘„'\"" * 20_000,
    "apostrophes in a word": lambda: "a'" * MANY,
    "hyphens in a word": lambda: "a-" * MANY,
    "soft hyphens": lambda: "a\u00ad" * MANY,
    "joiners": lambda: "a\u200d" * MANY,
    "no-break spaces": lambda: "\u00a0" * MANY,
    "marks on letters": lambda: "e\u0301" * MANY,
    "marks on a letter": lambda: "e" + "\u0301" * MANY,
    "marks in an order that must be mended": lambda: "e" + "\u0315\u0300" * 50_000,
    "letters that grow when folded": lambda: "\ufdfa" * MANY,
    "letters of all the world": lambda: "".join(map(chr, range(0xA1, 0xD7FF))),
    "letters beyond": lambda: "".join(map(chr, range(0x10000, 0x10000 + 60_000))),
    "letters for own use": lambda: "\ue000a\ue001" * 50_000,
    "signs that are none": lambda: "\ufffe\uffff\ufdd0 " * 20_000,
    "emoji": lambda: "👩🏽‍🚀" * 50_000,
    "writing from the right": lambda: "مرحبا " * 50_000,
    "directions that open": lambda: "\u2067" * 50_000 + "a",
    "directions that override": lambda: "\u202e" * 50_000 + "a",
    "line ends of all kinds": lambda: "a\x85b\u2028c\u2029d\x0be\x0cf" * 10_000,
    "tags of languages": lambda: "a\U000e0041\U000e007f" * 50_000,
    "front matter again": lambda: "a\n\n---\nid: s-22222\n---\n" * 10_000,
    "fields": lambda: "title: a\n" * MANY,
    "templates": lambda: "{{ 7 * 7 }}{% for a in b %}" * 50_000,
    "numbers": lambda: "1,000.00 " * MANY,
    "a word that is long": lambda: "antidis" * MANY,
    "a word of every ending": lambda: " ".join("x" + "ing" * n for n in range(2_000)),
    "different words": lambda: " ".join(f"w{n}".translate(LETTERS) for n in range(200_000)),
}
"""What a body may be; each is put behind the text of a story."""


def body(name: str, most: int) -> str:
    """Give a story's text with one of `BODIES` behind it. most: bytes that it may have."""
    whole = f"{BODY}\n\n{BODIES[name]()}\n".encode()
    return whole[:most].decode("utf-8", "ignore")


def _laughs() -> str:
    rows = "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12))
    return f"a0: &a0 [lol, lol]\n{rows}"


def _merges() -> str:
    rows = "\n".join(f"m{n}: &m{n}\n  <<: [{', '.join([f'*m{n - 1}'] * 9)}]" for n in range(1, 9))
    return f"m0: &m0 {{a: b}}\n{rows}"


def _deep(line_end: str, opens: str) -> Callable[[], str]:
    return lambda: "names:" + "".join(f"{line_end}{' ' * n}{opens}" for n in range(1, 3_000))


YAML: Mapping[str, Callable[[], str]] = {
    "a billion laughs": _laughs,
    "merges of merges": _merges,
    "an alias of itself": lambda: "a: &a [*a]",
    "an alias of nothing": lambda: "a: *b",
    "anchors without end": lambda: "".join(f"a{n}: &a{n} b\n" for n in range(50_000)),
    "a merge of nothing": lambda: "<<: {}\n<<: []\n<<:",
    "a tag of Python": lambda: "a: !!python/object/apply:os.system ['touch hacked']",
    "tags without end": lambda: "a: " + "!a " * 10_000 + "b",
    "a tag that is long": lambda: "a: !<" + "x" * MANY + "> b",
    "directives": lambda: "%YAML 9.9\n%TAG ! tag:x,2000:\n---\na: b",
    "directives without end": lambda: "%A b\n" * MANY,
    "documents without end": lambda: "a: b\n--- \n" * 10_000,
    "lists in lists": lambda: "a: " + "[" * 50_000,
    "lists in lists that close": lambda: "a: " + "[" * 50_000 + "]" * 50_000,
    "maps in maps": lambda: "a: " + "{a: " * 50_000,
    "lists in a line": lambda: "a:\n " + "- " * MANY + "b",
    "keys in a line": lambda: "? " * MANY + "b",
    "levels by spaces": _deep("\n", "a:"),
    "levels by lists": _deep("\n", "-"),
    "levels by an odd line end": _deep("\u2028", "a:"),
    "levels by another odd line end": _deep("\x85", "a:"),
    "levels by lists and an odd line end": _deep("\u2029", "-"),
    "levels by keys and an odd line end": _deep("\u2028", "?"),
    "levels by one space": lambda: "names:\n" + "".join(" " * n + "a:\n" for n in range(1, 2_000)),
    "fields that nobody knows": lambda: "".join(f"a{n}: b\n" for n in range(MANY)),
    "one field again and again": lambda: "title: a\n" * MANY,
    "a key of ten million letters": lambda: "a" * LONG + ": b",
    "a value of ten million letters": lambda: "a: " + "b" * LONG,
    "a title of ten million letters": lambda: "title: " + "b" * LONG,
    "a value in quotes that is not closed": lambda: 'a: "' + "b" * LONG,
    "a value that goes on": lambda: "a: |\n" + "  b\n" * MANY,
    "a value of escapes": lambda: 'title: "' + "\\x41\\u0042\\U00000043" * 50_000 + '"',
    "a NUL by an escape": lambda: 'title: "a\\0b"',
    "half a letter by an escape": lambda: 'title: "a\\uD800b"',
    "two halves by escapes": lambda: 'title: "\\ud83d\\ude00"',
    "a letter beyond all by an escape": lambda: 'title: "\\UFFFFFFFF"',
    "a turning sign by an escape": lambda: 'title: "a\\u202eb"',
    "line ends by escapes": lambda: 'title: "a\\r\\n\\x85\\L\\Pb"',
    "a key that is a list": lambda: "? [a, b]\n: c\n? {a: b}\n: c",
    "a key that is nothing": lambda: ": a\n? \n",
    "numbers": lambda: "id: 1e999\ntitle: .inf\npseudonym: 0x10\ntold_in: 1:30:30",
    "a number that is long": lambda: "media: {minutes: " + "9" * MANY + "}",
    "a date beyond time": lambda: "consent: {given_on: 99999-99-99, review_by: 0000-00-00}",
    "tabs": lambda: "a:\n\t\tb: c",
    "colons": lambda: "a" + ":" * MANY,
    "colons and spaces": lambda: "a" + ": " * MANY,
    "dashes": lambda: "-" * MANY,
    "ampersands": lambda: "a: " + "&" * MANY,
    "comments": lambda: "# a\n" * MANY,
    "spaces": lambda: " " * LONG,
    "quotation marks": lambda: "a: " + "''" * MANY,
    "a text and no fields": lambda: "word " * MANY,
    "a list and no fields": lambda: "- a\n" * MANY,
    "themes without end": lambda: "themes: [" + ", ".join(f"t{n}" for n in range(MANY)) + "]",
    "a theme that is like all": lambda: "themes: [" + "staff-who-beleived-" * 5_000 + "]",
    "people without end": lambda: "names:\n" + "- {as_written: A, who: b, changed: yes}\n" * 20_000,
    "notes without end": lambda: "content_notes:\n" + "- drug-use\n" * 20_000,
    "quotes without end": lambda: "quotes:\n" + "- {text: a}\n" * 20_000,
    "steps without end": lambda: (
        "history:\n" + "- {to: draft, date: 2026-04-10, by: editor-1}\n" * 20_000
    ),
    "names of fields in Python": lambda: (
        "__class__: a\n__init__: b\nself: c\nconsent: {__dict__: d}"
    ),
    "signs that are none": lambda: "title: a\ufffeb\uffffc",
}
"""What front matter may be; each is put behind the fields of a story."""

RAW: Mapping[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "white space": lambda: b" \n\t\n" * 1_000,
    "NULs": lambda: bytes(900_000),
    "a NUL": lambda: b"---\nid: s-22222\n---\nA\0b",
    "control characters": lambda: bytes(range(1, 32)) * 1_000,
    "not UTF-8": lambda: b"---\ntitle: caf\xe9\n---\n",
    "half a letter": lambda: b"---\ntitle: a\xed\xa0\x80b\n---\n",
    "letters too long for UTF-8": lambda: b"---\ntitle: \xc0\xaf\xe0\x80\xaf\n---\n",
    "letters beyond all": lambda: b"---\ntitle: \xf4\x90\x80\x80\n---\n",
    "random bytes": lambda: bytes(n * n * 31 % 251 for n in range(100_000)),
    "UTF-16": lambda: "---\nid: s-22222\n---\n".encode("utf-16"),
    "UTF-16 the other way": lambda: b"\xfe\xff" + "---\nid: s-22222\n---\n".encode("utf-16-be"),
    "UTF-32": lambda: "---\nid: s-22222\n---\n".encode("utf-32"),
    "marks of byte order": lambda: b"\xef\xbb\xbf" * 1_000,
    "carriage returns": lambda: b"\r" * 900_000,
    "front matter that is not closed": lambda: b"---\n" + b"a: b\n" * MANY,
    "fences and nothing else": lambda: b"---\n" * MANY,
    "fences and spaces": lambda: b"---" + b" " * 900_000 + b"x",
    "fences in a line": lambda: b"-" * 900_000,
    "no front matter": lambda: b"A story.\n" * 1_000,
    "a picture": lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 100,
    "a PDF": lambda: b"%PDF-1.7\n" + bytes(range(256)) * 100,
    "a program": lambda: b"\x7fELF\x02\x01\x01" + bytes(100),
    "a zip": lambda: b"PK\x03\x04" + bytes(range(256)) * 100,
}
"""What a file may be, from its first byte to its last."""
