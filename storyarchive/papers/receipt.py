"""A receipt tells a narrator what was agreed, what is made with the story from now on, and how to stop."""

from collections.abc import Iterator
from datetime import date

from storyarchive.content.archive import Archive
from storyarchive.content.frontmatter import approval
from storyarchive.content.library import Days, days_of
from storyarchive.content.narrative import Narrative
from storyarchive.content.settings import Settings
from storyarchive.errors import ArchiveError, Problem, UnknownName
from storyarchive.papers.gone import taken_down
from storyarchive.papers.paper import Answer, Receipt, Section
from storyarchive.papers.scopes import allowed
from storyarchive.papers.whereabouts import where
from storyarchive.papers.words import (
    BEYOND_RECALL,
    COMPLAINT,
    DAYS_TO_TELL,
    METHODS,
    NO_NARRATOR,
    ROLES,
    SCOPES,
    TOLD,
    day,
    language,
    plain,
    ways,
)


def write(archive: Archive, id: str, on: date) -> Receipt:
    """Write the receipt of a narrative, or of one that was taken down.

    on: the day of which it tells.

    Raises UnknownName when the archive has no such story, ArchiveError when its file cannot be read
    or is there though the story was taken down.
    """
    gone = next((entry for entry in archive.withdrawn if entry.id == id), None)
    if gone is not None:
        if back := _problem(archive, "withdrawn-id", f"{id} "):
            raise ArchiveError(
                f"{id} was taken down on {gone.withdrawn_on}, and {back.path} is there again:"
                " delete it, then ask for the receipt once more."
            )
        return taken_down(archive.settings, id, gone.withdrawn_on, gone.reason_code, on)
    own = [p for p in archive.problems if p.path == archive.path(f"{id}.md")]
    if id not in archive.by_id and own:
        raise ArchiveError(
            f"{own[0].path}:{own[0].line} cannot be read ({own[0].message}): mend what"
            f" storyarchive check {own[0].path} says."
        )
    if id not in archive.by_id:
        raise UnknownName(f'There is no story "{plain(id)}".  Its id is the name of its file.')
    return _of(archive, archive.by_id[id], on)


def _problem(archive: Archive, code: str, begins: str) -> Problem | None:
    found = (p for p in archive.problems if p.code == code and p.message.startswith(begins))
    return next(found, None)


def _of(archive: Archive, narrative: Narrative, on: date) -> Receipt:
    settings, basis = archive.settings, narrative.fields.basis
    days = days_of(narrative, settings, on)
    sections: tuple[Section, ...]
    if basis in NO_NARRATOR:
        sections = (_source(narrative), _allowed(archive, narrative))
    else:
        sections = (*_agreed(archive, narrative, days, on), _approved(narrative))
    return Receipt(
        heading="A story of ours" if basis in NO_NARRATOR else "Your story, and your say in it",
        about=_about(narrative),
        sections=(
            *sections,
            *where(archive, narrative, days, on),
            *_how_to_stop(settings, narrative),
        ),
        said_on=on,
        library=plain(settings.title),
    )


def _about(narrative: Narrative) -> tuple[str, ...]:
    fields = narrative.fields
    title = f"“{plain(fields.title)}”" if fields.title else "It has no title yet."
    told = f"Told by {plain(fields.pseudonym)}" if fields.pseudonym else "It has no name yet."
    made_up = ", which is a made-up name" if fields.pseudonym else ""
    lines = [title, f"{told}{'' if fields.basis in NO_NARRATOR else made_up}".rstrip(".") + "."]
    lines.append(f"The number of the story is {narrative.id}.")
    if fields.translation_of:
        lines.append(f"It is a translation of the story {fields.translation_of}.")
    return tuple(lines)


def _source(narrative: Narrative) -> Section:
    """Say where a story comes from for which nobody was asked."""
    provenance = narrative.fields.provenance
    work = provenance.work if provenance else None
    if narrative.fields.basis == "fictional":
        said = ["It is an invented example. Nobody in it is real, so nobody had to be asked."]
    else:
        said = ["It comes from a work that was published before. Nobody was asked for it here."]
    if work and work.title:
        by = f" by {plain(work.author)}" if work.author else ""
        said.append(
            f"The work is “{plain(work.title)}”{by}{f', {work.year}' if work.year else ''}."
        )
    if work and work.rights:
        said.append(f"Why it may be shown: {plain(work.rights).rstrip('.')}.")
    return Section("Where it comes from", tuple(said))


def _agreed(archive: Archive, narrative: Narrative, days: Days, on: date) -> Iterator[Section]:
    """Say what was agreed, when, how, and with whom."""
    consent, basis = narrative.consent, narrative.fields.basis
    said = list(_who_said_yes(basis))
    if consent.given_on:
        how = METHODS.get(consent.method or "")
        said.append(f"You said yes on {day(consent.given_on)}{f', {how}' if how else ''}.")
    else:
        said.append("We have not written down that you said yes.")
    if asker := ROLES.get(consent.taken_by_role or ""):
        said.append(f"You were asked by {asker}.")
    if witness := ROLES.get(consent.witness_role or ""):
        said.append(f"With you was {witness}.")
    if consent.form_version:
        tongue = f", in {language(consent.form_language)}" if consent.form_language else ""
        said.append(f"It was our form {plain(consent.form_version)}{tongue}.")
    if consent.read_aloud is not None:
        said.append(f"It was {'' if consent.read_aloud else 'not '}read out to you.")
    told = tuple(words for point, words in TOLD.items() if point in (consent.told or ()))
    yield Section("Your yes", (" ".join(said),))
    if told:
        yield Section("What we told you", points=told)
    yield _allowed(archive, narrative)
    yield Section("How long it lasts", tuple(_lasts(days, on)))


def _who_said_yes(basis: str | None) -> Iterator[str]:
    if basis == "estate-permission":
        yield "You said yes for the person who told it, who has died."
    if basis == "composite":
        yield "This story is made from several people’s stories. Yours is one. Each of you said yes."


def _lasts(days: Days, on: date) -> Iterator[str]:
    review = days.review_due
    if review and days.last and days.last < max(review, on):
        review = None  # By then there is nothing left to ask again about.
    if review and review >= on:
        yield f"We ask you again by {day(review)} if all is still well."
    elif review:
        yield f"We were to ask you again by {day(review)}. Please tell us if nobody has."
    if days.last and days.last >= on:
        yield f"It ends by itself after {day(days.last)}. You need not do anything."
        # Nothing here can know whether somebody builds every day.
        made = "The library on the internet should be made again every day."
        yield f"What we make after that day does not have it. {made}"
    elif days.last:
        yield f"Your yes ended on {day(days.last)}."
    else:
        yield "We have not written down when it ends. Until we have, we leave it out of all that we make."


def _allowed(archive: Archive, narrative: Narrative) -> Section:
    """List everything that can be allowed, and whether it is; what is not recorded is a no."""
    yes, of = allowed(archive, narrative), narrative.fields.translation_of
    if narrative.fields.basis in NO_NARRATOR:
        answers = tuple(Answer(use.name, scope in yes) for scope, use in SCOPES.items())
        return Section("What may be done with it", answers=answers)
    answers = tuple(Answer(use.name, scope in yes, use.means) for scope, use in SCOPES.items())
    after = ["What is a no, or was never asked, we do not do. You can change any yes to a no."]
    if of is not None:
        after.append(f"Nothing is done with a translation that is a no for the story {of}.")
    return Section("What you said yes to", answers=answers, after=tuple(after))


def _approved(narrative: Narrative) -> Section:
    """Say which words were approved, and whether they still are those of the story."""
    consent = narrative.consent
    if consent.approved_text is None:
        return Section("The words", ("You have not approved the words yet.",))
    when = f" on {day(consent.approved_on)}" if consent.approved_on else ""
    same = consent.approved_text == approval(narrative.body)
    kept = (
        "The words we hold are still the same."
        if same
        else "The words we hold have changed since. We make nothing with them until you say yes to them."
    )
    return Section("The words", (f"You approved the words{when}. {kept}",))


def _how_to_stop(settings: Settings, narrative: Narrative) -> Iterator[Section]:
    if narrative.fields.basis in NO_NARRATOR:
        said = ("If it is your work, or is about you, tell us. We will look at it.",)
        yield Section("If it should come down", said, ways(settings.contact))
        return
    said = (
        "You can stop at any time. You do not have to say why. You can do it in any of these ways:",
    )
    after = (
        f"Say the number of the story: {narrative.id}. You need not give your name.",
        "Stopping does not change the help you get.",
    )
    yield Section("How to stop", said, ways(settings.contact), after=after)
    done = [
        "We take it out of the library, most often on the same day.",
        "We ask everyone who has a copy to delete it.",
        f"Within {DAYS_TO_TELL} days we tell you what we have done, and what we could not do.",
    ]
    if narrative.fields.basis == "composite":
        done.insert(0, "The whole story comes down, or is made again without your part.")
    yield Section("What happens when you stop", points=tuple(done))
    yield Section("What we cannot call back", points=BEYOND_RECALL)
    yield Section("If you are not happy with us", (COMPLAINT,))
