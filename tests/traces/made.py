"""A story to take down, and the story that stays."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from storyarchive.traces import Report, gather, search
from tests.made import narrative

ID, OTHER, TRANSLATION = "s-h7k2m", "s-2222z", "s-w2t4p"

TITLE = "A ladder left in the orchard"

STORY = "\n\n".join(
    [
        "My aunt kept pigeons behind the bakery, and **nobody** had ever asked her why she didn't sell them.",
        "When the café closed I carried eleven crates up the stairs. She counted each one out loud – “nine, ten”"
        " – and would not let me sit until the last was named.",
        "I was ashamed of my shoes that summer. The orchard was locked, so we climbed; I remember her laughing at"
        " the top of the ladder as though the whole valley belonged to her.",
        "It took me four years to write to her again. The envelope came back with a feather in it and no word,"
        " which I took, rightly or wrongly, for a yes.",
    ]
)

STAYS = "\n\n".join(
    [
        "Every Tuesday the choir met in the old boiler room and I stood at the back moving my lips.",
        "A man called out the wrong page and all of us sang it anyway. That was when I knew that I could stay"
        " for the second half and drink the awful tea.",
        "Now I put the chairs out. Somebody has to know where the good ones are kept.",
    ]
)


RETOLD = "\n\n".join(
    [
        "Moja ciotka trzymała gołębie za piekarnią i nikt nigdy jej nie zapytał, dlaczego ich nie sprzeda.",
        "Kiedy zamknęli kawiarnię, wniosłam po schodach jedenaście skrzynek. Liczyła każdą na głos i nie pozwoliła mi"
        " usiąść, aż nazwała ostatnią.",
        "Cztery lata trwało, zanim do niej znowu napisałam. Koperta wróciła z piórem w środku i bez słowa.",
    ]
)


def story(body: str = STORY) -> str:
    return narrative(
        ID, body, title=TITLE, summary="Dee tells of pigeons, an orchard and a feather."
    )


def spoken(id: str, body: str, **changes: Any) -> str:
    """Give a narrative that comes with a recording of its own."""
    media = {"file": f"{id}.mp3", "transcript": "body", "voice_changed": "no", "minutes": 3}
    return narrative(id, body, format="audio", media=media, **changes)


def old_file(place: Path) -> Path:
    """Write the former file where nothing is searched."""
    path = place / "to-check" / f"{ID}.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(story(), encoding="utf-8")
    return path


def put(place: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below a directory, and give the directory."""
    for name, content in files.items():
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return place


def searched(place: Path, files: Mapping[str, str | bytes]) -> Report:
    """Search files for the story, which is known by its former file."""
    return search(gather(ID, [old_file(place)]), [put(place / "here", files)])


def found(report: Report, top: Path) -> dict[str, set[str]]:
    """Give place, from a directory, → the kinds of what was found there."""
    kinds: dict[str, set[str]] = {}
    for trace in report.traces:
        kinds.setdefault(trace.place.removeprefix(f"{top.as_posix()}/"), set()).add(str(trace.kind))
    return kinds
