"""What each check of the words catches, and what it lets pass in plain stories."""

from pathlib import Path

import pytest

from storyarchive.content.identity import RULES
from tests.content.identity.made import findings

HIT = {
    "id.uk-nino": ["AB 12 34 56 C", "ab123456c", "AB-12-34-56-C"],
    "id.nhs-number": ["943 476 5919", "943-476-5919", "9434765919"],
    "id.prison-number": ["A1234AA", "a1234aa"],
    "id.crn": ["X123456"],
    "id.pnc": ["2008/0123456M", "08/123456M"],
    "id.cro": ["12345/99N", "SF39/12345Y"],
    "id.uk-postcode": ["M1 1AE", "SW1A 2AA", "GIR 0AA", "sw1a 2aa"],
    "id.uk-phone": [
        "07700 900123",
        "+44 7700 900123",
        "(01632) 960001",
        "0044 7700 900123",
        "07700.900.123",
        "+353 87 123 4567",
        "oh seven seven double oh nine hundred, no, oh one six three two nine six oh",
    ],
    "id.us-phone": ["(202) 555-0143", "202-555-0143"],
    "id.email": [
        "a@example.org",
        "dee at home is dee [at] example [dot] org",
        "dee at example dot com",
    ],
    "id.handle": ["@somebody_1"],
    "id.url": ["www.example.org", "https://example.org/dee", "example.com/dee", "Example.co.uk"],
    "id.card": ["4111 1111 1111 1111", "4111111111111111", "4111 1111 1111 1111 12/27"],
    "id.bank-uk": ["12-34-56 acc 12345678", "12345678, sort code 12-34-56"],
    "id.uk-vehicle": ["AB12 CDE", "AB12CDE"],
    "id.uk-driving": ["MORGA753116SM9IJ"],
    "id.us-ssn": ["123-45-6789", "123 45 6789"],
    "id.us-bop": ["12345-067"],
    "id.us-doc": ["CDCR number AB1234", "inmate #123456", "DIN 21A1234"],
    "id.us-zip": ["OH 43004", "43004-1234"],
    "id.dob": ["DOB 3/4/81", "born on the 3rd of April"],
    "id.full-date": [
        "12 March 2009",
        "12/03/2009",
        "March 12, 2009",
        "2009-03-12",
        "12th of March 2009",
    ],
    "id.address": ["12 Green Lane", "7 Old Mill Road", "221B Baker Street"],
    "who.titled-name": ["PC Marsh", "Judge Wallace", "Mr. O’Neill", "Dr Łukasz Żak"],
    "who.related-name": [
        "my daughter, Ellie",
        "my key worker called Joan",
        "his brother Kyle",
        "my best mate Daz",
    ],
    "who.cap-run": [
        "then Danny Shaw came in",
        "we lived by Victoria Park then",
        "it was Łukasz Żak",
    ],
    "who.cap-single": ["then Danny came in", "it was all in Leeds", "Danny came in"],
    "place.court": ["Leeds Crown Court", "Little Hampton Magistrates’ Court"],
    "place.prison": ["HMP Somewhere", "HMP/YOI Elsewhere"],
    "jigsaw.media": ["it was in the paper", "there were reporters outside"],
    "jigsaw.unique": ["the youngest lifer in the country", "the first woman ever to do it"],
    "jigsaw.exact": ["7 years and 4 months", "117 convictions", "£43,250"],
    "jigsaw.body": ["a tattoo on my neck", "the scar is still there"],
    "legal.unreported": ["I never got caught for it", "nobody ever found out"],
    "legal.live-case": ["I am on bail", "he is awaiting sentencing"],
    "legal.sexual-offence": [
        "my stepdad abused me",
        "he was done for rape and my sister told them",
    ],
    "legal.child-detail": [
        "my daughter was 6",
        "my daughter was six",
        "a boy of mine in year 4",
        "the lad is at the primary school",
    ],
    "safe.retaliation": ["they are still looking for me", "I gave evidence"],
}

MISS = {
    "id.uk-nino": ["QQ 12 34 56 C", "BG 12 34 56 A"],
    "id.nhs-number": ["943 476 5918"],
    "id.prison-number": ["M1 2AB", "cell b2041st"],
    "id.crn": ["X12345", "X1234567"],
    "id.pnc": ["2008/0123456N", "24/7", "2008/9"],
    "id.cro": ["12345/99A", "50/50"],
    "id.uk-postcode": ["B2B", "he said b1 2nd", "I got a C1 or so", "half 9 to 5ish"],
    "id.uk-phone": [
        "0.12345678901",
        "I had 0 pounds",
        "call 999",
        "from 1998 to 2004",
        "oh, one day",
    ],
    "id.us-phone": ["2020-2021", "555 people"],
    "id.email": ["we met @ the gate", "look at that"],
    "id.handle": ["a@example.org", "@ home"],
    "id.url": ["it went http and I gave up", "a dot.community thing"],
    "id.card": ["4111 1111 1111 1112", "1234567890123"],
    "id.bank-uk": ["12-34-56", "the score was 12-34-56 and no account"],
    "id.uk-vehicle": ["AB 12 34 56 C", "up14 for", "WD40 can"],
    "id.us-ssn": ["000-12-3456", "666-12-3456", "123-45 6789"],
    "id.us-bop": ["12345-0678"],
    "id.us-doc": ["inmate from Ohio", "the doc said take 2", "booking a table for 2"],
    "id.us-zip": ["PC 12345 came"],
    "id.dob": ["born on the bus", "I was born in spring"],
    "id.full-date": ["spring 2009", "in March 2009", "12 March", "24/7", "1.5"],
    "id.address": ["3 years", "12 steps down the Lane", "4 Weeks in"],
    "who.titled-name": [
        "my sister said",
        "Miss, can I go",
        "our Father. Then I slept",
        "Mr and that",
    ],
    "who.related-name": [
        "my daughter said",
        "my mum I’d lost",
        "my dad, God rest him",
        "my mate on Monday",
    ],
    "who.cap-run": [
        "Then I saw Universal Credit people",
        "at Narcotics Anonymous",
        "on Boxing Day",
    ],
    "who.cap-single": [
        "on Monday I’d had the DBS back",
        "I’m Welsh and I go to church at Easter",
        "Don’t. Can’t. Shouldn’t’ve. Dunno.",
        "Mum said so, and Nan",
        "Probation rang",
    ],
    "place.court": ["I was up in court", "The Family Court", "at Crown Court"],
    "place.prison": ["the prison", "HMP is three letters"],
    "jigsaw.media": ["rolling paper", "I read the news", "it was on paper"],
    "jigsaw.unique": [
        "I only ever wanted a cup of tea",
        "the first time I had ever cooked",
        "every day",
    ],
    "jigsaw.exact": ["nearly 7 years", "a few convictions", "£20", "12 charges me 5 pounds"][:3],
    "jigsaw.body": ["he was scared", "a glass of water", "my scarf"],
    "legal.unreported": ["I was caught", "no one told me", "nobody knew which bus"],
    "legal.live-case": ["I jumped bail years back", "my trial was long ago"],
    "legal.sexual-offence": [
        "my substance abuse",
        "my mum keeps a dog grooming shop",
        "drug trafficking",
    ],
    "legal.child-detail": [
        "my daughter was late",
        "the lad was two doors down",
        "my kid, I was 30 by then",
    ][:2],
    "safe.retaliation": ["looking for my keys", "the price of bread"],
    "lang.label": ["an addict like me"],
}


@pytest.mark.parametrize(("check", "words"), [(c, w) for c, said in HIT.items() for w in said])
def test_what_could_lead_to_somebody_is_found(tmp_path: Path, check: str, words: str) -> None:
    """
    Each check finds what it is for, in the middle of a line.
    """
    found = findings(tmp_path, f"And so it was: {words}, and I went on.")
    if check == "who.cap-single":
        found = (*found, *findings(tmp_path / "start", f"{words}."))

    assert check in {finding.check for finding in found}


@pytest.mark.parametrize(("check", "words"), [(c, w) for c, said in MISS.items() for w in said])
def test_what_only_looks_like_it_passes(tmp_path: Path, check: str, words: str) -> None:
    """
    Each check lets pass what plain stories say.
    """
    found = findings(tmp_path, f"And so it was: {words}, and I went on.")

    assert check not in {finding.check for finding in found}


def test_every_check_of_words_has_cases() -> None:
    """
    A check that is added comes with what it catches.
    """
    others = {"safe.suicide-method", "lang.label", "id.private-word"}

    assert {r.id for r in RULES if not r.id.startswith("risk.")} - others == HIT.keys()


@pytest.mark.parametrize(
    "words",
    [
        "A1234\u00adAA",  # a soft hyphen
        "A12**34**AA",
        "A&#49;234AA",
        "Ａ１２３４ＡＡ",
        "A1\u200b234AA",
        "𝐀𝟏𝟐𝟑𝟒𝐀𝐀",
        "A\\1234AA".replace("\\", "\u2060"),
    ],
)
def test_a_number_is_found_however_it_is_typed(tmp_path: Path, words: str) -> None:
    """
    What a reader would read as the number is the number.
    """
    found = findings(tmp_path, f"My number was {words} then.")

    assert ["A1234AA"] == [f.text for f in found if f.check == "id.prison-number"]


@pytest.mark.parametrize(
    "words",
    [
        "07700\n900123",
        "07700\u00a0900\u00a0123",
        "> 07700\n> 900 123",
        "07700  900123",
        "٠٧٧٠٠ ٩٠٠١٢٣",
    ],
)
def test_a_phone_number_is_found_over_lines_and_odd_spaces(tmp_path: Path, words: str) -> None:
    """
    Lines are broken by editors, spaces by phones.
    """
    found = findings(tmp_path, words)

    assert ["id.uk-phone"] == [finding.check for finding in found]


def test_two_paragraphs_are_not_read_together(tmp_path: Path) -> None:
    """
    A number that ends one and words that begin the next are no address.
    """
    apart = findings(tmp_path / "a", "I counted to 12\n\nGreen Lane was long")
    together = findings(tmp_path / "b", "I counted to 12\nGreen Lane was long")

    assert "id.address" not in {finding.check for finding in apart}
    assert "id.address" in {finding.check for finding in together}


@pytest.mark.parametrize(
    "words", ["- Bread\n- Milk", "1. Bread\n2. Milk", "roses are red  \nBlue is the rest"]
)
def test_each_line_of_a_list_or_verse_begins_a_sentence(tmp_path: Path, words: str) -> None:
    """
    Its capital is no name's.
    """
    assert () == findings(tmp_path, words)


def test_a_heading_ends_with_its_line(tmp_path: Path) -> None:
    """
    In it any word may have a capital, in what follows only names.
    """
    found = findings(tmp_path, "## How We Met On The Wing\nthen Danny Shaw came")

    assert ["Danny Shaw"] == [finding.text for finding in found]


def test_a_name_with_emphasis_is_a_name(tmp_path: Path) -> None:
    """
    Marks of Markdown do not hide it.
    """
    assert ["Danny Shaw"] == [f.text for f in findings(tmp_path, "then **Danny** _Shaw_ came in")]
