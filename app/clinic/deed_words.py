"""Every deed that is recorded, as the owner reads it: one line, whose kind it is, and nothing of any content.

A new `audit.record("action", "subject", …)` needs its line here; a test finds those that have none. In the words: who;
whom (the subject, where that is a person or a person's part); child; and each name in `detail` that holds somebody's id.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l


class Kind(StrEnum):
    OPENED = "opened"
    CHANGED = "changed"
    SIGNED = "signed"
    INVITED = "invited"
    SETTINGS = "settings"


KIND_WORDS = {
    Kind.OPENED: _l("Opened and read"),
    Kind.CHANGED: _l("Changed"),
    Kind.SIGNED: _l("Signed in and out"),
    Kind.INVITED: _l("Invitations"),
    Kind.SETTINGS: _l("Settings and staff"),
}


@dataclass(frozen=True)
class Deed:
    kind: Kind
    words: Any


OPENED = {
    "opened child": _l("%(who)s opened %(child)s's page."),
    "opened people": _l("%(who)s opened the people around %(child)s."),
    "opened part": _l("%(who)s opened %(whom)s's part in %(child)s's therapy."),
    "opened standing": _l("%(who)s opened what was told about %(whom)s and %(child)s."),
    "opened worry": _l("%(who)s opened what somebody told about %(child)s."),
    "read waiting": _l("%(who)s read what waits about %(child)s."),
    "read hints": _l("%(who)s read what was told lately about %(child)s, beside the weekly line."),
    "opened-withdrawn update": _l("%(who)s opened what %(whom)s withdrew about %(child)s."),
    "handed-words involvement": _l("%(who)s handed over to %(whom)s what they told about %(child)s."),
    "read desk": _l("%(who)s opened the list of the desk."),
    "exported engagement": _l("%(who)s took a table of the families they supervise."),
    "put-away alert": _l("%(who)s put away that %(whom)s needs a word about %(child)s."),
    "read engagement": _l("%(who)s opened the list of the families they supervise."),
    "read glass": _l("%(who)s opened the list of records opened outside the care teams."),
    "read held": _l("%(who)s opened the list of openings held back from caregivers."),
    "read team": _l("%(who)s opened the care team of %(child)s."),
    "read audit": _l("%(who)s opened this list."),
    "searched audit": _l("%(who)s looked for a child by name in this list."),
    "began-review child": _l("%(who)s began a review of %(child)s."),
    "opened supervision": _l("%(who)s opened the supervision page of %(child)s."),
    "read actions": _l("%(who)s read what was agreed in supervision about %(child)s."),
    "ended-review child": _l("%(who)s ended a review of %(child)s."),
    "broke-glass child": _l("%(who)s opened the record of %(child)s by break-glass."),
    "closed-glass glass": _l("%(who)s closed a record opened by break-glass."),
    "found-several glass": _l("%(who)s asked for a record by break-glass and found several of that name."),
    "looked-in-vain glass": _l("%(who)s asked for a record by break-glass and found none."),
}
CHANGED = {
    "added child": _l("%(who)s added %(child)s."),
    "joined involvement": _l("%(who)s added %(whom)s to the people around %(child)s."),
    "ended involvement": _l("%(who)s ended %(whom)s's part in %(child)s's therapy."),
    "came-back involvement": _l("%(who)s reopened %(whom)s's part in %(child)s's therapy."),
    "told involvement": _l("%(who)s wrote down what was told about %(whom)s and %(child)s."),
    "paused involvement": _l("%(who)s paused %(whom)s's part in %(child)s's therapy."),
    "resumed involvement": _l("%(who)s ended the pause of %(whom)s and %(child)s."),
    "sensitive involvement": _l("%(who)s marked %(whom)s's part in %(child)s's therapy as sensitive."),
    "not-sensitive involvement": _l("%(who)s took the mark “sensitive” off %(whom)s and %(child)s."),
    "shared-use-ended involvement": _l("%(who)s took back that somebody else uses the phone or inbox of %(whom)s."),
    "offered-sharing involvement": _l("%(who)s offered %(whom)s to share at home what they tell about %(child)s."),
    "offers-no-sharing involvement": _l("%(who)s offers %(whom)s no more to share at home about %(child)s."),
    "moved-in involvement": _l("%(who)s wrote down a home of %(child)s for %(whom)s."),
    "moved-out involvement": _l("%(who)s wrote down that %(whom)s left a home of %(child)s."),
    "ended-care child": _l("%(who)s ended the care of %(child)s."),
    "began-again child": _l("%(who)s began the care of %(child)s again."),
    "worry-taken worry": _l("%(who)s took on what somebody told about %(child)s."),
    "worry-answered worry": _l("%(who)s answered what somebody told about %(child)s."),
    "worry-called worry": _l("%(who)s spoke on the phone about %(child)s."),
    "worry-closed worry": _l("%(who)s closed what somebody told about %(child)s."),
    "untold involvement": _l("%(who)s took back what was told about %(whom)s and %(child)s."),
    "agreed involvement": _l("%(who)s changed what is agreed with %(whom)s about %(child)s."),
    "limited boundary": _l("%(who)s set a limit for %(whom)s and %(child)s."),
    "lifted boundary": _l("%(who)s lifted a limit for %(whom)s and %(child)s."),
    "released opening": _l("%(who)s released openings about %(child)s that were held back from caregivers."),
    "signed-off child": _l("%(who)s signed off a review of %(child)s."),
    "noted supervision": _l("%(who)s wrote a supervision note about %(child)s."),
    "agreed action": _l("%(who)s agreed an action with %(staff)s about %(child)s."),
    "done action": _l("%(who)s marked an agreed action about %(child)s as done."),
    "not-done action": _l("%(who)s marked an agreed action about %(child)s as not done yet."),
    "took-back action": _l("%(who)s took back an agreed action about %(child)s."),
    "holds-again action": _l("%(who)s made an agreed action about %(child)s hold again."),
    "asked-for-less involvement": _l("%(who)s asked for less for now about %(child)s."),
    "asked-for-more involvement": _l("%(who)s asked for more again about %(child)s."),
    "asks-no-more involvement": _l("%(who)s took back what they asked for about %(child)s."),
    "talks-first involvement": _l("%(who)s would talk with %(whom)s first about what they asked for."),
    "withdrew update": _l("%(who)s withdrew something they told about %(child)s."),
    "chose-sharing involvement": _l("%(who)s chose to share at home what they tell about %(child)s."),
    "took-back-sharing involvement": _l("%(who)s shares no more at home what they tell about %(child)s."),
    "chose-mail caregiver": _l("%(who)s changed which mail goes to them, and when."),
    "chose-language caregiver": _l("%(who)s chose the language of their pages and mails."),
    "wrote-line party": _l("%(who)s wrote the weekly line for a home of %(child)s."),
    "emptied-line party": _l("%(who)s emptied the weekly line for a home of %(child)s."),
    "digests-again digest_run": _l("%(who)s had digests made once more."),
    "asked-for-words caregiver": _l("%(who)s asked for a file of their own words."),
    "asks-no-more-for-words caregiver": _l("%(who)s asks no more for a file of their own words."),
    "took-words caregiver": _l("%(who)s fetched the file of their own words."),
    "answered update": _l("%(who)s answered %(whom)s about %(child)s."),
    "joined-team child": _l("%(who)s put %(staff)s on %(child)s's care team."),
    "left-team child": _l("%(who)s took %(staff)s off %(child)s's care team."),
    "handed-over child": _l("%(who)s handed %(child)s over from %(old)s to %(new)s."),
    "closed-to child": _l("%(who)s closed %(child)s to %(staff)s."),
    "opened-to child": _l("%(who)s opened %(child)s to %(staff)s again."),
    "closed-to-desk child": _l("%(who)s closed %(child)s to the desk."),
    "opened-to-desk child": _l("%(who)s opened %(child)s to the desk."),
    "changed-questions child": _l("%(who)s changed the check-in questions of %(child)s."),
}
SIGNED = {
    "entered staff_member": _l("%(who)s signed in."),
    "entered caregiver": _l("%(who)s came in."),
    "left": _l("%(who)s signed out."),
    "left-everywhere caregiver": _l("%(who)s signed out on every device."),
    "second-step staff_member": _l("%(who)s took the second step of signing in."),
    "sure staff_member": _l("%(who)s typed the password again."),
    "link-not-me portal_link": _l("Somebody said that a link was used, and not by them."),
    "chose-word caregiver": _l("%(who)s chose a word for the phone."),
    "device-mine caregiver": _l("%(who)s said that a new device is theirs."),
    "device-not-me caregiver": _l("%(who)s said that a device is not theirs."),
    "device-out caregiver": _l("%(who)s signed out on another device."),
    "device-mine staff_member": _l("%(who)s said that a new device is theirs."),
    "device-not-me staff_member": _l("%(who)s said that a new device is not theirs."),
    "device-out staff_member": _l("%(who)s signed out on another device."),
    "devices-out staff_member": _l("%(who)s signed out on every other device."),
}
SIGNED_SETTINGS = {
    "changed-password staff_member": _l("%(who)s changed their password."),
    "set-password staff_member": _l("%(whom)s chose a new password."),
    "asked-address staff_member": _l("%(who)s asked to change their e-mail address."),
    "changed-address staff_member": _l("%(whom)s changed their e-mail address."),
    "second-step-on staff_member": _l("%(who)s turned the second step on."),
    "second-step-off staff_member": _l("%(who)s turned the second step off."),
    "new-codes staff_member": _l("%(who)s made new recovery codes."),
    "lost-phone staff_member": _l("%(whom)s said that the phone for the second step is lost."),
    "lost-phone-yes staff_member": _l("%(who)s agreed that %(whom)s lost the phone for the second step."),
    "lost-phone-refused staff_member": _l("%(who)s refused that %(whom)s lost the phone for the second step."),
    "lost-phone-in-effect staff_member": _l("The second step of %(whom)s was taken away."),
}
INVITED = {
    "invited involvement": _l("%(who)s invited %(whom)s for %(child)s."),
    "made-slip involvement": _l("%(who)s made a slip for %(whom)s and %(child)s."),
    "read-out-code involvement": _l("%(who)s read out a code on the phone to %(whom)s for %(child)s."),
    "phone-noted involvement": _l("%(who)s wrote down where %(whom)s is called."),
    "put-out involvement": _l("%(who)s put out a device that came in as %(whom)s for %(child)s."),
    "uninvited involvement": _l("%(who)s took back the invitation of %(whom)s for %(child)s."),
    "address-changed involvement": _l("%(who)s changed where %(whom)s is written to."),
    "address-corrected involvement": _l("%(who)s corrected where %(whom)s is written to."),
    "address-asked-anew involvement": _l("%(who)s corrected an address, and %(whom)s must be invited anew."),
    "recognised involvement": _l("%(who)s said yes to caring for %(child)s, too."),
    "not-me involvement": _l("%(who)s said that an invitation was for somebody else."),
    "invited-colleague staff_member": _l("%(who)s invited %(whom)s to the staff."),
}
SETTINGS = {
    "opened-clinic staff_member": _l("%(whom)s opened the clinic."),
    "confirmed-texts clinic": _l("%(who)s confirmed the crisis lines and the reply time."),
    "corrected-address staff_member": _l("%(who)s corrected their own e-mail address."),
    "changed-settings clinic": _l("%(who)s changed the clinic's settings."),
    "gave-role staff_member": _l("%(who)s changed the roles of %(whom)s: %(role)s given."),
    "took-role staff_member": _l("%(who)s changed the roles of %(whom)s: %(role)s taken away."),
    "paired staff_member": _l("%(who)s made %(supervisor)s the supervisor of %(whom)s."),
    "parted staff_member": _l("%(who)s ended %(supervisor)s's supervision of %(whom)s."),
    "renamed staff_member": _l("%(who)s changed the name of %(whom)s."),
    "left-clinic staff_member": _l("%(who)s deactivated %(whom)s."),
    "came-back-to-clinic staff_member": _l("%(who)s brought %(whom)s back to the staff."),
    "went-away staff_member": _l("%(who)s wrote down that %(whom)s is away, with %(deputy)s as deputy."),
    "no-longer-away staff_member": _l("%(who)s wrote down that %(whom)s is not away any more."),
    "asked-for-sight widening": _l("%(who)s asked for a second signature."),
    "widened-sight widening": _l("What a second signature was asked for took effect."),
    "could-not-widen widening": _l("What a second signature was asked for could not take effect."),
    "signed-sight widening": _l("%(who)s gave a second signature."),
    "refused-sight widening": _l("%(who)s refused a second signature."),
    "went-to-checkout clinic": _l("%(who)s went to Stripe to choose a plan."),
    "went-to-billing-portal clinic": _l("%(who)s went to Stripe to see to the plan."),
    "chose-plan clinic": _l("%(who)s changed the plan."),
    "plan-changed clinic": _l("Stripe told that the plan or its payment changed."),
    "wrote-farewell clinic": _l("%(who)s wrote what families read when nobody answers here any more."),
    "pays-nothing clinic": _l("The clinic pays nothing, by our word."),
    "pays-again clinic": _l("The clinic pays as everybody does."),
    "withdrawn-sight widening": _l("%(who)s no longer asks for a second signature."),
}
GROUPS = (
    (Kind.OPENED, OPENED),
    (Kind.CHANGED, CHANGED),
    (Kind.SIGNED, SIGNED),
    (Kind.SETTINGS, SIGNED_SETTINGS),
    (Kind.INVITED, INVITED),
    (Kind.SETTINGS, SETTINGS),
)
DEEDS = {key: Deed(kind, words) for kind, group in GROUPS for key, words in group.items()}
"""By "action subject", or by the action alone, whatever it was done to."""
UNNAMED = Deed(Kind.CHANGED, _l("%(who)s did something that has no name here yet."))
"""What newer code recorded while it is deployed: shown, not hidden."""


def deed(action: str, subject: str) -> Deed:
    return DEEDS.get(f"{action} {subject}") or DEEDS.get(action) or UNNAMED


def actions_of(kind: Kind) -> list[str]:
    return sorted({key.split()[0] for key, each in DEEDS.items() if each.kind is kind})
