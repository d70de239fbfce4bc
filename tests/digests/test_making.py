"""A clinic's digests of a week: who has one, what it holds, once each, whatever happens meanwhile."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError

from app.boundaries.limits import limit
from app.digests import batch, making
from app.digests.models import Digest, Run
from app.involvement import involving
from app.involvement.models import Involvement
from app.involvement.same_person import SamePerson
from app.jobs import queue
from app.mail.models import Delivery
from tenants import resolve
from tenants import scope as scopes
from tenants.db import db, transaction
from tenants.models import Due
from tenants.scope import Audience, Scope
from tests.deeds import asks, replies, tells
from tests.digests.week import at, came_in, come, line_for
from tests.overlap import overlap
from tests.world import part


@pytest.fixture(autouse=True)
def entered(harbour):
    came_in(harbour)


WORDS = "Let her choose which shoe goes first."


def digests(house, *which):
    with transaction(house.jobs()):
        return db.session.scalars(db.select(Digest).where(*which).order_by(Digest.at)).all()


def of(house, who):
    return digests(house, Digest.caregiver_id == house.people[who])


def mails(house, who):
    with transaction(house.jobs()):
        mine = Delivery.caregiver_id == house.people[who], Delivery.kind == "digest"
        return db.session.scalars(db.select(Delivery).where(*mine)).all()


def test_each_gets_what_came_back_and_the_line_of_the_own_home(harbour):
    line_for(harbour, "maya", "dana", WORDS)
    replies(harbour, tells(harbour, "dana", "maya", "x"), "Follow her lead")
    come(harbour)
    (dana,) = of(harbour, "dana")
    assert dana.state == "made" and next(kind for kind, *_ in dana.items) == "line"
    assert sorted(kind for kind, *_ in dana.items) == ["line", "outcome", "reply"]
    assert [kind for kind, *_ in of(harbour, "rosa")[0].items] == ["line"], "the same home"
    assert of(harbour, "chris")[0].state == "nothing", "another home, and nothing was ever sent"
    assert len(mails(harbour, "dana")) == 1 and mails(harbour, "chris") == []


def test_at_most_one_a_week_however_often_it_is_made(harbour):
    line_for(harbour, "maya", "dana", WORDS)
    come(harbour)
    for _ in range(3):
        making.make_digests(harbour.clinic)
    assert len(of(harbour, "dana")) == 1 and len(mails(harbour, "dana")) == 1


def test_the_next_week_holds_what_is_new(harbour):
    replies(harbour, tells(harbour, "dana", "maya", "x"), "Follow her lead")
    with at(come(harbour) + timedelta(days=1)):
        replies(harbour, tells(harbour, "dana", "maya", "y"), "And again")
    come(harbour, weeks=1)
    first, second = of(harbour, "dana")
    assert not {item[1] for item in first.items} & {item[1] for item in second.items}
    assert len(second.items) == 2


def test_who_had_one_lately_gets_a_greeting_and_who_never_had_any_nothing(harbour):
    """Silence would tell when a limit was set."""
    line_for(harbour, "maya", "dana", WORDS)
    come(harbour)
    come(harbour, weeks=1)
    assert of(harbour, "dana")[1].quiet and of(harbour, "dana")[1].items == []
    assert [one.state for one in of(harbour, "chris")] == ["nothing", "nothing"]
    for week in range(2, 7):
        come(harbour, weeks=week)
    assert [one.state for one in of(harbour, "dana")][-1] == "nothing", "after four weeks it ends"


def test_a_limit_before_it_is_made_wins_and_what_is_told_goes_on(harbour):
    line_for(harbour, "maya", "dana", WORDS)
    replies(harbour, tells(harbour, "dana", "maya", "x"), "Follow her lead")
    day = harbour.today
    with transaction(harbour.staff()):
        limit(harbour.parts["dana"], "messages", "closed", "safety", day)
    come(harbour)
    assert [kind for kind, *_ in of(harbour, "dana")[0].items] == ["outcome"], "seen, in her own circle"
    assert [kind for kind, *_ in of(harbour, "rosa")[0].items] == ["line"]


@pytest.mark.parametrize("how", ["pause", "end"])
def test_nothing_goes_about_a_part_that_is_paused_or_ended(harbour, how):
    line_for(harbour, "maya", "dana", WORDS)
    day = harbour.today
    with transaction(harbour.staff()):
        getattr(involving, how)(part(harbour, "dana"), day)
    come(harbour)
    assert of(harbour, "dana") == []


@pytest.mark.parametrize("poison", [ValueError("poison"), IntegrityError("x", {}, Exception())])
def test_whose_digest_cannot_be_made_does_not_hold_up_the_others(harbour, monkeypatch, poison):
    line_for(harbour, "maya", "dana", WORDS)
    weeks = batch.home.weeks

    def breaks(opened, period):
        if any(one.caregiver == harbour.people["dana"] for one in opened):
            raise poison
        return weeks(opened, period)

    monkeypatch.setattr(batch.home, "weeks", breaks)
    come(harbour)
    (dana,) = of(harbour, "dana")
    assert (dana.state, dana.error) == ("failed", type(poison).__name__) and of(harbour, "rosa")[0].state == "made"
    monkeypatch.undo()
    with transaction(harbour.staff("olga")):
        run = db.session.scalars(db.select(Run).where(Run.kind == "home")).one()
        assert making.once_more(run) == 1
    making.make_digests(harbour.clinic)
    assert of(harbour, "dana")[0].state == "made" and len(mails(harbour, "dana")) == 1


def test_what_goes_wrong_before_anybody_is_chosen_is_tried_again_later_and_not_at_once(harbour, monkeypatch):
    def broken(*_):
        raise ValueError

    monkeypatch.setattr(batch, "recipients", broken)
    come(harbour)
    with transaction(harbour.jobs()):
        run = db.session.scalars(db.select(Run).where(Run.kind == "home")).one()
        assert (run.state, run.tries, run.error) == ("open", 1, "ValueError") and run.next_try_at > run.begun_at


def test_a_run_that_cannot_go_on_says_why_and_when_it_is_tried_again(harbour, monkeypatch):
    def away(*_):
        raise OperationalError("x", {}, Exception())

    monkeypatch.setattr(batch, "recipients", away)
    with pytest.raises(OperationalError):
        come(harbour)
    with transaction(harbour.jobs()):
        run = db.session.scalars(db.select(Run).where(Run.tries > 0)).one()  # the first of those that are due
        assert (run.state, run.tries, run.error) == ("open", 1, "OperationalError") and run.next_try_at > run.begun_at


def test_what_was_due_before_the_hour_was_chosen_is_not_made(harbour):
    site = resolve.of_id(harbour.clinic)
    with transaction(Scope(harbour.clinic, Audience.STAFF)) as scope:
        making.begin_runs(site)
        assert db.session.scalars(db.select(Run)).all() == []
        assert making.is_due(site, scope.now)["home"] - scope.now <= timedelta(days=7)


def test_a_digest_of_hers_is_not_older_because_somebody_else_has_a_newer_one(harbour):
    line_for(harbour, "maya", "dana", WORDS)
    line_for(harbour, "maya", "chris", WORDS, weeks=1)
    come(harbour)
    day = harbour.today
    with transaction(harbour.staff()):
        involving.pause(part(harbour, "dana"), day)
    come(harbour, weeks=1)
    assert [one.state for one in of(harbour, "chris")] == ["nothing", "made"]
    (hers,), (rosas, newer) = of(harbour, "dana"), of(harbour, "rosa")
    with transaction(harbour.jobs()):
        assert [batch.is_older(one) for one in (hers, rosas, newer)] == [False, True, False]


def test_however_many_batches_one_job_carries_their_mails(harbour, monkeypatch):
    line_for(harbour, "maya", "dana", WORDS)
    queue("digests").empty()
    monkeypatch.setattr(making, "BATCH", 1)
    come(harbour)
    assert len(mails(harbour, "dana")) == len(mails(harbour, "rosa")) == 1
    assert [job.args[0] for job in queue("digests").jobs] == ["sweep_mail"]


def test_a_run_that_another_worker_is_at_is_not_asked_for_again_and_again(harbour, monkeypatch):
    line_for(harbour, "maya", "dana", WORDS)
    queue("digests").empty()
    monkeypatch.setattr(making, "held", lambda run: False)
    come(harbour)
    assert queue("digests").jobs == []
    with transaction(Scope(None, Audience.SYSTEM)) as scope:
        due = db.session.scalars(db.select(Due.at).where(Due.clinic_id == harbour.clinic, Due.kind == making.SWEEP))
        assert min(due) <= scope.now + timedelta(weeks=1), "and looked for once more"


TAKES_NO_PART = {
    "not invited any more": "update involvement set invited_at = null where id = %s",
    "never came in": "update involvement set entered_at = null where id = %s",
    "ended": "update involvement set ended_at = now() where id = %s",
    "paused": "update involvement set paused_at = now() where id = %s",
    "care ended": "update child c set ended_at = now() from involvement i where i.child_id = c.id and i.id = %s",
}


@pytest.mark.parametrize("how", TAKES_NO_PART)
def test_who_takes_no_part_is_not_even_looked_at(harbour, servers, how):
    line_for(harbour, "maya", "dana", WORDS)
    with servers.admin("withkin") as admin:
        admin.execute(TAKES_NO_PART[how], [harbour.parts["dana"]])
    come(harbour)
    assert of(harbour, "dana") == []
    assert len(of(harbour, "ben")) == 1


def test_of_two_parts_what_is_about_the_one_that_goes_on_is_sent(harbour, browser, work):
    asked, dana = asks(harbour, "dana"), browser(harbour).sign_in("dana")
    dana.get("/home")
    dana.post(f"/you/asked/{asked}", {"said": "yes"})
    work()
    with transaction(harbour.jobs()):
        other = db.session.get_one(SamePerson, (harbour.clinic, asked)).involvement_id
        kid = db.session.get_one(Involvement, (harbour.clinic, other)).child_id
    house, day = replace(harbour, parts={"dana": other}, children={"noor": kid}), harbour.today
    replies(house, tells(house, "dana", "noor", "x"), "Follow his lead")
    replies(harbour, tells(harbour, "dana", "maya", "x"), "Follow her lead")
    with transaction(harbour.staff()):
        involving.pause(part(harbour, "dana"), day)
    come(harbour)
    assert {child for _kind, _id, child in of(harbour, "dana")[0].items} == {str(kid)}


def test_a_part_whose_question_was_withdrawn_is_not_hers(harbour, browser, work, servers):
    asked, dana = asks(harbour, "dana"), browser(harbour).sign_in("dana")
    dana.get("/home")
    dana.post(f"/you/asked/{asked}", {"said": "yes"})
    work()
    day = harbour.today
    with transaction(harbour.staff()):
        involving.end(part(harbour, "dana"), day)
    with servers.admin("withkin") as admin:
        admin.execute("update same_person set withdrawn_at = now()")
    come(harbour)
    assert of(harbour, "dana") == []


def test_what_came_minutes_before_the_hour_is_not_told_again(harbour):
    """The next one looks a little further back, for what was dated before and stored after."""
    now = making.hours(resolve.of_id(harbour.clinic))["home"].next(scopes.moment())
    with at(now - timedelta(minutes=3)):
        replies(harbour, tells(harbour, "dana", "maya", "x"), "Follow her lead")
    come(harbour)
    come(harbour, weeks=1)
    first, second = of(harbour, "dana")
    assert len(first.items) == 2 and second.items == [] and second.quiet


@pytest.mark.parametrize("why", ["safe = false", "bounced_at = now()"])
def test_must_12_where_no_mail_may_go_it_is_made_and_there_is_no_way_in(harbour, servers, why):
    line_for(harbour, "maya", "dana", WORDS)
    with servers.admin("withkin") as admin:
        admin.execute(f"update caregiver_address set {why} where caregiver_id = %s", [harbour.people["dana"]])
    come(harbour)
    assert of(harbour, "dana")[0].state == "made" and of(harbour, "dana")[0].link_id is None
    assert mails(harbour, "dana") == []


def test_one_is_not_older_for_a_newer_one_that_could_not_be_made(harbour):
    line_for(harbour, "maya", "dana", WORDS)
    come(harbour)
    come(harbour, weeks=1)
    first, second = of(harbour, "dana")
    with transaction(harbour.jobs()):
        assert batch.is_older(first)
        db.session.execute(db.update(Digest).where(Digest.id == second.id).values(state="failed"))
        assert not batch.is_older(first)


@pytest.fixture
def run(harbour):
    """This week's, begun and not gone on with. At its moment until the test ends."""
    site = resolve.of_id(harbour.clinic)
    with at(making.hours(site)["home"].next(scopes.moment())):
        with transaction(harbour.jobs()):
            making.begin_runs(site)
            begun = db.session.scalars(db.select(Run).where(Run.kind == "home")).one()
        yield begun


def test_of_two_workers_one_goes_on_and_the_other_does_not_wait(app, harbour, run):
    goes_on = harbour.jobs(), lambda: making.held(run)
    assert overlap(app, goes_on, goes_on) == [True, False]


def test_of_two_workers_one_has_each_person(app, harbour, run):
    dana = harbour.people["dana"]
    claims = harbour.jobs(), lambda: batch.claim(run, [dana])
    first, second = overlap(app, claims, claims)
    assert list(first) == [dana] and second == {}


def test_two_that_begin_a_week_at_once_begin_one(app, harbour):
    site = resolve.of_id(harbour.clinic)
    with at(making.hours(site)["home"].next(scopes.moment())):
        begins = harbour.jobs(), lambda: making.begin_runs(site)
        assert overlap(app, begins, begins) == [None, None]
    with transaction(harbour.jobs()):
        assert len(db.session.scalars(db.select(Run).where(Run.kind == "home")).all()) == 1
