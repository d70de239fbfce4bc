"""What the mail service tells of mails: forged, stale, replayed, about no mail of ours; after three bad days the address is marked."""

import json
import time
from datetime import timedelta

import pytest

from app.involvement import involving
from app.involvement.same_person import SamePerson, SamePersonAnswer
from app.mail.events import MailEvent, signature
from app.mail.models import Delivery
from app.notices.models import Notice
from app.people.models import CaregiverAddress
from tenants import scope as scopes
from tenants.db import db, transaction
from tests.deeds import as_caregiver, asks
from tests.digests.week import at
from tests.world import part

KEY = "mail_webhook_key" * 5


@pytest.fixture
def mail(harbour):
    """`mail(who)`: a mail to this caregiver was sent."""

    def sent(who="dana"):
        with transaction(harbour.jobs()):
            row = Delivery(kind="digest", caregiver_id=harbour.people[who], state="sent")
            db.session.add(row)
            db.session.flush()
            return f"<{row.id}.{harbour.clinic.hex}@withkin.example>"

    return sent


@pytest.fixture
def tells(app):
    """`tells(event)`: the service says so, signed as it should be, or as `how` has it. Answers with the status."""
    key = app.config["SETTINGS"].mail_webhook_key

    def post(event, *, late=0, signed_with=key, header=None, body=None):
        body = body if body is not None else json.dumps(event).encode()
        now = int(scopes.moment().timestamp()) + late
        header = header if header is not None else f"t={now},v1={signature(signed_with, now, body)}"
        client = app.test_client()
        headers = {"Withkin-Signature": header, "Content-Type": "application/json"}
        return client.post("/mail/webhook", base_url="http://localhost:8000", data=body, headers=headers).status_code

    return post


def bounced(house, who="dana"):
    with transaction(house.jobs()):
        mine = CaregiverAddress.caregiver_id == house.people[who]
        return db.session.scalar(db.select(CaregiverAddress.bounced_at).where(mine)) is not None


def events(house):
    with transaction(house.jobs()):
        return db.session.scalar(db.select(db.func.count()).select_from(MailEvent))


def event(mail, id="e1", kind="bounced"):
    return {"id": id, "type": kind, "message_id": mail}


def test_three_bounces_on_different_days_stop_mail_and_the_team_reads_it_on_today(harbour, mail, tells, browser):
    for n in range(3):
        assert not bounced(harbour)
        with at(scopes.moment() + timedelta(days=n)):
            assert tells(event(mail(), f"e{n}")) == 204
    assert bounced(harbour) and not bounced(harbour, "rosa")
    with transaction(harbour.jobs()):
        told = set(db.session.scalars(db.select(Notice.staff_id).where(Notice.kind == "bounced")))
    assert told == {harbour.people["okafor"], harbour.people["mills"]}
    assert "Mail to somebody who cares for Maya comes back." in browser(harbour).sign_in_staff().get("/today").text


def test_three_on_one_day_are_one_bad_day(harbour, mail, tells):
    for n in range(3):
        tells(event(mail(), f"e{n}"))
    assert not bounced(harbour) and events(harbour) == 3


def test_called_unwanted_once_is_enough(harbour, mail, tells):
    assert tells(event(mail(), kind="unwanted")) == 204
    assert bounced(harbour)


def test_replayed_it_counts_once(harbour, mail, tells):
    same = event(mail())
    for n in range(4):
        with at(scopes.moment() + timedelta(days=n)):
            assert tells(same) == 204
    assert events(harbour) == 1 and not bounced(harbour)


@pytest.mark.parametrize(
    "how",
    [
        {"signed_with": "x" * 40},
        {"late": -330},
        {"late": 330},
        {"header": ""},
        {"header": "t=1,v1="},
        {"header": "t=²,v1=aa"},
        {"header": f"t={'9' * 40},v1=aa"},
        {"header": "v1=aa"},
    ],
)
def test_forged_or_stale_it_changes_nothing(harbour, mail, tells, how):
    assert tells(event(mail(), kind="unwanted"), **how) == 401
    assert events(harbour) == 0 and not bounced(harbour)


def test_of_a_body_that_was_changed_the_signature_is_wrong(harbour, mail, tells):
    now, good = int(time.time()), json.dumps(event(mail(), kind="bounced")).encode()
    header = f"t={now},v1={signature('mail_webhook_key' * 5, now, good)}"
    assert tells(None, header=header, body=good.replace(b"bounced", b"unwanted")) == 401


@pytest.mark.parametrize(
    "said",
    [
        {},
        [],
        "x",
        {"id": "1", "type": "bounced"},
        {"id": "1", "type": "opened", "message_id": "<a.b@c>"},
        {"id": "1", "type": "bounced", "message_id": "<11111111-1111-4111-8111-111111111111@x>"},
        {"id": "1", "type": "bounced", "message_id": 5},
        {"id": "1", "type": "bounced", "message_id": f"<{'1' * 8}-1111-4111-8111-{'1' * 12}.{'2' * 32}@x>"},
    ],
)
def test_what_is_no_mail_of_ours_is_heard_and_forgotten(harbour, tells, said):
    assert tells(said) == 204
    assert events(harbour) == 0


def test_lists_in_lists_without_end_are_no_mail_of_ours(harbour, tells):
    assert tells(None, body=b"[" * 50_000) == 204


def test_a_mail_of_one_clinic_never_touches_another(harbour, meadow, mail, tells):
    """The id of Harbour's mail under Meadow's name is no mail of Meadow's."""
    assert tells(event(mail().replace(harbour.clinic.hex, meadow.clinic.hex), kind="unwanted")) == 204
    assert not bounced(harbour) and not bounced(meadow)


def test_an_address_that_was_marked_is_told_once(harbour, mail, tells):
    tells(event(mail(), "a", "unwanted"))
    tells(event(mail(), "b", "unwanted"))
    with transaction(harbour.jobs()):
        assert len(db.session.scalars(db.select(Notice).where(Notice.kind == "bounced")).all()) == 2, (
            "one for each reader"
        )


def on_days(tells, days, mail):
    for n in days:
        with at(scopes.moment() + timedelta(days=n)):
            assert tells(event(mail(), f"e{n}")) == 204


def test_what_came_back_long_ago_is_not_counted_with_it(harbour, mail, tells):
    on_days(tells, (0, 1, 100), mail)
    assert not bounced(harbour)
    on_days(tells, (101, 102), mail)
    assert bounced(harbour)


def test_nor_what_came_back_from_somebody_else(harbour, mail, tells):
    on_days(tells, (0, 1), mail)
    with at(scopes.moment() + timedelta(days=2)):
        tells(event(mail("rosa"), "hers"))
    assert not bounced(harbour) and not bounced(harbour, "rosa")


def test_where_no_key_is_set_there_is_no_such_address(app, harbour, mail, tells, monkeypatch):
    monkeypatch.setattr(app.config["SETTINGS"], "mail_webhook_key", None)
    assert tells(event(mail(), kind="unwanted")) == 404
    assert not bounced(harbour)


def readers(house):
    with transaction(house.jobs()):
        return set(db.session.scalars(db.select(Notice.staff_id).where(Notice.kind == "bounced")))


def test_of_a_part_that_has_ended_nobody_is_told(harbour, mail, tells):
    day = harbour.today
    with transaction(harbour.staff()):
        involving.end(part(harbour, "dana"), day)
    tells(event(mail(), kind="unwanted"))
    assert bounced(harbour) and readers(harbour) == set()


def test_the_team_of_a_child_she_recognised_as_hers_is_told_too(harbour, mail, tells):
    asked = asks(harbour, "dana")
    with transaction(harbour.jobs()):
        about = db.session.get_one(SamePerson, (harbour.clinic, asked)).involvement_id
    with transaction(as_caregiver(harbour, "dana")):
        dana = harbour.people["dana"]
        db.session.add(SamePersonAnswer(id=asked, caregiver_id=dana, involvement_id=about, said="yes"))
    tells(event(mail(), kind="unwanted"))
    assert readers(harbour) == {harbour.people[who] for who in ("okafor", "mills", "reyes")}
