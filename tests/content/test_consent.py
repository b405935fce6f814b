from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from storyarchive.content import consent, schema, wordbook
from storyarchive.content.consent import Asked, Decision, decide
from storyarchive.content.fields import BASES, SCOPES
from storyarchive.content.narrative import Narrative
from storyarchive.content.settings import Contact, Edition, Settings
from storyarchive.content.vocabulary import Vocabulary
from tests.made import BODY, ON, PROJECT, fields, narrative

ID = "s-4k7p2"
TEST = {"date": "2026-05-18", "by": "reviewer-2", "result": "pass"}
SAFE = {"live_case": "no", "unreported_crime": "no", "intruder_test": TEST}
PUBLIC = Edition("public", "Open library", ("public-web",), on_the_web=True)
SETTINGS = Settings(
    "Test", "en", "gb", Contact("The team", ("Tell us.",)), {"public": PUBLIC}, bases=BASES
)


def vocabulary() -> Vocabulary:
    place = PROJECT / "narratives" / "_vocabulary"
    files = {name: (name, (place / name).read_bytes()) for name in wordbook.VOCABULARIES}
    found, problems = wordbook.read(files)
    assert found is not None, problems
    return found


VOCABULARY = vocabulary()


def read(id: str = ID, body: str = BODY, **changes: Any) -> Narrative:
    found, problems = schema.read(
        narrative(id, body, **changes).encode(), f"{id}.md", id, VOCABULARY
    )
    assert found is not None, problems
    return found


def asked(
    told: Narrative,
    on: date = ON,
    edition: Edition = PUBLIC,
    original: Narrative | None = None,
    withdrawn: frozenset[str] = frozenset(),
) -> Decision:
    return decide(Asked(told, edition, on, SETTINGS, withdrawn, original))


def rules(decision: Decision) -> set[str]:
    return {refusal.rule for refusal in decision.refusals}


def test_a_whole_consent_clears() -> None:
    """
    What was given, approved, in scope and in date may be shown.
    """
    assert asked(read()).cleared


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"status": "draft"}, "not-published"),
        ({"status": "paused"}, "not-published"),
        ({"basis": None}, "incomplete"),
        ({"title": None}, "incomplete"),
        ({"content_notes": None}, "incomplete"),
        ({"safety": None}, "incomplete"),
        ({"consent": None}, "incomplete"),
        ({"consent": {"record": None}}, "incomplete"),
        ({"consent": {"record": []}}, "incomplete"),
        ({"consent": {"expires_on": None}}, "incomplete"),
        ({"consent": {"in_custody": None}}, "incomplete"),
        ({"consent": {"approved_text": None}}, "incomplete"),
        ({"consent": {"record": "none-fictional"}}, "wrong-record"),
        ({"basis": "composite"}, "wrong-record"),
        ({"basis": "fictional"}, "wrong-record"),
        ({"basis": "public-domain"}, "incomplete"),
        ({"consent": {"told": ["can-stop-any-time"]}}, "not-told"),
        ({"consent": {"capacity_checked": "no"}}, "no-capacity"),
        ({"consent": {"approved_text": "sha256:" + "0" * 64}}, "text-changed"),
        ({"consent": {"in_custody": "yes"}}, "no-custody-permission"),
        ({"consent": {"given_on": "2026-11-20"}}, "cooling-off"),
        ({"consent": {"approved_on": "2026-11-20"}}, "cooling-off"),
        ({"consent": {"review_by": "2026-10-01"}}, "review-overdue"),
        ({"consent": {"expires_on": "2026-11-22"}}, "expired"),
        ({"consent": {"scopes": {"public-web": "no"}}}, "scope-not-agreed"),
        ({"consent": {"scopes": {"print": "yes"}}}, "scope-not-agreed"),
        ({"translation_of": "s-2222z"}, "translation-not-agreed"),
        ({"safety": SAFE | {"live_case": "yes"}}, "unsafe"),
        ({"safety": {"live_case": "no"}}, "incomplete"),
        ({"safety": SAFE | {"unreported_crime": "yes"}}, "unsafe"),
        ({"safety": SAFE | {"intruder_test": TEST | {"result": "fail"}}}, "unsafe"),
        ({"safety": SAFE | {"intruder_test": {"result": "pass"}}}, "incomplete"),
        ({"themes": ["drugs"]}, "incomplete"),
        ({"history": []}, "incomplete"),
        (
            {"history": [{"to": "paused", "date": "2026-05-19", "by": "editor-1"}]},
            "history-out-of-step",
        ),
        ({"safety": SAFE | {"intruder_test": TEST | {"date": "2027-01-01"}}}, "unsafe"),
        ({"names": [{"as_written": "Kay", "who": "a nurse", "changed": "no"}]}, "name-not-agreed"),
        ({"names": [{"as_written": "Kay"}]}, "incomplete"),
        ({"basis": "licensed-work"}, "incomplete"),
        ({"basis": "estate-permission", "consent": {"approved_text": None}}, "incomplete"),
        ({"basis": "estate-permission", "consent": {"expires_on": None}}, "incomplete"),
    ],
)
def test_each_rule_refuses_and_says_which(changes: dict[str, Any], rule: str) -> None:
    """
    One thing amiss is enough, and the refusal names the rule.
    """
    assert rule in rules(asked(read(**changes)))


def test_a_basis_that_the_archive_does_not_take_is_refused() -> None:
    """
    An organisation can do without some bases.
    """
    settings = replace(SETTINGS, bases=("fictional",))
    told = read()

    decision = decide(Asked(told, PUBLIC, ON, settings, frozenset(), None))

    assert {"basis-not-accepted"} == rules(decision)


def test_a_published_narrative_with_one_thing_amiss_is_refused_for_that_alone() -> None:
    """
    A reason names what is wrong and nothing else.
    """
    decision = asked(read(consent={"in_custody": "yes"}))

    assert ["no-custody-permission"] == [refusal.rule for refusal in decision.refusals]
    assert "consent.in_custody" == decision.refusals[0].field


FIRST = date(2026, 5, 4) + timedelta(days=14)
LAST = date(2031, 4, 14)


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)))
@example(FIRST - timedelta(days=1))
@example(FIRST)
@example(LAST)
@example(LAST + timedelta(days=1))
def test_no_date_outside_the_agreed_time_ever_clears(on: date) -> None:
    """
    From fourteen days after the later of giving and approving to the last agreed day, no other.
    """
    told = read(consent={"review_by": "2031-04-14"})

    assert (FIRST <= on <= LAST) == asked(told, on).cleared


@given(st.dates(date(2031, 4, 15), date(2100, 1, 1)), st.dates(date(2031, 4, 15), date(2200, 1, 1)))
def test_no_date_in_a_file_outlasts_the_archive_limit(expires: date, on: date) -> None:
    """
    A consent is never for ever: sixty months after it was given it ends, whatever the file says.
    """
    told = read(consent={"expires_on": str(expires), "review_by": str(expires)})

    assert "expired" in rules(asked(told, on))


@given(st.dictionaries(st.sampled_from(SCOPES), st.sampled_from(["yes", "no"])), st.data())
def test_only_scopes_said_yes_to_clear(scopes: dict[str, str], data: st.DataObject) -> None:
    """
    An edition shows a story only if every scope it needs is a yes; one not listed is a no.
    """
    needed = data.draw(st.lists(st.sampled_from(SCOPES), min_size=1, unique=True))
    edition = Edition("e", "E", tuple(needed))

    decision = asked(read(consent={"scopes": scopes or {"print": "no"}}), edition=edition)

    assert all(scopes.get(scope) == "yes" for scope in needed) == decision.cleared


@given(st.sampled_from(sorted(set(fields(ID)) - {"id", "status"})))
def test_a_narrative_without_any_one_field_is_refused(name: str) -> None:
    """
    What is not recorded is not assumed.
    """
    without: dict[str, Any] = {name: None}

    assert not asked(read(**without)).cleared


@given(st.sampled_from(sorted(fields(ID)["consent"])))
def test_a_consent_without_any_one_answer_is_refused(name: str) -> None:
    """
    Every question of the form has to be answered; only the day of review has a default.
    """
    assert (name == "review_by") == asked(read(consent={name: None})).cleared


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40))
def test_a_changed_story_is_refused_until_approved_again(added: str) -> None:
    """
    The approval is of the words themselves.
    """
    assume(added.strip())
    text = narrative(ID) + added + "\n"
    found, _ = schema.read(text.encode(), "x", ID, VOCABULARY)
    assume(found is not None and found.body.rstrip() != BODY)
    assert found is not None

    assert "text-changed" in rules(asked(found))


def test_a_withdrawn_id_never_clears() -> None:
    """
    Nothing in the file weighs against the list of withdrawn ids.
    """
    assert {"withdrawn"} == rules(asked(read(), withdrawn=frozenset({ID})))


def test_a_translation_stands_and_falls_with_its_original() -> None:
    """
    A translation is the same person's story: their yes to translation, their record, their dates.
    """
    translated = read("s-2222z", translation_of=ID, language="pl")

    def of(**changes: Any) -> Decision:
        return asked(translated, original=read(**changes))

    assert of().cleared
    scopes = {"public-web": "yes", "translation": "no"}
    assert {"translation-not-agreed"} == rules(of(consent={"scopes": scopes}))
    assert {"translation-not-agreed"} == rules(of(status="paused"))
    assert {"translation-not-agreed"} == rules(of(consent={"record": "CR-9999"}))
    assert {"translation-not-agreed"} == rules(of(translation_of="s-3333z"))


def test_an_edition_leaves_out_the_notes_it_names() -> None:
    """
    A prison copy can be made without stories of some kinds.
    """
    prison = Edition("prison", "Prison", ("offline",), drop_notes=("drug-use",))

    assert {"note-dropped"} == rules(asked(read(content_notes=["drug-use"]), edition=prison))
    assert asked(read(content_notes=["alcohol"]), edition=prison).cleared


@pytest.mark.parametrize("role", ["supervising-officer", "prison-officer", "somebody"])
def test_nobody_with_power_over_the_narrator_takes_consent(role: str) -> None:
    """
    The reader refuses such a role; the rule stands even if another reader did not.
    """
    told = read()
    assert told.fields.consent is not None

    for name in ("taken_by_role", "witness_role"):
        held: dict[str, Any] = {name: role}
        given = replace(told.fields.consent, **held)
        changed = replace(told, fields=replace(told.fields, consent=given))
        assert {"not-free"} == rules(asked(changed))


def test_a_review_that_the_file_does_not_name_is_due_after_two_years_and_a_month() -> None:
    """
    24 months after consent was given, and 30 days of grace.
    """
    told = read(consent={"review_by": None})

    assert asked(told, date(2028, 5, 14)).cleared
    assert {"review-overdue"} == rules(asked(told, date(2028, 5, 15)))


def test_a_copy_outlives_no_consent_in_it() -> None:
    """
    What is handed over and not built again each day holds only stories agreed to for all its time.
    """
    offline = Edition("offline", "Offline", ("offline",))
    told = read(consent={"expires_on": "2027-05-23", "review_by": "2027-05-23"})

    assert asked(told, date(2026, 11, 23), offline).cleared
    assert {"ends-before-the-copy"} == rules(asked(told, date(2026, 11, 24), offline))
    assert asked(told, date(2026, 11, 24)).cleared


def test_every_rule_is_in_the_list() -> None:
    """
    A rule that is written and not listed would protect nobody.
    """
    written = {
        name
        for name, thing in vars(consent).items()
        if callable(thing) and getattr(thing, "__annotations__", {}).get("asked") is Asked
    }

    assert written - {"decide", "refusals"} == {rule.__name__ for rule in consent.RULES}


def test_an_estate_and_a_book_need_what_their_basis_needs() -> None:
    """
    The other bases clear with their own papers.
    """
    work = {"title": "A Book", "author": "A", "year": 1900, "rights": "Old"}
    provenance = {"source": "A book", "edited": [], "work": work}
    scopes = {"record": "CR-0001", "scopes": {"public-web": "yes"}}
    bare = dict.fromkeys(fields(ID)["consent"]) | scopes
    book = read(basis="public-domain", provenance=provenance, consent=bare)
    composite = read(basis="composite", consent={"record": ["CR-0001", "CR-0002"]})
    estate = {"method": None, "told": None, "payment": None, "form_version": None}

    assert asked(book).cleared
    assert asked(composite).cleared
    assert asked(read(basis="estate-permission", consent=estate)).cleared
    assert "incomplete" in rules(asked(read(consent=estate)))
