"""Must 1, attacked: an address changed at one child must not open another child's part to somebody else."""

import re

from app.involvement.same_person import SamePerson
from app.people.links import token
from app.people.models import PortalLink
from tenants.db import db, transaction
from tests.deeds import asks, tells


def test_must_01_the_fathers_address_typed_at_another_child_never_makes_her_part_his(harbour, browser, work):
    dana, chris = browser(harbour).sign_in("dana"), browser(harbour).sign_in("chris")
    asked = asks(harbour, "dana")
    dana.get("/home")
    dana.post(f"/you/asked/{asked}", {"said": "yes"})
    work()
    tells(harbour, "dana", "maya", "The move frightens her")
    with transaction(harbour.jobs()):
        noor = db.session.scalars(db.select(SamePerson.involvement_id).where(SamePerson.id == asked)).one()
    reyes, page = browser(harbour).sign_in_staff("reyes"), f"/parts/{noor}/address/change"
    reyes.get(page)
    reyes.post(page, {"address": "chris@harbour.example", "safe": "y", "how": "room"})
    okafor = browser(harbour).sign_in_staff()
    okafor.get(f"/families/{harbour.children['maya']}/people")
    okafor.post(f"/parts/{harbour.parts['dana']}/invitation")
    assert "This address belongs to somebody else." in okafor.text
    assert not re.search(r'action="/you/asked/', chris.get("/home").text)


def test_must_25_nobody_reads_another_family_by_an_address_of_ones_own(harbour, browser, work):
    """A therapist of one of her children changes her address: what comes in by it shows nothing older for a day."""
    asked, dana = asks(harbour, "dana"), browser(harbour).sign_in("dana")
    dana.get("/home")
    dana.post(f"/you/asked/{asked}", {"said": "yes"})
    work()
    tells(harbour, "dana", "maya", "The move frightens her")
    with transaction(harbour.jobs()):
        noor = db.session.scalars(db.select(SamePerson.involvement_id).where(SamePerson.id == asked)).one()
    reyes, page = browser(harbour).sign_in_staff("reyes"), f"/parts/{noor}/address/change"
    reyes.get(page)
    reyes.post(page, {"address": "reyes@elsewhere.example", "safe": "y", "how": "called"})
    reyes.post(f"/parts/{noor}/invitation")
    with transaction(harbour.jobs()):
        link = db.session.scalars(db.select(PortalLink).order_by(PortalLink.made_at.desc()).limit(1)).one()
        word = token(link.id, "invitation", harbour.clinic)
    thief = browser(harbour)
    thief.enter(word)
    assert "The move frightens her" not in thief.get("/updates").text
    assert "Dr Reyes changed the address" in browser(harbour).sign_in_staff().get("/today").text
