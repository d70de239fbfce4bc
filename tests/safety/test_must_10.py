"""Must 10: one tap from every page with a box, the crisis lines at once, first on Today, passed on by the clock, each step kept."""

import re

import pytest
from sqlalchemy.exc import ProgrammingError

from app.involvement import closed, ending, involving
from app.involvement.models import Child
from app.safety.models import Step, Worry
from app.safety.sweeping import safety
from tenants.db import db, transaction
from tests.deeds import as_caregiver, chooses_mail
from tests.solo import cove
from tests.world import part

WORDS = "He said he wants to sleep for ever"


@pytest.fixture
def dana(harbour, browser):
    dana = browser(harbour)
    dana.sign_in("dana")
    return dana


def worries(page, status=200, **more):
    page.get("/safety")
    child = re.search(r'name="child"[^>]*value="([^"]*)"', page.page.text)
    form = {"child": child[1] if child else "", "body": WORDS, "way": "here", "phone": ""} | more
    return page.post("/safety", form, status=status)


def only(house):
    with transaction(house.jobs()):
        return db.session.scalars(db.select(Worry)).one()


def kinds(house, *which):
    with transaction(house.jobs()):
        rows = db.session.scalars(db.select(Step).order_by(Step.at, Step.id)).all()
        return [
            (step.kind, next(who for who, id in house.people.items() if id == step.staff_id))
            for step in rows
            if not which or step.kind in which
        ]


def later(servers, hours):
    """The clock moves: all that was told lies so much further back, and what is due is due."""
    with servers.admin("withkin") as admin:
        admin.execute("update safety_worry set at = at - make_interval(hours => %s)", [hours])
        admin.execute("update due set at = now() - interval '1 second' where kind = 'safety'")


def sweeps(house):
    safety(house.clinic)


def reads(staff, house, status=200):
    return staff.get(f"/worries/{only(house).id}", status=status)


def acts(staff, house, kind, words="", status=200):
    reads(staff, house)
    return staff.post(
        f"/worries/{only(house).id}", {"kind": kind, "words": words, "known": known(staff)}, status=status
    )


def known(staff):
    return re.search(r'name="known" value="(\d+)"', staff.page.text)[1]


# From her side.


@pytest.mark.parametrize(
    "path",
    [
        "/home",
        "/updates",
        "/questions",
        "/you",
        "/updates/about/{maya}",
        "/questions/about/{maya}",
        "/check-in/{maya}/3",
    ],
)
def test_must_10_it_is_one_tap_from_every_page(harbour, dana, path):
    dana.get(path.format(maya=harbour.children["maya"]))
    assert 'href="/safety"' in dana.page.text


def test_must_10_the_crisis_lines_come_first_and_it_says_what_nobody_promises(dana):
    text = dana.get("/safety").text
    assert text.index("988") < text.index("<textarea")
    assert "Nobody watches this page day and night." in dana.text
    assert "No program looks through what you write" in dana.text
    assert "Dr Mills and Dr Okafor read this." in dana.text


def test_must_10_here_only_is_the_default(dana):
    dana.get("/safety")
    assert re.search(r'value="here"[^>]*checked', dana.page.text)


def test_must_10_she_reads_who_took_it_on_and_the_answer_and_nothing_else(harbour, dana, browser, work):
    worries(dana)
    assert "Thank you for telling us" in dana.text and "It is with the clinic." in dana.text
    work()
    okafor = browser(harbour).sign_in_staff()
    acts(okafor, harbour, "taken")
    acts(okafor, harbour, "called", "His school keeps an eye on him")
    acts(okafor, harbour, "answered", "Stay with him. I call at five.")
    dana.get(f"/safety/{only(harbour).id}")
    assert "Dr Okafor has read this and is on it." in dana.text
    assert "Stay with him. I call at five." in dana.text
    assert "school keeps" not in dana.text and "Dr Mills" not in dana.text


def test_must_10_it_stays_hers_whatever_else_is_open(harbour, dana, browser):
    worries(dana)
    for who in ("chris", "rosa"):
        other = browser(harbour)
        other.sign_in(who)
        other.get(f"/safety/{only(harbour).id}", status=404)
        assert WORDS not in other.get("/safety").text


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"body": " "}, "Write a line first."),
        ({"way": "call"}, "Write the number."),
        ({"way": "call", "phone": "none"}, "a number that a phone can call"),
        ({"body": "x" * 4001}, "1 characters too long"),
    ],
)
def test_must_10_half_said_is_kept_and_says_what_to_do(dana, harbour, more, says):
    worries(dana, 422, **more)
    assert says in dana.text
    assert WORDS in dana.text or "body" in more


def test_must_10_pressed_twice_it_is_one(harbour, dana):
    dana.get("/safety")
    page = dana.page
    for _ in range(2):
        dana.page = page
        dana.post("/safety", {"child": str(harbour.children["maya"]), "body": WORDS, "way": "here"})
    only(harbour)


def test_must_10_a_number_is_kept_only_where_she_wants_a_call(harbour, dana):
    worries(dana, phone="555 0100")
    assert only(harbour).phone is None


def test_must_10_where_nobody_reads_it_says_so_and_takes_nothing(harbour, dana):
    day = harbour.today
    dana.get("/safety")
    before = dana.page
    with transaction(harbour.staff()):
        ending.end_care(db.session.get_one(Child, (harbour.clinic, harbour.children["maya"])), day)
    dana.get("/safety")
    assert "Nobody here reads what is written on this page" in dana.text and "988" in dana.text
    dana.page = before
    dana.post("/safety", {"child": str(harbour.children["maya"]), "body": WORDS, "way": "here"}, status=422)
    with transaction(harbour.staff()):
        involving.end(part(harbour, "dana"), day)
    assert "Please call." in dana.get("/safety").text


# On the team's side.


def test_must_10_it_stands_first_on_today_of_therapist_and_deputy_alone(harbour, dana, browser):
    worries(dana)
    for who in ("okafor", "mills"):
        page = browser(harbour).sign_in_staff(who).get("/today").text
        assert page.index("Dana, about Maya") < page.index('id="choices"')
        assert WORDS not in page, "opening it is a step of its own"
    reyes = browser(harbour).sign_in_staff("reyes")
    assert "about Maya" not in reyes.get("/today").text
    reads(reyes, harbour, 404)


def test_must_10_the_team_is_told_at_once_by_a_mail_without_a_word_of_it(harbour, dana, work, outbox_now):
    worries(dana)
    work()
    assert sorted(kinds(harbour)) == [("told", "mills"), ("told", "okafor")]
    for who in ("okafor", "mills"):
        mail = outbox_now.mails(f"{who}@harbour.example")[0]
        assert mail["subject"] == "Please sign in now"
        assert not any(word in str(mail) for word in ("Dana", "Maya", WORDS, "safety", "worr"))


def test_must_10_unseen_it_goes_on_to_the_supervisor_by_the_clock_and_once(harbour, dana, browser, servers, work):
    worries(dana)
    work()
    later(servers, 3)
    sweeps(harbour)
    assert kinds(harbour, "escalated") == []
    sade = browser(harbour).sign_in_staff("sade")
    reads(sade, harbour, 404)
    later(servers, 1)
    sweeps(harbour)
    sweeps(harbour)
    assert kinds(harbour, "escalated") == [("escalated", "sade")]
    sade.get("/engagement")
    assert "A worry about safety waits" in sade.text
    assert WORDS in reads(sade, harbour).text
    assert "It went on to a supervisor." in browser(harbour).sign_in_staff().get("/today").text


def test_must_10_read_alone_does_not_stop_the_clock_and_taken_on_does(harbour, dana, browser, servers, work):
    worries(dana)
    work()
    okafor = browser(harbour).sign_in_staff()
    reads(okafor, harbour)
    acts(okafor, harbour, "taken")
    assert "Dr Okafor took it on." in okafor.get("/today").text
    later(servers, 30)
    sweeps(harbour)
    assert kinds(harbour, "escalated") == []


def test_must_10_read_only_it_goes_on(harbour, dana, browser, servers, work):
    worries(dana)
    work()
    reads(browser(harbour).sign_in_staff(), harbour)
    later(servers, 5)
    sweeps(harbour)
    assert kinds(harbour, "escalated") == [("escalated", "sade")]


def test_must_10_the_clinics_own_limit_holds(harbour, dana, servers, work):
    worries(dana)
    work()
    with servers.admin("withkin") as admin:
        admin.execute("update clinic set safety_hours = 8")
    later(servers, 5)
    sweeps(harbour)
    assert kinds(harbour, "escalated") == []
    later(servers, 4)
    sweeps(harbour)
    assert kinds(harbour, "escalated") == [("escalated", "sade")]


def test_must_10_every_step_is_kept_and_shown_to_the_team(harbour, dana, browser, servers, work):
    worries(dana)
    work()
    later(servers, 5)
    sweeps(harbour)
    sade, okafor = browser(harbour).sign_in_staff("sade"), browser(harbour).sign_in_staff()
    acts(sade, harbour, "taken")
    acts(okafor, harbour, "answered", "I call you now.")
    acts(okafor, harbour, "closed", "Safe at his aunt's.")
    done = ["told", "told", "escalated", "read", "taken", "read", "answered", "closed"]
    assert [kind for kind, _who in kinds(harbour)] == done
    for said in ("Dr Mills was told.", "It went on to", "took it on.", "Dr Okafor closed it.", "Safe at his aunt's."):
        assert said in okafor.text
    assert "about Maya" not in okafor.get("/today").text


def test_must_10_of_two_who_act_the_second_reads_the_first(harbour, dana, browser):
    worries(dana)
    okafor, mills = browser(harbour).sign_in_staff(), browser(harbour).sign_in_staff("mills")
    reads(okafor, harbour)
    acts(mills, harbour, "answered", "I am with you at four.")
    okafor.post(
        f"/worries/{only(harbour).id}", {"kind": "answered", "words": "Come in at once.", "known": "0"}, status=409
    )
    assert "Dr Mills acted meanwhile." in okafor.text
    assert "I am with you at four." in okafor.text and "Come in at once." in okafor.text


@pytest.mark.parametrize(
    ("kind", "words"), [("answered", ""), ("closed", " "), ("eaten", "x"), ("answered", "x" * 4001)]
)
def test_must_10_half_done_is_refused(harbour, dana, browser, kind, words):
    worries(dana)
    acts(browser(harbour).sign_in_staff(), harbour, kind, words, 422)


def test_must_10_a_mail_goes_only_where_she_asked_for_one(harbour, dana, browser, work, outbox_now):
    worries(dana)
    okafor = browser(harbour).sign_in_staff()
    before = len(outbox_now.mails("dana@harbour.example"))
    acts(okafor, harbour, "answered", "One")
    work()
    assert len(outbox_now.mails("dana@harbour.example")) == before
    with transaction(harbour.jobs()):
        first = db.session.scalars(db.select(Worry.id)).one()
    chooses_mail(harbour, answers=False)
    worries(dana, way="mail")
    with transaction(harbour.jobs()):
        second = db.session.scalars(db.select(Worry.id).where(Worry.id != first)).one()
    okafor.get(f"/worries/{second}")
    okafor.post(f"/worries/{second}", {"kind": "answered", "words": "Two", "known": "0"})
    work()
    mail = outbox_now.mails("dana@harbour.example")[0]
    assert mail["subject"] == "Something to read" and "/in/" not in str(mail)
    assert len(outbox_now.mails("dana@harbour.example")) == before + 1


def test_must_10_where_the_child_is_closed_by_name_it_is_passed_on_to_others(harbour, dana, browser, servers, work):
    with transaction(harbour.staff()):
        closed.close(harbour.children["maya"], harbour.people["mills"], "")
        closed.close(harbour.children["maya"], harbour.people["sade"], "")
    worries(dana)
    work()
    later(servers, 5)
    sweeps(harbour)
    assert kinds(harbour) == [("told", "okafor"), ("escalated", "okafor")], "nobody else may read it: told once more"


def test_must_10_alone_it_says_who_alone_reads_and_whom_to_call(app, browser, servers):
    house = cove(app)
    with servers.admin("withkin") as admin:
        admin.execute("update clinic set cover_name = 'Dr Lee', cover_phone = '555-0100' where subdomain = 'cove'")
    petra = browser(house)
    petra.sign_in("petra")
    text = petra.get("/safety").text
    assert "Only Ines Roth reads this" in petra.text and "Call Dr Lee:" in petra.text
    assert text.index("988") < text.index("Only ")
    worries(petra)
    sweeps(house)
    later(servers, 5)
    sweeps(house)
    assert kinds(house) == [("told", "ines"), ("escalated", "ines")]


def test_must_10_what_she_reads_of_it_is_the_walls_business_too(harbour, dana, browser, work):
    worries(dana)
    work()
    acts(browser(harbour).sign_in_staff(), harbour, "taken")
    with transaction(as_caregiver(harbour, "dana")):
        assert set(db.session.scalars(db.select(Step.kind))) == {"taken"}
    with transaction(as_caregiver(harbour, "chris")):
        assert db.session.scalars(db.select(Worry.id)).all() == []
    with pytest.raises(ProgrammingError, match="permission denied"), transaction(as_caregiver(harbour, "dana")):
        db.session.scalar(db.select(Step.staff_id))


def test_must_10_a_job_that_died_is_made_up_for(harbour, dana, servers):
    """Nothing lives in the queue alone: the sweep finds the worry in the database."""
    worries(dana)
    servers.valkey.client().flushall()
    sweeps(harbour)
    assert sorted(kinds(harbour)) == [("told", "mills"), ("told", "okafor")]
