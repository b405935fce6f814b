"""Asking holds what people say around the thing they ask for: what to leave out, how long, how easy, how bad it is.

Words are folded, as `analysis.fold` gives them. A language that is not here is searched for its words alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Asking:
    """The words of one language that steer a question."""

    about: tuple[str, ...] = ()
    """What stands before that which no story may be about, whatever it is."""
    first: tuple[str, ...] = ()
    """What says the same where it begins what is said: 'avoid drugs', but not 'how to avoid drugs'."""
    without: tuple[str, ...] = ()
    """What stands before it too, where it is something that people have words for."""
    no: tuple[str, ...] = ()
    """What stands before it too, but as often before what somebody lacks: only content notes count."""
    between: frozenset[str] = frozenset()
    """Words between the two, and between one thing to leave out and the next."""
    done: frozenset[str] = frozenset()
    """Words after which the clause is over all the same."""
    needs: Mapping[str, str] = field(default_factory=dict)
    """Phrase → the filter it asks for: `reading:easy`, `minutes:5`."""
    notes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Content note → words for it that the vocabulary has no group for."""
    numbers: Mapping[str, int] = field(default_factory=dict)
    """Number words, for minutes."""
    under: tuple[str, ...] = ()
    """What stands before a number of minutes."""
    minutes: frozenset[str] = frozenset()
    """What stands after it."""


CRISIS = frozenset({"suicide", "self-harm"})
"""Content notes that put help before whatever was found."""

NOTHING = Asking()

ASKING = {
    "en": Asking(
        about=(
            "nothing about", "nothing on", "nothing with", "nothing to do with", "not about",
            "no story about", "no stories about", "no stories with", "no mention of", "no talk of",
        ),
        first=("avoid", "avoiding", "leave out", "leaving out"),
        without=("without", "except"),
        no=("no", "not", "nothing"),
        between=frozenset({"or", "and", "nor", "any", "about", "mention", "of"}),
        done=frozenset({"please", "thanks", "thank", "stories", "story", "stuff"}),
        needs={
            "easy to read": "reading:easy",
            "easy reading": "reading:easy",
            "easy read": "reading:easy",
            "easy words": "reading:easy",
            "simple words": "reading:easy",
            "something short": "minutes:4",
            "short story": "minutes:4",
            "short stories": "minutes:4",
            "a short one": "minutes:4",
            "short one": "minutes:4",
            "short read": "minutes:4",
        },
        notes={
            "suicide": (
                "kill myself", "killing myself", "kill himself", "killed himself", "kill herself",
                "killed herself", "kill themselves", "want to die", "wanted to die", "wants to die",
                "end my life", "take my life", "took his own life", "took her own life",
                "dont want to live", "dont want to be here", "better off dead",
            ),
            "self-harm": ("hurt myself", "harm myself", "harming myself", "cut myself", "self harming"),
            "sexual-violence": ("rape", "raped", "sexual abuse", "sexually abused", "sexual assault"),
            "child-abuse": ("child abuse", "abused as a child", "childhood abuse", "harm to children"),
            "domestic-abuse": (
                "hitting them", "hitting her", "hitting him", "hitting me", "hit her", "hit me",
                "beaten up by", "beat me", "beat her", "abusive partner", "violent partner",
            ),
            "exploitation": ("trafficked", "trafficking", "being used", "exploited", "groomed"),
            "violence": ("violent", "fights", "killing", "murder", "stabbed", "weapons"),
            "prison-violence": ("prison fights", "fights in prison", "prison bullying"),
            "seclusion-and-restraint": ("restrained", "restraint", "strip search"),
            "bereavement": ("death", "dying", "died", "lost someone"),
            "pregnancy-and-baby-loss": (
                "baby loss", "miscarriage", "stillbirth", "stillborn", "abortion", "lost a baby",
                "lost the baby", "losing a baby",
            ),
            "child-removal": ("taken into care", "child removal"),
            "drug-use": ("taking drugs", "drug taking"),
            "overdose": ("overdoses", "overdosing"),
            "racism-and-hate": ("racial abuse", "hate crime"),
            "mental-health-crisis": ("mental health crisis",),
            "strong-language": ("swear words", "bad language", "cursing"),
        },
        numbers={
            "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
            "nine": 9, "ten": 10, "fifteen": 15, "twenty": 20, "thirty": 30,
        },
        under=("under", "below", "less than", "at most", "up to", "no more than", "no longer than"),
        minutes=frozenset({"minute", "minutes", "mins", "min"}),
    ),
    # What follows 'bez' is as often what somebody wants to live without: 'życie bez narkotyków'.
    "pl": Asking(
        about=(
            "nic o", "nic na temat", "nie o", "zadnej historii o", "zadnych historii o",
            "bez historii o", "bez wzmianki o", "bez mowienia o",
        ),
        first=("pomin", "omin", "unikaj", "nie pokazuj", "oprocz"),
        between=frozenset({"lub", "albo", "i", "ani", "o", "na", "temat"}),
        done=frozenset({"prosze", "dzieki", "dziekuje", "historia", "historie", "historii"}),
        needs={
            "latwe do czytania": "reading:easy",
            "latwa do czytania": "reading:easy",
            "latwo sie czyta": "reading:easy",
            "proste slowa": "reading:easy",
            "prostymi slowami": "reading:easy",
            "cos krotkiego": "minutes:4",
            "krotka historia": "minutes:4",
            "krotka historie": "minutes:4",
            "krotkie historie": "minutes:4",
        },
        notes={
            "suicide": (
                "samobojstwa", "samobojstwie", "samobojstwem", "samobojstw", "samobojcze",
                "samobojczych", "samobojcza", "samobojczej", "zabic sie", "sie zabic", "chce umrzec",
                "chcial umrzec", "chciala umrzec", "nie chce zyc", "nie chcial zyc", "nie chciala zyc",
                "nie chce mi sie zyc", "odebrac sobie zycie", "odebral sobie zycie",
                "odebrala sobie zycie", "skonczyc ze soba", "lepiej bez mnie",
            ),
            "self-harm": (
                "samookaleczenie", "samookaleczenia", "samookaleczeniach", "samookaleczen",
                "samookaleczaniu", "okaleczac sie", "okaleczam sie", "okalecza sie", "sie okalecza",
                "tne sie", "ciac sie", "tnie sie", "sie tnie",
            ),
            "sexual-violence": (
                "gwalt", "gwaltu", "gwalcie", "gwalty", "molestowanie", "molestowaniu", "molestowania",
                "wykorzystanie seksualne", "wykorzystaniu seksualnym", "przemocy seksualnej",
            ),
            "child-abuse": (
                "krzywdzie dziecka", "krzywdzie dzieci", "krzywdzenie dzieci", "krzywdzeniu dzieci",
                "przemocy wobec dzieci",
            ),
            "domestic-abuse": (
                "przemoc domowa", "przemocy domowej", "przemocy w rodzinie", "przemocy w zwiazku",
                "bije mnie", "mnie bije", "bil mnie", "mnie bil",
            ),
            "exploitation": ("handel ludzmi", "handlu ludzmi", "wykorzystywaniu"),
            "violence": ("przemocy", "przemoca", "bojki", "bojkach", "pobicie", "pobiciu", "zabojstwie"),
            "prison-violence": ("przemocy w wiezieniu",),
            "seclusion-and-restraint": ("izolatka", "izolatce", "izolatki"),
            "bereavement": ("smierc", "smierci", "zaloba", "zalobie", "umarl", "umarla", "zmarl", "zmarla"),
            "pregnancy-and-baby-loss": (
                "poronienie", "poronieniu", "poronienia", "aborcja", "aborcji", "strata dziecka",
                "stracie dziecka", "strata ciazy", "stracie ciazy",
            ),
            "child-removal": ("odebraniu dzieci", "odebrane dzieci", "odebrali dzieci"),
            "drug-use": ("narkotyki", "narkotykach", "narkotykow", "branie", "braniu"),
            "overdose": ("przedawkowaniu", "przedawkowania"),
            "alcohol": ("alkohol", "alkoholu", "picie", "piciu", "picia"),
            "racism-and-hate": ("rasizm", "rasizmie", "rasizmu", "nienawisci"),
            "mental-health-crisis": ("kryzysie psychicznym", "psychoza", "psychozie"),
            "strong-language": ("przeklenstwach", "przeklenstw", "wulgaryzmy", "wulgaryzmach"),
        },
        numbers={
            "dwie": 2, "dwoch": 2, "trzy": 3, "trzech": 3, "cztery": 4, "czterech": 4, "piec": 5,
            "pieciu": 5, "dziesiec": 10, "dziesieciu": 10, "pietnascie": 15, "pietnastu": 15,
            "dwadziescia": 20, "dwudziestu": 20,
        },
        under=("do", "ponizej", "mniej niz", "najwyzej", "nie wiecej niz", "nie dluzej niz"),
        minutes=frozenset({"minut", "minuty", "min"}),
    ),
}  # fmt: skip
"""Language → its words."""
