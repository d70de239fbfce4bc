"""Somebody stops working here, or gets another role: what opened a page before opens none after."""

from contextvars import Context

from app.colleagues import inviting, roles
from app.people.colleagues import who_can
from app.permissions import Permission
from tenants.db import new_id, transaction
from tests.people.test_new_password import NEW, choose, signs_in
from tests.people.test_own_sign_in import WANTED, link_of, moves
from tests.world import PASSWORD


def leaves(house, who="novak"):
    with transaction(house.staff("olga")):
        roles.leave(house.people[who])


def returns(house, who="novak", wanted=("office",)):
    with transaction(house.staff("olga")):
        inviting.invite(new_id(), "Dr Novak", f"{who}@harbour.example", frozenset(wanted))


def test_links_that_wait_end_with_the_work_and_stay_ended(harbour, browser, link):
    words = [link(purpose, "novak") for purpose in ("password", "join")]
    leaves(harbour)
    returns(harbour)
    for word in words:
        browser(harbour).get(f"/staff/password/{word}", status=404)


def test_so_does_a_new_address_that_was_asked_for(harbour, browser, work, outbox_now, sql):
    desk = browser(harbour).sign_in_staff("novak")
    moves(desk)
    work()
    word, page = link_of(outbox_now), browser(harbour)
    page.get(f"/staff/address/{word}")
    leaves(harbour)
    page.post(f"/staff/address/{word}", status=404)
    assert sql("select count(*) from staff_login where address = %s", WANTED) == [(0,)]


def test_invited_again_the_old_password_opens_nothing_until_a_new_one_is_chosen(harbour, browser, work, outbox_now):
    leaves(harbour)
    returns(harbour)
    signs_in(browser(harbour), "novak", PASSWORD, 422)
    work()
    word = outbox_now.mails("novak@harbour.example")[0]["text"].split("/staff/password/")[1].split()[0]
    choose(browser(harbour), word)
    signs_in(browser(harbour), "novak", NEW)
    signs_in(browser(harbour), "novak", PASSWORD, 422)


def test_an_owner_who_has_not_come_back_yet_is_not_the_one_who_stays(harbour):
    leaves(harbour)
    returns(harbour, wanted=("owner",))
    with transaction(harbour.staff("olga")):
        assert harbour.people["novak"] not in dict(who_can(Permission.RUN_CLINIC))


def test_a_session_of_before_has_no_new_role(harbour, browser, sql):
    """Also where it is given to oneself, or later by a second signature: a cookie that was copied stays what it was."""
    desk = browser(harbour).sign_in_staff("otis")
    with transaction(harbour.staff("otis")):
        roles.add_role(harbour.people["otis"], "owner")
    assert Context().run(desk.client.get, "/clinic", base_url=desk.base).status_code == 303
    desk.sign_in_staff("otis")
    desk.get("/clinic")
