"""Digests attacked: what a page, a link or a mail tells beside what it says, and what is lost on the way (docs/attack.md)."""

import re
from contextlib import suppress
from datetime import datetime, time, timedelta
from uuid import uuid5

import pytest

from app.boundaries.limits import limit
from app.digests import batch, making
from app.digests.models import Digest, Run, WeeklyLine
from app.families.changing import change_address
from app.families.inviting import correct_address
from app.involvement import involving
from app.mail import events
from app.mail.models import Delivery
from app.people import links, mail_choice
from app.people.mail_choice import MailChoice
from app.people.models import CaregiverAddress, PortalLink
from app.updates.opened import FOUND
from app.web.dates import monday
from tenants import resolve
from tenants import scope as scopes
from tenants.db import db, new_id, timed_id, transaction
from tenants.models import Due
from tenants.scope import Audience, Scope
from tests.clinic.pages import PLACE, opened
from tests.deeds import chooses_mail, replies, says_who_uses, tells
from tests.digests.week import REPLY, TOLD, WORDS, at, came_in, come, line_for
from tests.world import part


def digests(house, who="dana"):
    with transaction(house.jobs()):
        mine = Digest.caregiver_id == house.people[who]
        return db.session.scalars(db.select(Digest).where(mine).order_by(Digest.at)).all()


def way(mail):
    return re.search(r"http://harbour.localhost:8000(/in/\S+)", mail["text"])[1]


def enters(browser, house, mail):
    phone = browser(house)
    phone.get(way(mail))
    phone.post(way(mail))
    return phone


def lines_of(house):
    with transaction(house.jobs()):
        rows = db.select(WeeklyLine.body, WeeklyLine.week, WeeklyLine.told_at).order_by(WeeklyLine.at)
        return db.session.execute(rows).all()


def test_must_21_hints_read_beside_a_line_are_openings_of_her_words(harbour, okafor):
    tells(harbour, "dana", "maya", TOLD)
    told = tells(harbour, "dana", "maya", "And the other")
    assert TOLD in okafor.get("/lines").text
    with transaction(harbour.jobs()) as scope:
        values = {"clinic": harbour.clinic, "zone": "UTC", "since": scope.now - timedelta(days=9), "before": scope.now}
        found = [row.by for row in db.session.execute(FOUND, values) if row.part == harbour.parts["dana"]]
    assert told and found == ["Dr Okafor"]


def test_what_is_typed_in_a_box_of_a_later_page_is_not_lost(harbour, okafor, home, monkeypatch):
    monkeypatch.setattr("app.digests.line_views.PAGE", 1)
    okafor.get("/lines")
    later = re.search(r'href="(/lines\?after=[^"]+)"', okafor.text)[1]
    okafor.get(later)
    path = re.search(r'action="(/lines/[^"]+)"', okafor.text)[1]
    okafor.post(path, {"words": "y" * 301}, status=422)
    assert "1 characters too long" in okafor.text and "y" * 301 in okafor.text
    okafor.post(path, {"words": "Sit down first."})
    assert "Sit down first." in okafor.text, "and back to where it was written"


def test_a_line_for_people_who_no_longer_live_there_is_not_thanked_for(harbour, okafor, home):
    day = harbour.today
    with transaction(harbour.staff()):
        for who in ("dana", "rosa"):
            involving.end(part(harbour, who), day)
    okafor.post(f"/lines/{home}", {"words": WORDS}, status=409)
    assert "Saved." not in okafor.text and WORDS in okafor.text and lines_of(harbour) == []


def tomorrow(house, hour):
    """That hour of the clinic's next day."""
    site = resolve.of_id(house.clinic)
    day = scopes.moment().astimezone(site.zone).date() + timedelta(days=1)
    return datetime.combine(day, time(hour), site.zone)


def chooses(olga, moment):
    """The owner has the week at home go at this hour of this weekday."""
    olga.get("/clinic/settings/digests")
    olga.post("/clinic/settings/digests", {"digest_day": moment.isoweekday(), "digest_minute": moment.hour * 60})


def test_a_line_written_before_the_hour_was_moved_goes_all_the_same(harbour, browser, home):
    """To an hour that was over this week: the next one comes next week."""
    came_in(harbour)
    chooses(browser(harbour).sign_in_staff("olga"), tomorrow(harbour, 20))
    line_for(harbour, "maya", "dana", WORDS)
    with at(tomorrow(harbour, 12)):
        chooses(browser(harbour).sign_in_staff("olga"), tomorrow(harbour, 8) - timedelta(days=1))
        assert WORDS in browser(harbour).sign_in_staff().get("/lines").text, "it stands in its box"
        come(harbour)
        come(harbour, weeks=1)
    assert [[kind for kind, *_ in one.items] for one in digests(harbour)] == [["line"], []]


def test_a_line_written_after_the_hour_was_moved_is_for_a_week_that_has_not_gone(harbour, browser, home):
    """To an hour that is to come this week: this week's have gone, the next ones come next week."""
    came_in(harbour)
    chooses(browser(harbour).sign_in_staff("olga"), tomorrow(harbour, 8))
    line_for(harbour, "maya", "dana", "First.")
    come(harbour)
    with at(tomorrow(harbour, 12)):
        chooses(browser(harbour).sign_in_staff("olga"), tomorrow(harbour, 20) - timedelta(days=1))
        okafor = browser(harbour).sign_in_staff()
        okafor.get("/lines")
        okafor.post(f"/lines/{home}", {"words": "Second."})
        assert "Saved." in okafor.text
        come(harbour)
        come(harbour, weeks=1)
    assert [[kind for kind, *_ in one.items] for one in digests(harbour)] == [["line"], ["line"]]


def test_a_line_that_comes_while_its_week_is_made_hides_nothing(harbour, browser):
    """Its own transaction began before the hour; it commits after the week has begun."""
    came_in(harbour)
    replies(harbour, tells(harbour, "dana", "maya", TOLD), REPLY)
    open_runs = making.open_runs

    def late(clinic):
        found = open_runs(clinic)
        with at(scopes.moment() - timedelta(minutes=1)), suppress(AssertionError):
            line_for(harbour, "maya", "dana", WORDS)
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(making, "open_runs", late)
        now = come(harbour)
    with at(now + timedelta(minutes=1)):
        dana = browser(harbour).sign_in("dana")
        assert REPLY in dana.get(f"/digests/{digests(harbour)[0].id}").text


def test_must_03_after_28_days_a_digests_page_is_none_for_everybody(harbour, browser):
    came_in(harbour)
    line_for(harbour, "maya", "dana", WORDS)
    now = come(harbour)
    path = f"/digests/{digests(harbour)[0].id}"
    with at(now + timedelta(days=27)):
        dana = browser(harbour).sign_in("dana")
        assert WORDS in dana.get(path).text
    with at(now + timedelta(days=28)):
        dana.get(path, status=404)


def test_must_03_home_leads_to_no_page_that_a_limit_has_closed(harbour, browser, week):
    dana = browser(harbour).sign_in("dana")
    assert "Your week, as a page" in dana.get("/home").text
    day = harbour.today
    with transaction(harbour.staff()):
        limit(harbour.parts["dana"], "messages", "closed", "safety", day)
    assert "Your week, as a page" not in dana.get("/home").text


def told_of(house, delivery, kind, days=(0,)):
    """The mail service says so of this mail, on each of these days."""
    for n in days:
        with at(scopes.moment() + timedelta(days=n)), transaction(house.jobs()):
            events.store(events.Told(new_id(), kind, house.clinic, delivery))


def bounced(house, who):
    with transaction(house.jobs()):
        mine = CaregiverAddress.caregiver_id == house.people[who]
        return db.session.scalars(db.select(CaregiverAddress.bounced_at).where(mine)).one() is not None


def mail_to(house, who):
    with transaction(house.jobs()):
        row = Delivery(kind="digest", caregiver_id=house.people[who], state="sent")
        db.session.add(row)
        db.session.flush()
        return row.id


@pytest.mark.parametrize(("kind", "days"), [("unwanted", (0,)), ("bounced", (0, 1, 2))])
def test_what_the_old_inbox_says_of_old_mail_silences_no_new_address(harbour, kind, days):
    came_in(harbour)
    old = mail_to(harbour, "dana")
    with transaction(harbour.staff()):
        change_address(part(harbour, "dana"), "dana.new@harbour.example", True, "room")
    told_of(harbour, old, kind, days)
    assert not bounced(harbour, "dana")
    new = mail_to(harbour, "dana")
    told_of(harbour, new, "bounced")
    assert not bounced(harbour, "dana"), "what came back before is not counted with it"
    told_of(harbour, new, "bounced", (1, 2))
    assert bounced(harbour, "dana"), "it counts by itself"


def test_a_strangers_word_about_a_mistyped_address_silences_the_right_one_no_more(harbour):
    old = mail_to(harbour, "lee")
    with transaction(harbour.staff("reyes")):
        correct_address(part(harbour, "lee"), "lee.right@harbour.example", True)
    told_of(harbour, old, "unwanted")
    assert not bounced(harbour, "lee")


def test_weekly_mail_asked_for_anew_is_said_at_home_with_undo(harbour, browser):
    """By whoever holds one of her mails, or her phone: it begins tomorrow, and she reads it before."""
    chooses_mail(harbour, answers=False, digests=False)
    dana = browser(harbour).sign_in("dana")
    dana.get("/you/mail")
    dana.post("/you/mail", {"digests": "y", "quiet_from": "20", "quiet_until": "8"})
    assert "We mail you about your week." in dana.get("/home").text
    dana.post("/you/mail/undo")
    assert "Mail, from tomorrow on" not in dana.get("/home").text
    with transaction(harbour.jobs()):
        newest = db.select(MailChoice.digests, MailChoice.answers).order_by(MailChoice.at.desc())
        assert db.session.execute(newest).first() == (False, False)


def test_must_17_what_one_mail_opened_opens_no_other_page(harbour, browser, week):
    phone, dana = enters(browser, harbour, week), harbour.people["dana"]
    with at(scopes.moment() + timedelta(minutes=5)):
        period = digests(harbour)[0].period + timedelta(weeks=1)
        run = Run(id=new_id(), kind="home", period=period, due_at=scopes.moment())
        with transaction(harbour.jobs()) as scope:
            other, link = batch.claim(run, [dana])[dana], batch.mailed_to([dana])[dana]
            batch.fill([(other, [], scope.now, True, link)])
            token = links.token(link, "notice", harbour.clinic)
        phone.get(f"/digests/{other}", status=404)
        phone.get(f"/in/{token}", follow=False)  # its button, and no way round it
        phone.post(f"/in/{token}")
        assert phone.page.request.path == f"/digests/{other}"


def test_must_18_what_came_in_by_mail_ends_where_mail_lets_nobody_in(harbour, browser, week):
    phone = enters(browser, harbour, week)
    path = phone.page.request.path
    phone.get(path)
    says_who_uses(harbour, "dana")
    phone.get(path, follow=False, status=303)


def two_weeks(house):
    """Two weeks have gone, each with a line for Dana's home; the first run is left as it was. Answers with the first run."""
    came_in(house)
    line_for(house, "maya", "dana", WORDS)
    come(house)
    with transaction(house.jobs()):
        first = db.session.scalars(db.select(Run).where(Run.kind == "home")).one()
        db.session.execute(db.update(Digest).values(state="failed", error="ValueError"))
    line_for(house, "maya", "dana", "Newer.", weeks=1)
    return first


def way_in_of_newest(house):
    newest = digests(house)[-1]
    with transaction(house.jobs()):
        return db.session.get(PortalLink, (house.clinic, newest.link_id))


def test_an_older_week_is_not_made_once_more_and_the_newest_way_in_stays(harbour):
    first = two_weeks(harbour)
    with at(come(harbour, weeks=1) + timedelta(hours=20)):
        with transaction(harbour.staff("olga")):
            assert making.once_more(db.session.merge(first)) == 0
        making.make_digests(harbour.clinic)
        assert [one.state for one in digests(harbour)] == ["failed", "made"]
        assert way_in_of_newest(harbour).revoked_at is None


def test_the_owner_is_offered_the_newest_week_alone(harbour, browser):
    this_week = monday(harbour.today)
    with transaction(harbour.jobs()) as scope:
        for weeks in (1, 2):
            week = {"period": this_week - timedelta(weeks=weeks), "due_at": scope.now}
            db.session.add(Run(id=timed_id(), kind="home", state="stuck", **week))
    page = browser(harbour).sign_in_staff("olga").get("/clinic/digests").text
    assert page.count("stuck") == 2 and page.count("Once more") == 1


def test_an_older_run_that_was_put_off_ends_with_the_next_one(harbour):
    first = two_weeks(harbour)
    with transaction(harbour.jobs()) as scope:
        later = {"state": "open", "next_try_at": scope.now + timedelta(days=9)}
        db.session.execute(db.update(Run).where(Run.id == first.id).values(**later))
        db.session.execute(db.update(Digest).values(state="nothing", error="once more"))
    with at(come(harbour, weeks=1) + timedelta(days=3)):
        making.make_digests(harbour.clinic)
    assert [one.state for one in digests(harbour)] == ["nothing", "made"]
    assert way_in_of_newest(harbour).revoked_at is None


def test_tries_that_got_somewhere_in_between_are_not_in_a_row(harbour, monkeypatch):
    came_in(harbour)
    line_for(harbour, "maya", "dana", WORDS)
    monkeypatch.setattr(making, "BATCH", 1)
    site = resolve.of_id(harbour.clinic)
    with at(making.hours(site)["home"].next(scopes.moment())):
        with transaction(harbour.jobs()):
            making.begin_runs(site)
            run = db.session.scalars(db.select(Run).where(Run.kind == "home")).one()
            run.tries = 7
        making.next_batch(site, run)
        making.put_off(harbour.clinic, run, ValueError())
    with transaction(harbour.jobs()):
        assert db.session.scalars(db.select(Run.state).where(Run.kind == "home")).one() == "open"


def test_a_zone_further_east_makes_nothing_late(harbour, browser):
    """What is due by the new zone's clock before it was by the old one's is found at once."""
    olga = browser(harbour).sign_in_staff("olga")
    with transaction(harbour.jobs()):
        db.session.execute(db.delete(Due).where(Due.clinic_id == harbour.clinic, Due.kind == making.SWEEP))
    olga.post(opened(olga, "place"), PLACE | {"time_zone": "America/Halifax", "confirmed": "1"})
    assert "Saved." in olga.text
    with transaction(Scope(None, Audience.SYSTEM)) as scope:
        due = db.select(Due.at).where(Due.clinic_id == harbour.clinic, Due.kind == making.SWEEP)
        assert [at <= scope.now for at in db.session.scalars(due)] == [True]


def test_the_hour_saved_in_the_minute_it_comes_loses_no_week(harbour, browser):
    """Nobody has begun what was due a moment ago."""
    came_in(harbour)
    chooses(browser(harbour).sign_in_staff("olga"), tomorrow(harbour, 12))
    line_for(harbour, "maya", "dana", WORDS)
    with at(tomorrow(harbour, 12) + timedelta(seconds=20)):
        chooses(browser(harbour).sign_in_staff("olga"), tomorrow(harbour, 8) - timedelta(days=1))
        making.make_digests(harbour.clinic)
    assert [[kind for kind, *_ in one.items] for one in digests(harbour)] == [["line"]]


def test_out_and_asked_for_anew_on_one_day_begins_tomorrow(harbour, browser):
    """As the page says it: whoever else holds the mail turns nothing on unseen."""
    dana, page = harbour.people["dana"], browser(harbour)
    with transaction(harbour.jobs()):
        way = batch.mailed_to([dana])[dana]
        out = f"/unsubscribe/{links.token(uuid5(way, 'unsubscribe'), 'unsubscribe', harbour.clinic)}"
    page.get(out)
    page.post(out)
    page.post(out, {"again": "1"})
    assert "From tomorrow on" in page.text
    zone = resolve.of_id(harbour.clinic).zone
    with transaction(harbour.jobs()) as scope:
        today, later = (mail_choice.of(dana, scope.now.astimezone(zone) + timedelta(days=days)) for days in (0, 1))
    assert (today.digests, today.begin) == (False, ["digests"])
    assert later.digests and later.begin == []


def test_whoever_comes_back_from_a_pause_is_not_told_last_weeks_line_as_news(harbour):
    came_in(harbour)
    line_for(harbour, "maya", "dana", WORDS)
    day = harbour.today
    with transaction(harbour.staff()):
        involving.pause(part(harbour, "rosa"), day)
    come(harbour)
    with transaction(harbour.staff()):
        involving.resume(part(harbour, "rosa"), day)
    come(harbour, weeks=1)
    assert [one.state for one in digests(harbour, "rosa")] == ["nothing"]
