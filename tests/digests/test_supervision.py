"""The week of supervision, the owner's page, and the commands."""

import json
from datetime import timedelta

import pytest

from app.digests import batch, making
from app.digests.models import Digest, Run
from app.engagement.turning import turn_engagement
from app.involvement import closed
from app.mail.models import Delivery
from tenants import resolve
from tenants import scope as scopes
from tenants.db import db, transaction
from tests.deeds import replies, supervises, tells, told_before
from tests.digests.week import at, came_in, come


@pytest.fixture
def monday(harbour, servers):
    """Dana's question has waited for three weeks, and since Saturday that is why; Sade supervises Dr Okafor as well."""
    supervises(harbour)
    came_in(harbour)
    told_before(harbour, "dana", "maya", "question", 20, "Should I talk about the move?")
    turn_engagement(harbour.clinic)
    moment = making.hours(resolve.of_id(harbour.clinic))["supervision"].next(scopes.moment())
    with servers.admin("withkin") as admin:
        saturday, part = moment.date() - timedelta(days=2), harbour.parts["dana"]
        admin.execute("update standing set since = %s where involvement_id = %s", [saturday, part])
    with at(moment):
        making.make_digests(harbour.clinic)


def week(house, who="sade"):
    with transaction(house.jobs()):
        mine = Digest.staff_id == house.people[who], Digest.kind == "supervision"
        return db.session.scalars(db.select(Digest).where(*mine)).one_or_none()


def test_who_supervises_gets_who_went_quiet_by_id_and_a_plain_mail(harbour, monday, work, outbox_now):
    assert ["quiet", str(harbour.parts["dana"]), str(harbour.children["maya"])] in week(harbour).items
    before = len(outbox_now.mails("sade@harbour.example"))
    with at(week(harbour).at):
        work()
    mail = outbox_now.mails("sade@harbour.example")[0]
    assert len(outbox_now.mails("sade@harbour.example")) == before + 1
    assert mail["subject"] == "Your week" and "/staff/sign-in" in mail["text"] and "/in/" not in mail["text"]
    assert week(harbour, "okafor") is None, "nobody is sent supervision about themselves"


def test_its_page_says_why_and_what_to_do(harbour, monday, browser):
    sade = browser(harbour).sign_in_staff("sade")
    sade.get(f"/engagement/weeks/{week(harbour).id}")
    assert "Maya" in sade.text and "this one is ours" in sade.text and "Dr Okafor" in sade.text
    assert "Should I talk" not in sade.text
    sade.get("/engagement/weeks")
    assert f"/engagement/weeks/{week(harbour).id}" in sade.page.text
    assert "Maya" in sade.get("/engagement/weeks/next").text


def test_a_family_closed_to_her_by_name_meanwhile_is_not_there(harbour, monday, browser):
    sade = browser(harbour).sign_in_staff("sade")
    with transaction(harbour.staff()):
        closed.close(harbour.children["maya"], harbour.people["sade"], "Lives next door")
    assert "Maya" not in sade.get(f"/engagement/weeks/{week(harbour).id}").text
    assert "Maya" not in sade.get("/engagement/weeks/next").text


def test_nobody_opens_anothers(harbour, monday, browser):
    browser(harbour).sign_in_staff("okafor").get(f"/engagement/weeks/{week(harbour).id}", status=403)


def test_the_owner_reads_how_many_went_and_why_one_did_not(harbour, browser, monkeypatch):
    came_in(harbour)
    replies(harbour, tells(harbour, "dana", "maya", "x"), "Follow her lead")
    weeks = batch.home.weeks

    def breaks(opened, period):
        if any(one.caregiver == harbour.people["dana"] for one in opened):
            raise ValueError("Dana's digest")
        return weeks(opened, period)

    monkeypatch.setattr(batch.home, "weeks", breaks)
    come(harbour)
    monkeypatch.undo()
    olga = browser(harbour).sign_in_staff("olga")
    olga.get("/clinic/digests")
    assert "One could not be made (ValueError)" in olga.text and "Dana" not in olga.text
    with transaction(harbour.jobs()):
        run = db.session.scalars(db.select(Run.id).where(Run.kind == "home")).one()
    olga.post(f"/clinic/digests/{run}")
    assert "One digest is made once more." in olga.text
    making.make_digests(harbour.clinic)
    assert "could not be made" not in olga.get("/clinic/digests").text
    olga.post(f"/clinic/digests/{run}")
    assert "Nothing had failed." in olga.text


def test_the_owner_chooses_when_they_go_and_the_past_is_not_made_up(harbour, browser):
    olga = browser(harbour).sign_in_staff("olga")
    olga.get("/clinic/settings/digests")
    olga.post("/clinic/settings/digests", {"digest_day": "1", "digest_minute": "480"})
    assert "Saved. It counts from the next one on." in olga.text
    making.make_digests(harbour.clinic)
    with transaction(harbour.jobs()):
        assert db.session.scalars(db.select(Run).where(Run.kind == "home")).all() == []
    olga.get("/clinic/settings")
    assert "Monday, 8:00" in olga.text


@pytest.mark.parametrize("command", ["due", "status", "send", "sweep"])
def test_commands_answer_in_json(harbour, app, command):
    came_in(harbour)
    replies(harbour, tells(harbour, "dana", "maya", "x"), "Follow her lead")
    come(harbour)
    answer = app.test_cli_runner().invoke(args=["digests", command, "--clinic", "harbour", "--json"])
    assert answer.exit_code == 0, answer.output
    said = json.loads(answer.output.splitlines()[-1])["harbour"]
    if command == "due":
        assert set(said) == {"home", "supervision"}
    else:
        assert said["digests"]["made"] == 1 and set(said) == {"digests", "mails", "open_runs", "oldest_waits"}


def test_an_unknown_clinic_is_said(app, harbour):
    answer = app.test_cli_runner().invoke(args=["digests", "status", "--clinic", "nowhere"])
    assert answer.exit_code == 1 and "No clinic is called nowhere." in answer.output


def test_a_mail_that_may_have_arrived_is_never_sent_again(harbour, browser):
    came_in(harbour)
    replies(harbour, tells(harbour, "dana", "maya", "x"), "Follow her lead")
    come(harbour)
    with transaction(harbour.jobs()) as scope:
        ended = {"state": "unknown", "ended_at": scope.now}
        db.session.execute(db.update(Delivery).where(Delivery.kind == "digest").values(**ended))
        run = db.session.scalars(db.select(Run.id).where(Run.kind == "home")).one()
    olga = browser(harbour).sign_in_staff("olga")
    assert "perhaps arrived" in olga.get("/clinic/digests").text
    olga.post(f"/clinic/digests/{run}")
    making.make_digests(harbour.clinic)
    with transaction(harbour.jobs()):
        assert db.session.scalars(db.select(Delivery.state).where(Delivery.kind == "digest")).all() == ["unknown"]
