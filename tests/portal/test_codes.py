"""The second road: "send me a link", and six digits that work in the browser that asked (must 17)."""

from app.people.models import LinkRequest
from tenants.db import db, transaction


def ask(page, address):
    page.get("/sign-in")
    return page.post("/sign-in", {"address": address})


def test_the_code_works_where_it_was_asked_for_and_the_tag_is_repeated(harbour, browser, work, outbox_now):
    dana = browser(harbour)
    ask(dana, " Dana@HARBOUR.example ")
    work()
    mail = outbox_now.mails("dana@harbour.example")[0]
    tag = dana.text.split('class="tag plain">')[1].split("<")[0]
    assert tag in mail["text"]
    dana.post("/in/code", {"code": outbox_now.code("dana@harbour.example")})
    assert "Who reads what" in dana.text


def test_a_known_and_an_unknown_address_are_answered_alike(harbour, browser, work, outbox_now, statements):
    known, unknown = browser(harbour), browser(harbour)
    before = len(outbox_now.mails())
    ran = []
    for page, address in ((known, "dana@harbour.example"), (unknown, "nobody@harbour.example")):
        page.get("/sign-in")
        page.post("/sign-in", {"address": address}, follow=False, status=303)
        ran.append([one for one in statements.seen if not one.startswith("SET LOCAL")])
        page.get("/in/code")
    assert ran[0] == ran[1]
    same = [page.text.split('class="tag plain">')[0].split("csrf")[0] for page in (known, unknown)]
    assert same[0] == same[1]
    work()
    assert len(outbox_now.mails()) == before + 1


def test_another_browser_cannot_use_the_code(harbour, browser, work, outbox_now):
    dana, thief = browser(harbour), browser(harbour)
    ask(dana, "dana@harbour.example")
    work()
    code = outbox_now.code("dana@harbour.example")
    ask(thief, "nobody@harbour.example")
    assert "does not open" in thief.post("/in/code", {"code": code}, status=422).text
    assert browser(harbour).get("/in/code").request.path == "/sign-in"


def test_five_wrong_tries_end_a_code_and_the_answer_stays_the_same(harbour, browser, work, outbox_now):
    dana = browser(harbour)
    ask(dana, "dana@harbour.example")
    work()
    code = outbox_now.code("dana@harbour.example")
    wrong = "000000" if code.replace(" ", "") != "000000" else "111111"
    answers = {dana.post("/in/code", {"code": wrong}, status=422).text.split("errors")[0][:200] for _ in range(5)}
    spent = dana.post("/in/code", {"code": code}, status=422).text
    assert len(answers) == 1
    assert "does not open the page" in spent


def test_twenty_wrong_codes_in_a_day_turn_codes_off_for_her_and_links_still_work(
    harbour, browser, work, outbox_now, servers
):
    dana = browser(harbour)
    ask(dana, "dana@harbour.example")
    work()
    with servers.admin("withkin") as admin:
        admin.execute("update link_request set wrong = 20, at = at - interval '3 hours' where answered_at is not null")
    ask(dana, "dana@harbour.example")
    work()
    dana.post("/in/code", {"code": outbox_now.code("dana@harbour.example")}, status=422)
    dana.enter(outbox_now.token("dana@harbour.example"))
    assert "Who reads what" in dana.text


def test_a_second_request_sends_the_same_link(harbour, browser, work, outbox_now):
    dana = browser(harbour)
    ask(dana, "dana@harbour.example")
    work()
    first = outbox_now.token("dana@harbour.example")
    ask(dana, "dana@harbour.example")
    work()
    assert outbox_now.token("dana@harbour.example") == first


def test_the_fifth_request_while_one_link_works_is_answered_and_not_mailed(harbour, browser, work, outbox_now):
    before = len(outbox_now.mails("dana@harbour.example"))
    for _ in range(7):
        ask(browser(harbour), "dana@harbour.example")
        work()
    assert len(outbox_now.mails("dana@harbour.example")) - before == 4


def test_a_lost_job_is_found_by_the_sweep(harbour, app, browser, work, outbox_now, servers):
    from app import schedule

    ask(browser(harbour), "dana@harbour.example")
    servers.valkey.client().flushall()
    before = len(outbox_now.mails("dana@harbour.example"))
    schedule.sweep()
    work()
    assert len(outbox_now.mails("dana@harbour.example")) == before + 1
    with transaction(harbour.jobs()):
        assert db.session.scalar(db.select(LinkRequest.answered_at)) is not None


def test_mistyped_addresses_are_named_as_such_and_kept(harbour, browser):
    page = browser(harbour)
    page.get("/sign-in")
    page.post("/sign-in", {"address": "dana@@harbour"}, status=422)
    assert 'value="dana@@harbour"' in page.text


def test_without_valkey_the_page_still_answers(harbour, browser, app):
    from redis import Redis

    held = app.extensions["valkey"]
    app.extensions["valkey"] = Redis(port=1, socket_connect_timeout=0.1)
    try:
        ask(browser(harbour), "dana@harbour.example")
    finally:
        app.extensions["valkey"] = held


def test_a_wrong_code_costs_as_many_statements_for_a_known_and_an_unknown_address(harbour, browser, work, statements):
    counts = []
    for address in ("dana@harbour.example", "nobody@harbour.example"):
        page = browser(harbour)
        ask(page, address)
        work()
        page.get("/in/code")
        page.post("/in/code", {"code": "000 000"}, status=422)
        counts.append(len(statements.seen))
    assert counts[0] == counts[1]
