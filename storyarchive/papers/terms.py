"""Words of the W3C Data Privacy Vocabulary 2.3 and of ISO/IEC TS 27560:2023 that a consent record uses.

Which field becomes which term, and why: docs/records.md.
"""

from collections.abc import Mapping

CONTEXT: Mapping[str, str] = {
    "dct": "http://purl.org/dc/terms/",
    "dpv": "https://w3id.org/dpv#",
    "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
    "legal-gb": "https://w3id.org/dpv/legal/gb#",
    "loc": "https://w3id.org/dpv/loc#",
    "pd": "https://w3id.org/dpv/pd#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""Prefix → namespace; written into the file, so that nobody needs the network to read it."""

PROFILE = "https://w3id.org/dpv/schema/dpv-27560#record"
"""The profile of ISO/IEC TS 27560:2023 that the records are shaped by."""

PURPOSES: Mapping[str, tuple[str, str]] = {
    "public-web": ("dpv:PublicBenefit", "dpv:Disseminate"),
    "search-engines": ("dpv:PublicBenefit", "dpv:MakeAvailable"),
    "mentor-edition": ("dpv:PublicBenefit", "dpv:Share"),
    "print": ("dpv:PublicBenefit", "dpv:Disseminate"),
    "offline": ("dpv:PublicBenefit", "dpv:Copy"),
    "audio": ("dpv:PublicBenefit", "dpv:MakeAvailable"),
    "translation": ("dpv:PublicBenefit", "dpv:Adapt"),
    "excerpts": ("dpv:PublicBenefit", "dpv:Disseminate"),
    "research": ("dpv:NonCommercialResearch", "dpv:Analyse"),
    "syndication": ("dpv:PublicBenefit", "dpv:Share"),
    "ai-training": ("dpv:ResearchAndDevelopment", "dpv:Analyse"),
}
"""Scope → (the purpose that it is a kind of, what is done with the story)."""

DATA = ("pd:CriminalConviction", "pd:CriminalOffence", "pd:MedicalHealth")
"""What any story here may tell of its narrator; the same for all, so that a record gives no story away."""

LEGAL_BASIS = ("eu-gdpr:A6-1-a-explicit-consent", "eu-gdpr:A9-2-a")
"""Explicit consent, also for what Art. 9 protects."""

RIGHTS = ("eu-gdpr:A7-3", "eu-gdpr:A17", "eu-gdpr:A19")
"""To withdraw, to be erased, and that whoever was told is told of that."""

RESTRICTED = "eu-gdpr:A18"
"""The right that a paused story stands under."""

COUNTRIES: Mapping[str, str] = {"uk": "gb"}
"""Another name of a country → its two letters (ISO 3166)."""

LAWS: Mapping[str, tuple[str, ...]] = {"gb": ("legal-gb:law-GDPR", "legal-gb:law-DPA")}
"""Country → its laws; of others the record names the place and no law."""

STATUSES: Mapping[str, str] = {
    "draft": "dpv:ConsentRequested",
    "consented": "dpv:ConsentGiven",
    "published": "dpv:ConsentGiven",
    "expired": "dpv:ConsentExpired",
    "withdrawn": "dpv:ConsentWithdrawn",
}
"""Status in the history → status of consent; a pause leaves it as it is, restricted."""

RENEWED = "dpv:RenewedConsentGiven"
"""Consent given again, after it had ended."""

WITHDRAWN: Mapping[str, str] = {
    "teller": "dpv:ConsentWithdrawn",
    "expired": "dpv:ConsentExpired",
    "safeguarding": "dpv:ConsentRevoked",
    "legal": "dpv:ConsentRevoked",
    "error": "dpv:ConsentInvalidated",
}
"""Code of a reason → status of consent: taken back by the narrator, over, stopped by us, found unsound."""
