"""Runs every scene, says what is wrong with the pages, and exits 1 when anything is."""

import argparse
import re
import shutil
import sys
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Response
from playwright.sync_api import Error as BrowserError
from werkzeug.exceptions import HTTPException

from dev import places
from dev.chromium import chromium
from dev.screens import sheet
from dev.screens.camera import Camera
from dev.screens.cover import gaps
from dev.screens.people import CAREGIVERS, WHO
from dev.screens.scene import Scene
from dev.screens.scenes import SCENES
from dev.screens.site import Site, site
from dev.screens.visitor import Visitor
from dev.screens.words import words_in

FOLDER = places.CHECKOUT / "var" / "screens"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./bin/screens", description="Saves every page under var/screens.")
    parser.add_argument(
        "--only", default="", metavar="PATTERN", help="scenes whose “group, name” this expression finds"
    )
    parser.add_argument("--language", default="en", metavar="CODE", help="another one: caregivers' scenes alone")
    parser.add_argument("--axe-only", action="store_true", help="examine the pages, save no pictures")
    parser.add_argument("--list", action="store_true", help="name the scenes and stop")
    return parser.parse_args()


def answers(site: Site, response: Response | None) -> str:
    """The endpoint that gave this answer."""
    if response is None:
        return ""
    at = urlsplit(response.url)
    host = "apex" if at.netloc == urlsplit(site.apex).netloc else "clinic"
    try:
        return str(site.app.url_map.bind(at.netloc, subdomain=host).match(at.path, method=response.request.method)[0])
    except HTTPException:
        return ""


def visitor(browser: Browser, site: Site, who: str, known: dict[str, Visitor], language: str) -> Visitor:
    """Each person has one browser for all scenes."""
    if who not in known:
        clinic, enter = WHO[who]
        # A colour half-way between two themes would be a finding: nothing moves.
        context = browser.new_context(locale=f"{language}-US", timezone_id="America/New_York", reduced_motion="reduce")
        context.set_default_timeout(15_000)
        known[who] = Visitor(context.new_page(), site, clinic, words_in(language))
        enter(known[who])
    return known[who]


def shoot(browser: Browser, site: Site, scene: Scene, camera: Camera, known: dict[str, Visitor], language: str) -> None:
    """A scene that cannot be reached is a finding too: the others go on."""
    name = f"{scene.group}, {scene.name}"
    try:
        who = visitor(browser, site, scene.who, known, language)
        scene.go(who)
        status = who.last.status if who.last else 0
        found = answers(site, who.last)
        if (status, found) != (scene.status, scene.shows):
            camera.findings.append(
                f"{name}: {status} from {found or 'no route'}, not {scene.status} from {scene.shows}"
            )
        camera.look(who.page, scene)
    except BrowserError as error:
        camera.findings.append(f"{name}: {str(error).strip()[:900]}")


def main() -> int:
    asked = arguments()
    scenes = [scene for scene in SCENES if re.search(asked.only, f"{scene.group}, {scene.name}")]
    if asked.language != "en":
        scenes = [scene for scene in scenes if scene.who in CAREGIVERS]
    if asked.list:
        print("\n".join(f"{scene.group}, {scene.name}" for scene in scenes))
        return 0
    if not asked.axe_only:
        shutil.rmtree(FOLDER, ignore_errors=True)
        FOLDER.mkdir(parents=True)
    camera = Camera(FOLDER, pictures=not asked.axe_only)
    with site() as here, chromium() as browser:
        camera.findings += gaps(here.app, SCENES)
        known: dict[str, Visitor] = {}
        for scene in scenes:
            print(f"· {scene.group}, {scene.name}", flush=True)
            shoot(browser, here, scene, camera, known, asked.language)
        sheets = sheet.write(browser, camera) if camera.taken else 0
    print(
        f"{len(scenes)} pages, {len(camera.taken)} pictures, {sheets} sheets: {FOLDER.relative_to(places.CHECKOUT)}/index.html"
    )
    print("\n".join([f"{len(camera.findings)} findings", *camera.findings]))
    return 1 if camera.findings else 0


if __name__ == "__main__":
    sys.exit(main())
