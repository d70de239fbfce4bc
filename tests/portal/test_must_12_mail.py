"""Must 12: when, and whether, a mail tells her that there is something to read is hers to say."""

from datetime import timedelta

import pytest

from app.involvement import involving
from app.involvement.mailing import reachable
from app.involvement.models import Involvement
from app.involvement.same_person import SamePerson, SamePersonAnswer
from app.mail.models import Delivery
from app.mail.sweeping import sweep_mail
from app.people.mail_choice import MailChoice
from tenants import resolve
from tenants.db import db, transaction
from tenants.scope import moment
from tests.deeds import as_caregiver, asks, chooses_mail, replies, tells
from tests.digests.week import at
from tests.world import part

HOME = "dana@harbour.example"


def zone(house):
    return resolve.of_id(house.clinic).zone


@pytest.fixture
def dana(harbour, browser):
    return browser(harbour).sign_in("dana")


@pytest.fixture
def came(harbour, work, outbox_now):
    """`came()`: something comes back to Dana; answers with the subjects of her mails."""

    def came_back(kind="reply"):
        before = len(outbox_now.mails(HOME))
        replies(
            harbour,
            tells(harbour, "dana", "maya", "x"),
            "Follow her lead" if kind in ("reply", "changed") else "",
            kind,
        )
        work()
        mails = outbox_now.mails(HOME)
        return [mail["subject"] for mail in mails[: len(mails) - before]]

    return came_back


def test_must_12_without_her_word_no_mail_goes(harbour, came):
    assert came() == [] and rows(harbour) == []


def rows(house):
    """What became of each mail that something came back."""
    with transaction(house.jobs()):
        return db.session.scalars(db.select(Delivery.state).where(Delivery.kind == "came-back")).all()


@pytest.mark.parametrize(
    ("kind", "who", "state", "goes"),
    [
        ("digest", "dana", "sent", False),
        ("digest", "dana", "unknown", False),
        ("digest", "dana", "dropped", True),
        ("digest", "rosa", "sent", True),
        ("sign-in", "dana", "sent", True),
    ],
)
def test_must_12_what_went_to_her_today_to_be_read_is_counted_and_nothing_else(harbour, came, kind, who, state, goes):
    chooses_mail(harbour)
    with transaction(harbour.jobs()) as scope:
        went = Delivery(kind=kind, caregiver_id=harbour.people[who], state=state, ended_at=scope.now)
        db.session.add(went)
    assert came() == (["Something to read"] if goes else [])


@pytest.mark.parametrize("kind", ["reply", "seen", "kept"])
def test_must_12_she_asked_for_it_and_the_mail_says_no_more_than_that(harbour, came, outbox_now, kind):
    """Whatever came back, so that the mail does not tell a reply from a look."""
    chooses_mail(harbour)
    assert came(kind) == ["Something to read"]
    mail = outbox_now.mails(HOME)[0]
    assert "/sign-in" in mail["text"] and "/in/" not in str(mail)
    assert not [word for word in ("Maya", "Okafor", "therap") if word in str(mail)]


def test_must_12_it_begins_the_day_after_and_home_says_so_with_undo(harbour, dana, came):
    dana.get("/you/mail")
    dana.post("/you/mail", {"answers": "y", "quiet_from": "0", "quiet_until": "0"})
    assert "It begins tomorrow." in dana.text
    assert came() == []
    dana.get("/home")
    assert "We mail you when something came back." in dana.text
    dana.post("/you/mail/undo")
    dana.get("/home")
    assert "We mail you" not in dana.text


def test_must_12_no_mail_any_more_counts_at_once(harbour, dana, came):
    chooses_mail(harbour)
    dana.get("/you/mail")
    dana.post("/you/mail", {"quiet_from": "20", "quiet_until": "8"})
    assert came() == []


def waiting(house):
    with transaction(house.jobs()):
        return db.session.scalars(db.select(Delivery.next_try_at).where(Delivery.state == "queued")).all()


def test_must_12_in_her_quiet_hours_it_waits_and_then_goes(harbour, came):
    hour = as_caregiver(harbour, "dana").now.astimezone(zone(harbour)).hour
    chooses_mail(harbour, quiet_from=hour, quiet_until=(hour + 2) % 24)
    assert came() == []
    (then,) = waiting(harbour)
    assert then.astimezone(zone(harbour)).hour == (hour + 2) % 24
    assert came() == [] and len(waiting(harbour)) == 1


def test_must_12_a_second_one_on_the_same_day_waits_for_tomorrow(harbour, came):
    chooses_mail(harbour)
    assert came() == ["Something to read"]
    assert came() == []
    (then,) = waiting(harbour)
    assert then.astimezone(zone(harbour)).date() == harbour.today + timedelta(days=1)


def test_must_12_a_break_holds_it_back_and_ends_the_day_after_she_says_so(harbour, dana, came):
    chooses_mail(harbour)
    dana.get("/you/mail")
    dana.post("/you/mail/pause", {"days": "7"})
    assert came() == []
    (then,) = waiting(harbour)
    assert then.astimezone(zone(harbour)).date() == harbour.today + timedelta(days=7)
    dana.get("/you/mail")
    dana.post("/you/mail/pause", {"days": "over"})
    assert "From tomorrow on we write again." in dana.text
    assert "Write again from tomorrow" not in dana.text


def test_must_12_where_it_is_not_safe_to_write_nothing_goes(harbour, came, servers):
    chooses_mail(harbour)
    with servers.admin("withkin") as admin:
        admin.execute("update caregiver_address set safe = false")
    assert came() == []
    assert rows(harbour) == []


@pytest.mark.parametrize("why", ["safe = false", "bounced_at = now()"])
def test_must_12_nor_where_it_became_unsafe_while_it_waited(harbour, came, servers, why):
    hour = as_caregiver(harbour, "dana").now.astimezone(zone(harbour)).hour
    chooses_mail(harbour, quiet_from=hour, quiet_until=(hour + 2) % 24)
    came()
    with servers.admin("withkin") as admin:
        admin.execute(f"update caregiver_address set {why}")
    with at(waiting(harbour)[0] + timedelta(minutes=1)):
        sweep_mail(harbour.clinic)
    assert rows(harbour) == ["dropped"]


def test_must_12_where_mail_came_back_nothing_goes(harbour, came, servers):
    chooses_mail(harbour)
    with servers.admin("withkin") as admin:
        admin.execute("update caregiver_address set bounced_at = now()")
    assert came() == [] and rows(harbour) == []


def test_must_12_while_her_part_is_paused_nothing_goes(harbour, came):
    chooses_mail(harbour)
    today = harbour.today
    with transaction(harbour.staff()):
        involving.pause(part(harbour, "dana"), today)
    assert came() == [] and rows(harbour) == []


def test_must_12_what_is_saved_as_it_was_is_no_choice(harbour, dana):
    """Nor is the end of a break that nobody takes."""
    dana.get("/you/mail")
    dana.post("/you/mail", {"digests": "y", "quiet_from": "20", "quiet_until": "8"})
    dana.post("/you/mail/pause", {"days": "over"})
    with transaction(harbour.jobs()):
        assert db.session.scalars(db.select(MailChoice.id)).all() == []


def test_must_12_after_her_part_has_ended_nothing_goes(harbour, came):
    chooses_mail(harbour)
    told, today = tells(harbour, "dana", "maya", "x"), harbour.today
    with transaction(harbour.staff()):
        involving.end(part(harbour, "dana"), today)
    replies(harbour, told, "y")
    assert waiting(harbour) == []


def test_must_12_her_hours_are_refused_where_they_are_none(dana):
    dana.get("/you/mail")
    dana.post("/you/mail", {"answers": "y", "quiet_from": "24", "quiet_until": "8"}, status=422)
    dana.post("/you/mail/pause", {"days": "365"}, status=422)


def test_must_12_a_device_in_question_sees_and_changes_none_of_it(harbour, browser, servers):
    chooses_mail(harbour, days=0)
    second = browser(harbour).sign_in("dana")
    with servers.admin("withkin") as admin:
        admin.execute("update device set asked = true")
    second.get("/home")
    assert "Mail, from tomorrow on" not in second.text
    second.get("/you/mail", status=403)


def test_must_12_a_part_she_recognised_as_hers_writes_to_her_one_address(harbour):
    asked = asks(harbour, "dana")
    with transaction(harbour.jobs()):
        row = db.session.scalars(db.select(SamePerson).where(SamePerson.id == asked)).one()
        child = db.session.scalars(db.select(Involvement).where(Involvement.id == row.involvement_id)).one()
        assert reachable(child) is None
    answer = {"id": asked, "caregiver_id": harbour.people["dana"], "involvement_id": row.involvement_id}
    with transaction(as_caregiver(harbour, "dana")):
        db.session.add(SamePersonAnswer(**answer, said="yes"))
    with transaction(harbour.jobs()):
        assert reachable(db.session.get_one(Involvement, (harbour.clinic, child.id))) == harbour.people["dana"]


@pytest.mark.parametrize("own", [False, True])
def test_must_12_her_own_clock_says_when_it_is_quiet(harbour, came, own):
    """Night by the clinic's clock, and day by hers: by hers the mail goes."""
    hour = moment().astimezone(zone(harbour)).hour
    chooses_mail(harbour, quiet_from=hour, quiet_until=(hour + 1) % 24, zone="Asia/Tokyo" if own else None)
    assert came() == (["Something to read"] if own else [])


def test_must_12_she_chooses_her_clock_and_no_other_word_is_taken_for_one(dana):
    dana.get("/you/mail")
    told = {"quiet_from": "20", "quiet_until": "8", "zone": "Europe/London"}
    dana.post("/you/mail", told)
    assert '<option selected value="Europe/London">' in dana.text
    dana.post("/you/mail", told | {"zone": "Europe/Nowhere"}, status=422)
    assert "Choose one of the list." in dana.text
