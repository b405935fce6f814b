"""The cases of `tests/search.json`: questions about the example archive, and what is found and understood.

    python -m tests.search.cases

answers all of them anew and writes them, one a line. To add a case, add a line with its question and its
wishes, then run this. Read what changed as a mentor would: the file says what is right, not what was found.
"""

import json
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from storyarchive import load, open_library
from storyarchive.content.library import Library
from storyarchive.search.query import Answer, search
from tests.made import ON, PROJECT

PLACE = PROJECT / "tests" / "search.json"
WISHES = ("themes", "stages", "avoid", "role", "reading", "minutes", "off")


def cases() -> list[dict[str, Any]]:
    """Read the cases."""
    found: list[dict[str, Any]] = json.loads(PLACE.read_text(encoding="utf-8"))
    return found


def library() -> Library:
    """Open the library that they are about."""
    return open_library(load(PROJECT / "narratives"), "public", ON)


def ask(case: Mapping[str, Any], shown: Library, cache: Path) -> Answer:
    """Ask the question of a case, and give all that is found."""
    wishes = {name: case[name] for name in WISHES if name in case}
    return search(shown, case["q"], **wishes, limit=1000, cache=cache)


def answered(case: Mapping[str, Any], answer: Answer) -> dict[str, Any]:
    """Give a case with an answer."""
    asked = {name: case[name] for name in ("q", *WISHES) if name in case}
    return {
        **asked,
        "ids": [hit.id for hit in answer.hits],
        "total": answer.total,
        "close": answer.close,
        "understood": answer.as_json()["understood"],
    }


def written(all_: Iterable[Mapping[str, Any]]) -> str:
    """Lay cases out, one a line."""
    lines = (json.dumps(case, ensure_ascii=False) for case in all_)
    return "[\n" + ",\n".join(f"  {line}" for line in lines) + "\n]\n"


def main() -> None:
    shown = library()
    with tempfile.TemporaryDirectory() as cache:
        found = [answered(case, ask(case, shown, Path(cache))) for case in cases()]
    PLACE.write_text(written(found), encoding="utf-8")


if __name__ == "__main__":
    main()
