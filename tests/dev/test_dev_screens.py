"""Every page is looked at: the list of scenes against the routes, without a browser."""

from dev.screens.cover import gaps
from dev.screens.people import WHO
from dev.screens.scenes import SCENES
from dev.write_access import unconnected


def test_every_page_has_a_scene_or_a_reason_for_none() -> None:
    assert gaps(unconnected(), SCENES) == []


def test_a_page_without_a_scene_is_named() -> None:
    fewer = [scene for scene in SCENES if scene.shows != "you.show"]
    assert gaps(unconnected(), fewer) == ["you.show has no scene in dev/screens/scenes"]


def test_each_scene_has_a_picture_of_its_own_and_somebody_to_see_it() -> None:
    files = [scene.file for scene in SCENES]
    assert len(set(files)) == len(files)
    assert {scene.who for scene in SCENES} == set(WHO)
