import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from storyarchive.content import editing
from storyarchive.errors import EditError

ITEM = "{to: paused, date: 2026-11-23, by: editor-1}"

SEVERAL = """\
# A first line.
id: s-4k7p2   # opaque
status: published # set by hand
history:          # oldest first
  - {to: draft, date: 2026-05-01, by: editor-1}  # a first word
  # between
  - to: published
    by: reviewer-2

# About the rest.
title: 'It was "mine": all of it'
consent:
  record: CR-0042
  # the day of the talk
  given_on: 2026-04-14
  scopes: {print: no}
"""


def changed(before: str, after: str) -> list[str]:
    """List the lines of a text that another did not have, in order."""
    left = before.split("\n")
    return [line for line in after.split("\n") if line not in left]


def test_a_value_is_replaced_and_its_comment_stays() -> None:
    """
    Only the letters of the value are others.
    """
    after = editing.set_field(SEVERAL, "status", "paused")

    assert SEVERAL.replace("published #", "paused #") == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("history: []\n", f"history: [{ITEM}]\n"),
        ("history: [a]  # b\n", f"history: [a, {ITEM}]  # b\n"),
        ("history: [\n  a,\n  b\n]\n", f"history: [\n  a,\n  b,\n  {ITEM}\n]\n"),
        ("history:\n- a\n\n# b\nid: c\n", f"history:\n- a\n- {ITEM}\n\n# b\nid: c\n"),
        ("history:\n  - a # b\nid: c\n", f"history:\n  - a # b\n  - {ITEM}\nid: c\n"),
        ("history:\n  -   a: b\n      c: d\n", f"history:\n  -   a: b\n      c: d\n  - {ITEM}\n"),
        ("history:\nid: c\n", f"history: [{ITEM}]\nid: c\n"),
        ("history: # none\nid: c", f"history: [{ITEM}] # none\nid: c"),
        ("{history: [a], id: c}", f"{{history: [a, {ITEM}], id: c}}"),
        (
            "history:\n  - |\n    a\n    b\n\nid: c\n",
            f"history:\n  - |\n    a\n    b\n  - {ITEM}\n\nid: c\n",
        ),
        ('history: ["[", "]"]', f'history: ["[", "]", {ITEM}]'),
    ],
)
def test_a_list_grows_at_its_end(before: str, after: str) -> None:
    """
    However the list is written, the item comes last, and the rest is as it was.
    """
    assert after == editing.append(before, "history", ITEM)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[]\n", "[a]\n"),
        ("", "- a\n"),
        ("# why\nnull\n", "# why\n[a]\n"),
        ("---\n- b\n", "---\n- b\n- a\n"),
        ("# why\n", "# why\n- a\n"),
        ("# why\n- b\n# end\n", "# why\n- b\n- a\n# end\n"),
    ],
)
def test_a_text_that_is_a_list_grows_too(before: str, after: str) -> None:
    """
    The list of withdrawn narratives has no name, and may be empty.
    """
    assert after == editing.append(before, "", "a")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("related: [a, b, c]\n", "related: [a, c]\n"),
        ("related: [b]  # why\n", "related: []  # why\n"),
        (
            "related:\n  - a # 1\n  - b # 2\n  - c # 3\nid: d\n",
            "related:\n  - a # 1\n  - c # 3\nid: d\n",
        ),
        ("related:\n  - b\nid: d\n", "related: []\nid: d\n"),
        ("related: # why: she asked\n  - b\n", "related: [] # why: she asked\n"),
        ("related: [a]\n", "related: [a]\n"),
    ],
)
def test_a_word_is_taken_out_of_a_list(before: str, after: str) -> None:
    """
    The others stay, with what is said about them.
    """
    assert after == editing.remove(before, "related", "b")


def test_a_field_that_is_not_there_is_put_in_its_usual_place() -> None:
    """
    After the one that usually stands before it; else at the end of its group.
    """
    order = ("record", "approved_text", "given_on", "scopes")

    first = editing.set_field(SEVERAL, "consent.approved_text", "sha256:0", order)
    last = editing.set_field(SEVERAL, "consent.expires_on", "2031-01-01", order)

    assert SEVERAL.replace("CR-0042\n", "CR-0042\n  approved_text: sha256:0\n") == first
    assert SEVERAL.replace("no}\n", "no}\n  expires_on: 2031-01-01\n") == last
    assert "consent: {a: b, c: d}" == editing.set_field("consent: {a: b}", "consent.c", "d")


@pytest.mark.parametrize(
    "text", ["status: |\n  a\n  b\n", "- a\n", "consent: a\n", "status: [", "a: \ufffe"]
)
def test_what_cannot_be_edited_is_refused(text: str) -> None:
    """
    A text of several lines is no value of a field, a list has no fields, and what is no YAML has nothing.
    """
    with pytest.raises(EditError):
        editing.set_field(text, "consent.record" if "consent" in text else "status", "paused")


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_byte_order_mark_stay(newline: str, mark: bytes) -> None:
    """
    A file from another system comes back as such.
    """
    text = f"---\n{SEVERAL}---\n\nThe story.\n"
    raw = mark + text.replace("\n", newline).encode()

    done = editing.in_file(
        raw, lambda front: editing.set_field(front, "status", "paused"), lambda t: (4, len(t) - 17)
    )

    assert mark + text.replace("published #", "paused #").replace("\n", newline).encode() == done


def test_each_line_keeps_its_own_end() -> None:
    """
    A file whose line ends are mixed has the same mixture afterwards.
    """
    raw = b"---\nid: a\r\nstatus: published\t# b\nhistory:\n- c\n---\n\nOne.\rTwo.\n"

    def edit(front: str) -> str:
        return editing.append(editing.set_field(front, "status", "paused"), "history", "d")

    done = editing.in_file(raw, edit, lambda text: (4, text.index("\n---\n") + 1))

    assert done == raw.replace(b"published", b"paused").replace(b"- c\n", b"- c\n- d\n")


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=40),
)
def test_text_is_read_as_it_was_written(said: str) -> None:
    """
    Whatever a value is, YAML reads it back as that text.
    """
    assert said == str(yaml.safe_load(f"a: {editing.scalar(said)}")["a"])


_word = st.sampled_from(["a", "b-1", "'it''s'", '"q: #"', "2026-05-01", "ä", "𐐀"])
_item = st.one_of(_word, _word.map(lambda w: f"{{to: {w}, by: c}}"))


@st.composite
def _texts(draw: st.DrawFn) -> str:
    """Make a text with the fields status, history and consent, written in one of many ways."""
    comment = st.sampled_from(["", "  # why", " # 'x' [y"])
    gap = st.sampled_from(["", "\n", "# - {z: 1}\n", "\n# x: y\n"])
    items = draw(st.lists(_item, max_size=4))
    status = st.sampled_from([" published", " ", "", ' "draft"'])
    indent = draw(st.sampled_from(["", "  ", "   "]))
    history = draw(
        st.sampled_from(
            [
                "history: [" + ", ".join(items) + "]" + draw(comment) + "\n",
                "history:"
                + draw(comment)
                + "\n"
                + "".join(f"{draw(gap)}{indent}- {i}{draw(comment)}\n" for i in items),
            ]
        )
    )
    others = [
        "status:" + draw(status) + draw(comment) + "\n",
        history,
        "consent:\n"
        + "".join(f"  {n}: {draw(_word)}{draw(comment)}\n" for n in ("record", "scopes")),
        f"note: {draw(_word)}\n",
    ]
    return "".join(draw(gap) + block for block in draw(st.permutations(others)))


@given(_texts())
def test_an_edit_changes_what_it_says_and_nothing_else(text: str) -> None:
    """
    Read again, the text says what it said, but for the edit; and every line that was not edited is there.
    """
    before = yaml.safe_load(text)
    after = editing.append(editing.set_field(text, "status", "paused"), "history", ITEM)
    after = editing.set_field(after, "consent.given_on", "2026-01-01", ("record", "given_on"))

    item = yaml.safe_load(ITEM)
    given_on = yaml.safe_load("2026-01-01")
    assert {
        **before,
        "status": "paused",
        "history": [*(before["history"] or []), item],
        "consent": {**before["consent"], "given_on": given_on},
    } == yaml.safe_load(after)
    assert len(changed(text, after)) <= 3
