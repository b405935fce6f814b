"""What to do about each rule of consent that refuses, said to the editor."""

from collections.abc import Mapping

from storyarchive.content.narrative import Narrative

_REMEDIES: Mapping[str, str] = {
    "consent-incomplete": "Write it down; docs/fields.md explains each field.",
    "incomplete": "Write it down; docs/fields.md explains each field.",
    "basis-not-accepted": "Mend the basis, or accept it under bases in _archive.yaml.",
    "wrong-record": "Write the record of the person, or people, who gave it; or mend the basis.",
    "text-changed": (
        "Read the story as it now is to the narrator; when they approve it, run:"
        " storyarchive approve {id} --by editor-1"
    ),
    "no-custody-permission": "Write its reference: custody_permission: PR-0007",
    "history-out-of-step": (
        "Mend status, or add the step at the end of history; storyarchive approve, publish and pause do both."
    ),
    "impossible-step": (
        "Write the steps as they were taken, each on a line: docs/editors.md shows which there are."
    ),
    "never-consented": "Run: storyarchive approve {id} --by editor-1, when the narrator has approved it.",
    "not-reviewed": "Somebody else looks at it, and runs: storyarchive publish {id} --by reviewer-2",
    "intruder-test-too-old": (
        "Try for twenty minutes to find out who the narrator is; write the day and the result in safety.intruder_test."
    ),
    "unsafe": (
        "See to it with the narrator and whoever leads on safeguarding; the test has the day on which it was tried."
    ),
    "name-not-agreed": "Change the name in the story, or ask them.",
    "no-audience": "Publish it when the narrator says yes to one of them.",
    "no-new-consent": "Ask the narrator again; write the new record, given_on and expires_on.",
    "cooling-off": "Wait: it can be shown from that day on.",
    "published-later": "Nothing to do: it is shown from that day on.",
    "published-too-soon": "It is left out. From that day on run: storyarchive publish {id} --by reviewer-2",
    "review-overdue": "It is left out. Ask the narrator; then write the next day in review_by, or pause it.",
    "expired": "It is left out. Ask the narrator for a new consent, or withdraw it.",
}
"""Rule → what to do; `{id}` stands for the narrative."""

_OTHERWISE = "Do not publish until this is put right with the narrator."


def remedy(rule: str, narrative: Narrative) -> str:
    """Say what to do about a narrative that a rule refuses."""
    return _REMEDIES.get(rule, _OTHERWISE).format(id=narrative.id)
