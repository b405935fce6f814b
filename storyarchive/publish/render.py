"""Templates: an organisation's own first, then the shipped ones, and what is wrong with them."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from traceback import walk_tb

import jinja2
import rcssmin
import rjsmin
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined
from jinja2.bccache import Bucket
from jinja2.environment import TemplateModule
from jinja2.runtime import Context
from markupsafe import Markup

from storyarchive.content import languages, messages, wording
from storyarchive.content.fitting import Said
from storyarchive.content.messages import Messages
from storyarchive.errors import TemplateError
from storyarchive.publish import saying, urls
from storyarchive.version import VERSION

SHIPPED = "shipped"
"""`{% extends "shipped/story.html" %}` changes a part of a shipped template and keeps the rest."""

_JOINED = {
    urls.STYLE: (
        *("styles/tokens.css", "styles/words.css", "styles/forms.css", "styles/frame.css"),
        *("styles/home.css", "styles/lists.css", "styles/story.css", "styles/choices.css"),
        *("styles/calendar.css", "styles/seeing.css", "styles/print.css"),
    ),
    "scripts/search.js": (
        "scripts/words.js",
        "scripts/asker.js",
        "scripts/searcher.js",
        "scripts/reader.js",
    ),
    urls.SCRIPT: (
        "scripts/said.js",
        "scripts/say.js",
        "scripts/early.js",
        "scripts/leaving.js",
        "scripts/choices.js",
        "scripts/sparing.js",
        "scripts/boxes.js",
        "scripts/old.js",
    ),
}
"""Address → the scripts that go there as one, in this order: a reader fetches one file, not many."""

_JINJA = Path(jinja2.__file__).parent
_SMALLER = {".js": rjsmin.jsmin, ".css": rcssmin.cssmin}
"""Suffix → what takes off comments and spaces that say nothing to a browser."""
_STATIC = frozenset({".css", ".js", ".svg", ".png", ".jpg", ".webp", ".woff2"})


@dataclass(frozen=True)
class Templates:
    """The templates of one site, its words, and the files that go with them unchanged."""

    directories: tuple[Path, ...]
    """Where they are, the first to look in first."""
    say: Messages
    """The words of the site."""
    static: Mapping[str, bytes]
    """Address → bytes of all in `styles/` and `scripts/`; some scripts are joined to one."""
    _compiled: "_Compiled | None" = None
    _environments: dict[str, Environment] = field(default_factory=dict)
    """Way to the top → what renders the pages from which that is the way."""

    def render(self, template: str, /, root: str = "", **values: object) -> str:
        """Render a template, or raise a `TemplateError` that says where it is wrong.

        root: the way from the page to the top of the edition. Every template, and every component that one imports,
        knows it, with the words (`say`) and the addresses (`url`).
        """
        with self._explained(template, root):
            return self._environment(root).get_template(template).render(values)

    def macro(self, template: str, name: str, root: str = "") -> Callable[..., str]:
        """Fetch a macro of a component, to be called like a function."""
        with self._explained(template, root):
            found = getattr(self._environment(root).get_template(template).module, name)

        def call(*values: object, **named: object) -> str:
            with self._explained(template, root):
                return str(found(*values, **named))

        return call

    def keep(self) -> None:
        """Keep what was compiled of templates for the next time."""
        if self._compiled is not None:
            self._compiled.write()

    def _environment(self, root: str) -> Environment:
        if root not in self._environments:
            self._environments[root] = _environment(
                self.directories, self.say, root, self._compiled
            )
        return self._environments[root]

    @contextmanager
    def _explained(self, template: str, root: str) -> Iterator[None]:
        """Turn what goes wrong in a template into a `TemplateError`; our slips stay tracebacks."""
        try:
            yield
        except TemplateError:
            raise
        except RecursionError as error:
            raise TemplateError(f"{template}: this template includes itself without end") from error
        except jinja2.TemplateSyntaxError as error:
            place = f"{error.filename or error.name or template}:{error.lineno}"
            raise TemplateError(f"{place}: {_sentence(error)}") from error
        except Exception as error:
            found, right_there = self._place(error, root)
            if isinstance(error, jinja2.TemplateNotFound):
                looked = " or ".join(str(directory) for directory in self.directories)
                what = f"there is no template {error.name!r} in {looked}"
            elif right_there or isinstance(error, jinja2.TemplateError):
                what = _sentence(error)
            else:
                raise
            raise TemplateError(f"{found or template}: {what}") from error

    def _place(self, error: Exception, root: str) -> tuple[str | None, bool]:
        """Find the template line where something went wrong, and whether it did so right there."""
        try:
            # Tells the traceback again in lines of templates.
            self._environment(root).handle_exception()
        except Exception as retold:
            files = [
                (Path(frame.f_code.co_filename), line)
                for frame, line in walk_tb(retold.__traceback__)
                if _JINJA not in Path(frame.f_code.co_filename).parents
            ]
        own = [
            any(directory in file.parents for directory in self.directories) for file, _ in files
        ]
        places = [f"{file}:{line}" for (file, line), ours in zip(files, own, strict=True) if ours]
        return (places[-1] if places else None), (own[-1] if own else False)


def templates(
    *directories: Path,
    language: str = "en-GB",
    words: Mapping[str, Said] | None = None,
    cache: Path | None = None,
) -> Templates:
    """Gather templates from directories, an organisation's own first and the shipped ones last.

    A directory that does not exist counts as empty.

    language: of the site, a BCP 47 tag. words: an organisation's own for some messages. cache: a directory where
    compiled templates are kept; nowhere by default.
    """
    present = tuple(directory for directory in directories if directory.is_dir())
    for file in (file for directory in present for file in sorted(directory.rglob("*.html"))):
        try:
            file.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            what = "cannot be read" if isinstance(error, OSError) else "is not UTF-8 text"
            raise TemplateError(
                f"{file}:1: this template {what}; save it again as UTF-8"
            ) from error
    say = messages.load(language, present, words)
    compiled = _Compiled(cache) if cache else None
    return Templates(present, say, _static(present, say), compiled)


class _Template(jinja2.Template):
    """A template whose macros are made once, for the globals of a site are the same for all that import it."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        return super()._get_default_module()


class _Compiled(jinja2.BytecodeCache):
    """Compiled templates, each in a file that is named by its source and begins with what names its bytes."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._new: dict[str, bytes] = {}
        """Key of a template → the bytes of its file."""

    def load_bytecode(self, bucket: Bucket) -> None:
        try:
            digest, code = (self._directory / bucket.key).read_bytes().split(b"\n", 1)
        except (OSError, ValueError):
            return
        if digest.decode("ascii", "replace") == _named(bucket, code):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        code = bucket.bytecode_to_string()
        self._new[bucket.key] = _named(bucket, code).encode() + b"\n" + code

    def write(self) -> None:
        """Write what was compiled anew; what cannot be kept is compiled again."""
        with suppress(OSError):
            for key, content in self._new.items():
                self._directory.mkdir(parents=True, exist_ok=True)
                (self._directory / key).write_bytes(content)


def _named(bucket: Bucket, code: bytes) -> str:
    return sha256(f"{VERSION} {bucket.key} {bucket.checksum}".encode() + code).hexdigest()


def _environment(
    directories: tuple[Path, ...], say: Messages, root: str, compiled: _Compiled | None
) -> Environment:
    environment = Environment(
        loader=ChoiceLoader(
            [
                FileSystemLoader(directories),
                PrefixLoader({SHIPPED: FileSystemLoader(directories[-1:])}),
            ]
        ),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
        # What is compiled depends on nothing but the source, whatever the filters make of it.
        optimized=False,
        bytecode_cache=compiled,
    )
    environment.template_class = _Template
    environment.globals |= {"url": urls, "root": root, "say": saying.namespace(say, root)}
    environment.filters |= {
        "direction": languages.direction,
        "in_its_own_words": _in_its_own_words,
        "called": say.language_name,
        "small": say.small,
        "curly": _curly,
        "number": say.number,
        "listed": say.listed,
        "size": lambda size: wording.size_words(size, say),
        "day": say.day,
        "month": say.month,
    }
    environment.tests["phone_number"] = _is_phone_number
    return environment


def _static(directories: Sequence[Path], say: Messages) -> dict[str, bytes]:
    """Gather the files that go with the pages; an organisation's own stay as it wrote them."""
    static: dict[str, bytes] = {"scripts/said.js": _said(say)}
    for directory in reversed(directories):
        for folder in ("scripts", "styles"):
            for file in sorted((directory / folder).rglob("*")):
                if file.is_file() and file.suffix in _STATIC:
                    content = file.read_bytes()
                    is_shipped = directory == directories[-1]
                    address = file.relative_to(directory).as_posix()
                    static[address] = smaller(content, file.suffix) if is_shipped else content
    for address, sources in _JOINED.items():
        parts = [static.pop(source) for source in sources if source in static]
        if parts:
            # The line ends a comment, and the semicolon a script, that somebody left open.
            between = b"\n;" if address.endswith(".js") else b"\n"
            static.setdefault(address, between.join(parts))
    return static


def _said(say: Messages) -> bytes:
    """Write down for the scripts of every page what they say, and in which language."""
    said = {"language": say.language, "messages": say.section("script")}
    # Nothing in a message can end a script or a line of it.
    written = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    for sign in "<\u2028\u2029":
        written = written.replace(sign, f"\\u{ord(sign):04x}")
    return f"var storyarchive={{said:{written}}}".encode()


def smaller(content: bytes, suffix: str) -> bytes:
    """Take comments and spaces that say nothing off a script or a style; leave other files alone."""
    return bytes(_SMALLER[suffix](content)) if suffix in _SMALLER else content


def _is_phone_number(words: str) -> bool:
    return re.fullmatch(r"\+?[\d ()-]{3,20}", words) is not None


def _in_its_own_words(tag: str) -> Markup:
    """Call a language what its speakers call it, marked as words of that language."""
    return Markup('<span lang="{}" dir="{}">{}</span>').format(
        tag, languages.direction(tag), languages.own_name(tag)
    )


def _curly(words: str) -> str:
    """Give our own words the quotation marks of print; a teller's words stay as they are."""
    return re.sub(r'"([^"]*)"', r"“\1”", words).replace("'", "’")


def _sentence(error: Exception) -> str:
    words = error.message if isinstance(error, jinja2.TemplateError) else str(error)
    return " ".join((words or type(error).__name__).split()).rstrip(".")
