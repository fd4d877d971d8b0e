"""Countries a person can tap, and the zones their clocks may show. Any other zone can be typed.

Source of the zones: IANA tz database, zone1970.tab (the zones of each country that differ now).
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo, available_timezones

ZONES: dict[str, tuple[str, ...]] = {
    "GB": ("Europe/London",),
    "IE": ("Europe/Dublin",),
    "US": (
        "America/New_York", "America/Chicago", "America/Denver", "America/Phoenix",
        "America/Los_Angeles", "America/Anchorage", "Pacific/Honolulu",
    ),
    "CA": (
        "America/Toronto", "America/Vancouver", "America/Edmonton", "America/Regina",
        "America/Winnipeg", "America/Halifax", "America/St_Johns",
    ),
    "DE": ("Europe/Berlin",),
    "AT": ("Europe/Vienna",),
    "CH": ("Europe/Zurich",),
    "AU": (
        "Australia/Sydney", "Australia/Brisbane", "Australia/Adelaide", "Australia/Darwin",
        "Australia/Perth",
    ),
    "NZ": ("Pacific/Auckland",),
}  # fmt: skip
OTHER = "XX"
ANYWHERE: tuple[str, ...] = (
    "Europe/London", "Europe/Paris", "Europe/Athens", "Africa/Nairobi", "Asia/Dubai",
    "Asia/Kolkata", "Asia/Bangkok", "Asia/Singapore", "Asia/Tokyo", "Australia/Sydney",
    "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles",
    "America/Sao_Paulo",
)  # fmt: skip
COUNTRIES = (*ZONES, OTHER)
LANGUAGE_COUNTRY = {"en-gb": "GB", "en-us": "US", "de": "DE"}


def zones_of(country: str | None) -> tuple[str, ...]:
    """The zones to offer, the likeliest first."""
    return ZONES.get(country or OTHER, ANYWHERE)


def zone_named(text: str, country: str | None) -> str | None:
    """The zone a button or a typed name means; None if there is none."""
    offered = zones_of(country)
    if text.isdigit() and int(text) < len(offered):
        return offered[int(text)]
    name = text.strip().replace(" ", "_")
    matches = [z for z in available_timezones() if z.lower() == name.lower()]
    city = [z for z in available_timezones() if z.rsplit("/", 1)[-1].lower() == name.lower()]
    return next(iter(matches or sorted(city, key=len)), None)


def guess(country: str, inviter_zone: str) -> str:
    """The inviter's zone if the country has it, else the country's first."""
    zones = zones_of(country)
    return inviter_zone if inviter_zone in zones or country == OTHER else zones[0]


def wall_clock(zone: str, now: datetime) -> str:
    """What a clock there shows now."""
    return f"{now.astimezone(ZoneInfo(zone)):%H:%M}"
