"""Every word that readers see stands in a language file, once, and every language says the same."""

import ast
import re
from collections.abc import Iterator
from typing import Any

import jinja2
import pytest
import yaml
from jinja2 import nodes

from storyarchive import shipped
from storyarchive.content import messages
from storyarchive.content.fitting import Said, places
from tests.made import PROJECT
from tests.texts import Texts, leaves

PLACE_OF_TEMPLATES = shipped.templates()
ENGLISH, POLISH = messages.original(), messages.load("pl", (PLACE_OF_TEMPLATES,)).said
LANGUAGES = {"en": ENGLISH, "pl": POLISH}

TEMPLATES = {
    path.relative_to(PLACE_OF_TEMPLATES).as_posix(): path.read_text("utf-8")
    for path in sorted(PLACE_OF_TEMPLATES.rglob("*.html"))
    # The form of consent is for the archive and not for the site; the gallery is for whoever designs.
    if path.parent.name != "papers" and path.name != "gallery.html"
}
SCRIPTS = {
    path.name: path.read_text("utf-8")
    for path in sorted((PLACE_OF_TEMPLATES / "scripts").glob("*.js"))
}
MODULES = {
    path.relative_to(PROJECT).as_posix(): ast.parse(path.read_text("utf-8"))
    for room in ("content", "publish", "search", "terminal", "papers")
    for path in sorted((PROJECT / "storyarchive" / room).rglob("*.py"))
}

BY_VALUE = (
    r"(band|basis|made|way)\..+",  # what a story or a help line has
    r"(about|access|choices|help|safety|stop)\.tab",  # one function makes these pages
    r"story\.(copied_)?sheet(_ask)?",  # what a printed sheet can say
    r"security\.(css|html|jpg|js|json|m4a|mp3|mp4|ogg|png|svg|txt|vtt|webp|xml)",  # endings of files
)
"""Messages that are asked for by a value and not by name."""

SAME = {
    *("frame.title", "frame.edition", "path.sentence", "home.stage", "theme.tab", "letters.digits"),
    *("story.first_line", "player.megabytes", "player.kilobytes", "security.mp4"),
    "search_script.offer",
}
"""Messages that are the same in both languages: signs, places, measures, 'film'."""

ALIKE = {"recall.html": ("/stories/", "s-?????", ".html")}
"""Template → text that is the same in every language."""

QUOTED = {
    ("help.using", "story.large"),
    ("safety.leaving", "frame.exit"),
    ("safety.rest", "frame.exit"),
    ("safety.rest", "choices.forget"),
    ("security.can", "choices.forget"),
    ("recall.answers", "story.not_on_paper"),
}
"""(Message, the button or sentence that it names)."""


def forms(said: Said) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else tuple(said.values())


def asked_in_templates() -> Iterator[tuple[str, str]]:
    """Give (template, message) wherever a template names one."""
    for name, text in TEMPLATES.items():
        for found in jinja2.Environment().parse(text).find_all(nodes.Getattr):
            section = found.node
            if isinstance(section, nodes.Getattr) and section.node == nodes.Name("say", "load"):
                yield name, f"{section.attr}.{found.attr}"


def asked_in_modules() -> Iterator[tuple[str, str]]:
    """Give (module, message) wherever a module asks for one by its name."""
    for path, tree in MODULES.items():
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and call.args:
                asks = getattr(call.func, "id", getattr(call.func, "attr", ""))
                name = getattr(call.args[0], "value", None)
                if asks == "say" and isinstance(name, str) and re.fullmatch(r"\w+\.[\w-]+", name):
                    yield path, name


def asked_in_scripts() -> Iterator[tuple[str, str]]:
    """Give (script, message) wherever a script asks for one by its name."""
    for script, text in SCRIPTS.items():
        for name in re.findall(r"\bsay\(\s*\"(\w+)\"", text):
            yield script, name


def strings() -> set[str]:
    """Give every string of the modules and the scripts: a name may be chosen before it is asked for."""
    found = {
        node.value
        for tree in MODULES.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    for text in SCRIPTS.values():
        for name in re.findall(r"\"(\w+)\"", text):
            found |= {f"script.{name}", f"search_script.{name}"}
    return found


def test_every_message_that_is_asked_for_is_there() -> None:
    """
    A slip in a name is found here and not by a reader. Only the search may ask for what the search says.
    """
    asked = [*asked_in_templates(), *asked_in_modules()]
    searching = {"ask.js", "asker.js", "searcher.js", "reader.js"}
    for script, name in asked_in_scripts():
        of_search = f"search_script.{name}" in ENGLISH and script in searching
        asked.append((script, f"search_script.{name}" if of_search else f"script.{name}"))

    assert 250 < len(asked)
    assert [] == [(where, name) for where, name in asked if name not in ENGLISH]


def test_every_message_is_asked_for() -> None:
    """
    Nobody translates a sentence that is never shown.
    """
    asked = {name for _, name in (*asked_in_templates(), *asked_in_modules())} | strings()
    by_value = re.compile("|".join(BY_VALUE))

    assert [] == [name for name in ENGLISH if name not in asked and not by_value.fullmatch(name)]


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_words_stand_in_a_template(name: str) -> None:
    """
    Neither between tags nor in what is read out, nor as a text that a template hands on.
    """
    bare = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", TEMPLATES[name], flags=re.DOTALL)
    # A block or a macro may hold a few attributes of a tag that is elsewhere.
    texts = [re.sub(r'\b(class|dir|lang)="[^"]*"', "", text) for text in Texts(bare).found]
    handed = [
        constant.value
        for constant in jinja2.Environment().parse(TEMPLATES[name]).find_all(nodes.Const)
        if isinstance(constant.value, str)
    ]

    assert [] == [
        text for text in texts if any(map(str.isalpha, text)) and text not in ALIKE.get(name, ())
    ]
    assert [] == [text for text in handed if re.search(r"[A-Za-z]{2,} [a-z]{2,}", text)]


@pytest.mark.parametrize("name", SCRIPTS)
def test_no_words_stand_in_a_script(name: str) -> None:
    """
    No text of a script is two words beside each other; selectors and the strict mode are no words.
    """
    code = re.sub(r"(?m)^\s*//.*$|\s// .*$", "", SCRIPTS[name])
    texts = re.findall(r'"([^"\n]*)"|`([^`]*)`', code)
    words = [one or other for one, other in texts]

    assert [] == [
        text
        for text in words
        if re.search(r"[A-Za-z]{2,}[,:]? [a-z]{2,}", text) and text != "use strict"
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_says_each_message_once(language: str) -> None:
    """
    To YAML the second of two would win in silence.
    """

    class Strict(yaml.SafeLoader):
        def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
            keys = [key.value for key, _ in node.value]
            assert len(keys) == len(set(keys)), (node.start_mark.line, keys)
            return super().construct_mapping(node, deep)

    file = PLACE_OF_TEMPLATES / "languages" / f"{language}.yaml"

    assert set(yaml.load(file.read_text("utf-8"), Strict)) >= {
        name.partition(".")[0] for name in LANGUAGES[language]
    }


def test_polish_says_the_same_messages() -> None:
    """
    Each has the places of the English one, leads to the same pages, and has as many headings and points.
    """

    def shape(said: Said) -> list[object]:
        form = forms(said)[-1]
        links = sorted(re.findall(r"\]\(([^)]+)\)", form))
        return [
            places(said),
            links,
            *(len(re.findall(rf"(?m)^{m}", form)) for m in ("##", "- ", "1")),
        ]

    assert [*ENGLISH] == [*POLISH]
    assert {name: shape(said) for name, said in ENGLISH.items()} == {
        name: shape(said) for name, said in POLISH.items()
    }


def test_polish_has_every_form_of_a_number() -> None:
    """
    One, a few, many and a part of one; only English has two.
    """
    counted = {name: set(said) for name, said in ENGLISH.items() if not isinstance(said, str)}

    assert 10 < len(counted)
    assert [{"one", "other"}] * len(counted) == list(counted.values())
    polish = {name: set(said) for name, said in POLISH.items() if not isinstance(said, str)}
    assert [*counted] == [*polish]
    assert [{"one", "few", "many", "other"}] * len(counted) == list(polish.values())


def test_no_message_was_left_in_english() -> None:
    """
    But for those that have no words.
    """
    assert SAME == {name for name, said in ENGLISH.items() if said == POLISH[name]}


@pytest.mark.parametrize(("language", "marks"), [("en", "‘’“”"), ("pl", "„”")], ids=["en", "pl"])
def test_marks_are_those_of_print(language: str, marks: str) -> None:
    """
    Quotation marks of the language, apostrophes that are none of a typewriter, an ellipsis that is one sign.
    """
    other = set("\"'‘’‚‛“”„‟«»") - set(marks)
    texts = [(name, form) for name, said in LANGUAGES[language].items() for form in forms(said)]
    if language == "pl":
        shown = messages.vocabulary_words(PLACE_OF_TEMPLATES / "languages" / "pl.yaml")
        texts += [("vocabulary", text) for text in leaves(shown)]

    assert [] == [(name, text) for name, text in texts if other & set(text) or "..." in text]
    for name, text in texts:
        if language == "pl":
            assert text.count("„") == text.count("”"), name
        else:
            assert (text.count("“"), True) == (text.count("”"), text.count("‘") <= text.count("’"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("message", "named"), sorted(QUOTED))
def test_a_button_is_named_as_it_is(language: str, message: str, named: str) -> None:
    """
    What a page tells its reader to look for is what stands there.
    """
    said = LANGUAGES[language]
    text = " ".join(str(said[message]).split())

    assert re.search(f"[‘“„]{re.escape(str(said[named]).rstrip('.'))}[’”]", text)
