"""Templates: an organisation's own first, then the shipped ones, and what is wrong with them."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from traceback import walk_tb

import jinja2
import rcssmin
import rjsmin
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined

from storyarchive.content import languages, wording
from storyarchive.errors import TemplateError
from storyarchive.publish import urls

SHIPPED = "shipped"
"""`{% extends "shipped/story.html" %}` changes a part of a shipped template and keeps the rest."""

# A table, for the names that Python gives depend on where the machine thinks it is.
_MONTHS = {
    "01": "January",
    "02": "February",
    "03": "March",
    "04": "April",
    "05": "May",
    "06": "June",
    "07": "July",
    "08": "August",
    "09": "September",
    "10": "October",
    "11": "November",
    "12": "December",
}

_JOINED = {
    "scripts/search.js": (
        "scripts/words.js",
        "scripts/asker.js",
        "scripts/searcher.js",
        "scripts/reader.js",
    )
}
"""Address → the scripts that go there as one, in this order: a reader fetches one file, not four."""

_JINJA = Path(jinja2.__file__).parent
_SMALLER = {".js": rjsmin.jsmin, ".css": rcssmin.cssmin}
"""Suffix → what takes off comments and spaces that say nothing to a browser."""
_STATIC = frozenset({".css", ".js", ".svg", ".png", ".jpg", ".webp", ".woff2"})


@dataclass(frozen=True)
class Templates:
    """The templates of one site, and the files that go with them unchanged."""

    directories: tuple[Path, ...]
    """Where they are, the first to look in first."""
    environment: Environment
    static: Mapping[str, bytes]
    """Address → bytes of all in `styles/` and `scripts/`; some scripts are joined to one."""

    def render(self, template: str, /, **values: object) -> str:
        """Render a template, or raise a `TemplateError` that says where it is wrong."""
        with self._explained(template):
            return self.environment.get_template(template).render(values)

    def macro(self, template: str, name: str) -> Callable[..., str]:
        """Fetch a macro of a component, to be called like a function."""
        with self._explained(template):
            found = getattr(self.environment.get_template(template).module, name)

        def call(*values: object) -> str:
            with self._explained(template):
                return str(found(*values))

        return call

    @contextmanager
    def _explained(self, template: str) -> Iterator[None]:
        """Turn what goes wrong in a template into a `TemplateError`; our slips stay tracebacks."""
        try:
            yield
        except RecursionError as error:
            raise TemplateError(f"{template}: this template includes itself without end") from error
        except jinja2.TemplateSyntaxError as error:
            place = f"{error.filename or error.name or template}:{error.lineno}"
            raise TemplateError(f"{place}: {_sentence(error)}") from error
        except Exception as error:
            found, right_there = self._place(error)
            if isinstance(error, jinja2.TemplateNotFound):
                looked = " or ".join(str(directory) for directory in self.directories)
                what = f"there is no template {error.name!r} in {looked}"
            elif right_there or isinstance(error, jinja2.TemplateError):
                what = _sentence(error)
            else:
                raise
            raise TemplateError(f"{found or template}: {what}") from error

    def _place(self, error: Exception) -> tuple[str | None, bool]:
        """Find the template line where something went wrong, and whether it did so right there."""
        try:
            # Tells the traceback again in lines of templates.
            self.environment.handle_exception()
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


def templates(*directories: Path) -> Templates:
    """Gather templates from directories, an organisation's own first and the shipped ones last.

    A directory that does not exist counts as empty.
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
    environment = Environment(
        loader=ChoiceLoader(
            [
                FileSystemLoader(present),
                PrefixLoader({SHIPPED: FileSystemLoader(present[-1:])}),
            ]
        ),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    environment.globals["url"] = urls
    environment.globals["INVENTED"] = wording.INVENTED
    environment.filters |= {
        "own_name": languages.own_name,
        "direction": languages.direction,
        "small": _small,
        "curly": _curly,
        "size": wording.size_words,
        "day": day,
        "month": month,
    }
    environment.tests["phone_number"] = _is_phone_number
    return Templates(present, environment, _static(present))


def _static(directories: Sequence[Path]) -> dict[str, bytes]:
    """Gather the files that go with the pages; an organisation's own stay as it wrote them."""
    static: dict[str, bytes] = {}
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
            static.setdefault(address, b"\n;".join(parts))
    return static


def smaller(content: bytes, suffix: str) -> bytes:
    """Take comments and spaces that say nothing off a script or a style; leave other files alone."""
    return bytes(_SMALLER[suffix](content)) if suffix in _SMALLER else content


def day(when: date | str) -> str:
    """Say a day in full: '14 May 2027'."""
    year, number, place = f"{when}".split("-")
    return f"{int(place)} {_MONTHS[number]} {year}"


def month(when: date | str) -> str:
    """Say a month: 'May 2027', for a day or for `2027-05`."""
    year, number = f"{when}".split("-")[:2]
    return f"{_MONTHS[number]} {year}"


def _is_phone_number(words: str) -> bool:
    return re.fullmatch(r"\+?[\d ()-]{3,20}", words) is not None


def _small(words: str) -> str:
    """Begin words with a small letter, for use in a sentence."""
    return words[:1].lower() + words[1:]


def _curly(words: str) -> str:
    """Give our own words the quotation marks of print; a teller's words stay as they are."""
    return re.sub(r'"([^"]*)"', r"“\1”", words).replace("'", "’")


def _sentence(error: Exception) -> str:
    words = error.message if isinstance(error, jinja2.TemplateError) else str(error)
    return " ".join((words or type(error).__name__).split()).rstrip(".")
