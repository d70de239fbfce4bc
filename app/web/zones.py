"""The time zones people choose from."""

from zoneinfo import available_timezones


def zones() -> list[tuple[str, str]]:
    """(name, name as people read it): the zones of tzdata that are places."""
    places = (
        zone
        for zone in available_timezones()
        if "/" in zone and not zone.startswith(("Etc/", "posix/", "right/", "SystemV/", "US/"))
    )
    return [("UTC", "UTC"), *((zone, zone.replace("_", " ")) for zone in sorted(places))]
