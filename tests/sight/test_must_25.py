"""Must 25: nobody widens her own sight. A second signature; where nobody else could sign, a day, a mail, an audit row."""

from dataclasses import replace
from datetime import date, timedelta

import psycopg
import pytest

from app.audit import AuditEvent
from app.colleagues import roles
from app.notices.models import Notice
from app.people.colleagues import roles_of
from app.sight import supervising, widening
from app.sight.models import Supervision, Widening
from tenants.db import db, transaction
from tenants.scope import Audience, Scope
from tests.raw import pinned


def has(house, who):
    with transaction(house.jobs()):
        return roles_of(house.people[who])


@pytest.fixture
def olga_asks(harbour, browser):
    """Olga, owner and nothing else, ticks "supervisor" for herself."""
    olga = browser(harbour).sign_in_staff("olga")
    member = harbour.people["olga"]
    olga.get(f"/clinic/staff/{member}")
    olga.post(f"/clinic/staff/{member}/roles", {"roles": ["owner", "supervisor"]})
    assert "waits for a second signature" in olga.text
    return olga


def only(harbour, model=Widening):
    with transaction(harbour.jobs()):
        return db.session.scalars(db.select(model)).one()


def alone(harbour):
    """Sade is no supervisor any more: Olga is the only one who could sign."""
    with transaction(harbour.staff("olga")):
        roles.set_roles(harbour.people["sade"], frozenset({"office"}))


def test_must_25_a_role_that_opens_records_to_whoever_gives_it_waits(harbour, olga_asks):
    assert has(harbour, "olga") == {"owner"}
    assert olga_asks.get("/engagement", status=403)


def test_must_25_another_supervisor_is_told_and_signs_and_then_it_holds(harbour, olga_asks, browser, work):
    sade = browser(harbour).sign_in_staff("sade")
    assert "Olga Brandt asks for a second signature." in sade.get("/engagement").text
    sade.get("/signatures")
    assert "Olga Brandt asks to be supervisor." in sade.text
    sade.post(f"/signatures/{only(harbour).id}/sign")
    assert has(harbour, "olga") == {"owner"}, "it is carried out by the job, in the name of whoever asked"
    work()
    assert has(harbour, "olga") == {"owner", "supervisor"}
    olga_asks.get("/engagement")
    with transaction(harbour.jobs()):
        deeds = set(db.session.scalars(db.select(AuditEvent.action).where(AuditEvent.subject == "widening")))
    assert {"asked-for-sight", "signed-sight", "widened-sight"} <= deeds


def test_must_25_nobody_signs_their_own(harbour, olga_asks, app, work):
    row = only(harbour)
    olga_asks.post(f"/signatures/{row.id}/sign")
    assert "Nobody signs their own" in olga_asks.text
    work()
    assert has(harbour, "olga") == {"owner"}


def test_must_25_the_database_takes_no_signature_of_ones_own_or_in_anothers_name(harbour, olga_asks, app):
    row = only(harbour)
    sign = "update widening set outcome = 'signed', outcome_by = %s, outcome_at = now() where id = %s"
    with pinned(app, harbour.staff("olga")) as connection, pytest.raises(psycopg.errors.CheckViolation):
        connection.execute(sign, [harbour.people["olga"], row.id])
    with pinned(app, harbour.staff("olga")) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(sign, [harbour.people["sade"], row.id])


def test_must_25_what_is_refused_opens_nothing_and_may_be_asked_again(harbour, olga_asks, browser, work):
    sade = browser(harbour).sign_in_staff("sade")
    sade.get("/signatures")
    sade.post(f"/signatures/{only(harbour).id}/refuse")
    sade.post(f"/signatures/{only(harbour).id}/sign")
    assert "stays answered" in sade.text
    work()
    assert has(harbour, "olga") == {"owner"}
    assert "Sade Cole refused what you asked for." in olga_asks.get("/clinic").text


def test_must_25_whoever_asked_may_withdraw_and_nobody_else(harbour, olga_asks, browser):
    row = only(harbour)
    sade = browser(harbour).sign_in_staff("sade")
    sade.get("/signatures")
    sade.post(f"/signatures/{row.id}/withdraw")
    assert only(harbour).outcome is None
    olga_asks.get("/signatures")
    olga_asks.post(f"/signatures/{row.id}/withdraw")
    assert only(harbour).outcome == "withdrawn"


def test_must_25_alone_it_takes_a_day_a_mail_and_an_audit_row(harbour, browser, work, outbox_now):
    alone(harbour)
    with transaction(harbour.staff("olga")) as scope:
        assert roles.set_roles(harbour.people["olga"], frozenset({"owner", "supervisor"}))
        asked = scope.now
    work()
    assert "Something takes effect tomorrow" in outbox_now.mails("olga@harbour.example")[0]["subject"]
    with transaction(harbour.jobs()):
        assert db.session.scalar(db.select(AuditEvent).where(AuditEvent.action == "asked-for-sight")) is not None
    carried_out_at(harbour, asked + timedelta(hours=23, minutes=59))
    assert has(harbour, "olga") == {"owner"}
    carried_out_at(harbour, asked + timedelta(hours=24))
    assert has(harbour, "olga") == {"owner", "supervisor"}
    assert only(harbour).outcome == "waited"


def carried_out_at(house, at):
    """The job's own statements, a moment later."""
    with transaction(Scope(house.clinic, Audience.STAFF, now=at)):
        ripe = widening.ripe()
    for id, staff in ripe:
        with transaction(replace(house.jobs(), person=staff, now=at)):
            widening.carry_one(id)


def test_must_25_withdrawn_in_its_day_nothing_opens(harbour):
    alone(harbour)
    with transaction(harbour.staff("olga")) as scope:
        (row,) = roles.set_roles(harbour.people["olga"], frozenset({"owner", "supervisor"}))
        assert widening.end(row, "withdrawn")
        asked = scope.now
    carried_out_at(harbour, asked + timedelta(hours=25))
    assert has(harbour, "olga") == {"owner"}


def test_must_25_to_supervise_somebody_oneself_needs_a_signature_too(harbour, browser, work):
    with transaction(harbour.staff("sade")):
        roles.set_roles(harbour.people["olga"], frozenset({"owner", "supervisor"}))
    olga = browser(harbour).sign_in_staff("olga")
    member = harbour.people["okafor"]
    olga.get(f"/clinic/staff/{member}")
    olga.post(f"/clinic/staff/{member}/supervision", {"person": str(harbour.people["olga"])})
    assert "second signature" in olga.text
    olga.get("/reviews/of/" + str(harbour.children["maya"]), status=404)
    with transaction(harbour.staff("sade")):
        widening.end(db.session.scalars(db.select(Widening)).one(), "signed")
    work()
    olga.get("/reviews/of/" + str(harbour.children["maya"]))


def test_must_25_a_caseload_taken_over_by_oneself_needs_a_signature_too(harbour, browser, work):
    with transaction(harbour.staff("sade")):
        roles.set_roles(harbour.people["olga"], frozenset({"owner", "therapist"}))
    olga = browser(harbour).sign_in_staff("olga")
    member = harbour.people["reyes"]
    olga.get(f"/clinic/staff/{member}/leaving")
    olga.post(f"/clinic/staff/{member}/caseload", {"person": str(harbour.people["olga"]), "words": "I take over."})
    assert "second signature" in olga.text
    olga.get(f"/families/{harbour.children['theo']}", status=404)
    with transaction(harbour.staff("sade")):
        widening.end(db.session.scalars(db.select(Widening)).one(), "signed")
    work()
    olga.get(f"/families/{harbour.children['theo']}")


def test_must_25_before_there_is_any_record_nothing_waits(app, browser):
    from app.signup.opening import Opening, open_clinic
    from tenants.db import new_id
    from tenants.provision import first_owner
    from tests.world import PASSWORD

    opening = Opening(
        "Bay Therapy", "Bay", "bay", "Bea Bay", "bea@bay.example", PASSWORD, "US", "America/New_York", False, "owner"
    )
    with app.test_request_context():
        clinic = open_clinic(new_id(), opening).id
    with transaction(Scope(clinic, Audience.STAFF, first_owner(clinic))):
        assert roles.set_roles(first_owner(clinic), frozenset({"owner", "therapist", "supervisor"})) == []


def test_must_25_the_care_teams_touched_are_told(harbour):
    day = harbour.today
    with transaction(harbour.staff("olga")):
        supervising.pair(harbour.people["sade"], harbour.people["okafor"], day)
    with transaction(harbour.jobs()):
        told = set(db.session.scalars(db.select(Notice.staff_id).where(Notice.kind == "supervision")))
    assert told == {harbour.people[who] for who in ("sade", "okafor", "mills")}, "Dr Mills is on Maya's team"


def test_must_25_nobody_supervises_themselves(harbour, app):
    me = harbour.people["okafor"]
    with transaction(harbour.staff("olga")), pytest.raises(supervising.Oneself):
        supervising.pair(me, me, date(2026, 1, 1))
    row = "insert into supervision (clinic_id, id, supervisor_id, therapist_id, since) values (%s, gen_random_uuid(), %s, %s, now()::date)"
    with pinned(app, harbour.staff("olga")) as connection, pytest.raises(psycopg.errors.CheckViolation):
        connection.execute(row, [harbour.clinic, me, me])
    assert only(harbour, Supervision).supervisor_id == harbour.people["sade"]
