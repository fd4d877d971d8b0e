"""Countries a person can tap, and the zones their clocks may show. Any other zone can be typed.

Source of the zones: IANA tz database, zone1970.tab (the zones of each country that differ now).
"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from zoneinfo import available_timezones

from bot.model.people import is_zone, zone_info

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


@cache
def _zones() -> frozenset[str]:
    """Every zone's name, once a process: asking for them reads 600 files, 30 ms."""
    return frozenset(available_timezones())


def zones_of(country: str | None) -> tuple[str, ...]:
    """The zones to offer, the likeliest first."""
    return ZONES.get(country or OTHER, ANYWHERE)


def zone_named(text: str, country: str | None) -> str | None:
    """The zone a button or a typed name means; None if there is none."""
    offered = zones_of(country)
    if text.isdigit() and int(text) < len(offered):
        return offered[int(text)]
    name = text.strip().replace(" ", "_")
    matches = [z for z in _zones() if z.lower() == name.lower()]
    city = [z for z in _zones() if z.rsplit("/", 1)[-1].lower() == name.lower()]
    return next(iter(matches or sorted(city, key=len)), None)


def guess(country: str, inviter_zone: str) -> str:
    """The inviter's zone if the country has it, else the country's first."""
    zones = zones_of(country)
    return inviter_zone if inviter_zone in zones or country == OTHER else zones[0]


def wall_clock(zone: str, now: datetime) -> str:
    """What a clock there shows now."""
    return f"{now.astimezone(zone_info(zone)):%H:%M}"


def city(zone: str) -> str:
    """The part of a zone's name that people know."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def search(words: str) -> tuple[str, ...]:
    """Zones whose city these words name, else those that hold them; at most eight."""
    name = " ".join(words.replace("_", " ").split()).lower()
    if (known_as := name.replace(" ", "_")) in CITIES:
        return (CITIES[known_as],)
    known = sorted(zone for zone in _zones() if "/" in zone or zone == "UTC")
    known = [zone for zone in known if not zone.startswith(("Etc/", "posix/", "right/"))]
    exact = [z for z in known if name in (z.lower(), z.lower().replace("_", " "), city(z).lower())]
    if exact:
        return (min(exact, key=len),)
    if len(name) < SHORTEST:
        return ()
    return tuple(zone for zone in known if name in city(zone).lower())[:FOUND_AT_MOST]


SHORTEST, FOUND_AT_MOST = 3, 8
CITIES: dict[str, str] = {
    **dict.fromkeys(
        ("england", "scotland", "wales", "manchester", "birmingham", "glasgow", "edinburgh",
         "leeds", "bristol", "cardiff", "liverpool"), "Europe/London"),
    **dict.fromkeys(
        ("germany", "munich", "münchen", "hamburg", "cologne", "köln", "frankfurt", "stuttgart",
         "leipzig"), "Europe/Berlin"),
    **dict.fromkeys(("geneva", "basel", "bern", "lausanne"), "Europe/Zurich"),
    **dict.fromkeys(("salzburg", "graz", "innsbruck", "linz"), "Europe/Vienna"),
    **dict.fromkeys(("cork", "galway", "limerick"), "Europe/Dublin"),
    **dict.fromkeys(("lyon", "marseille", "nice", "france"), "Europe/Paris"),
    **dict.fromkeys(("barcelona", "valencia", "seville"), "Europe/Madrid"),
    **dict.fromkeys(("milan", "naples", "florence", "italy"), "Europe/Rome"),
    **dict.fromkeys(
        ("boston", "washington", "philadelphia", "atlanta", "miami", "orlando"),
        "America/New_York"),
    **dict.fromkeys(("houston", "dallas", "austin", "minneapolis"), "America/Chicago"),
    **dict.fromkeys(("salt_lake_city", "boulder", "albuquerque"), "America/Denver"),
    **dict.fromkeys(
        ("san_francisco", "seattle", "san_diego", "portland", "las_vegas"), "America/Los_Angeles"),
    **dict.fromkeys(("montreal", "ottawa", "quebec"), "America/Toronto"),
    "calgary": "America/Edmonton",
    **dict.fromkeys(("canberra", "wollongong"), "Australia/Sydney"),
    **dict.fromkeys(("gold_coast", "cairns"), "Australia/Brisbane"),
    **dict.fromkeys(("wellington", "christchurch"), "Pacific/Auckland"),
    **dict.fromkeys(("mumbai", "delhi", "new_delhi", "bangalore", "chennai"), "Asia/Kolkata"),
    **dict.fromkeys(("beijing", "shenzhen"), "Asia/Shanghai"),
    **dict.fromkeys(("osaka", "kyoto"), "Asia/Tokyo"),
    "cape_town": "Africa/Johannesburg",
}  # fmt: skip
"""Large cities that no zone is named after."""


def zone_at(latitude: float, longitude: float) -> str | None:
    """The zone of a place on the globe, in degrees; None where this machine knows none."""
    from tzfpy import get_tz  # noqa: PLC0415 - its map takes 34 MB: only for who shares a place

    zone: str = get_tz(longitude, latitude)
    return zone if is_zone(zone) else None
