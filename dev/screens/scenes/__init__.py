"""All scenes, in the order in which they are shown."""

from dev.screens.scene import Scene
from dev.screens.scenes import (
    apex,
    arrival,
    billing,
    caregiver,
    digests,
    empty,
    lists,
    owner,
    parts,
    reviewing,
    settings,
    sign_in,
    staff,
    therapist,
    told,
    writing,
)

SCENES: tuple[Scene, ...] = (
    *apex.SCENES,
    *arrival.SCENES,
    *caregiver.SCENES,
    *writing.SCENES,
    *told.SCENES,
    *empty.SCENES,
    *therapist.SCENES,
    *owner.SCENES,
    *staff.SCENES,
    *lists.SCENES,
    *sign_in.SCENES,
    *settings.SCENES,
    *reviewing.SCENES,
    *digests.SCENES,
    *parts.SCENES,
    *billing.SCENES,
)
