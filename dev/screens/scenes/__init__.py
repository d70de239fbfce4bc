"""All scenes, in the order in which they are shown."""

from dev.screens.scene import Scene
from dev.screens.scenes import apex, arrival, caregiver, empty, owner, settings, therapist, writing

SCENES: tuple[Scene, ...] = (
    *apex.SCENES,
    *arrival.SCENES,
    *caregiver.SCENES,
    *writing.SCENES,
    *empty.SCENES,
    *therapist.SCENES,
    *owner.SCENES,
    *settings.SCENES,
)
