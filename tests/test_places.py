"""The numbers to call are numbers of that country, by a list that others keep: libphonenumber's."""

from __future__ import annotations

import re

import phonenumbers
import pytest
from phonenumbers import shortnumberinfo

from bot.services.own.places import COUNTRIES, OTHER
from bot.texts.catalogue import catalogue

WITH_NUMBERS = [country for country in COUNTRIES if country != OTHER]
ADVICE = {"GB": 1, "CA": 2, "DE": 1, "AT": 1, "AU": 1, "NZ": 1}
"""How many numbers for advice a country's line names."""


def numbers(country: str) -> tuple[list[str], list[str]]:
    """Those for an emergency, and those for advice."""
    line = catalogue("en").render(f"numbers-{country.lower()}", {}, zone="UTC")
    emergency, _, advice = line.partition(" · ")
    return re.findall(r"\d+", emergency), [
        found.replace(" ", "") for found in re.findall(r"\d[\d -]*\d(?!\w)", advice)
    ]


@pytest.mark.parametrize("country", WITH_NUMBERS)
def test_every_emergency_number_is_one_in_its_country(country: str) -> None:
    emergency, _ = numbers(country)
    assert emergency
    for number in emergency:
        assert shortnumberinfo.is_emergency_number(number, country), number


@pytest.mark.parametrize("country", WITH_NUMBERS)
def test_every_number_for_advice_can_be_called_there(country: str) -> None:
    _, advice = numbers(country)
    assert len(advice) == ADVICE.get(country, 0)
    for number in advice:
        parsed = phonenumbers.parse(number, country)
        short = shortnumberinfo.is_valid_short_number_for_region(parsed, country)
        assert short or phonenumbers.is_valid_number_for_region(parsed, country), number


def test_a_number_of_elsewhere_would_be_noticed() -> None:
    assert not shortnumberinfo.is_emergency_number("911", "GB")
    assert not shortnumberinfo.is_emergency_number("000", "NZ")
