"""Deadlines: the days on which a consent begins to count, is looked at again, and ends."""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from storyarchive.content.narrative import Consent
from storyarchive.content.settings import Settings


def cool_on(consent: Consent, settings: Settings) -> date | None:
    """Give the first day after the cooling-off time; None where no day of consent is recorded."""
    days = [day for day in (consent.given_on, consent.approved_on) if day is not None]
    return max(days) + timedelta(days=settings.limits.cooling_off_days) if days else None


def review_due(consent: Consent, settings: Settings) -> date | None:
    """Give the day by which consent is to be looked at again; each look moves it on."""
    if consent.review_by is not None or consent.given_on is None:
        return consent.review_by
    return consent.given_on + relativedelta(months=settings.limits.review_after_months)


def last_day(consent: Consent, settings: Settings) -> date | None:
    """Give the last day on which a consent holds: its own, or the archive's longest if sooner."""
    if consent.given_on is None:
        return consent.expires_on
    longest = consent.given_on + relativedelta(months=settings.limits.expires_after_months)
    return longest if consent.expires_on is None else min(consent.expires_on, longest)


def valid_until(settings: Settings, on: date) -> date:
    """Give the last day on which a copy made on a day may be used."""
    return on + relativedelta(months=settings.limits.valid_for_months)
