"""Templates: an organisation's own first, then the shipped ones, and what is wrong with them."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from traceback import walk_tb

import jinja2
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined
from jinja2 import TemplateError as JinjaError

from storyarchive.content import wording
from storyarchive.errors import TemplateError
from storyarchive.publish import languages, urls

SHIPPED = "shipped"
"""`{% extends "shipped/story.html" %}` changes a part of a shipped template and keeps the rest."""

_STATIC = frozenset({".css", ".js", ".svg", ".png", ".jpg", ".webp", ".woff2"})


@dataclass(frozen=True)
class Templates:
    """The templates of one site, and the files that go with them unchanged."""

    directories: tuple[Path, ...]
    """Where they are, the first to look in first."""
    environment: Environment
    static: Mapping[str, bytes]
    """Address → bytes of all in `styles/` and `scripts/`."""

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
        try:
            yield
        except RecursionError:
            raise TemplateError(f"{template}: this template includes itself without end") from None
        except Exception as error:
            raise self._explain(error, template) from error

    def _explain(self, error: Exception, template: str) -> Exception:
        """Say what is wrong in a template and where; an error of our own code stays as it is."""
        if isinstance(error, jinja2.TemplateSyntaxError):
            place = f"{error.filename or error.name or template}:{error.lineno}"
            return TemplateError(f"{place}: {_sentence(str(error.message))}")
        try:
            self.environment.handle_exception()
        except Exception as retold:
            places = [
                (frame.f_code.co_filename, line)
                for frame, line in walk_tb(retold.__traceback__)
                if Path(jinja2.__file__).parent not in Path(frame.f_code.co_filename).parents
            ]
        inside = [
            f"{file}:{line}" for file, line in places if self.directories_hold(file)
        ]
        ours = not places or not self.directories_hold(places[-1][0])
        if isinstance(error, jinja2.TemplateNotFound):
            looked = " or ".join(str(directory) for directory in self.directories)
            place = inside[-1] if inside else template
            return TemplateError(f"{place}: there is no template {error.name!r} in {looked}")
        if isinstance(error, JinjaError) or not ours:
            place = inside[-1] if inside else template
            return TemplateError(f"{place}: {_sentence(str(error) or type(error).__name__)}")
        return error

    def directories_hold(self, file: str) -> bool:
        """Say whether a file is one of these templates."""
        return any(directory in Path(file).parents for directory in self.directories)


def templates(*directories: Path) -> Templates:
    """Gather templates from directories, an organisation's own first and the shipped ones last.

    A directory that does not exist counts as empty.
    """
    present = tuple(directory for directory in directories if directory.is_dir())
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
        "listed": _listed,
        "size": _size,
        "day": day,
    }
    static: dict[str, bytes] = {}
    for directory in reversed(present):
        for folder in ("scripts", "styles"):
            for file in sorted((directory / folder).rglob("*")):
                if file.is_file() and file.suffix in _STATIC:
                    static[file.relative_to(directory).as_posix()] = file.read_bytes()
    return Templates(present, environment, static)


def day(date: object) -> str:
    """Say a day in full: '14 May 2027'."""
    return f"{date:%d %B %Y}".lstrip("0")


def _small(words: str) -> str:
    """Begin words with a small letter, for use in a sentence."""
    return words[:1].lower() + words[1:]


def _listed(words: list[str]) -> str:
    """Join words for a sentence: 'a, b and c'."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _size(count: int) -> str:
    """Say a file's size as phones do: '4.2 MB'."""
    if count < 1_000_000:
        return f"{max(1, round(count / 1000))} kB"
    return f"{count / 1_000_000:.1f} MB"


def _sentence(message: str) -> str:
    return message.strip().rstrip(".").replace("\n", " ")
