"""A masked text lets whoever wrote it find it again, and tells nobody else what it is."""


def masked(text: str) -> str:
    """Give a text with no more of it shown than its first letters: `A1234AA` is `A12****`.

    At most three characters are shown and never more than a third of the text, rounded up; spaces
    are kept, so that the editor sees how many words to look for.
    """
    shown = min(3, -(-len(text) // 3))
    return text[:shown] + "".join(c if c == " " else "*" for c in text[shown:])
