"""Each button around a child is safe to press twice, and two people at once leave nothing half done."""

from concurrent.futures import ThreadPoolExecutor
from contextvars import Context

from app.involvement import involving
from app.involvement.models import Agreement, Child, Involvement
from app.involvement.same_person import SamePerson
from app.mail.models import Delivery
from app.people.models import Card
from tenants.db import db, transaction
from tests.world import part


def test_an_invitation_pressed_twice_is_one_mail_and_its_link_works(harbour, browser, work, outbox_now):
    okafor, before = browser(harbour).sign_in_staff(), len(outbox_now.mails("dana@harbour.example"))
    okafor.get(f"/families/{harbour.children['maya']}/people")
    path = f"/parts/{harbour.parts['dana']}/invitation"
    form = okafor.hidden(path)
    for _ in range(2):
        okafor.get(f"/families/{harbour.children['maya']}/people")
        okafor.post(path, form)
        assert "The invitation is on its way." in okafor.text
    work()
    assert len(outbox_now.mails("dana@harbour.example")) == before + 1
    assert "Go in" in browser(harbour).get(f"/in/{outbox_now.token('dana@harbour.example')}").text
    with transaction(harbour.jobs()):
        sent = db.select(Delivery.id).where(Delivery.kind == "invitation")
        assert len(db.session.scalars(sent).all()) == 1


def test_an_agreement_saved_twice_or_by_two_at_once_is_the_last_one_alone(app, harbour):
    today = harbour.today

    def agree(checkins):
        def work():
            with app.app_context(), transaction(harbour.staff()):
                involving.agree(part(harbour, "dana"), checkins, "as before", today)

        Context().run(work)

    agree(3)
    agree(3)
    with ThreadPoolExecutor(2) as two:
        list(two.map(agree, (4, 5)))
    with transaction(harbour.jobs()):
        mine = db.select(Agreement).where(Agreement.involvement_id == harbour.parts["dana"])
        rows = db.session.scalars(mine).all()
        assert [row.checkins in (4, 5) for row in rows if row.until is None] == [True]
        assert len(rows) == 4, "the first, and one for each that changed something"


def test_a_family_sent_twice_at_once_is_one_family(app, harbour, browser):
    okafor = browser(harbour).sign_in_staff()
    okafor.get("/families/new")
    form = okafor.hidden("/families") | {
        "child": "Noor", "age": "5", "first-name": "Sana", "first-relation": "mother", "first-home": "A",
        "second-relation": "father", "second-home": "B",
    }  # fmt: skip
    cookie = okafor.client.get_cookie("withkin", domain="harbour.localhost")

    def send(_):
        client = app.test_client()
        client.set_cookie("withkin", cookie.value, domain="harbour.localhost")
        return Context().run(client.post, "/families", data=form, base_url=okafor.base).status_code

    with ThreadPoolExecutor(2) as two:
        assert set(two.map(send, range(2))) == {303}
    with transaction(harbour.jobs()):
        assert len(db.session.scalars(db.select(Child.id).where(Child.name == "Noor")).all()) == 1


def test_a_card_is_acknowledged_once(harbour, browser):
    dana = browser(harbour).sign_in("dana")
    for _ in range(2):
        dana.get("/welcome")
        dana.post("/welcome", {"use": "nobody"})
    with transaction(harbour.jobs()):
        assert len(db.session.scalars(db.select(Card.id).where(Card.caregiver_id == harbour.people["dana"])).all()) == 1


def test_inviting_taking_back_and_correcting_at_once_end_well(app, harbour, browser):
    """Each gives an answer, none an error of ours, and the part goes on as any other."""
    okafor, part_id = browser(harbour).sign_in_staff(), harbour.parts["chris"]
    page = f"/families/{harbour.children['maya']}/people"
    okafor.get(page)
    cookie = okafor.client.get_cookie("withkin", domain="harbour.localhost")
    forms = [
        (f"/parts/{part_id}/invitation", {}),
        (f"/parts/{part_id}/invitation/delete", {}),
        (f"/parts/{part_id}/address", {f"address-{part_id}-address": "chris.r@harbour.example", f"address-{part_id}-safe": "y"}),
        (f"/parts/{harbour.parts['rosa']}/address", {f"address-{harbour.parts['rosa']}-address": "rosa.r@harbour.example", f"address-{harbour.parts['rosa']}-safe": "y"}),
    ]  # fmt: skip

    def send(one):
        path, more = one
        client = app.test_client()
        client.set_cookie("withkin", cookie.value, domain="harbour.localhost")
        return Context().run(client.post, path, data=okafor.hidden(path) | more, base_url=okafor.base).status_code

    with ThreadPoolExecutor(8) as many:
        assert set(many.map(send, forms * 4)) <= {303, 422}
    for address in ("one@harbour.example", "two@harbour.example"):
        okafor.get(page)
        okafor.post(
            f"/parts/{part_id}/address", {f"address-{part_id}-address": address, f"address-{part_id}-safe": "y"}
        )
        assert "Saved." in okafor.text


def test_two_parts_corrected_to_one_address_at_once_never_ask_themselves(app, harbour, browser):
    okafor = browser(harbour).sign_in_staff("reyes")
    okafor.get("/families/new")
    form = {"child": "Noor", "age": "5", "first-name": "Sana", "first-relation": "aunt", "first-home": "A", "second-relation": "father", "second-home": "B"}  # fmt: skip
    okafor.post("/families", form | {"first-relation": "mother"})
    page = okafor.page.request.path
    one = okafor.text.split("/parts/")[1].split("/")[0]
    two = str(harbour.parts["ben"])
    hidden = {one: okafor.get(page) and okafor.hidden(f"/parts/{one}/address")}
    okafor.get(f"/families/{harbour.children['theo']}/people")
    hidden[two] = okafor.hidden(f"/parts/{two}/address")
    cookie = okafor.client.get_cookie("withkin", domain="harbour.localhost")

    def send(part_id):
        client, path = app.test_client(), f"/parts/{part_id}/address"
        client.set_cookie("withkin", cookie.value, domain="harbour.localhost")
        more = {f"address-{part_id}-address": "same@harbour.example", f"address-{part_id}-safe": "y"}
        return Context().run(client.post, path, data=hidden[part_id] | more, base_url=okafor.base).status_code

    with ThreadPoolExecutor(8) as many:
        assert set(many.map(send, [one, two] * 5)) == {303}
    with transaction(harbour.jobs()):
        questions = db.session.scalars(db.select(SamePerson).where(SamePerson.withdrawn_at.is_(None))).all()
        own = {part(harbour, "ben").id: part(harbour, "ben").caregiver_id}
        assert all(own.get(question.involvement_id) != question.caregiver_id for question in questions)
        assert len(questions) == 1


def test_one_more_caregiver_is_added_by_a_form_that_is_whole_and_by_no_other(harbour, browser):
    """One that was open for too long, or says no name, is shown again with what was typed."""
    okafor, people = browser(harbour).sign_in_staff(), f"/families/{harbour.children['maya']}/people"
    okafor.get(f"{people}/new")
    who = {"who-relation": "relative", "who-home": "A"}
    okafor.post(people, who | {"who-name": ""}, status=422)
    okafor.post(people, who | {"who-name": "Aunt Dee", "row": "of another day"}, status=422)
    assert "open for too long" in okafor.text and "Aunt Dee" in okafor.text
    with transaction(harbour.jobs()):
        assert db.session.scalars(db.select(Involvement).where(Involvement.relation == "relative")).all() == []
    okafor.post(people, who | {"who-name": "Aunt Dee"})
    assert "Aunt Dee is added." in okafor.text
