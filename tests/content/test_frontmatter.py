from hypothesis import assume, given
from hypothesis import strategies as st

from storyarchive.content.frontmatter import Parts, approval, decode, join, normalised, split
from storyarchive.errors import Problem

parts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"))


def _is_plain(part: str) -> bool:
    """Tell whether a part has no `---` line of its own and no line ends at its edges."""
    lines = part.split("\n")
    return part.strip("\n") == part and not any(line.startswith("---") for line in lines)


@given(front=parts, body=parts)
def test_split_gives_back_what_join_put_together(front: str, body: str) -> None:
    """
    Front matter and body survive being written to a file and read again.
    """
    assume(_is_plain(front) and front and front == front.strip() and body == body.strip())

    found = split(join(front, body), "s.md")

    assert isinstance(found, Parts)
    assert (front, body) == (found.front, found.body)


def test_dashes_in_the_story_are_left_alone() -> None:
    """
    Only the first two `---` lines are the front matter's.
    """
    found = split("---\nid: a\n---\n\nOne\n\n---\n\nTwo\n", "s.md")

    assert Parts("id: a", "One\n\n---\n\nTwo", 2, 5) == found


def test_lines_are_counted_past_blank_lines() -> None:
    """
    The lines told to an editor are those of the file.
    """
    found = split("---\n\n\nid: a\n---\n\n\n\nStory\n", "s.md")

    assert isinstance(found, Parts)
    assert (4, 9) == (found.front_line, found.body_line)


def test_byte_order_mark_and_windows_line_ends_are_accepted() -> None:
    """
    Files saved by Windows programs read the same.
    """
    assert decode(b"---\nid: a\n", "s.md") == decode(b"\xef\xbb\xbf---\r\nid: a\r\n", "s.md")


def test_text_in_another_encoding_is_named_with_its_line() -> None:
    """
    A file that is not UTF-8 is refused with the line of the first wrong byte.
    """
    found = decode("---\nid: a\ntitle: caf\u00e9\n".encode("latin-1"), "s.md")

    assert isinstance(found, Problem)
    assert ("not-utf8", 3) == (found.code, found.line)


@given(parts)
def test_an_approval_outlives_what_an_editor_program_changes(body: str) -> None:
    """
    Line ends, white space at line ends and blank lines around a story are no change to it.
    """
    resaved = "\n\n" + "".join(line + "  \r\n" for line in body.split("\n"))

    assert approval(body) == approval(resaved)
    assert normalised(body) == normalised(normalised(body))


@given(parts, st.integers(0), st.characters(categories=["L", "N"]))
def test_any_other_change_undoes_an_approval(body: str, place: int, letter: str) -> None:
    """
    A letter more anywhere is another text.
    """
    at = place % (len(body) + 1)

    assert approval(body) != approval(body[:at] + letter + body[at:])


def test_another_letter_in_its_place_undoes_an_approval() -> None:
    """
    Not even a capital may be changed.
    """
    assert approval("I never said so.") != approval("I Never said so.")


def test_a_marker_is_no_word_of_the_narrator() -> None:
    """
    An editor may mark a passage, so that readers can skip it, without another approval.
    """
    marked = "One.\n\n<!-- note: drug-use -->\n\nTwo.\n\n<!-- note ends -->\n\nThree."

    assert approval("One.\n\nTwo.\n\nThree.") == approval(marked)
