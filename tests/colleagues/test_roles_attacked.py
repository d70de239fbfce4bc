"""Roles and invitations as an attack found them: two at the same moment, an owner before confirming, a new name."""

from app import audit
from app.colleagues import inviting, roles
from app.people.colleagues import roles_of
from tenants.db import new_id, transaction
from tests.overlap import overlap


def test_of_two_owners_who_save_roles_at_the_same_moment_the_second_is_told(app, harbour, browser):
    sade, member = harbour.people["sade"], harbour.people["otis"]
    with transaction(harbour.staff("olga")):
        roles.set_roles(sade, frozenset({"owner", "supervisor"}))
    desk, path = browser(harbour).sign_in_staff("sade"), f"/clinic/staff/{member}/roles"
    desk.get(f"/clinic/staff/{member}")
    form = desk.hidden(path) | {"roles": ["office", "therapist"]}
    first = (harbour.staff("olga"), lambda: roles.set_roles(member, frozenset({"office", "supervisor"})))
    _first, answer = overlap(app, first, lambda: desk.client.post(path, base_url=desk.base, data=form).status_code)
    assert answer == 409
    with transaction(harbour.jobs()):
        assert roles_of(member) == {"office", "supervisor"}


def test_an_owner_who_has_not_confirmed_takes_back_the_invitation_of_an_owner(harbour, browser, servers):
    olga = browser(harbour).sign_in_staff("olga")
    with servers.admin("withkin") as admin:
        admin.execute("update staff_login set confirmed_at = null where staff_id = %s", [harbour.people["olga"]])
    with transaction(harbour.staff("olga")):
        id, _waits = inviting.invite(new_id(), "Ann Other", "ann@harbour.example", frozenset({"owner"}))
    olga.get(f"/clinic/staff/{id}")
    olga.post(f"/clinic/staff/{id}/invitation/delete")
    assert "The invitation is taken back." in olga.text


def test_whoever_is_invited_again_under_another_name_is_a_deed(harbour):
    with transaction(harbour.staff("olga")):
        roles.leave(harbour.people["otis"])
        inviting.invite(new_id(), "Otto Lang", "otis@harbour.example", frozenset({"office"}))
        assert audit.last_change(harbour.people["otis"], "renamed") is not None


def test_whoever_comes_back_is_invited_until_the_new_mail_is_answered(harbour, browser):
    olga, otis = browser(harbour).sign_in_staff("olga"), harbour.people["otis"]
    with transaction(harbour.staff("olga")):
        roles.leave(otis)
        inviting.invite(new_id(), "Otis Lang", "otis@harbour.example", frozenset({"office"}))
    assert "Invited, not joined" in olga.get(f"/clinic/staff/{otis}").text
    olga.post(f"/clinic/staff/{otis}/invitation")
    assert "A new mail is on its way." in olga.text
    olga.post(f"/clinic/staff/{otis}/invitation/delete")
    assert "The invitation is taken back." in olga.text
