"""The second step: a code of the phone, once; or one of ten written down, each once."""

from contextvars import Context

import pytest

from app.people import second_step
from app.people.second_step import StaffTotp
from tenants.db import db, transaction
from tenants.scope import Audience, Scope
from tests.people.test_new_password import signs_in
from tests.phone import codes_on, set_up
from tests.world import PASSWORD


@pytest.fixture
def okafor(harbour, browser):
    """Dr Okafor with a second step, signed in where she set it up: (browser, phone, codes)."""
    desk = browser(harbour).sign_in_staff()
    return (desk, *set_up(desk))


def half_way(page, who="okafor"):
    signs_in(page, who, PASSWORD)
    assert page.page.request.path == "/staff/sign-in/code"
    return page


def with_code(page, code, status=200):
    page.get("/staff/sign-in/code")
    return page.post("/staff/sign-in/code", {"code": code}, status=status)


def test_it_is_on_from_the_first_right_code_and_shows_ten_codes_once(harbour, browser, sql):
    desk = browser(harbour).sign_in_staff()
    assert "data:image/svg" in desk.get("/staff/second-step").text
    _phone, codes = set_up(desk)
    assert len(set(codes)) == 10
    assert "You have 10 recovery codes left." in desk.get("/staff/second-step").text
    assert not codes_on(desk.text)
    assert "10 recovery codes left" in desk.get("/staff/you").text
    stored = str(sql("select seed from staff_totp")) + str(sql("select code_hash from recovery_code"))
    assert not [code for code in codes if code in stored or code.replace("-", "") in stored]


def test_the_seed_lies_encrypted_and_under_a_key_outside(harbour, browser, okafor, sql):
    _, phone, _ = okafor
    ((stored,),) = sql("select seed from staff_totp")
    assert phone.seed not in stored
    assert second_step.unsealed(stored) == phone.seed
    assert second_step.unsealed(stored[:-4] + "AAAA") is None


def test_a_key_is_rotated(app, harbour, okafor, sql):
    """The new one before the old: both open; resealed, the old one can go."""
    settings = app.config["SETTINGS"]
    old, new = settings.totp_key, "n" * 40
    try:
        app.config["SETTINGS"] = settings.model_copy(update={"totp_key": f"{new},{old}"})
        assert second_step.unsealed(sql("select seed from staff_totp")[0][0])
        answer = Context().run(app.test_cli_runner().invoke, args=["staff", "reseal"])
        assert "1 seeds resealed" in answer.output
        app.config["SETTINGS"] = settings.model_copy(update={"totp_key": new})
        assert second_step.unsealed(sql("select seed from staff_totp")[0][0])
        app.config["SETTINGS"] = settings
        assert second_step.unsealed(sql("select seed from staff_totp")[0][0]) is None
    finally:
        app.config["SETTINGS"] = settings


def test_a_wrong_first_code_keeps_the_same_key(harbour, browser):
    desk = browser(harbour).sign_in_staff()
    before = desk.get("/staff/second-step").text.split('class="key">')[1].split("<")[0]
    desk.post("/staff/second-step", {"code": "000000"}, status=422)
    assert before in desk.text
    assert "not the code of now" in desk.text


def test_anothers_seal_sets_nothing_up(harbour, browser, sql):
    """A page of one person, sent by another: their phone would open somebody else's account."""
    okafor, reyes = browser(harbour).sign_in_staff(), browser(harbour).sign_in_staff("reyes")
    okafor.get("/staff/second-step")
    seal = okafor.hidden("/staff/second-step")["seal"]
    reyes.get("/staff/second-step")
    for wrong in (seal, "x", ""):
        reyes.post("/staff/second-step", {"seal": wrong, "code": "123456"})
    assert sql("select count(*) from staff_totp") == [(0,)]


def test_pressed_twice_it_is_on_and_the_codes_stay(harbour, browser, sql):
    desk = browser(harbour).sign_in_staff()
    desk.get("/staff/second-step")
    form = desk.hidden("/staff/second-step")
    set_up(desk)
    before = sql("select code_hash from recovery_code order by 1")
    desk.post("/staff/second-step", form | {"code": "123456"})
    assert "set up already" in desk.text
    assert sql("select code_hash from recovery_code order by 1") == before


def test_password_then_code(harbour, browser, okafor):
    _, phone, _ = okafor
    page = half_way(browser(harbour))
    with_code(page, f" {phone.code()[:3]} {phone.code()[3:]} ")
    assert page.page.request.path == "/today"


def test_a_code_is_taken_once(harbour, browser, okafor):
    _, phone, _ = okafor
    code = phone.code()
    with_code(half_way(browser(harbour)), code)
    assert "does not sign you in" in with_code(half_way(browser(harbour)), code, 422).text
    with_code(half_way(browser(harbour)), phone.code(1))


def test_of_two_at_once_with_one_code_one_enters(harbour, okafor):
    """The row decides, not what was read before."""
    _, phone, _ = okafor
    step = second_step.step_of
    with transaction(Scope(harbour.clinic, Audience.DOOR)):
        here = harbour.people["okafor"]
        assert step(phone.seed, phone.code())
        assert second_step.code_is_right(here, phone.code())
        assert not second_step.code_is_right(here, phone.code())
        assert not second_step.code_is_right(here, phone.code(-1)), "nor an earlier one"


def test_a_clock_may_be_one_step_wrong_and_no_more(harbour, browser, okafor, sql):
    _, phone, _ = okafor
    for ahead in (-1, 0, 1):
        sql("update staff_totp set last_step = 0")
        with_code(half_way(browser(harbour)), phone.code(ahead))
    for ahead in (-3, 3):
        sql("update staff_totp set last_step = 0")
        with_code(half_way(browser(harbour)), phone.code(ahead), 422)


def test_five_tries_in_a_quarter_of_an_hour_and_the_page_says_the_same(harbour, browser, okafor, sql, servers):
    _, phone, codes = okafor
    said = set()
    for n in range(5):
        servers.valkey.client().flushall()
        page = half_way(browser(harbour))  # from anywhere: it is the person's codes that are counted
        said.add(with_code(page, f"00000{n}", 422).text.split('class="err">')[1].split("<")[0])
    for spent in (phone.code(), codes[0]):
        said.add(with_code(half_way(browser(harbour)), spent, 422).text.split('class="err">')[1].split("<")[0])
    assert len(said) == 1
    sql("update guess set since = since - interval '16 minutes'")
    servers.valkey.client().flushall()
    with_code(half_way(browser(harbour)), phone.code())


def test_a_recovery_code_works_once_however_it_is_typed(harbour, browser, okafor, sql):
    desk, _, codes = okafor
    page = half_way(browser(harbour))
    with_code(page, codes[3].upper().replace("-", " "))
    assert page.page.request.path == "/today"
    with_code(half_way(browser(harbour)), codes[3], 422)
    assert "9 recovery codes left" in desk.get("/staff/you").text


def test_a_new_set_ends_the_old_one(harbour, browser, okafor):
    desk, _, codes = okafor
    desk.get("/staff/second-step")
    desk.post("/staff/second-step/codes")
    fresh = codes_on(desk.text)
    assert len(fresh) == 10 and not set(fresh) & set(codes)
    with_code(half_way(browser(harbour)), codes[0], 422)
    with_code(half_way(browser(harbour)), fresh[0])


def test_one_persons_recovery_code_is_no_others(harbour, browser, okafor):
    _, _, codes = okafor
    set_up(browser(harbour).sign_in_staff("reyes"))
    with_code(half_way(browser(harbour), "reyes"), codes[0], 422)


def test_turned_off_the_password_alone_signs_in_and_a_mail_says_so(harbour, browser, okafor, work, outbox_now):
    desk, _, _ = okafor
    before = len(outbox_now.mails("okafor@harbour.example"))
    desk.get("/staff/second-step")
    desk.post("/staff/second-step/delete")
    signs_in(browser(harbour), "okafor", PASSWORD)
    work()
    said = [mail["subject"] for mail in outbox_now.mails("okafor@harbour.example")]
    assert "Your second step is off" in said[: len(said) - before]


def test_the_door_alone_reads_seeds(harbour, okafor):
    from sqlalchemy.exc import ProgrammingError

    for scope in (harbour.staff(), harbour.jobs()):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction(scope):
            db.session.execute(db.select(StaffTotp.seed))
