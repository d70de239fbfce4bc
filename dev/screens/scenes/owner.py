"""Whoever runs the clinic: what is to do at first, when it is done, and a page that is for others."""

from dev.screens.scene import Scene

SCENES = (
    Scene("owner", "checklist, before confirming", "newcomer", "clinic.checklist", lambda they: they.open("/clinic")),
    Scene("owner", "checklist, all done", "olga", "clinic.checklist", lambda they: they.open("/clinic")),
    Scene("owner", "you", "olga", "account.you", lambda they: they.open("/staff/you")),
    Scene("owner", "not hers", "olga", "today.show", lambda they: they.open("/today"), 403),
)
