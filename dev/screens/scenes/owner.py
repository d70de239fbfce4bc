"""Whoever runs the clinic: what is to do at first, when it is done, and a page that is for others."""

from dev.screens.scene import Scene
from dev.screens.visitor import Visitor


def no_line(they: Visitor) -> None:
    they.open("/clinic/texts")
    for field in they.page.get_by_label("Number").all():
        field.fill("")
    they.tap("These are right")


SCENES = (
    Scene("owner", "checklist, before confirming", "newcomer", "clinic.checklist", lambda they: they.open("/clinic")),
    Scene("owner", "checklist, all done", "olga", "clinic.checklist", lambda they: they.open("/clinic")),
    Scene("owner", "texts", "newcomer", "clinic.texts", lambda they: they.open("/clinic/texts")),
    Scene("owner", "texts refused", "olga", "clinic.save_texts", no_line, 422),
    Scene("owner", "you", "olga", "account.you", lambda they: they.open("/staff/you")),
    Scene("owner", "not hers", "olga", "today.show", lambda they: they.open("/today"), 403),
)
