"""Whether every page of the app has a scene."""

from collections.abc import Iterable

from flask import Flask

from dev.screens.scene import Scene

LEFT_OUT = {
    "apex_assets.show": "a file",
    "clinic_assets.show": "a file",
    "apex_health.alive": "a word for machines",
    "clinic_health.alive": "a word for machines",
    "apex_health.ready": "a word for machines",
    "clinic_health.ready": "a word for machines",
    "metrics.show": "a word for machines",
    "billing.done": "only leads back",
    "engagement.as_csv": "a file",
    "look.style": "a file",
    "logo.show": "a file",
    "arrival.first_page": "only leads on to one of the others",
    "signup.check": "a line under a field, seen in no whole page",
}
"""Routes without a picture, each with its reason."""


def gaps(app: Flask, scenes: Iterable[Scene]) -> list[str]:
    """What is wrong with the list, one line each: a page without a scene, a scene or a reason without a page."""
    shown = {scene.shows for scene in scenes if scene.shows}
    pages = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    every = {rule.endpoint for rule in app.url_map.iter_rules()}
    return [
        *(f"{page} has no scene in dev/screens/scenes" for page in sorted(pages - shown - set(LEFT_OUT))),
        *(f"{page} is in LEFT_OUT and is no page" for page in sorted(set(LEFT_OUT) - pages)),
        *(f"{page} has a scene and is no route" for page in sorted(shown - every)),
        *(f"{page} has a scene and a reason for none" for page in sorted(shown & set(LEFT_OUT))),
    ]
