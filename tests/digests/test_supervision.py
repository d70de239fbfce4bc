"""The week of supervision, the owner's page, and the commands."""

import json
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from app.audit import AuditEvent
from app.colleagues import roles
from app.digests import batch, making
from app.digests.models import Digest, Run
from app.engagement.turning import turn_engagement
from app.involvement import closed
from app.mail.models import Delivery
from app.sight import noting, reviewing, supervising
from app.sight.models import Supervision
from tenants import resolve
from tenants import scope as scopes
from tenants.db import db, new_id, transaction
from tests.deeds import replies, supervises, tells, told_before
from tests.digests.week import at, came_in, come


@pytest.fixture
def waiting(harbour, servers):
    """Dana's question has waited for three weeks, and since Saturday that is why; Sade supervises Dr Okafor as well. The
    moment at which her week goes."""
    supervises(harbour)
    came_in(harbour)
    told_before(harbour, "dana", "maya", "question", 20, "Should I talk about the move?")
    turn_engagement(harbour.clinic)
    moment = making.hours(resolve.of_id(harbour.clinic))["supervision"].next(scopes.moment())
    with servers.admin("withkin") as admin:
        saturday, part = moment.date() - timedelta(days=2), harbour.parts["dana"]
        admin.execute("update standing set since = %s where involvement_id = %s", [saturday, part])
    return moment


@pytest.fixture
def monday(harbour, waiting):
    """It came."""
    with at(waiting):
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


def test_saved_as_it_was_their_hour_was_not_chosen_anew(harbour, browser):
    """What is due by it and not begun is not left out."""
    before, olga = resolve.of_id(harbour.clinic).digests_from, browser(harbour).sign_in_staff("olga")
    olga.get("/clinic/settings/digests")
    olga.post("/clinic/settings/digests", {"digest_day": "5", "digest_minute": "960"})
    resolve.forget()
    assert "Saved." in olga.text and resolve.of_id(harbour.clinic).digests_from == before


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


NOT_HERS_ANY_MORE = {
    "works here no more": "update staff_member set ended_at = now() where id = %(sade)s",
    "is no supervisor": "update staff_role set until = now() where staff_id = %(sade)s and role = 'supervisor'",
    "supervises nobody": "update supervision set until = %(yesterday)s where supervisor_id = %(sade)s",
}


@pytest.mark.parametrize("how", NOT_HERS_ANY_MORE)
def test_who_is_no_supervisor_any_more_is_not_even_looked_at(harbour, waiting, servers, how):
    values = {"sade": harbour.people["sade"], "yesterday": harbour.today - timedelta(days=1)}
    with servers.admin("withkin") as admin:
        admin.execute(NOT_HERS_ANY_MORE[how], values)
    with at(waiting):
        making.make_digests(harbour.clinic)
    assert week(harbour) is None


NO_NEWS = {
    "somebody else supervises": "update supervision set until = %(yesterday)s where therapist_id = %(okafor)s",
    "care ended": "update child set ended_at = now() where id = %(maya)s",
    "her part ended": "update involvement set ended_at = now() where id = %(dana)s",
    "she comes by office": "update involvement set professional = true where id = %(dana)s",
    "closed to her by name": "insert into closed_to (clinic_id, id, child_id, staff_id, by_id, why, at)"
    " select clinic_id, gen_random_uuid(), %(maya)s, %(sade)s, %(okafor)s, '', now() from child where id = %(maya)s",
    "back, and never told to be quiet": "update standing set status = 'on-track' where involvement_id = %(dana)s",
}


@pytest.mark.parametrize("how", NO_NEWS)
def test_what_is_no_news_for_her_is_not_in_it(harbour, waiting, servers, how):
    values = {"yesterday": harbour.today - timedelta(days=1), **harbour.people}
    with servers.admin("withkin") as admin:
        admin.execute(NO_NEWS[how], values | {"maya": harbour.children["maya"], "dana": harbour.parts["dana"]})
    with at(waiting):
        making.make_digests(harbour.clinic)
    assert str(harbour.parts["dana"]) not in str(week(harbour).items)


def test_who_was_told_to_be_quiet_is_told_to_be_back(harbour, monday, waiting, servers):
    then = waiting + timedelta(weeks=1)
    with servers.admin("withkin") as admin:
        values = [then.date() - timedelta(days=2), harbour.parts["dana"]]
        admin.execute("update standing set status = 'on-track', since = %s where involvement_id = %s", values)
    with at(then):
        making.make_digests(harbour.clinic)
    assert [kind for kind, id, _ in weeks(harbour)[-1].items if id == str(harbour.parts["dana"])] == ["back"]


def weeks(house, who="sade"):
    with transaction(house.jobs()):
        return db.session.scalars(
            db.select(Digest).where(Digest.staff_id == house.people[who]).order_by(Digest.period)
        ).all()


@pytest.fixture
def agreed(harbour, waiting):
    """`agreed(days)`: Dr Reyes does something about Theo, so many days after her week goes. Its id."""

    def due(days=0):
        row, reyes = new_id(), harbour.people["reyes"]
        with transaction(harbour.staff("sade")):
            review = reviewing.begin(harbour.children["theo"], "due")
            noting.agree(row, review, "Ask Ben how mornings go", reyes, waiting.date() + timedelta(days=days))
        return row

    return due


ENDED = {
    "done": "update agreed_action set done_at = now(), done_by = who_id where id = %s",
    "taken back": "update agreed_action set taken_back_at = now(), taken_back_by = staff_id where id = %s",
}


def items(house):
    return [id for kind, id, _child in weeks(house)[-1].items if kind == "due"]


@pytest.mark.parametrize(("days", "there"), [(-3, True), (7, True), (8, False)])
def test_what_is_due_within_a_week_is_in_it(harbour, waiting, agreed, days, there):
    action = agreed(days)
    with at(waiting):
        making.make_digests(harbour.clinic)
    assert items(harbour) == ([str(action)] if there else [])


@pytest.mark.parametrize("how", ENDED)
def test_what_ended_before_or_after_is_not_due(harbour, waiting, agreed, servers, browser, how):
    first, then = agreed(), agreed(1)
    with servers.admin("withkin") as admin:
        admin.execute(ENDED[how], [first])
        with at(waiting):
            making.make_digests(harbour.clinic)
        assert items(harbour) == [str(then)]
        sade, path = browser(harbour).sign_in_staff("sade"), f"/engagement/weeks/{weeks(harbour)[-1].id}"
        assert "Ask Ben how mornings go" in sade.get(path).text
        admin.execute(ENDED[how], [then])
        assert "Ask Ben how mornings go" not in sade.get(path).text


def test_another_supervisor_opens_hers_by_no_address_and_reads_of_none(harbour, monday, browser):
    with transaction(harbour.staff("olga")):
        roles.add_role(harbour.people["reyes"], "supervisor")
    path, sade = f"/engagement/weeks/{week(harbour).id}", browser(harbour).sign_in_staff("sade")
    assert path in sade.get("/engagement/weeks").text
    reyes = browser(harbour).sign_in_staff("reyes")
    reyes.get(path, status=404)
    assert "/engagement/weeks/" not in reyes.get("/engagement/weeks").text.replace("/engagement/weeks/next", "")


def test_whom_somebody_else_supervises_by_now_is_not_on_its_page(harbour, monday, browser):
    sade, path, today = browser(harbour).sign_in_staff("sade"), f"/engagement/weeks/{week(harbour).id}", harbour.today
    assert "Maya" in sade.get(path).text
    with transaction(harbour.jobs()):
        pair = db.session.scalars(db.select(Supervision).where(Supervision.therapist_id == harbour.people["okafor"]))
        supervising.part(pair.one(), today)
    assert "Maya" not in sade.get(path).text


def test_must_23_whose_families_she_read_of_on_it_is_written_down(harbour, monday, browser):
    sade = browser(harbour).sign_in_staff("sade")

    def read():
        with transaction(harbour.jobs()):
            mine = AuditEvent.actor_id == harbour.people["sade"], AuditEvent.action == "read"
            details = db.session.scalars(db.select(AuditEvent.detail).where(*mine)).all()
        return [detail for detail in details if str(harbour.children["maya"]) in str(detail)]

    before = len(read())
    sade.get(f"/engagement/weeks/{week(harbour).id}")
    assert len(read()) == before + 1


def test_nobody_supervises_herself_says_the_database(harbour):
    """So that nobody is sent supervision about herself: no list has to ask."""
    with pytest.raises(IntegrityError, match="two_people"):
        supervises(harbour, "sade", "sade")


def test_a_mail_that_was_held_up_until_the_next_week_does_not_go(harbour, monday, waiting, agreed, work):
    agreed(7)
    then = waiting + timedelta(weeks=1)
    with at(then):
        making.make_digests(harbour.clinic)
        work()
    with transaction(harbour.jobs()):
        mine = Delivery.staff_id == harbour.people["sade"], Delivery.kind == "week"
        states = db.session.scalars(db.select(Delivery.state).where(*mine).order_by(Delivery.id)).all()
    assert states == ["dropped", "sent"]
